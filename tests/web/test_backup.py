"""Backups of a running house, and houses that run on what was restored (not a copy of the file)."""

import hashlib
import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cases.models import AuditEntry, Case, Department, User
from media import Grant, OpusPacket, Recording, Role
from scheduling.booking import book_panel
from tests.visits.beeps import beeps
from visits.models import AudioRecording, RecordingEnd
from visits.recordings import close_recording, list_recordings, make_recording, open_recording
from web.demo import DemoVisit
from web.keys import ARCHIVE
from web.settings import load_settings

from .cli.running import Ended, one_line, run
from .conftest import open_house
from .house import House

SEALED = "recordings/v/r.sealed"
SPEAKER = Grant("room", "c-1", "陈桂兰", "", Role.CITIZEN, admitted=True)


async def record(house: House, *, ended: bool) -> AudioRecording:
    """Record three seconds of somebody; without an end the file is one that still grows."""
    archive, now, visit_id = house.app[ARCHIVE], house.clock(), house.visit.visit_id
    async with house.sessions.begin() as session:
        row = make_recording(archive, visit_id, SPEAKER, started=0.0, now=now)
        session.add(row)
    recording, file = Recording(0.0), archive.create(row)
    for packet in beeps(3):
        recording.write(
            OpusPacket(packet.payload, packet.sequence, packet.rtp_time, None, packet.arrived_at)
        )
    if not ended:
        recording.keep(file, 3.0)
        file.abandon()
        return row
    recorded = recording.close(file)
    async with house.sessions.begin() as session:
        end = RecordingEnd.ENDED
        await close_recording(session, row.id, end=end, recorded=recorded, now=now)
        return await session.get_one(AudioRecording, row.id)


async def book_tomorrow(house: House) -> None:
    """Book the same panel at the same hour of the next day."""
    async with house.sessions.begin() as session:
        query = select(Department).where(Department.code.in_(["housing", "fire"]))
        departments = (await session.scalars(query.order_by(Department.code))).all()
        await book_panel(
            session,
            case=(await session.scalars(select(Case))).one(),
            departments=departments,
            lead=departments[0],
            starts_at=house.clock().replace(minute=0) + timedelta(days=1),
            duration=timedelta(minutes=30),
            place="视频接访一室",
            user=(await session.scalars(select(User).where(User.login == "zhaojie"))).one(),
            now=house.clock(),
        )


def count_rows(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
        tables = [name for (name,) in opened.execute(query)]
        return {t: opened.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}  # noqa: S608 - from the schema


def list_names(folder: Path) -> list[str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.relative_to(folder).as_posix() for path in paths]


async def test_a_house_runs_on_what_was_restored(
    house: House, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, opening: datetime
) -> None:
    ended, growing = await record(house, ended=True), await record(house, ended=False)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "ab12").write_bytes(b"a picture")
    place = tmp_path_factory.mktemp("elsewhere")
    made = run("backup", str(place / "backup"), DATA_DIR=str(tmp_path))
    assert made.returncode == 0, made.stderr
    fingerprint = house.app[ARCHIVE].key.fingerprint
    assert fingerprint in made.stdout
    key = (tmp_path / "master.key").read_bytes().strip()
    secret = (tmp_path / "secret").read_bytes().strip()
    for path in (place / "backup").rglob("*"):
        assert path.is_dir() or not ({key, secret} & set(path.read_bytes().split()))

    restored = place / "data"
    done = run("restore", str(place / "backup"), DATA_DIR=str(restored))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"need the master key {fingerprint}: before you serve" in done.stdout
    assert count_rows(restored / "netvisit.db") == count_rows(tmp_path / "netvisit.db")
    assert list_names(restored) == [
        *["files/ab12", "netvisit.db"],
        *sorted(f"recordings/{row.path}" for row in (ended, growing)),
    ]
    refused = run("serve", DATA_DIR=str(restored), PORT="0", MEDIA_PORT="0")
    assert "need the master key they were made with" in one_line(refused.stderr)

    shutil.copy(tmp_path / "master.key", restored)
    settings = load_settings(data_dir=restored, media_host="127.0.0.1", media_port=0)
    async with open_house(settings, house.visit, opening) as again:
        await again.staff("wangmin")
        await book_tomorrow(again)
        async with again.reading() as session:
            rows = await list_recordings(session, again.visit.visit_id)
            assert (await session.scalars(select(AuditEntry))).all()
        assert {row.id: row.end for row in rows} == {
            ended.id: RecordingEnd.ENDED,
            growing.id: RecordingEnd.CRASHED,
        }
        for row in rows:
            with open_recording(again.app[ARCHIVE], row) as opened:
                sound = opened.read()
            assert hashlib.sha256(sound).hexdigest() == row.sha256
            assert sound.startswith(b"OggS")
            assert row.duration == pytest.approx(3, abs=0.3)


