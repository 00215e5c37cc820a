"""What the panel takes along: files that other programs read, redacted or noted in the trail."""

import asyncio
import io
import json
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from docx import Document
from sqlalchemy import select

from cases.audit import list_acts, name_subject
from cases.models import Case, UtteranceRecord
from cases.redaction import Known
from cases.utterances import list_utterances
from tests.big_sound import add_recordings
from tests.big_visit import add_big_visit
from tests.cases.exports.samples import make_copy, make_turn
from tests.media.test_redaction import decode, measure
from visits.models import Visit
from visits.recordings import open_recording
from visits.seats import seat_of_citizen
from web.downloads import name_download
from web.keys import ARCHIVE, SETTINGS
from web.transcript_job import FORMATS, write_transcript

from .house import House

SECRET = "我 叫 李 秀英 电话 幺 三 八 零 零 幺 三 八 零 零 零"


@dataclass(frozen=True, slots=True)
class Told:
    """What the citizen told, and where the visit's exports are."""

    path: str
    visit_id: UUID


@pytest.fixture
async def told(house: House) -> Told:
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        visit.started_at = house.clock()
        session.add(make_record(visit.id, SECRET, 1.0))
    return Told(f"{house.console}/export", house.visit.visit_id)


def make_record(visit_id: UUID, text: str, start: float) -> UtteranceRecord:
    words = [
        {"text": word, "start": start + i * 0.25, "end": start + i * 0.25 + 0.25, "confidence": 1.0}
        for i, word in enumerate(text.split())
    ]
    return UtteranceRecord(
        id=uuid4(),
        visit_id=visit_id,
        participant_id=seat_of_citizen(uuid4()),
        speaker_name="李秀英",
        speaker_role="citizen",
        lang="zh",
        started=start,
        ended=words[-1]["end"],
        text=text,
        words=words,
        track="test",
        first_sample=int(start * 16000),
    )


async def fetch(house: House, path: str, login: str = "wangmin") -> tuple[int, bytes, str]:
    browser = await house.staff(login)
    async with browser.session.get(path) as answer:
        return answer.status, await answer.read(), answer.headers.get("Content-Disposition", "")


async def list_openings(house: House, told: Told) -> list[object]:
    async with house.reading() as session:
        acts = await list_acts(session, name_subject("visit", told.visit_id))
    return [act.detail["format"] for act in acts if act.action == "transcript_exported"]


async def test_the_original_says_who_spoke_and_is_noted(house: House, told: Told) -> None:
    status, body, disposition = await fetch(house, f"{told.path}/vtt")
    assert status == 200
    assert "<v 李秀英>我叫李秀英" in body.decode()
    assert unquote(disposition).endswith("-接访记录.vtt")
    assert await list_openings(house, told) == ["vtt"]


async def test_a_redacted_copy_names_nobody_and_is_not_an_opening(house: House, told: Told) -> None:
    status, body, disposition = await fetch(house, f"{told.path}/json?redacted=1")
    text = body.decode()
    assert status == 200
    assert "李" not in text
    assert "零" not in text
    assert "[电话]" in text
    assert "redacted" in disposition
    assert json.loads(text)["case_title"] is None
    assert await list_openings(house, told) == []


async def test_a_word_document_opens(house: House, told: Told) -> None:
    status, body, _ = await fetch(house, f"{told.path}/docx")
    assert status == 200
    document = Document(io.BytesIO(body))
    assert document.tables[0].rows[1].cells[2].text.startswith("我叫李秀英")
    assert await list_openings(house, told) == ["docx"]


