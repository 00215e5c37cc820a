"""The page of one case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from .page import StaffPage

if TYPE_CHECKING:
    from datetime import datetime

    from .exports import ExportBlock
    from .page import VisitState


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
class Statement:
    """What the applicant wrote, and who took it into the case."""

    text: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class CaseFieldRow:
    """One field of a case; `value` formatted for reading, "" while it is empty."""

    field: str
    value: str
    acceptance: Acceptance | None = None
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class CaseVisitRow:
    """One visit of a case."""

    id: str
    starts_at: datetime
    state: VisitState
    departments: tuple[str, ...]
    may_enter: bool
    exports: ExportBlock | None = None  # for those who may enter, once something was said


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
