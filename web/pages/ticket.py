"""The citizen's ticket: the way to it, what it says, another time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from .page import Page

if TYPE_CHECKING:
    from datetime import datetime

    from .slots import SlotOffer

TicketStatus = Literal["waiting", "open", "over", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEntryPage(Page):
    """Link and code; `link` is what was typed, `problem` why it did not open."""

    template: ClassVar[str] = "ticket/entry.html"
    link: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage(Page):
    """When, where and who; `offers` is None until another time is asked for."""

    template: ClassVar[str] = "ticket/ticket.html"
    status: TicketStatus
    name: str
    case_number: str
    case_title: str
    departments: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    place: str
    token: str
    link: str  # for the QR code; "" when the ticket was not opened by its link
    can_change: bool
    is_new: bool = False  # has just been moved
    offers: tuple[SlotOffer, ...] | None = None
    reasons: tuple[str, ...] = ()
    problem: str = ""
