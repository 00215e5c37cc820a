"""When each resource is open and when it can take no more, ready for searching."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .problem import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from .problem import Bookable, Horizon, PlannedVisit, Problem

FOREVER = Span(-(1 << 62), 1 << 62)


@dataclass(frozen=True, slots=True)
class SpanList:
    """Spans in order of their starts; `longest` bounds how far back one can reach."""

    spans: tuple[Span, ...]
    longest: int

    @classmethod
    def of(cls, spans: Iterable[Span]) -> SpanList:
        ordered = tuple(sorted(spans))
        return cls(ordered, max((span.end - span.start for span in ordered), default=0))

    def around(self, start: int, end: int) -> Sequence[Span]:
        """Give at least the spans that touch the time from `start` to `end`."""
        first = bisect_left(self.spans, (start - self.longest,))
        return self.spans[first : bisect_left(self.spans, (end + 1,))]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A resource's open spans, those in which all its capacity is used, and its full days."""

    open: SpanList
    full: SpanList
    full_days: SpanList


def make_calendars(
    problem: Problem, booked: Iterable[tuple[int, PlannedVisit]] = ()
) -> dict[str, Calendar]:
    """Make the calendars of all resources; `booked` are visits, each with its buffer."""
    taken: dict[str, list[Span]] = {name: list(spans) for name, spans in problem.busy.items()}
    days: dict[str, list[date]] = {}
    for buffer, visit in booked:
        around = Span(visit.span.start - buffer, visit.span.end + buffer)
        for name in visit.resources:
            taken.setdefault(name, []).append(around)
            days.setdefault(name, []).append(problem.horizon.day_of(visit.span.start))
    return {
        name: Calendar(
            SpanList.of(one.open),
            SpanList.of(list_full(taken.get(name, ()), one.capacity)),
            SpanList.of(_list_full_days(one, days.get(name, ()), problem.horizon)),
        )
        for name, one in problem.resources.items()
    }


def list_full(taken: Collection[Span], level: int) -> list[Span]:
    """List the spans in which at least `level` of those taken overlap."""
    if level <= 0:
        return [FOREVER]
    changes: dict[int, int] = {}
    for start, end in taken:
        changes[start] = changes.get(start, 0) + 1
        changes[end] = changes.get(end, 0) - 1
    return list(_join(_list_levels(changes, level)))


def _list_levels(changes: Mapping[int, int], level: int) -> Iterable[Span]:
    used = 0
    for moment, following in pairwise(sorted(changes)):
        used += changes[moment]
        if used >= level:
            yield Span(moment, following)


def _join(spans: Iterable[Span]) -> Iterable[Span]:
    """Join spans that touch; they come in order."""
    last: Span | None = None
    for span in spans:
        if last is None:
            last = span
        elif span.start == last.end:
            last = Span(last.start, span.end)
        else:
            yield last
            last = span
    if last is not None:
        yield last


def _list_full_days(one: Bookable, days: Sequence[date], horizon: Horizon) -> list[Span]:
    if one.daily_max is None:
        return []
    if one.daily_max == 0:
        return [FOREVER]
    return [horizon.span_of(day) for day in set(days) if days.count(day) >= one.daily_max]
