"""Tells the panel who waits, and each waiting citizen their place in the queue."""

import asyncio
import time
from collections.abc import Mapping, Sequence, Set
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from media import Participant, Role, Room

from .background import STORE_AWAY
from .lobby import WaitingCitizen, list_admitted, list_waiting, touch_places
from .seats import seat_of_citizen
from .visit_clock import VisitClock

LOOK_EVERY = 1.0
READ_EVERY = 30.0

log = structlog.get_logger("visits.waiting_room")

Body = Mapping[str, object]


class WaitingRoom:
    """Compares rows and room every second and tells each seat what is new to it.

    The rows are read when somebody says so (`changed`), while a seat waits that no row explains,
    and every 30 s; then those who are there are marked as seen, and all are told anew, for a page
    that was loaded between two changes.
    """

    def __init__(
        self,
        visit_id: UUID,
        room: Room,
        sessions: async_sessionmaker[AsyncSession],
        clock: VisitClock,
    ) -> None:
        self._visit_id = visit_id
        self._room = room
        self._sessions = sessions
        self._clock = clock
        self._rows: Sequence[WaitingCitizen] = ()
        self._told: dict[str, Body] = {}
        self._changed = asyncio.Event()
        self._read_at = 0.0

    @property
    def waiting(self) -> Sequence[WaitingCitizen]:
        """Return who held a place at the last reading, first come first."""
        return self._rows

    def changed(self) -> None:
        """Ask for a look at the rows now: somebody took a place, was admitted or left."""
        self._read_at = 0.0
        self._changed.set()

    def look(self) -> None:
        """Compare rows and room now: somebody came or went."""
        self._changed.set()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            self._changed.clear()
            if time.monotonic() - self._read_at > self._read_interval():
                await self._read()
            self._announce()
            try:
                await asyncio.wait_for(self._changed.wait(), LOOK_EVERY)
            except TimeoutError:
                continue

    def describe(self) -> Body:
        """Return the body of `lobby_changed`."""
        return {"waiting": [self._describe_row(row) for row in self.waiting]}

    async def _read(self) -> None:
        now = self._clock.now()
        there = [row.invitation_id for row in self._rows if self._is_there(row.participant_id)]
        try:
            async with self._sessions.begin() as session:
                await touch_places(session, there, now)
                self._rows = await list_waiting(session, self._visit_id, now)
                admitted = await list_admitted(session, self._visit_id)
        except STORE_AWAY as error:
            # The queue is shown as last read; the next look tries again.
            log.warning("queue_unread", visit=str(self._visit_id), error=type(error).__name__)
            return
        self._read_at = time.monotonic()
        self._told.clear()
        await self._settle_seats({seat_of_citizen(invitation_id) for invitation_id in admitted})

    async def _settle_seats(self, admitted: Set[str]) -> None:
        """Let in whose page came with an older ticket; free seats whose place was given up."""
        for seat in self._list_unexplained():
            if seat.id in admitted:
                self._room.admit(seat.id)
            elif not seat.connected:
                await seat.leave("place_given_up")

    def _read_interval(self) -> float:
        return LOOK_EVERY / 2 if self._list_unexplained() else READ_EVERY

    def _list_unexplained(self) -> list[Participant]:
        known = {row.participant_id for row in self._rows}
        seated = self._room.participants.values()
        return [seat for seat in seated if not seat.admitted and seat.id not in known]

    def _announce(self) -> None:
        lobby, waiting = self.describe(), self.waiting
        for gone in self._told.keys() - self._room.participants.keys():
            del self._told[gone]
        for participant in self._room.participants.values():
            if participant.grant.role is Role.PANEL:
                self._tell(participant.id, "lobby_changed", lobby)
        for position, row in enumerate(waiting, start=1):
            body = {"position": position, "waiting": len(waiting)}
            self._tell(row.participant_id, "queue_position", body)

    def _tell(self, participant_id: str, topic: str, body: Body) -> None:
        if participant_id in self._room.participants and self._told.get(participant_id) != body:
            self._told[participant_id] = body
            self._room.announce(topic, body, to={participant_id})

    def _describe_row(self, row: WaitingCitizen) -> Body:
        return {
            "invitation_id": str(row.invitation_id),
            "participant_id": row.participant_id,
            "name": row.name,
            "arrived_at": row.arrived_at.isoformat(),
            "connected": self._is_there(row.participant_id),
        }

    def _is_there(self, participant_id: str) -> bool:
        participant = self._room.participants.get(participant_id)
        return participant is not None and participant.connected
