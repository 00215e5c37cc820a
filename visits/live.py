"""One running visit: joins the room, the transcribers, the rows and the suggestions."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import User
from media import ParticipantJoined, Room, RoomEvent, Rooms, UnknownParticipantError
from scheduling.booking import release_rest
from transcription import Recognizers, Segment

from .archive import Archive
from .attendance import close_attendances
from .background import STORE_AWAY, keep_running
from .captions import (
    Captions,
    Heard,
    Speaker,
    Spoken,
    describe_final,
    describe_partial,
    move_to_visit,
)
from .consents import AgreedChoices, get_agreed_choices
from .field_reader import FieldReader
from .invitations import CLOSES_AFTER
from .listening import Listening
from .lobby import admit_citizen
from .models import Visit, VisitState
from .presence import SEEN_EVERY, Presence
from .recorder import Recorder
from .scribe import Scribe
from .seats import seat_of_citizen
from .visit import end_visit, get_visit, start_visit
from .visit_clock import Clock, VisitClock
from .waiting_room import WaitingRoom

Body = Mapping[str, object]
Sessions = async_sessionmaker[AsyncSession]

# How long the end of a visit waits for last words and for the store; what is late is still written.
PATIENCE = 5.0

log = structlog.get_logger("visits.live")


@dataclass(frozen=True, slots=True)
class House:
    """What visits stand on; `zone` tells on which day words like "yesterday" were said.

    Without an archive nothing is ever recorded.
    """

    rooms: Rooms
    recognizers: Recognizers
    sessions: Sessions
    clock: Clock
    zone: tzinfo
    archive: Archive | None = None


class LiveVisit:
    """A visit whose doors are open in this process, until it ends or the house closes."""

    def __init__(self, house: House, visit: Visit, spoken: Sequence[Spoken], room: Room) -> None:
        self.room = room
        self._house = house
        self._visit = visit
        self._clock = VisitClock(house.clock)
        if visit.started_at is not None:
            self._clock.start(visit.started_at)
        self._heard = Captions(spoken)
        self._saved = Captions(spoken)
        sessions = house.sessions
        self._waiting_room = WaitingRoom(visit.id, room, sessions, self._clock)
        self._presence = Presence(visit.id, sessions, self._clock)
        self._listening = Listening(room, house.recognizers, visit.lang, self._hear)
        self._recorder = Recorder(
            visit.id,
            room,
            house.archive,
            sessions,
            self._clock,
            trouble_changed=self.announce_state,
        )
        self._scribe = Scribe(
            visit.id, sessions, saved=self._save, trouble_changed=self.announce_state
        )
        self._field_reader = FieldReader(
            visit, room, sessions, self._saved, self._clock, house.zone
        )
        self._deciding = asyncio.Lock()
        self._over = asyncio.Event()

    @property
    def id(self) -> UUID:
        return self._visit.id

    @property
    def state(self) -> VisitState:
        return self._visit.state

    def describe_state(self) -> Body:
        """Return the body of `visit_state`.

        `unsaved` and `lost` count finals that the store has not taken yet or never will,
        `dropped_seconds` is sound that outran the recogniser, `recording_failed` a disk that takes
        no more: what a warning can rest on.
        """
        visit, model = self._visit, self._listening.model
        is_live, is_behind = visit.state is VisitState.LIVE, self._scribe.is_behind
        return {
            "state": visit.state.value,
            "recording": is_live and self._recorder.is_active,
            "recording_failed": is_live and self._recorder.has_failed,
            "transcribing": is_live and self._listening.is_active,
            "lang": visit.lang,
            "model": model.name if model else "",
            "is_starter": model is not None and model.is_starter,
            "started_at": visit.started_at.isoformat() if visit.started_at else None,
            "ends_at": visit.ends_at.isoformat(),
            "unsaved": self._scribe.unsaved if is_behind else 0,
            "lost": self._scribe.lost,
            "dropped_seconds": round(self._listening.dropped_seconds, 1),
        }

    def describe_waiting(self) -> Body:
        """Return the body of `lobby_changed`."""
        return self._waiting_room.describe()

    def recent_captions(self) -> list[Body]:
        """Return the bodies of the latest final captions, in order of their start."""
        return self._heard.list_recent()

    def announce_state(self) -> None:
        """Tell everybody how the visit stands."""
        self.room.announce("visit_state", self.describe_state())

    def lobby_changed(self) -> None:
        """Look at the queue now: the edge committed a place taken or given up."""
        self._waiting_room.changed()

    async def consent_changed(self) -> None:
        """Heed what citizens chose; the edge calls this after its commit, before it answers."""
        async with self._deciding:
            async with self._house.sessions.begin() as session:
                choices = await get_agreed_choices(session, self.id)
            if self._visit.state is not VisitState.ENDED:
                self._heed(choices)
        self.announce_state()

    async def time_changed(self) -> None:
        """Heed another time of the visit; the edge calls this after its commit."""
        async with self._deciding, self._house.sessions.begin() as session:
            self._visit = await get_visit(session, self.id)
        self.announce_state()

    async def admit(self, invitation_id: UUID, *, by: User | None = None) -> None:
        """Let a waiting citizen in; the first admission makes the visit live.

        Raises NotWaitingError for one who holds no place, VisitEndedError after the end,
        RoomFullError while every seat is taken: the place in the queue is kept.
        """
        async with self._deciding:
            self.room.check_seat(seat_of_citizen(invitation_id))
            now = self._clock.now()
            async with self._house.sessions.begin() as session:
                visit = await get_visit(session, self.id)
                start_visit(visit, now)
                await admit_citizen(session, visit, invitation_id, now, by=by)
                choices = await get_agreed_choices(session, self.id)
            self._visit = visit
            self._clock.start(visit.started_at or now)
            # The choice is heeded before the first sound of the one who made it.
            self._heed(choices)
        with suppress(UnknownParticipantError):
            self.room.admit(seat_of_citizen(invitation_id))
        self._waiting_room.changed()
        self.announce_state()

    async def end(self, reason: str, *, by: User | None = None) -> None:
        """Close the visit for good: rows first, then last words, then the room; twice is once."""
        async with self._deciding:
            if self._visit.state is VisitState.ENDED:
                return
            self._visit = await self._commit_end(reason, by)
        await self._hear_out()
        self.announce_state()
        self.room.announce("visit_ended", {"reason": reason}, to=set(self.room.participants))
        await self._house.rooms.close_room(self.room.id, reason)
        self._over.set()

    async def close(self) -> None:
        """Leave the visit as it is for another process: last words are kept, seats become gaps."""
        await self._hear_out()
        await self._patiently(self._presence.written())
        await self._patiently(self._presence.note_all_away())
        if self._scribe.unsaved:
            log.error("utterances_unsaved", visit=str(self.id), count=self._scribe.unsaved)

    async def run(self) -> None:
        """Keep every part running until the end, and until the store has what was said."""
        stop_watching = self.room.watch(self._watch)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(keep_running(part, self.id, run))
                for part, run in self._list_parts().items()
            ]
            await self._over.wait()
            await self._scribe.written()
            await self._presence.written()
            await self._recorder.close()
            for task in tasks:
                task.cancel()
        stop_watching()

    def _list_parts(self) -> Mapping[str, Callable[[], Coroutine[Any, Any, None]]]:
        return {
            "waiting_room": self._waiting_room.run,
            "presence": self._presence.run,
            "listening": self._listening.run,
            "recorder": self._recorder.run,
            "scribe": self._scribe.run,
            "field_reader": self._field_reader.run,
            "pulse": self._pulse,
        }

    def _watch(self, event: RoomEvent) -> None:
        self._presence.note(event)
        self._listening.changed()
        self._recorder.changed()
        self._waiting_room.look()
        if isinstance(event, ParticipantJoined):
            self.room.announce("visit_state", self.describe_state(), to={event.participant_id})

    def _heed(self, choices: AgreedChoices) -> None:
        self._listening.agree(agreed=choices.transcript)
        self._recorder.agree(agreed=choices.recording)

    def _hear(self, speaker: Speaker, heard: Heard) -> None:
        if isinstance(heard, Segment):
            self.room.announce("caption", describe_partial(speaker, heard, self._clock))
            return
        spoken = Spoken(speaker, move_to_visit(heard, self._clock))
        self._heard.add(spoken)
        self.room.announce("caption", describe_final(spoken))
        self._scribe.write(spoken)

    def _save(self, batch: Sequence[Spoken]) -> None:
        for spoken in batch:
            self._saved.add(spoken)
        self._field_reader.wake()

    async def _pulse(self) -> None:
        while True:
            self.announce_state()
            await self._presence.note_seen(self._list_connected())
            await self._free_seats()
            if self._is_forsaken():
                await self.end("nobody_left")
            await asyncio.sleep(SEEN_EVERY)

    def _is_forsaken(self) -> bool:
        """Whether the time is over and nobody is there to end the visit."""
        is_over = self._clock.now() > self._visit.ends_at + CLOSES_AFTER
        return is_over and not any(p.connected for p in self.room.participants.values())

    async def _free_seats(self) -> None:
        """Give seats to others that nobody came back to; the admission stays."""
        for participant_id in self._presence.list_long_away():
            await self.room.get_participant(participant_id).leave("away")

    def _list_connected(self) -> list[str]:
        return [p.id for p in self.room.participants.values() if p.admitted and p.connected]

    async def _commit_end(self, reason: str, by: User | None) -> Visit:
        now = self._clock.now()
        async with self._house.sessions.begin() as session:
            visit = await get_visit(session, self.id)
            end_visit(session, visit, now, by=by)
            await release_rest(session, visit.booking_id, now)
            await close_attendances(session, visit.id, reason, now)
        return visit

    async def _hear_out(self) -> None:
        await self._patiently(self._recorder.close())
        await self._patiently(self._listening.close())
        await self._patiently(self._scribe.written())
        await self._patiently(self._field_reader.settled())

    async def _patiently(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await work
        except (TimeoutError, *STORE_AWAY) as error:
            unsaved, kind = self._scribe.unsaved, type(error).__name__
            log.warning("end_goes_on", visit=str(self.id), unsaved=unsaved, error=kind)
