"""A house for tests of the edge: furnished once, copied for each test, served on loopback."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from web.app import create_app
from web.database import open_database
from web.demo import DemoVisit, furnish
from web.settings import Settings, load_settings

from .house import Clock, House


@pytest.fixture(scope="session")
def opening() -> datetime:
    return datetime.fromisoformat("2026-04-02T09:02:00+08:00")


@pytest.fixture(scope="session")
def furnished(
    migrated_file: Path, opening: datetime, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, DemoVisit]:
    path = tmp_path_factory.mktemp("house") / "netvisit.db"
    shutil.copy(migrated_file, path)

    async def fill() -> DemoVisit:
        async with open_database(f"sqlite+aiosqlite:///{path}") as database:
            return await furnish(database.sessions, "zh", opening)

    return path, asyncio.run(fill())


@pytest.fixture
def settings(furnished: tuple[Path, DemoVisit], tmp_path: Path) -> Settings:
    shutil.copy(furnished[0], tmp_path / "netvisit.db")
    return load_settings(data_dir=tmp_path, media_host="127.0.0.1", media_port=0)


@asynccontextmanager
async def open_house(
    settings: Settings, visit: DemoVisit, opening: datetime
) -> AsyncIterator[House]:
    clock = Clock(opening)
    app = create_app(settings, clock=clock)
    async with TestServer(app) as server:
        house = House(app, server, clock, visit)
        try:
            yield house
        finally:
            await house.close()


@pytest.fixture
async def house(
    settings: Settings, furnished: tuple[Path, DemoVisit], opening: datetime
) -> AsyncIterator[House]:
    async with open_house(settings, furnished[1], opening) as house:
        yield house


@pytest.fixture
async def proxied_house(
    settings: Settings, furnished: tuple[Path, DemoVisit], opening: datetime
) -> AsyncIterator[House]:
    """The same behind a proxy whose headers are believed."""
    believing = settings.model_copy(update={"behind_proxy": True})
    async with open_house(believing, furnished[1], opening) as house:
        yield house
