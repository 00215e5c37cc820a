"""Duty hours as people write them: "9:00-12:00, 14:00-17:00" for a day, nothing for a day off."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from scheduling.errors import InvalidRosterError
from scheduling.rosters import (
    USUAL_HOURS,
    DayException,
    Roster,
    WeeklyHours,
    check_exceptions,
    check_hours,
)
from web.forms import Form, read_line
from web.i18n import mark as _

EMPTY_ROWS = 3
MOST_ROWS = 60

SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|–|—|~|至|到)\s*(\d{1,2}):(\d{2})")
BETWEEN = re.compile(r"[\s,;、，；]*")
MAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(slots=True)
class RosterForm:
    """The texts of the form and, by field, the sentence about what is wrong."""

    values: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[int]:
        """The numbers of the days that differ, and of a few empty lines after them."""
        used = [int(name[4:]) for name, text in self.values.items() if name[:4] == "day-" and text]
        return range(min(max(used, default=-1) + 1 + EMPTY_ROWS, MOST_ROWS))

    def read_hours(self) -> Sequence[WeeklyHours]:
        """Give the week's hours; what cannot be read is put among the problems."""
        hours: list[WeeklyHours] = []
        for weekday in range(7):
            name = f"hours-{weekday}"
            spans = self._read_spans(name)
            day = [WeeklyHours(weekday, start, end) for start, end in spans]
            self._check(name, partial(check_hours, day))
            hours.extend(day)
        return hours

    def read_exceptions(self) -> Sequence[DayException]:
        """Give the days that differ; one without a time is a day off."""
        days: list[DayException] = []
        for row in self.rows:
            if not self.values.get(f"day-{row}"):
                continue
            one = self._read_exception(row)
            if one is not None:
                self._check(f"day-{row}", partial(check_exceptions, [*days, one]))
                days.append(one)
        return days

    def read_email(self) -> str:
        address = self.values.get("notice_email", "")
        if address and not MAIL.fullmatch(address):
            self.problems["notice_email"] = _("Enter an e-mail address, or leave it empty.")
        return address

    def _read_exception(self, row: int) -> DayException | None:
        try:
            day = date.fromisoformat(self.values[f"day-{row}"])
        except ValueError:
            self.problems[f"day-{row}"] = _("Enter a date.")
            return None
        spans = self._read_spans(f"time-{row}")
        if len(spans) > 1:
            self.problems[f"time-{row}"] = _("Enter one stretch of time, or nothing for a day off.")
        starts, ends = spans[0] if spans else (None, None)
        return DayException(day, starts, ends, self.values.get(f"note-{row}", ""))

    def _read_spans(self, name: str) -> Sequence[tuple[int, int]]:
        text = unicodedata.normalize("NFKC", self.values.get(name, ""))
        if BETWEEN.fullmatch(SPAN.sub("", text)) is None:
            self.problems[name] = _("Write hours as 9:00-12:00, several with commas between.")
            return []
        return [_count_minutes(*map(int, found.groups())) for found in SPAN.finditer(text)]

    def _check(self, name: str, check: Callable[[], None]) -> None:
        try:
            check()
        except InvalidRosterError:
            self.problems.setdefault(name, _("These hours do not fit each other."))


def _count_minutes(hour: int, minute: int, last_hour: int, last_minute: int) -> tuple[int, int]:
    return hour * 60 + minute, last_hour * 60 + last_minute


def read_form(form: Form) -> RosterForm:
    """Read the fields as clean lines; raises BadInputError for one that is far too long."""
    names = [f"hours-{weekday}" for weekday in range(7)]
    names += [f"{kind}-{row}" for row in range(MOST_ROWS) for kind in ("day", "time", "note")]
    return RosterForm(
        {name: read_line(form, name, 200) for name in (*names, "notice_email") if name in form}
    )


def describe_roster(roster: Roster | None) -> RosterForm:
    """Write a roster out as the texts of its form; without one the usual hours."""
    hours = USUAL_HOURS if roster is None else roster.hours
    values = {f"hours-{weekday}": "" for weekday in range(7)}
    for one in hours:
        name = f"hours-{one.weekday}"
        values[name] = ", ".join(filter(None, (values[name], write_span(one.starts, one.ends))))
    if roster is not None:
        values |= dict(_list_exceptions(roster))
        values["notice_email"] = roster.notice_email
    return RosterForm(values)


def _list_exceptions(roster: Roster) -> Iterator[tuple[str, str]]:
    for row, one in enumerate(roster.exceptions):
        yield f"day-{row}", one.day.isoformat()
        if one.starts is not None and one.ends is not None:
            yield f"time-{row}", write_span(one.starts, one.ends)
        yield f"note-{row}", one.note


def write_span(starts: int, ends: int) -> str:
    return f"{starts // 60:02}:{starts % 60:02}-{ends // 60:02}:{ends % 60:02}"
