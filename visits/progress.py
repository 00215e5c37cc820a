"""How much of a visit each person has heard; what was heard once stays heard."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import User

from .models import ReviewProgress, Visit

Span = tuple[float, float]

TOUCHING = 0.5
"""Seconds between two spans that nobody would call unheard."""
MOST_SPANS = 2000
"""More of them are joined over wider and wider gaps, so that no row grows without end."""


async def find_heard(session: AsyncSession, visit_id: UUID, user_id: UUID) -> Sequence[Span]:
    """Return what the user has heard, in order, in seconds since the visit began."""
    progress = await _find_progress(session, visit_id, user_id)
    return [(start, end) for start, end in progress.heard] if progress is not None else []


async def note_heard(
    session: AsyncSession, visit: Visit, user: User, heard: Iterable[Span], now: datetime
) -> Sequence[Span]:
    """Add what was heard to what had been before, and return both joined."""
    await session.refresh(visit, ["state"], with_for_update=True)
    progress = await _find_progress(session, visit.id, user.id)
    before = [] if progress is None else [(start, end) for start, end in progress.heard]
    joined = join_bounded([*before, *heard])
    if progress is None:
        progress = ReviewProgress(visit_id=visit.id, user_id=user.id)
        session.add(progress)
    progress.heard = [[start, end] for start, end in joined]
    progress.updated_at = now
    await session.flush()
    return joined


def join_bounded(spans: Sequence[Span]) -> list[Span]:
    touching = TOUCHING
    while len(joined := join_spans(spans, touching)) > MOST_SPANS:
        touching *= 2
    return joined


def join_spans(spans: Iterable[Span], touching: float = TOUCHING) -> list[Span]:
    """Join spans with at most `touching` seconds between them, in order of their start."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= touching:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def count_seconds(spans: Iterable[Span]) -> float:
    return sum(end - start for start, end in spans)


async def _find_progress(
    session: AsyncSession, visit_id: UUID, user_id: UUID
) -> ReviewProgress | None:
    query = select(ReviewProgress).where(
        ReviewProgress.visit_id == visit_id, ReviewProgress.user_id == user_id
    )
    return await session.scalar(query)
