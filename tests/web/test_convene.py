"""Convening a visit by the form: all free or the reasons, then link and code, once."""

import asyncio
import re
from datetime import datetime

import pytest
from sqlalchemy import func, select

from cases.models import Department
from scheduling.models import Booking
from scheduling.rosters import add_place, list_places, set_roster
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


SLOT = re.compile(r'data-testid="slot"\s+data-start="([^"]+)"')


async def find_times(clerk: Browser, **changes: str | list[str]) -> Answer:
    await clerk.open("/staff/visits/new")
    fields = {**FORM, "time": "", "action": "find", **changes}
    return await clerk.submit("/staff/visits/new", **fields)


async def test_joint_slots_are_offered_and_the_chosen_one_is_booked(house: House) -> None:
    clerk = await house.staff("zhaojie")
    shown = await find_times(clerk)
    assert shown.status == 200
    offered = SLOT.findall(shown.text)
    # The demo's visit holds housing and fire until ten.
    assert offered[0] == "2026-04-02T02:00:00+00:00"
    assert len(offered) == 10
    answer = await clerk.submit("/staff/visits/new", **{**FORM, "slot": offered[0], "time": ""})
    assert answer.status == 303
    async with house.reading() as session:
        starts = (await session.scalars(select(Booking.starts_at))).all()
    assert datetime.fromisoformat(offered[0]) in starts


async def test_a_slot_lost_to_another_shows_the_conflict_and_new_slots(house: House) -> None:
    clerk = await house.staff("zhaojie")
    offered = SLOT.findall((await find_times(clerk)).text)
    other = await house.staff("wangmin")
    await other.open("/staff/visits/new")
    first = await other.submit("/staff/visits/new", **{**FORM, "slot": offered[0]})
    assert first.status == 303
    lost = await clerk.submit("/staff/visits/new", **{**FORM, "slot": offered[0]})
    assert lost.status == 409
    assert "区消防救援大队" in lost.text
    again = SLOT.findall(lost.text)
    assert again[0] == offered[1]
    assert offered[0] not in again


async def test_a_department_that_is_never_on_duty_is_named(house: House) -> None:
    async with house.sessions.begin() as session:
        fire = (await session.scalars(select(Department).where(Department.code == "fire"))).one()
        await set_roster(session, fire.id, [])
    clerk = await house.staff("zhaojie")
    shown = await find_times(clerk)
    assert SLOT.findall(shown.text) == []
    assert "区消防救援大队" in shown.text


async def test_any_free_room_is_taken(house: House) -> None:
    async with house.sessions.begin() as session:
        for place in await list_places(session):
            place.active = False
        for room in ("甲", "乙"):
            await add_place(session, room)
    for code in ("housing", "subdistrict"):
        await convene(house, any_room="yes", departments=[code], lead=code, place="")
    async with house.reading() as session:
        rooms = (await session.scalars(select(Booking.place))).all()
    assert {"甲", "乙"} <= set(rooms)


async def test_of_many_clerks_at_once_one_gets_the_slot_and_the_others_hear_why(
    house: House,
) -> None:
    clerk = await house.staff("zhaojie")
    await clerk.open("/staff/visits/new")
    answers = await asyncio.gather(*(clerk.submit("/staff/visits/new", **FORM) for _ in range(20)))
    statuses = sorted(answer.status for answer in answers)
    assert statuses == [303] + [409] * 19
    assert await count(house, Booking) == 2
