"""What a seated client says, well or badly, and what the others hear of it."""

import pytest

from signaling import Limits
from signaling.messages import MAX_FRAME_LENGTH
from tests.signaling.house import House, open_house, until


async def test_two_see_each_other_come_and_go(house: House) -> None:
    first = await house.seat("s-1")
    second = await house.seat("c-1")
    joined = await first.hear_one("participant_joined")
    assert joined["participant_id"] == "c-1"
    assert (joined["name"], joined["department"], joined["role"]) == ("C-1", "", "citizen")
    assert (await second.hear_one("participant_joined"))["participant_id"] == "s-1"
    await second.say("leave")
    left = await first.hear_one("participant_left")
    assert (left["participant_id"], left["reason"]) == ("c-1", "left")
    assert await second.ending() == ("", 1000)
    assert list(house.room.participants) == ["s-1"]


async def test_a_mute_reaches_the_others(house: House) -> None:
    first, second = await house.seat("s-1"), await house.seat("s-2")
    await first.say("mute", kind="audio", muted=True)
    muted = await second.hear_one("track_muted")
    assert (muted["participant_id"], muted["kind"], muted["muted"]) == ("s-1", "audio", True)


async def test_a_ping_is_answered(house: House) -> None:
    caller = await house.seat("s-1")
    await caller.say("ping")
    assert (await caller.hear_until("pong"))[-1] == {"type": "pong"}


async def test_an_offer_that_makes_no_sense_is_refused_by_its_id(house: House) -> None:
    caller = await house.seat("s-1")
    await caller.say("offer", id=7, sdp="v=0\r\nnonsense")
    error = await caller.hear_one("error")
    assert (error["code"], error["id"], error["fatal"]) == ("negotiation_error", 7, False)


async def test_offers_are_rationed(house: House) -> None:
    caller = await house.seat("s-1")
    for n in range(6):
        await caller.say("offer", id=n, sdp="v=0")
    error = await caller.hear_one("error", code="too_many_offers_error")
    assert error["id"] == 5


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "[]", "{}", '{"type": 7}', '{"type": "mute"}', '{"type":"mute","kind":"x"}'],
)
async def test_a_message_that_cannot_be_read_is_named_and_survived(house: House, text: str) -> None:
    caller = await house.seat("s-1")
    await caller.socket.send_str(text)
    error = await caller.hear_one("error")
    assert (error["code"], error["fatal"]) == ("malformed_message_error", False)
    await caller.say("ping")
    await caller.hear_one("pong")


async def test_a_message_of_a_later_version_is_named_and_survived(house: House) -> None:
    caller = await house.seat("s-1")
    await caller.say("raise_hand")
    assert (await caller.hear_one("error"))["code"] == "unknown_message_error"
    await caller.say("ping", colour="fields of a later version are ignored")
    await caller.hear_one("pong")


async def test_a_binary_frame_is_no_message(house: House) -> None:
    caller = await house.seat("s-1")
    await caller.socket.send_bytes(b"{}")
    assert (await caller.hear_one("error"))["code"] == "malformed_message_error"


async def test_a_frame_that_is_too_long_ends_the_socket_alone(house: House) -> None:
    caller, other = await house.seat("s-1"), await house.seat("s-2")
    await caller.socket.send_str(" " * (MAX_FRAME_LENGTH + 1))
    assert (await caller.ending())[1] == 1009
    await other.say("ping")
    await other.hear_one("pong")


async def test_a_flood_ends_the_socket(house: House) -> None:
    caller = await house.seat("s-1")
    for _ in range(150):
        await caller.say("ping")
    assert await caller.ending() == ("too_many_messages_error", 4008)


async def test_a_client_that_is_gone_without_a_word_is_noticed() -> None:
    async with open_house(Limits(heartbeat=0.1)) as house:
        caller = await house.seat("s-1")
        caller.socket._reader._protocol.pause_reading()
        await until(lambda: not house.room.participants["s-1"].presence.has_socket)


async def test_a_fault_of_ours_is_logged_without_its_text(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caller = await house.seat("s-1")
    house.room.announce("caption", {"canary": object()})
    assert await caller.ending() == ("internal_error", 1011)
    assert "TypeError" in caplog.text
    assert "canary" not in caplog.text
