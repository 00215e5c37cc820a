"""The visits that run in this process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, tzinfo
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import User
from media import Rooms
from transcription import Recognizers

from .archive import Archive
from .captions import Spoken
from .errors import VisitEndedError
from .live import House, LiveVisit
from .models import Visit, VisitState
from .transcript import list_spoken
from .visit import open_doors
from .visit_clock import Clock

log = structlog.get_logger("visits.live_visits")


class LiveVisits:
    """Opens a visit's doors when the first one comes, and keeps it running until its end."""

    def __init__(self, house: House, group: asyncio.TaskGroup) -> None:
        self._house = house
        self._group = group
        self._running: dict[UUID, LiveVisit] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._opening = asyncio.Lock()

    def find(self, visit_id: UUID) -> LiveVisit | None:
        """Return a visit whose doors are open here."""
        return self._running.get(visit_id)

    def list_running(self) -> Sequence[LiveVisit]:
        """List the visits whose doors are open here."""
        return tuple(self._running.values())

    async def open(self, visit_id: UUID) -> LiveVisit:
        """Open the doors, or return the visit where they are; a restart goes on with its words.

        Raises UnknownVisitError, VisitEndedError.
        """
        async with self._opening:
            live = self.find(visit_id) or await self._open(visit_id)
        if live.state is VisitState.ENDED:
            raise VisitEndedError(visit_id)
        return live

    async def admit(self, visit_id: UUID, invitation_id: UUID, *, by: User | None = None) -> None:
        """Let a waiting citizen in; raises NotWaitingError, VisitEndedError."""
        await (await self.open(visit_id)).admit(invitation_id, by=by)

    async def end(self, visit_id: UUID, reason: str, *, by: User | None = None) -> None:
        """Close a visit for good, also one nobody came to; twice is once."""
        with suppress(VisitEndedError):
            await (await self.open(visit_id)).end(reason, by=by)

    async def consent_changed(self, visit_id: UUID) -> None:
        """Heed a choice that the edge has committed; nothing to do where the doors are shut."""
        if (live := self.find(visit_id)) is not None:
            await live.consent_changed()

    async def time_changed(self, visit_id: UUID) -> None:
        """Heed another time that the edge has committed, where the doors are open."""
        if (live := self.find(visit_id)) is not None:
            await live.time_changed()

    def lobby_changed(self, visit_id: UUID) -> None:
        """Show a place that the edge has committed; nothing to do where the doors are shut."""
        if (live := self.find(visit_id)) is not None:
            live.lobby_changed()

    async def close(self) -> None:
        """Keep what was said and let every visit be taken up again by another process."""
        await asyncio.gather(*(live.close() for live in self.list_running()))
        for task in self._tasks:
            task.cancel()

    async def _open(self, visit_id: UUID) -> LiveVisit:
        visit, spoken = await self._load(visit_id)
        room = self._house.rooms.open_room(str(visit_id))
        live = self._running[visit_id] = LiveVisit(self._house, visit, spoken, room)
        task = self._group.create_task(self._run(live))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await live.consent_changed()
        return live

    async def _load(self, visit_id: UUID) -> tuple[Visit, Sequence[Spoken]]:
        async with self._house.sessions.begin() as session:
            visit = await open_doors(session, visit_id)
            return visit, await list_spoken(session, visit)

    async def _run(self, live: LiveVisit) -> None:
        try:
            await live.run()
        except Exception as error:  # a task root: other visits go on
            log.exception("visit_failed", visit=str(live.id), error=type(error).__name__)
        finally:
            del self._running[live.id]


@asynccontextmanager
async def open_live_visits(
    rooms: Rooms,
    recognizers: Recognizers,
    sessions: async_sessionmaker[AsyncSession],
    clock: Clock,
    *,
    zone: tzinfo = UTC,
    archive: Archive | None = None,
) -> AsyncIterator[LiveVisits]:
    """Run visits until the house closes; they are left to be taken up again where they stood.

    With an archive, those are recorded whose citizens all agreed.
    """
    house = House(rooms, recognizers, sessions, clock, zone, archive)
    async with asyncio.TaskGroup() as group:
        live_visits = LiveVisits(house, group)
        try:
            yield live_visits
        finally:
            await live_visits.close()
