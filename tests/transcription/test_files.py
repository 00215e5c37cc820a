"""Recordings of every kind become utterances."""

import subprocess
from pathlib import Path

import pytest

from tests.character_errors import character_error_rate
from tests.synthesis import speak
from tests.transcription.listening import spoken_intervals
from transcription import ModelMissingError, TranscriptionError, Utterance, transcribe_file
from transcription.errors import NoAudioError, UnreadableFileError

SAID = ("hello i want to report a problem", "can i speak to the manager")


def recording(**options: float) -> Path:
    return speak(SAID, "en", **options)  # type: ignore[arg-type]


def converted(source: Path, target: Path, *arguments: str) -> Path:
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(source), *arguments, str(target)]
    subprocess.run(command, check=True, timeout=60)
    return target


def assert_said(utterances: list[Utterance], *, limit: float = 0.1) -> None:
    assert len(utterances) == len(SAID)
    heard = " ".join(one.text for one in utterances)
    assert character_error_rate(" ".join(SAID), heard) <= limit


def test_words_of_a_file_have_their_second_in_it() -> None:
    wav = recording(lead_in=2.0)
    utterances = list(transcribe_file(wav, "en"))
    assert_said(utterances)
    for utterance, (begin, end) in zip(utterances, spoken_intervals(wav), strict=True):
        assert utterance.start == pytest.approx(begin, abs=0.1)
        assert utterance.end == pytest.approx(end, abs=0.15)
        assert utterance.first_sample <= utterance.start * 16_000


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("call.wav", ["-ar", "8000"]),
        ("music.mp3", ["-ar", "44100", "-ac", "2"]),
        ("visit.webm", ["-c:a", "libopus"]),
        ("phone.m4a", ["-c:a", "aac"]),
    ],
)
def test_any_container_and_rate_will_do(tmp_path: Path, name: str, arguments: list[str]) -> None:
    file = converted(recording(), tmp_path / name, *arguments)
    utterances = list(transcribe_file(file, "en"))
    # Eight kilohertz cost the starter model some words.
    assert_said(utterances, limit=0.25)
    assert utterances[0].start == pytest.approx(0.5, abs=0.15)


def test_the_sound_of_a_film_is_taken_and_its_late_start_counts(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    picture = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=5", "-shortest")
    sound = ("-itsoffset", "3", "-i", str(recording()))
    command = ["ffmpeg", "-v", "error", *picture[:4], *sound, "-shortest", str(film)]
    subprocess.run(command, check=True, timeout=60)
    utterances = list(transcribe_file(film, "en"))
    assert_said(utterances)
    assert utterances[0].start == pytest.approx(3.5, abs=0.2)


def test_a_cut_file_says_what_is_left_of_it(tmp_path: Path) -> None:
    whole = converted(recording(pause=3.0), tmp_path / "whole.mp3").read_bytes()
    cut = tmp_path / "cut.mp3"
    cut.write_bytes(whole[: len(whole) // 2])
    assert [one.text for one in transcribe_file(cut, "en")] == [SAID[0]]


def test_a_silent_file_says_nothing(tmp_path: Path) -> None:
    silence = ("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "5")
    file = tmp_path / "silence.wav"
    subprocess.run(["ffmpeg", "-v", "error", *silence, str(file)], check=True, timeout=60)
    assert list(transcribe_file(file, "en")) == []


def test_an_absent_file_is_said_to_be_absent(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        transcribe_file(tmp_path / "absent.wav", "en")


@pytest.mark.parametrize("content", [b"", b"not sound at all " * 100, bytes(range(256)) * 40])
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "page.bin"
    file.write_bytes(content)
    with pytest.raises(TranscriptionError):
        list(transcribe_file(file, "en"))


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    film = tmp_path / "mute.mkv"
    picture = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=5", "-t", "1")
    subprocess.run(["ffmpeg", "-v", "error", *picture, str(film)], check=True, timeout=60)
    with pytest.raises(NoAudioError, match="no sound"):
        transcribe_file(film, "en")


def test_a_language_without_a_model_is_refused() -> None:
    with pytest.raises(ModelMissingError, match="'fr'"):
        transcribe_file(recording(), "fr")
