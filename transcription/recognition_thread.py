"""Threads in which speech is recognised; a speaker stays in one from beginning to end."""

import time
from queue import Empty, SimpleQueue
from threading import Thread

from .listener import Listener

_LOOK_AROUND = 0.1


class RecognitionThread:
    """Gives its listeners turns; vosk releases the GIL, so there are as many as cores.

    The queue holds each listener once at most, so it is bounded by the number of speakers.
    """

    def __init__(self, number: int) -> None:
        self.speakers = 0
        self._woken: SimpleQueue[Listener | None] = SimpleQueue()
        self._speaking: set[Listener] = set()
        self._thread = Thread(target=self._run, name=f"recognition-{number}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self, listener: Listener) -> None:
        """Ask for a turn; callable from any thread."""
        self._woken.put(listener)

    def stop(self) -> None:
        """Stop after the turns asked for so far, and wait for that."""
        self._woken.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                listener = self._woken.get(timeout=_LOOK_AROUND if self._speaking else None)
            except Empty:
                self._look_around()
                continue
            if listener is None:
                return
            self._give_turn(listener)
            del listener  # or an idle thread would keep it, and a model nobody else uses
            self._look_around()

    def _give_turn(self, listener: Listener) -> None:
        if listener.work():
            self._woken.put(listener)
        if listener.is_speaking:
            self._speaking.add(listener)
        else:
            self._speaking.discard(listener)

    def _look_around(self) -> None:
        now = time.monotonic()
        for listener in tuple(self._speaking):
            listener.rest(now)
            if not listener.is_speaking:
                self._speaking.discard(listener)
