"""Coming back with number and code: what is told, and what wrong codes cost."""

import pytest
from sqlalchemy import select

from cases.application_models import Application, ApplicationState
from scheduling.booking import cancel_booking
from scheduling.models import Booking
from visits.models import Visit

from .applicant import new_applicant
from .house import Answer, Browser, House
from .test_inbox import FORM, read_application


async def track(house: House, number: str, code: str) -> tuple[Browser, Answer]:
    browser = house.new_browser()
    await browser.open("/track")
    return browser, await browser.submit("/track", number=number, code=code)


async def test_number_and_code_tell_how_it_stands_for_half_an_hour(house: House) -> None:
    number, code = await new_applicant(house).send()
    browser, answer = await track(house, f" {number} ", f"{code[:4]} {code[4:]}")
    assert answer.headers["Location"] == "/track/state"
    page = await browser.open("/track/state")
    assert "申请已收到，正在阅读" in page.text
    assert "屋顶" not in page.text
    house.clock.pass_by(minutes=31)
    assert (await browser.open("/track/state")).headers["Location"] == "/track"


async def test_closing_leaves_nothing_behind(house: House) -> None:
    number, code = await new_applicant(house).send()
    browser, _ = await track(house, number, code)
    await browser.open("/track/state")
    await browser.submit("/track/close")
    assert (await browser.open("/track/state")).headers["Location"] == "/track"


@pytest.mark.parametrize("number", ["2026-000003", "2026-999999", "x"])
async def test_a_wrong_code_and_an_unknown_number_are_answered_alike(
    house: House, number: str
) -> None:
    await new_applicant(house).send()
    _, answer = await track(house, number, "00000000")
    assert answer.status == 422
    assert "编号或查询码不对" in answer.text


async def test_five_wrong_codes_pause_the_number_even_for_the_right_one(house: House) -> None:
    number, code = await new_applicant(house).send()
    wrong = f"{(int(code) + 1) % 10**8:08}"
    for _ in range(5):
        await track(house, number, wrong)
    _, paused = await track(house, number, code)
    assert paused.status == 422
    assert "15" in paused.text
    house.clock.pass_by(minutes=15)
    _, answer = await track(house, number, code)
    assert answer.status == 303


async def test_one_address_cannot_guess_on_and_on(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/track")
    statuses = [
        (await browser.submit("/track", number=f"2026-{n:06}", code="1")).status for n in range(41)
    ]
    assert statuses == [422] * 40 + [429]


async def test_an_answer_without_a_visit_is_read_there(house: House) -> None:
    number, code = await new_applicant(house).send()
    clerk, _ = await read_application(house, number)
    await clerk.submit(
        f"/staff/applications/{number}/answer", answer="由法院受理。\r\n请去立案庭。"
    )
    browser, _ = await track(house, number, code)
    page = await browser.open("/track/state")
    assert "由法院受理。\n请去立案庭。" in page.text


async def test_an_opened_case_names_its_lead(house: House) -> None:
    number, code = await new_applicant(house).send()
    clerk, _ = await read_application(house, number)
    await clerk.submit(f"/staff/applications/{number}/case", **FORM)
    browser, _ = await track(house, number, code)
    page = await browser.open("/track/state")
    assert "正在为您安排接访" in page.text
    assert "区住房和城乡建设委员会" in page.text


async def test_a_visit_called_off_is_no_visit_that_took_place(house: House) -> None:
    number, code = await new_applicant(house).send()
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        query = select(Application).where(Application.number == number)
        found = (await session.scalars(query)).one()
        found.state, found.case_id = ApplicationState.OPENED, visit.case_id
        found.decided_at = house.clock.now
    browser, _ = await track(house, number, code)
    assert "09:00" in (await browser.open("/track/state")).text
    async with house.sessions.begin() as session:
        booking = await session.get_one(Booking, visit.booking_id)
        await cancel_booking(session, booking, now=house.clock.now)
    assert "09:00" not in (await browser.open("/track/state")).text


async def test_a_convened_visit_is_told_and_its_ticket_opens(house: House) -> None:
    number, code = await new_applicant(house).send()
    clerk, _ = await read_application(house, number)
    await clerk.submit(f"/staff/applications/{number}/case", **FORM)
    await clerk.open("/staff/visits/new")
    convened = await clerk.submit(
        "/staff/visits/new",
        case=number,
        lang="zh",
        lead="housing",
        departments=["fire"],
        date="2026-04-03",
        time="10:00",
        duration="30",
        place="",
    )
    assert convened.status == 303, convened.text
    browser, _ = await track(house, number, code)
    page = await browser.open("/track/state")
    assert "接访时间已定" in page.text
    assert "区消防救援大队" in page.text
    opened = await browser.submit("/track/ticket")
    assert opened.headers["Location"] == "/ticket"
    assert "10:00" in (await browser.open("/ticket")).text
    await browser.submit("/ticket/cancel")
    assert "正在为您安排接访" in (await browser.open("/track/state")).text


async def test_there_is_no_ticket_before_a_visit_and_none_for_strangers(house: House) -> None:
    number, code = await new_applicant(house).send()
    browser, _ = await track(house, number, code)
    await browser.open("/track/state")
    assert (await browser.submit("/track/ticket")).headers["Location"] == "/track/state"
    stranger = house.new_browser()
    await stranger.open("/track")
    assert (await stranger.submit("/track/ticket")).headers["Location"] == "/track"
