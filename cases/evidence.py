"""The words behind a suggestion: who said them, when, and how they read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from .errors import UnknownUtteranceError, UnsupportedSuggestionError
from .models import EvidenceRow, UtteranceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from .autofill import Suggestion
    from .fields import CaseField, FieldValue

Records = dict[UUID, UtteranceRecord]


@dataclass(frozen=True, slots=True)
class Reading:
    """A suggestion whose evidence names recorded utterances instead of positions in a list."""

    field: CaseField
    value: FieldValue
    evidence: tuple[EvidenceRow, ...]
    rule: str


def read_suggestion(suggestion: Suggestion, utterance_ids: Sequence[UUID]) -> Reading:
    """Bind a suggestion to the records it was read from; raises UnsupportedSuggestionError."""
    if not suggestion.evidence:
        raise UnsupportedSuggestionError(suggestion.field)
    evidence = tuple(
        EvidenceRow(utterance_id=str(utterance_ids[span.utterance]), start=span.start, end=span.end)
        for span in suggestion.evidence
    )
    return Reading(suggestion.field, suggestion.value, evidence, suggestion.rule)


async def load_cited(session: AsyncSession, readings: Iterable[Reading]) -> Records:
    """Load the utterances that the readings cite, by id."""
    ids = {UUID(row["utterance_id"]) for reading in readings for row in reading.evidence}
    query = select(UtteranceRecord).where(UtteranceRecord.id.in_(ids))
    records = {record.id: record for record in await session.scalars(query)}
    for missing in ids - records.keys():
        raise UnknownUtteranceError(missing)
    return records


def get_first_cited(reading: Reading, records: Mapping[UUID, UtteranceRecord]) -> UtteranceRecord:
    """Return the utterance in which the value was first said; its speaker is the source."""
    return records[UUID(reading.evidence[0]["utterance_id"])]


def find_second(reading: Reading, records: Mapping[UUID, UtteranceRecord]) -> float:
    """Return when the first cited word began, in seconds since the visit did."""
    words = get_first_cited(reading, records).words
    return words[reading.evidence[0]["start"]]["start"]


def quote_words(reading: Reading, records: Mapping[UUID, UtteranceRecord]) -> str:
    """Return the cited words as people read them: Chinese without spaces, gaps as an ellipsis."""
    space = "" if get_first_cited(reading, records).lang == "zh" else " "
    spans = (
        records[UUID(row["utterance_id"])].words[row["start"] : row["end"]]
        for row in reading.evidence
    )
    return " … ".join(space.join(word["text"] for word in span) for span in spans)