@pytest.fixture
def data_dir(furnished: tuple[Path, DemoVisit], tmp_path: Path) -> Path:
    """A data folder with a recording's file, a key, and what is never backed up."""
    data_dir = tmp_path / "data"
    for name, content in {
        "recordings/v/r.sealed": b"sealed",
        "tls/key.pem": b"private",
        "models/zh/current": b"m",
        ".replaced-x/netvisit.db": b"old",
        "secret": b"secret",
    }.items():
        (data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (data_dir / name).write_bytes(content)
    shutil.copy(furnished[0], data_dir / "netvisit.db")
    return data_dir


@pytest.fixture
def backup(data_dir: Path, tmp_path: Path) -> Path:
    made = run("backup", str(tmp_path / "backup"), DATA_DIR=str(data_dir))
    assert made.returncode == 0, made.stderr
    return tmp_path / "backup"


@contextmanager
def writing(database: Path) -> Iterator[list[int]]:
    """Commit rows without a pause; the list grows with each that is acknowledged."""
    acknowledged: list[int] = []
    stopped = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as opened:
            opened.execute("PRAGMA journal_mode=WAL")
            opened.execute("CREATE TABLE noted (number INTEGER)")
            while not stopped.is_set():
                opened.execute("INSERT INTO noted VALUES (?)", (len(acknowledged),))
                acknowledged.append(len(acknowledged))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield acknowledged
    finally:
        stopped.set()
        thread.join()


def test_a_backup_has_every_row_that_was_acknowledged_before(
    data_dir: Path, tmp_path: Path
) -> None:
    with writing(data_dir / "netvisit.db") as acknowledged:
        for number in range(5):
            before = len(acknowledged)
            target = tmp_path / f"backup-{number}"
            assert run("backup", str(target), DATA_DIR=str(data_dir)).returncode == 0
            assert count_rows(target / "netvisit.db").get("noted", 0) >= before
    assert len(acknowledged) > 5


def test_a_backup_holds_data_and_no_key_and_nothing_that_can_be_had_again(backup: Path) -> None:
    assert list_names(backup) == ["manifest.json", "netvisit.db", "recordings/v/r.sealed"]
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["files"]["recordings/v/r.sealed"] == {
        "bytes": 6,
        "sha256": hashlib.sha256(b"sealed").hexdigest(),
    }
    assert manifest["counts"] == count_rows(backup / "netvisit.db")
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_never_goes_over_something_else(backup: Path, data_dir: Path) -> None:
    again = run("backup", str(backup), DATA_DIR=str(data_dir))
    assert "is not empty" in one_line(again.stderr)
    nothing = run("backup", str(backup.with_name("b")), DATA_DIR=str(backup.with_name("none")))
    assert "nothing to back up" in one_line(nothing.stderr)
    inside = run("backup", str(data_dir / "backup"), DATA_DIR=str(data_dir))
    assert "lies in the data folder" in one_line(inside.stderr)
    elsewhere = run("backup", "b", DATABASE_URL="postgresql+asyncpg://a:b@127.0.0.1/c")
    assert "pg_dump" in one_line(elsewhere.stderr)
    assert not list(backup.parent.glob("*.partial"))


def change_manifest(change: Callable[[dict[str, Any]], object], backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    change(manifest)
    (backup / "manifest.json").write_text(json.dumps(manifest))


def list_database_as(name: str) -> Callable[[Path], None]:
    """Let the manifest name the database's file a second time."""
    return partial(change_manifest, lambda m: m["files"].update({name: m["files"]["netvisit.db"]}))


def link_sealed(backup: Path) -> None:
    (backup / SEALED).rename(backup.with_name("r.sealed"))
    (backup / SEALED).symlink_to(backup.with_name("r.sealed"))


def make_newer(backup: Path) -> None:
    with closing(sqlite3.connect(backup / "netvisit.db")) as opened, opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
    content = (backup / "netvisit.db").read_bytes()
    file = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    change_manifest(lambda m: m["files"].update({"netvisit.db": file}), backup)
    change_manifest(lambda m: m.update(schema="9999"), backup)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda b: (b / SEALED).write_bytes(b"sealex"), "r.sealed is not what was backed"),
    "missing": (lambda b: (b / SEALED).unlink(), "r.sealed is missing"),
    "linked": (link_sealed, "r.sealed is missing"),
    "database": (lambda b: (b / "netvisit.db").write_bytes(b"SQLite"), "netvisit.db is not what"),
    "no manifest": (lambda b: (b / "manifest.json").unlink(), "has no manifest.json"),
    "cut": (lambda b: (b / "manifest.json").write_text('{"a": 1'), "manifest.json cannot be read"),
    "outside": (list_database_as("../x"), "'../x', which is no file of a backup"),
    "key": (list_database_as("tls/key.pem"), "'tls/key.pem', which is no file of a backup"),
    "counts": (
        partial(change_manifest, lambda m: m["counts"].update(user=99)),
        "does not hold what manifest.json says",
    ),
    "newer": (make_newer, "of a newer version (schema 9999)"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_backup_changes_nothing(backup: Path, tmp_path: Path, how: str) -> None:
    spoil, reason = SPOILT[how]
    spoil(backup)
    refused = run("restore", str(backup), DATA_DIR=str(tmp_path / "new"))
    assert refused.returncode == 1
    assert reason in one_line(refused.stderr)
    assert not (tmp_path / "new").exists()


def restore(backup: Path, data_dir: Path, *options: str, **settings: str) -> Ended:
    return run("restore", str(backup), *options, DATA_DIR=str(data_dir), **settings)


def test_data_that_are_there_are_set_aside_only_when_asked(backup: Path, data_dir: Path) -> None:
    (data_dir / "recordings" / "v" / "later.sealed").write_bytes(b"later")
    assert "holds data already" in one_line(restore(backup, data_dir).stderr)
    with closing(sqlite3.connect(data_dir / "netvisit.db")) as serving:
        serving.execute("PRAGMA journal_mode=WAL")
        serving.execute("UPDATE alembic_version SET version_num = version_num")
        serving.commit()
        used = restore(backup, data_dir, "--force")
        assert "a server uses" in one_line(used.stderr)
    done = restore(backup, data_dir, "--force")
    assert done.returncode == 0, done.stderr
    assert list_names(data_dir / "recordings") == ["v/r.sealed"]
    assert (data_dir / "tls" / "key.pem").read_bytes() == b"private"
    aside = Path(done.stdout.partition("was there before is in ")[2].partition(";")[0])
    assert list_names(aside) == [
        *["netvisit.db", "recordings/v/later.sealed", "recordings/v/r.sealed"]
    ]
    assert list(data_dir.glob(".restoring-*")) == []


def test_another_master_key_than_the_recordings_need_is_refused(
    data_dir: Path, tmp_path: Path
) -> None:
    right, wrong = "A" * 43 + "=", "B" * 42 + "A="
    backup, target = tmp_path / "keyed", tmp_path / "new"
    made = run("backup", str(backup), DATA_DIR=str(data_dir), MASTER_KEY=right)
    assert right not in (backup / "manifest.json").read_text()
    refused = restore(backup, target, MASTER_KEY=wrong)
    assert "the recordings need the master key" in one_line(refused.stderr)
    assert not target.exists()
    done = restore(backup, target, MASTER_KEY=right)
    assert "which is set here" in done.stdout
    fingerprint = json.loads((backup / "manifest.json").read_text())["master_key"]
    assert fingerprint in made.stdout
    assert fingerprint in refused.stderr
