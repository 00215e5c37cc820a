"""The pages of the office that receives applications."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from .page import StaffPage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from .application import ApplicationStateName, AttachedFile
    from .page import Choice, FieldError


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application of the list."""

    number: str
    submitted_at: datetime
    name: str
    place: str
    demand: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage(StaffPage):
    """Applications of one state, the oldest first, and how many there are of each."""

    template: ClassVar[str] = "staff/inbox.html"
    state: ApplicationStateName
    counts: Mapping[str, int]
    rows: tuple[ApplicationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPage(StaffPage):
    """Everything an applicant said, and the two ways to decide.

    Posted to .../case: title, lead, departments (many; in `chosen`), petitioner_name, phone,
    address, demand. Posted to .../answer: answer.
    """

    template: ClassVar[str] = "staff/application.html"
    number: str
    state: ApplicationStateName
    lang: str
    submitted_at: datetime
    name: str
    phone: str
    address: str
    story: str
    demand: str
    place: str
    times: tuple[str, ...]
    days: tuple[date, ...]
    came_by_poster: bool
    files: tuple[AttachedFile, ...]
    departments: tuple[Choice, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    errors: tuple[FieldError, ...] = ()
    case_number: str = ""  # "" while none is open, or for who may not see it
    answer: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPage(StaffPage):
    """A sheet to print and hang up, with the way to an application."""

    template: ClassVar[str] = "staff/poster.html"
    link: str
    shown_link: str  # without the scheme, to be typed
