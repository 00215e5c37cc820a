"""A stream of RTP that arrives: sequence, loss, jitter, cache and who gets it."""

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from .grants import Kind
from .key_frame import KeyFrameRequests
from .losses import Losses

if TYPE_CHECKING:
    from .audio import AudioTap
    from .out_stream import OutStream

CACHE_SIZE = 512
"""Packets kept for retransmission: four seconds of 1 Mbit/s."""
CLOCK_RATES = {Kind.AUDIO: 48_000, Kind.CAMERA: 90_000, Kind.SCREEN: 90_000}


class Sender(Protocol):
    """Whose packets arrive: a connection, as its streams and the forwarder see it."""

    streams: dict[int, "InStream"]
    receive_handle: Any  # libsrtp's handle; there is no type for it
    level_id: int
    clock_offset: int

    @property
    def may_learn(self) -> bool: ...
    def learn_stream(self, packet: memoryview, payload_at: int) -> "InStream | None": ...
    def ask_again(self, stream: "InStream", missing: list[int]) -> None: ...
    def ask_key_frame(self, stream: "InStream") -> None: ...


class CachedPacket(NamedTuple):
    """What is needed to send a packet again to anybody."""

    sequence: int
    flags: int
    marker: int
    timestamp: int
    payload: bytes


class Reception(NamedTuple):
    """One report block's worth (RFC 3550, section 6.4.1)."""

    fraction_lost: int
    packets_lost: int
    highest_sequence: int
    jitter: int
    newly_lost: int


class InStream:
    """One SSRC of one participant; sequence numbers inside are extended and never wrap."""

    __slots__ = (
        "_clock", "_expected_before", "_first", "_jitter", "_received", "_received_before",
        "_transit", "arrived_at", "cache", "clock_rate", "forwarded", "highest",
        "is_open", "is_video", "key_frames", "kind", "level", "losses", "octets", "outs",
        "payload_type", "sender", "sender_report", "ssrc", "tap", "timestamp",
    )  # fmt: skip

    def __init__(self, sender: Sender, kind: Kind, ssrc: int, payload_type: int) -> None:
        self.sender = sender
        self.kind = kind
        self.ssrc = ssrc
        self.payload_type = payload_type
        self.is_video = kind is not Kind.AUDIO
        self.clock_rate = CLOCK_RATES[kind]
        self.is_open = False
        self.outs: list[OutStream] = []
        self.tap: AudioTap | None = None
        self.level = 127.0
        self.cache: list[CachedPacket | None] = [None] * (CACHE_SIZE if self.is_video else 0)
        self.key_frames = KeyFrameRequests()
        self.losses = Losses()
        self.sender_report: tuple[int, int, float] | None = None
        self.highest = -1
        self.timestamp = 0
        self.arrived_at = 0.0
        self.forwarded = 0
        self.octets = 0
        self._clock = -1
        self._first = 0
        self._received = 0
        self._received_before = 0
        self._expected_before = 0
        self._jitter = 0.0
        self._transit = 0.0

    def track(self, sequence: int, timestamp: int, now: float) -> int:
        """Count a packet in and return its extended sequence number."""
        self._received += 1
        if self.highest < 0:
            # Away from zero, so that a packet from before the first still has a number.
            self.highest = self._first = sequence + 0x10000
            self._note_newest(timestamp, now)
            return self.highest
        step = (sequence - self.highest) & 0xFFFF
        if step == 1:
            self.highest += 1
            self._note_newest(timestamp, now)
            return self.highest
        return self._track_unusual(step, timestamp, now)

    def report(self) -> Reception | None:
        """Measure since the last report; None before the first packet."""
        if self.highest < 0:
            return None
        expected = self.highest - self._first + 1
        expected_now = expected - self._expected_before
        lost_now = expected_now - (self._received - self._received_before)
        self._expected_before, self._received_before = expected, self._received
        fraction = min(255, (lost_now << 8) // expected_now) if lost_now > 0 < expected_now else 0
        lost = max(-0x800000, min(0x7FFFFF, expected - self._received))
        return Reception(
            fraction, lost, self.highest & 0xFFFFFFFF, int(self._jitter), max(0, lost_now)
        )

    def extend_timestamp(self, timestamp: int) -> int:
        """Return the RTP time without wraps: the one nearest to the newest seen."""
        if self._clock < 0:
            self._clock = timestamp + (1 << 32)
        step = ((timestamp - self._clock + 0x80000000) & 0xFFFFFFFF) - 0x80000000
        self._clock = max(self._clock, self._clock + step)
        return self._clock if step >= 0 else self._clock + step

    def note_level(self, level: int | None) -> None:
        """Smooth the audio level over some tenths of a second."""
        if level is not None:
            self.level += (level - self.level) * 0.2

    def _track_unusual(self, step: int, timestamp: int, now: float) -> int:
        if step >= 0x8000:
            late = self.highest - (0x10000 - step)
            self.losses.arrived(late)
            return late
        if step == 0:
            return self.highest
        if self.is_video and not self.losses.note_gap(self.highest + 1, self.highest + step, now):
            self.key_frames.want(now)
        self.highest += step
        self._note_newest(timestamp, now)
        return self.highest

    def _note_newest(self, timestamp: int, now: float) -> None:
        """Follow the jitter of RFC 3550, appendix A.8, over packets that move the stream on."""
        transit = now * self.clock_rate - timestamp
        change = abs(transit - self._transit)
        if change < self.clock_rate:  # a wrap, a pause or the first packet says nothing of jitter
            self._jitter += (change - self._jitter) / 16
        self._transit = transit
        self.timestamp = timestamp
        self.arrived_at = now
