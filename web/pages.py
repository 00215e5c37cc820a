"""What each page shows: one frozen context per template, with times in UTC and names in words.

Departments, field values and other words that exist in two languages are given in the language
of the request (`i18n.find_language`); `render` adds what every page has (chrome in templating.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from aiohttp import web

from .templating import get_chrome, get_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

VisitState = Literal["scheduled", "open", "live", "ended"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member of staff who looks at a page."""

    name: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page context has: its template and the folders of js/ whose sentences it needs."""

    template: ClassVar[str]
    scripts: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage(Page):
    """A page behind the sign-in."""

    viewer: Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The doors of the house: join a visit, ask for one, staff."""

    template: ClassVar[str] = "home.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenPage(Page):
    """The one page of a citizen's visit; its states are filled by script from /visit/state."""

    template: ClassVar[str] = "visit.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "room", "citizen")
    text_version: str = "1"  # of the consent sentences, stored with what was chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """Name and password; `next_path` is where to go afterwards."""

    template: ClassVar[str] = "sign_in.html"
    login: str = ""
    next_path: str = "/staff"
    failed: bool = False  # wrong name or password (never said which)
    wait_minutes: int = 0  # too many tries: how long to wait


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage(StaffPage):
    """Today's visits of the viewer's department."""

    template: ClassVar[str] = "staff/today.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "staff")
    day: date
    visits: tuple[VisitRow, ...]
    may_convene: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select or of check boxes."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one form field, in words that say what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenePage(StaffPage):
    """The form that convenes a visit.

    Posted names, also the keys of `values`: case ("new" or a case number), title, citizen_name,
    citizen_phone, lang ("zh"|"en", of the talk), lead, departments (many; in `chosen`), date
    (YYYY-MM-DD), time (HH:MM, office time), duration (minutes), place.
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


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a case field has its value: words, second, speaker, rule and person (invariant 1)."""

    quote: str
    lang: str  # of the quote
    speaker_name: str
    at_seconds: float  # from the start of the visit
    rule: str
    status: Literal["accepted", "corrected"]
    decided_by: str
    decided_at: datetime
    heard_value: str  # what was suggested, formatted; differs from the value when corrected


@dataclass(frozen=True, slots=True)
class CaseFieldRow:
    """One field of a case; `value` formatted for reading, "" while it is empty."""

    field: str
    value: str
    acceptance: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class CaseVisitRow:
    """One visit of a case."""

    id: str
    starts_at: datetime
    state: VisitState
    departments: tuple[str, ...]
    may_enter: bool


@dataclass(frozen=True, slots=True)
class TranscriptTurn:
    """What one person said without a break; `text` as people read it."""

    visit_id: str
    speaker_name: str
    department: str  # "" for citizens
    at_seconds: float
    text: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage(StaffPage):
    """One case on one screen; `fields` are the twelve in the order of cases.CaseField."""

    template: ClassVar[str] = "staff/case.html"
    number: str
    title: str
    citizen_name: str
    lead_department: str
    created_at: datetime
    fields: tuple[CaseFieldRow, ...]
    visits: tuple[CaseVisitRow, ...]
    transcript: tuple[TranscriptTurn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """A page that could not be given; `reference` helps to find the line in the log."""

    template: ClassVar[str] = "error.html"
    status: int
    reference: str = ""


def render(request: web.Request, context: Page, status: int = 200) -> web.Response:
    """Render a page in the language of the request."""
    template = get_environment(request).get_template(context.template)
    text = template.render(page=context, **get_chrome(request, context.scripts))
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
