"""A lost socket loses nothing: events are replayed, none twice, and one page has the seat."""

import asyncio
import time

from signaling import Limits
from tests.signaling.house import ROOM, Caller, Frame, House, open_house, until


async def go_on(house: House, caller: Caller, participant_id: str, last_seq: int) -> Caller:
    return await house.seat(participant_id, session=caller.welcome["session"], last_seq=last_seq)


def numbers(frames: list[Frame]) -> list[int]:
    return [frame["seq"] for frame in frames]


async def test_missed_events_are_replayed_once_and_in_order(house: House) -> None:
    caller = await house.seat("s-1")
    for n in range(3):
        house.room.announce("caption", {"n": n})
    before = await caller.hear_until("announced", body={"n": 1})
    await caller.socket.close()
    house.room.announce("caption", {"n": 3})
    again = await go_on(house, caller, "s-1", before[-1]["seq"])
    assert again.welcome["resumed"] is True
    after = await again.hear_until("announced", body={"n": 3})
    assert [frame["body"]["n"] for frame in after] == [2, 3]
    assert numbers(before + after) == sorted(set(numbers(before + after)))


async def test_the_media_participant_outlives_the_socket(house: House) -> None:
    caller = await house.seat("s-1")
    participant = house.room.participants["s-1"]
    await caller.socket.close()
    await asyncio.sleep(0.05)
    assert house.room.participants["s-1"] is participant
    await go_on(house, caller, "s-1", 0)
    assert house.room.participants["s-1"] is participant


async def test_another_session_starts_afresh_with_everybody_who_is_there(house: House) -> None:
    await house.seat("s-2")
    caller = await house.seat("s-1", session="of an earlier server", last_seq=77)
    assert caller.welcome["resumed"] is False
    assert (await caller.hear_one("participant_joined"))["participant_id"] == "s-2"


async def test_a_reload_takes_the_seat_and_the_old_page_is_told(house: House) -> None:
    old = await house.seat("s-1")
    new = await house.seat("s-1")
    assert await old.hear_one("replaced")
    assert await old.ending() == ("replaced_error", 4001)
    house.room.announce("caption", {"n": 1})
    assert await new.hear_one("announced")
    assert len(house.room.participants) == 1


async def test_a_page_that_slept_while_another_took_the_seat_stays_out(house: House) -> None:
    old = await house.seat("s-1")
    await old.socket.close()
    new = await house.seat("s-1")
    late = await house.call()
    await late.say(
        "join",
        version=1,
        ticket=house.ticket("s-1"),
        session=old.welcome["session"],
        last_seq=1,
    )
    assert await late.ending() == ("replaced_error", 4001)
    house.room.announce("caption", {"n": 1})
    assert await new.hear_one("announced")


async def test_a_socket_that_died_unnoticed_gives_way_to_its_own_page(house: House) -> None:
    dead = await house.seat("s-1")
    alive = await go_on(house, dead, "s-1", 0)
    assert await dead.ending() == ("replaced_error", 4001)
    assert alive.welcome["resumed"] is True
    assert house.room.participants["s-1"].presence.has_socket


async def test_a_log_that_did_not_wait_is_taken_afresh(house: House) -> None:
    caller = await house.seat("s-1")
    await caller.socket.close()
    for n in range(1100):
        house.room.announce("caption", {"n": n})
    late = await go_on(house, caller, "s-1", 1)
    assert await late.ending() == ("events_lost_error", 4010)


async def test_a_client_that_does_not_read_is_cut_off_and_nobody_else_waits() -> None:
    async with open_house(Limits(send=0.2)) as house:
        deaf = await house.seat("s-1")
        deaf.socket._reader._protocol.pause_reading()
        caller = await house.seat("s-2")
        for _ in range(600):
            house.room.announce("caption", {"text": "x" * 30_000}, to=["s-1"])
        house.room.announce("caption", {"text": "end"}, to=["s-2"])
        await caller.hear_one("announced", body={"text": "end"})
        await until(lambda: not house.room.participants["s-1"].presence.has_socket)


async def test_the_end_of_the_room_ends_every_socket(house: House) -> None:
    callers = [await house.seat("s-1"), await house.waiting("c-1")]
    await house.rooms.close_room(ROOM, "ended")
    for caller in callers:
        assert (await caller.hear_one("room_closed"))["reason"] == "ended"
        assert await caller.ending() == ("visit_ended_error", 4002)


async def test_a_server_that_stops_asks_its_clients_to_come_back() -> None:
    async with open_house() as house:
        caller = await house.seat("s-1")
        ending = asyncio.ensure_future(caller.ending())
        await asyncio.sleep(0.05)
    assert await ending == ("server_stopping_error", 1001)


async def test_a_server_that_stops_does_not_wait_for_those_who_have_not_joined() -> None:
    began = time.monotonic()
    async with open_house() as house:
        ending = asyncio.ensure_future((await house.call()).ending())
        await asyncio.sleep(0.05)
    assert await ending == ("server_stopping_error", 1001)
    assert time.monotonic() - began < 2
