"""Minutes from the record to the seal: written, edited, objected to, signed, verified."""

import asyncio
import hashlib
import html
import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from cases.audit import list_acts, name_subject
from cases.minutes_models import Minutes, MinutesRevision, Objection, Seal, Signature
from cases.minutes_signing import check_stroke
from tests.web.cli.running import run
from web.keys import SETTINGS

from .house import Answer, Browser, House
from .short_visit import (
    ShortVisit,
    hold_short_visit,
    present,
    read_message,
    sign_by_hand,
    write,
)

BOX = re.compile(r'data-testid="minutes-text"[^>]*>(.*?)</(?:textarea|div|article)>', re.DOTALL)


@pytest.fixture
async def held(house: House) -> ShortVisit:
    return await hold_short_visit(house)


@pytest.fixture
def desk(house: House) -> str:
    return f"{house.console}/minutes"


def read_box(answer: Answer) -> str:
    found = BOX.search(answer.text)
    assert found is not None
    return html.unescape(found[1])


async def read_minutes(house: House) -> Minutes:
    async with house.reading() as session:
        return (await session.scalars(select(Minutes))).one()


async def seal(house: House, desk: str) -> Browser:
    """Let everybody sign; the last signature seals."""
    citizen = await house.citizen()
    officer = await present(house)
    await citizen.open("/sign")
    assert await sign_by_hand(house, citizen) == 303
    for login in ("liqiang", "zhaojie"):
        other = await house.staff(login)
        await other.open(desk)
        assert (await other.submit(f"{desk}/countersign", revision="1")).status == 303
    assert (await officer.submit(f"{desk}/countersign", revision="1")).status == 303
    return officer


async def test_the_text_is_written_from_what_the_visit_left(
    house: House, held: ShortVisit, desk: str
) -> None:
    officer = await house.staff("wangmin")
    assert 'data-state="none"' in (await officer.open(desk)).text
    got = await officer.submit(f"{desk}/generate")
    assert got.status == 303, got.text
    text = read_box(await officer.open(desk))
    for line in (
        "# 接访笔录",
        "接访时间：2026年4月2日 09:02 至 09:07",
        "主责单位：区住房和城乡建设委员会",
        "协办单位：区消防救援大队、东湖街道办事处",
        "陈桂兰（信访人）：09:02 加入，09:07 离开；09:04 至 09:05 网络中断，席位保留。",
        "陈桂兰于 09:02 同意录音，同意语音转写。",
        "联系电话：139 1234 5678（陈桂兰于 0:13 所述，王敏确认）",
        "[0:03] 王敏（区住房和城乡建设委员会）：您好请讲",
        "[0:08] 陈桂兰：楼道里总有人给电动车充电，我的电话是幺三九〔经核对更正〕",
        "陈桂兰的录音在 0:24 至 0:26 之间中断。",
    ):
        assert line in text.splitlines(), text


async def test_writing_it_anew_asks_first_and_keeps_the_old_text(
    house: House, held: ShortVisit, desk: str
) -> None:
    officer = await house.staff("wangmin")
    await officer.open(desk)
    await officer.submit(f"{desk}/generate")
    await officer.submit(desk, revision="1", text="我写的")
    refused = await officer.submit(f"{desk}/generate")
    assert (refused.status, read_box(refused)) == (409, "我写的")
    assert (await officer.submit(f"{desk}/generate", again="yes")).status == 303
    async with house.reading() as session:
        rows = (await session.scalars(select(MinutesRevision))).all()
    assert {row.number: row.text[:4] for row in rows} == {1: "# 接访", 2: "我写的", 3: "# 接访"}
    assert {row.number: row.author_id is None for row in rows} == {1: True, 2: False, 3: True}


async def test_a_stale_edit_shows_both_texts_and_loses_neither(
    house: House, held: ShortVisit, desk: str
) -> None:
    first, second = await house.staff("wangmin"), await house.staff("liqiang")
    for browser in (first, second):
        await browser.open(desk)
    await write(house)
    assert (await first.submit(desk, revision="1", text="一稿\n\n\n\n王敏")).status == 303
    stale = await second.submit(desk, revision="1", text="另一稿 李强 <b>")
    assert stale.status == 409
    assert read_box(stale) == "另一稿 李强 <b>"
    assert "一稿\n\n王敏" in html.unescape(stale.text)
    assert 'name="revision" value="2"' in stale.text
    assert (await second.submit(desk, revision="2", text="另一稿 李强 <b>")).status == 303
    assert (await read_minutes(house)).revision == 3
    assert (await second.submit(desk, revision="3", text="另一稿 李强 <b>")).status == 303
    assert (await read_minutes(house)).revision == 3


