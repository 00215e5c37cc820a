"""The seam to a speech engine: a recognizer is a factory of one stream per speaker."""

from typing import Protocol

from .speech_model import SpeechModel
from .utterances import Word


class RecognizerStream(Protocol):
    """One speaker's sound, fed in order from one thread; its clock counts the samples fed.

    Each method raises RecognitionError when the engine fails; the stream is useless from then on.
    """

    def accept(self, pcm: bytes) -> bool:
        """Feed 16 kHz mono s16; True when the engine ended and `take_words` has words."""
        ...

    def peek_text(self) -> str:
        """Return the words so far since the last end, joined by spaces; they may change."""
        ...

    def take_words(self) -> tuple[Word, ...]:
        """Return the words up to the end that `accept` found, seconds on the stream's clock."""
        ...

    def finish(self) -> tuple[Word, ...]:
        """End here, return the words since the last end; the clock goes on."""
        ...


class Recognizer(Protocol):
    """A loaded model of one language."""

    @property
    def lang(self) -> str: ...

    @property
    def model(self) -> SpeechModel: ...

    def stream(self) -> RecognizerStream:
        """Open a stream; dropping the last reference frees it."""
        ...
