"""Calls between real peers; run by test_calls.py in a network of their own."""

import asyncio
import random
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing

import pytest

from media import (
    Kind,
    OpusPacket,
    Participant,
    ParticipantAway,
    ParticipantLeft,
    ParticipantReturned,
    Room,
    Rooms,
    SlotsAssigned,
    TrackUnpublished,
    open_rooms,
)
from media.grants import Grant
from tests.media.calls.peers import Peer
from tests.media.seats import citizen, officer, told

HOST = "192.0.2.2"
Address = tuple[str, int]
Seat = Callable[..., Awaitable[tuple[Participant, Peer]]]


@pytest.fixture
async def rooms() -> AsyncIterator[Rooms]:
    async with open_rooms(host=HOST, port=0, announced_address=None) as opened:
        yield opened


@pytest.fixture
def room(rooms: Rooms) -> Room:
    return rooms.open_room("room")


@pytest.fixture
async def seat(room: Room) -> AsyncIterator[Seat]:
    peers: list[Peer] = []

    async def take(grant: Grant, brightness: int, **options: bool) -> tuple[Participant, Peer]:
        participant = room.join(grant)
        peers.append(Peer(brightness, **options))
        await peers[-1].call(participant.negotiate)
        return participant, peers[-1]

    yield take
    for peer in peers:
        await peer.close()


