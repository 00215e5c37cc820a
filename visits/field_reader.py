"""Reads case fields from what was said and tells the panel what is new."""

import asyncio
import time
from collections.abc import Mapping
from datetime import tzinfo
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.autofill import Suggestion, suggest_fields
from cases.fields import CaseField, format_field_value
from cases.models import Case, FieldSuggestion
from cases.suggestions import SuggestionChanges, record_suggestions
from media import Role, Room

from .background import commit_patiently
from .captions import Captions
from .models import Visit
from .visit_clock import VisitClock

Body = Mapping[str, object]

# Reading happens on the loop that forwards media, so it may take a tenth of the time at most.
SHARE = 0.1

log = structlog.get_logger("visits.field_reader")


class FieldReader:
    """Reads the whole saved transcript again after each new utterance."""

    def __init__(
        self,
        visit: Visit,
        room: Room,
        sessions: async_sessionmaker[AsyncSession],
        saved: Captions,
        clock: VisitClock,
        zone: tzinfo,
    ) -> None:
        self._visit = visit
        self._room = room
        self._sessions = sessions
        self._saved = saved
        self._clock = clock
        self._zone = zone
        self._wanted = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._recorded: tuple[Suggestion, ...] = ()

    def wake(self) -> None:
        """Ask for a reading: something was said and saved."""
        self._idle.clear()
        self._wanted.set()

    async def run(self) -> None:
        """Read until cancelled, with pauses nine times as long as the reading."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                seconds = await self._read()
            finally:
                if not self._wanted.is_set():
                    self._idle.set()
            await asyncio.sleep(seconds / SHARE)

    async def settled(self) -> None:
        """Wait until everything saved so far was read."""
        await self._idle.wait()

    async def _read(self) -> float:
        # The thread's own time: on a busy machine the clock on the wall tells of others' work too.
        began = time.thread_time()
        spoken = tuple(self._saved.spoken)
        suggestions = suggest_fields(
            [each.utterance for each in spoken],
            roles={each.speaker.participant_id: each.speaker.role for each in spoken},
            lang=self._visit.lang,
            spoken_on=self._visit.starts_at.astimezone(self._zone).date(),
        )
        seconds = time.thread_time() - began
        log.debug("fields_read", visit=str(self._visit.id), found=len(suggestions), took=seconds)
        if suggestions != self._recorded:
            ids = [UUID(each.utterance.id) for each in spoken]
            changes = await commit_patiently(
                self._sessions, partial(self._record, suggestions, ids)
            )
            self._recorded = suggestions
            self._announce(changes)
        return seconds

    async def _record(
        self, suggestions: tuple[Suggestion, ...], utterance_ids: list[UUID], session: AsyncSession
    ) -> SuggestionChanges:
        case = await session.get_one(Case, self._visit.case_id)
        return await record_suggestions(
            session, case, self._visit.id, suggestions, utterance_ids, self._clock.now()
        )

    def _announce(self, changes: SuggestionChanges) -> None:
        for suggestion in changes.superseded:
            self._tell("suggestion_decided", describe_decision(suggestion, self._visit.lang))
        for suggestion in changes.opened:
            self._tell("field_suggested", describe_suggestion(suggestion, self._visit.lang))

    def _tell(self, topic: str, body: Body) -> None:
        self._room.announce(topic, body, roles=[Role.PANEL])


def describe_suggestion(suggestion: FieldSuggestion, lang: str) -> Body:
    """Return the body of `field_suggested`; word indices count in the cited utterance."""
    return {
        "id": str(suggestion.id),
        "field": suggestion.field,
        "value": suggestion.value,
        "text": format_field_value(CaseField(suggestion.field), suggestion.value, lang),
        "quote": suggestion.quote,
        "words": [dict(words) for words in suggestion.evidence],
        "speaker": suggestion.speaker_id,
        "speaker_name": suggestion.speaker_name,
        "at_seconds": suggestion.at_seconds,
        "rule": suggestion.rule,
        "previous_value": suggestion.previous_value,
    }


def describe_decision(suggestion: FieldSuggestion, lang: str, *, decided_by_name: str = "") -> Body:
    """Return the body of `suggestion_decided`; nobody decides that one is superseded."""
    value = suggestion.value if suggestion.decided_value is None else suggestion.decided_value
    return {
        "id": str(suggestion.id),
        "field": suggestion.field,
        "status": suggestion.status.value,
        "value": value,
        "text": format_field_value(CaseField(suggestion.field), value, lang),
        "decided_by_name": decided_by_name,
    }
