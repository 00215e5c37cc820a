"""Which cases a member of staff may see: those the own department leads, opened or receives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from cases.application_models import Application
from cases.errors import UnknownCaseError
from cases.models import Case, User
from cases.people import does_casework

from .models import Booking, PanelMember

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession


async def list_cases_for(session: AsyncSession, user: User) -> Sequence[Case]:
    """List the cases a user may see, newest first, with citizen and lead department loaded."""
    if not does_casework(user):
        return ()
    query = (
        select(Case)
        .where(is_visible_to(user))
        .options(joinedload(Case.citizen), joinedload(Case.lead_department))
        .order_by(Case.created_at.desc(), Case.number.desc())
    )
    return (await session.scalars(query)).all()


async def get_case_for(session: AsyncSession, user: User, number: str) -> Case:
    """Return a case by its number; UnknownCaseError also when it is not for this user."""
    query = (
        select(Case)
        .where(Case.number == number, is_visible_to(user))
        .options(joinedload(Case.citizen), joinedload(Case.lead_department))
    )
    case = await session.scalar(query) if does_casework(user) else None
    if case is None:
        raise UnknownCaseError(number)
    return case


def is_visible_to(user: User) -> ColumnElement[bool]:
    """Return the condition on Case; a panel whose meeting was called off opens nothing."""
    on_panel = (
        select(Booking.case_id)
        .join(PanelMember, PanelMember.booking_id == Booking.id)
        .where(PanelMember.department_id == user.department_id, Booking.cancelled_at.is_(None))
    )
    opened_here = (
        select(Application.case_id)
        .join(User, User.id == Application.decided_by)
        .where(User.department_id == user.department_id, Application.case_id.is_not(None))
    )
    return or_(
        Case.lead_department_id == user.department_id,
        Case.id.in_(on_panel),
        Case.id.in_(opened_here),
    )
