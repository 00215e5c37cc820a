"""A transcript as the rules read it: running text per turn, with a way back to its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .suggestion import Evidence, SpeakerRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from transcription import Utterance


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance: `text` is its words joined (zh without spaces), `starts` where each begins."""

    index: int
    is_citizen: bool
    words: tuple[str, ...]
    text: str
    starts: tuple[int, ...]

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the words that characters [start, end) of `text` touch."""
        first = bisect_right(self.starts, start) - 1
        return Evidence(self.index, max(first, 0), bisect_left(self.starts, end))

    def is_word_end(self, position: int) -> bool:
        """Tell whether a word ends right before this character."""
        return position >= len(self.text) or position in self.starts


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The turns of a visit so far, its language ("zh" or "en") and its day."""

    turns: tuple[Turn, ...]
    lang: str
    spoken_on: date

    def previous(self, turn: Turn) -> Turn | None:
        return self.turns[turn.index - 1] if turn.index else None

    def next(self, turn: Turn) -> Turn | None:
        after = turn.index + 1
        return self.turns[after] if after < len(self.turns) else None


def read_dialogue(
    utterances: Sequence[Utterance],
    *,
    roles: Mapping[str, SpeakerRole | str],
    lang: str,
    spoken_on: date,
) -> Dialogue:
    """Lay utterances out as turns; a speaker without a role counts as an officer."""
    glue = "" if lang == "zh" else " "
    turns = []
    for index, utterance in enumerate(utterances):
        words = tuple(utterance.text.lower().split())
        role = roles.get(utterance.speaker, SpeakerRole.OFFICER)
        is_citizen = role == SpeakerRole.CITIZEN
        turns.append(Turn(index, is_citizen, words, glue.join(words), _starts(words, len(glue))))
    return Dialogue(tuple(turns), lang, spoken_on)


def _starts(words: Sequence[str], gap: int) -> tuple[int, ...]:
    position, starts = 0, []
    for word in words:
        starts.append(position)
        position += len(word) + gap
    return tuple(starts)