async def test_a_long_text_passes_and_a_form_without_token_does_not(
    house: House, held: ShortVisit, desk: str
) -> None:
    officer = await house.staff("wangmin")
    await officer.open(desk)
    await write(house)
    long = "\n".join(["[0:03] 王敏：您好请讲，我们在听。"] * 2000)
    assert (await officer.submit(desk, revision="1", text=long)).status == 303
    assert read_box(await officer.open(desk)) == long
    officer.csrf_token = "0" * 64
    assert (await officer.submit(desk, revision="2", text="x")).status == 403


async def test_the_citizen_hears_of_it_and_reads_with_link_and_code(
    house: House, held: ShortVisit
) -> None:
    await present(house)
    link = re.search(r"http\S+/sign#\S+", await read_message(house, "minutes_presented"))
    assert link is not None
    browser = house.new_browser()
    assert (await browser.open("/sign")).headers["Location"] == "/sign/open"
    await browser.open("/sign/open")
    sent = await browser.submit("/sign/open", link=link[0], code="")
    assert 'data-testid="sign-entry-code"' in sent.text
    code = re.search(r"\d{6}", await read_message(house, "minutes_code"))
    assert code is not None
    wrong = "000000" if code[0] != "000000" else "111111"
    refused = await browser.submit("/sign/open", link=link[0], code=wrong)
    assert (refused.status, "4" in refused.text) == (422, True)
    answer = await browser.submit("/sign/open", link=link[0], code=code[0])
    assert answer.headers["Location"] == "/sign"
    assert "楼道里总有人给电动车充电" in (await browser.open("/sign")).text
    again = await house.new_browser().submit("/sign/open", link=link[0], code=code[0])
    assert again.status in {403, 422}


@pytest.mark.parametrize("link", ["", "https://x.example/sign#abc", "not a link"])
async def test_a_link_that_is_not_ours_opens_nothing(
    house: House, held: ShortVisit, link: str
) -> None:
    await present(house)
    browser = house.new_browser()
    await browser.open("/sign/open")
    assert (await browser.submit("/sign/open", link=link, code="")).status == 404


async def test_what_is_not_presented_shows_nothing_of_it(house: House, held: ShortVisit) -> None:
    citizen = await house.citizen()
    await write(house)
    page = await citizen.open("/sign")
    assert 'data-status="none"' in page.text
    assert "充电" not in page.text.replace("电动车充电隐患", "")
    assert await sign_by_hand(house, citizen) == 409


async def test_an_objection_plays_its_second_and_is_answered_by_a_new_revision(
    house: House, held: ShortVisit, desk: str
) -> None:
    citizen = await house.citizen()
    officer = await present(house)
    page = await citizen.open("/sign?at=8")
    sounds = re.findall(r'src="(/sign/recordings/[^"#]+)#t=(\d+),(\d+)"', page.text)
    assert len(sounds) == 2
    assert [(int(start), int(end)) for _, start, end in sounds] == [(4, 20)] * 2
    async with citizen.session.get(sounds[0][0], headers={"Range": "bytes=0-99"}) as sound:
        assert (sound.status, (await sound.read())[:4]) == (206, b"OggS")
    words = "不是电动车，是电动自行车"
    raised = await citizen.submit("/sign/objections", revision="1", at="0:08", words=words)
    assert raised.status == 303
    assert await sign_by_hand(house, citizen) == 409
    shown = await officer.open(desk)
    assert words in shown.text
    answer = re.search(r'action="([^"]+/answer)"', shown.text)
    assert answer is not None
    text = read_box(shown).replace("电动车充电，", "电动自行车充电，")
    assert (await officer.submit(desk, revision="1", text=text)).status == 303
    unanswered = await officer.submit(f"{desk}/present", revision="2")
    assert unanswered.status == 409
    assert (await officer.submit(answer[1], answer="已更正")).status == 303
    assert (await officer.submit(f"{desk}/present", revision="2")).status == 303
    assert await sign_by_hand(house, citizen, revision=1) == 409
    assert "已更正" in (await citizen.open("/sign")).text
    assert await sign_by_hand(house, citizen, revision=2) == 303
    async with house.reading() as session:
        row = (await session.scalars(select(Objection))).one()
        acts = await list_acts(session, name_subject("recording", held.recording_ids[0]))
        others = await list_acts(session, name_subject("recording", held.recording_ids[1]))
    assert (row.at_seconds, row.revision) == (8.0, 1)
    actors = {act.actor for act in [*acts, *others] if act.action == "recording_opened"}
    assert actors == {f"invitation:{held.invitation_id}"}


