"""The pages of somebody who applies for a visit, and of whoever follows an application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from .page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from .page import FieldError

ApplicationStateName = Literal["draft", "submitted", "opened", "answered"]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of an application; `href` shows or saves it, "" on the applicant's own pages."""

    id: str
    name: str
    size: str  # as people say it
    is_picture: bool
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyStartPage(Page):
    """What an application is, and the way in."""

    template: ClassVar[str] = "apply/start.html"
    source: str = ""  # "poster" for who came by its QR code
    has_draft: bool = False
    sent_number: str = ""  # of what this browser has just sent


@dataclass(frozen=True, slots=True)
class StepPlace:
    """Where a question stands among the others, and where "back" leads."""

    step: str
    position: int
    total: int
    back: str
    is_change: bool = False  # come from the summary and going back there


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyStep(Page):
    """One question: its place, what was answered, what is wrong with the answer."""

    place: StepPlace
    values: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyTextPage(ApplyStep):
    """A question answered in words: story, demand, place, or name with address."""

    template: ClassVar[str] = "apply/text.html"
    longest: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyPhonePage(ApplyStep):
    """The phone a code is sent to."""

    template: ClassVar[str] = "apply/phone.html"
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyCodePage(ApplyStep):
    """The code that was sent."""

    template: ClassVar[str] = "apply/code.html"
    phone: str
    was_sent_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyFilesPage(ApplyStep):
    """Photos and papers, none needed."""

    template: ClassVar[str] = "apply/files.html"
    files: tuple[AttachedFile, ...]
    most: int
    largest_megabytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyTimesPage(ApplyStep):
    """When the applicant can talk."""

    template: ClassVar[str] = "apply/times.html"
    times: tuple[str, ...]
    days: tuple[date, ...]  # on offer
    chosen_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the summary; an empty text is a question without an answer."""

    step: str
    text: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyCheckPage(Page):
    """Everything once more before it is sent."""

    template: ClassVar[str] = "apply/check.html"
    answers: tuple[Answer, ...]
    times: tuple[str, ...]
    days: tuple[date, ...]
    back: str
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyDonePage(Page):
    """Number and code to come back with."""

    template: ClassVar[str] = "apply/done.html"
    number: str
    code: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPage(Page):
    """The form that asks for number and code."""

    template: ClassVar[str] = "track/form.html"
    number: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackedVisit:
    """A visit that was convened about the matter."""

    starts_at: datetime
    state: Literal["scheduled", "open", "live", "ended"]
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedPage(Page):
    """Where an application stands, in plain words."""

    template: ClassVar[str] = "track/state.html"
    number: str
    state: ApplicationStateName
    submitted_at: datetime
    decided_at: datetime | None
    answer: str = ""
    lead_department: str = ""
    visits: tuple[TrackedVisit, ...] = ()
