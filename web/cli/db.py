"""`netvisit db upgrade`: bring the database to this program's version."""

import argparse

from web.database import upgrade
from web.serving import explain_database
from web.settings import load_settings

from .commands import Subparsers, add_command, run_to_end


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
    with explain_database():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        before = run_to_end(upgrade(settings.database))
    if before.is_latest:
        print(f"The database is already at {before.latest}.")
    else:
        print(f"The database went from {before.current or 'empty'} to {before.latest}.")
    return 0
