"""Sign-ins of staff: an opaque token in the browser, its hash and times in the database."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Department, User, UserRole
from web.settings import Settings

from .models import StaffSession

# The time of the last request is written this often at most, not at each.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts without a request, and at most."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff and the session that says so."""

    session_id: UUID
    seen_at: datetime
    user: User
    department: Department

    def has_one_of(self, roles: frozenset[UserRole]) -> bool:
        """Tell whether one of the roles is theirs; no roles means that any will do."""
        return not roles or not roles.isdisjoint(self.user.roles)


def lifetime_of(settings: Settings) -> Lifetime:
    return Lifetime(
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_max_hours),
    )


async def start_session(session: AsyncSession, user: User, now: datetime) -> str:
    """Record a sign-in and give the token for the cookie."""
    token = secrets.token_urlsafe(32)
    session.add(StaffSession(token_hash=_hash(token), user_id=user.id, created_at=now, seen_at=now))
    return token


async def find_session(
    session: AsyncSession, token: str, now: datetime, lifetime: Lifetime
) -> SignedIn | None:
    """Find who holds the token, unless the session ended, idled away or grew too old."""
    query = (
        select(StaffSession, User, Department)
        .join(User, User.id == StaffSession.user_id)
        .join(Department, Department.id == User.department_id)
        .where(
            StaffSession.token_hash == _hash(token),
            StaffSession.ended_at.is_(None),
            StaffSession.seen_at > now - lifetime.idle,
            StaffSession.created_at > now - lifetime.longest,
            User.active,
        )
    )
    row = (await session.execute(query)).one_or_none()
    return row and SignedIn(row[0].id, row[0].seen_at, row[1], row[2])


async def touch_session(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """Note that the session is in use."""
    await session.execute(
        update(StaffSession).where(StaffSession.id == session_id).values(seen_at=now)
    )


async def end_session(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """Sign out: the token is worthless from now on, in every browser that kept it."""
    await session.execute(
        update(StaffSession).where(StaffSession.id == session_id).values(ended_at=now)
    )


async def delete_old_sessions(session: AsyncSession, now: datetime, lifetime: Lifetime) -> None:
    """Drop rows that can never be used again."""
    await session.execute(
        delete(StaffSession).where(StaffSession.created_at < now - lifetime.longest)
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
