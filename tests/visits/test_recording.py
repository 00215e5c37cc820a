"""What is recorded, of whom, and when it stops (invariant 9)."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.audit import list_acts
from tests.office import Office
from tests.visits.beeps import beep, beeps, find_onsets
from tests.visits.locking import locked
from tests.visits.reception import Clock, Page, Reception, eventually, open_reception
from visits import Visit
from visits.archive import Archive, open_archive
from visits.errors import RecordingDestroyedError, WrongMasterKeyError
from visits.invitations import IssuedInvitation, invite_citizen
from visits.models import AudioRecording, RecordingEnd
from visits.recordings import (
    destroy_recording,
    list_overdue,
    list_recordings,
    open_recording,
)
from visits.sealed_reader import SealedReader
from visits.vault import MasterKey

Sessions = async_sessionmaker[AsyncSession]
KEY = MasterKey(bytes(range(32)))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "recordings", KEY, timedelta(days=30)) as archive:
        yield archive


@pytest.fixture
async def reception(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime, archive: Archive
) -> AsyncIterator[Reception]:
    async with open_reception(sessions, visit, issued, Clock(now), archive=archive) as reception:
        yield reception


async def begin(reception: Reception, office: Office, *, recording: bool = True) -> list[Page]:
    """Seat two officers and an admitted citizen who answered."""
    await reception.choose(transcript=False, recording=recording)
    pages = [await reception.receive(user) for user in (office.clerk, office.fire_officer)]
    pages.append(await reception.arrive())
    await reception.admit()
    if recording:
        await wait_for_files(reception, 3)
    return pages


async def wait_for_files(reception: Reception, count: int) -> None:
    async def check() -> bool:
        takes = reception.live._recorder._takes.values()
        return sum(take.file is not None for take in takes) == count

    await eventually(check)


async def read_rows(sessions: Sessions, visit: Visit) -> Sequence[AudioRecording]:
    async with sessions() as session:
        return await list_recordings(session, visit.id)


def holds_sound(folder: Path) -> bool:
    """Whether the bytes of any packet of tone lie in any file below the folder."""
    tones = [p.payload[1:] for p in beeps() if len(p.payload) > 20]
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return any(tone in content for tone in tones for content in files)


async def test_everybody_is_recorded_in_time_and_only_encrypted(
    reception: Reception, archive: Archive, visit: Visit, office: Office, tmp_path: Path
) -> None:
    pages = await begin(reception, office)
    began = reception.live._clock.seconds(await beep(*pages, seconds=1.6))
    await reception.live_visits.end(visit.id, "ended")
    rows = await read_rows(reception.sessions, visit)
    assert {row.participant_id for row in rows} == {page.participant.id for page in pages}
    assert not holds_sound(tmp_path)
    for row in rows:
        with open_recording(archive, row) as file:
            onsets = find_onsets(file)
            (tmp_path / "plain.ogg").write_bytes(read_again(file))
        assert [row.started + at - began for at in onsets] == pytest.approx([0, 1], abs=0.1)
        assert (row.end, row.gaps) == (RecordingEnd.ENDED, [])
        assert row.retention_until - row.opened_at == timedelta(days=30)
    assert holds_sound(tmp_path)  # the search finds what is there


def read_again(file: SealedReader) -> bytes:
    file.seek(0)
    return file.read()


async def test_after_a_no_nothing_of_anybody_touches_the_disk(
    reception: Reception, archive: Archive, visit: Visit, office: Office, tmp_path: Path
) -> None:
    pages = await begin(reception, office, recording=False)
    await beep(*pages, seconds=1.2)
    assert (await pages[0].wait_for("visit_state"))["recording"] is False
    await reception.live_visits.end(visit.id, "ended")
    assert await read_rows(reception.sessions, visit) == []
    assert not archive.folder.exists()
    assert not holds_sound(tmp_path)


async def test_everybody_sees_that_it_is_recorded(reception: Reception, office: Office) -> None:
    pages = await begin(reception, office)
    for page in pages:
        assert (await page.wait_for("visit_state"))["recording"] is True


async def test_a_yes_taken_back_stops_at_once_and_closes_every_file(
    reception: Reception, archive: Archive, visit: Visit, office: Office
) -> None:
    pages = await begin(reception, office)
    await beep(*pages, seconds=0.6)
    await reception.choose(transcript=False, recording=False)
    assert not any(page.is_listened_to for page in pages)
    assert (await pages[0].wait_for("visit_state"))["recording"] is False
    await wait_for_files(reception, 0)
    await beep(*pages, seconds=0.6)
    rows = await read_rows(reception.sessions, visit)
    assert {row.end for row in rows} == {RecordingEnd.WITHDRAWN}
    for row in rows:
        with open_recording(archive, row) as file:
            assert len(find_onsets(file)) == 1


async def test_a_yes_given_again_goes_on_in_new_files(
    reception: Reception, visit: Visit, office: Office
) -> None:
    pages = await begin(reception, office)
    for recording in (False, True):
        await reception.choose(transcript=False, recording=recording)
        await wait_for_files(reception, 3 if recording else 0)
    await reception.live_visits.end(visit.id, "ended")
    rows = await read_rows(reception.sessions, visit)
    assert len(rows) == 2 * len(pages)
    assert len({row.path for row in rows}) == len(rows)


async def test_a_no_that_a_yes_follows_at_once_is_heeded_too(
    reception: Reception, visit: Visit, office: Office
) -> None:
    pages = await begin(reception, office)
    for recording in (False, True):
        await reception.choose(transcript=False, recording=recording)
    rows = await eventually(lambda: find_many(reception.sessions, visit, 6))
    assert [row.end for row in rows].count(RecordingEnd.WITHDRAWN) == 3
    assert all(page.is_listened_to for page in pages)


async def find_many(sessions: Sessions, visit: Visit, count: int) -> list[AudioRecording]:
    rows = await read_rows(sessions, visit)
    return list(rows) if len(rows) == count else []


async def test_a_second_citizens_no_stops_the_recording_before_they_come_in(
    reception: Reception, office: Office, now: datetime
) -> None:
    pages = await begin(reception, office)
    async with reception.sessions.begin() as session:
        other = await invite_citizen(session, reception.visit, office.citizen, now)
    await reception.choose(transcript=False, recording=False, issued=other)
    await reception.arrive(other)
    assert (await pages[0].wait_for("visit_state"))["recording"] is True
    await reception.admit(other)
    assert not any(page.is_listened_to for page in pages)
    assert reception.live.describe_state()["recording"] is False


async def test_who_leaves_is_closed_and_the_others_go_on(
    reception: Reception, visit: Visit, office: Office
) -> None:
    pages = await begin(reception, office)
    await pages[0].participant.leave("left")
    await wait_for_files(reception, 2)
    rows = await eventually(lambda: find_closed(reception.sessions, visit, 1))
    assert [(row.participant_id, row.end) for row in rows] == [
        (pages[0].participant.id, RecordingEnd.LEFT)
    ]


async def find_closed(sessions: Sessions, visit: Visit, count: int) -> list[AudioRecording]:
    closed = [row for row in await read_rows(sessions, visit) if row.closed_at is not None]
    return closed if len(closed) == count else []


async def test_a_pause_keeps_its_place(
    reception: Reception, archive: Archive, visit: Visit, office: Office
) -> None:
    *_, citizen = await begin(reception, office)
    began = await beep(citizen, seconds=0.5)
    citizen.participant._tap.rebase()  # muted, or loaded anew
    await asyncio.sleep(0.6)
    again = await beep(citizen, seconds=0.5)
    await reception.live_visits.end(visit.id, "ended")
    rows = await read_rows(reception.sessions, visit)
    row = next(row for row in rows if row.participant_id == citizen.participant.id)
    with open_recording(archive, row) as file:
        first, second = find_onsets(file)
    assert second - first == pytest.approx(again - began, abs=0.1)
    assert row.gaps == []


async def test_a_locked_store_costs_no_sound_and_its_rows_are_closed_later(
    reception: Reception, archive: Archive, visit: Visit, office: Office, database_url: str
) -> None:
    pages = await begin(reception, office)
    async with locked(database_url):
        await beep(*pages, seconds=0.6)
        reception.live._recorder.agree(agreed=False)
        await beep(*pages, seconds=0.2)
    rows = await eventually(lambda: find_closed(reception.sessions, visit, 3))
    for row in rows:
        with open_recording(archive, row) as file:
            assert len(find_onsets(file)) == 1


async def test_without_an_archive_nothing_is_recorded(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime, office: Office
) -> None:
    async with open_reception(sessions, visit, issued, Clock(now)) as reception:
        pages = await begin(reception, office, recording=False)
        await reception.choose(transcript=False, recording=True)
        assert reception.live.describe_state()["recording"] is False
        assert not any(page.is_listened_to for page in pages)


async def test_a_destroyed_recording_cannot_be_read_from_any_copy_of_its_file(
    reception: Reception, archive: Archive, visit: Visit, office: Office, now: datetime
) -> None:
    await begin(reception, office)
    await reception.live_visits.end(visit.id, "ended")
    async with reception.sessions.begin() as session:
        for row in await list_recordings(session, visit.id):
            destroy_recording(session, row, now, by=office.clerk)
    async with reception.sessions() as session:
        rows = await list_recordings(session, visit.id)
        acts = await list_acts(session, f"recording:{rows[0].id}")
    assert [(act.action, act.actor) for act in acts] == [
        ("recording_destroyed", f"user:{office.clerk.id}")
    ]
    with pytest.raises(RecordingDestroyedError):
        open_recording(archive, rows[0])


async def test_what_is_overdue_is_listed_once_its_time_has_come(
    reception: Reception, visit: Visit, office: Office
) -> None:
    await begin(reception, office)
    await reception.live_visits.end(visit.id, "ended")
    async with reception.sessions() as session:
        opened = min(row.opened_at for row in await list_recordings(session, visit.id))
        assert await list_overdue(session, opened + timedelta(days=29)) == []
        assert len(await list_overdue(session, opened + timedelta(days=31))) == 3


async def test_the_key_of_another_installation_opens_nothing_and_says_so(
    reception: Reception, archive: Archive, visit: Visit, office: Office
) -> None:
    await begin(reception, office)
    await reception.live_visits.end(visit.id, "ended")
    (row, *_) = await read_rows(reception.sessions, visit)
    with (
        open_archive(archive.folder, MasterKey(bytes(32)), timedelta(1)) as other,
        pytest.raises(WrongMasterKeyError, match="NETVISIT_MASTER_KEY"),
    ):
        open_recording(other, row)
