"""Improves a plan by small steps: takes some visits off and places them and others anew.

A step that makes the plan a little worse is kept now and then (annealing), the best plan is
remembered. Thousands of steps a second bring a plan near to where the solver is worth its time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from random import Random

    from .ledger import Place, Plan
    from .tasks import Agenda, Task

MOST_REMOVED = 12
MOST_TRIED = 10


class Ruin:
    """A plan being worked on; `price` orders plans as their scores do, gaps aside."""

    def __init__(self, agenda: Agenda, plan: Plan, chance: Random) -> None:
        self._agenda = agenda
        self._chance = chance
        self.plan = dict(plan)
        self._ledger = Ledger(agenda, plan)
        self._by_unit: dict[int, list[int]] = {}
        for number, task in enumerate(agenda.tasks):
            units = {*task.needs, *(u for one in task.choices for o in one for u in o.units)}
            for unit in units:
                self._by_unit.setdefault(unit, []).append(number)
        self._missing = {number for number in range(len(agenda.tasks)) if number not in plan}
        # A lexicographic price in one number: cost, then who is left out, then waiting.
        self._per_missing = 1 + sum(task.waits[-1] for task in agenda.tasks)
        self._per_cost = self._per_missing * (1 + len(agenda.tasks))
        self.price = self._price(range(len(agenda.tasks)))

    def step(self, heat: float) -> bool:
        """Take one step; a worse plan is kept when it costs little more for the heat."""
        removed = self._choose()
        missing = sorted(self._missing)
        tried = self._chance.sample(missing, min(MOST_TRIED, len(missing)))
        touched = [*removed, *tried]
        before = {number: self.plan.get(number) for number in touched}
        old = self._price(touched)
        for number in removed:
            self._take_off(number)
        for number in self._order(touched):
            self._put(number)
        loss = self._price(touched) - old
        if loss <= -heat * self._per_cost * math.log(1 - self._chance.random()):
            self.price += loss
            return True
        self._restore(before)
        return False

    def _price(self, numbers: Iterable[int]) -> int:
        return sum(self._price_one(self._agenda.tasks[one], self.plan.get(one)) for one in numbers)

    def _price_one(self, task: Task, place: Place | None) -> int:
        if place is None:
            return task.dropped * self._per_cost + self._per_missing
        return task.costs[place.position] * self._per_cost + task.waits[place.position]

    def _choose(self) -> list[int]:
        """Choose placed visits near one another: around a task that is missing, late or any."""
        number = self._choose_seed()
        task = self._agenda.tasks[number]
        place = self.plan.get(number)
        centre = task.starts[place.position if place else self._chance.randrange(len(task.starts))]
        unit = self._chance.choice(self._list_all_units(task) or [0])
        near = [one for one in self._by_unit.get(unit, ()) if one in self.plan]
        near.sort(key=lambda one: abs(self._start(one) - centre) + self._chance.random() * 12)
        count = self._chance.randint(1, MOST_REMOVED)
        others = self._chance.sample(sorted(self.plan), min(2, len(self.plan)))
        kept = [number] if place else []
        return list(dict.fromkeys([*kept, *near[:count], *others[: self._chance.randrange(3)]]))

    def _choose_seed(self) -> int:
        if self._missing and self._chance.random() < 0.5:
            return self._chance.choice(sorted(self._missing))
        late = [one for one, place in self.plan.items() if self._cost(one, place)]
        if late and self._chance.random() < 0.7:
            return self._chance.choice(late)
        return self._chance.randrange(len(self._agenda.tasks))

    def _cost(self, number: int, place: Place) -> int:
        return self._agenda.tasks[number].costs[place.position]

    def _start(self, number: int) -> int:
        return self._agenda.tasks[number].starts[self.plan[number].position]

    def _list_all_units(self, task: Task) -> list[int]:
        return [*task.needs, *(u for one in task.choices for o in one for u in o.units)]

    def _order(self, numbers: list[int]) -> list[int]:
        """Order tasks by chance: by what they lose, by deadline, by size, or by nothing."""
        tasks = self._agenda.tasks
        keys: list[Callable[[int], float]] = [
            lambda one: -tasks[one].dropped * (0.5 + self._chance.random()),
            lambda one: -tasks[one].dropped / (tasks[one].width * (1 + len(tasks[one].needs))),
            lambda one: sum(1 for cost in tasks[one].costs if not cost),
            lambda one: tasks[one].starts[0] + self._chance.random(),
            lambda _: self._chance.random(),
        ]
        return sorted(numbers, key=self._chance.choice(keys))

    def _take_off(self, number: int) -> None:
        place = self.plan.pop(number)
        self._ledger.remove(self._agenda.tasks[number], place)
        self._missing.add(number)

    def _put(self, number: int) -> None:
        task = self._agenda.tasks[number]
        place = self._ledger.find_first(task)
        if place is not None and task.costs[place.position] <= task.dropped:
            self._place(number, place)

    def _place(self, number: int, place: Place) -> None:
        self._ledger.add(self._agenda.tasks[number], place)
        self.plan[number] = place
        self._missing.discard(number)

    def _restore(self, before: Mapping[int, Place | None]) -> None:
        for number in before:
            if number in self.plan:
                self._take_off(number)
        for number, place in before.items():
            if place is not None:
                self._place(number, place)
