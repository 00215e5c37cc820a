"""A store that somebody else holds."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Hold the database's write lock from another connection, as a backup gone wrong would."""
    other = sqlite3.connect(str(make_url(database_url).database), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()
