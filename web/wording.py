"""Times, durations and numbers as people say them, in one language and one time zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

from cases.shown_words import join_spoken

from .i18n import mark as _
from .labels import FIELD_LABELS, VISIT_STATE_LABELS

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from .i18n import Tongue

NEAR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for moments near `now` and for numbers; `words` in every template."""

    tongue: Tongue
    timezone: ZoneInfo
    now: datetime

    def say(self, message: str, **values: object) -> str:
        """Translate a sentence and fill its {placeholders}."""
        text: str = self.tongue.translations.gettext(message)
        return text.format(**values)

    def moment(self, at: datetime) -> str:
        """Say a moment: "today 14:30" near today, with the date further away."""
        days = (self.local(at).date() - self.local(self.now).date()).days
        time = self.clock(at)
        near = {
            -1: self.say(_("yesterday {time}"), time=time),
            0: self.say(_("today {time}"), time=time),
            1: self.say(_("tomorrow {time}"), time=time),
        }
        return near.get(days) or f"{self.day(self.local(at).date())} {time}"

    def distance(self, at: datetime) -> str:
        """Say how far a moment is when it is within the hour, else the moment itself."""
        minutes = round((at - self.now).total_seconds() / 60)
        if abs(minutes) > NEAR_MINUTES:
            return self.moment(at)
        if minutes == 0:
            return self.say(_("now"))
        if minutes > 0:
            return self.say(_("in {minutes} min"), minutes=minutes)
        return self.say(_("{minutes} min ago"), minutes=-minutes)

    def absolute(self, at: datetime) -> str:
        """Write a moment out in full, for a title or a print."""
        return format_datetime(self.local(at), "long", locale=self.tongue.locale)

    def clock(self, at: datetime) -> str:
        """Write hours and minutes."""
        return format_time(self.local(at), "HH:mm", locale=self.tongue.locale)

    def day(self, day: date) -> str:
        """Write a date with its weekday; the year only when it is not this one."""
        if day.year != self.local(self.now).year:
            return format_date(day, "long", locale=self.tongue.locale)
        pattern = "M月d日 EEEE" if self.tongue.language == "zh" else "EEEE d MMMM"
        return format_date(day, pattern, locale=self.tongue.locale)

    def local(self, at: datetime) -> datetime:
        """Move a moment into the office's time zone."""
        return at.astimezone(self.timezone)

    def second(self, seconds: float) -> str:
        """Write a point of the talk as minutes and seconds, 3:07."""
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"

    def number(self, value: float) -> str:
        """Group thousands."""
        return format_decimal(value, locale=self.tongue.locale)

    def listing(self, names: tuple[str, ...]) -> str:
        """Join names as the language does."""
        return ("、" if self.tongue.language == "zh" else ", ").join(names)

    def quote(self, words: str) -> str:
        """Put what somebody said into quotation marks, Chinese without spaces between words."""
        return f"“{join_spoken(words)}”"

    def field(self, name: str) -> str:
        """Name a case field."""
        return self.say(FIELD_LABELS[name])

    def visit_state(self, name: str) -> str:
        """Name the state of a visit."""
        return self.say(VISIT_STATE_LABELS[name])
