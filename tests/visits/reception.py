"""A visit with real rooms, rows and transcribers, whose people sit there without browsers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import User, UtteranceRecord
from cases.utterances import list_utterances
from media import Announced, Participant, RoomEvent, open_rooms
from tests.office import Office
from tests.scripted_recognizer import ScriptedRecognizer, talk
from transcription import open_recognizers
from visits import (
    LiveVisit,
    LiveVisits,
    Visit,
    give_consent,
    grant_for_citizen,
    grant_for_user,
    open_live_visits,
    take_lobby_place,
)
from visits.archive import Archive
from visits.invitations import IssuedInvitation

Sessions = async_sessionmaker[AsyncSession]
Body = Mapping[str, Any]
Result = TypeVar("Result")
PATIENCE = 5.0
SILENT = ScriptedRecognizer("zh", [])


async def eventually(check: Callable[[], Awaitable[Result]]) -> Result:
    """Return what `check` gives as soon as it is true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if result := await check():
            return result
        await asyncio.sleep(0.01)
    raise AssertionError("it never came true")


class Clock:
    """Tells the test's own time: it begins at `now`, runs on, and can be moved forward."""

    def __init__(self, now: datetime) -> None:
        self._zero = now - timedelta(seconds=time.monotonic())

    def __call__(self) -> datetime:
        return (self._zero + timedelta(seconds=time.monotonic())).astimezone(UTC)

    def move(self, step: timedelta) -> None:
        self._zero += step


class Page:
    """What one seat is told, in order, as its browser would hear it."""

    def __init__(self, participant: Participant) -> None:
        self.participant = participant
        self._reading = participant.events()
        self._events: list[RoomEvent] = []
        self._seq = 0

    @property
    def is_listened_to(self) -> bool:
        return bool(self.participant._tap._sinks)

    async def list_events(self) -> Sequence[RoomEvent]:
        """Read what has been told so far."""
        while self._seq < self.participant.last_seq:
            numbered = await anext(self._reading)
            self._seq = numbered.seq
            self._events.append(numbered.event)
        return self._events

    async def list_bodies(self, topic: str) -> list[Body]:
        events = await self.list_events()
        return [e.body for e in events if isinstance(e, Announced) and e.topic == topic]

    async def wait_for(self, topic: str, fits: Callable[[Body], bool] = lambda _: True) -> Body:
        """Return the latest announcement as soon as it fits; what was said before it is past."""

        async def find() -> Body | None:
            bodies = await self.list_bodies(topic)
            return bodies[-1] if bodies and fits(bodies[-1]) else None

        body = await eventually(find)
        assert body is not None
        return body

    def speak(self, *, times: int = 1, silence: float = 1.0) -> None:
        """Say the next lines of the script: a second of sound each, then silence."""
        tap = self.participant._tap
        for _ in range(times):
            for packet in talk(at=(tap._last_sequence + 1) / 50, silence=silence):
                tap.write(packet.payload, packet.sequence, packet.rtp_time, packet.level)


@dataclass(frozen=True, slots=True)
class Reception:
    """The live visits of one process, around one visit and its invited citizen."""

    sessions: Sessions
    clock: Clock
    live_visits: LiveVisits
    visit: Visit
    issued: IssuedInvitation

    @property
    def live(self) -> LiveVisit:
        live = self.live_visits.find(self.visit.id)
        assert live is not None
        return live

    async def choose(
        self,
        *,
        transcript: bool,
        recording: bool = False,
        issued: IssuedInvitation | None = None,
    ) -> None:
        """Answer the two questions as the invitation page does."""
        async with self.sessions.begin() as session:
            await give_consent(
                session,
                (issued or self.issued).invitation,
                recording=recording,
                transcript=transcript,
                text_version="1",
                now=self.clock(),
            )
        await self.live_visits.consent_changed(self.visit.id)

    async def arrive(self, issued: IssuedInvitation | None = None) -> Page:
        """Take a place in the queue and a seat in the room, or go back to both."""
        invitation = (issued or self.issued).invitation
        async with self.sessions.begin() as session:
            await take_lobby_place(session, invitation, self.clock())
            grant = await grant_for_citizen(session, invitation, self.clock())
        live = await self.live_visits.open(self.visit.id)
        self.live_visits.lobby_changed(self.visit.id)
        return Page(live.room.join(grant))

    async def receive(self, user: User) -> Page:
        """Seat a member of staff."""
        async with self.sessions.begin() as session:
            grant = await grant_for_user(session, user, self.visit)
        live = await self.live_visits.open(self.visit.id)
        return Page(live.room.join(grant))

    async def admit(self, issued: IssuedInvitation | None = None) -> None:
        await self.live_visits.admit(self.visit.id, (issued or self.issued).invitation.id)


@asynccontextmanager
async def open_reception(
    sessions: Sessions,
    visit: Visit,
    issued: IssuedInvitation,
    clock: Clock,
    recognizer: ScriptedRecognizer = SILENT,
    archive: Archive | None = None,
) -> AsyncIterator[Reception]:
    """Open a process's live visits; everybody who speaks in them says the recognizer's lines."""
    async with (
        open_rooms(host="127.0.0.1", port=0, announced_address=None) as rooms,
        open_recognizers(recognizer.models, threads=1, load=recognizer.load) as recognizers,
        open_live_visits(rooms, recognizers, sessions, clock, archive=archive) as live_visits,
    ):
        yield Reception(sessions, clock, live_visits, visit, issued)


def is_final(body: Body) -> bool:
    return body["final"] is True


async def begin(reception: Reception, office: Office) -> tuple[Page, Page]:
    """Seat an officer and an admitted citizen who agreed to the transcript."""
    officer = await reception.receive(office.fire_officer)
    await reception.choose(transcript=True)
    citizen = await reception.arrive()
    await reception.admit()
    await officer.wait_for("visit_state", lambda body: body["transcribing"] is True)
    await wait_for_ears(reception, 2)
    return citizen, officer


async def wait_for_ears(reception: Reception, count: int) -> None:
    async def check() -> bool:
        return len(reception.live._listening._ears) == count

    await eventually(check)


async def wait_for_records(sessions: Sessions, visit: Visit) -> Sequence[UtteranceRecord]:
    async def find() -> Sequence[UtteranceRecord]:
        async with sessions() as session:
            return await list_utterances(session, visit.id)

    return await eventually(find)
