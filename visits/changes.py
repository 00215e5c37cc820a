"""A citizen's own changes: another time for the visit, or none; until it begins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case
from scheduling.booking import cancel_booking, move_booking
from scheduling.models import Booking

from .audit import name_citizen
from .errors import TooLateError, UnknownInvitationError, VisitEndedError
from .invitations import CLOSES_AFTER, OPENS_BEFORE, revoke_invitation
from .models import Invitation, Visit, VisitState
from .visit import end_visit


@dataclass(frozen=True, slots=True)
class VisitTicket:
    """What an invitation is for; read whatever became of the visit."""

    invitation: Invitation
    visit: Visit
    booking: Booking
    case: Case

    @property
    def is_cancelled(self) -> bool:
        return self.booking.cancelled_at is not None

    def can_change(self, now: datetime) -> bool:
        """Whether the citizen may still move the visit or call it off: until it starts."""
        waits = self.visit.state in {VisitState.SCHEDULED, VisitState.OPEN}
        is_valid = self.invitation.revoked_at is None and not self.is_cancelled
        return is_valid and waits and now < self.visit.starts_at


async def get_ticket(session: AsyncSession, invitation_id: UUID) -> VisitTicket:
    """Return what an invitation is for, before, during and after; or UnknownInvitationError."""
    invitation = await session.get(Invitation, invitation_id)
    if invitation is None:
        raise UnknownInvitationError
    visit = await session.get_one(Visit, invitation.visit_id)
    booking = await session.get_one(Booking, visit.booking_id)
    return VisitTicket(invitation, visit, booking, await session.get_one(Case, visit.case_id))


async def move_visit(
    session: AsyncSession,
    invitation_id: UUID,
    *,
    starts_at: datetime,
    place: str | None = None,
    now: datetime,
) -> VisitTicket:
    """Move the visit with its invitations; every link and code stays as it is.

    Raises TooLateError, VisitEndedError, and what `move_booking` raises.
    """
    ticket = await _get_changeable(session, invitation_id, now)
    visit = ticket.visit
    interval = await move_booking(
        session,
        ticket.booking,
        starts_at=starts_at,
        place=place,
        actor=name_citizen(invitation_id),
        now=now,
    )
    visit.starts_at, visit.ends_at = interval.starts_at, interval.ends_at
    query = select(Invitation).where(Invitation.visit_id == visit.id)
    for invitation in await session.scalars(query):
        invitation.opens_at = visit.starts_at - OPENS_BEFORE
        invitation.closes_at = visit.ends_at + CLOSES_AFTER
    await session.flush()
    return ticket


async def cancel_visit(session: AsyncSession, invitation_id: UUID, now: datetime) -> VisitTicket:
    """Call the visit off: its time is free, its invitation taken back.

    Raises TooLateError, VisitEndedError.
    """
    ticket = await _get_changeable(session, invitation_id, now)
    await cancel_booking(session, ticket.booking, actor=name_citizen(invitation_id), now=now)
    end_visit(session, ticket.visit, now)
    await revoke_invitation(session, ticket.invitation, now)
    return ticket


async def _get_changeable(session: AsyncSession, invitation_id: UUID, now: datetime) -> VisitTicket:
    ticket = await get_ticket(session, invitation_id)
    if ticket.visit.state is VisitState.ENDED:
        raise VisitEndedError(ticket.visit.id)
    if not ticket.can_change(now):
        raise TooLateError(ticket.visit.starts_at)
    return ticket
