"""Opus packets seen from outside (RFC 6716, 3): how long one sounds, and packets of our own."""

from collections.abc import Iterator

RATE = 48_000
GRAIN = RATE // 400
"""2.5 ms: the shortest packet there is; every duration is a multiple of it."""
LONGEST = RATE * 120 // 1000

# Digital silence of the CELT coder, by the samples it lasts; six of the longest in one packet.
_SILENT_BODY = b"\xff\xfe"
_SILENCE = {
    LONGEST: b"\xfb\x06" + 6 * _SILENT_BODY,
    960: b"\xf8" + _SILENT_BODY,
    480: b"\xf0" + _SILENT_BODY,
    240: b"\xe8" + _SILENT_BODY,
    120: b"\xe0" + _SILENT_BODY,
}


def opus_duration(payload: bytes) -> int:
    """Return how long a packet sounds, in 48 kHz samples; 0 when it is no Opus."""
    if not payload:
        return 0
    total = _frame_duration(payload) * _frame_count(payload)
    return total if total <= LONGEST else 0


def silence(samples: int) -> Iterator[bytes]:
    """Yield packets of digital silence; what is left below 2.5 ms is left out."""
    for duration, packet in _SILENCE.items():
        while samples >= duration:
            yield packet
            samples -= duration


def concealment(before: bytes, samples: int) -> Iterator[bytes]:
    """Yield packets that let a player make up what was lost after `before` (RFC 7845, 4.1).

    Each is a packet without a body in the coding of the one before; less than one frame of it is
    left out.
    """
    frame = _frame_duration(before)
    for _ in range(samples // frame):
        yield bytes([before[0] & 0xFC])


def _frame_duration(payload: bytes) -> int:
    config = payload[0] >> 3
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
