"""Staff look at the hours of their own department and change them."""

import pytest
from sqlalchemy import select

from cases.models import AuditEntry, Department
from scheduling.rosters import Roster, find_roster, list_places

from .house import House

WEEK = {f"hours-{day}": "" for day in range(7)}


async def load(house: House, code: str) -> Roster | None:
    async with house.reading() as session:
        query = select(Department.id).where(Department.code == code)
        return await find_roster(session, (await session.scalars(query)).one())


async def test_hours_are_saved_for_the_own_department_only(house: House) -> None:
    officer = await house.staff("liqiang")
    await officer.open("/staff/roster")
    answer = await officer.submit(
        "/staff/roster",
        **{**WEEK, "hours-0": "８：30至11:30，14:00 - 16:00", "hours-6": "10:00-11:00"},
        **{"day-0": "2026-05-01", "time-0": "", "note-0": "劳动节"},
        **{"day-1": "2026-05-02", "time-1": "9:00-10:00"},
        notice_email="fire@example.org",
        room="第三接访室",
    )
    assert answer.status == 303, answer.text
    roster = await load(house, "fire")
    assert roster is not None
    hours = [(one.weekday, one.starts, one.ends) for one in roster.hours]
    assert hours == [(0, 510, 690), (0, 840, 960), (6, 600, 660)]
    days = [(f"{one.day}", one.starts, one.note) for one in roster.exceptions]
    assert days == [("2026-05-01", None, "劳动节"), ("2026-05-02", 540, "")]
    shown = await officer.open("/staff/roster?saved")
    for word in ("08:30-11:30, 14:00-16:00", "劳动节", "fire@example.org", "第三接访室"):
        assert word in shown.text
    housing = await load(house, "housing")
    assert housing is None or [one.weekday for one in housing.hours] != [0, 0, 6]
    async with house.reading() as session:
        acts = (await session.scalars(select(AuditEntry.action))).all()
    assert acts.count("roster_changed") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"hours-1": "nine to five"},
        {"hours-1": "12:00-9:00"},
        {"hours-1": "9:00-12:00, 11:00-13:00"},
        {"hours-1": "9:00-25:00"},
        {"day-0": "soon"},
        {"day-0": "2026-05-01", "time-0": "9:00-10:00, 11:00-12:00"},
        {"day-0": "2026-05-01", "day-1": "2026-05-01"},
        {"notice_email": "nobody"},
    ],
)
async def test_a_mistake_is_named_and_changes_nothing(house: House, change: dict[str, str]) -> None:
    await house.keep_usual_hours()
    officer = await house.staff("liqiang")
    before = (await officer.open("/staff/roster")).text.count("09:00-12:00")
    answer = await officer.submit("/staff/roster", **{**WEEK, **change})
    assert answer.status == 422
    assert "govuk-error-summary" in answer.text
    assert (await officer.open("/staff/roster")).text.count("09:00-12:00") == before == 5


async def test_a_room_out_of_use_is_offered_no_more(house: House) -> None:
    officer = await house.staff("liqiang")
    await officer.open("/staff/roster")
    await officer.submit("/staff/roster", **WEEK, room="甲室")
    await officer.submit("/staff/roster", **WEEK, drop=["甲室"])
    async with house.reading() as session:
        assert "甲室" not in [place.name for place in await list_places(session)]


async def test_an_administrator_as_such_changes_no_hours(house: House) -> None:
    admin = await house.staff("admin")
    assert (await admin.open("/staff/roster")).status == 403
