"""Commits what was said, soon and once, and keeps it while the database is locked or away."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.utterances import Speaker as RecordedSpeaker
from cases.utterances import record_utterance

from .background import commit_patiently
from .captions import Spoken

# About six hours of one person talking. Full means the store has been away that long: what is
# said from then on is not kept, is counted, and the panel is warned.
CAPACITY = 5000
BATCH = 100

log = structlog.get_logger("visits.scribe")


class Scribe:
    """Takes finals without waiting and writes whatever has gathered in one transaction."""

    def __init__(
        self,
        visit_id: UUID,
        sessions: async_sessionmaker[AsyncSession],
        *,
        saved: Callable[[Sequence[Spoken]], None],
        trouble_changed: Callable[[], None],
    ) -> None:
        self._visit_id = visit_id
        self._sessions = sessions
        self._saved = saved
        self._trouble_changed = trouble_changed
        self._queue: asyncio.Queue[Spoken] = asyncio.Queue(CAPACITY)
        self._in_hand = 0
        self.is_behind = False
        self.lost = 0

    @property
    def unsaved(self) -> int:
        """Finals that are kept in memory only."""
        return self._queue.qsize() + self._in_hand

    def write(self, spoken: Spoken) -> None:
        """Take a final; never blocks."""
        try:
            self._queue.put_nowait(spoken)
        except asyncio.QueueFull:
            self._lose(spoken, "full")

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            self._in_hand = len(batch)
            try:
                await self._save(batch)
            finally:
                self._in_hand = 0
                for _ in batch:
                    self._queue.task_done()

    async def written(self) -> None:
        """Wait until everything taken so far is committed."""
        await self._queue.join()

    async def _save(self, batch: Sequence[Spoken]) -> None:
        try:
            await commit_patiently(
                self._sessions, partial(self._record, batch), on_failure=self._fall_behind
            )
        except SQLAlchemyError as error:
            await self._save_apart(batch, error)
        else:
            self._catch_up()
            self._saved(batch)

    async def _save_apart(self, batch: Sequence[Spoken], error: SQLAlchemyError) -> None:
        """Find the one that the store refuses, so that it takes no other with it."""
        if len(batch) == 1:
            self._lose(batch[0], type(error).__name__)
            return
        for spoken in batch:
            await self._save([spoken])

    async def _record(self, batch: Sequence[Spoken], session: AsyncSession) -> None:
        for spoken in batch:
            speaker, utterance = spoken.speaker, spoken.utterance
            await record_utterance(
                session,
                utterance,
                visit_id=self._visit_id,
                speaker=RecordedSpeaker(speaker.participant_id, speaker.name, speaker.role),
                track=speaker.track,
                origin=0.0,
                record_id=UUID(utterance.id),
            )

    def _fall_behind(self) -> None:
        if not self.is_behind:
            self.is_behind = True
            self._trouble_changed()

    def _catch_up(self) -> None:
        if self.is_behind:
            self.is_behind = False
            self._trouble_changed()

    def _lose(self, spoken: Spoken, reason: str) -> None:
        self.lost += 1
        log.error(
            "utterance_lost",
            visit=str(self._visit_id),
            utterance=spoken.utterance.id,
            reason=reason,
            lost=self.lost,
        )
        self._trouble_changed()
