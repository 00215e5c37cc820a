"""Every case gets a number of its own, whoever registers at the same moment."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.audit import SYSTEM, list_acts, name_subject
from cases.errors import UnknownCaseError
from cases.models import Case
from cases.register import find_case_by_number, get_case, register_case
from tests.office import Office
from web.database import Database, open_database

Sessions = async_sessionmaker[AsyncSession]


async def register(session: AsyncSession, office: Office, now: datetime) -> Case:
    return await register_case(
        session,
        title="楼道充电",
        lang="zh",
        citizen=office.citizen,
        lead=office.housing,
        actor=SYSTEM,
        now=now,
    )


@pytest.fixture
def now() -> datetime:
    return datetime(2027, 4, 2, 1, 0, tzinfo=UTC)


async def test_numbers_are_readable_and_start_anew_each_year(
    sessions: Sessions, office: Office, now: datetime
) -> None:
    async with sessions.begin() as session:
        numbers = [(await register(session, office, now)).number for _ in range(2)]
        midnight = datetime(2028, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
        numbers.append((await register(session, office, midnight)).number)
    assert numbers == ["2027-000001", "2027-000002", "2028-000001"]


async def test_twenty_clerks_at_once_get_twenty_numbers_without_a_gap(
    database: Database, database_url: str, office: Office, now: datetime
) -> None:
    async with open_database(database_url) as other:

        async def work(sessions: Sessions) -> str:
            async with sessions.begin() as session:
                return (await register(session, office, now)).number

        numbers = await asyncio.gather(*map(work, [database.sessions, other.sessions] * 10))
    assert sorted(numbers) == [f"2027-{count:06}" for count in range(1, 21)]


async def test_a_rolled_back_registration_leaves_no_gap(
    sessions: Sessions, office: Office, now: datetime
) -> None:
    async with sessions() as session:
        await register(session, office, now)
        await session.rollback()
    async with sessions.begin() as session:
        assert (await register(session, office, now)).number == "2027-000001"


async def test_a_case_is_found_by_its_number_and_got_with_its_people(
    sessions: Sessions, office: Office, now: datetime
) -> None:
    async with sessions.begin() as session:
        case = await register(session, office, now)
        acts = await list_acts(session, name_subject("case", case.id))
    async with sessions() as session:
        assert (await get_case(session, case.id)).citizen.name == office.citizen.name
        found = await find_case_by_number(session, case.number)
        assert found is not None
        assert found.id == case.id
        assert await find_case_by_number(session, "1999-000001") is None
        with pytest.raises(UnknownCaseError):
            await get_case(session, office.citizen.id)
    assert [act.action for act in acts] == ["case_registered"]