async def test_where_nothing_was_recorded_the_page_says_so(house: House, held: ShortVisit) -> None:
    citizen = await house.citizen()
    await present(house)
    page = await citizen.open("/sign?at=999")
    assert "这一时间没有录音" in page.text
    assert "<audio" not in page.text


async def test_the_sound_of_another_visit_is_not_open_to_a_citizen(
    house: House, held: ShortVisit
) -> None:
    path = f"/sign/recordings/{held.recording_ids[0]}/audio"
    assert (await house.new_browser().ask(path)).status == 401
    async with house.sessions.begin() as session:
        minutes_of_other = f"/sign/recordings/{held.visit_id}/audio"
        await session.flush()
    citizen = await house.citizen()
    assert (await citizen.ask(minutes_of_other)).status == 404


async def test_a_code_from_the_outbox_signs_once(house: House, held: ShortVisit) -> None:
    citizen = await house.citizen()
    await present(house)
    await citizen.open("/sign")
    assert (await citizen.submit("/sign/code")).status == 303
    assert (await citizen.submit("/sign/code")).status == 429
    code = re.search(r"\d{6}", await read_message(house, "minutes_code"))
    assert code is not None
    wrong = f"{(int(code[0]) + 1) % 1_000_000:06d}"
    assert (await citizen.submit("/sign", revision="1", stroke="", code=wrong)).status == 422
    assert (await citizen.submit("/sign", revision="1", stroke="", code=code[0])).status == 303
    assert (await citizen.submit("/sign", revision="1", stroke="", code=code[0])).status == 422
    async with house.reading() as session:
        signature = (await session.scalars(select(Signature))).one()
    assert (signature.method, signature.stroke) == ("code", None)


async def test_an_old_code_and_five_wrong_ones_sign_nothing(house: House, held: ShortVisit) -> None:
    citizen = await house.citizen()
    await present(house)
    await citizen.open("/sign")
    await citizen.submit("/sign/code")
    code = re.search(r"\d{6}", await read_message(house, "minutes_code"))
    assert code is not None
    for _ in range(5):
        wrong = f"{(int(code[0]) + 1) % 1_000_000:06d}"
        await citizen.submit("/sign", revision="1", stroke="", code=wrong)
    assert (await citizen.submit("/sign", revision="1", stroke="", code=code[0])).status == 422
    house.clock.pass_by(minutes=2)
    await citizen.submit("/sign/code")
    house.clock.pass_by(minutes=11)
    fresh = re.search(r"\d{6}", await read_message(house, "minutes_code"))
    assert fresh is not None
    assert (await citizen.submit("/sign", revision="1", stroke="", code=fresh[0])).status == 422


@pytest.mark.parametrize(
    "stroke",
    ["", "M1 1", "M1 1L2 2L3 3L4 4L5 5L6 6", "M1 1L900 2L3 3L4 4L5 5L6 6", '"><script>', "M1,1Z"],
)
async def test_what_is_no_drawn_signature_is_refused(
    house: House, held: ShortVisit, stroke: str
) -> None:
    citizen = await house.citizen()
    await present(house)
    await citizen.open("/sign")
    answer = await citizen.submit("/sign", revision="1", stroke=stroke, code="")
    assert answer.status == 422
    assert "<script>" not in answer.text


def test_a_drawn_signature_is_kept_as_it_is() -> None:
    assert check_stroke("M1 1L90 80L3 3M4 4L5 5L600 200").endswith("L600 200")


async def test_the_panel_signs_after_the_citizen_each_department_once(
    house: House, held: ShortVisit, desk: str
) -> None:
    citizen = await house.citizen()
    officer = await present(house)
    assert (await officer.submit(f"{desk}/countersign", revision="1")).status == 409
    await citizen.open("/sign")
    await sign_by_hand(house, citizen)
    assert await sign_by_hand(house, citizen) == 409
    assert (await officer.submit(f"{desk}/countersign", revision="1")).status == 303
    assert (await officer.submit(f"{desk}/countersign", revision="1")).status == 409
    assert 'data-testid="countersign"' not in (await officer.open(desk)).text
    assert (await read_minutes(house)).state == "presented"


