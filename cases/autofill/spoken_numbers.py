"""Long numbers of a conversation: said at once, in pieces over turns, read back, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .answers import denies, is_confirmed
from .digits import DigitRun, Group, find_digit_runs, resolve
from .suggestion import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .dialogue import Dialogue, Turn

_PIECES_WITHIN = 3
_SHORTEST_PIECE = 3  # a lone digit or two in other talk is none


@dataclass(frozen=True, slots=True)
class NumberShape:
    """What a whole number of a kind looks like; `lengths` most likely first."""

    is_whole: Callable[[str], bool]
    lengths: tuple[int, ...]
    is_ours: Callable[[Turn, DigitRun], bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """A whole number that the citizen gave or confirmed, with its groups and how it came about."""

    digits: str
    groups: tuple[Group, ...]
    rule: str

    @property
    def turn(self) -> int:
        return self.groups[-1].turn

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        spans: dict[int, tuple[int, int]] = {}
        for group in self.groups:
            start, end = spans.get(group.turn, (group.start, group.end))
            spans[group.turn] = min(start, group.start), max(end, group.end)
        return tuple(Evidence(turn, start, end) for turn, (start, end) in sorted(spans.items()))


def find_claims(dialogue: Dialogue, shape: NumberShape) -> Iterator[Claim]:
    """Yield the whole numbers of a dialogue in the order in which they became whole."""
    said: tuple[Group, ...] = ()
    read_back: tuple[Group, ...] = ()
    for turn in dialogue.turns:
        for run in find_digit_runs(turn, dialogue.lang):
            if not shape.is_ours(turn, run):
                continue
            if not turn.is_citizen:
                read_back = run.groups if len(run.digits) >= _SHORTEST_PIECE else ()
                claim = _claim_read_back(dialogue, turn, run, shape)
                said = claim.groups if claim else said
            else:
                before = _recent(read_back or said, turn.index)
                claim = _claim(dialogue, turn, run, before, shape)
                said = claim.groups if claim else _pieces(said, run, turn.index)
                read_back = ()
            if claim:
                yield claim


def _claim(
    dialogue: Dialogue, turn: Turn, run: DigitRun, before: Sequence[Group], shape: NumberShape
) -> Claim | None:
    alone = resolve(run.groups, shape.is_whole, shape.lengths)
    if shape.is_whole(alone):
        return Claim(alone, run.groups, "spoken")
    fixes = denies(dialogue, turn) or run.groups[0].fixes
    if not before or not (
        fixes or (len(run.digits) >= _SHORTEST_PIECE and not _is_whole(before, shape))
    ):
        return None
    groups = (*before, *_as_fix(run.groups, fixes=fixes))
    digits = resolve(groups, shape.is_whole, shape.lengths)
    if not shape.is_whole(digits):
        groups = (*before, *_as_fix(run.groups, fixes=True))
        digits = resolve(groups, shape.is_whole, shape.lengths)
    return (
        Claim(digits, groups, "corrected" if fixes else "pieces")
        if shape.is_whole(digits)
        else None
    )


def _claim_read_back(
    dialogue: Dialogue, turn: Turn, run: DigitRun, shape: NumberShape
) -> Claim | None:
    digits = resolve(run.groups, shape.is_whole, shape.lengths)
    if shape.is_whole(digits) and is_confirmed(dialogue, turn):
        return Claim(digits, run.groups, "read_back")
    return None


def _is_whole(groups: Sequence[Group], shape: NumberShape) -> bool:
    return shape.is_whole(resolve(groups, shape.is_whole, shape.lengths))


def _as_fix(groups: tuple[Group, ...], *, fixes: bool) -> tuple[Group, ...]:
    first = groups[0]
    marked = Group(first.digits, first.turn, first.start, first.end, fixes, first.place)
    return (marked, *groups[1:])


def _recent(groups: tuple[Group, ...], turn: int) -> tuple[Group, ...]:
    return groups if groups and turn - groups[-1].turn <= _PIECES_WITHIN else ()


def _pieces(said: tuple[Group, ...], run: DigitRun, turn: int) -> tuple[Group, ...]:
    """Return the pieces so far."""
    if len(run.digits) < _SHORTEST_PIECE:
        return _recent(said, turn)
    return (*_recent(said, turn), *run.groups)
