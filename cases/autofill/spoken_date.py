"""A date as spoken, resolved against the day of the visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class SpokenDate:
    """An ISO prefix (YYYY, YYYY-MM, YYYY-MM-DD) said by characters [start, end) of a turn."""

    start: int
    end: int
    value: str
    has_year: bool = True

    def begins_after(self, day: date) -> bool:
        return self.value > day.isoformat()[: len(self.value)]

    def in_year(self, year: str) -> SpokenDate:
        return SpokenDate(self.start, self.end, year + self.value[4:])


def recent(month: int, day: int | None, today: date, *, before: bool = False) -> str | None:
    """Return the last such month or day up to today; `before` leaves out the current month."""
    same = today.replace(day=1) if day is None else today
    for year in (today.year, today.year - 1):
        value = iso(year, month, day)
        if value is None:
            continue
        begins = date(year, month, day or 1)
        if begins <= same and not (before and begins == today.replace(day=1)):
            return value
    return None


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return the ISO prefix, None where there is no such day."""
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    return whole[: 10 if day else 7 if month else 4]


def months_before(today: date, months: int) -> str:
    """Return the month (YYYY-MM) so many months before today's."""
    count = today.year * 12 + today.month - 1 - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def days_before(today: date, days: int) -> str:
    """Return the day so many days before today."""
    return (today - timedelta(days=days)).isoformat()


def last_weekday(today: date, weekday: int, *, weeks_back: int | None = None) -> str:
    """Return the last such weekday before today, or the one of the week so many weeks back."""
    if weeks_back is None:
        return days_before(today, (today.weekday() - weekday - 1) % 7 + 1)
    return days_before(today, today.weekday() - weekday + 7 * weeks_back)
