"""Offers at a seat: answers, ICE restarts, other connections, and outsiders between."""

import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from media import NegotiationError, Participant, Room, Rooms, open_rooms
from tests.media.browsers import check, open_browser, send
from tests.media.seats import citizen

OFFER = (Path(__file__).parent / "offers" / "chromium.sdp").read_text()
UFRAG = re.search(r"a=ice-ufrag:(\S+)", OFFER)[1]  # type: ignore[index]  # the file has one


@pytest.fixture
async def rooms() -> AsyncIterator[Rooms]:
    async with open_rooms(host="127.0.0.1", port=0, announced_address=None) as opened:
        yield opened


@pytest.fixture
def room(rooms: Rooms) -> Room:
    return rooms.open_room("room")


@pytest.fixture
def seat(room: Room) -> Participant:
    return room.join(citizen())


@pytest.fixture
def browser() -> Iterator[socket.socket]:
    with closing(open_browser()) as opened:
        yield opened


def attribute(sdp: str, name: str) -> list[str]:
    return re.findall(rf"a={name}:(\S+)", sdp)


async def test_an_answer_names_the_socket(rooms: Rooms, seat: Participant) -> None:
    answer = await seat.negotiate(OFFER)
    assert f"127.0.0.1 {rooms.port} typ host" in answer
    assert not seat.has_media


async def test_an_ice_restart_changes_the_password_and_nothing_else(seat: Participant) -> None:
    first = await seat.negotiate(OFFER)
    connection = seat.connection
    again = await seat.negotiate(OFFER.replace(UFRAG, "else"))
    assert seat.connection is connection
    assert attribute(again, "ice-pwd") != attribute(first, "ice-pwd")
    assert attribute(again, "ssrc") == attribute(first, "ssrc")
    assert attribute(again, "fingerprint") == attribute(first, "fingerprint")


async def test_the_earlier_password_holds_until_the_new_one_is_used(
    rooms: Rooms, seat: Participant, browser: socket.socket
) -> None:
    await seat.negotiate(OFFER)
    await seat.negotiate(OFFER.replace(UFRAG, "else"))
    assert seat.connection is not None
    old, new = seat.connection.credentials
    address = ("127.0.0.1", rooms.port)
    await send(browser, check(old, nominate=True), address)
    await send(browser, check(new, nominate=True), address)
    assert rooms.statistics.stun_refused == 0
    await send(browser, check(old, nominate=True), address)
    assert rooms.statistics.stun_refused == 1


async def test_the_same_offer_again_has_the_same_answer_but_for_its_version(
    seat: Participant,
) -> None:
    first, again = await seat.negotiate(OFFER), await seat.negotiate(OFFER)
    assert first.splitlines()[2:] == again.splitlines()[2:]


async def test_another_connection_replaces_the_earlier_at_once(
    rooms: Rooms, seat: Participant, browser: socket.socket
) -> None:
    await seat.negotiate(OFFER)
    earlier = seat.connection
    assert earlier is not None
    await seat.negotiate(OFFER.replace("o=- ", "o=- 9"))
    assert seat.connection is not earlier
    await send(browser, check(earlier.credentials[0]), ("127.0.0.1", rooms.port))
    assert rooms.statistics.stun_refused == 1


async def test_a_refused_offer_leaves_everything_as_it_was(rooms: Rooms, seat: Participant) -> None:
    await seat.negotiate(OFFER)
    connection = seat.connection
    with pytest.raises(NegotiationError):
        await seat.negotiate("v=0")
    assert seat.connection is connection
    assert rooms.statistics.negotiations_refused == 1


async def test_a_handshake_that_is_garbage_ends_that_connection_alone(
    rooms: Rooms, seat: Participant, browser: socket.socket
) -> None:
    await seat.negotiate(OFFER)
    assert seat.connection is not None
    address = ("127.0.0.1", rooms.port)
    await send(browser, check(seat.connection.credentials[0]), address)
    for _ in range(50):
        browser.sendto(b"\x16\xfe\xfd" + b"\x55" * 60, address)
    await send(browser, bytes.fromhex("15fefd000000000000000000020228"), address)
    assert rooms.statistics.handshake_overflow + rooms.statistics.handshakes_failed > 0
    assert "c-1" in rooms.get_room("room").participants


async def test_a_seat_that_ends_during_the_handshake_leaves_nothing_behind(
    rooms: Rooms, seat: Participant
) -> None:
    await seat.negotiate(OFFER)
    await seat.leave("left")
    assert rooms.statistics.connections == 0
    assert not rooms._switchboard.mux._by_ufrag
