"""Values that compete for a field, each with a score for how well its words support it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .answers import affirms, is_confirmed, takes_back
from .dialogue import remembered
from .suggestion import Evidence, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cases.fields import CaseField, FieldValue

    from .dialogue import Dialogue, Turn


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value read from characters [start, end) of a turn; `rule` names what spoke for it."""

    value: FieldValue
    turn: Turn
    start: int
    end: int
    score: int
    rule: str
    also: tuple[Evidence, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return (self.turn.evidence(self.start, self.end), *self.also)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text between a value and its neighbours, as far as it can speak for the value."""

    before: str
    after: str
    is_first: bool
    is_last: bool


def speaking_turns(dialogue: Dialogue) -> Iterator[Turn]:
    """Yield the turns whose values count: the citizen's and what the citizen confirmed."""
    for turn in dialogue.turns:
        if turn.is_citizen or _read_confirmation(dialogue, turn):
            yield turn


@remembered
def _read_confirmation(dialogue: Dialogue, turn: Turn) -> Iterator[bool]:
    """Yield True where the citizen confirms what an officer says here."""
    if is_confirmed(dialogue, turn):
        yield True


def surroundings(
    dialogue: Dialogue, turn: Turn, spans: Sequence[tuple[int, int]], index: int
) -> Surroundings:
    """Return what stands around the value spans[index], up to its neighbours.

    At the start of a turn the citizen's last words before it count too: silence splits sentences.
    """
    start, end = spans[index]
    left = spans[index - 1][1] if index else 0
    right = spans[index + 1][0] if index + 1 < len(spans) else len(turn.text)
    before = turn.text[left:start]
    previous = dialogue.previous(turn)
    if not index and previous and previous.is_citizen and turn.is_citizen and len(before) < 6:
        before = previous.text + ("" if dialogue.lang == "zh" else " ") + before
    is_last = index + 1 == len(spans)
    return Surroundings(before, turn.text[end:right], is_first=not index, is_last=is_last)


def merge_corrections(dialogue: Dialogue, found: Sequence[Candidate]) -> list[Candidate]:
    """Let a value that takes back the one before it inherit that one's score and replace it."""
    kept: list[Candidate] = []
    for candidate in found:
        if kept and _replaces(dialogue, kept[-1], candidate):
            score = max(kept[-1].score, candidate.score)
            kept[-1] = replace(candidate, score=score, rule="corrected")
        else:
            kept.append(candidate)
    return kept


def choose(field: CaseField, found: Sequence[Candidate], *, at_least: int = 1) -> Suggestion | None:
    """Suggest the best supported value; the first of equals."""
    worthy = [candidate for candidate in found if candidate.score >= at_least]
    if not worthy:
        return None
    best = max(worthy, key=_score)
    return Suggestion(field, best.value, best.evidence, f"{field}.{best.rule}")


def _score(candidate: Candidate) -> int:
    return candidate.score


def _replaces(dialogue: Dialogue, old: Candidate, new: Candidate) -> bool:
    if old.turn is new.turn:
        between = new.turn.text[old.end : new.start]
        return len(between) < _NEAR[dialogue.lang] and takes_back(dialogue, between)
    opening = new.turn.text[: new.start]
    follows = new.turn.index - old.turn.index <= 3 and new.turn.is_citizen
    return (
        follows
        and len(opening) < _NEAR[dialogue.lang]
        and takes_back(dialogue, opening)
        and not affirms(dialogue, new.turn)
    )


_NEAR = {"zh": 10, "en": 24}
