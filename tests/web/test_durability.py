"""What was acknowledged is there after a kill -9."""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import make_url

from cases.utterances import list_utterances
from web.database import open_database

WRITER = Path(__file__).with_name("writing_process.py")
ROOT = WRITER.parents[2]


async def read_until_killed(process: asyncio.subprocess.Process, count: int) -> list[UUID]:
    """Kill the writer after `count` acknowledgements; return all that it printed."""
    assert process.stdout is not None
    printed = [await process.stdout.readline() for _ in range(count)]
    process.kill()
    printed += (await process.stdout.read()).splitlines()
    await process.wait()
    return [UUID(line.decode().strip()) for line in printed if len(line.strip()) == 36]


async def test_every_acknowledged_utterance_outlives_a_kill(database_url: str) -> None:
    visit_id = uuid4()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(WRITER), database_url, str(visit_id)),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    acknowledged = await read_until_killed(process, 25)
    async with open_database(database_url) as database, database.reading() as session:
        records = await list_utterances(session, visit_id)
    assert len(acknowledged) >= 25
    assert set(acknowledged) <= {record.id for record in records}
    file = sqlite3.connect(make_url(database_url).database or "")
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()
