"""The way of an RTP packet through the house; a compiled one may take this place.

A packet arrives in `buffer`, is decrypted there, and is sent to every slot that shows its stream
with a new header: 12 bytes, and an extension block of two words, abs-send-time and mid. Nothing is
decoded, nothing waits: what cannot be sent at once is dropped, and a viewer that misses it asks
again.
"""

import struct
import time
from collections.abc import Callable

from .dtls import BUFFER_SIZE, TRAILER, PacketBuffer, protect, unprotect
from .in_stream import CACHE_SIZE, CachedPacket, InStream, Sender
from .key_frame import starts_vp8_key_frame
from .out_stream import OutStream
from .rtp import find_extension, find_payload
from .statistics import Statistics

HEADER = struct.Struct("!BBHLLLLL")
HEADER_LENGTH = HEADER.size
EXTENSION_HEADER = 0xBEDE0002  # RFC 8285 one-byte elements, two words
SEQUENCE_AND_TIME = struct.Struct("!HL").unpack_from

Send = Callable[[memoryview, tuple[str, int]], int]


class Forwarder:
    """Receives for all connections of a process and sends to all."""

    def __init__(self, buffer: PacketBuffer, send: Send, statistics: Statistics) -> None:
        self.buffer = buffer
        self._out = PacketBuffer(BUFFER_SIZE + HEADER_LENGTH + TRAILER)
        self._send = send
        self._statistics = statistics
        self._pending: set[InStream] = set()

    def receive(self, sender: Sender, length: int) -> None:
        """Handle the SRTP packet of `length` bytes in `buffer`, from `sender`."""
        packet = self.buffer.view
        stream = sender.streams.get(int.from_bytes(packet[8:12], "big"))
        if stream is None and not sender.may_learn:
            self._statistics.unknown_streams += 1
            return
        self.buffer.length[0] = length
        if unprotect(sender.receive_handle, self.buffer.memory, self.buffer.length):
            self._statistics.unprotect_failed += 1
            return
        length = self.buffer.length[0]
        payload_at = find_payload(packet, length)
        if payload_at is None:
            self._statistics.garbage_dropped += 1
            return
        if stream is None:
            stream = sender.learn_stream(packet, payload_at)
        if stream is None or packet[1] & 0x7F != stream.payload_type:
            self._statistics.unknown_streams += 1
            return
        self._statistics.packets_received += 1
        self._accept(stream, payload_at, length)

    def attach(self, out: OutStream, source: InStream | None) -> None:
        """Show `source` in the slot `out` from its next key frame on; None leaves it dark."""
        if out.source is source:
            return
        if out.source is not None:
            out.pause()
            out.source.outs.remove(out)
        out.source = source
        if source is not None:
            source.outs.append(out)
            self.want_key_frame(source)

    def retire(self, stream: InStream) -> None:
        """Forget a stream whose connection is gone."""
        stream.is_open = False
        for out in tuple(stream.outs):
            self.attach(out, None)
        self._pending.discard(stream)

    def open_or_shut(self, stream: InStream, *, is_open: bool) -> None:
        """Let a stream's packets through, or drop them here."""
        if stream.is_open == is_open:
            return
        stream.is_open = is_open
        if is_open:
            self.want_key_frame(stream)
            return
        for out in stream.outs:
            out.pause()
        if stream.tap is not None:
            stream.tap.rebase()

    def want_key_frame(self, stream: InStream) -> None:
        """Ask the sender for a key frame, throttled, until one begins."""
        if stream.is_video and stream.is_open and stream.outs:
            now = time.monotonic()
            stream.key_frames.want(now)
            self._ask_sender(stream, now)

    def resend(self, out: OutStream, sequences: list[int]) -> None:
        """Answer a viewer's NACK from the cache of what its slot shows."""
        source = out.source
        if source is None or not out.is_started or not source.cache:
            return
        for sequence in sequences:
            original = (sequence - out.sequence_offset) & 0xFFFF
            cached = source.cache[original % CACHE_SIZE]
            if (
                cached is None
                or cached.sequence & 0xFFFF != original
                or cached.sequence < out.floor
            ):
                self._statistics.retransmissions_missed += 1
                continue
            self._statistics.retransmitted += 1
            self._emit((out,), cached, abs_send_time(time.monotonic()))

    def tick(self, now: float) -> None:
        """Repeat requests that senders have not answered; called every few tens of milliseconds."""
        for stream in tuple(self._pending):
            self._ask_sender(stream, now)

    def _accept(self, stream: InStream, payload_at: int, length: int) -> None:
        packet = self.buffer.view
        now = time.monotonic()
        number, timestamp = SEQUENCE_AND_TIME(packet, 2)
        sequence = stream.track(number, timestamp, now)
        is_waiting = stream.key_frames.is_waiting and stream not in self._pending
        if is_waiting or stream.losses.is_fresh:
            self._ask_sender(stream, now)
        if not stream.is_open:
            self._statistics.packets_muted += 1
            return
        cached = CachedPacket(
            sequence,
            0x90 | packet[0] & 0x20,  # version 2, extension, padding as it came
            packet[1] & 0x80,
            timestamp,
            packet[payload_at:length].tobytes(),
        )
        is_key = True
        if stream.is_video:
            stream.cache[sequence % CACHE_SIZE] = cached
            is_key = starts_vp8_key_frame(packet, payload_at, length)
            if is_key:
                stream.key_frames.started()
        else:
            self._tap(stream, cached, payload_at)
        self._fan_out(stream, cached, is_key=is_key, now=now)

    def _fan_out(self, stream: InStream, cached: CachedPacket, *, is_key: bool, now: float) -> None:
        sequence = cached.sequence
        ready = [
            out
            for out in stream.outs
            if sequence >= out.floor or out.start(sequence, cached.timestamp, now, is_key=is_key)
        ]
        self._emit(ready, cached, abs_send_time(now))
        stream.forwarded += 1
        stream.octets += len(cached.payload)

    def _emit(
        self, outs: "list[OutStream] | tuple[OutStream, ...]", cached: CachedPacket, sent_at: int
    ) -> None:
        sequence, flags, marker, timestamp, payload = cached
        memory, view, length = self._out.memory, self._out.view, self._out.length
        pack, send, end = HEADER.pack_into, self._send, HEADER_LENGTH + len(payload)
        sent = 0
        for out in outs:
            pack(
                view,
                0,
                flags,
                marker | out.payload_type,
                (sequence + out.sequence_offset) & 0xFFFF,
                (timestamp + out.timestamp_offset) & 0xFFFFFFFF,
                out.ssrc,
                EXTENSION_HEADER,
                # Never the time alone: it would be read as an element nobody negotiated.
                out.abs_time_word | sent_at if out.abs_time_word else 0,
                out.mid_word,
            )
            view[HEADER_LENGTH:end] = payload
            length[0] = end
            if protect(out.session, memory, length):
                self._statistics.protect_failed += 1  # sending it now would send it in clear
                continue
            try:
                send(view[: length[0]], out.address)  # type: ignore[arg-type]  # see OutStream.address
            except OSError:
                self._statistics.sends_failed += 1
                continue
            sent += 1
        self._statistics.packets_forwarded += sent
        self._statistics.bytes_forwarded += sent * (end + TRAILER)

    def _tap(self, stream: InStream, cached: CachedPacket, payload_at: int) -> None:
        element = find_extension(self.buffer.view, payload_at, stream.sender.level_id)
        level = element[0] & 0x7F if element else None
        stream.note_level(level)
        if stream.tap is not None:
            rtp_time = stream.extend_timestamp(cached.timestamp)
            stream.tap.write(cached.payload, cached.sequence, rtp_time, level)

    def _ask_sender(self, stream: InStream, now: float) -> None:
        missing = stream.losses.take_due(now)
        if missing:
            stream.sender.ask_again(stream, missing)
        if stream.key_frames.is_due(now):
            stream.sender.ask_key_frame(stream)
        if stream.losses or stream.key_frames.is_waiting:
            self._pending.add(stream)
        else:
            self._pending.discard(stream)


def abs_send_time(now: float) -> int:
    """Write seconds as 6.18 fixed point, modulo 64 (abs-send-time of WebRTC)."""
    return int((now % 64) * 262144) & 0xFFFFFF
