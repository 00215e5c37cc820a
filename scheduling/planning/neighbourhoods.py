"""Chooses tasks that are worth placing anew together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ledger import list_units

if TYPE_CHECKING:
    from random import Random

    from .ledger import Plan
    from .tasks import Agenda, Task

MOST_STARTS = 4_000
MOST_MISSING = 15


def choose_neighbourhood(agenda: Agenda, plan: Plan, chance: Random) -> set[int]:
    """Choose visits that share units with a costly task, or lie on one day, and some left out."""
    missing = sorted(number for number in range(len(agenda.tasks)) if number not in plan)
    late = [one for one, place in plan.items() if agenda.tasks[one].costs[place.position]]
    seeds = missing + late or sorted(plan)
    seed = chance.choice(seeds)
    ordered = _order_by_day(agenda, plan, chance) if chance.random() < 0.4 else []
    ordered = ordered or _order_by_units(agenda, plan, seed, chance)
    tried = chance.sample(missing, min(MOST_MISSING, len(missing)))
    return _take_up_to(agenda, [seed, *tried, *ordered])


def choose_core(agenda: Agenda, plan: Plan, most_starts: int) -> set[int]:
    """Choose what costs something in a plan, and whatever needs the same, the most alike first.

    Nothing when too much costs something: a part of that would prove little.
    """
    costly = [
        number
        for number, task in enumerate(agenda.tasks)
        if number not in plan or task.costs[plan[number].position] > task.costs[0]
    ]
    if sum(len(agenda.tasks[number].starts) for number in costly) > most_starts // 2:
        return set()
    wanted = {unit for number in costly for unit in agenda.tasks[number].needs}
    shared = {
        number: len(wanted.intersection(task.needs)) / (1 + len(task.needs))
        for number, task in enumerate(agenda.tasks)
    }
    others = sorted(shared, key=lambda number: (-shared[number], number))
    return _take_up_to(agenda, [*costly, *others], most_starts)


def _order_by_day(agenda: Agenda, plan: Plan, chance: Random) -> list[int]:
    """Order the visits by how near they are to one moment of the week."""
    if not plan:
        return []
    centre = _start(agenda, plan, chance.choice(sorted(plan)))
    return sorted(plan, key=lambda one: abs(_start(agenda, plan, one) - centre))


def _order_by_units(agenda: Agenda, plan: Plan, seed: int, chance: Random) -> list[int]:
    """Order the visits by how many of their needs they share with a task, then by chance."""
    wanted = set(agenda.tasks[seed].needs) or set(_list_all_units(agenda.tasks[seed]))
    keys = {
        one: (-len(wanted & set(list_units(agenda.tasks[one], place))), chance.random())
        for one, place in plan.items()
    }
    return sorted(plan, key=lambda one: keys[one])


def _take_up_to(agenda: Agenda, numbers: list[int], most: int = MOST_STARTS) -> set[int]:
    chosen: set[int] = set()
    starts = 0
    for number in dict.fromkeys(numbers):
        starts += len(agenda.tasks[number].starts)
        if chosen and starts > most:
            break
        chosen.add(number)
    return chosen


def _start(agenda: Agenda, plan: Plan, number: int) -> int:
    return agenda.tasks[number].starts[plan[number].position]


def _list_all_units(task: Task) -> list[int]:
    return [unit for one in task.choices for option in one for unit in option.units]
