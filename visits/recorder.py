"""Records everybody at the table, each in a file, while every citizen agrees and no longer."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from media import Participant, Recorded, Recording, Room

from .archive import Archive
from .background import commit_patiently
from .errors import TamperedFileError
from .models import AudioRecording, RecordingEnd
from .recordings import close_recording, discard_recording, make_recording, note_gaps
from .vault import SealedFile
from .visit_clock import VisitClock

# Half of what is promised: a kill right before it costs no more than a second with what settles.
KEEP_EVERY = 0.5
NOTE_EVERY = 10.0
TRY_AGAIN = 30.0
"""Seconds after a disk refused to take more before it is tried again."""

log = structlog.get_logger("visits.recorder")


@dataclass(slots=True, eq=False)
class Take:
    """One person's recording; the file is there once the row is committed."""

    participant: Participant
    recording: Recording
    row: AudioRecording
    file: SealedFile | None = None
    has_failed: bool = False
    gaps_noted: int = 0


class Recorder:
    """Brings recordings in line with the room; a disk that fails ends them, never the call."""

    def __init__(
        self,
        visit_id: UUID,
        room: Room,
        archive: Archive | None,
        sessions: async_sessionmaker[AsyncSession],
        clock: VisitClock,
        *,
        trouble_changed: Callable[[], None],
    ) -> None:
        self._visit_id = visit_id
        self._room = room
        self._archive = archive
        self._sessions = sessions
        self._clock = clock
        self._trouble_changed = trouble_changed
        self._takes: dict[str, Take] = {}
        self._changed = asyncio.Event()
        self._moving = asyncio.Lock()
        self._is_agreed = False
        self._try_at: float | None = None

    @property
    def is_active(self) -> bool:
        """Whether what people say is recorded now."""
        return self._is_agreed and self._archive is not None and self._try_at is None

    @property
    def has_failed(self) -> bool:
        """Whether it should be recorded, and the disk does not take it."""
        return self._is_agreed and self._archive is not None and self._try_at is not None

    def agree(self, *, agreed: bool) -> None:
        """Begin or stop; after a no, not one more packet is taken from anybody."""
        self._is_agreed = agreed
        if not agreed:
            self._take_off()
        self._changed.set()

    def changed(self) -> None:
        """Look at the room again: somebody came or went."""
        self._changed.set()

    async def run(self) -> None:
        """Follow the room and bring sound to disk until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_room())
            group.create_task(self._keep_always())

    async def close(self) -> None:
        """End every recording; where it was cut short, a second time ends the others."""
        self._is_agreed = False
        self._take_off()
        async with self._moving:
            if self._archive is not None:
                takes = list(self._takes.values())
                await self._close_takes(self._archive, takes, RecordingEnd.ENDED)

    async def _follow_room(self) -> None:
        while True:
            self._changed.clear()
            async with self._moving:
                await self._follow()
                await self._note_gaps()
            try:
                await asyncio.wait_for(self._changed.wait(), NOTE_EVERY)
            except TimeoutError:
                continue

    async def _follow(self) -> None:
        if self._archive is None:
            return
        wanted = self._list_wanted()
        # A no that a yes follows at once has stopped recordings that are wanted again.
        stopped = [take for take in self._takes.values() if not take.recording.is_open]
        await self._close_takes(self._archive, stopped, RecordingEnd.WITHDRAWN)
        gone = [t for who, t in self._takes.items() if wanted.get(who) is not t.participant]
        await self._close_takes(self._archive, gone, RecordingEnd.LEFT)
        fresh = [
            self._begin(self._archive, one) for who, one in wanted.items() if who not in self._takes
        ]
        if fresh:
            await commit_patiently(self._sessions, partial(_add_rows, [take.row for take in fresh]))
            await self._create_files(self._archive, fresh)

    def _list_wanted(self) -> dict[str, Participant]:
        is_paused = self._try_at is not None and time.monotonic() < self._try_at
        if not self._is_agreed or is_paused:
            return {}
        return {p.id: p for p in self._room.participants.values() if p.admitted}

    def _begin(self, archive: Archive, participant: Participant) -> Take:
        opened_at = time.monotonic()
        row = make_recording(
            archive,
            self._visit_id,
            participant.grant,
            started=self._clock.seconds(opened_at),
            now=self._clock.now(),
        )
        take = Take(participant, Recording(opened_at), row)
        self._takes[participant.id] = take
        participant.attach_audio_sink(take.recording)
        return take

    async def _create_files(self, archive: Archive, takes: Sequence[Take]) -> None:
        """Create what is still agreed to: the store may have been away for long."""
        for take in takes:
            if not self._is_agreed:
                return
            try:
                take.file = await archive.run(archive.create, take.row)
            except OSError as error:
                self._fail(error)
                return

    async def _keep_always(self) -> None:
        while True:
            await asyncio.sleep(KEEP_EVERY)
            if self._archive is not None:
                await self._keep(self._archive)

    async def _keep(self, archive: Archive) -> None:
        for take in list(self._takes.values()):
            if take.file is None or take.has_failed:
                continue
            try:
                await archive.run(take.recording.keep, take.file, time.monotonic())
            except OSError as error:
                self._fail(error)
                return
            self._recover()

    def _fail(self, error: OSError) -> None:
        """Stop all recordings at once; they are tried again later, in new files."""
        is_news, self._try_at = self._try_at is None, time.monotonic() + TRY_AGAIN
        self._take_off()
        for take in self._takes.values():
            take.has_failed = True
        self._changed.set()
        if is_news:
            log.error("recording_failed", visit=str(self._visit_id), error=error.strerror)
            self._trouble_changed()

    def _recover(self) -> None:
        if self._try_at is not None and time.monotonic() >= self._try_at:
            self._try_at = None
            self._trouble_changed()

    def _take_off(self) -> None:
        for take in self._takes.values():
            take.participant.detach_audio_sink(take.recording)
            take.recording.stop()

    async def _close_takes(
        self, archive: Archive, takes: Sequence[Take], end: RecordingEnd
    ) -> None:
        for take in takes:
            take.participant.detach_audio_sink(take.recording)
            take.recording.stop()
            try:
                await self._close(archive, take, end)
            except (OSError, TamperedFileError) as error:
                # The row stays open: the next start recovers what is there.
                log.error(
                    "recording_left_open", recording=str(take.row.id), error=type(error).__name__
                )
            self._takes.pop(take.participant.id, None)

    async def _close(self, archive: Archive, take: Take, end: RecordingEnd) -> None:
        if take.file is None:
            await commit_patiently(self._sessions, partial(discard_recording, take.row.id))
            return
        recorded = await self._end_file(archive, take, take.file)
        note = partial(
            close_recording,
            recording_id=take.row.id,
            end=RecordingEnd.FAILED if take.has_failed else end,
            recorded=recorded,
            now=self._clock.now(),
        )
        await commit_patiently(self._sessions, note)

    async def _end_file(self, archive: Archive, take: Take, file: SealedFile) -> Recorded | None:
        """End a file as it should end, or after the last whole second that the disk took."""
        if not take.has_failed:
            try:
                return await archive.run(take.recording.close, file)
            except OSError as error:
                self._fail(error)
        await archive.run(file.abandon)
        recorded = await archive.run(archive.recover, take.row)
        return recorded and replace(recorded, gaps=take.recording.gaps)

    async def _note_gaps(self) -> None:
        """Keep the gaps of recordings that go on, for the case that they never end."""
        for take in self._takes.values():
            gaps = take.recording.gaps
            if take.file is not None and len(gaps) > take.gaps_noted:
                note = partial(note_gaps, recording_id=take.row.id, gaps=gaps)
                await commit_patiently(self._sessions, note)
                take.gaps_noted = len(gaps)


async def _add_rows(rows: Sequence[AudioRecording], session: AsyncSession) -> None:
    session.add_all(rows)
