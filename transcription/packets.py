"""The packets a live track brings, and the sound that each stands for."""

from typing import Protocol

RTP_RATE = 48_000
SAMPLE_RATE = 16_000
STEP = RTP_RATE // SAMPLE_RATE
_USUAL = RTP_RATE // 50
_LONGEST = RTP_RATE * 120 // 1000


class AudioPacket(Protocol):
    """One Opus packet; `level` is RFC 6464's (0 loud to 127 silent), None without the extension."""

    @property
    def payload(self) -> bytes: ...

    @property
    def sequence(self) -> int: ...

    @property
    def rtp_time(self) -> int: ...

    @property
    def level(self) -> int | None: ...

    @property
    def arrived_at(self) -> float: ...


def opus_duration(payload: bytes) -> int:
    """Return how long a packet sounds, in 48 kHz samples (RFC 6716, 3.1); 20 ms for garbage."""
    if not payload:
        return _USUAL
    total = _frame_duration(payload[0] >> 3) * _frame_count(payload)
    return total if 0 < total <= _LONGEST else _USUAL


def _frame_duration(config: int) -> int:
    if config < 12:
        return (480, 960, 1920, 2880)[config & 3]
    if config < 16:
        return (480, 960)[config & 1]
    return (120, 240, 480, 960)[config & 3]


def _frame_count(payload: bytes) -> int:
    code = payload[0] & 3
    if code < 3:
        return (1, 2, 2)[code]
    return payload[1] & 63 if len(payload) > 1 else 0
