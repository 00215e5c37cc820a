"""What a plan occupies so far: for each unit how many visits lie on each granule and day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .tasks import Agenda, Task


class Place(NamedTuple):
    """Where a task sits: the position of its start, and the option taken of each choice."""

    position: int
    options: tuple[int, ...]


Plan = dict[int, Place]  # by the number of the task in the agenda; what is missing is unplaced


class Ledger:
    """Places tasks and takes them off again; `levels[unit][j]`: the granules with j + 1 taken."""

    def __init__(self, agenda: Agenda, plan: Mapping[int, Place] | None = None) -> None:
        self._agenda = agenda
        self.levels = [
            [*unit.levels, *[0] * (unit.capacity - len(unit.levels))] for unit in agenda.units
        ]
        self.days: dict[tuple[int, int], int] = {}
        for number, place in (plan or {}).items():
            self.add(agenda.tasks[number], place)

    def full(self, unit: int) -> int:
        """Give the granules on which a unit can take no more."""
        levels = self.levels[unit]
        return levels[-1] if levels else -1

    def is_day_full(self, unit: int, day: int) -> bool:
        most = self._agenda.units[unit].daily_max
        return most is not None and self.days.get((unit, day), 0) >= most

    def fits(self, task: Task, position: int, units: Iterable[int]) -> bool:
        window, day = task.windows[position], task.days[position]
        return all(
            not self.full(unit) & window and not self.is_day_full(unit, day) for unit in units
        )

    def find_place(self, task: Task, position: int) -> Place | None:
        """Find the first free option of each choice at a start; None when something is taken."""
        if not self.fits(task, position, task.needs):
            return None
        chosen = []
        for options in task.choices:
            for number, option in enumerate(options):
                if option.allowed >> position & 1 and self.fits(task, position, option.units):
                    chosen.append(number)
                    break
            else:
                return None
        return Place(position, tuple(chosen))

    def find_first(self, task: Task) -> Place | None:
        """Find the earliest place left, which is also the cheapest."""
        full = 0
        for unit in task.needs:
            full |= self.full(unit)
        for position, window in enumerate(task.windows):
            if not full & window:
                place = self.find_place(task, position)
                if place is not None:
                    return place
        return None

    def add(self, task: Task, place: Place) -> None:
        for unit in list_units(task, place):
            window = task.windows[place.position]
            levels = self.levels[unit]
            for level, taken in enumerate(levels):
                levels[level] = taken | window
                window &= taken
                if not window:
                    break
            key = (unit, task.days[place.position])
            self.days[key] = self.days.get(key, 0) + 1

    def remove(self, task: Task, place: Place) -> None:
        for unit in list_units(task, place):
            window = task.windows[place.position]
            levels = self.levels[unit]
            for level in range(len(levels) - 1, -1, -1):
                freed = levels[level] & window
                levels[level] ^= freed
                window ^= freed
            self.days[unit, task.days[place.position]] -= 1


def list_units(task: Task, place: Place) -> tuple[int, ...]:
    """List the units that a placed task takes, needs first."""
    chosen = zip(task.choices, place.options, strict=True)
    return (*task.needs, *(unit for options, at in chosen for unit in options[at].units))
