"""Pictures of recordings."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from media import Grant, OpusPacket, Recording, Role
from tests.visits.beeps import beeps
from visits.archive import Archive, open_archive
from visits.models import AudioRecording
from visits.peaks import compute_peaks, read_peaks
from visits.recordings import make_recording
from visits.vault import MasterKey

NOW = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
GRANT = Grant("room", "c-1", "Citizen", "", Role.CITIZEN, admitted=True)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "recordings", MasterKey(bytes(32)), timedelta(1)) as archive:
        yield archive


@pytest.fixture
def recording(archive: Archive) -> AudioRecording:
    """Ten seconds that beep at every full second."""
    row = make_recording(archive, uuid4(), GRANT, started=0.0, now=NOW)
    sound, file = Recording(0.0), archive.create(row)
    for i, packet in enumerate(beeps()[:500]):
        sound.write(OpusPacket(packet.payload, i, packet.rtp_time, packet.level, i * 0.02))
    sound.close(file)
    row.closed_at = NOW
    return row


class Counting:
    """Runs the work here and counts it."""

    def __init__(self) -> None:
        self.runs = 0

    async def __call__(self, work: object, path: Path, key: bytes, recording_id: UUID) -> bytes:
        assert work is compute_peaks
        self.runs += 1
        return compute_peaks(path, key, recording_id)


async def test_peaks_show_where_it_is_loud(archive: Archive, recording: AudioRecording) -> None:
    peaks = await read_peaks(archive, recording, Counting())
    assert peaks.seconds == pytest.approx(10, abs=0.1)
    assert all(min(peaks.values[at * 20 + 1 : at * 20 + 9]) > 60 for at in range(10))
    assert all(max(peaks.values[at * 20 + 12 : at * 20 + 19]) < 10 for at in range(10))


async def test_peaks_are_computed_once_and_kept_encrypted(
    archive: Archive, recording: AudioRecording
) -> None:
    run = Counting()
    first = await read_peaks(archive, recording, run)
    assert await read_peaks(archive, recording, run) == first
    assert run.runs == 1
    assert first.values[:50] not in archive.find_peaks_path(recording).read_bytes()


async def test_peaks_of_a_recording_that_goes_on_are_not_kept(
    archive: Archive, recording: AudioRecording
) -> None:
    recording.closed_at = None
    run = Counting()
    for _ in range(2):
        await read_peaks(archive, recording, run)
    assert run.runs == 2


def test_destroying_leaves_nothing_of_the_files(
    archive: Archive, recording: AudioRecording
) -> None:
    archive.find_peaks_path(recording).write_bytes(b"")
    archive.remove(recording)
    assert [path for path in archive.folder.rglob("*") if path.is_file()] == []
