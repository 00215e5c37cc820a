"""Redacted copies of sound: the tone is there, the voice is gone, the rest keeps its second."""

from __future__ import annotations

import io
import random
from array import array
from math import cos, log10, pi, sin, sqrt
from typing import TYPE_CHECKING

import av
import pytest
from av.audio.frame import AudioFrame

from media.redaction import MARGIN_SECONDS, RATE, TONE_HERTZ, TONE_PEAK, merge_spans, redact_sound

if TYPE_CHECKING:
    from collections.abc import Iterable

VOICE_HERTZ = (220, 440, 660)


class Pipe:
    """Takes bytes one way only, as a response does."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def write(self, data: bytes) -> int:
        self.bytes += data
        return len(data)


@pytest.fixture(scope="module")
def spoken() -> bytes:
    """Ten seconds of a hum with the overtones of a voice, as Ogg Opus."""
    return encode(hum(at) for at in range(10 * RATE))


def hum(at: int) -> int:
    return round(sum(3000 * sin(2 * pi * hertz * at / RATE) for hertz in VOICE_HERTZ))


def encode(samples: Iterable[int]) -> bytes:
    sound, buffer = array("h", samples), io.BytesIO()
    with av.open(buffer, mode="w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE, layout="mono")
        for at in range(0, len(sound), 960):
            frame = AudioFrame(format="s16", layout="mono", samples=960)
            frame.planes[0].update(sound[at : at + 960].tobytes().ljust(1920, b"\0"))
            frame.sample_rate, frame.pts = RATE, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def decode(ogg: bytes) -> array[int]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    sound = array("h")
    with av.open(io.BytesIO(ogg), mode="r") as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                sound.frombytes(bytes(part.planes[0])[: part.samples * 2])
    return sound


def measure(sound: array[int], hertz: float, start: float, end: float) -> float:
    """Return how loud one frequency is in these seconds, in dB of full scale (Goertzel)."""
    part = sound[round(start * RATE) : round(end * RATE)]
    step = 2 * pi * hertz / RATE
    real = sum(value * cos(step * at) for at, value in enumerate(part))
    imaginary = sum(value * sin(step * at) for at, value in enumerate(part))
    return 20 * log10(2 * sqrt(real**2 + imaginary**2) / len(part) / 32768 + 1e-9)


def copy_of(ogg: bytes, spans: list[tuple[float, float]]) -> array[int]:
    target = Pipe()
    redact_sound(io.BytesIO(ogg), target, spans)  # type: ignore[arg-type]  # a writer is enough
    return decode(bytes(target.bytes))


def test_the_tone_lies_over_the_span_and_the_voice_is_gone(spoken: bytes) -> None:
    sound = copy_of(spoken, [(3.0, 4.0)])
    loud = 20 * log10(TONE_PEAK / 32768)
    assert measure(sound, TONE_HERTZ, 3.0, 4.0) == pytest.approx(loud, abs=1.5)
    for hertz in VOICE_HERTZ:
        assert measure(sound, hertz, 3.0, 4.0) < measure(sound, hertz, 5.0, 6.0) - 40


def test_elsewhere_the_voice_is_as_it_was(spoken: bytes) -> None:
    before, after = decode(spoken), copy_of(spoken, [(3.0, 4.0)])
    for start in (0.5, 2.0, 4.5, 8.5):
        assert measure(after, TONE_HERTZ, start, start + 0.5) < -55
        for hertz in VOICE_HERTZ:
            heard = measure(after, hertz, start, start + 0.5)
            assert heard == pytest.approx(measure(before, hertz, start, start + 0.5), abs=1.5)


def test_every_second_stays_where_it_was(spoken: bytes) -> None:
    after = copy_of(spoken, [(0.0, 0.5), (9.0, 9.6)])
    assert len(after) == len(decode(spoken)) == 10 * RATE
    edge = 9.0 - MARGIN_SECONDS
    assert measure(after, TONE_HERTZ, edge - 0.05, edge - 0.01) < -40
    assert measure(after, TONE_HERTZ, edge + 0.02, edge + 0.06) > -25


def test_a_click_keeps_its_place() -> None:
    clicks = [RATE * 2, RATE * 7]
    noise = random.Random(1)  # noqa: S311 - not a secret
    ogg = encode(
        noise.randint(-20000, 20000) if any(0 <= at - one < 240 for one in clicks) else 0
        for at in range(8 * RATE)
    )
    sound = copy_of(ogg, [(4.0, 4.5)])
    for click in clicks:
        first = next(at for at in range(click - 2000, click + 2000) if abs(sound[at]) > 4000)
        assert abs(first - click) < RATE / 200


def test_without_spans_it_is_a_plain_copy(spoken: bytes) -> None:
    assert measure(copy_of(spoken, []), TONE_HERTZ, 0.0, 2.0) < -55


def test_spans_are_widened_joined_and_put_in_order() -> None:
    margin = round(MARGIN_SECONDS * RATE)
    assert merge_spans([(2.0, 3.0), (0.0, 1.0), (3.1, 3.2)]) == [
        (0, RATE + margin),
        (2 * RATE - margin, round(3.2 * RATE) + margin),
    ]
    assert merge_spans([(5.0, 5.0)]) == [(5 * RATE - margin, 5 * RATE + margin)]


def test_what_nobody_has_read_is_silence(spoken: bytes) -> None:
    target = io.BytesIO()
    redact_sound(io.BytesIO(spoken), target, [(4.0, 4.5)], kept=[(2.0, 3.0), (3.5, 5.0)])
    sound = decode(target.getvalue())
    assert len(sound) == 10 * RATE
    for start, end in ((0.0, 1.8), (5.2, 9.9)):
        assert max(abs(value) for value in sound[round(start * RATE) : round(end * RATE)]) < 40
    assert measure(sound, 440, 2.1, 2.9) > -25
    assert measure(sound, TONE_HERTZ, 4.0, 4.5) > -23


def test_progress_grows(spoken: bytes) -> None:
    heard: list[float] = []
    redact_sound(io.BytesIO(spoken), io.BytesIO(), [], progress=heard.append)
    assert heard
    assert heard == sorted(heard)


def test_what_is_no_ogg_is_refused() -> None:
    with pytest.raises(av.FFmpegError):
        redact_sound(io.BytesIO(b"RIFF" * 100), io.BytesIO(), [])


def test_a_recording_cut_off_in_the_middle_still_gives_a_copy(spoken: bytes) -> None:
    sound = copy_of(spoken[: len(spoken) * 2 // 3], [(1.0, 2.0)])
    assert len(sound) > 4 * RATE
    assert measure(sound, TONE_HERTZ, 1.0, 2.0) > -23
