"""The tap for sound: Opus packets as they arrive, before any jitter buffer."""

import logging
import time
from dataclasses import dataclass
from typing import Protocol

CLOCK_RATE = 48_000
"""RTP clock of Opus in Hz, whatever the coded bandwidth (RFC 7587)."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpusPacket:
    """One RTP payload of Opus.

    `sequence` and `rtp_time` (48 kHz) are extended, never wrap and stay continuous over a reload;
    time that passes muted is a step of `rtp_time` without a gap in `sequence`, so only loss is one.
    `level` is RFC 6464's: 0 loud to 127 silent, None without the extension. Packets come in order
    of arrival (`arrived_at`, monotonic seconds), so a later one may have a lower `sequence`.
    """

    payload: bytes
    sequence: int
    rtp_time: int
    level: int | None
    arrived_at: float


class AudioSink(Protocol):
    """Takes one participant's packets on the event loop; must never block."""

    def write(self, packet: OpusPacket) -> None: ...


class AudioTap:
    """Hands a participant's packets to its sinks on one unbroken clock."""

    def __init__(self) -> None:
        self._sinks: list[AudioSink] = []
        self._sequence_offset = 0
        self._time_offset = 0
        self._last_sequence = -1
        self._floor = -1
        self._last_time = 0
        self._last_arrival = 0.0
        self._aligned = False

    def rebase(self) -> None:
        """Expect the next packet from another source, or after a pause."""
        self._aligned = False

    def attach(self, sink: AudioSink) -> None:
        if not self._sinks:
            self.rebase()
        self._sinks.append(sink)

    def detach(self, sink: AudioSink) -> None:
        if sink in self._sinks:
            self._sinks.remove(sink)

    def write(self, payload: bytes, sequence: int, rtp_time: int, level: int | None) -> None:
        """Pass on a packet whose `sequence` and `rtp_time` its stream has extended."""
        if not self._sinks:
            return
        now = time.monotonic()
        if not self._aligned:
            self._align(sequence, rtp_time, now)
        packet = OpusPacket(
            payload, sequence + self._sequence_offset, rtp_time + self._time_offset, level, now
        )
        if packet.sequence <= self._floor:  # older than the source's start: it would look doubled
            return
        self._remember(packet)
        for sink in tuple(self._sinks):
            try:
                sink.write(packet)
            except Exception:  # whoever listens may fail; those who talk must not notice
                logger.exception("audio sink failed and was detached")
                self.detach(sink)

    def _align(self, sequence: int, rtp_time: int, now: float) -> None:
        pause = int((now - self._last_arrival) * CLOCK_RATE) if self._last_sequence >= 0 else 0
        self._floor = self._last_sequence
        self._sequence_offset = self._last_sequence + 1 - sequence
        self._time_offset = self._last_time + pause - rtp_time
        self._aligned = True

    def _remember(self, packet: OpusPacket) -> None:
        if packet.sequence <= self._last_sequence:
            return
        self._last_sequence = packet.sequence
        self._last_time = packet.rtp_time
        self._last_arrival = packet.arrived_at
