"""Datagrams at the one socket: who is heard, and what strangers achieve."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import pytest
from aioice import stun
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.answer import IceCredentials
from media.dtls import PacketBuffer
from media.mux import MAX_ADDRESSES, Address, UdpMux
from media.statistics import Statistics
from tests.media.browsers import check, open_browser, send

DTLS_ALERT = bytes.fromhex("15fefd000000000000000000020228")
RTP = bytes([0x80, 96]) + bytes(40)
RTCP = bytes([0x80, 200]) + bytes(40)


class PlainPeer:
    """A peer that keeps what it gets."""

    def __init__(self) -> None:
        self.credentials = [IceCredentials()]
        self.address: Address | None = None
        self.heard_at = 0.0
        self.is_connected = True
        self.got: list[bytes | int] = []

    def nominate(self, address: Address, credentials: IceCredentials) -> None:
        self.address = address

    def receive_rtp(self, length: int) -> None:
        self.got.append(length)

    def receive_rtcp(self, datagram: bytes) -> None:
        self.got.append(datagram)

    def receive_dtls(self, datagram: bytes) -> None:
        self.got.append(datagram)


class House:
    """A mux with one peer, and a browser that knows the peer's password."""

    def __init__(self) -> None:
        self.statistics = Statistics()
        self.buffer = PacketBuffer()
        self.mux = UdpMux("127.0.0.1", 0, self.buffer, self.statistics)
        self.peer = PlainPeer()
        self.mux.listen(self.peer)
        self.browser = open_browser()

    def close(self) -> None:
        self.browser.close()
        self.mux.close()

    async def send(self, datagram: bytes, browser: socket.socket | None = None) -> None:
        await send(browser or self.browser, datagram, self.mux.local_address)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    with closing(House()) as opened:
        yield opened


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    with closing(open_browser()) as opened:
        yield opened


async def test_a_check_with_our_password_is_answered_and_heard(house: House) -> None:
    request = check(house.peer.credentials[0])
    await house.send(request)
    answer = stun.parse_message(house.browser.recv(2048))
    assert answer.message_class == stun.Class.RESPONSE
    assert answer.transaction_id == stun.parse_message(request).transaction_id
    assert answer.attributes["XOR-MAPPED-ADDRESS"] == house.browser.getsockname()
    assert answer.check_message_integrity(house.peer.credentials[0].key)
    assert house.peer.address == house.browser.getsockname()
    assert house.peer.heard_at > 0


async def test_a_check_with_another_password_is_not_answered(house: House) -> None:
    await house.send(check(house.peer.credentials[0], nominate=True, password="guess" * 5))
    await house.send(check(IceCredentials(), nominate=True))
    with pytest.raises(BlockingIOError):
        house.browser.recv(2048)
    assert house.peer.address is None
    assert house.statistics.stun_refused == 2


async def test_a_check_without_integrity_moves_nothing(
    house: House, stranger: socket.socket
) -> None:
    await house.send(check(house.peer.credentials[0]))
    forged = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.REQUEST,
        attributes={
            "USERNAME": f"{house.peer.credentials[0].ufrag}:them",
            "USE-CANDIDATE": None,
        },
    )
    forged.add_fingerprint()
    await house.send(bytes(forged), stranger)
    assert house.peer.address == house.browser.getsockname()


async def test_the_address_moves_only_when_nominated(house: House, stranger: socket.socket) -> None:
    await house.send(check(house.peer.credentials[0]))
    await house.send(check(house.peer.credentials[0]), stranger)
    assert house.peer.address == house.browser.getsockname()
    await house.send(check(house.peer.credentials[0], nominate=True), stranger)
    assert house.peer.address == stranger.getsockname()


async def test_media_and_handshake_come_only_from_proven_addresses(
    house: House, stranger: socket.socket
) -> None:
    for datagram in (DTLS_ALERT, RTP, RTCP):
        await house.send(datagram, stranger)
    assert house.peer.got == []
    assert house.statistics.strangers_dropped == 3
    await house.send(check(house.peer.credentials[0]))
    for datagram in (DTLS_ALERT, RTP, RTCP):
        await house.send(datagram)
    assert house.peer.got == [DTLS_ALERT, len(RTP), RTCP]
    assert bytes(house.buffer.view[: len(RTCP)]) == RTCP


async def test_empty_short_and_unknown_datagrams_are_counted_and_dropped(house: House) -> None:
    await house.send(check(house.peer.credentials[0]))
    rubbish = [b"", b"\x80", b"\x80\x60\0", b"\x10", b"\xff" * 50, b"\x00", bytes(19), bytes(20)]
    rubbish.append(check(house.peer.credentials[0])[:-3])
    for datagram in rubbish:
        await house.send(datagram)
    assert house.peer.got == []
    assert house.statistics.garbage_dropped + house.statistics.stun_refused == len(rubbish)


async def test_a_forgotten_peer_is_a_stranger(house: House) -> None:
    await house.send(check(house.peer.credentials[0]))
    house.mux.forget(house.peer)
    await house.send(RTP)
    await house.send(check(house.peer.credentials[0]))
    assert house.peer.got == []
    assert house.statistics.stun_refused == 1


async def test_old_credentials_die_when_others_take_their_place(house: House) -> None:
    old, new = house.peer.credentials[0], IceCredentials()
    house.peer.credentials = [old, new]
    house.mux.listen(house.peer)
    await house.send(check(old))
    await house.send(check(new))
    assert house.statistics.stun_refused == 0
    house.peer.credentials = [new]
    house.mux.listen(house.peer)
    await house.send(check(old))
    assert house.statistics.stun_refused == 1


async def test_the_addresses_of_a_peer_are_bounded(house: House) -> None:
    await house.send(check(house.peer.credentials[0], nominate=True))
    browsers = [open_browser() for _ in range(MAX_ADDRESSES + 5)]
    for browser in browsers:
        await house.send(check(house.peer.credentials[0]), browser)
        browser.close()
    await house.send(RTP)
    assert house.peer.got == [len(RTP)]
    assert len(house.mux._by_address) <= MAX_ADDRESSES + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"\x00\x01", b"\x01\x01", b"\x16\xfe\xfd"]))
async def test_no_datagram_raises(house: House, datagram: bytes, start: bytes) -> None:
    house.mux._sort(start + datagram, ("127.0.0.1", 9))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=24)), max_size=6))
async def test_no_stun_attribute_raises(house: House, attributes: list[tuple[int, bytes]]) -> None:
    known = [6, 8, 0x20, 0x24, 0x25, 0x8028, 0x802A, 9]
    body = b"".join(
        known[kind % len(known)].to_bytes(2, "big")
        + len(value).to_bytes(2, "big")
        + value
        + bytes(-len(value) % 4)
        for kind, value in attributes
    )
    header = b"\x00\x01" + len(body).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + bytes(12)
    house.mux._sort(header + body, ("127.0.0.1", 9))
