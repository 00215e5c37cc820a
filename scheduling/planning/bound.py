"""A floor under the cost of every plan: capacities are not kept but paid for (Lagrange).

With a price on each granule of a unit, every task takes its cheapest start by itself; what all pay,
less what the capacities are worth, is at most the cost of the best plan, whatever the prices. They
rise where too many crowd and fall where few do, in steps that shrink (as in Adam, Kingma and Ba
2015: each price has a step of its own, by how much its demand has varied).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, gcd
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .tasks import Agenda, Option

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = 1e15
MEMORY, SPREAD = 0.8, 0.99


@dataclass(frozen=True, slots=True)
class _Column:
    """For each position of every task the unit it would take, and NEVER where it may not."""

    units: Integers
    barred: Floats


class PriceBound:
    """Prices on the units of an agenda, improved step by step; `floor` is the best so far."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._divisor = find_divisor(agenda)
        tasks = agenda.tasks
        self._costs = _floats(cost / self._divisor for task in tasks for cost in task.costs)
        self._dropped = _floats(task.dropped / self._divisor for task in tasks)
        lengths = [len(task.starts) for task in tasks]
        self._first = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        self._task_of = np.repeat(np.arange(len(tasks)), lengths)
        self._begin = _integers(start - task.buffer for task in tasks for start in task.starts)
        self._end = self._begin + np.repeat([task.width for task in tasks], lengths)
        self._choices = _list_columns(agenda)
        self._left = _count_left(agenda, int(self._end.max()) + 1)
        self._matters = self._mark_points()
        self._prices = np.zeros_like(self._left)
        self._drift = np.zeros_like(self._left)
        self._spread = np.ones_like(self._left)
        self._stride = (
            0.3 * float(np.mean(self._dropped)) / (3 * float(np.mean(self._end - self._begin)))
        )
        self._best = 0.0

    @property
    def floor(self) -> int:
        """The floor in the agenda's scale, requests that cannot be placed included."""
        # Whatever a plan costs is a multiple of the divisor.
        steps = ceil(self._best - 1e-6 * (1 + abs(self._best)))
        return self._agenda.base_cost + max(steps, 0) * self._divisor

    def step(self, pace: float) -> None:
        """Price once and change the prices; `pace` from 1 down to 0 shortens the stride."""
        totals, taken = self._price_starts()
        least = np.minimum.reduceat(totals, self._first)
        worth = float((self._prices * self._left).sum())
        self._best = max(self._best, float(np.minimum(least, self._dropped).sum()) - worth)
        chosen = self._choose(totals, least)
        excess = (self._count_use(chosen, taken) - self._left) * self._matters
        self._drift = MEMORY * self._drift + (1 - MEMORY) * excess
        self._spread = SPREAD * self._spread + (1 - SPREAD) * excess * excess
        change = pace * self._stride * self._drift / (np.sqrt(self._spread) + 0.01)
        self._prices = np.maximum(self._prices + change, 0) * self._matters

    def _price_starts(self) -> tuple[Floats, list[Integers]]:
        """Price every start of every task, with the unit that is cheapest for each choice."""
        paid = np.zeros((self._prices.shape[0], self._prices.shape[1] + 1))
        np.cumsum(self._prices, axis=1, out=paid[:, 1:])
        totals, taken = self._costs.copy(), []
        everywhere = np.arange(len(totals))
        for columns in self._choices:
            prices = np.stack(
                [paid[c.units, self._end] - paid[c.units, self._begin] + c.barred for c in columns]
            )
            cheapest = prices.argmin(axis=0)
            totals += prices[cheapest, everywhere]
            taken.append(np.stack([c.units for c in columns])[cheapest, everywhere])
        return totals, taken

    def _choose(self, totals: Floats, least: Floats) -> Integers:
        """Choose the first cheapest start of each task that is not better left out."""
        cheapest = np.flatnonzero(totals <= least[self._task_of])
        _, firsts = np.unique(self._task_of[cheapest], return_index=True)
        return cheapest[firsts][least < self._dropped]

    def _count_use(self, chosen: Integers, taken: list[Integers]) -> Floats:
        changes = np.zeros((self._prices.shape[0], self._prices.shape[1] + 1))
        for units in taken:
            np.add.at(changes, (units[chosen], self._begin[chosen]), 1)
            np.add.at(changes, (units[chosen], self._end[chosen]), -1)
        return np.cumsum(changes, axis=1)[:, :-1]

    def _mark_points(self) -> Flags:
        """Mark where visits begin to occupy a unit: nowhere else is a crowd at its largest."""
        matters = np.zeros_like(self._left, dtype=np.bool_)
        for columns in self._choices:
            for column in columns:
                matters[column.units, self._begin] = True
        matters[-1] = False
        return matters


def find_divisor(agenda: Agenda) -> int:
    """Find the largest number that divides whatever a plan can cost."""
    prices = (price for task in agenda.tasks for price in (*task.costs, task.dropped))
    return gcd(*prices) or 1


def _list_columns(agenda: Agenda) -> list[list[_Column]]:
    """List needs and choices alike: a need is a choice of one; a task without it takes nothing."""
    nothing = len(agenda.units)
    most_needs = max(len(task.needs) for task in agenda.tasks)
    needs = [[_need_column(agenda, at, nothing)] for at in range(most_needs)]
    widths = [
        max((len(task.choices[at]) for task in agenda.tasks if at < len(task.choices)), default=0)
        for at in range(max(len(task.choices) for task in agenda.tasks))
    ]
    choices = [
        [_option_column(agenda, at, number, nothing) for number in range(width)]
        for at, width in enumerate(widths)
    ]
    return [*needs, *choices]


def _need_column(agenda: Agenda, at: int, nothing: int) -> _Column:
    units = _integers(
        task.needs[at] if at < len(task.needs) else nothing
        for task in agenda.tasks
        for _ in task.starts
    )
    return _Column(units, np.zeros(len(units)))


def _option_column(agenda: Agenda, at: int, number: int, nothing: int) -> _Column:
    units: list[int] = []
    barred: list[float] = []
    for task in agenda.tasks:
        options = task.choices[at] if at < len(task.choices) else ()
        option = options[number] if number < len(options) else None
        # Of an option with several units one is paid for: a floor stays a floor.
        unit = option.units[0] if option is not None and option.units else nothing
        units += [unit] * len(task.starts)
        barred += [_bar(options, option, position) for position in range(len(task.starts))]
    return _Column(_integers(units), _floats(barred))


def _bar(options: tuple[Option, ...], option: Option | None, position: int) -> float:
    if not options:
        return 0.0
    return 0.0 if option is not None and option.allowed >> position & 1 else NEVER


def _count_left(agenda: Agenda, span: int) -> Floats:
    """Count what each unit has left on each granule; a last row is for nothing at all."""
    left = np.zeros((len(agenda.units) + 1, span))
    for number, unit in enumerate(agenda.units):
        left[number] = unit.capacity
        for level in unit.levels:
            left[number] -= [level >> granule & 1 for granule in range(span)]
    return left


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)


def _integers(values: Iterable[int]) -> Integers:
    return np.fromiter(values, dtype=np.int64)
