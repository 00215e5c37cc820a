"""Why a request has no time, as facts; `web` puts them into words.

A condition is what one thing asked for allows by itself. Conditions that leave no start together,
none of them dispensable, are a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from .bits import list_bits, shrink_conflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .start_grid import StartGrid


class ConditionKind(StrEnum):
    NEED = "need"  # this resource
    CHOICE = "choice"  # one of these resources
    IMPOSSIBLE = "impossible"  # not at the citizen's impossible times
    RELEASE = "release"  # not before the release


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a request asks for; resources of needs and choices only."""

    kind: ConditionKind
    resources: tuple[str, ...] = ()


class ReasonKind(StrEnum):
    """The key of a sentence for people."""

    NO_TIME = "no_time"  # the horizon is shorter than the visit
    RECUSED = "recused"  # who is needed has to withdraw
    EXCLUSIVE = "exclusive"  # no choice takes exactly one of each list
    CLOSED = "closed"  # never open for long enough
    TAKEN = "taken"  # open, and booked throughout
    IMPOSSIBLE = "impossible"  # the impossible times leave nothing
    RELEASE = "release"  # released too late
    NEVER_TOGETHER = "never_together"  # each allows some start, all together none
    TOO_LATE = "too_late"  # there is a time, so late that leaving the request out costs less


@dataclass(frozen=True, slots=True)
class Gain:
    """The first start, in epoch seconds, that there would be without a condition."""

    without: Condition
    start: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Conditions that leave no start, with what giving up one of them gains."""

    kind: ReasonKind
    conditions: tuple[Condition, ...] = ()
    gains: tuple[Gain, ...] = ()


def explain_conflict(grid: StartGrid, allowed: Mapping[Condition, int], base: int) -> Reason:
    """Explain why the starts allowed, within those of `base`, have none in common."""
    conditions = shrink_conflict(
        {condition: bits & base for condition, bits in allowed.items()}, base
    )
    gains = list_gains(conditions, grid, allowed, base)
    return Reason(ReasonKind.NEVER_TOGETHER, conditions, tuple(gains))


def list_gains(
    conditions: Iterable[Condition], grid: StartGrid, allowed: Mapping[Condition, int], base: int
) -> Iterator[Gain]:
    """Yield the first start that all the others of a request allow, where there is one.

    Where nobody would be left to meet, nothing is gained.
    """
    for condition in conditions:
        others = {other: bits for other, bits in allowed.items() if other != condition}
        if not any(other.resources for other in others):
            continue
        first = next(list_bits(reduce(and_, others.values(), base)), None)
        if first is not None:
            yield Gain(condition, grid.starts[first])
