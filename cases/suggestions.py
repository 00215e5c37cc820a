"""Suggestions for case fields: what auto-fill reads comes in, is replaced or is withdrawn.

suggested -> accepted | corrected | rejected      by a person, once (see decisions)
          -> superseded                           another value was said, or the words hold no more
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from .case_fields import is_same_value, lock_case, read_case_field
from .errors import UnknownSuggestionError
from .evidence import find_second, get_first_cited, load_cited, quote_words, read_suggestion
from .fields import CaseField
from .models import FieldSuggestion, SuggestionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .autofill import Suggestion
    from .evidence import Reading, Records
    from .models import Case

DECIDED = frozenset(
    {SuggestionStatus.ACCEPTED, SuggestionStatus.CORRECTED, SuggestionStatus.REJECTED}
)


@dataclass(frozen=True, slots=True)
class SuggestionChanges:
    """What a round of auto-fill changed: suggestions that opened, and those open no more."""

    opened: tuple[FieldSuggestion, ...]
    superseded: tuple[FieldSuggestion, ...]


async def record_suggestions(
    session: AsyncSession,
    case: Case,
    visit_id: UUID,
    suggestions: Sequence[Suggestion],
    utterance_ids: Sequence[UUID],
    now: datetime,
) -> SuggestionChanges:
    """Bring the open suggestions of a case in line with what auto-fill reads from a visit now.

    `utterance_ids` are the records of the utterances that were read, in the same order. A value
    that the case already has, or that somebody has decided on for the same words, is not suggested
    again; an open one that its visit no longer supports is withdrawn.

    Raises:
        UnsupportedSuggestionError: a suggestion cites no words.
        UnknownUtteranceError: it cites an utterance that is not recorded.
    """
    case = await lock_case(session, case.id)
    known = await list_suggestions(session, case.id)
    readings = [read_suggestion(suggestion, utterance_ids) for suggestion in suggestions]
    wanted = {r.field: r for r in readings if not _is_settled(r, case, known)}
    standing = {CaseField(s.field): s for s in known if s.status is SuggestionStatus.SUGGESTED}
    outdated = {
        field: suggestion
        for field, suggestion in standing.items()
        if _is_outdated(suggestion, wanted.get(field), visit_id)
    }
    for suggestion in outdated.values():
        suggestion.status = SuggestionStatus.SUPERSEDED
    await session.flush()  # or the database would see two open ones of a field for a moment
    fresh = [r for r in wanted.values() if r.field not in standing or r.field in outdated]
    records = await load_cited(session, fresh)
    opened = [
        _make_suggestion(reading, records, case, visit_id, outdated, now) for reading in fresh
    ]
    session.add_all(opened)
    await session.flush()
    return SuggestionChanges(tuple(opened), tuple(outdated.values()))


async def list_suggestions(session: AsyncSession, case_id: UUID) -> Sequence[FieldSuggestion]:
    """List every suggestion there was for a case, oldest first."""
    query = (
        select(FieldSuggestion)
        .where(FieldSuggestion.case_id == case_id)
        .order_by(FieldSuggestion.suggested_at, FieldSuggestion.at_seconds)
    )
    return (await session.scalars(query)).all()


async def get_suggestion(session: AsyncSession, suggestion_id: UUID) -> FieldSuggestion:
    """Return a suggestion; raises UnknownSuggestionError."""
    suggestion = await session.get(FieldSuggestion, suggestion_id)
    if suggestion is None:
        raise UnknownSuggestionError(suggestion_id)
    return suggestion


def _is_settled(reading: Reading, case: Case, known: Sequence[FieldSuggestion]) -> bool:
    """Tell whether the case has the value, or a person has decided on it for these words."""
    return is_same_value(read_case_field(case, reading.field), reading.value) or any(
        suggestion.status in DECIDED
        and suggestion.field == reading.field
        and is_same_value(suggestion.value, reading.value)
        and suggestion.evidence == list(reading.evidence)
        for suggestion in known
    )


def _is_outdated(suggestion: FieldSuggestion, wanted: Reading | None, visit_id: UUID) -> bool:
    if wanted is None:
        return suggestion.visit_id == visit_id
    return not is_same_value(suggestion.value, wanted.value)


def _make_suggestion(
    reading: Reading,
    records: Records,
    case: Case,
    visit_id: UUID,
    replaced: Mapping[CaseField, FieldSuggestion],
    now: datetime,
) -> FieldSuggestion:
    speaker = get_first_cited(reading, records)
    previous = read_case_field(case, reading.field)
    if previous is None and reading.field in replaced:
        previous = replaced[reading.field].value
    return FieldSuggestion(
        case_id=case.id,
        visit_id=visit_id,
        field=reading.field.value,
        value=reading.value,
        quote=quote_words(reading, records),
        evidence=list(reading.evidence),
        speaker_id=speaker.participant_id,
        speaker_name=speaker.speaker_name,
        at_seconds=find_second(reading, records),
        rule=reading.rule,
        status=SuggestionStatus.SUGGESTED,
        suggested_at=now,
        previous_value=previous,
    )
