"""A copy of a recording in which a tone lies over what must not be heard.

The only place where recorded Opus is decoded and encoded again: of the original nothing but sound
goes into the copy, and under a tone not even that.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import islice
from math import pi, sin
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer

RATE: Final = 48_000
TONE_HERTZ: Final = 1000
TONE_PEAK: Final = 3_277  # -20 dB of full scale: clear, and no shock after quiet speech
# Recognised words begin and end a little beside where they sound.
MARGIN_SECONDS: Final = 0.15
BITS_PER_SECOND: Final = 32_000

_TONE: Final = array(
    "h",
    (round(TONE_PEAK * sin(2 * pi * at * TONE_HERTZ / RATE)) for at in range(RATE // TONE_HERTZ)),
)


def redact_sound(
    source: BinaryIO,
    target: BinaryIO,
    spans: Sequence[tuple[float, float]],
    *,
    kept: Sequence[tuple[float, float]] | None = None,
    progress: Callable[[float], None] | None = None,
) -> None:
    """Copy an Ogg Opus file with a 1 kHz tone instead of the sound in `spans`.

    Spans are (start, end) in seconds of the file; each is widened by MARGIN_SECONDS on both sides.
    With `kept`, spans too, all else is silence: what nobody has read may hold anything.
    What lies elsewhere keeps its second. Takes a few frames of memory, however long the file is;
    `target` is only written to. Raises av.FFmpegError for what is no Ogg Opus.
    """
    hidden = merge_spans(spans)
    silent = None if kept is None else find_between(merge_spans(kept))
    with (
        av.open(source, mode="r", format="ogg") as original,
        av.open(cast("str", target), mode="w", format="ogg") as copy,
    ):
        voice = _add_voice(copy)
        for position, sound in _read(original):
            if silent is not None:
                _fill(sound, position, silent, _silence)
            _fill(sound, position, hidden, _tone)
            copy.mux(voice.encode(_make_frame(sound, position)))
            _report(original, position, progress)
        copy.mux(voice.encode(None))


def merge_spans(spans: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Return the spans widened, in samples, in order, none touching another."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        first = max(round((start - MARGIN_SECONDS) * RATE), 0)
        last = round((end + MARGIN_SECONDS) * RATE)
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        elif last > first:
            merged.append((first, last))
    return merged


def find_between(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what lies before, between and after merged spans, in samples."""
    edges = [0, *(edge for span in spans for edge in span), _FOREVER]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _add_voice(copy: OutputContainer) -> AudioStream:
    # Less than the usual effort: in speech nobody hears it, and it takes two thirds of the time.
    options = {"application": "voip", "compression_level": "3"}
    voice = copy.add_stream("libopus", rate=RATE, layout="mono", options=options)
    voice.bit_rate = BITS_PER_SECOND
    return voice


def _read(original: InputContainer) -> Iterator[tuple[int, array[int]]]:
    """Yield mono sound with the place of its first sample; silence where the file has a hole."""
    resampler, position = AudioResampler(format="s16", layout="mono", rate=RATE), 0
    for frame in original.decode(audio=0):
        if frame.time is not None:
            missing = min(round(frame.time * RATE) - position, _LONGEST_HOLE)
            for _ in range(max(missing - _TOLERANCE, 0) // _PIECE):
                yield position, array("h", bytes(2 * _PIECE))
                position += _PIECE
        for part in resampler.resample(frame):
            sound = array("h", bytes(part.planes[0])[: part.samples * 2])
            yield position, sound
            position += len(sound)


def _fill(
    sound: array[int],
    position: int,
    spans: Sequence[tuple[int, int]],
    make: Callable[[int, int], array[int]],
) -> None:
    begin = bisect_right(spans, position, key=_get_end)
    for start, end in islice(spans, begin, None):
        if start >= position + len(sound):
            return
        first, last = max(start - position, 0), min(end - position, len(sound))
        sound[first:last] = make(position + first, last - first)


def _get_end(span: tuple[int, int]) -> int:
    return span[1]


def _tone(position: int, samples: int) -> array[int]:
    """Return tone whose phase hangs on its place alone, so that pieces join without a click."""
    offset = position % len(_TONE)
    return (_TONE * ((offset + samples) // len(_TONE) + 1))[offset : offset + samples]


def _silence(_position: int, samples: int) -> array[int]:
    return array("h", bytes(2 * samples))


def _make_frame(sound: array[int], position: int) -> AudioFrame:
    frame = AudioFrame(format="s16", layout="mono", samples=len(sound))
    frame.planes[0].update(sound.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate, frame.pts = RATE, position
    return frame


def _report(
    original: InputContainer, position: int, progress: Callable[[float], None] | None
) -> None:
    """Tell how much is done, about every half minute of sound."""
    if progress is None or not original.duration or position % (30 * RATE) >= _PIECE:
        return
    progress(min(position / RATE / (original.duration / av.time_base), 1.0))


_PIECE: Final = RATE // 50
# Less than this beside its time a frame is where it should be: pre-skip and rounding.
_TOLERANCE: Final = RATE // 25
_LONGEST_HOLE: Final = RATE * 3600
_FOREVER: Final = 1 << 62
