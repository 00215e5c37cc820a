"""Seats: who sits in the media room of a visit, under which name; never as the client says."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Department, User
from media import Grant, Role

from .lobby import find_place
from .models import Invitation, Visit
from .seats import seat_of_citizen, seat_of_user
from .transcript import name_department


async def grant_for_citizen(session: AsyncSession, invitation: Invitation, now: datetime) -> Grant:
    """Return the citizen's seat; one who was admitted before a reload is let in at once."""
    place = await find_place(session, invitation.id, now)
    return Grant(
        room_id=str(invitation.visit_id),
        participant_id=seat_of_citizen(invitation.id),
        name=invitation.name,
        department="",
        role=Role.CITIZEN,
        admitted=place is not None and place.admitted_at is not None,
    )


async def grant_for_user(session: AsyncSession, user: User, visit: Visit) -> Grant:
    """Return the seat of a member of staff; their right to it is `get_visit_for`'s to judge."""
    department = await session.get_one(Department, user.department_id)
    return Grant(
        room_id=str(visit.id),
        participant_id=seat_of_user(user.id),
        name=user.name,
        department=name_department(department, visit.lang),
        role=Role.PANEL,
        admitted=True,
    )
