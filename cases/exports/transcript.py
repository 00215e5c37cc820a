"""What an export writes down: who said which words when, as people are to read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cases.shown_words import join_words

if TYPE_CHECKING:
    from datetime import datetime

    from cases.shown_transcript import ShownUtterance

_CHARACTERS: Final = re.compile(r"[!-~]+|\S")


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
        return join_words(word.text for word in self.words)


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


def place_words(lang: str, text: str, start: float, end: float) -> tuple[SpokenWord, ...]:
    """Cut a text into words that share its time evenly; Chinese is cut at every character."""
    parts = [part for piece in text.split() for part in _cut(lang, piece)]
    length = (end - start) / max(len(parts), 1)
    return tuple(
        SpokenWord(part, round(start + i * length, 3), round(start + (i + 1) * length, 3))
        for i, part in enumerate(parts)
    )


def read_turn(shown: ShownUtterance, department: str) -> SpokenTurn:
    """Take an utterance as people read it now; what they wrote themselves is cut into words."""
    words: list[SpokenWord] = []
    for word in shown.words:
        is_said = word.correction_id is None and len(word.text.split()) == 1
        whole = (SpokenWord(word.text, word.start, word.end),)
        words += whole if is_said else place_words(shown.lang, word.text, word.start, word.end)
    return SpokenTurn(
        speaker_id=shown.participant_id,
        speaker=shown.speaker_name,
        department=department,
        role=shown.speaker_role,
        lang=shown.lang,
        words=tuple(words),
        is_corrected=bool(shown.corrections),
    )


def _cut(lang: str, piece: str) -> list[str]:
    return _CHARACTERS.findall(piece) if lang == "zh" else [piece]
