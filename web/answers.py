"""JSON that page scripts read, one frozen type per answer; `encode` turns one into a dict.

The bodies of announcements (captions, suggestions, waiting people) have the same shape here as on
the socket, see docs/protocol.md; times of day are ISO 8601 with offset.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class PanelSeat:
    """A department that receives."""

    department: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """What a citizen is told about the visit."""

    id: str
    case_title: str
    case_number: str
    starts_at: str
    ends_at: str
    opens_at: str
    lang: str
    state: str  # scheduled | open | live | ended
    panel: tuple[PanelSeat, ...]


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """The two choices of a citizen."""

    recording: bool
    transcript: bool


@dataclass(frozen=True, slots=True)
class SeatState:
    """Answer of POST /visit/redeem, GET /visit/state and POST /visit/consent.

    Without a seat cookie these answer 401 with code `no_seat_error`.
    """

    participant_id: str
    name: str
    visit: VisitSummary
    consent: ConsentChoice | None
    in_lobby: bool
    admitted: bool
    position: int | None  # 1 is next
    waiting: int | None


@dataclass(frozen=True, slots=True)
class LobbyState:
    """Answer of POST /visit/lobby."""

    position: int
    waiting: int


@dataclass(frozen=True, slots=True)
class FieldState:
    """A case field: its normal form and as people read it; None and "" while empty."""

    field: str
    value: object
    text: str


@dataclass(frozen=True, slots=True)
class ConsoleVisit:
    """What the header of the console shows; the body of `visit_state` has the same keys."""

    state: str
    recording: bool
    recording_failed: bool
    transcribing: bool
    lang: str
    model: str
    is_starter: bool
    started_at: str | None
    ends_at: str


@dataclass(frozen=True, slots=True)
class ConsoleState:
    """Answer of GET /staff/visits/{id}/state.

    `suggestions` are bodies of `field_suggested` (the open ones), `utterances` bodies of `caption`
    (final, in order of start), `waiting` as in `lobby_changed`.
    """

    participant_id: str
    visit: ConsoleVisit
    fields: tuple[FieldState, ...]
    suggestions: tuple[Mapping[str, object], ...]
    utterances: tuple[Mapping[str, object], ...]
    waiting: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Answer of accept, correct and reject: the body of `suggestion_decided`."""

    id: str
    field: str
    status: str  # accepted | corrected | rejected
    value: object
    text: str
    decided_by_name: str


def encode(answer: SeatState | LobbyState | ConsoleState | Decision) -> dict[str, Any]:
    """Give the answer as plain dicts and lists for `web.json_response`."""
    return asdict(answer)
