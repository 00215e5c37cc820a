"""Vosk behind the recognizer seam."""

import json

import vosk

from .errors import ModelUnreadableError, RecognitionError
from .packets import SAMPLE_RATE
from .speech_model import SpeechModel
from .utterances import Word

vosk.SetLogLevel(-1)


class VoskRecognizer:
    """A model in memory; its streams share it and may run in different threads."""

    def __init__(self, model: SpeechModel) -> None:
        self.model = model
        try:
            self._engine = vosk.Model(str(model.path))
        except Exception as error:  # vosk raises nothing more precise
            raise ModelUnreadableError(model.path) from error

    @property
    def lang(self) -> str:
        return self.model.lang

    def stream(self) -> "VoskStream":
        return VoskStream(vosk.KaldiRecognizer(self._engine, SAMPLE_RATE))


class VoskStream:
    """One KaldiRecognizer; its clock goes on through finish()."""

    def __init__(self, engine: vosk.KaldiRecognizer) -> None:
        self._engine = engine
        engine.SetWords(True)

    def accept(self, pcm: bytes) -> bool:
        try:
            return bool(self._engine.AcceptWaveform(pcm))
        except Exception as error:  # vosk raises nothing more precise
            raise RecognitionError("the engine refused the sound") from error

    def peek_text(self) -> str:
        # Right after an end vosk answers with an empty "text" instead.
        return str(json.loads(self._engine.PartialResult()).get("partial", ""))

    def take_words(self) -> tuple[Word, ...]:
        return _parse_words(self._engine.Result())

    def finish(self) -> tuple[Word, ...]:
        return _parse_words(self._engine.FinalResult())


def _parse_words(result: str) -> tuple[Word, ...]:
    return tuple(
        Word(word["word"], word["start"], word["end"], word["conf"])
        for word in json.loads(result).get("result", [])
    )
