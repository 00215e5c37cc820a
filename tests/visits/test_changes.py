"""A citizen moves a visit or calls it off by the link; the time goes with it, the link stays."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from scheduling.errors import SlotTakenError
from scheduling.models import BookedGranule, Booking
from tests.office import Office
from tests.visits.reception import Clock, open_reception
from visits.changes import cancel_visit, get_ticket, move_visit
from visits.errors import (
    InvitationRevokedError,
    InvitationTooEarlyError,
    TooLateError,
    VisitEndedError,
    WrongCodeError,
)
from visits.invitations import IssuedInvitation, redeem_invitation
from visits.models import Visit, VisitState

Sessions = async_sessionmaker[AsyncSession]

DAY = timedelta(days=1)


async def count_granules(sessions: Sessions) -> int:
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(BookedGranule)) or 0


async def test_a_moved_visit_takes_its_time_and_its_invitation_along(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    before = await count_granules(sessions)
    async with sessions.begin() as session:
        await move_visit(session, issued.invitation.id, starts_at=now + DAY, now=now - DAY)
    async with sessions() as session:
        ticket = await get_ticket(session, issued.invitation.id)
    assert (ticket.visit.starts_at, ticket.booking.starts_at) == (now + DAY, now + DAY)
    assert ticket.visit.ends_at - ticket.visit.starts_at == timedelta(minutes=30)
    assert await count_granules(sessions) == before
    redeem = partial(redeem_invitation, token=issued.token, code=issued.code)
    async with sessions.begin() as session:
        assert isinstance((await redeem(session, now=now)).error, InvitationTooEarlyError)
        assert (await redeem(session, now=now + DAY)).invitation is not None


async def test_a_visit_called_off_frees_its_time_and_closes_its_link(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    async with sessions.begin() as session:
        await cancel_visit(session, issued.invitation.id, now - DAY)
    assert await count_granules(sessions) == 0
    async with sessions.begin() as session:
        ticket = await get_ticket(session, issued.invitation.id)
        assert ticket.is_cancelled
        assert ticket.visit.state is VisitState.ENDED
        tried = await redeem_invitation(session, token=issued.token, code=issued.code, now=now)
        assert isinstance(tried.error, InvitationRevokedError)
        with pytest.raises(VisitEndedError):
            await move_visit(session, issued.invitation.id, starts_at=now + DAY, now=now - DAY)


async def test_a_visit_is_not_changed_once_it_has_begun(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    async with sessions.begin() as session:
        with pytest.raises(TooLateError):
            await move_visit(session, issued.invitation.id, starts_at=now + DAY, now=now)
        with pytest.raises(TooLateError):
            await cancel_visit(session, issued.invitation.id, now)


async def test_a_visit_that_cannot_move_stays_where_it_is(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime, office: Office
) -> None:
    taken = BookedGranule(
        resource=f"department:{office.fire.id}",
        granule=int((now + DAY).timestamp()) // 300,
        booking_id=visit.booking_id,
    )
    async with sessions.begin() as session:
        other = Booking(
            case_id=visit.case_id,
            starts_at=now + DAY,
            duration_minutes=5,
            place="",
            lead_department_id=office.fire.id,
            created_by=office.clerk.id,
            created_at=now,
        )
        session.add(other)
        await session.flush()
        taken.booking_id = other.id
        session.add(taken)
    before = await count_granules(sessions)
    async with sessions.begin() as session:
        with pytest.raises(SlotTakenError):
            await move_visit(session, issued.invitation.id, starts_at=now + DAY, now=now - DAY)
    async with sessions() as session:
        assert (await get_ticket(session, issued.invitation.id)).visit.starts_at == now
    assert await count_granules(sessions) == before


async def test_the_ticket_opens_ahead_of_the_doors_and_counts_wrong_codes(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    early = now - DAY
    async with sessions.begin() as session:
        wrong = await redeem_invitation(session, token=issued.token, code="", now=early, ahead=True)
        assert isinstance(wrong.error, WrongCodeError)
        assert wrong.error.tries_left == 4
        right = await redeem_invitation(
            session, token=issued.token, code=issued.code, now=early, ahead=True
        )
    assert right.get_invitation().redeemed_at is None


async def test_a_visit_that_ends_early_gives_the_rest_of_its_time_back(
    sessions: Sessions,
    office: Office,
    visit: Visit,
    issued: IssuedInvitation,
    now: datetime,
) -> None:
    async with open_reception(sessions, visit, issued, Clock(now)) as reception:
        await reception.live_visits.open(visit.id)
        await reception.live_visits.end(visit.id, "ended", by=office.clerk)
    assert await count_granules(sessions) == 4  # one started granule of each resource


async def test_open_doors_heed_another_time(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    async with open_reception(sessions, visit, issued, Clock(now)) as reception:
        live = await reception.live_visits.open(visit.id)
        async with sessions.begin() as session:
            await move_visit(session, issued.invitation.id, starts_at=now + DAY, now=now - DAY)
        await reception.live_visits.time_changed(visit.id)
        assert live.describe_state()["ends_at"] == (now + DAY + timedelta(minutes=30)).isoformat()
