from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import AuditEntry
from tests.office import Office
from visits.errors import NotWaitingError, VisitEndedError
from visits.invitations import IssuedInvitation, invite_citizen, revoke_invitation
from visits.lobby import (
    admit_citizen,
    find_place,
    find_position,
    leave_lobby,
    list_waiting,
    take_lobby_place,
    touch_places,
)
from visits.models import Invitation, LobbyPlace, Visit
from visits.visit import end_visit

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def second(
    sessions: Sessions, visit: Visit, office: Office, now: datetime
) -> IssuedInvitation:
    async with sessions.begin() as session:
        return await invite_citizen(session, visit, office.citizen, now)


async def arrive(sessions: Sessions, issued: IssuedInvitation, at: datetime) -> LobbyPlace:
    async with sessions.begin() as session:
        return await take_lobby_place(session, issued.invitation, at)


async def list_queue(sessions: Sessions, visit: Visit, at: datetime) -> Sequence[UUID]:
    async with sessions() as session:
        return [row.invitation_id for row in await list_waiting(session, visit.id, at)]


async def test_who_came_first_is_first_although_invited_last(
    sessions: Sessions,
    visit: Visit,
    issued: IssuedInvitation,
    second: IssuedInvitation,
    now: datetime,
) -> None:
    await arrive(sessions, second, now)
    await arrive(sessions, issued, now + timedelta(seconds=5))
    async with sessions() as session:
        waiting = await list_waiting(session, visit.id, now + timedelta(seconds=10))
    assert [row.invitation_id for row in waiting] == [second.invitation.id, issued.invitation.id]
    assert find_position(waiting, issued.invitation.id) == 2


async def test_a_reload_keeps_the_place(
    sessions: Sessions,
    visit: Visit,
    issued: IssuedInvitation,
    second: IssuedInvitation,
    now: datetime,
) -> None:
    first_place = await arrive(sessions, issued, now)
    await arrive(sessions, second, now + timedelta(minutes=1))
    same_place = await arrive(sessions, issued, now + timedelta(minutes=9))
    assert same_place.id == first_place.id
    queue = await list_queue(sessions, visit, now + timedelta(minutes=9))
    assert queue == [issued.invitation.id, second.invitation.id]


async def test_a_place_is_kept_for_ten_minutes_and_then_given_up_with_its_history(
    sessions: Sessions,
    visit: Visit,
    issued: IssuedInvitation,
    second: IssuedInvitation,
    now: datetime,
) -> None:
    await arrive(sessions, issued, now)
    in_time, too_late = now + timedelta(minutes=10), now + timedelta(minutes=10, seconds=1)
    assert await list_queue(sessions, visit, in_time) == [issued.invitation.id]
    assert await list_queue(sessions, visit, too_late) == []
    await arrive(sessions, second, too_late)
    await arrive(sessions, issued, too_late + timedelta(seconds=1))
    queue = await list_queue(sessions, visit, too_late + timedelta(seconds=1))
    assert queue == [second.invitation.id, issued.invitation.id]
    async with sessions() as session:
        query = select(LobbyPlace).where(LobbyPlace.invitation_id == issued.invitation.id)
        places = (await session.scalars(query.order_by(LobbyPlace.arrived_at))).all()
    assert [place.left_at for place in places] == [now, None]


async def test_being_seen_keeps_the_place(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    await arrive(sessions, issued, now)
    async with sessions.begin() as session:
        await touch_places(session, [issued.invitation.id], now + timedelta(minutes=8))
    queue = await list_queue(sessions, visit, now + timedelta(minutes=17))
    assert queue == [issued.invitation.id]


async def test_one_who_was_admitted_waits_no_more_and_keeps_the_seat(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, now: datetime
) -> None:
    await arrive(sessions, issued, now)
    for minutes in (1, 2):
        async with sessions.begin() as session:
            at = now + timedelta(minutes=minutes)
            await admit_citizen(session, visit, issued.invitation.id, at, by=office.clerk)
    assert await list_queue(sessions, visit, now + timedelta(minutes=2)) == []
    place = await arrive(sessions, issued, now + timedelta(minutes=25))
    assert place.admitted_at == now + timedelta(minutes=1)
    async with sessions() as session:
        query = select(AuditEntry).where(AuditEntry.action == "citizen_admitted")
        acts = (await session.scalars(query)).all()
    assert [act.actor for act in acts] == [f"user:{office.clerk.id}"]


async def test_nobody_is_admitted_without_a_place_in_this_visit(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    async with sessions.begin() as session:
        with pytest.raises(NotWaitingError):
            await admit_citizen(session, visit, issued.invitation.id, now)
    await arrive(sessions, issued, now)
    elsewhere = Visit(id=UUID(int=1))
    async with sessions.begin() as session:
        with pytest.raises(NotWaitingError):
            await admit_citizen(session, elsewhere, issued.invitation.id, now)


async def test_one_whose_invitation_was_taken_back_is_not_admitted(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    await arrive(sessions, issued, now)
    async with sessions.begin() as session:
        invitation = await session.get_one(Invitation, issued.invitation.id)
        await revoke_invitation(session, invitation, now)
    assert await list_queue(sessions, visit, now) == []
    async with sessions.begin() as session:
        with pytest.raises(NotWaitingError):
            await admit_citizen(session, visit, issued.invitation.id, now)


async def test_one_who_chose_to_go_waits_anew(
    sessions: Sessions, issued: IssuedInvitation, visit: Visit, now: datetime
) -> None:
    await arrive(sessions, issued, now)
    async with sessions.begin() as session:
        await admit_citizen(session, visit, issued.invitation.id, now)
        await leave_lobby(session, issued.invitation.id, now)
    async with sessions() as session:
        assert await find_place(session, issued.invitation.id, now) is None
    assert (await arrive(sessions, issued, now)).admitted_at is None


async def test_nobody_waits_for_a_visit_that_has_ended(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> None:
    async with sessions.begin() as session:
        end_visit(session, await session.get_one(Visit, visit.id), now)
    with pytest.raises(VisitEndedError):
        await arrive(sessions, issued, now)
