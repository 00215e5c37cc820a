"""What is left of recordings when the process or the disk gives out."""

import asyncio
import hashlib
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from tests.office import Office
from tests.visits.beeps import decode, find_onsets
from tests.visits.recording_process import KEY
from visits import Visit
from visits.archive import Archive, open_archive
from visits.invitations import IssuedInvitation
from visits.models import AudioRecording, RecordingEnd
from visits.recordings import list_recordings, open_recording, recover_recordings

pytestmark = pytest.mark.media
Sessions = async_sessionmaker[AsyncSession]
SCRIPT = Path(__file__).with_name("recording_process.py")
ROOT = SCRIPT.parents[2]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "recordings", KEY, timedelta(days=30)) as archive:
        yield archive


@asynccontextmanager
async def recording(
    url: str, folder: Path, visit: Visit, issued: IssuedInvitation, *before: str
) -> AsyncIterator[Process]:
    """Run a process that records; killed at the end."""
    arguments = (url, str(folder), str(visit.id), str(issued.invitation.id))
    process = await asyncio.create_subprocess_exec(
        *(*before, sys.executable, str(SCRIPT), *arguments),
        stdout=PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        await process.stdout.read()
        await process.wait()


async def read_lines(process: Process) -> AsyncIterator[dict[str, Any]]:
    assert process.stdout is not None
    async for line in process.stdout:
        if line.startswith(b"{"):  # others are of its log
            yield json.loads(line)


async def read_rows(sessions: Sessions, visit: Visit) -> Sequence[AudioRecording]:
    async with sessions() as session:
        return await list_recordings(session, visit.id)


async def test_after_a_kill_everybodys_sound_plays_to_within_two_seconds_of_it(
    sessions: Sessions,
    database_url: str,
    visit: Visit,
    issued: IssuedInvitation,
    office: Office,
    archive: Archive,
    now: datetime,
) -> None:
    async with recording(database_url, archive.folder, visit, issued) as process:
        killed_at = 0.0
        async for line in read_lines(process):
            killed_at = line["seconds"]
            if killed_at > 3.9:
                process.kill()
                break
    assert await recover_recordings(sessions, archive, now) == 3
    rows = await read_rows(sessions, visit)
    assert [row.end for row in rows] == [RecordingEnd.CRASHED] * 3
    for row in rows:
        with open_recording(archive, row) as file:
            assert hashlib.sha256(file.read()).hexdigest() == row.sha256
            file.seek(0)
            assert row.duration == pytest.approx(len(decode(file)) / 48_000, abs=0.05)
        assert row.duration is not None
        assert row.duration > killed_at - 2
    assert await recover_recordings(sessions, archive, now) == 0


async def test_what_another_process_records_is_left_alone(
    sessions: Sessions,
    database_url: str,
    visit: Visit,
    issued: IssuedInvitation,
    office: Office,
    archive: Archive,
    now: datetime,
) -> None:
    async with recording(database_url, archive.folder, visit, issued) as process:
        async for line in read_lines(process):
            growing = (await read_rows(sessions, visit))[:1]
            if line["seconds"] > 1.5 and any(has_sound(archive, row) for row in growing):
                break
        assert await recover_recordings(sessions, archive, now) == 0
        with open_recording(archive, growing[0]) as file:
            assert len(decode(file)) > 0


def has_sound(archive: Archive, row: AudioRecording) -> bool:
    if not archive.find_path(row).exists():
        return False
    with open_recording(archive, row) as file:
        return file.frames > 1


async def test_a_full_disk_ends_the_recording_in_sight_of_all_and_never_the_call(
    sessions: Sessions,
    database_url: str,
    visit: Visit,
    issued: IssuedInvitation,
    office: Office,
    archive: Archive,
    now: datetime,
    tmp_path: Path,
) -> None:
    """The disk is a file system of 24 KiB that only the process sees; it is copied out of it."""
    small, copy = tmp_path / "small", tmp_path / "recordings"
    small.mkdir()
    mount = f'mount -t tmpfs -o size=24k none {small} && "$@"; cp -r {small} {copy}'
    unshared = ("unshare", "-rm", "sh", "-c", mount, "sh")
    async with recording(database_url, small, visit, issued, *unshared) as process:
        states = []
        async for line in read_lines(process):
            states.append((line["recording"], line["failed"], line["there"]))
            if sum(failed for _, failed, _ in states) == 10:
                break
        assert states[5] == (True, False, 3)
        assert states[-1] == (False, True, 3)
        rows = await wait_for_closed(sessions, visit)
        await stop_inside(process)
    assert RecordingEnd.FAILED in {row.end for row in rows}
    whole = [row for row in rows if row.sha256]
    assert whole
    for row in whole:
        with open_recording(archive, row) as file:
            assert len(find_onsets(file)) >= 1


async def wait_for_closed(sessions: Sessions, visit: Visit) -> Sequence[AudioRecording]:
    async with asyncio.timeout(5):
        while True:
            rows = await read_rows(sessions, visit)
            if any(row.closed_at for row in rows):
                return rows
            await asyncio.sleep(0.05)


async def stop_inside(process: Process) -> None:
    """Kill what runs inside of the shell, and let the shell copy the files out."""
    os.kill(find_child(process.pid), signal.SIGKILL)
    assert process.stdout is not None
    await process.stdout.read()
    await process.wait()


def find_child(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
