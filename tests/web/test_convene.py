"""Convening a visit by the form: all free or the reasons, then link and code, once."""

import re

import pytest
from sqlalchemy import func, select

from scheduling.models import Booking
from visits.models import Visit

from .house import Answer, Browser, House

FORM: dict[str, str | list[str]] = {
    "case": "new",
    "title": "屋顶漏水",
    "citizen_name": "何小平",
    "citizen_phone": "139 1234 5678",
    "lang": "zh",
    "lead": "housing",
    "departments": ["fire"],
    "date": "2026-04-02",
    "time": "14:30",
    "duration": "30",
    "place": "视频接访二室",
}


async def convene(house: House, **changes: str | list[str]) -> tuple[Browser, Answer]:
    clerk = await house.staff("zhaojie")
    await clerk.open("/staff/visits/new")
    return clerk, await clerk.submit("/staff/visits/new", **{**FORM, **changes})


async def count(house: House, kind: type[Booking] | type[Visit]) -> int:
    async with house.reading() as session:
        return await session.scalar(select(func.count()).select_from(kind)) or 0


async def test_a_convened_visit_shows_link_and_code_exactly_once(house: House) -> None:
    clerk, answer = await convene(house)
    assert answer.status == 303
    shown = await clerk.open(answer.headers["Location"])
    assert shown.status == 200
    assert "<svg" in shown.text
    again = await clerk.open(answer.headers["Location"])
    assert again.status == 404


async def test_the_link_and_code_of_the_page_open_the_visit(house: House) -> None:
    clerk, answer = await convene(house)
    text = (await clerk.open(answer.headers["Location"])).text
    token = re.search(r'data-testid="invitation-link" href="http://[^"]+/visit#([^"]+)"', text)
    code = re.search(r'data-testid="invitation-code">\s*(\d{6})\s*<', text)
    assert token is not None
    assert code is not None
    house.clock.pass_by(hours=5)
    citizen = house.new_browser()
    await citizen.open("/visit")
    seat = await citizen.tell("/visit/redeem", {"token": token[1], "code": code[1]})
    assert seat.body["name"] == "何小平"
    assert seat.body["visit"]["starts_at"] == "2026-04-02T06:30:00+00:00"
    panel = [one["department"] for one in seat.body["visit"]["panel"]]
    assert panel == ["区住房和城乡建设委员会", "区消防救援大队"]


async def test_nobody_but_who_convened_sees_link_and_code(house: House) -> None:
    _, answer = await convene(house)
    other = await house.staff("wangmin")
    assert (await other.open(answer.headers["Location"])).status == 404


async def test_a_taken_time_books_nothing_and_says_who_is_taken(house: House) -> None:
    _, answer = await convene(house, time="09:30", place="视频接访一室")
    assert answer.status == 409
    assert "区住房和城乡建设委员会" in answer.text
    assert "10:00" in answer.text
    assert "视频接访一室" in answer.text
    assert 'value="屋顶漏水"' in answer.text
    assert await count(house, Booking) == 1
    assert await count(house, Visit) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"citizen_name": " \u200e "},
        {"citizen_phone": "phone"},
        {"lang": "xx"},
        {"lead": "nobody"},
        {"departments": []},
        {"date": "tomorrow"},
        {"time": "14:32"},
        {"duration": "0"},
        {"date": "2026-04-01"},
    ],
)
async def test_a_form_with_a_mistake_is_shown_again_with_what_was_typed(
    house: House, change: dict[str, str | list[str]]
) -> None:
    _, answer = await convene(house, **change)
    assert answer.status == 422
    assert "govuk-error-summary" in answer.text
    assert 'value="视频接访二室"' in answer.text
    assert await count(house, Booking) == 1


async def test_a_case_that_exists_is_convened_again_under_its_number(house: House) -> None:
    async with house.reading() as session:
        visit = (await session.scalars(select(Visit))).one()
    clerk = await house.staff("zhaojie")
    form = await clerk.open("/staff/visits/new")
    assert "楼道堆物" in form.text
    answer = await clerk.submit("/staff/visits/new", **{**FORM, "case": "2026-000001"})
    assert answer.status == 303
    async with house.reading() as session:
        cases = (await session.scalars(select(Visit.case_id))).all()
    assert cases == [visit.case_id, visit.case_id]


async def test_a_case_of_others_cannot_be_convened(house: House) -> None:
    supervisor = await house.staff("sunhui")
    await supervisor.open("/staff/visits/new")
    answer = await supervisor.submit("/staff/visits/new", **{**FORM, "case": "2026-000001"})
    assert answer.status == 404
    assert await count(house, Booking) == 1


async def test_markup_in_a_field_stays_text(house: House) -> None:
    _, answer = await convene(house, title='"><script>alert(1)</script>', time="xx")
    assert "<script>alert" not in answer.text
