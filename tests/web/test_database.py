"""The database as web opens it: revisions, pragmas, who may write, what is never rewritten."""

import asyncio
import sqlite3
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, delete, insert, make_url, select, update
from sqlalchemy.exc import DatabaseError, OperationalError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from cases.models import AuditEntry
from web.database import Database, open_database, read_revision, upgrade
from web.migrations.metadata import metadata


def read_schema(connection: Connection) -> dict[str, list[str]]:
    """Every table and index by name with its lines; columns and checks may come in any order."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL"
    )
    return {
        name: sorted(line.strip(" \t,") for line in sql.splitlines())
        for name, sql in rows
        if name != "alembic_version"
    }


async def test_the_migrated_schema_is_what_the_models_say(engine: AsyncEngine) -> None:
    def compare(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(compare) == []
        migrated = await connection.run_sync(read_schema)
    created = create_engine("sqlite://")
    with created.begin() as other:
        metadata.create_all(other)
        assert read_schema(other) == migrated
    created.dispose()


async def test_an_empty_file_is_upgraded_once(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    assert (await upgrade(url)).current is None
    assert (await upgrade(url)).is_latest
    async with open_database(url) as database, database.engine.connect() as connection:
        assert (await read_revision(connection)).is_latest


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1)],
)
async def test_sqlite_is_told_to_be_durable(
    engine: AsyncEngine, pragma: str, value: object
) -> None:
    async with engine.connect() as connection:
        assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar() == value


async def test_a_writing_transaction_holds_the_lock_from_its_first_moment(
    database: Database, database_url: str
) -> None:
    impatient = sqlite3.connect(make_url(database_url).database or "", timeout=0)
    async with database.sessions.begin() as session:
        await session.execute(select(1))
        async with database.reading() as reader:
            await reader.execute(select(AuditEntry))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            impatient.execute("BEGIN IMMEDIATE")
    impatient.execute("BEGIN IMMEDIATE")
    impatient.close()


async def test_a_reading_session_cannot_write(database: Database, now: datetime) -> None:
    async with database.reading() as session:
        session.add(make_entry(now))
        with pytest.raises(OperationalError, match="readonly"):
            await session.flush()


async def test_a_naive_time_is_refused_and_an_aware_one_returns_in_utc(
    database: Database, now: datetime
) -> None:
    with pytest.raises(StatementError, match="aware"):
        async with database.sessions.begin() as session:
            session.add(make_entry(now.replace(tzinfo=None)))
    async with database.sessions.begin() as session:
        session.add(make_entry(now.astimezone()))
    async with database.reading() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    assert entry.at == now
    assert entry.at.utcoffset() == now.utcoffset()


@pytest.mark.parametrize("table", ["utterance_record", "field_edit", "audit_entry", "consent"])
async def test_what_is_only_added_has_triggers(engine: AsyncEngine, table: str) -> None:
    query = f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"  # noqa: S608 - names of ours
    async with engine.connect() as connection:
        assert (await connection.exec_driver_sql(query)).scalar() == 2


async def test_an_audit_entry_is_neither_changed_nor_removed(
    database: Database, now: datetime
) -> None:
    async with database.sessions.begin() as session:
        session.add(make_entry(now))
    for change in (update(AuditEntry).values(action="other"), delete(AuditEntry)):
        with pytest.raises(DatabaseError, match="only added"):
            async with database.sessions.begin() as session:
                await session.execute(change)


async def test_a_row_that_points_nowhere_is_refused(engine: AsyncEngine) -> None:
    table = metadata.tables["staff_session"]
    with pytest.raises(DatabaseError):
        async with engine.begin() as connection:
            await connection.execute(insert(table).values(id=uuid4(), user_id=uuid4()))


def make_entry(at: datetime) -> AuditEntry:
    return AuditEntry(at=at, actor="system", action="tried", subject="test", detail={})


async def test_writers_that_are_cancelled_leave_the_way_free(
    database: Database, now: datetime
) -> None:
    async def write() -> None:
        async with database.sessions.begin() as session:
            session.add(make_entry(now))
            await session.flush()
            await session.execute(select(AuditEntry))

    for turns in range(0, 60, 3):
        writers = [asyncio.create_task(write()) for _ in range(2)]
        for _ in range(turns):
            await asyncio.sleep(0.0002)
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
    async with asyncio.timeout(2):
        await write()
