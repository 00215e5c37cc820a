"""What a plan is worth: first its objective, then waiting, then gaps between visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .ledger import list_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .ledger import Place
    from .tasks import Agenda
    from .units import Unit

DEPARTMENTS = ("dep:", "department:")


class Score(NamedTuple):
    """Less is better, in this order; costs and waiting in the agenda's scale, gaps in granules.

    `unplaced` comes second so that a request of no weight is placed when it can be.
    """

    cost: int
    unplaced: int
    waiting: int
    gaps: int


def score_plan(agenda: Agenda, plan: Mapping[int, Place]) -> Score:
    cost, waiting = agenda.base_cost, 0
    for number, task in enumerate(agenda.tasks):
        place = plan.get(number)
        cost += task.dropped if place is None else task.costs[place.position]
        waiting += 0 if place is None else task.waits[place.position]
    return Score(cost, len(agenda.tasks) - len(plan), waiting, count_gaps(agenda, plan))


def count_gaps(agenda: Agenda, plan: Mapping[int, Place]) -> int:
    """Add up the granules between one visit of a department and its next of the same day."""
    visits: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for number, place in plan.items():
        task = agenda.tasks[number]
        start = task.starts[place.position]
        for unit in list_units(task, place):
            if is_department(agenda.units[unit]):
                key = (unit, task.days[place.position])
                visits.setdefault(key, []).append((start, start + task.length))
    return sum(map(_count_between, visits.values()))


def is_department(unit: Unit) -> bool:
    return unit.members[0].startswith(DEPARTMENTS)


def _count_between(spans: list[tuple[int, int]]) -> int:
    gaps, reached = 0, None
    for start, end in sorted(spans):
        if reached is not None:
            gaps += max(start - reached, 0)
        reached = end if reached is None else max(end, reached)
    return gaps
