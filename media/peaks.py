"""How loud a recording is over time, for pictures of it."""

from io import RawIOBase
from typing import IO

import av

PER_SECOND = 20
_RATE = 8000
_STEP = _RATE // PER_SECOND


def measure_peaks(file: IO[bytes] | RawIOBase) -> bytes:
    """Return the loudest sample of every twentieth of a second, 0 silent to 255 full.

    Decodes the whole file: work for a process of its own.
    """
    peaks, rest = bytearray(), b""
    with av.open(file, "r") as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                rest += bytes(piece.planes[0])[: piece.samples * 2]
            whole = len(rest) // (_STEP * 2) * _STEP * 2
            peaks += _measure(rest[:whole])
            rest = rest[whole:]
    return bytes(peaks + _measure(rest))


def _measure(pcm: bytes) -> bytes:
    samples = memoryview(pcm).cast("h")
    steps = (samples[at : at + _STEP] for at in range(0, len(samples), _STEP))
    return bytes(_loudness(step) for step in steps)


def _loudness(samples: "memoryview[int]") -> int:
    highest, lowest = max(samples), min(samples)
    return min(255, max(highest, -lowest) >> 7)
