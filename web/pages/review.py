"""The page on which a transcript is heard, read, corrected and its suggestions decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import msgspec

from .page import StaffPage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from .exports import ExportBlock
    from .page import VisitState


@dataclass(frozen=True, slots=True)
class ReviewPerson:
    """Somebody who spoke or was recorded; `color` counts from 0 in order of appearance."""

    participant_id: str
    name: str
    department: str  # "" for citizens
    role: str  # citizen | officer
    color: int
    utterances: int


@dataclass(frozen=True, slots=True)
class ReviewRecording:
    """The sound of one person; second 0 of the file is `started` seconds after the visit began."""

    id: str
    participant_id: str
    started: float
    duration: float | None  # seconds; None while it is being written
    url: str
    peaks_url: str


@dataclass(frozen=True, slots=True)
class ReviewField:
    """A case field as it stands, and on which words; `words` are as in `field_suggested`."""

    field: str
    value: object
    text: str  # as people read it; "" while empty
    words: tuple[Mapping[str, object], ...] = ()
    at_seconds: float | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class ReviewTotals:
    """What there is to go through."""

    utterances: int
    words: int
    seconds: float  # until the end of the last word or recording
    open_suggestions: int
    heard_seconds: float  # by the viewer


@dataclass(frozen=True, slots=True)
class ReviewLinks:
    """Where the page's script asks; {id} stands for a correction or a suggestion."""

    transcript: str
    changes: str
    corrections: str
    undo: str
    progress: str
    accept: str
    correct: str
    reject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage(StaffPage):
    """The review of one visit; the transcript itself comes by script from `links.transcript`.

    `sequence` is the number after which `links.changes` goes on. `suggestions` are the open ones
    as bodies of `field_suggested`, `heard` what the viewer has heard as [start, end] in seconds.
    """

    template: ClassVar[str] = "staff/review.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "console", "review")
    visit_id: str
    case_number: str
    case_title: str
    citizen_name: str
    departments: tuple[str, ...]
    lang: str  # of the talk
    state: VisitState
    started_at: datetime | None
    people: tuple[ReviewPerson, ...]
    recordings: tuple[ReviewRecording, ...]
    fields: tuple[ReviewField, ...]
    suggestions: tuple[Mapping[str, object], ...]
    totals: ReviewTotals
    heard: tuple[tuple[float, float], ...]
    sequence: int
    links: ReviewLinks
    style_nonce: str = ""
    exports: ExportBlock | None = None

    @property
    def script_state(self) -> Mapping[str, object]:
        """What the page's script begins with; review.d.ts knows it as PageState."""
        names = ("people", "recordings", "fields", "suggestions", "totals", "heard")
        state = {name: getattr(self, name) for name in (*names, "sequence", "links", "lang")}
        return {**msgspec.to_builtins(state), "style_nonce": self.style_nonce}
