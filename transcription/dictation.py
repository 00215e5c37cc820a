"""One speaker's words: sound into the recogniser, segments and utterances out of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

from .errors import RecognitionError
from .packets import SAMPLE_RATE
from .recognizer import RecognizerStream
from .utterances import Segment, Utterance, Word

Heard = Segment | Utterance

CHUNK = SAMPLE_RATE // 10
SHOWN_EVERY = SAMPLE_RATE * 3 // 10
# The engine ends after half a second without words; when this much more stays empty, so do we.
_EMPTY_AFTER_END = SAMPLE_RATE * 2 // 10
# Less sound than this is a click or a cough; the starter models print a word for it.
_SHORTEST_SPEECH = SAMPLE_RATE // 10
LONG = 15 * SAMPLE_RATE
_TOO_LONG = 30 * SAMPLE_RATE


class Dictation:
    """Runs of sound through one recogniser stream.

    A run opens at a position of the track's clock and ends when the caller heard silence. Inside it
    an utterance is cut off where the engine finds an end and nothing follows, after 15 s at
    any end the engine finds, after 30 s in any case.
    """

    def __init__(
        self,
        open_stream: Callable[[], RecognizerStream],
        *,
        lang: str,
        speaker: str,
        shows_segments: bool = True,
    ) -> None:
        self._open_stream = open_stream
        self._lang = lang
        self._speaker = speaker
        self._shows_segments = shows_segments
        self._stream: RecognizerStream | None = None
        self._fed = 0
        self.is_open = False

    @property
    def age(self) -> int:
        """Samples since the utterance began."""
        return self._position - self._first if self.is_open else 0

    @property
    def _position(self) -> int:
        return self._offset + self._fed

    @property
    def _engine(self) -> RecognizerStream:
        if self._stream is None:
            raise RecognitionError("no run was begun")
        return self._stream

    def begin(self, position: int) -> None:
        """Open a run whose first sample is at `position`; raises TranscriptionError."""
        if self._stream is None:
            self._stream, self._fed = self._open_stream(), 0
        self._offset = position - self._fed
        self._unfed = bytearray()
        self.is_open = True
        self._renew()

    def feed(self, pcm: bytes, *, is_loud: bool) -> Iterator[Heard]:
        """Take s16 samples that follow those before."""
        self._note_loudness(len(pcm) // 2, is_loud=is_loud)
        self._unfed += pcm
        while len(self._unfed) >= CHUNK * 2:
            chunk = bytes(self._unfed[: CHUNK * 2])
            del self._unfed[: CHUNK * 2]
            yield from self._listen(chunk)

    def end(self) -> Iterator[Heard]:
        """Close the run: what is left goes in, what was said comes out."""
        if not self.is_open:
            return
        self._accept(bytes(self._unfed))
        last = self._clean(self._engine.finish())
        self.is_open = False
        yield from self._conclude(self._held + last)

    def abandon(self) -> Iterator[Heard]:
        """Give the run and its stream up after a failure; what was shown is taken back."""
        self._stream = None
        if self.is_open:
            self.is_open = False
            yield from self._take_back()

    def _renew(self) -> None:
        self._id = str(uuid4())
        self._first = self._spoken_from = self._shown_at = self._position
        self._loud = 0
        self._held: tuple[Word, ...] = ()
        self._ended_at: int | None = None
        self._shown = ""

    def _note_loudness(self, samples: int, *, is_loud: bool) -> None:
        if is_loud and not self._loud:
            self._spoken_from = self._position + len(self._unfed) // 2
        self._loud += samples if is_loud else 0

    def _listen(self, chunk: bytes) -> Iterator[Heard]:
        self._accept(chunk)
        if self.age >= _TOO_LONG:
            yield from self._conclude(self._held + self._clean(self._engine.finish()))
        elif self._ended_at is not None and self._is_over():
            yield from self._conclude(self._held)
        elif self._shows_segments and self._position - self._shown_at >= SHOWN_EVERY:
            yield from self._show()

    def _accept(self, chunk: bytes) -> None:
        has_ended = bool(chunk) and self._engine.accept(chunk)
        self._fed += len(chunk) // 2
        if has_ended:
            self._held += self._clean(self._engine.take_words())
            self._ended_at = self._position

    def _is_over(self) -> bool:
        """Tell whether the pause that the engine found is the end and not a breath."""
        if self.age >= LONG:
            return True
        if self._spoken():
            self._ended_at = None
            return False
        return self._position - (self._ended_at or 0) >= _EMPTY_AFTER_END

    def _show(self) -> Iterator[Heard]:
        text = " ".join([*(word.text for word in self._held), *self._spoken()])
        if text and text != self._shown and self._loud >= _SHORTEST_SPEECH:
            self._shown, self._shown_at = text, self._position
            yield self._segment(text)

    def _conclude(self, words: tuple[Word, ...]) -> Iterator[Heard]:
        if words and self._loud >= _SHORTEST_SPEECH:
            yield self._utterance(words)
        else:
            yield from self._take_back()
        self._renew()

    def _take_back(self) -> Iterator[Heard]:
        if self._shown:
            yield self._segment("")

    def _spoken(self) -> list[str]:
        return [text for text in self._engine.peek_text().split() if _is_word(text)]

    def _clean(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """Move words from the engine's clock to the track's; leave out marks such as [unk]."""
        shift = self._offset / SAMPLE_RATE
        return tuple(
            replace(word, start=word.start + shift, end=word.end + shift)
            for word in words
            if _is_word(word.text)
        )

    def _segment(self, text: str) -> Segment:
        return Segment(self._id, text, self._spoken_from / SAMPLE_RATE, self._lang)

    def _utterance(self, words: tuple[Word, ...]) -> Utterance:
        return Utterance(
            id=self._id,
            text=" ".join(word.text for word in words),
            words=words,
            start=words[0].start,
            end=words[-1].end,
            lang=self._lang,
            speaker=self._speaker,
            first_sample=self._first,
        )


def _is_word(text: str) -> bool:
    return not text.startswith(("[", "<"))
