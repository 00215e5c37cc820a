"""A stream of RTP to one viewer's slot: its own SSRC and numbering, whatever its source."""

import secrets
from typing import Any, Protocol

from .grants import Kind
from .in_stream import CLOCK_RATES, InStream

NEVER = 1 << 62
"""A floor no sequence number reaches: the stream has yet to begin."""


class Viewer(Protocol):
    """Whose slots they are: a connection, as its streams see it."""

    canonical_name: str

    def send_rtcp(self, packet: bytes) -> None: ...


class OutStream:
    """One receiving line of a viewer. Sources change; SSRC, sequence and time go on unbroken."""

    __slots__ = (
        "_counted_from", "_last_at", "_octets", "_octets_from", "_packets", "abs_time_word",
        "address", "floor", "kind", "mid", "mid_word", "payload_type", "sequence",
        "sequence_offset", "session", "source", "ssrc", "timestamp", "timestamp_offset", "viewer",
    )  # fmt: skip

    def __init__(self, viewer: Viewer, kind: Kind, mid: str, payload_type: int) -> None:
        self.viewer = viewer
        self.kind = kind
        self.mid = mid
        self.payload_type = payload_type
        self.ssrc = secrets.randbelow(0xFFFFFFFE) + 1
        self.source: InStream | None = None
        self.session: Any = None  # libsrtp's handle; there is no type for it
        # Set before any source is attached: what has no address is not connected.
        self.address: tuple[str, int] | None = None
        self.abs_time_word = 0
        self.mid_word = 0
        self.floor = NEVER
        self.sequence = secrets.randbelow(1 << 14)
        self.timestamp = secrets.randbits(31)
        self.sequence_offset = 0
        self.timestamp_offset = 0
        self._last_at: float | None = None
        self._packets = 0
        self._octets = 0
        self._counted_from = 0
        self._octets_from = 0

    def write_extensions(self, *, mid_id: int, abs_time_id: int) -> None:
        """Prepare the header extension words; one that was not negotiated (0) stays padding."""
        self.abs_time_word = (abs_time_id << 4 | 2) << 24 if abs_time_id else 0
        mid = self.mid.encode()
        if mid_id and len(mid) <= 3:
            element = bytes([mid_id << 4 | (len(mid) - 1)]) + mid.ljust(3, b"\0")
            self.mid_word = int.from_bytes(element, "big")

    @property
    def is_started(self) -> bool:
        return self.floor != NEVER

    def start(self, sequence: int, timestamp: int, now: float, *, is_key: bool) -> bool:
        """Begin with this packet if it can be begun with; False for one that must not be sent."""
        if self.floor != NEVER or (self.kind is not Kind.AUDIO and not is_key):
            return False
        pause = 0.0 if self._last_at is None else now - self._last_at
        ticks = max(1, int(pause * CLOCK_RATES[self.kind]))
        self.floor = sequence
        self.sequence_offset = self.sequence + 1 - sequence
        self.timestamp_offset = self.timestamp + ticks - timestamp
        self._counted_from, self._octets_from = self._source_counts()
        return True

    def pause(self) -> None:
        """Stop where the source is now; the next packet, of whatever source, goes on from there."""
        source = self.source
        if source is None or not self.is_started:
            return
        self.sequence = (source.highest + self.sequence_offset) & 0xFFFF
        self.timestamp = (source.timestamp + self.timestamp_offset) & 0xFFFFFFFF
        self._last_at = source.arrived_at
        self._packets, self._octets = self.counts()
        self.floor = NEVER

    def counts(self) -> tuple[int, int]:
        """Return packets and payload octets sent in all (RFC 3550, section 6.4.1)."""
        if not self.is_started:
            return self._packets, self._octets
        packets, octets = self._source_counts()
        return (
            self._packets + packets - self._counted_from,
            self._octets + octets - self._octets_from,
        )

    def _source_counts(self) -> tuple[int, int]:
        return (self.source.forwarded, self.source.octets) if self.source else (0, 0)
