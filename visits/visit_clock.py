"""Seconds of a visit: counted from its first admission, also after a restart in the middle."""

import time
from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]


class VisitClock:
    """Turns monotonic seconds into seconds since `started_at`, by an offset taken once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._zero: float | None = None

    def now(self) -> datetime:
        """Return the wall clock's aware UTC time."""
        return self._clock()

    def start(self, started_at: datetime) -> None:
        """Anchor second zero; a later call changes nothing."""
        if self._zero is None:
            self._zero = time.monotonic() - (self._clock() - started_at).total_seconds()

    def seconds(self, monotonic: float) -> float:
        """Return seconds since the visit began, to the millisecond; never below zero."""
        zero = monotonic if self._zero is None else self._zero
        return max(0.0, round(monotonic - zero, 3))
