"""What can go wrong with bookings.

SchedulingError
|- InvalidIntervalError(problem)
|- EmptyPanelError
|- DuplicateDepartmentError(department)
|- BookingOverError(ends_at)
|- BookingCancelledError
|- InvalidRosterError(weekday)
|- InvalidProblemError(faults)
`- SlotTakenError(conflicts): resources, starts
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from .conflicts import Conflict


class SchedulingError(Exception):
    """Any error of this package."""


class IntervalProblem(StrEnum):
    """Why a time span cannot be booked; the key of a sentence for people."""

    NO_ZONE = "no_zone"
    NO_LENGTH = "no_length"
    TOO_LONG = "too_long"
    OFF_GRID = "off_grid"


class InvalidIntervalError(SchedulingError):
    """A time span that cannot be booked; `problem` says why."""

    def __init__(self, problem: IntervalProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class EmptyPanelError(SchedulingError):
    """A panel needs a department."""


class DuplicateDepartmentError(SchedulingError):
    """A department sits on a panel once; `department` is its code."""

    def __init__(self, department: str) -> None:
        super().__init__(f"{department} is named twice")
        self.department = department


class BookingOverError(SchedulingError):
    """The meeting would be over already."""

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(f"the meeting would have ended at {ends_at.isoformat()}")
        self.ends_at = ends_at


class BookingCancelledError(SchedulingError):
    """The meeting was called off and cannot be moved."""


class InvalidRosterError(SchedulingError):
    """Duty hours that end before they start or overlap, on this weekday (0 is Monday)."""

    def __init__(self, weekday: int) -> None:
        super().__init__(f"the duty hours of weekday {weekday} do not fit each other")
        self.weekday = weekday


class InvalidProblemError(SchedulingError):
    """A scheduling problem as written cannot be used; `faults` is one line each, with its place."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class SlotTakenError(SchedulingError):
    """Others have booked some of what is needed; nothing at all was booked."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__("; ".join(map(str, conflicts)))
        self.conflicts = tuple(conflicts)

    @property
    def resources(self) -> tuple[str, ...]:
        """The resources that are taken, as in "department:<id>"."""
        return tuple(dict.fromkeys(str(conflict.resource) for conflict in self.conflicts))

    @property
    def starts(self) -> tuple[datetime, ...]:
        """When the bookings in the way start, beside `resources` one by one."""
        return tuple(conflict.starts_at for conflict in self.conflicts)
