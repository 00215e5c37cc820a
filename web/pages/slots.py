"""Times that are offered, on the page that convenes and on a citizen's ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SlotOffer:
    """A time at which everybody is free; `value` is what the form sends."""

    value: str
    day: date
    starts_at: datetime
    ends_at: datetime
    place: str
    is_preferred: bool = False
