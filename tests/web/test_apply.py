"""Applying over HTTP without script: the way through, what survives, what is refused."""

import asyncio

from sqlalchemy import func, select

from cases.application_models import Application, ApplicationState

from .applicant import ANSWERS, PHONE, PNG, new_applicant, read_receipt
from .house import House


async def count_sent(house: House) -> int:
    """Count what was sent in, without the demo's own."""
    query = select(func.count()).where(Application.state == ApplicationState.SUBMITTED)
    async with house.reading() as session:
        return ((await session.scalar(query)) or 0) - 1


async def test_a_poster_leads_to_number_and_code(house: House) -> None:
    applicant = new_applicant(house)
    begun = await applicant.begin(source="poster")
    assert begun.headers["Location"] == "/apply/story"
    await applicant.tell()
    assert (await applicant.confirm()).headers["Location"] == "/apply/files"
    assert (await applicant.add_file(PNG, "屋顶.png")).status == 303
    times = await applicant.answer("times", times=["morning"], days=["2026-04-06", "1999-01-01"])
    assert times.headers["Location"] == "/apply/check"
    check = await applicant.browser.open("/apply/check")
    for words in ("一下雨就湿透", "请修好屋面", "李秀英", "屋顶.png", "工作日上午", "4月6日"):
        assert words in check.text
    number, code = await applicant.finish()
    assert (number, len(code)) == ("2026-000003", 8)
    async with house.reading() as session:
        query = select(Application).where(Application.number == number)
        sent = (await session.scalars(query)).one()
    assert (sent.source, sent.days) == ("poster", ["2026-04-06"])
    assert sent.story == "屋顶漏水，\n一下雨就湿透。"
    [message] = await applicant.read_messages("application_received")
    assert number in message.body
    assert code in message.body


async def test_a_draft_survives_a_new_page_a_restart_and_the_other_language(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.answer("story", **ANSWERS["story"])
    kept = await applicant.browser.submit("/apply/demand?keep=1", demand="halb")
    assert kept.status == 204
    await applicant.browser.open("/apply/demand")
    await applicant.browser.submit("/language", language="en", back="/apply/demand")
    page = await applicant.browser.open("/apply/demand")
    assert "What do you ask for?" in page.text
    assert "halb</textarea>" in page.text
    assert "HttpOnly" in str(
        (await applicant.answer("place", place="x")).headers.getall("Set-Cookie")
    )
    house.clock.pass_by(days=6)
    start = await applicant.browser.open("/apply")
    assert "Go on with it" in start.text
    went_on = await applicant.browser.submit("/apply")
    assert went_on.headers["Location"] == "/apply/name"
    house.clock.pass_by(days=7)
    gone = await applicant.browser.open("/apply/story")
    assert gone.headers["Location"] == "/apply"


async def test_an_empty_answer_says_what_to_do_and_moves_nothing(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    answer = await applicant.answer("story", story=" \r\n ")
    assert answer.status == 422
    assert "govuk-error-summary" in answer.text
    assert 'href="#story"' in answer.text
    too_long = await applicant.answer("story", story="长" * 4001)
    assert too_long.status == 422
    assert "4000" in too_long.text
    assert "长" * 4001 in too_long.text


async def test_nothing_is_sent_while_an_answer_is_missing(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.answer("story", **ANSWERS["story"])
    await applicant.browser.open("/apply/check")
    answer = await applicant.browser.submit("/apply/check")
    assert answer.headers["Location"] == "/apply/demand?change=1"
    changed = await applicant.answer("demand?change=1", demand="x")
    assert changed.headers["Location"] == "/apply/check"
    assert await count_sent(house) == 0


async def test_pressing_send_many_times_sends_once(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.tell()
    await applicant.confirm()
    await applicant.browser.open("/apply/check")
    answers = await asyncio.gather(*(applicant.browser.submit("/apply/check") for _ in range(5)))
    assert {answer.headers["Location"] for answer in answers} == {"/apply/done"}
    assert await count_sent(house) == 1
    assert len(await applicant.read_messages("application_received")) == 1
    first = read_receipt((await applicant.browser.open("/apply/done")).text)
    assert read_receipt((await applicant.browser.open("/apply/done")).text) == first
    assert (await applicant.browser.open("/apply/story")).headers["Location"] == "/apply/done"


async def test_number_and_code_leave_the_browser_after_an_hour(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.send()
    house.clock.pass_by(minutes=61)
    assert (await applicant.browser.open("/apply/done")).headers["Location"] == "/apply"


async def test_a_wrong_code_costs_a_try_and_five_end_it(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.tell()
    await applicant.answer("phone", phone="+86 139 1234 5678")
    right = await applicant.read_code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    pages = [await applicant.answer("code", code=wrong) for _ in range(5)]
    assert all(page.status == 422 for page in pages)
    assert "4" in pages[0].text
    assert (await applicant.answer("code", code=right)).status == 422
    check = await applicant.browser.open("/apply/check")
    assert "还没有验证" in check.text


async def test_codes_are_sent_a_minute_apart(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.answer("phone", phone=PHONE)
    soon = await applicant.answer("code/again")
    assert soon.status == 422
    assert "60" in soon.text
    house.clock.pass_by(seconds=61)
    await applicant.browser.open("/apply/code")
    again = await applicant.browser.submit("/apply/code/again")
    assert again.headers["Location"] == "/apply/code?again=1"
    assert len(await applicant.read_messages("phone_code")) == 2


async def test_a_confirmed_phone_is_not_asked_again_and_another_one_is(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.confirm()
    same = await applicant.answer("phone?change=1", phone=PHONE)
    assert same.headers["Location"] == "/apply/check"
    house.clock.pass_by(minutes=2)
    other = await applicant.answer("phone?change=1", phone="13800000000")
    assert other.headers["Location"] == "/apply/code?change=1"


async def test_another_browser_sees_nothing_of_a_draft(house: House) -> None:
    applicant, other = new_applicant(house), new_applicant(house)
    await applicant.begin()
    await applicant.answer("story", **ANSWERS["story"])
    assert (await other.browser.open("/apply/story")).headers["Location"] == "/apply"
    await other.begin()
    assert "屋顶" not in (await other.browser.open("/apply/story")).text


async def test_markup_in_an_answer_stays_text(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.answer("story", story="</textarea><script>alert(1)</script>")
    for path in ("/apply/story", "/apply/check"):
        assert "<script>alert" not in (await applicant.browser.open(path)).text


async def test_a_question_nobody_asks_is_not_found(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    assert (await applicant.browser.open("/apply/salary")).status == 404


async def test_too_many_drafts_from_one_address_are_refused(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    for _ in range(59):
        assert (await applicant.browser.submit("/apply", anew="1")).status == 303
    refused = await applicant.browser.submit("/apply", anew="1")
    assert refused.status == 429