async def test_corrections_are_in_what_is_taken_along(house: House, told: Told) -> None:
    browser = await house.staff("wangmin")
    async with house.reading() as session:
        query = select(UtteranceRecord.id).where(UtteranceRecord.visit_id == told.visit_id)
        record = (await session.scalars(query)).one()
    body = {"utterance_id": str(record), "start": 2, "end": 4, "text": "李秀云", "base": 0}
    answer = await browser.tell(f"{house.console}/review/corrections", body)
    assert answer.status == 200, answer.text
    _, vtt, _ = await fetch(house, f"{told.path}/vtt")
    assert "我叫李秀云电话" in vtt.decode()
    _, vtt, _ = await fetch(house, f"{told.path}/vtt?redacted=1")
    assert "秀云" not in vtt.decode()


async def test_other_formats_and_other_people_are_refused(house: House, told: Told) -> None:
    assert (await fetch(house, f"{told.path}/exe"))[0] == 404
    assert (await fetch(house, f"{told.path}/vtt", "sunhui"))[0] == 404
    assert await list_openings(house, told) == []


async def test_the_case_page_offers_every_format_twice(house: House, told: Told) -> None:
    browser = await house.staff("wangmin")
    async with house.reading() as session:
        visit = await session.get_one(Visit, told.visit_id)
        number = (await session.get_one(Case, visit.case_id)).number
    page = (await browser.open(f"/staff/cases/{number}")).text
    for kind in ("docx", "vtt", "srt", "json"):
        assert page.count(f'data-format="{kind}"') == 2
    assert page.count('data-testid="export"') == 8


async def test_redacted_sound_has_a_tone_and_silence_and_leaves_nothing_behind(
    house: House,
) -> None:
    archive = house.app[ARCHIVE]
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        big = await add_big_visit(session, visit, now=house.clock(), hours=0.01, people=2)
        said = make_record(visit.id, SECRET, 2.0)
        said.participant_id = big.seats[0].participant_id
        session.add(said)
        await session.flush()
        row, *_ = await add_recordings(session, visit, big, archive, now=house.clock())
        heard = await list_utterances(session, visit.id)
    with open_recording(archive, row) as reader:
        plain = reader.readall()
    path = f"{house.console}/recordings/{row.id}/redacted"
    status, body, disposition = await fetch(house, path)
    assert status == 200
    assert disposition.split(";")[1].endswith('redacted.ogg"')
    before, after = decode(plain), decode(body)
    assert abs(len(before) - len(after)) < 480
    # 李 秀英 are words 2 and 3 of the sentence, from its second 0.5 to 1.0.
    assert measure(before, 220, 2.55, 2.95) > -25
    assert measure(after, 1000, 2.55, 2.95) > -23
    assert measure(after, 220, 2.55, 2.95) < -55
    spoken = [
        (one.started - 0.2, one.ended + 0.2)
        for one in heard
        if one.participant_id == row.participant_id
    ]
    for second in range(int(big.seconds)):
        if not any(start < second + 1 and second < end for start, end in spoken):
            assert measure(after, 220, second, second + 1) < -60
    async with asyncio.timeout(5):  # the folder goes a moment after the last byte
        while list(house.app[SETTINGS].data_dir.glob("redacted-*")):  # noqa: ASYNC110 - a file system signals nothing
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_written_with_and_without_names(kind: str) -> None:
    copy = make_copy([make_turn(SECRET)])
    whole, redacted = (write_transcript(kind, copy, known) for known in (None, Known()))
    if kind != "docx":
        assert "李秀英" in whole.decode()
        assert "李" not in redacted.decode()
    assert whole != redacted


def test_a_name_for_saving_cannot_break_out_of_its_header() -> None:
    name = name_download('a"; filename="b/../\r\nX: 1\u202e.docx', 'x\r\ny"z.docx')
    assert name.count('"') == 2
    assert not set("\r\n\u202e") & set(name)
    assert "/" not in name
    assert name_download("记录.vtt", "记录.vtt") == (
        "attachment; filename=\"__.vtt\"; filename*=UTF-8''%E8%AE%B0%E5%BD%95.vtt"
    )
    assert len(name_download("长" * 500 + ".vtt", "x" * 500 + ".vtt")) < 1400
