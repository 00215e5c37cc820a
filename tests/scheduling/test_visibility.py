"""A case is seen by its lead department and by those on a panel about it, by nobody else."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.errors import UnknownCaseError
from cases.models import User, UserRole
from scheduling.booking import cancel_booking
from scheduling.visibility import get_case_for, list_cases_for
from tests.office import Office
from tests.scheduling.desk import Desk

Sessions = async_sessionmaker[AsyncSession]


async def may_see(session: AsyncSession, user: User, number: str) -> bool:
    listed = number in {case.number for case in await list_cases_for(session, user)}
    try:
        case = await get_case_for(session, user, number)
    except UnknownCaseError:
        assert not listed
        return False
    assert listed
    assert case.citizen.name
    return True


async def test_the_lead_department_sees_its_case_and_others_do_not(
    sessions: Sessions, office: Office
) -> None:
    async with sessions() as session:
        assert await may_see(session, office.housing_officer, office.case.number)
        assert not await may_see(session, office.fire_officer, office.case.number)


async def test_a_department_sees_the_case_while_it_is_on_a_panel(
    sessions: Sessions, office: Office, desk: Desk
) -> None:
    async with sessions.begin() as session:
        booking = await desk.book(session)
        assert await may_see(session, office.fire_officer, office.case.number)
        await cancel_booking(session, booking, user=desk.user, now=desk.now)
        await session.flush()
        assert not await may_see(session, office.fire_officer, office.case.number)


@pytest.mark.parametrize("roles", [[UserRole.ADMINISTRATOR], []])
async def test_who_does_no_casework_sees_no_case(
    sessions: Sessions, office: Office, roles: list[UserRole]
) -> None:
    async with sessions.begin() as session:
        user = await session.merge(office.housing_officer)
        user.roles = roles
        assert not await may_see(session, user, office.case.number)
