"""A transcript as the rules read it: running text per turn, with a way back to its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeAlias, TypeVar, cast

from .suggestion import Evidence, SpeakerRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from transcription import Utterance

P = ParamSpec("P")
T = TypeVar("T")
Memory: TypeAlias = dict[object, object]

REACH: Final = 3  # how many turns back a rule may look for what a turn answers
MOST_REMEMBERED: Final = 1 << 14  # turns, some six long visits at a time


@dataclass(frozen=True, slots=True, eq=False)
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
    memories: tuple[Memory, ...] = ()

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
    citizens = {speaker for speaker, role in roles.items() if role == SpeakerRole.CITIZEN}
    turns = tuple(
        _read_turn(index, utterance.speaker in citizens, utterance.text, lang)
        for index, utterance in enumerate(utterances)
    )
    memories = tuple(
        _recall(turns[max(index - REACH, 0) : index + 2], index, lang, spoken_on)
        for index in range(len(turns))
    )
    return Dialogue(turns, lang, spoken_on, memories)


def remembered(
    read: Callable[Concatenate[Dialogue, Turn, P], Iterable[T]],
) -> Callable[Concatenate[Dialogue, Turn, P], tuple[T, ...]]:
    """Read a turn once as long as the turns within reach around it stay the same.

    For functions that look no further; a transcript is read again after every utterance, and all
    but its last turns are as they were.
    """

    def recall(
        dialogue: Dialogue, turn: Turn, /, *args: P.args, **kwargs: P.kwargs
    ) -> tuple[T, ...]:
        memory = dialogue.memories[turn.index] if dialogue.memories else {}
        key = (read, *args, *kwargs.values()) if args or kwargs else read
        if key not in memory:
            memory[key] = tuple(read(dialogue, turn, *args, **kwargs))
        return cast("tuple[T, ...]", memory[key])

    return recall


@lru_cache(maxsize=MOST_REMEMBERED)
def _read_turn(index: int, is_citizen: bool, text: str, lang: str) -> Turn:
    """Return the same turn for the same words at the same place: turns compare by identity."""
    glue = "" if lang == "zh" else " "
    words = tuple(text.lower().split())
    return Turn(index, is_citizen, words, glue.join(words), _starts(words, len(glue)))


@lru_cache(maxsize=MOST_REMEMBERED)
def _recall(_around: tuple[Turn, ...], _index: int, _lang: str, _spoken_on: date) -> Memory:
    """Return what was read from a turn in these surroundings; empty at first."""
    return {}


def _starts(words: Sequence[str], gap: int) -> tuple[int, ...]:
    position, starts = 0, []
    for word in words:
        starts.append(position)
        position += len(word) + gap
    return tuple(starts)
