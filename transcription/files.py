"""Recordings: any file with sound becomes utterances."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.container import InputContainer

from .dictation import Dictation, Heard
from .errors import ModelMissingError, NoAudioError, UnreadableFileError
from .loudness import measure_level
from .packets import SAMPLE_RATE
from .segmenter import Segmenter
from .sounds import PcmSound
from .speech_model import SpeechModel, find_models
from .utterances import Utterance
from .vosk_recognizer import VoskRecognizer

_PIECE = SAMPLE_RATE // 50


def transcribe_file(
    path: Path, lang: str, *, models: Mapping[str, SpeechModel] | None = None
) -> Iterator[Utterance]:
    """Return what is said in a file, as it is decoded; times are seconds from the file's start.

    Takes whatever FFmpeg reads, of any length, in bounded memory. Raises TranscriptionError: no
    model of the language, no such file, no container, no sound.
    """
    models = find_models() if models is None else models
    if lang not in models:
        raise ModelMissingError(lang, tuple(models))
    with _open(path):
        pass  # so that what is wrong with the file is said here, not at the first utterance
    recognizer = VoskRecognizer(models[lang])
    dictation = Dictation(recognizer.stream, lang=lang, speaker="", shows_segments=False)
    return _utterances(path, Segmenter(dictation, is_gated=False))


@contextmanager
def _open(path: Path) -> Iterator[InputContainer]:
    try:
        # A file object, not a name: FFmpeg takes some names for addresses.
        with path.open("rb") as file, av.open(file, mode="r") as container:
            if not container.streams.audio:
                raise NoAudioError(path)
            yield container
    except (OSError, av.FFmpegError) as error:
        raise UnreadableFileError(path, error.strerror or "not a media file") from error


def _utterances(path: Path, segmenter: Segmenter) -> Iterator[Utterance]:
    has_sound = False
    with _open(path) as container:
        for sound in _sounds(container):
            has_sound = True
            yield from _final(segmenter.hear(sound))
    if not has_sound:
        raise NoAudioError(path)
    yield from _final(segmenter.close())


def _final(heard: Iterator[Heard]) -> Iterator[Utterance]:
    return (one for one in heard if isinstance(one, Utterance))


def _sounds(container: InputContainer) -> Iterator[PcmSound]:
    """Cut the first sound track into pieces of 20 ms, each at its place in the file."""
    position, pcm = 0, bytearray()
    for frame in _resampled(container):
        place = _place(frame, container)
        if place > position + len(pcm) // 2 + _PIECE:
            if pcm:
                yield _sound(position, bytes(pcm))
            position, pcm = place, bytearray()
        pcm += bytes(frame.planes[0])[: frame.samples * 2]
        while len(pcm) >= _PIECE * 2:
            yield _sound(position, bytes(pcm[: _PIECE * 2]))
            position += _PIECE
            del pcm[: _PIECE * 2]
    if pcm:
        yield _sound(position, bytes(pcm))


def _sound(position: int, pcm: bytes) -> PcmSound:
    return PcmSound(position, measure_level(pcm), pcm)


def _place(frame: AudioFrame, container: InputContainer) -> int:
    """Return the frame's first sample counted from the file's start; 0 where it tells no time."""
    if frame.pts is None:
        return 0
    start = (container.start_time or 0) / av.time_base
    return round((frame.pts * (frame.time_base or 0) - start) * SAMPLE_RATE)


def _resampled(container: InputContainer) -> Iterator[AudioFrame]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    for frame in _decoded(container):
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _decoded(container: InputContainer) -> Iterator[AudioFrame]:
    """Decode what can be decoded: a damaged packet is left out, a cut file ends where it ends."""
    packets = container.demux(container.streams.audio[0])
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:
            return
        if packet is None:
            return
        with suppress(av.FFmpegError):
            yield from packet.decode()
