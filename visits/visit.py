"""A visit's life as rows: opened from a booking, live from the first admission, ended once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import name_subject, record_act
from cases.models import Case, Department, User
from cases.people import CASEWORK_ROLES, does_casework
from scheduling.models import Booking, PanelMember

from .audit import name_actor_or_house
from .errors import NotOnPanelError, UnknownVisitError, VisitEndedError
from .models import Visit, VisitState

CONTENT_ROLES = CASEWORK_ROLES
"""Roles of which one is needed to see a visit; an administrator as such sees none."""


async def open_visit(session: AsyncSession, booking: Booking) -> Visit:
    """Add the visit of a booking, in the language of its case."""
    case = await session.get_one(Case, booking.case_id)
    visit = Visit(
        booking_id=booking.id,
        case_id=case.id,
        lang=case.lang,
        state=VisitState.SCHEDULED,
        starts_at=booking.starts_at,
        ends_at=booking.starts_at + timedelta(minutes=booking.duration_minutes),
    )
    session.add(visit)
    await session.flush()
    return visit


async def get_visit(session: AsyncSession, visit_id: UUID) -> Visit:
    """Return a visit whoever asks; raises UnknownVisitError."""
    visit = await session.get(Visit, visit_id)
    if visit is None:
        raise UnknownVisitError(visit_id)
    return visit


async def get_visit_for(session: AsyncSession, user: User, visit_id: UUID) -> Visit:
    """Return a visit the user's department receives; raises NotOnPanelError for any other."""
    visit = await session.get(Visit, visit_id)
    if visit is None or not does_casework(user):
        raise NotOnPanelError(visit_id)
    if user.department_id not in {d.id for d in await list_panel(session, visit)}:
        raise NotOnPanelError(visit_id)
    return visit


async def list_visits_for(
    session: AsyncSession, user: User, *, since: datetime, until: datetime
) -> Sequence[Visit]:
    """List the visits of the user's department that touch [since, until), and any still live."""
    if not does_casework(user):
        return []
    touching = and_(Visit.starts_at < until, Visit.ends_at > since)
    query = (
        select(Visit)
        .join(PanelMember, PanelMember.booking_id == Visit.booking_id)
        .where(PanelMember.department_id == user.department_id)
        .where(or_(touching, Visit.state == VisitState.LIVE))
        .order_by(Visit.starts_at, Visit.id)
    )
    return (await session.scalars(query)).unique().all()


async def list_panel(session: AsyncSession, visit: Visit) -> Sequence[Department]:
    """List the departments that receive, the leading one first."""
    query = (
        select(Department)
        .join(PanelMember, PanelMember.department_id == Department.id)
        .where(PanelMember.booking_id == visit.booking_id)
        .order_by(PanelMember.is_lead.desc(), Department.code)
    )
    return (await session.scalars(query)).all()


async def open_doors(session: AsyncSession, visit_id: UUID) -> Visit:
    """Let people wait for a visit; raises UnknownVisitError or VisitEndedError."""
    visit = await get_visit(session, visit_id)
    if visit.state is VisitState.ENDED:
        raise VisitEndedError(visit_id)
    if visit.state is VisitState.SCHEDULED:
        visit.state = VisitState.OPEN
    return visit


def start_visit(visit: Visit, now: datetime) -> None:
    """Make a visit live at its first admission; later ones change nothing."""
    if visit.state is VisitState.ENDED:
        raise VisitEndedError(visit.id)
    visit.state = VisitState.LIVE
    visit.started_at = visit.started_at or now


def end_visit(
    session: AsyncSession, visit: Visit, now: datetime, *, by: User | None = None
) -> None:
    """Close a visit for good; a second time changes nothing."""
    if visit.state is VisitState.ENDED:
        return
    visit.state = VisitState.ENDED
    visit.ended_at = now
    subject = name_subject("visit", visit.id)
    record_act(session, name_actor_or_house(by), "visit_ended", subject, {}, now)
