"""The adaptive threshold and the level of samples."""

import math
from array import array

import pytest

from transcription.loudness import SILENT, AdaptiveThreshold, measure_level


def judged(threshold: AdaptiveThreshold, levels: list[int]) -> list[bool]:
    return [threshold.is_loud(level) for level in levels]


def test_speech_is_loud_and_silence_is_not() -> None:
    threshold = AdaptiveThreshold()
    assert not any(judged(threshold, [127] * 50))
    assert all(judged(threshold, [25] * 50))


def test_quiet_speech_over_a_quiet_room_is_loud() -> None:
    threshold = AdaptiveThreshold()
    judged(threshold, [90] * 100)
    assert all(judged(threshold, [55] * 20))


def test_steady_noise_stops_being_loud() -> None:
    threshold = AdaptiveThreshold()
    judged(threshold, [80] * 150)
    assert judged(threshold, [45] * 200)[-1] is False


def test_speech_over_noise_is_loud() -> None:
    threshold = AdaptiveThreshold()
    judged(threshold, [45] * 150)
    assert all(judged(threshold, [25] * 20))


@pytest.mark.parametrize(("amplitude", "level"), [(32767, 3), (3277, 23), (33, 63), (0, SILENT)])
def test_a_level_is_decibels_below_overload(amplitude: int, level: int) -> None:
    tone = array("h", [round(amplitude * math.sin(i / 3)) for i in range(3000)])
    assert measure_level(tone.tobytes()) == pytest.approx(level, abs=1)


def test_no_samples_are_silent() -> None:
    assert measure_level(b"") == SILENT
