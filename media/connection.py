"""One browser's peer connection at our end: its address, keys and streams."""

import asyncio
import logging
import secrets
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from . import feedback, rtcp
from .answer import IceCredentials, Transport, write_answer
from .dtls import DtlsSession, find_fingerprint
from .grants import Kind
from .in_stream import InStream
from .out_stream import OutStream
from .rtp import find_extension
from .sdp import Offer, OfferedLine

if TYPE_CHECKING:
    from .switchboard import Switchboard

MAX_UNKNOWN_STREAMS = 16
RESENDS_PER_SECOND = 1000
Address = tuple[str, int]

logger = logging.getLogger(__name__)


class ConnectionOwner(Protocol):
    """Who is told what becomes of a connection: its participant."""

    def stream_started(self, stream: InStream) -> None: ...
    def media_connected(self, connection: "Connection") -> None: ...
    def media_lost(self, connection: "Connection") -> None: ...


class Connection:
    """Lives from an offer to the next one of another peer connection, or to a lasting failure."""

    def __init__(self, offer: Offer, owner: ConnectionOwner, switchboard: "Switchboard") -> None:
        self.offer = offer
        self.credentials = [IceCredentials()]
        self.address: Address | None = None
        self.heard_at = time.monotonic()
        self.connected_at: float | None = None
        self.streams: dict[int, InStream] = {}
        self.outs = {line.mid: self._open_out(line) for line in offer.lines if is_slot(line)}
        self.canonical_name = secrets.token_hex(8)
        self.clock_offset = 0
        self.level_id = find_level_id(offer)
        self.receive_handle: Any = None  # libsrtp's handle; there is no type for it
        self.resends_left = RESENDS_PER_SECOND
        self._outs_by_ssrc = {out.ssrc: out for out in self.outs.values()}
        self._owner: ConnectionOwner | None = owner
        self._switchboard = switchboard
        self._dtls = DtlsSession(switchboard.certificate, self._send)
        self._refused_streams = 0
        self._has_clock = False
        self._version = 1
        self._task = switchboard.start(self._run())

    @property
    def is_connected(self) -> bool:
        return self.connected_at is not None

    @property
    def lines(self) -> Mapping[Kind, tuple[str, ...]]:
        """Return the mids of the receiving lines of each kind, in the offer's order."""
        slots = [line for line in self.offer.lines if is_slot(line)]
        return {kind: tuple(s.mid for s in slots if s.kind is kind) for kind in Kind}

    @property
    def may_learn(self) -> bool:
        """Whether packets of unknown streams are still worth decrypting."""
        return self._refused_streams < MAX_UNKNOWN_STREAMS

    # Signaling

    def carries(self, offer: Offer) -> bool:
        """Whether `offer` comes from the peer connection this one serves."""
        return self._owner is not None and self.offer.is_same_connection(offer)

    def answer(self) -> str:
        switchboard = self._switchboard
        fingerprint = find_fingerprint(switchboard.certificate)
        transport = Transport(
            self.credentials[-1],
            fingerprint,
            switchboard.candidates,
            self.canonical_name,
            self._version,
        )
        return write_answer(self.offer, self.outs, transport)

    def restart(self, offer: Offer) -> str:
        """Answer an offer of the same peer connection, with new ICE credentials if it has some."""
        if offer.ufrag != self.offer.ufrag:
            # The present ones are valid until the browser has nominated with the new ones.
            self.credentials = [self.credentials[-1], IceCredentials()]
            self._switchboard.mux.listen(self)
        self._adopt_lines(offer)
        self._version += 1
        return self.answer()

    # From the socket

    def nominate(self, address: Address, credentials: IceCredentials) -> None:
        """Send to `address` from now on: its holder has proved to be the browser."""
        if credentials is self.credentials[-1] and len(self.credentials) > 1:
            self.credentials = self.credentials[-1:]
            self._switchboard.mux.listen(self)
        if address == self.address:
            return
        self.address = address
        for out in self.outs.values():
            out.address = address

    def receive_rtp(self, length: int) -> None:
        self._switchboard.forwarder.receive(self, length)

    def receive_dtls(self, datagram: bytes) -> None:
        if not self._dtls.feed(datagram):
            self._switchboard.statistics.handshake_overflow += 1

    def receive_rtcp(self, datagram: bytes) -> None:
        if not self.is_connected:
            return
        packet = self._dtls.unprotect_rtcp(datagram)
        if packet is None:
            self._switchboard.statistics.unprotect_failed += 1
            return
        feedback.handle(self, packet, self._switchboard)

    def learn_stream(self, packet: memoryview, payload_at: int) -> InStream | None:
        """Find out what line an unknown stream belongs to: by SSRC, mid or, at last, its codec."""
        ssrc = int.from_bytes(packet[8:12], "big")
        line = self._find_line(ssrc, packet, payload_at)
        if line is None or line.kind is None or self._owner is None:
            self._refused_streams += 1
            return None
        for earlier in [s for s in self.streams.values() if s.kind is line.kind]:
            del self.streams[earlier.ssrc]
            self._refused_streams += 1  # a sender that changes its mind for ever is refused
            self._switchboard.forwarder.retire(earlier)
        stream = InStream(self, line.kind, ssrc, line.payload_type)
        self.streams[ssrc] = stream
        self._owner.stream_started(stream)
        return stream

    # To the browser

    def show(self, streams: Mapping[str, InStream | None]) -> None:
        """Show these streams, by mid, and nothing in the other slots."""
        if not self.is_connected:
            return
        for mid, out in self.outs.items():
            self._switchboard.forwarder.attach(out, streams.get(mid))

    def find_out(self, ssrc: int) -> OutStream | None:
        return self._outs_by_ssrc.get(ssrc)

    def ask_key_frame(self, stream: InStream) -> None:
        self._switchboard.statistics.key_frames_requested += 1
        self.send_rtcp(rtcp.picture_loss(stream.ssrc))

    def ask_again(self, stream: InStream, missing: list[int]) -> None:
        self._switchboard.statistics.nacks_sent += len(missing)
        wanted = [sequence & 0xFFFF for sequence in missing]
        self.send_rtcp(rtcp.negative_acknowledgement(stream.ssrc, wanted))

    def send_report(self, now: float) -> None:
        """Report reception once a second; the measure of loss begins anew with each report."""
        self.resends_left = RESENDS_PER_SECOND
        self._refused_streams = max(0, self._refused_streams - 1)
        receptions = {s: report for s in self.streams.values() if (report := s.report())}
        lost = sum(reception.newly_lost for reception in receptions.values())
        self._switchboard.statistics.packets_lost += lost
        self.send_rtcp(rtcp.receiver_report(receptions, now))

    def send_rtcp(self, packet: bytes) -> None:
        protected = self._dtls.protect_rtcp(packet) if packet and self.is_connected else None
        if protected:
            self._send(protected)

    def set_clock(self, ntp_time: int, now: float) -> None:
        """Relate the browser's clock to ours, once: from then on both run at one pace."""
        if not self._has_clock:
            self.clock_offset = rtcp.to_ntp(now) - ntp_time
            self._has_clock = True

    async def close(self) -> None:
        """Stop everything; the owner hears nothing more."""
        self._owner = None
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _run(self) -> None:
        """Serve from the handshake to the end; whatever fails here ends this connection alone."""
        self._switchboard.mux.listen(self)
        try:
            if await self._dtls.handshake(self.offer.fingerprints):
                self._connected()
                await self._dtls.wait_closed()
            else:
                self._switchboard.statistics.handshakes_failed += 1
        except Exception:  # a task's root: one participant's failure is never the room's
            logger.exception("media connection failed")
        finally:
            await self._end()

    def _connected(self) -> None:
        self.connected_at = self.heard_at = time.monotonic()
        self.receive_handle = self._dtls.receive_handle
        for out in self.outs.values():
            out.session = self._dtls.send_handle
        self._switchboard.statistics.connections += 1
        if self._owner is not None:
            self._owner.media_connected(self)

    async def _end(self) -> None:
        was_connected, self.connected_at = self.is_connected, None
        self._switchboard.statistics.connections -= was_connected
        self._switchboard.mux.forget(self)
        for out in self.outs.values():
            self._switchboard.forwarder.attach(out, None)
        for stream in self.streams.values():
            self._switchboard.forwarder.retire(stream)
        owner, self._owner = self._owner, None
        if owner is not None:
            owner.media_lost(self)
        await self._dtls.close()

    def _send(self, datagram: bytes) -> None:
        if self.address is not None:
            self._switchboard.mux.send(datagram, self.address)

    def _open_out(self, line: OfferedLine) -> OutStream:
        out = OutStream(self, line.kind or Kind.AUDIO, line.mid, line.payload_type)
        out.write_extensions(mid_id=line.mid_id, abs_time_id=line.abs_time_id)
        return out

    def _adopt_lines(self, offer: Offer) -> None:
        """Take over what a later offer may change: lines stopped or added."""
        self.offer = offer
        self.level_id = find_level_id(offer)
        for line in offer.lines:
            if is_slot(line) and line.mid not in self.outs:
                out = self.outs[line.mid] = self._open_out(line)
                out.address, out.session = self.address, self._send_handle()
                self._outs_by_ssrc[out.ssrc] = out

    def _send_handle(self) -> Any:  # noqa: ANN401  # libsrtp's handle has no type
        return self._dtls.send_handle if self.is_connected else None

    def _find_line(self, ssrc: int, packet: memoryview, payload_at: int) -> OfferedLine | None:
        sending = [line for line in self.offer.lines if line.is_sending]
        for line in sending:
            if line.ssrc == ssrc:
                return line
        mid_id = max((line.mid_id for line in sending), default=0)
        mid = find_extension(packet, payload_at, mid_id)
        if mid is not None:
            return next((line for line in sending if line.mid.encode() == mid), None)
        payload_type = packet[1] & 0x7F
        fitting = [line for line in sending if line.payload_type == payload_type]
        return fitting[0] if len(fitting) == 1 else None


def find_level_id(offer: Offer) -> int:
    """Return the id of the audio level extension, 0 if the browser offers none."""
    return max((line.level_id for line in offer.lines), default=0)


def is_slot(line: OfferedLine) -> bool:
    """Whether the browser receives on this line."""
    return line.kind is not None and not line.is_sending and not line.is_inactive
