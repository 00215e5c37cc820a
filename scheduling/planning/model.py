"""Some of the tasks as a model for CP-SAT, the others staying where they are.

Each start of a task is a literal; wherever visits begin, those that would lie on a unit together
are at most what it has left. Where a task chooses between units that differ, a literal for each
start and option says whether it lies there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum, auto
from math import ceil, gcd
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduling.bits import list_bits

from .ledger import Ledger, Place, Plan
from .score import is_department

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .tasks import Agenda, Option, Task


@dataclass(slots=True)
class _Movable:
    """A task of the model: a literal for each start still possible and for each option."""

    number: int
    task: Task
    starts: dict[int, cp_model.IntVar]
    dropped: cp_model.IntVar
    options: list[dict[int, cp_model.IntVar]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Load:
    """A visit that would lie on a unit from granule `start` up to `end` if its literal is true."""

    start: int
    end: int
    buffer: int
    literal: cp_model.IntVar


class Goal(Enum):
    """What is made least, in order of importance."""

    COST = auto()
    UNPLACED = auto()
    WAITING = auto()
    GAPS = auto()


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and with how many threads the solver works, and the seed of its choices."""

    seconds: float
    workers: int
    seed: int


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan and the floor under its goal, of the movable tasks alone; None: nothing is known."""

    plan: Plan
    floor: int | None
    is_best: bool = False


class PlanModel:
    """The tasks `movable` of an agenda, to be placed beside the rest of a plan."""

    def __init__(self, agenda: Agenda, movable: Iterable[int], plan: Mapping[int, Place]) -> None:
        numbers = sorted(movable)
        self._agenda = agenda
        self._kept: Plan = {key: plan[key] for key in plan.keys() - set(numbers)}
        self._ledger = Ledger(agenda, self._kept)
        self._model = cp_model.CpModel()
        self._loads: dict[int, list[Load]] = defaultdict(list)
        self._days: dict[tuple[int, int], list[Load]] = defaultdict(list)
        self._tasks = [self._add_task(number) for number in numbers]
        for unit in sorted(self._loads):
            self._limit_unit(unit)
        for unit, day in sorted(self._days):
            self._limit_day(unit, day)

    def solve(self, goal: Goal, plan: Mapping[int, Place], limits: Limits) -> Solved:
        """Look for the best plan from one given; later calls keep what was proven best."""
        terms = self._list_terms(goal)
        if not terms:
            return Solved(dict(plan), 0, is_best=True)
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # theirs
        self._hint(plan)
        divisor = gcd(*(factor for _, factor in terms)) or 1
        total = sum(literal * (factor // divisor) for literal, factor in terms)
        self._model.minimize(total)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = limits.seconds
        solver.parameters.num_workers = limits.workers
        solver.parameters.random_seed = limits.seed
        status = solver.solve(self._model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return Solved(dict(plan), None)
        floor = ceil(solver.best_objective_bound - 1e-6) * divisor
        is_best = status == cp_model.OPTIMAL
        if is_best:
            self._model.add(total <= round(solver.objective_value))
        return Solved(self._read(solver), floor, is_best=is_best)

    # Tasks -----------------------------------------------------------------------------------

    def _add_task(self, number: int) -> _Movable:
        task, model = self._agenda.tasks[number], self._model
        starts = {at: model.new_bool_var("") for at in self._list_positions(task)}
        dropped = model.new_bool_var("")
        model.add_exactly_one([*starts.values(), dropped])
        movable = _Movable(number, task, starts, dropped)
        for unit in task.needs:
            self._load_starts(unit, movable)
        for options in task.choices:
            self._add_choice(movable, options)
        return movable

    def _list_positions(self, task: Task) -> list[int]:
        """List the positions at which every need, and an option of each choice, is free yet."""
        return [
            at
            for at, cost in enumerate(task.costs)
            if cost <= task.dropped and self._ledger.find_place(task, at) is not None
        ]

    def _add_choice(self, movable: _Movable, options: Sequence[Option]) -> None:
        free = {
            at: [
                position
                for position in movable.starts
                if option.allowed >> position & 1
                and self._ledger.fits(movable.task, position, option.units)
            ]
            for at, option in enumerate(options)
        }
        usable = [at for at, positions in free.items() if positions]
        literals = {at: self._model.new_bool_var("") for at in usable}
        movable.options.append(literals)
        if len(usable) == 1:
            # Then whoever is placed takes it: no literal more for each of its starts.
            self._model.add(literals[usable[0]] == 1)
            for unit in options[usable[0]].units:
                self._load_starts(unit, movable)
            return
        self._model.add_exactly_one([*literals.values(), movable.dropped])
        for at, literal in literals.items():
            for position in sorted(movable.starts.keys() - set(free[at])):
                self._model.add_implication(movable.starts[position], ~literal)
            for unit in options[at].units:
                self._load_option(unit, movable, literal)

    def _load_starts(self, unit: int, movable: _Movable) -> None:
        task = movable.task
        for position, literal in movable.starts.items():
            self._load(unit, task, position, literal)

    def _load_option(self, unit: int, movable: _Movable, literal: cp_model.IntVar) -> None:
        """Let a task lie on a unit that it may choose."""
        for position, start in movable.starts.items():
            lies = self._model.new_bool_var("")
            self._model.add_bool_or([~start, ~literal, lies])
            self._model.add_implication(lies, start)
            self._model.add_implication(lies, literal)
            self._load(unit, movable.task, position, lies)

    def _load(self, unit: int, task: Task, position: int, literal: cp_model.IntVar) -> None:
        first = task.starts[position] - task.buffer
        load = Load(first, first + task.width, task.buffer, literal)
        self._loads[unit].append(load)
        self._days[unit, task.days[position]].append(load)

    # Units -----------------------------------------------------------------------------------

    def _limit_unit(self, unit: int) -> None:
        loads = self._loads.get(unit, [])
        capacity = self._agenda.units[unit].capacity
        for point, covering in _list_crowds(loads, self._list_points(unit, loads)):
            left = capacity - self._count_taken(unit, point)
            if left == 1:
                self._model.add_at_most_one(covering)
            elif len(covering) > left:
                self._model.add(sum(covering) <= left)

    def _list_points(self, unit: int, loads: Sequence[Load]) -> list[int]:
        """List where the crowd on a unit can be largest: where something begins."""
        points = {load.start for load in loads}
        levels = self._ledger.levels[unit]
        for taken in levels[:-1]:
            points.update(list_bits(taken & ~(taken << 1)))
        return sorted(points)

    def _count_taken(self, unit: int, point: int) -> int:
        return sum(taken >> point & 1 for taken in self._ledger.levels[unit])

    def _limit_day(self, unit: int, day: int) -> None:
        most = self._agenda.units[unit].daily_max
        if most is not None:
            left = most - self._ledger.days.get((unit, day), 0)
            self._model.add(sum(load.literal for load in self._days[unit, day]) <= left)

    # Goals -----------------------------------------------------------------------------------

    def _list_terms(self, goal: Goal) -> list[tuple[cp_model.IntVar, int]]:
        if goal is Goal.GAPS:
            return list(self._list_gaps())
        terms = [(one.dropped, one.task.dropped if goal is Goal.COST else 0) for one in self._tasks]
        for one in self._tasks:
            prices = one.task.costs if goal is Goal.COST else one.task.waits
            terms += [(literal, prices[at]) for at, literal in one.starts.items()]
        if goal is Goal.UNPLACED:
            return [(one.dropped, 1) for one in self._tasks]
        return [(literal, factor) for literal, factor in terms if factor]

    def _list_gaps(self) -> Iterator[tuple[cp_model.IntVar, int]]:
        """Yield what adds up to the time between visits of departments that take one at a time."""
        for (unit, _), loads in self._days.items():
            if not is_department(self._agenda.units[unit]) or len(loads) < 2:
                continue
            first = self._model.new_int_var(0, max(load.end for load in loads), "")
            last = self._model.new_int_var(0, max(load.end for load in loads), "")
            self._model.add(first <= last)
            for load in loads:
                self._model.add(first <= load.start + load.buffer).only_enforce_if(load.literal)
                self._model.add(last >= load.end - load.buffer).only_enforce_if(load.literal)
                yield load.literal, load.start + 2 * load.buffer - load.end
            yield last, 1
            yield first, -1

    # Plans -----------------------------------------------------------------------------------

    def _hint(self, plan: Mapping[int, Place]) -> None:
        for one in self._tasks:
            place = plan.get(one.number)
            self._model.add_hint(one.dropped, place is None)
            for position, literal in one.starts.items():
                self._model.add_hint(literal, place is not None and place.position == position)
            for at, options in enumerate(one.options):
                for number, literal in options.items():
                    self._model.add_hint(literal, place is not None and place.options[at] == number)

    def _read(self, solver: cp_model.CpSolver) -> Plan:
        plan = dict(self._kept)
        for one in self._tasks:
            for position, literal in one.starts.items():
                if solver.boolean_value(literal):
                    plan[one.number] = Place(position, _read_options(one, solver))
        return plan


def _read_options(one: _Movable, solver: cp_model.CpSolver) -> tuple[int, ...]:
    return tuple(
        next(at for at, literal in options.items() if solver.boolean_value(literal))
        for options in one.options
    )


def _list_crowds(
    loads: Sequence[Load], points: Iterable[int]
) -> Iterable[tuple[int, list[cp_model.IntVar]]]:
    """Yield for each point the literals of the loads that cover it."""
    ordered = sorted(loads, key=lambda load: load.start)
    active: list[Load] = []
    upcoming = 0
    for point in points:
        while upcoming < len(ordered) and ordered[upcoming].start <= point:
            active.append(ordered[upcoming])
            upcoming += 1
        active = [load for load in active if load.end > point]
        if len(active) > 1:
            yield point, [load.literal for load in active]
