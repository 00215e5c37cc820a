"""Turns a plan on units into visits that name their resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.problem import PlannedVisit, Span

from .ledger import list_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .ledger import Place
    from .tasks import Agenda, Task


def deal_resources(agenda: Agenda, plan: Mapping[int, Place]) -> tuple[PlannedVisit, ...]:
    """Deal the members of units to visits in order of their starts, the first free one to each.

    Whoever comes finds fewer others there than the unit has capacity, so one member is free.
    """
    last: dict[str, list[int]] = {
        name: [0] * min(agenda.problem.resources[name].capacity, len(plan))
        for unit in agenda.units
        if len(unit.members) > 1
        for name in unit.members
    }
    visits = []
    for number in sorted(plan, key=lambda one: _begin(agenda.tasks[one], plan[one])):
        task, place = agenda.tasks[number], plan[number]
        begin = _begin(task, place)
        taken: dict[int, str] = {}
        for unit in list_units(task, place):
            members = agenda.units[unit].members
            taken[unit] = _take(members, last, begin, task.width)
        visits.append(_name_visit(agenda, task, place, taken))
    return tuple(visits)


def _begin(task: Task, place: Place) -> int:
    return task.starts[place.position] - task.buffer


def _take(members: tuple[str, ...], last: dict[str, list[int]], begin: int, width: int) -> str:
    if len(members) == 1:
        return members[0]
    for name in members:
        for seat, until in enumerate(last[name]):
            if until <= begin:
                last[name][seat] = begin + width
                return name
    raise AssertionError("a plan never fills a unit beyond its capacity")


def _name_visit(agenda: Agenda, task: Task, place: Place, taken: Mapping[int, str]) -> PlannedVisit:
    request = agenda.problem.requests[task.request]
    start = agenda.moment(task.starts[place.position])
    chosen = [
        taken[unit]
        for options, at in zip(task.choices, place.options, strict=True)
        for unit in options[at].units
    ]
    names = dict.fromkeys([*request.needs, *chosen])
    return PlannedVisit(request.id, Span(start, start + request.duration), tuple(names))