async def test_an_edit_asks_for_every_signature_anew(
    house: House, held: ShortVisit, desk: str
) -> None:
    citizen = await house.citizen()
    officer = await present(house)
    await citizen.open("/sign")
    await sign_by_hand(house, citizen)
    await officer.submit(desk, revision="1", text="新的一稿")
    assert (await read_minutes(house)).state == "draft"
    await officer.submit(f"{desk}/present", revision="2")
    assert (await officer.submit(f"{desk}/countersign", revision="2")).status == 409
    assert await sign_by_hand(house, citizen, revision=2) == 303


async def test_all_signatures_seal_for_ever_and_both_documents_verify(
    house: House, held: ShortVisit, desk: str, tmp_path: Path
) -> None:
    officer = await seal(house, desk)
    page = await officer.open(desk)
    assert 'data-state="sealed"' in page.text
    async with house.reading() as session:
        row = (await session.scalars(select(Seal))).one()
    assert row.digest in page.text
    assert [one["sha256"] for one in row.manifest["recordings"]]
    assert [one["method"] for one in row.manifest["signatures"]] == ["stroke", *["account"] * 3]
    citizen = await house.citizen()
    for kind, registered in (("pdf", row.pdf_sha256), ("docx", row.docx_sha256)):
        async with officer.session.get(f"{desk}/sealed/{kind}") as answer:
            body = await answer.read()
        async with citizen.session.get(f"/sign/sealed/{kind}") as answer:
            assert await answer.read() == body
        assert hashlib.sha256(body).hexdigest() == registered
        path = tmp_path / f"copy.{kind}"
        path.write_bytes(body)
        folder = str(house.app[SETTINGS].data_dir)
        ended = await asyncio.to_thread(run, "minutes", "verify", str(path), DATA_DIR=folder)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert "checked file and register" in ended.stdout
        assert "of this installation" in ended.stdout
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "copy.pdf").pages)
    assert "楼道里总有人给电动车充电" in text.replace("\n", "")
    assert row.digest[:32] in text.replace("\n", "")
    await asyncio.to_thread(verify_elsewhere, house, tmp_path / "copy.pdf")
    await try_to_change(house, officer, citizen, desk)


def verify_elsewhere(house: House, path: Path) -> None:
    """Check a file without a register, with another key, and with one byte changed."""
    elsewhere, body = str(path.parent / "elsewhere"), path.read_bytes()
    alone = run("minutes", "verify", str(path), DATA_DIR=elsewhere)
    assert (alone.returncode, "checked the file alone" in alone.stdout) == (0, True)
    assert not Path(elsewhere).exists()
    other_key = run("minutes", "verify", "--key", "0" * 16, str(path), DATA_DIR=elsewhere)
    assert other_key.returncode == 1
    path.write_bytes(body[:2000] + bytes([body[2000] ^ 1]) + body[2001:])
    changed = run("minutes", "verify", str(path), DATA_DIR=str(house.app[SETTINGS].data_dir))
    assert (changed.returncode, changed.stdout.startswith("CHANGED")) == (1, True)


async def try_to_change(house: House, officer: Browser, citizen: Browser, desk: str) -> None:
    """Try everything that changes minutes, through pages and past them."""
    acts = {
        desk: {"revision": "1", "text": "x"},
        f"{desk}/generate": {"again": "yes"},
        f"{desk}/present": {"revision": "1"},
        f"{desk}/countersign": {"revision": "1"},
        f"{desk}/seal": {},
    }
    for path, form in acts.items():
        assert (await officer.submit(path, **form)).status == 409, path
    await citizen.open("/sign")
    raised = await citizen.submit("/sign/objections", revision="1", at="", words="不对")
    assert raised.status == 409
    for change in (
        update(Minutes).values(revision=9),
        update(Seal).values(digest="0"),
        update(MinutesRevision).values(text="x"),
    ):
        with pytest.raises(IntegrityError, match=r"never changed|only added"):
            async with house.sessions.begin() as session:
                await session.execute(change)


async def test_minutes_of_a_visit_that_has_not_begun_are_not_written(
    house: House, desk: str
) -> None:
    officer = await house.staff("wangmin")
    await officer.open(desk)
    assert (await officer.submit(f"{desk}/generate")).status == 409
    assert (await officer.submit(f"{desk}/present", revision="1")).status == 404
