"""A problem made ready for planning: requests as tasks with the starts and units open to them.

Time is counted in granules, the largest unit of which every start, duration and buffer is a
multiple. Resources that nobody could tell apart are one unit with the capacity of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd, lcm
from typing import TYPE_CHECKING

from scheduling.bits import list_bits
from scheduling.problem import MINUTE, UNPLACED_MINUTES
from scheduling.slots import SlotSearch

from .units import Unit, make_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduling.problem import JointRequest, Problem
    from scheduling.slots import Question


@dataclass(frozen=True, slots=True)
class Option:
    """Units that satisfy one choice of a task, and the positions at which they are open."""

    units: tuple[int, ...]
    allowed: int


@dataclass(frozen=True, slots=True)
class Task:
    """A request that could be placed: position i starts at granule `starts[i]`.

    `windows[i]` are the granules on which its resources are then occupied, as bits.

    `costs` and `waits` are whole numbers in the agenda's scale, ascending with the position;
    `days` number the days; `dropped` is what leaving the request out costs.
    """

    request: int
    starts: tuple[int, ...]
    windows: tuple[int, ...]
    costs: tuple[int, ...]
    waits: tuple[int, ...]
    days: tuple[int, ...]
    length: int
    buffer: int
    needs: tuple[int, ...]
    choices: tuple[tuple[Option, ...], ...]
    dropped: int

    @property
    def width(self) -> int:
        """The granules that the resources are occupied for."""
        return self.length + 2 * self.buffer


@dataclass(frozen=True, slots=True)
class Agenda:
    """All tasks and units of a problem; `scale` is how much one weighted minute counts.

    Granule 0 begins at `origin`; `hopeless` are the requests without any start, which cost
    `base_cost` whatever the plan.
    """

    problem: Problem
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    hopeless: tuple[int, ...]
    base_cost: int
    scale: int
    origin: int
    granule: int

    def moment(self, granule: int) -> int:
        return self.origin + granule * self.granule


def make_agenda(problem: Problem) -> Agenda:
    """Work out every start of every request, and what it would cost."""
    search = SlotSearch(problem)
    questions = [search.ask(request) for request in problem.requests]
    granule = _find_granule(problem, questions)
    origin = problem.horizon.span.start - max((one.buffer for one in problem.requests), default=0)
    units, unit_of = make_units(problem, granule, origin)
    maker = _TaskMaker(problem, _find_scale(problem), origin, granule, unit_of)
    tasks = [maker.make(at, one) for at, one in enumerate(questions) if one.starts]
    hopeless = tuple(at for at, one in enumerate(questions) if not one.starts)
    lost = sum(maker.price(problem.requests[at], UNPLACED_MINUTES * MINUTE) for at in hopeless)
    return Agenda(problem, tuple(tasks), units, hopeless, lost, maker.scale, origin, granule)


def _find_granule(problem: Problem, questions: Sequence[Question]) -> int:
    lengths = [length for one in problem.requests for length in (one.duration, one.buffer)]
    begin = problem.horizon.span.start
    offsets = (start - begin for start in questions[0].grid.starts) if questions else ()
    return gcd(*lengths, *offsets) or MINUTE


def _find_scale(problem: Problem) -> int:
    """Find what to multiply weighted minutes with so that all are whole numbers."""
    return MINUTE * lcm(*(request.weight.denominator for request in problem.requests))


@dataclass(frozen=True, slots=True)
class _TaskMaker:
    problem: Problem
    scale: int
    origin: int
    granule: int
    unit_of: Mapping[str, int]

    def price(self, request: JointRequest, seconds: int) -> int:
        return int(request.weight * seconds * self.scale) // MINUTE

    def make(self, number: int, question: Question) -> Task:
        request, horizon = question.request, self.problem.horizon
        at = tuple(list_bits(question.starts))
        starts = [question.grid.starts[index] for index in at]
        release = horizon.span.start if request.release is None else request.release
        granules = tuple((start - self.origin) // self.granule for start in starts)
        length, buffer = request.duration // self.granule, request.buffer // self.granule
        window = (1 << (length + 2 * buffer)) - 1
        return Task(
            request=number,
            starts=granules,
            windows=tuple(window << (start - buffer) for start in granules),
            costs=tuple(self._price_lateness(request, start) for start in starts),
            waits=tuple(self.price(request, max(start - release, 0)) for start in starts),
            days=tuple(horizon.day_of(start).toordinal() for start in starts),
            length=length,
            buffer=buffer,
            needs=tuple(self.unit_of[name] for name in request.needs),
            choices=tuple(self._list_options(question, at)),
            dropped=self.price(request, UNPLACED_MINUTES * MINUTE),
        )

    def _price_lateness(self, request: JointRequest, start: int) -> int:
        if request.deadline is None:
            return 0
        return self.price(request, max(start + request.duration - request.deadline, 0))

    def _list_options(self, question: Question, at: Sequence[int]) -> Iterable[tuple[Option, ...]]:
        for choice in question.choices:
            named: dict[tuple[int, ...], tuple[str, ...]] = {}
            for option in choice.options:
                named.setdefault(tuple(self.unit_of[name] for name in option), option)
            yield tuple(
                Option(units, _pick(question.allow(option), at)) for units, option in named.items()
            )


def _pick(bits: int, at: Sequence[int]) -> int:
    """Number the bits at some places anew, from 0."""
    return sum(1 << new for new, old in enumerate(at) if bits >> old & 1)
