"""Minutes: the desk where staff write them, their template, and what the citizen signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from .page import Page, StaffPage

if TYPE_CHECKING:
    from datetime import datetime

MinutesStatus = Literal["none", "draft", "presented", "signed", "sealed"]
SignStatus = Literal["none", "open", "waiting", "sealed"]


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """A line as people read it; `at_seconds` where somebody said it, without its mark."""

    kind: Literal["title", "section", "said", "plain"]
    text: str
    at_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class MinutesSound:
    """A recording that holds a second; `url` plays around it."""

    speaker_name: str
    url: str


@dataclass(frozen=True, slots=True)
class MinutesObjection:
    """What a citizen says is wrong; `sounds` play the second it points at."""

    id: str
    name: str
    revision: int
    at_seconds: float | None
    words: str
    raised_at: datetime
    answer: str = ""
    answered_by: str = ""
    sounds: tuple[MinutesSound, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesSignature:
    """Who signed how; `stroke` is an SVG path within 600 x 200."""

    name: str
    department: str
    method: Literal["stroke", "code", "account"]
    signed_at: datetime
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class MinutesVersion:
    """One revision; `author` is "" where it was generated."""

    number: int
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPage(StaffPage):
    """The desk of one visit's minutes.

    `text` is what stands in the box: the latest revision, or after a refused save what was typed;
    `theirs` then is what somebody else saved meanwhile.
    """

    template: ClassVar[str] = "staff/minutes.html"
    visit_id: str
    case_number: str
    case_title: str
    citizen_name: str
    lang: str
    status: MinutesStatus
    revision: int = 0
    text: str = ""
    theirs: str = ""
    lines: tuple[MinutesLine, ...] = ()
    versions: tuple[MinutesVersion, ...] = ()
    objections: tuple[MinutesObjection, ...] = ()
    signatures: tuple[MinutesSignature, ...] = ()
    missing: tuple[str, ...] = ()
    may_countersign: bool = False
    digest: str = ""
    sealed_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesTemplatePage(StaffPage):
    """The wording of the viewer's department in one language; `preview` is "" before a try."""

    template: ClassVar[str] = "staff/minutes_template.html"
    lang: str
    source: str
    is_own: bool
    is_saved: bool = False
    preview: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignEntryPage(Page):
    """Link, then a code that is sent to the phone; `link` is what was typed."""

    template: ClassVar[str] = "sign/entry.html"
    link: str = ""
    is_code_sent: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPage(Page):
    """What the citizen reads and signs; `at` is the second they want to hear or object to."""

    template: ClassVar[str] = "sign/sign.html"
    scripts: ClassVar[tuple[str, ...]] = ("sign",)
    invitation_id: str
    status: SignStatus
    case_number: str
    case_title: str
    lang: str
    revision: int = 0
    lines: tuple[MinutesLine, ...] = ()
    at: int | None = None
    words: str = ""
    sounds: tuple[MinutesSound, ...] = ()
    objections: tuple[MinutesObjection, ...] = ()
    signatures: tuple[MinutesSignature, ...] = ()
    is_code_sent: bool = False
    has_open_objection: bool = False
    digest: str = ""
    notice: Literal["", "objected", "signed"] = ""
    problem: str = ""
