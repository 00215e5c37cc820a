"""The last events of one seat, numbered, for observers that come, go and come back."""

import asyncio
import secrets
from collections.abc import AsyncIterator

from .errors import EventsLostError
from .events import NumberedEvent, Replaced, RoomEvent

CAPACITY = 1024


class EventLog:
    """A ring of numbered events; an observer that falls out of it is told so and must rejoin."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._ring: list[NumberedEvent | None] = [None] * capacity
        self._last = 0
        self._closed = False
        self._changed = asyncio.Event()

    @property
    def last_seq(self) -> int:
        return self._last

    @property
    def oldest_seq(self) -> int:
        return max(1, self._last - len(self._ring) + 1)

    def append(self, event: RoomEvent) -> None:
        if self._closed:
            return
        self._last += 1
        self._ring[self._last % len(self._ring)] = NumberedEvent(self._last, event)
        self._wake()

    def close(self) -> None:
        """End every observer once it has read what is there."""
        self._closed = True
        self._wake()

    async def read(self, after: int) -> AsyncIterator[NumberedEvent]:
        """Yield events numbered above `after` for ever; EventsLostError if they are gone."""
        while True:
            changed = self._changed
            while after < self._last:
                after += 1
                yield self._find(after)
            if after > self._last:
                raise EventsLostError(after, self.oldest_seq)
            if self._closed:
                return
            await changed.wait()

    def _find(self, seq: int) -> NumberedEvent:
        entry = self._ring[seq % len(self._ring)]
        if entry is None or entry.seq != seq:
            raise EventsLostError(seq - 1, self.oldest_seq)
        return entry

    def _wake(self) -> None:
        # A fresh event per change: observers that were woken never spin on a set one.
        self._changed.set()
        self._changed = asyncio.Event()


class SeatEvents:
    """What one seat is told: a log that outlives pages, and the page that may read it now."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.session = secrets.token_urlsafe(12)
        self._log = EventLog(capacity)
        self._page = 0
        self._fresh_from = 0

    @property
    def last_seq(self) -> int:
        return self._log.last_seq

    def tell(self, event: RoomEvent) -> None:
        self._log.append(event)

    def turn_page(self) -> None:
        """Let a new page take over: earlier readers end with `Replaced`, it starts from here."""
        if self._page:
            self._log.append(Replaced())
        self._page += 1
        self._fresh_from = self._log.last_seq

    def read(self, after: int) -> AsyncIterator[NumberedEvent]:
        """Read as the present page; 0 means from where this page began."""
        return self._read(after or self._fresh_from, self._page)

    def close(self) -> None:
        self._log.close()

    async def _read(self, after: int, page: int) -> AsyncIterator[NumberedEvent]:
        async for numbered in self._log.read(after):
            if not isinstance(numbered.event, Replaced):
                yield numbered
            elif page < self._page:
                yield numbered
                return
