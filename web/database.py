"""The database of one installation: engines, sessions, SQLite's pragmas, the schema's revision."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

MIGRATIONS = Path(__file__).with_name("migrations")
LOCK_WAIT_SECONDS = 5

Sessions = async_sessionmaker[AsyncSession]


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: `sessions` for those who write, `reading` for those who only look.

    On SQLite one connection writes at a time: `sessions.begin()` waits in line for it and takes
    the write lock at once (BEGIN IMMEDIATE), so hold it for a moment only and never while a second
    one is open in the same task. `reading()` never waits for a writer and cannot write.
    """

    engine: AsyncEngine
    sessions: Sessions
    reading: Sessions


@dataclass(frozen=True, slots=True)
class SchemaRevision:
    """The revision a database is at (None: empty) beside the one this program was written for."""

    current: str | None
    latest: str

    @property
    def is_latest(self) -> bool:
        return self.current == self.latest


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open engines and sessions; every connection and its thread is gone at the end."""
    if make_url(url).get_backend_name() == "sqlite":
        writer, reader = open_sqlite_writer(url), open_sqlite_reader(url)
    else:
        writer = reader = create_async_engine(url)
    try:
        yield Database(writer, open_sessions(writer), open_sessions(reader))
    finally:
        await reader.dispose()
        await writer.dispose()


def open_sessions(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


def open_sqlite_writer(url: str) -> AsyncEngine:
    """Open an engine of one connection, so that writers of this process queue in order."""
    engine = create_async_engine(
        url, pool_size=1, max_overflow=0, pool_timeout=2 * LOCK_WAIT_SECONDS
    )
    begin_with(engine, "BEGIN IMMEDIATE")
    return engine


def open_sqlite_reader(url: str) -> AsyncEngine:
    engine = create_async_engine(url)
    begin_with(engine, "BEGIN", "PRAGMA query_only=ON")
    return engine


def begin_with(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    """Prepare each SQLite connection and let SQLAlchemy, not the driver, begin transactions."""

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # or the driver begins by itself, and too late
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={LOCK_WAIT_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


async def upgrade(url: str) -> SchemaRevision:
    """Bring the schema to the latest revision, all or nothing, and tell what it was before."""
    async with open_database(url) as database, database.engine.begin() as connection:
        before = await read_revision(connection)
        await connection.run_sync(_run_upgrade)
        return before


async def read_revision(connection: AsyncConnection) -> SchemaRevision:
    return await connection.run_sync(_read_revision)


def migration_config(connection: Connection | None = None) -> Config:
    """Where alembic finds the migrations, and the open connection they run on."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run_upgrade(connection: Connection) -> None:
    command.upgrade(migration_config(connection), "head")


def _read_revision(connection: Connection) -> SchemaRevision:
    latest = ScriptDirectory.from_config(migration_config()).get_current_head()
    current = MigrationContext.configure(connection).get_current_revision()
    return SchemaRevision(current, str(latest))
