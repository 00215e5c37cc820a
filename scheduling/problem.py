"""A backlog of joint receptions to place: what `netvisit slots` and `netvisit plan` are asked.

Times are whole seconds since the epoch (UTC); the zone says when days begin, and so where the
grid of starts lies and which bookings count as one day's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

MINUTE = 60
# What leaving a request out costs, per weight: two weeks of minutes.
UNPLACED_MINUTES = 20_160


class Span(NamedTuple):
    """From `start` up to but without `end`, in epoch seconds."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bookable:
    """A department, officer, room or interpreter: when it is open and how much it can take.

    `capacity` bookings at once, `daily_max` bookings that start on one day (None: no limit).
    """

    id: str
    open: tuple[Span, ...]
    capacity: int = 1
    daily_max: int | None = None


@dataclass(frozen=True, slots=True)
class JointRequest:
    """A reception that waits for a time: all of `needs`, exactly one of each list of `any_of`.

    None of `recused` takes part. Its resources are occupied for `buffer` seconds before and after.
    Without a deadline it cannot be late.
    """

    id: str
    duration: int
    needs: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    recused: frozenset[str] = frozenset()
    impossible: tuple[Span, ...] = ()
    preferred: tuple[Span, ...] = ()
    release: int | None = None
    deadline: int | None = None
    weight: Fraction = Fraction(1)
    buffer: int = 0


@dataclass(frozen=True, slots=True)
class Horizon:
    """Days, both included, in a zone, and the grid of starts counted from each midnight."""

    first: date
    last: date
    zone: ZoneInfo
    step: int

    @property
    def span(self) -> Span:
        return Span(self.midnight(self.first), self.span_of(self.last).end)

    def span_of(self, day: date) -> Span:
        return Span(self.midnight(day), self.midnight(day + timedelta(days=1)))

    def midnight(self, day: date) -> int:
        return int(datetime.combine(day, time(), self.zone).timestamp())

    def day_of(self, moment: int) -> date:
        return datetime.fromtimestamp(moment, self.zone).date()

    def list_days(self) -> tuple[date, ...]:
        return tuple(
            self.first + timedelta(days=number)
            for number in range((self.last - self.first).days + 1)
        )

    def list_starts(self, day: date) -> tuple[int, ...]:
        """List the starts of a day: what its clocks show is a multiple of the step.

        Where clocks are put forward some are missing, where they are put back some come twice.
        """
        begin, end = self.span_of(day)
        if end - begin == 24 * 3600 and self._keeps_time(begin, end):
            return tuple(range(begin, end, self.step))
        return tuple(
            moment for moment in range(begin, end, MINUTE) if self._clock(moment) % self.step == 0
        )

    def _keeps_time(self, begin: int, end: int) -> bool:
        return self._offset(begin) == self._offset(end - 1)

    def _offset(self, moment: int) -> timedelta | None:
        return datetime.fromtimestamp(moment, self.zone).utcoffset()

    def _clock(self, moment: int) -> int:
        shown = datetime.fromtimestamp(moment, self.zone)
        return shown.hour * 3600 + shown.minute * MINUTE


@dataclass(frozen=True, slots=True)
class Problem:
    """Who can be booked when, what is taken already, and what is asked for."""

    horizon: Horizon
    resources: Mapping[str, Bookable]
    requests: tuple[JointRequest, ...]
    busy: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A request with its time and the resources that it takes, needs first."""

    request: str
    span: Span
    resources: tuple[str, ...]
