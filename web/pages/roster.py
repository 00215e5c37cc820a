"""The page of a department's duty hours, of days that differ, and of the rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from .page import StaffPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .page import FieldError


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One weekday and the field of its hours, as in "09:00-12:00, 14:00-17:00"."""

    field: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPage(StaffPage):
    """Hours as text, one field for each weekday; `rows` are the numbers of the days that differ.

    Posted names, also the keys of `values`: hours-0 … hours-6, day-N, time-N (empty: closed) and
    note-N, notice_email, room (a new one), drop (rooms no longer used, many).
    """

    template: ClassVar[str] = "staff/roster.html"
    department: str
    weekdays: tuple[RosterDay, ...]
    rows: tuple[int, ...]
    rooms: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    is_usual: bool = False
    is_saved: bool = False
