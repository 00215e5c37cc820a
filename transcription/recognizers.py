"""All speech recognition of a process: models, threads, transcribers."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from threading import Lock
from weakref import WeakValueDictionary

from .errors import ModelMissingError, TranscriptionError
from .recognition_thread import RecognitionThread
from .recognizer import Recognizer
from .speech_model import SpeechModel
from .transcriber import Deliver, Transcriber
from .vosk_recognizer import VoskRecognizer

Load = Callable[[SpeechModel], Recognizer]


class Recognizers:
    """Opens transcribers; a model is loaded when the first one of its language opens."""

    def __init__(
        self, models: Mapping[str, SpeechModel], threads: list[RecognitionThread], load: Load
    ) -> None:
        self._threads = threads
        self._load = load
        # A model that is no longer in use goes when the last one who listens with it does.
        self._known: WeakValueDictionary[SpeechModel, _LoadedOnce] = WeakValueDictionary()
        self.use_models(models)
        self._open: set[Transcriber] = set()
        self._dropped_before = 0.0
        self._is_closed = False

    @property
    def lag_seconds(self) -> float:
        """Sound that waits at the speaker who waits longest."""
        return max((one.lag_seconds for one in self._open), default=0.0)

    @property
    def dropped_seconds(self) -> float:
        """Sound that was dropped, of all speakers so far."""
        return self._dropped_before + sum(one.dropped_seconds for one in self._open)

    def use_models(self, models: Mapping[str, SpeechModel]) -> None:
        """Take these models from now on; whoever listens already goes on with the one it has."""
        self.models = models
        self._in_use = [self._loaded_once(model) for model in models.values()]

    def open_transcriber(
        self, *, lang: str, speaker: str, deliver: Deliver, model: SpeechModel | None = None
    ) -> Transcriber:
        """Open one for a speaker's track, to be closed by the caller.

        Args:
            lang: which model; raises ModelMissingError when there is none, TranscriptionError
                when the recognizers are closed.
            speaker: an opaque id, repeated in every utterance and used in the log.
            deliver: called on the event loop with each Segment and Utterance.
            model: the one to go on with after another came into use; by default the latter.
        """
        model = model or self.models.get(lang)
        if model is None:
            raise ModelMissingError(lang, tuple(self.models))
        if self._is_closed:
            raise TranscriptionError("recognition is shutting down")
        thread = min(self._threads, key=lambda one: one.speakers)
        transcriber = Transcriber(
            thread, self._loaded_once(model), lang=lang, speaker=speaker, deliver=deliver
        )
        self._open.add(transcriber)
        transcriber.closed.add_done_callback(lambda _: self._forget(transcriber))
        return transcriber

    async def close(self) -> None:
        """Close every transcriber that is open, then stop the threads."""
        self._is_closed = True
        await asyncio.gather(*(one.close() for one in self._open))
        await asyncio.gather(*(asyncio.to_thread(one.stop) for one in self._threads))

    def _loaded_once(self, model: SpeechModel) -> "_LoadedOnce":
        known = self._known.get(model)
        if known is None:
            known = self._known[model] = _LoadedOnce(model, self._load)
        return known

    def _forget(self, transcriber: Transcriber) -> None:
        self._open.discard(transcriber)
        self._dropped_before += transcriber.dropped_seconds


@asynccontextmanager
async def open_recognizers(
    models: Mapping[str, SpeechModel], *, threads: int | None = None, load: Load = VoskRecognizer
) -> AsyncIterator[Recognizers]:
    """Start recognition threads, as many as cores, and stop them with the last word delivered."""
    pool = [RecognitionThread(number) for number in range(threads or _cores())]
    for thread in pool:
        thread.start()
    recognizers = Recognizers(models, pool, load)
    try:
        yield recognizers
    finally:
        await recognizers.close()


class _LoadedOnce:
    """A recognizer that is loaded by the first thread that asks, while the others wait."""

    def __init__(self, model: SpeechModel, load: Load) -> None:
        self._model = model
        self._load = load
        self._lock = Lock()
        self._recognizer: Recognizer | None = None

    def __call__(self) -> Recognizer:
        with self._lock:
            if self._recognizer is None:
                self._recognizer = self._load(self._model)
            return self._recognizer


def _cores() -> int:
    return len(os.sched_getaffinity(0))
