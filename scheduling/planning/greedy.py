"""Plans made by placing one task after the other at its earliest free time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ledger import Ledger, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .tasks import Agenda


def place_in_order(agenda: Agenda, order: Iterable[int], plan: Plan | None = None) -> Plan:
    """Place tasks in this order, beside those of a plan, each where it is cheapest."""
    placed = dict(plan or {})
    ledger = Ledger(agenda, placed)
    for number in order:
        task = agenda.tasks[number]
        place = ledger.find_first(task)
        if place is not None and task.costs[place.position] <= task.dropped:
            ledger.add(task, place)
            placed[number] = place
    return placed


def plan_by_deadline(agenda: Agenda) -> Plan:
    """Place the earliest deadline first: the plan that any other is measured by."""
    return place_in_order(agenda, order_by_deadline(agenda))


def order_by_deadline(agenda: Agenda) -> list[int]:
    def key(number: int) -> tuple[float, int]:
        request = agenda.problem.requests[agenda.tasks[number].request]
        return (float("inf") if request.deadline is None else request.deadline, number)

    return sorted(range(len(agenda.tasks)), key=key)
