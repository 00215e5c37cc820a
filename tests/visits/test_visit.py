from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import User, UserRole
from tests.office import Office, make_department, make_user
from visits.errors import NotOnPanelError
from visits.models import Visit, VisitState
from visits.visit import get_visit_for, list_panel, list_visits_for

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def stranger(sessions: Sessions) -> User:
    async with sessions.begin() as session:
        user = make_user(
            "stranger", make_department("health", "卫健委", "Health"), UserRole.OFFICER
        )
        session.add(user)
        return user


def make_administrator(office: Office) -> User:
    user = make_user("administrator", office.housing, UserRole.ADMINISTRATOR)
    user.id, user.department_id, user.active = uuid4(), office.housing.id, True
    return user


async def list_ids(sessions: Sessions, user: User, since: datetime) -> list[object]:
    async with sessions() as session:
        until = since + timedelta(days=1)
        visits = await list_visits_for(session, user, since=since, until=until)
        return [visit.id for visit in visits]


async def test_a_visit_takes_times_and_language_from_its_booking_and_case(
    visit: Visit, office: Office, now: datetime
) -> None:
    assert (visit.starts_at, visit.ends_at) == (now, now + timedelta(minutes=30))
    assert (visit.lang, visit.state) == (office.case.lang, VisitState.SCHEDULED)


async def test_only_departments_on_the_panel_see_a_visit(
    sessions: Sessions, visit: Visit, office: Office, stranger: User, now: datetime
) -> None:
    for user in (office.clerk, office.housing_officer, office.fire_officer):
        assert await list_ids(sessions, user, now) == [visit.id]
        async with sessions() as session:
            assert (await get_visit_for(session, user, visit.id)).id == visit.id
    assert await list_ids(sessions, stranger, now) == []
    async with sessions() as session:
        with pytest.raises(NotOnPanelError):
            await get_visit_for(session, stranger, visit.id)


async def test_an_administrator_of_a_panel_department_sees_no_visit(
    sessions: Sessions, visit: Visit, office: Office, now: datetime
) -> None:
    administrator = make_administrator(office)
    assert await list_ids(sessions, administrator, now) == []
    async with sessions() as session:
        with pytest.raises(NotOnPanelError):
            await get_visit_for(session, administrator, visit.id)


async def test_a_visit_that_does_not_exist_looks_like_one_of_others(
    sessions: Sessions, office: Office
) -> None:
    async with sessions() as session:
        with pytest.raises(NotOnPanelError):
            await get_visit_for(session, office.clerk, uuid4())


async def test_the_day_shows_its_own_visits_and_any_still_live(
    sessions: Sessions, visit: Visit, office: Office, now: datetime
) -> None:
    tomorrow = now + timedelta(days=1)
    assert await list_ids(sessions, office.clerk, tomorrow) == []
    async with sessions.begin() as session:
        (await session.get_one(Visit, visit.id)).state = VisitState.LIVE
    assert await list_ids(sessions, office.clerk, tomorrow) == [visit.id]


async def test_the_leading_department_is_named_first(
    sessions: Sessions, visit: Visit, office: Office
) -> None:
    async with sessions() as session:
        panel = await list_panel(session, visit)
    assert [department.code for department in panel] == ["housing", "fire"]
