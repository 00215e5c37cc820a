"""`netvisit db upgrade`: bring the database to this program's version."""

import argparse
import asyncio

from sqlalchemy.exc import SQLAlchemyError

from web.database import upgrade
from web.errors import StartError
from web.settings import load_settings

from .commands import Subparsers, add_command


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("db", help="look after the database")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_command(
        commands,
        "upgrade",
        run_upgrade,
        "bring the database to this version",
        "Creates or migrates the database of NETVISIT_DATABASE_URL (default: an SQLite file in "
        "NETVISIT_DATA_DIR), all or nothing. Make a backup first; stop the server meanwhile.",
    )


def run_upgrade(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        before = asyncio.run(upgrade(settings.database))
    except (SQLAlchemyError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        raise StartError(f"the database cannot be upgraded: {reason}") from None
    if before.is_latest:
        print(f"The database is already at {before.latest}.")
    else:
        print(f"The database went from {before.current or 'empty'} to {before.latest}.")
    return 0
