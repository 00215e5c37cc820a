"""Write the migration from the last one to the models: `python -m web.migrations "Add outbox"`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from web.database import MIGRATIONS, migration_config, open_database, upgrade


async def write_revision(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder, 'empty.db')}"
        await upgrade(url)
        async with open_database(url) as database, database.engine.begin() as connection:
            await connection.run_sync(_write_revision, message)


def _write_revision(connection: Connection, message: str) -> None:
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    config = migration_config(connection)
    command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


asyncio.run(write_revision(" ".join(sys.argv[1:])))
