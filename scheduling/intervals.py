"""Spans of time, half-open and in UTC, and the 5-minute grid on which they are booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .errors import IntervalProblem, InvalidIntervalError

GRANULE = timedelta(minutes=5)
GRANULE_SECONDS = 300
LONGEST = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `starts_at` up to but without `ends_at`; both aware, kept in UTC."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise InvalidIntervalError(IntervalProblem.NO_ZONE)
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
        object.__setattr__(self, "ends_at", self.ends_at.astimezone(UTC))
        if self.ends_at <= self.starts_at:
            raise InvalidIntervalError(IntervalProblem.NO_LENGTH)

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def granules(self) -> range:
        """The granules (epoch seconds // 300) that the interval touches."""
        first = int(self.starts_at.timestamp()) // GRANULE_SECONDS
        return range(first, -(-int(self.ends_at.timestamp()) // GRANULE_SECONDS))

    def overlaps(self, other: Interval) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def open_interval(starts_at: datetime, duration: timedelta) -> Interval:
    """Return the span of a meeting; raises InvalidIntervalError when it cannot be booked.

    It starts on a full five minutes and takes a multiple of them, eight hours at most.
    """
    interval = Interval(starts_at, starts_at + duration)
    if duration > LONGEST:
        raise InvalidIntervalError(IntervalProblem.TOO_LONG)
    if duration % GRANULE or not _is_on_grid(interval.starts_at):
        raise InvalidIntervalError(IntervalProblem.OFF_GRID)
    return interval


def _is_on_grid(moment: datetime) -> bool:
    return moment.minute % 5 == 0 and moment.second == 0 and moment.microsecond == 0
