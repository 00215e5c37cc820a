"""The audit trail: who did what to which thing, in the transaction of the act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import AuditEntry, User

SYSTEM = "system"


def name_actor(user: User) -> str:
    """Return how the trail calls a member of staff: by id, never by name."""
    return f"user:{user.id}"


def name_subject(kind: str, subject_id: UUID) -> str:
    """Return how the trail calls a thing, as in "case:<id>"."""
    return f"{kind}:{subject_id}"


def record_act(
    session: AsyncSession,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
    now: datetime,
) -> AuditEntry:
    """Add an entry to the session; `detail` holds ids and field names, never what they contain."""
    entry = AuditEntry(at=now, actor=actor, action=action, subject=subject, detail=dict(detail))
    session.add(entry)
    return entry


async def list_acts(session: AsyncSession, subject: str) -> Sequence[AuditEntry]:
    """List what was done to a thing, oldest first."""
    query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.at)
    return (await session.scalars(query)).all()
