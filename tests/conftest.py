"""What tests of every package share: a migrated SQLite file, its sessions, an office and a time."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from tests.office import Office, make_office
from web.database import Database, open_database, upgrade


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
