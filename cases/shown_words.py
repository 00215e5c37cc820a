"""What people read of an utterance: its words as recognised, under the corrections of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from .models import WordRow

# A space between words that touch a Chinese character or its punctuation is the recogniser's own.
SPOKEN_SPACE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) +| +(?=[\u3000-\u9fff\uff00-\uffef])")


class Correction(Protocol):
    """Text that stands for words `start` to `end`; the highest number was written last."""

    @property
    def id(self) -> UUID: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def number(self) -> int: ...


AnyCorrection = TypeVar("AnyCorrection", bound=Correction)


@dataclass(frozen=True, slots=True)
class ShownWord:
    """One word as people read it; `start` and `end` in seconds since the visit began.

    It stands for the recognised words `first_word` to `end_word`, the end not included. Words
    that were taken out leave one ShownWord whose text is "".
    """

    text: str
    start: float
    end: float
    first_word: int
    end_word: int
    correction_id: UUID | None = None


def show_words(
    words: Sequence[WordRow], corrections: Iterable[Correction]
) -> tuple[ShownWord, ...]:
    """Lay corrections that nobody took back over the words; where two meet the later wins whole."""
    return tuple(_walk(words, find_visible(corrections)))


def find_visible(corrections: Iterable[AnyCorrection]) -> list[AnyCorrection]:
    """Return those that no later one covers, in the order of their words."""
    visible: list[AnyCorrection] = []
    for later in sorted(corrections, key=lambda one: one.number):
        visible = [one for one in visible if not do_overlap(one, later.start, later.end)]
        visible.append(later)
    return sorted(visible, key=lambda one: one.start)


def do_overlap(correction: Correction, start: int, end: int) -> bool:
    """Tell whether a correction and words `start` to `end` have a word in common."""
    return correction.start < end and start < correction.end


def join_words(texts: Iterable[str]) -> str:
    """Return shown words as people write them; those taken out leave nothing."""
    return join_spoken(" ".join(text for text in texts if text))


def join_spoken(text: str) -> str:
    """Take the spaces out between Chinese words, as people write them."""
    return SPOKEN_SPACE.sub("", text)


def _walk(words: Sequence[WordRow], visible: Sequence[Correction]) -> Iterator[ShownWord]:
    place = 0
    for correction in visible:
        yield from _keep(words, place, correction.start)
        yield from _correct(words, correction)
        place = correction.end
    yield from _keep(words, place, len(words))


def _keep(words: Sequence[WordRow], first: int, end: int) -> Iterator[ShownWord]:
    for place in range(first, end):
        word = words[place]
        yield ShownWord(word["text"], word["start"], word["end"], place, place + 1)


def _correct(words: Sequence[WordRow], correction: Correction) -> Iterator[ShownWord]:
    """Share the time of the original words among the new ones by their length."""
    first, last = correction.start, correction.end
    start, end = words[first]["start"], words[last - 1]["end"]
    texts = correction.text.split() or [""]
    letter = (end - start) / max(1, sum(map(len, texts)))
    said = start
    for text in texts:
        until = round(said + letter * len(text), 3) if text else end
        yield ShownWord(text, round(said, 3), until, first, last, correction.id)
        said = until
