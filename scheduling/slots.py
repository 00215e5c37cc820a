"""The best times for one joint reception among many resources: intersections of bits, no solver.

The starts that each resource allows are the bits of one integer; those of all needs and of one
option of each choice are intersected, a fortnight at a time, until enough have been found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from .bits import list_bits
from .calendars import Calendar, make_calendars
from .choices import Choice, list_choices
from .free_starts import FreeStarts, PartOfTime, WholeTime
from .problem import Span
from .reasons import Condition, ConditionKind, Reason, ReasonKind, explain_conflict, list_gains
from .start_grid import cut_grid, lay_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .problem import JointRequest, PlannedVisit, Problem

MOST = 10


@dataclass(frozen=True, slots=True)
class JointSlot:
    """A time at which all is free, and the resources it would take, needs first."""

    span: Span
    resources: tuple[str, ...]
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class JointSlots:
    """Slots, preferred first, then earliest; or the reasons why there is none."""

    slots: tuple[JointSlot, ...]
    reasons: tuple[Reason, ...] = ()


class SlotSearch:
    """Answers requests about one problem; what is booked already may be more than its busy times.

    `booked` are visits of a plan, each with the buffer around it in seconds.
    """

    def __init__(self, problem: Problem, booked: Iterable[tuple[int, PlannedVisit]] = ()) -> None:
        self._calendars = make_calendars(problem, booked)
        whole = lay_grid(problem.horizon)
        grids = cut_grid(whole, len(problem.horizon.list_days()))
        self._parts = [PartOfTime(grid, self._calendars) for grid in grids]
        self._whole = WholeTime(whole, self._parts)

    def find_slots(self, request: JointRequest, at_most: int = MOST) -> JointSlots:
        """Find the best slots of a request, at most so many, one for each start."""
        asked = [Question(request, self._calendars, part) for part in self._parts]
        slots: list[JointSlot] = []
        for is_preferred in (True, False) if request.preferred else (False,):
            for question in asked:
                slots.extend(question.list_slots(at_most - len(slots), is_preferred=is_preferred))
                if len(slots) == at_most:
                    return JointSlots(tuple(slots))
        return JointSlots(tuple(slots), () if slots else self.explain(request))

    def explain(self, request: JointRequest) -> tuple[Reason, ...]:
        """Say why a request has no slot; nothing when it has one."""
        return tuple(self.ask(request).list_reasons())

    def ask(self, request: JointRequest) -> Question:
        """Ask for all starts of a request over the whole horizon."""
        return Question(request, self._calendars, self._whole)


class Question:
    """A request on a grid of starts."""

    def __init__(
        self, request: JointRequest, calendars: Mapping[str, Calendar], time: FreeStarts
    ) -> None:
        self.request = request
        self.choices = list_choices(request)
        self.grid = time.grid
        self._time = time
        self._calendars = calendars
        self._starts: int | None = None

    def list_slots(self, at_most: int, *, is_preferred: bool) -> Iterator[JointSlot]:
        preferred = self.grid.inside(self.request.preferred, self.request.duration)
        starts = preferred if is_preferred else ~preferred
        if is_preferred and not preferred:
            return
        for _, index in zip(range(at_most), list_bits(starts & self.starts), strict=False):
            start = self.grid.starts[index]
            span = Span(start, start + self.request.duration)
            yield JointSlot(span, self.choose(index), is_preferred)

    @property
    def starts(self) -> int:
        """The starts at which the request can be met."""
        if self._starts is None:
            self._starts = self._base()
            for allowed in self._conditions():
                if not self._starts:
                    break
                self._starts &= allowed[1]
        return self._starts

    def choose(self, index: int) -> tuple[str, ...]:
        """Give the needs and of each choice the first option that is free at a start."""
        chosen = list(self.request.needs)
        for choice in self.choices:
            chosen += next(
                option
                for option in choice.options
                if all(self.free(name) >> index & 1 for name in option)
            )
        return tuple(chosen)

    def free(self, name: str) -> int:
        """Give the starts that a resource allows by itself."""
        return self._time.find(name, self.request.duration, self.request.buffer)

    def _base(self) -> int:
        return self.grid.ending(self.request.duration)

    def _conditions(self) -> Iterator[tuple[Condition, int]]:
        """Yield each thing asked for and the starts that it allows."""
        request, everything = self.request, self.grid.everything
        if request.release is not None:
            yield Condition(ConditionKind.RELEASE), self.grid.since(request.release)
        if request.impossible:
            touching = self.grid.touching(request.impossible, request.duration)
            yield Condition(ConditionKind.IMPOSSIBLE), everything & ~touching
        for name in request.needs:
            free = 0 if name in request.recused else self.free(name)
            yield Condition(ConditionKind.NEED, (name,)), free
        for choice in self.choices:
            names = dict.fromkeys(name for one in choice.lists for name in one)
            yield Condition(ConditionKind.CHOICE, tuple(names)), self._allow(choice)

    def _allow(self, choice: Choice) -> int:
        return reduce(or_, map(self.allow, choice.options), 0)

    def allow(self, option: Iterable[str]) -> int:
        """Give the starts at which all resources of an option are free."""
        return reduce(and_, map(self.free, option), self.grid.everything)

    def list_reasons(self) -> Iterator[Reason]:
        """Yield each condition that alone leaves nothing, else one minimal set of them."""
        base, allowed = self._base(), dict(self._conditions())
        if self.starts:
            return
        if not base:
            yield Reason(ReasonKind.NO_TIME)
            return
        alone = [condition for condition, bits in allowed.items() if not bits & base]
        for condition in alone:
            gains = list_gains((condition,), self.grid, allowed, base)
            yield Reason(self._explain_one(condition), (condition,), tuple(gains))
        if not alone:
            yield explain_conflict(self.grid, allowed, base)

    def _explain_one(self, condition: Condition) -> ReasonKind:
        if condition.kind is ConditionKind.RELEASE:
            return ReasonKind.RELEASE
        if condition.kind is ConditionKind.IMPOSSIBLE:
            return ReasonKind.IMPOSSIBLE
        if all(name in self.request.recused for name in condition.resources):
            return ReasonKind.RECUSED
        options = self._list_options(condition)
        if not options:
            return ReasonKind.EXCLUSIVE
        is_open = any(reduce(and_, map(self._open, option), self._base()) for option in options)
        return ReasonKind.TAKEN if is_open else ReasonKind.CLOSED

    def _list_options(self, condition: Condition) -> tuple[tuple[str, ...], ...]:
        if condition.kind is ConditionKind.NEED:
            return (condition.resources,)
        chosen = set(condition.resources)
        return next(one.options for one in self.choices if chosen == set().union(*one.lists))

    def _open(self, name: str) -> int:
        return self.grid.inside(self._calendars[name].open.spans, self.request.duration)
