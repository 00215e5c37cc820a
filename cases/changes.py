"""The numbered feed of a case: what people did to its words and fields, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from .models import Case
from .review_models import ReviewChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .models import User
    from .review_models import ChangeKind


async def lock_feed(session: AsyncSession, case_id: UUID) -> None:
    """Become the one who adds to the feed of a case until the commit."""
    await session.scalar(select(Case.id).where(Case.id == case_id).with_for_update())


async def read_sequence(session: AsyncSession, case_id: UUID) -> int:
    """Return the number of the latest change, 0 before the first."""
    query = select(func.max(ReviewChange.number)).where(ReviewChange.case_id == case_id)
    return await session.scalar(query) or 0


async def record_change(
    session: AsyncSession,
    case_id: UUID,
    kind: ChangeKind,
    subject_id: UUID,
    user: User,
    now: datetime,
) -> ReviewChange:
    """Add an act to the feed, in the transaction of the act."""
    await lock_feed(session, case_id)
    number = await read_sequence(session, case_id) + 1
    change = ReviewChange(
        case_id=case_id, number=number, kind=kind, subject_id=subject_id, user_id=user.id, at=now
    )
    session.add(change)
    await session.flush()
    return change


async def list_changes(
    session: AsyncSession, case_id: UUID, *, after: int, limit: int
) -> Sequence[ReviewChange]:
    """List the first `limit` acts whose number is above `after`, in their order."""
    query = (
        select(ReviewChange)
        .where(ReviewChange.case_id == case_id, ReviewChange.number > after)
        .order_by(ReviewChange.number)
        .limit(limit)
    )
    return (await session.scalars(query)).all()
