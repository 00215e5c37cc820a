"""POST /track/ticket: who knows number and code of a matter gets the ticket of its next visit."""

from datetime import datetime
from uuid import UUID

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.application_models import Application
from scheduling.models import Booking
from visits.models import Invitation, Visit, VisitState
from web.auth.held_ticket import HeldTicket
from web.auth.ticket_cookie import give_ticket
from web.keys import CLOCK, READING

from .track import find_tracked, redirect


async def open_ticket(request: web.Request) -> web.Response:
    application_id = find_tracked(request)
    if application_id is None:
        return redirect("/track")
    async with request.app[READING]() as session:
        invitation = await find_invitation(session, application_id, request.app[CLOCK]())
    if invitation is None:
        return redirect("/track/state")
    response = redirect("/ticket")
    give_ticket(request, response, HeldTicket(invitation.id))
    return response


async def find_invitation(
    session: AsyncSession, application_id: UUID, now: datetime
) -> Invitation | None:
    """Find the invitation to the matter's next visit that still counts."""
    query = (
        select(Invitation)
        .join(Visit, Visit.id == Invitation.visit_id)
        .join(Booking, Booking.id == Visit.booking_id)
        .join(Application, Application.case_id == Visit.case_id)
        .where(
            Application.id == application_id,
            Visit.state != VisitState.ENDED,
            Booking.cancelled_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.closes_at > now,
        )
        .order_by(Visit.starts_at)
        .limit(1)
    )
    return await session.scalar(query)
