"""Speech for tests: espeak-ng says a text into a WAV, 48 kHz mono, fit for a microphone."""

import hashlib
import os
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

import av
from pypinyin import Style, lazy_pinyin

CACHE = Path(__file__).parents[1] / ".cache" / "speech"
RATE = 48_000
VOICES = {"zh": "cmn-latn-pinyin", "en": "en-us"}
# Readings that pypinyin takes differently when a word stands alone.
READINGS = {"还": "hai2", "给": "gei3", "为": "wei4", "差": "cha4", "得": "de5", "地": "di4"}


def speak(
    text: str | Sequence[str],
    lang: str,
    voice: str = "f2",
    path: Path | None = None,
    *,
    lead_in: float = 0.5,
    lead_out: float = 1.0,
    pause: float = 1.2,
    rate: int = 160,
) -> Path:
    """Say a sentence, or several with pauses between, and return the WAV.

    Args:
        text: Chinese with or without spaces between words, or English; a sequence is several.
        lang: zh or en.
        voice: a variant of espeak-ng (f2, m3, klatt3 ...).
        path: where to write; a cached file without.
        lead_in: seconds of silence before (1.5 or more for a browser's fake microphone).
        lead_out: seconds of silence after.
        pause: seconds between two sentences.
        rate: words per minute.
    """
    sentences = [text] if isinstance(text, str) else list(text)
    key = repr((sentences, lang, voice, lead_in, lead_out, pause, rate)).encode()
    target = path or CACHE / f"{hashlib.sha256(key).hexdigest()[:24]}.wav"
    if path is None and target.exists():
        return target
    spoken = [
        _say(_spell(sentence, lang), f"{VOICES[lang]}+{voice}", rate) for sentence in sentences
    ]
    sound = _silence(lead_in) + _silence(pause).join(spoken) + _silence(lead_out)
    return _write(target, sound)


def read_pcm(path: Path) -> bytes:
    """Return the samples of such a WAV, s16 mono at 48 kHz."""
    with wave.open(str(path)) as file:
        return bytes(file.readframes(file.getnframes()))


def _spell(text: str, lang: str) -> str:
    if lang != "zh":
        return text
    return " ".join(syllable for word in text.split() for syllable in _pinyin(word))


def _pinyin(word: str) -> list[str]:
    if word in READINGS:
        return [READINGS[word]]
    return lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)


def _say(words: str, voice: str, rate: int) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        command = ["espeak-ng", "-v", voice, "-s", str(rate), "-w", file.name, words]
        subprocess.run(command, check=True, timeout=30)
        return _resampled(Path(file.name))


def _resampled(path: Path) -> bytes:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(path)) as container:
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    frames += resampler.resample(None)
    return b"".join(bytes(frame.planes[0])[: frame.samples * 2] for frame in frames)


def _silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE))


def _write(target: Path, sound: bytes) -> Path:
    """Write beside the target, then rename: two test runs may share the cache."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(f".{os.getpid()}")
    with wave.open(str(beside), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound)
    return beside.replace(target)
