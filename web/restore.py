"""Putting a backup back: everything is verified before anything is touched."""

import secrets
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from .backup import (
    DATABASE,
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    Manifest,
    copy_file,
    describe_file,
    explain_files,
    find_database,
    is_plain,
    list_files,
    read_database,
    sync,
)
from .database import migration_config
from .errors import StartError
from .settings import Settings

JOURNALS = ("", "-wal", "-shm", "-journal")


def restore_backup(
    settings: Settings, source: Path, *, fingerprint: str | None, force: bool, now: datetime
) -> tuple[Manifest, Path | None]:
    """Bring a backup into the data folder; give its manifest and where older data went.

    Raises StartError, and has then changed nothing, for a backup that is not whole, for a data
    folder that holds data (unless forced: they are set aside), for one in use, and for another
    master key (`fingerprint`) than the recordings need.
    """
    with explain_files():
        manifest = verify_backup(source)
        check_key(manifest, fingerprint)
        database = find_database(settings)
        is_empty = check_target(settings, database, force=force)
        check_space(settings.data_dir, manifest)
        staged = stage(source, settings.data_dir, manifest)
        try:
            aside = None if is_empty else set_aside(settings.data_dir, database, now)
            put_in_place(staged, settings.data_dir, database)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    return manifest, aside


def verify_backup(source: Path) -> Manifest:
    """Check every file of a backup against its manifest, and the database in itself."""
    manifest = read_manifest(source)
    for name, file in manifest.files.items():
        path = source / check_name(name)
        if not is_plain(path):
            raise StartError(f"{path} is missing; this backup is not whole")
        if describe_file(path) != file:
            raise StartError(f"{path} is not what was backed up; use another backup")
    if read_database(source / DATABASE) != (manifest.schema, manifest.counts):
        raise StartError(f"{source / DATABASE} does not hold what {MANIFEST} says")
    check_schema(manifest.schema)
    return manifest


def read_manifest(source: Path) -> Manifest:
    path = source / MANIFEST
    if not path.is_file():
        raise StartError(f"{source} is no backup: it has no {MANIFEST}")
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise StartError(f"{path} cannot be read; use another backup") from None
    if manifest.format != FORMAT or DATABASE not in manifest.files:
        raise StartError(f"{path} is of another version of netvisit")
    return manifest


def check_name(name: str) -> PurePosixPath:
    """Give a file's place below the data folder; refuse any other, and what is never backed up."""
    place = PurePosixPath(name)
    is_inside = not place.is_absolute() and ".." not in place.parts
    is_data = name == DATABASE or (len(place.parts) > 1 and place.parts[0] not in LEFT_OUT)
    if not (is_inside and is_data) or name.startswith(".") or "\\" in name:
        raise StartError(f"{MANIFEST} names {name!r}, which is no file of a backup")
    return place


def check_schema(revision: str) -> None:
    """Raise StartError for a database that only a newer program understands."""
    try:
        ScriptDirectory.from_config(migration_config()).get_revision(revision)
    except CommandError:
        raise StartError(
            f"this backup is of a newer version (schema {revision}); upgrade netvisit first"
        ) from None


def check_key(manifest: Manifest, fingerprint: str | None) -> None:
    needed = manifest.master_key
    if manifest.has_recordings and needed and fingerprint and needed != fingerprint:
        raise StartError(
            f"the recordings need the master key {needed}, and {fingerprint} is set here; "
            "put the right one into NETVISIT_MASTER_KEY or DATA_DIR/master.key"
        )


def check_target(settings: Settings, database: Path, *, force: bool) -> bool:
    """Tell whether there are no data; raises StartError for data unless forced, and if in use."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if not database.exists() and next(list_files(settings.data_dir), None) is None:
        return True
    if not force:
        raise StartError(
            f"{settings.data_dir} holds data already; choose another NETVISIT_DATA_DIR, "
            "or set them aside with --force"
        )
    if database.exists() and is_in_use(database):
        raise StartError(f"a server uses {database}; stop it first")
    return False


def is_in_use(database: Path) -> bool:
    """Ask SQLite to leave the write-ahead log, which it does for the only one who is connected."""
    with closing(sqlite3.connect(database, timeout=1)) as alone:
        try:
            alone.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:
            return False  # damaged, which may be why somebody restores
    return False


def check_space(folder: Path, manifest: Manifest) -> None:
    if shutil.disk_usage(folder).free < manifest.size * 1.1:
        raise StartError(f"{folder} has not the {manifest.size // 1024**2} MB of this backup free")


def stage(source: Path, data_dir: Path, manifest: Manifest) -> Path:
    """Copy onto the data folder's own disk, and check the copies."""
    staged = data_dir / f".restoring-{secrets.token_hex(4)}"
    staged.mkdir(mode=0o700)
    try:
        for name, file in manifest.files.items():
            if not copy_file(source / name, staged / name) or describe_file(staged / name) != file:
                raise StartError(f"{source / name} changed while it was read")
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return staged


def set_aside(data_dir: Path, database: Path, now: datetime) -> Path:
    """Move what was there into a hidden folder: the database first, so that none is half old."""
    aside = data_dir / f".replaced-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    aside.mkdir(mode=0o700)
    for suffix in JOURNALS:
        path = database.with_name(database.name + suffix)
        if path.exists():
            shutil.move(path, aside / path.name)
    for folder in {path.relative_to(data_dir).parts[0] for path in list_files(data_dir)}:
        (data_dir / folder).rename(aside / folder)
    return aside


def put_in_place(staged: Path, data_dir: Path, database: Path) -> None:
    """Move the folders, then the database, without which nothing is served."""
    for folder in sorted(path for path in staged.iterdir() if path.is_dir()):
        target = data_dir / folder.name
        if target.is_dir():
            shutil.rmtree(target)  # it holds no file, or it would have been set aside
        folder.rename(target)
    sync(data_dir)
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(staged / DATABASE, database)
    sync(database.parent)
