"""Members of staff: the one with a login, a new one, and what they may do."""

import unicodedata
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from .errors import LoginTakenError, UnknownUserError
from .models import Department, User, UserRole

CASEWORK_ROLES = frozenset({UserRole.CLERK, UserRole.OFFICER, UserRole.SUPERVISOR})


def normalize_login(login: str) -> str:
    """Return the one form under which a login is kept, whatever way it is typed (NFKC, no case)."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


async def find_user_by_login(session: AsyncSession, login: str) -> User | None:
    """Return the user, active or not, with the department loaded."""
    query = select(User).where(User.login == normalize_login(login))
    return await session.scalar(query.options(joinedload(User.department)))


async def get_user(session: AsyncSession, user_id: UUID) -> User:
    """Return the user with the department loaded; raises UnknownUserError."""
    user = await session.get(User, user_id, options=[joinedload(User.department)])
    if user is None:
        raise UnknownUserError(user_id)
    return user


async def add_user(
    session: AsyncSession,
    *,
    login: str,
    name: str,
    password_hash: str,
    department: Department,
    roles: Iterable[UserRole],
) -> User:
    """Add a member of staff; raises LoginTakenError when the login is somebody's already."""
    user = User(
        login=normalize_login(login),
        name=name,
        password_hash=password_hash,
        department_id=department.id,
        roles=sorted(set(roles)),
    )
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise LoginTakenError(user.login) from error
    return user


def does_casework(user: User) -> bool:
    """Tell whether the user may see content of cases; an administrator as such may not."""
    return user.active and not CASEWORK_ROLES.isdisjoint(user.roles)
