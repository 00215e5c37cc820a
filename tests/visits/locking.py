"""A store that somebody else holds."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url

PATIENCE = 5.0


@asynccontextmanager
async def locked(database_url: str) -> AsyncIterator[None]:
    """Hold the database's write lock from another connection, as a backup gone wrong would."""
    path = str(make_url(database_url).database)
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        async with asyncio.timeout(PATIENCE):
            await _take_turn(other)
        yield
    finally:
        other.close()


async def _take_turn(other: sqlite3.Connection) -> None:
    """Wait for a moment without a writer; the loop goes on, or its own would never end."""
    while True:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            await asyncio.sleep(0.01)
        else:
            return