async def until(condition: Callable[[], bool], seconds: float = 8.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # what is waited for are counters of peers
            await asyncio.sleep(0.02)


def mid_of(viewer: Participant, shown: Participant, kind: Kind) -> str:
    slots = viewer.slots or {}
    return next(mid for mid, seen in slots.items() if seen == (shown.id, kind))


def sees(viewer: tuple[Participant, Peer], shown: tuple[Participant, Peer]) -> bool:
    """Whether the viewer's newest picture in the slot of `shown` is that of `shown`."""
    picture = viewer[1].seen.get(mid_of(viewer[0], shown[0], Kind.CAMERA))
    return picture is not None and abs(picture - shown[1].brightness) < 8


def hears(viewer: tuple[Participant, Peer], shown: tuple[Participant, Peer]) -> bool:
    return viewer[1].frames[mid_of(viewer[0], shown[0], Kind.AUDIO)] > 10


async def test_three_see_and_hear_each_other_though_the_third_comes_late(seat: Seat) -> None:
    first, second = await seat(citizen(), 40), await seat(officer(1), 120)
    await until(lambda: sees(first, second) and sees(second, first))
    third = await seat(officer(2), 200)
    everybody = [first, second, third]
    pairs = [(a, b) for a in everybody for b in everybody if a is not b]
    await until(lambda: all(sees(a, b) and hears(a, b) for a, b in pairs))
    assert set(first[0].publications) == {Kind.AUDIO, Kind.CAMERA}


async def test_one_who_waits_neither_sees_nor_is_seen_until_admitted(
    seat: Seat, room: Room, rooms: Rooms
) -> None:
    inside, waiting = await seat(officer(), 40), await seat(citizen(admitted=False), 200)
    await until(lambda: rooms.statistics.packets_muted > 20)
    assert not inside[1].frames
    assert not waiting[1].frames
    assert not any("c-1" in repr(event) for event in await told(inside[0]))
    room.admit("c-1")
    await until(lambda: sees(inside, waiting) and sees(waiting, inside))


async def test_lost_packets_are_sent_again_in_both_directions(seat: Seat, rooms: Rooms) -> None:
    first, second = await seat(citizen(), 40), await seat(officer(), 120)
    await until(lambda: sees(first, second) and sees(second, first))
    dice = random.Random(5)  # noqa: S311  # dice, not keys
    lose_incoming(second[1], dice)
    lose_outgoing(first[1], dice)
    counted = rooms.statistics
    await until(lambda: counted.retransmitted > 3 and counted.nacks_sent > 3)
    before = second[1].frames.copy()
    camera = mid_of(second[0], first[0], Kind.CAMERA)
    await until(lambda: second[1].frames[camera] > before[camera] + 10)


async def test_what_is_muted_is_not_forwarded(seat: Seat, rooms: Rooms) -> None:
    first, second = await seat(citizen(), 40), await seat(officer(), 120)
    await until(lambda: sees(second, first) and hears(second, first))
    first[0].set_muted(Kind.CAMERA, muted=True)
    first[0].set_muted(Kind.AUDIO, muted=True)
    await asyncio.sleep(0.3)
    before, muted = second[1].frames.copy(), rooms.statistics.packets_muted
    await until(lambda: rooms.statistics.packets_muted > muted + 30)
    assert second[1].frames == before
    first[0].set_muted(Kind.CAMERA, muted=False)
    camera = mid_of(second[0], first[0], Kind.CAMERA)
    await until(lambda: second[1].frames[camera] > before[camera] + 5)


async def test_a_reload_keeps_seat_and_slots(seat: Seat) -> None:
    first, second = await seat(citizen(), 40), await seat(officer(), 120)
    await until(lambda: sees(first, second) and sees(second, first))
    slots = second[0].slots
    again = await seat(citizen(), 220)
    assert again[0] is first[0]
    await until(lambda: sees(second, again) and sees(again, second))
    assert second[0].slots == slots
    events = await told(second[0])
    assert not any(isinstance(e, ParticipantLeft | TrackUnpublished) for e in events)


async def test_a_slot_is_free_for_the_next_when_somebody_leaves(seat: Seat) -> None:
    viewer, first = await seat(officer(), 40), await seat(citizen(1), 120)
    await until(lambda: sees(viewer, first))
    mid = mid_of(viewer[0], first[0], Kind.CAMERA)
    await first[0].leave("left")
    events = await told(viewer[0])
    assert ParticipantLeft("c-1", "left") in events
    assert [e for e in events if isinstance(e, SlotsAssigned)][-1] == SlotsAssigned({})
    second = await seat(citizen(2), 220)
    assert mid_of(viewer[0], second[0], Kind.CAMERA) == mid
    await until(lambda: sees(viewer, second))


async def test_a_shared_screen_has_a_slot_of_its_own(seat: Seat) -> None:
    sharing, viewer = await seat(officer(), 40, has_screen=True), await seat(citizen(), 120)
    await until(lambda: sees(viewer, sharing))
    sharing[0].start_sharing()
    screen = mid_of(viewer[0], sharing[0], Kind.SCREEN)
    await until(lambda: abs(viewer[1].seen.get(screen, 0) - 50) < 8)
    sharing[0].stop_sharing()
    assert Kind.SCREEN not in sharing[0].publications
    assert screen not in (viewer[0].slots or {})


class Ear:
    def __init__(self) -> None:
        self.packets: list[OpusPacket] = []

    def write(self, packet: OpusPacket) -> None:
        self.packets.append(packet)


async def test_the_tap_hears_every_packet_but_the_muted(seat: Seat) -> None:
    speaker = await seat(citizen(), 40)
    ear = Ear()
    speaker[0].attach_audio_sink(ear)
    await until(lambda: len(ear.packets) > 20)
    first, last = ear.packets[0], ear.packets[-1]
    assert last.sequence - first.sequence == len(ear.packets) - 1
    assert last.rtp_time - first.rtp_time == 960 * (len(ear.packets) - 1)
    speaker[0].set_muted(Kind.AUDIO, muted=True)
    heard = len(ear.packets)
    await asyncio.sleep(0.2)
    assert len(ear.packets) == heard


async def test_a_peer_that_hangs_up_keeps_its_seat(seat: Seat, room: Room) -> None:
    staying, leaving = await seat(officer(), 40), await seat(citizen(), 120)
    await until(lambda: sees(staying, leaving))
    await leaving[1].close()
    await until(lambda: not leaving[0].has_media)
    assert "c-1" in room.participants
    assert staying[0].has_media


async def test_silent_media_is_away_and_back(seat: Seat, room: Room) -> None:
    staying, silent = await seat(officer(), 40), await seat(citizen(), 120)
    await until(lambda: sees(staying, silent))
    room.tick(time.monotonic() + 11)
    assert ParticipantAway("c-1") in await told(staying[0])
    await until(lambda: silent[0].connected)
    assert ParticipantReturned("c-1") in await told(staying[0])


async def test_a_rebuilt_connection_goes_on_sharing_and_a_new_page_does_not(seat: Seat) -> None:
    sharing, viewer = await seat(officer(), 40, has_screen=True), await seat(citizen(), 120)
    sharing[0].start_sharing()
    rebuilt = Peer(80, has_screen=True)
    await rebuilt.call(sharing[0].negotiate)
    screen = mid_of(viewer[0], sharing[0], Kind.SCREEN)
    await until(lambda: abs(viewer[1].seen.get(screen, 0) - 90) < 8)
    await rebuilt.close()
    await seat(officer(), 40)
    assert not sharing[0].is_sharing


async def test_rooms_close_under_a_running_call_and_leave_no_task() -> None:
    peer = Peer(40)
    async with open_rooms(host=HOST, port=0, announced_address=None) as rooms:
        await peer.call(rooms.open_room("room").join(citizen()).negotiate)
        ours = set(rooms._switchboard._tasks)
        assert len(ours) == 2
    assert all(task.done() for task in ours)
    await until(lambda: peer.connection.connectionState == "closed")
    await peer.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_attacks_leave_a_call_untouched(seat: Seat, rooms: Rooms) -> None:
    first, second = await seat(citizen(), 40), await seat(officer(), 120)
    await until(lambda: sees(first, second) and sees(second, first))
    before, start = second[1].frames.copy(), asyncio.get_running_loop().time()
    address = (HOST, rooms.port)
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as stranger:
        for _ in range(40):
            for datagram in attacks(first[0]):
                stranger.sendto(datagram, address)
            await asyncio.sleep(0.02)
    camera, sound = (mid_of(second[0], first[0], k) for k in (Kind.CAMERA, Kind.AUDIO))
    await until(lambda: second[1].frames[camera] > before[camera] + 15)
    seconds = asyncio.get_running_loop().time() - start
    assert second[1].frames[sound] - before[sound] > 45 * seconds * 0.9
    assert first[0].has_media
    assert second[0].has_media
    counted = rooms.statistics
    assert counted.unprotect_failed == 0
    assert min(counted.garbage_dropped, counted.strangers_dropped, counted.stun_refused) > 30


def attacks(victim: Participant) -> list[bytes]:
    """Datagrams of a stranger who knows the victim's user fragment, but not the password."""
    connection = victim.connection
    assert connection is not None
    username = connection.credentials[0].ufrag.encode() + b":them"
    username_attribute = b"\0\x06" + len(username).to_bytes(2, "big") + username
    username_attribute += bytes(-len(username) % 4)
    body = username_attribute + b"\0\x25\0\0"
    hijack = b"\0\x01" + len(body).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + bytes(12) + body
    alert = bytes.fromhex("15fefd000000000000000000020228")
    media = b"\x80\x60" + bytes(10)
    return [
        b"",
        b"\xff" * 60,
        hijack,
        hijack[:-6],
        alert,
        media + bytes(60),
        b"\x80\xc8" + bytes(26),
    ]


def lose_incoming(peer: Peer, dice: random.Random) -> None:
    """Drop one in ten media packets before the peer reads them."""
    protocol = peer.datagrams()
    read = protocol.datagram_received

    def lossy(data: bytes, address: object) -> None:
        if not (127 < data[0] < 192 and dice.random() < 0.1):
            read(data, address)

    protocol.datagram_received = lossy


def lose_outgoing(peer: Peer, dice: random.Random) -> None:
    """Drop one in ten media packets the peer sends."""
    protocol = peer.datagrams()
    protocol.transport = LossyTransport(protocol.transport, dice)


class LossyTransport:
    def __init__(self, transport: asyncio.DatagramTransport, dice: random.Random) -> None:
        self._transport = transport
        self._dice = dice
        self.lost: Counter[str] = Counter()

    def sendto(self, data: bytes, address: Address) -> None:
        if 127 < data[0] < 192 and self._dice.random() < 0.1:
            self.lost["media"] += 1
            return
        self._transport.sendto(data, address)

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)
