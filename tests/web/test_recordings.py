"""The sound of a visit: any range of it, to those who may hear it, and noted."""

import hashlib
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from cases.audit import list_acts
from tests.big_sound import add_recordings
from tests.big_visit import add_big_visit
from visits.models import AudioRecording, Visit
from visits.recordings import destroy_recording, open_recording
from web.keys import ARCHIVE

from .house import House


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording of the house's visit, its address and its plain bytes."""

    recording_id: UUID
    participant_id: str
    path: str
    plain: bytes


@pytest.fixture
async def sound(house: House) -> Sound:
    archive = house.app[ARCHIVE]
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        big = await add_big_visit(session, visit, now=house.clock(), hours=0.05, people=2)
        row, _ = await add_recordings(session, visit, big, archive, now=house.clock())
    with open_recording(archive, row) as reader:
        plain = reader.readall()
    assert hashlib.sha256(plain).hexdigest() == row.sha256
    seat = row.participant_id
    return Sound(row.id, seat, f"{house.console}/recordings/{row.id}/audio", plain)


async def fetch(house: House, sound: Sound, header: str | None = None) -> tuple[int, bytes, str]:
    browser = await house.staff("wangmin")
    headers = {"Range": header} if header else {}
    async with browser.session.get(sound.path, headers=headers) as answer:
        return answer.status, await answer.read(), answer.headers.get("Content-Range", "")


async def test_the_whole_sound_is_plain_ogg(house: House, sound: Sound) -> None:
    browser = await house.staff("wangmin")
    async with browser.session.get(sound.path) as answer:
        assert answer.status == 200
        assert answer.headers["Accept-Ranges"] == "bytes"
        assert answer.headers["Content-Type"].startswith("audio/ogg")
        assert answer.headers["Cache-Control"] == "no-store"
        assert await answer.read() == sound.plain
    async with browser.session.head(sound.path) as answer:
        assert (answer.status, answer.content_length) == (200, len(sound.plain))
    assert sound.plain.startswith(b"OggS")


@pytest.mark.parametrize(
    ("start", "end"), [(0, None), (0, 2), (1000, 200_000), (150_001, 150_002), (-5000, None)]
)
async def test_a_range_is_those_bytes(
    house: House, sound: Sound, start: int, end: int | None
) -> None:
    header = f"bytes={start}" if start < 0 else f"bytes={start}-{'' if end is None else end - 1}"
    expected = sound.plain[start:end]
    status, body, told = await fetch(house, sound, header)
    assert (status, body) == (206, expected)
    first = start % len(sound.plain)
    assert told == f"bytes {first}-{first + len(expected) - 1}/{len(sound.plain)}"


@pytest.mark.parametrize("header", ["bytes=99999999-", "bytes=9-3", "bytes=x"])
async def test_a_range_that_is_not_there_is_told_the_length(
    house: House, sound: Sound, header: str
) -> None:
    assert await fetch(house, sound, header) == (416, b"", f"bytes */{len(sound.plain)}")


async def test_listening_is_noted_once_for_each_sign_in(house: House, sound: Sound) -> None:
    browser, other = await house.staff("wangmin"), await house.staff("liqiang")
    for place in range(3):
        await browser.send("HEAD", sound.path, headers={"Range": f"bytes={place}-"})
    await other.send("HEAD", sound.path)
    async with house.reading() as session:
        acts = await list_acts(session, f"recording:{sound.recording_id}")
    assert [act.action for act in acts] == ["recording_opened"] * 2
    assert len({act.actor for act in acts}) == 2


async def test_peaks_are_high_where_the_person_spoke(house: House, sound: Sound) -> None:
    browser = await house.staff("wangmin")
    path = sound.path.replace("/audio", "/peaks")
    fine = (await browser.ask(f"{path}?points=20000")).body
    coarse = (await browser.ask(f"{path}?points=50")).body
    assert len(coarse["peaks"]) == 50
    assert max(coarse["peaks"]) == max(fine["peaks"]) > 40
    per_second = len(fine["peaks"]) / fine["seconds"]
    rows = (await browser.ask(f"{house.console}/review/transcript?limit=500")).body["utterances"]
    spoken = {
        second
        for row in rows
        if row["person"] == sound.participant_id
        for second in range(round(row["start"]), round(row["end"]) + 1)
    }
    loud = [place / per_second for place, peak in enumerate(fine["peaks"]) if peak > 40]
    assert {round(second) for second in loud} <= spoken
    assert len(loud) / per_second > len(spoken) / 3
    assert (await browser.ask(f"{path}?points=x")).error == "bad_input_error"


async def test_a_deleted_and_an_unknown_sound_are_refused(house: House, sound: Sound) -> None:
    browser = await house.staff("wangmin")
    unknown = await browser.ask(f"{house.console}/recordings/{uuid4()}/audio")
    assert (unknown.status, unknown.error) == (404, "unknown_recording_error")
    async with house.sessions.begin() as session:
        row = await session.get_one(AudioRecording, sound.recording_id)
        destroy_recording(session, row, house.clock())
    gone = await browser.ask(sound.path)
    assert (gone.status, gone.error) == (410, "recording_destroyed_error")


async def test_who_is_not_on_the_panel_hears_nothing(house: House, sound: Sound) -> None:
    outsider = await house.staff("sunhui")
    assert (await outsider.ask(sound.path)).error == "not_on_panel_error"
    async with house.reading() as session:
        assert not await list_acts(session, f"recording:{sound.recording_id}")
