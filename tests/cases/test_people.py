"""Staff are known by their login, the tree of departments by what lies below."""

from typing import cast

import pytest
from sqlalchemy.exc import IntegrityError, InvalidRequestError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.departments import find_department, list_departments, list_subtree
from cases.errors import LoginTakenError, UnknownUserError
from cases.models import Case, Department, DepartmentLevel, User, UserRole
from cases.people import add_user, does_casework, find_user_by_login, get_user
from tests.office import Office

Sessions = async_sessionmaker[AsyncSession]


async def add(session: AsyncSession, office: Office, login: str) -> User:
    return await add_user(
        session,
        login=login,
        name="王芳",
        password_hash="-",
        department=office.housing,
        roles=[UserRole.SUPERVISOR, UserRole.CLERK, UserRole.CLERK],
    )


async def test_a_login_is_found_however_it_is_typed(sessions: Sessions, office: Office) -> None:
    async with sessions.begin() as session:
        await add(session, office, " Wang.Fang ")
    async with sessions() as session:
        user = await find_user_by_login(session, "WANG．fang")
        assert user is not None
        assert user.department.code == "housing"
        assert user.roles == [UserRole.CLERK, UserRole.SUPERVISOR]
        assert (await get_user(session, user.id)).login == "wang.fang"
        assert await find_user_by_login(session, "nobody") is None


async def test_a_login_belongs_to_one_person(sessions: Sessions, office: Office) -> None:
    async with sessions.begin() as session:
        await add(session, office, "wang")
        with pytest.raises(LoginTakenError, match="wang"):
            await add(session, office, "WANG")
        await add(session, office, "wang2")


async def test_a_user_who_does_not_exist_is_an_error(sessions: Sessions, office: Office) -> None:
    async with sessions() as session:
        with pytest.raises(UnknownUserError):
            await get_user(session, office.case.id)


async def test_an_unknown_role_is_refused(sessions: Sessions, office: Office) -> None:
    async with sessions() as session:
        user = await session.get_one(User, office.clerk.id)
        user.roles = [cast(UserRole, "emperor")]
        with pytest.raises(StatementError, match="emperor"):
            await session.flush()


@pytest.mark.parametrize(
    ("roles", "active", "expected"),
    [
        ([UserRole.CLERK], True, True),
        ([UserRole.ADMINISTRATOR], True, False),
        ([UserRole.ADMINISTRATOR, UserRole.OFFICER], True, True),
        ([UserRole.SUPERVISOR], False, False),
    ],
)
def test_casework_is_for_active_people_with_a_role_in_it(
    roles: list[UserRole], active: bool, expected: bool
) -> None:
    assert does_casework(User(roles=roles, active=active)) is expected


async def test_what_was_not_loaded_is_not_loaded_behind_ones_back(
    sessions: Sessions, office: Office
) -> None:
    async with sessions() as session:
        case = await session.get_one(Case, office.case.id)
        with pytest.raises(InvalidRequestError, match="raise"):
            _ = case.citizen


async def test_a_subtree_holds_a_department_and_all_below_it(
    sessions: Sessions, office: Office
) -> None:
    async with sessions.begin() as session:
        street = make_below(office.housing, "street")
        session.add(street)
        await session.flush()
        session.add(make_below(street, "window"))
        subtree = await list_subtree(session, office.housing.id)
        everybody = await list_departments(session)
        assert await find_department(session, "street") is street
    assert [department.code for department in subtree] == ["housing", "street", "window"]
    assert [department.code for department in everybody] == ["fire", "housing", "street", "window"]


async def test_no_department_is_its_own_parent(sessions: Sessions, office: Office) -> None:
    async with sessions() as session:
        department = await session.get_one(Department, office.fire.id)
        department.parent_id = department.id
        with pytest.raises(IntegrityError, match="no_own_parent"):
            await session.flush()


def make_below(parent: Department, code: str) -> Department:
    level = DepartmentLevel.TOWNSHIP
    return Department(code=code, name_zh=code, name_en=code, level=level, parent_id=parent.id)
