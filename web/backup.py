"""A copy of everything that cannot be had again, made while the server runs.

A backup is a folder: the database copied through SQLite's backup API, the folders with recordings,
attachments and minutes as they are (recordings stay encrypted), and `manifest.json`, which lists
every file with size and SHA-256. Keys are never in it: what lies in the data folder itself, beside
the folders, is a key. Nor are the certificate of this machine and the speech models.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import make_url

from .errors import StartError
from .settings import Settings

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "netvisit.db"
LEFT_OUT = frozenset({"tls", "models"})
RECORDINGS = "recordings/"


class StoredFile(msgspec.Struct, frozen=True):
    """A file of a backup; `sha256` in hexadecimal."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds; `master_key` is the fingerprint of the key that recordings need."""

    format: int
    made_at: datetime
    schema: str
    master_key: str | None
    counts: dict[str, int]
    files: dict[str, StoredFile]

    @property
    def size(self) -> int:
        return sum(file.bytes for file in self.files.values())

    @property
    def has_recordings(self) -> bool:
        return any(name.startswith(RECORDINGS) for name in self.files)


def make_backup(
    settings: Settings, target: Path, *, master_key: str | None, now: datetime
) -> Manifest:
    """Write a backup into a folder that does not exist or is empty; raises StartError.

    It grows beside its place and is renamed at the end, so that half a backup has another name.
    """
    source = find_database(settings)
    if not source.is_file():
        raise StartError(f"{source} does not exist; there is nothing to back up")
    if target.resolve().is_relative_to(settings.data_dir.resolve()):
        raise StartError(f"{target} lies in the data folder; give one elsewhere, best another disk")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StartError(f"{target} is not empty; give a new folder")
    with explain_files():
        draft = target.with_name(f"{target.name}.partial")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        try:
            manifest = fill(draft, source, settings.data_dir, master_key, now)
            draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return manifest


def find_database(settings: Settings) -> Path:
    """Give the place of the SQLite file; raises StartError for another kind of database."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise StartError("backup and restore are for SQLite; use pg_dump and pg_restore instead")
    return Path(url.database)


def fill(
    draft: Path, database: Path, data_dir: Path, master_key: str | None, now: datetime
) -> Manifest:
    """Copy the database first: what its rows name lies in the folders by then."""
    copy_database(database, draft / DATABASE)
    schema, counts = read_database(draft / DATABASE)
    files = {DATABASE: describe_file(draft / DATABASE)}
    for path in list_files(data_dir):
        name = path.relative_to(data_dir).as_posix()
        if copy_file(path, draft / name):
            files[name] = describe_file(draft / name)
    manifest = Manifest(FORMAT, now, schema, master_key, counts, files)
    write_synced(draft / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def copy_database(source: Path, target: Path) -> None:
    """Copy through the backup API (sqlite.org/backup.html) which waits for no writer."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=10)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)
        # A copy that needs no journal beside it.
        writing.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)
    sync(target)


def read_database(path: Path) -> tuple[str, dict[str, int]]:
    """Give the schema's revision and the rows of each table; raises StartError when unsound."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise StartError(f"{path.name} is damaged: {verdict.splitlines()[0]}")
        query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = sorted(name for (name,) in database.execute(query))
        if "alembic_version" not in tables:
            raise StartError(f"{path.name} is no database of netvisit")
        schema = database.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(schema[0]) if schema else "", {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - from the schema
            for name in tables
        }


def list_files(data_dir: Path) -> Iterator[Path]:
    """List the files in the data folder's folders, in order; nothing that only seems to be one."""
    for folder in sorted(path for path in data_dir.iterdir() if path.is_dir()):
        if folder.name not in LEFT_OUT and not folder.name.startswith("."):
            yield from sorted(path for path in folder.rglob("*") if is_plain(path))


def is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def copy_file(source: Path, target: Path) -> bool:
    """Copy a file that may still grow, to where it ends now; False when it has gone meanwhile."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        return False
    target.chmod(0o600)
    sync(target)
    return True


def describe_file(path: Path) -> StoredFile:
    with path.open("rb") as file:
        return StoredFile(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def write_synced(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    sync(path)


def sync(path: Path) -> None:
    """Return when the disk has it, file or folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explain_files() -> Iterator[None]:
    """Turn what the operating system or SQLite says into a line."""
    try:
        yield
    except OSError as error:
        raise StartError(f"{error.filename or 'a file'}: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise StartError(f"the database cannot be read: {error}") from None
