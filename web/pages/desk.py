"""The pages of the desk: today, convening, the invitation, the console."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from .page import StaffPage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from .page import Choice, FieldError, VisitState
    from .slots import SlotOffer


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """Someone in the waiting room."""

    name: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit of the day."""

    id: str
    starts_at: datetime
    ends_at: datetime
    case_number: str
    case_title: str
    citizen_name: str
    departments: tuple[str, ...]  # the leading one first
    place: str
    state: VisitState
    waiting: tuple[WaitingPerson, ...] = ()
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage(StaffPage):
    """Today's visits of the viewer's department."""

    template: ClassVar[str] = "staff/today.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "staff")
    day: date
    visits: tuple[VisitRow, ...]
    may_convene: bool
    new_applications: int | None = None  # None for an office that receives none


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenePage(StaffPage):
    """The form that convenes a visit.

    Posted names, also the keys of `values`: case ("new" or a case number), title, citizen_name,
    citizen_phone, lang ("zh"|"en", of the talk), lead, departments (many; in `chosen`), date
    (YYYY-MM-DD), time (HH:MM, office time), duration (minutes), place, any_room ("yes": one that is
    free when none is named), slot (an offered start, ISO 8601, instead of date and time), action
    ("find": only look for times).
    """

    template: ClassVar[str] = "staff/convene.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "staff")
    cases: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    places: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    errors: tuple[FieldError, ...] = ()
    conflicts: tuple[str, ...] = ()  # who or what is not free, in words
    has_rooms: bool = False
    offers: tuple[SlotOffer, ...] | None = None  # None until times were looked for
    reasons: tuple[str, ...] = ()  # why there is no time, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage(StaffPage):
    """What to give to the citizen; the code can be shown only this once."""

    template: ClassVar[str] = "staff/invitation.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "staff")
    visit_id: str
    case_number: str
    citizen_name: str
    link: str
    code: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    departments: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePage(StaffPage):
    """The staff console; everything that changes comes by script (answers.ConsoleState)."""

    template: ClassVar[str] = "staff/console.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "room", "staff", "console")
    visit_id: str
    case_number: str
    case_title: str
    citizen_name: str
    departments: tuple[str, ...]
    lang: str  # of the talk
    starts_at: datetime
    ends_at: datetime
    state: VisitState
