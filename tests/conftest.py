"""What tests of every package share: a migrated SQLite file, its sessions, an office and a time."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from cases.models import Case, Citizen, Department, DepartmentLevel, User, UserRole
from web.database import Database, open_database, upgrade


@dataclass(frozen=True, slots=True)
class Office:
    """Two departments with an officer each, a clerk, and a citizen with a case; all committed."""

    housing: Department
    fire: Department
    clerk: User
    housing_officer: User
    fire_officer: User
    citizen: Citizen
    case: Case


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 4, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "netvisit.db"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """A migrated, empty database of the test's own."""
    path = shutil.copy(migrated_file, tmp_path / "netvisit.db")
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        yield database


@pytest.fixture
def engine(database: Database) -> AsyncEngine:
    return database.engine


@pytest.fixture
def sessions(database: Database) -> async_sessionmaker[AsyncSession]:
    return database.sessions


@pytest.fixture
async def office(sessions: async_sessionmaker[AsyncSession], now: datetime) -> Office:
    async with sessions.begin() as session:
        office = make_office(now)
        session.add_all([office.housing, office.fire, office.citizen])
        await session.flush()
        session.add_all([office.clerk, office.housing_officer, office.fire_officer, office.case])
        return office


def make_office(now: datetime) -> Office:
    housing = make_department("housing", "住建局", "Housing")
    fire = make_department("fire", "消防救援大队", "Fire")
    citizen = Citizen(name="张伟", phone="13701234567")
    return Office(
        housing=housing,
        fire=fire,
        clerk=make_user("clerk", housing, UserRole.CLERK),
        housing_officer=make_user("housing-officer", housing, UserRole.OFFICER),
        fire_officer=make_user("fire-officer", fire, UserRole.OFFICER),
        citizen=citizen,
        case=Case(
            number="2026-000001",
            title="楼道充电",
            lang="zh",
            citizen=citizen,
            lead_department=housing,
            created_at=now,
        ),
    )


def make_department(code: str, name_zh: str, name_en: str) -> Department:
    return Department(code=code, name_zh=name_zh, name_en=name_en, level=DepartmentLevel.COUNTY)


def make_user(login: str, department: Department, role: UserRole) -> User:
    return User(
        login=login, name=login.title(), password_hash="-", department=department, roles=[role]
    )
