"""What an export writes down: who said which words when, as people are to read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word without spaces inside; start and end in seconds since the visit began."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one person said in one breath; `role` is "citizen" or "officer"."""

    speaker_id: str
    speaker: str
    department: str  # "" for citizens
    role: str
    lang: str
    words: tuple[SpokenWord, ...]
    is_corrected: bool = False

    @property
    def start(self) -> float:
        return self.words[0].start if self.words else 0.0

    @property
    def end(self) -> float:
        return self.words[-1].end if self.words else 0.0

    @property
    def text(self) -> str:
        return join_words(self.lang, [word.text for word in self.words])


@dataclass(frozen=True, slots=True)
class TranscriptHead:
    """Which visit it was; a redacted copy carries no title, for it may name people."""

    case_number: str
    case_title: str
    departments: tuple[str, ...]
    lang: str
    started_at: datetime | None
    is_redacted: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptCopy:
    """A transcript on its way out of the house, its turns in order of their start."""

    head: TranscriptHead
    turns: tuple[SpokenTurn, ...]


def join_words(lang: str, words: Sequence[str]) -> str:
    """Join words as people read them: Chinese without spaces between Chinese characters."""
    if lang != "zh":
        return " ".join(words)
    text = ""
    for word in words:
        # Latin words and numbers inside Chinese keep apart from one another.
        apart = text[-1:].isascii() and word[:1].isascii() and text[-1:].isalnum()
        text += f" {word}" if apart and word[:1].isalnum() else word
    return text


def replace_words(turn: SpokenTurn, start: int, end: int, text: str) -> SpokenTurn:
    """Put corrected text for words [start, end); its words share their time evenly."""
    old = turn.words[start:end]
    parts = _split(turn.lang, text)
    if not old:
        return turn
    begins, length = old[0].start, old[-1].end - old[0].start
    new = tuple(
        SpokenWord(
            part,
            round(begins + length * index / len(parts), 3),
            round(begins + length * (index + 1) / len(parts), 3),
        )
        for index, part in enumerate(parts)
    )
    words = (*turn.words[:start], *new, *turn.words[end:])
    return replace(turn, words=words, is_corrected=True)


def _split(lang: str, text: str) -> list[str]:
    """Cut typed text into words: at spaces, and between Chinese characters."""
    if lang != "zh":
        return text.split()
    parts: list[str] = []
    for piece in text.split():
        for index, character in enumerate(piece):
            if index and character.isascii() and parts[-1][-1].isascii():
                parts[-1] += character
            else:
                parts.append(character)
    return parts
