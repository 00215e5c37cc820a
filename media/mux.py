"""One UDP socket for every peer: who a datagram is from, and what of it may go further.

Only STUN is looked at from strangers, and only if it proves the password of one of our answers
(RFC 8445, RFC 7983). Everything else must come from an address that has proved it: so an empty
datagram, a forged DTLS alert or RTP from nowhere ends here.
"""

import asyncio
import socket
import struct
import time
from collections.abc import Callable
from typing import Protocol

from aioice import stun

from .answer import IceCredentials
from .dtls import PacketBuffer
from .statistics import Statistics

Address = tuple[str, int]
BATCH = 32
"""Packets read before other work of the loop gets its turn."""
SOCKET_BUFFER = 4 << 20
MAX_ADDRESSES = 8
"""Addresses one browser may be heard from: its networks while it tries them."""
STUN_ERRORS = (ValueError, struct.error, IndexError)


class MuxPeer(Protocol):
    """A connection as the socket sees it."""

    credentials: list[IceCredentials]
    address: Address | None
    heard_at: float

    @property
    def is_connected(self) -> bool: ...
    def nominate(self, address: Address, credentials: IceCredentials) -> None: ...
    def receive_rtp(self, length: int) -> None: ...
    def receive_rtcp(self, datagram: bytes) -> None: ...
    def receive_dtls(self, datagram: bytes) -> None: ...


class UdpMux:
    """Reads into `buffer`, where an RTP packet stays for `MuxPeer.receive_rtp`."""

    def __init__(self, host: str, port: int, buffer: PacketBuffer, statistics: Statistics) -> None:
        self._buffer = buffer
        self._statistics = statistics
        self._by_ufrag: dict[str, tuple[MuxPeer, IceCredentials]] = {}
        self._by_address: dict[Address, MuxPeer] = {}
        self._socket = open_socket(host, port)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket.fileno(), self._read)

    @property
    def local_address(self) -> Address:
        """Return the (host, port) the socket is bound to."""
        host, port = self._socket.getsockname()[:2]
        return host, port

    @property
    def send_packet(self) -> Callable[[memoryview, Address], int]:
        """Return the socket's own `sendto`, for the fast path; raises OSError."""
        return self._socket.sendto

    def send(self, datagram: bytes, address: Address) -> None:
        """Send, or drop and count what the network does not take."""
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            self._statistics.sends_failed += 1

    def listen(self, peer: MuxPeer) -> None:
        """Accept exactly the peer's present credentials from now on."""
        self._forget_credentials(peer)
        for credentials in peer.credentials:
            self._by_ufrag[credentials.ufrag] = (peer, credentials)

    def forget(self, peer: MuxPeer) -> None:
        """Treat the peer as a stranger from now on."""
        self._forget_credentials(peer)
        for address in self._addresses_of(peer):
            del self._by_address[address]

    def close(self) -> None:
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()

    def _read(self) -> None:
        receive, view = self._socket.recvfrom_into, self._buffer.view
        peers = self._by_address
        for _ in range(BATCH):
            try:
                length, address = receive(view)
            except BlockingIOError:
                return
            except OSError:  # an ICMP error of something sent earlier
                continue
            first = view[0] if length else 255
            if 127 < first < 192 and length >= 12 and (peer := peers.get(address)) is not None:
                if 192 <= view[1] <= 223:
                    peer.receive_rtcp(bytes(view[:length]))
                elif peer.is_connected:
                    peer.receive_rtp(length)
            else:
                self._sort(bytes(view[:length]), address)

    def _sort(self, datagram: bytes, address: Address) -> None:
        """Take the rarer kinds of datagram; the first byte tells which (RFC 7983)."""
        first = datagram[0] if datagram else 255
        if first < 4:
            self._take_stun(datagram, address)
        elif 19 < first < 64 and address in self._by_address:
            self._by_address[address].receive_dtls(datagram)
        elif 19 < first < 64 or (127 < first < 192 and len(datagram) >= 12):
            self._statistics.strangers_dropped += 1
        else:
            self._statistics.garbage_dropped += 1

    def _take_stun(self, datagram: bytes, address: Address) -> None:
        try:
            message = stun.parse_message(datagram)
        except STUN_ERRORS:
            self._statistics.garbage_dropped += 1
            return
        found = self._authenticate(message)
        if found is None:
            self._statistics.stun_refused += 1
            return
        peer, credentials = found
        self.send(bytes(answer_binding(message, address, credentials)), address)
        peer.heard_at = time.monotonic()
        self._note_address(peer, address)
        if peer.address is None or "USE-CANDIDATE" in message.attributes:
            peer.nominate(address, credentials)

    def _authenticate(self, message: stun.Message) -> tuple[MuxPeer, IceCredentials] | None:
        is_binding = message.message_method == stun.Method.BINDING
        if not is_binding or message.message_class != stun.Class.REQUEST:
            return None
        ufrag = message.attributes.get("USERNAME", "").split(":")[0]
        found = self._by_ufrag.get(ufrag)
        if found is None or not message.check_message_integrity(found[1].key):
            return None
        return found

    def _note_address(self, peer: MuxPeer, address: Address) -> None:
        if self._by_address.get(address) is peer:
            return
        known = self._addresses_of(peer)
        for oldest in known[: max(0, len(known) - MAX_ADDRESSES + 1)]:
            if oldest != peer.address:
                del self._by_address[oldest]
        self._by_address[address] = peer

    def _addresses_of(self, peer: MuxPeer) -> list[Address]:
        return [address for address, owner in self._by_address.items() if owner is peer]

    def _forget_credentials(self, peer: MuxPeer) -> None:
        for ufrag in [u for u, (owner, _) in self._by_ufrag.items() if owner is peer]:
            del self._by_ufrag[ufrag]


def open_socket(host: str, port: int) -> socket.socket:
    """Bind a non-blocking UDP socket with room for a burst."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            opened.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened


def answer_binding(
    request: stun.Message, address: Address, credentials: IceCredentials
) -> stun.Message:
    """Tell the sender the address it is seen at, signed with our password."""
    response = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=request.transaction_id,
        attributes={"XOR-MAPPED-ADDRESS": address},
    )
    response.add_message_integrity(credentials.key)
    return response
