"""Keeps the attendance rows of a running visit in step with its room."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from media import (
    ParticipantAway,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantReturned,
    RoomClosed,
    RoomEvent,
)

from .attendance import (
    Person,
    close_attendances,
    list_attendances,
    note_away,
    note_joined,
    note_left,
    note_present,
    note_returned,
)
from .background import STORE_AWAY, commit_patiently
from .lobby import KEPT_FOR, leave_lobby
from .models import AttendanceRole
from .seats import find_invitation_id
from .visit_clock import VisitClock

# Full means hundreds of comings and goings while the store is away: later ones are not noted,
# are counted, and `note_present` still tells how long everybody was there.
CAPACITY = 1000
SEEN_EVERY = 30.0

log = structlog.get_logger("visits.presence")


class Presence:
    """Takes events of the room without waiting and writes one row change per event."""

    def __init__(
        self, visit_id: UUID, sessions: async_sessionmaker[AsyncSession], clock: VisitClock
    ) -> None:
        self._visit_id = visit_id
        self._sessions = sessions
        self._clock = clock
        self._events: asyncio.Queue[tuple[RoomEvent, datetime]] = asyncio.Queue(CAPACITY)
        self._away_since: dict[str, datetime] = {}
        self.unnoted = 0

    def note(self, event: RoomEvent) -> None:
        """Remember an event with its time; called by the room, never blocks."""
        now = self._clock.now()
        match event:
            case ParticipantAway(participant_id):
                self._away_since[participant_id] = now
            case ParticipantReturned(participant_id) | ParticipantLeft(participant_id, _):
                self._away_since.pop(participant_id, None)
        try:
            self._events.put_nowait((event, now))
        except asyncio.QueueFull:
            self.unnoted += 1
            log.warning("attendance_unnoted", visit=str(self._visit_id), count=self.unnoted)

    def list_long_away(self) -> list[str]:
        """List seats that nobody came back to in ten minutes."""
        now = self._clock.now()
        return [who for who, since in self._away_since.items() if now - since > KEPT_FOR]

    async def run(self) -> None:
        """Write what was noted, in order, each in a transaction of its own."""
        while True:
            event, at = await self._events.get()
            try:
                await commit_patiently(self._sessions, partial(self._write, event, at))
            finally:
                self._events.task_done()

    async def written(self) -> None:
        """Wait until everything noted so far is committed."""
        await self._events.join()

    async def note_seen(self, participant_ids: Sequence[str]) -> None:
        """Move on when these people were last seen, so that a crash leaves a short gap."""
        now = self._clock.now()
        try:
            async with self._sessions.begin() as session:
                await note_present(session, self._visit_id, participant_ids, now)
        except STORE_AWAY as error:
            log.warning("seen_unnoted", visit=str(self._visit_id), error=type(error).__name__)

    async def note_all_away(self) -> None:
        """Begin a gap for everybody present: the house closes, the visit does not."""
        now = self._clock.now()
        async with self._sessions.begin() as session:
            for attendance in await list_attendances(session, self._visit_id):
                if attendance.left_at is None:
                    await note_away(session, self._visit_id, attendance.participant_id, now)

    async def _write(self, event: RoomEvent, at: datetime, session: AsyncSession) -> None:
        match event:
            case ParticipantJoined(participant_id, name, _, role):
                person = Person(participant_id, name, AttendanceRole(role.value))
                await note_joined(session, self._visit_id, person, at)
            case ParticipantAway(participant_id):
                await note_away(session, self._visit_id, participant_id, at)
            case ParticipantReturned(participant_id):
                await note_returned(session, self._visit_id, participant_id, at)
            case RoomClosed(reason):
                await close_attendances(session, self._visit_id, reason, at)
            case ParticipantLeft(participant_id, reason):
                await note_left(session, self._visit_id, participant_id, reason, at)
                await self._free_place(session, participant_id, reason, at)

    async def _free_place(
        self, session: AsyncSession, participant_id: str, reason: str, at: datetime
    ) -> None:
        invitation_id = find_invitation_id(participant_id)
        if invitation_id is not None and reason == LEFT:
            await leave_lobby(session, invitation_id, at)


LEFT = "left"
"""The reason of somebody who chose to go; every other one keeps a citizen's place."""
