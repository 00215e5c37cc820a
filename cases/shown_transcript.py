"""What was said in a visit as people read it now: every utterance with its corrections."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from .corrections import list_corrections, list_corrections_of, list_live
from .errors import UnknownUtteranceError
from .models import UtteranceRecord
from .shown_words import find_visible, join_words, show_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from .models import WordRow
    from .review_models import WordCorrection
    from .shown_words import ShownWord

    _Said = tuple[UUID, str, str, str, str, float, float, list[WordRow]]

_ORDER = (UtteranceRecord.started, UtteranceRecord.track, UtteranceRecord.first_sample)
_COLUMNS = (
    UtteranceRecord.id,
    UtteranceRecord.participant_id,
    UtteranceRecord.speaker_name,
    UtteranceRecord.speaker_role,
    UtteranceRecord.lang,
    UtteranceRecord.started,
    UtteranceRecord.ended,
    UtteranceRecord.words,
)


@dataclass(frozen=True, slots=True)
class ShownUtterance:
    """An utterance as people read it; times in seconds since the visit began.

    `said` are the words as recognised, `corrections` those that show, in the order of their words.
    """

    id: UUID
    participant_id: str
    speaker_name: str
    speaker_role: str
    lang: str
    started: float
    ended: float
    said: Sequence[WordRow]
    corrections: tuple[WordCorrection, ...]

    @property
    def words(self) -> tuple[ShownWord, ...]:
        return show_words(self.said, self.corrections)

    @property
    def text(self) -> str:
        return join_words(word.text for word in self.words)


async def list_shown(session: AsyncSession, visit_id: UUID) -> Sequence[ShownUtterance]:
    """List everything said in a visit, in the order in which people began to speak."""
    rows = (await session.execute(_said_in(visit_id))).all()
    return _show(rows, await list_corrections_of(session, visit_id))


async def list_shown_after(
    session: AsyncSession, visit_id: UUID, after: UUID | None, limit: int
) -> Sequence[ShownUtterance]:
    """List the first `limit` utterances behind `after`, None for the start of the visit.

    Raises UnknownUtteranceError when `after` was not said in this visit.
    """
    query = _said_in(visit_id).limit(limit)
    if after is not None:
        query = query.where(tuple_(*_ORDER) > tuple_(*await _find_place(session, visit_id, after)))
    rows = (await session.execute(query)).all()
    return _show(rows, await list_corrections(session, [row[0] for row in rows]))


async def list_shown_again(
    session: AsyncSession, utterance_ids: Collection[UUID]
) -> Sequence[ShownUtterance]:
    """List these utterances as they read now, in order."""
    query = select(*_COLUMNS).where(UtteranceRecord.id.in_(utterance_ids)).order_by(*_ORDER)
    rows = (await session.execute(query)).all()
    return _show(rows, await list_corrections(session, utterance_ids))


def _said_in(visit_id: UUID) -> Select[*_Said]:
    query = select(*_COLUMNS).where(UtteranceRecord.visit_id == visit_id)
    return query.order_by(*_ORDER)


async def _find_place(
    session: AsyncSession, visit_id: UUID, utterance_id: UUID
) -> Row[float, str, int]:
    query = select(*_ORDER).where(
        UtteranceRecord.id == utterance_id, UtteranceRecord.visit_id == visit_id
    )
    place = (await session.execute(query)).one_or_none()
    if place is None:
        raise UnknownUtteranceError(utterance_id)
    return place


def _show(
    rows: Iterable[Row[*_Said]], corrections: Iterable[WordCorrection]
) -> Sequence[ShownUtterance]:
    by_utterance: dict[UUID, list[WordCorrection]] = defaultdict(list)
    for correction in list_live(corrections):
        by_utterance[correction.utterance_id].append(correction)
    return [
        ShownUtterance(
            *(id_, participant_id, name, role, lang, started, ended, words),
            corrections=tuple(find_visible(by_utterance.get(id_, ()))),
        )
        for id_, participant_id, name, role, lang, started, ended, words in rows
    ]
