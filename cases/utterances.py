"""What was said in a visit: final utterances go in once, and come out in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from .models import UtteranceRecord, WordRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from transcription import Utterance


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: a seat, its name as the booking has it, "citizen" or "officer"."""

    participant_id: str
    name: str
    role: str


async def record_utterance(
    session: AsyncSession,
    utterance: Utterance,
    *,
    visit_id: UUID,
    speaker: Speaker,
    track: str,
    origin: float,
    record_id: UUID | None = None,
) -> UtteranceRecord:
    """Add a final utterance, or return the one already there for the same visit, track and sample.

    `origin` is the moment of the visit's start on the utterance's own clock: times are kept in
    seconds since then. `record_id` is the id the captions of the utterance already carry.
    """
    recorded = await _find_recorded(session, visit_id, track, utterance.first_sample)
    if recorded is not None:
        return recorded
    record = UtteranceRecord(
        id=record_id or uuid4(),
        visit_id=visit_id,
        participant_id=speaker.participant_id,
        speaker_name=speaker.name,
        speaker_role=speaker.role,
        lang=utterance.lang,
        started=utterance.start - origin,
        ended=utterance.end - origin,
        text=utterance.text,
        words=_place_words(utterance, origin),
        track=track,
        first_sample=utterance.first_sample,
    )
    session.add(record)
    await session.flush()
    return record


async def list_utterances(session: AsyncSession, visit_id: UUID) -> Sequence[UtteranceRecord]:
    """List what was said in a visit in the order in which people began to speak."""
    query = (
        select(UtteranceRecord)
        .where(UtteranceRecord.visit_id == visit_id)
        .order_by(UtteranceRecord.started, UtteranceRecord.track, UtteranceRecord.first_sample)
    )
    return (await session.scalars(query)).all()


async def _find_recorded(
    session: AsyncSession, visit_id: UUID, track: str, first_sample: int
) -> UtteranceRecord | None:
    query = select(UtteranceRecord).where(
        UtteranceRecord.visit_id == visit_id,
        UtteranceRecord.track == track,
        UtteranceRecord.first_sample == first_sample,
    )
    return await session.scalar(query)


def _place_words(utterance: Utterance, origin: float) -> list[WordRow]:
    return [
        WordRow(
            text=word.text,
            start=round(word.start - origin, 3),
            end=round(word.end - origin, 3),
            confidence=round(word.confidence, 4),
        )
        for word in utterance.words
    ]
