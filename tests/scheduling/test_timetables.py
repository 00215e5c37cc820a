"""Duty hours, exceptions and bookings as the intervals that slots are made of."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import Department
from scheduling.availability import Need, ReasonKind
from scheduling.booking import move_booking, release_rest
from scheduling.errors import InvalidRosterError, SlotTakenError
from scheduling.intervals import Interval
from scheduling.offers import ask_slots, find_slots
from scheduling.resources import Resource, ResourceKind
from scheduling.rosters import (
    DayException,
    WeeklyHours,
    add_place,
    find_roster,
    list_places,
    set_roster,
)
from scheduling.timetables import load_timetable
from tests.office import Office
from tests.scheduling.desk import Desk

Sessions = async_sessionmaker[AsyncSession]

SHANGHAI = ZoneInfo("Asia/Shanghai")
THURSDAY = date(2026, 4, 2)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def whole(day: date, days: int = 1) -> Interval:
    return Interval(local(day, 0), local(day + timedelta(days=days), 0) - timedelta(minutes=1))


def name(department: Department) -> Resource:
    return Resource(ResourceKind.DEPARTMENT, str(department.id))


async def test_without_a_roster_a_department_keeps_the_usual_hours(
    sessions: Sessions, office: Office
) -> None:
    friday = THURSDAY + timedelta(days=1)
    async with sessions() as session:
        table = await load_timetable(session, [name(office.fire)], whole(friday, 3), SHANGHAI)
    assert table.opening[name(office.fire)] == [
        Interval(local(friday, 9), local(friday, 12)),
        Interval(local(friday, 14), local(friday, 17)),
    ]


async def test_a_day_with_an_exception_has_the_hours_of_the_exception(
    sessions: Sessions, office: Office
) -> None:
    hours = [WeeklyHours(day, 8 * 60, 10 * 60) for day in range(7)]
    closed = DayException(THURSDAY, None, None, "training")
    short = DayException(THURSDAY + timedelta(days=1), 13 * 60, 24 * 60)
    async with sessions.begin() as session:
        await set_roster(session, office.fire.id, hours, [closed, short])
    async with sessions() as session:
        table = await load_timetable(session, [name(office.fire)], whole(THURSDAY, 3), SHANGHAI)
    friday, saturday = (THURSDAY + timedelta(days=n) for n in (1, 2))
    assert table.opening[name(office.fire)] == [
        Interval(local(friday, 13), local(saturday, 0)),
        Interval(local(saturday, 8), local(saturday, 10)),
    ]


async def test_a_roster_is_replaced_as_a_whole(sessions: Sessions, office: Office) -> None:
    for hours in ([WeeklyHours(0, 60, 120), WeeklyHours(1, 60, 120)], [WeeklyHours(0, 60, 180)]):
        async with sessions.begin() as session:
            await set_roster(
                session, office.fire.id, hours, [DayException(THURSDAY, None, None)], "a@b.example"
            )
    async with sessions() as session:
        roster = await find_roster(session, office.fire.id)
    assert roster is not None
    assert [(one.weekday, one.starts, one.ends) for one in roster.hours] == [(0, 60, 180)]
    assert [one.day for one in roster.exceptions] == [THURSDAY]
    assert roster.notice_email == "a@b.example"


@pytest.mark.parametrize(
    "hours",
    [
        [WeeklyHours(0, 600, 540)],
        [WeeklyHours(7, 540, 600)],
        [WeeklyHours(2, 540, 720), WeeklyHours(2, 660, 780)],
        [WeeklyHours(2, 540, 24 * 60 + 5)],
    ],
)
async def test_hours_that_do_not_fit_are_refused(
    sessions: Sessions, office: Office, hours: list[WeeklyHours]
) -> None:
    with pytest.raises(InvalidRosterError):
        async with sessions.begin() as session:
            await set_roster(session, office.fire.id, hours)


async def test_a_room_of_the_same_name_is_one_room(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await add_place(session, "Room 1")
        await add_place(session, "ROOM　1")
        assert [place.name for place in await list_places(session)] == ["Room 1"]


async def test_what_is_booked_is_not_offered_and_what_is_released_is(
    sessions: Sessions, office: Office, desk: Desk
) -> None:
    """Housing and fire sit together from 9:00 to 9:30; the visit is over after five minutes."""
    nine = local(THURSDAY, 9)
    request = ask_slots([office.fire.id], ["Room 2"], None, timedelta(minutes=30))
    early = nine - timedelta(hours=2)

    async def first_offer() -> datetime:
        async with sessions() as session:
            answer = await find_slots(session, request, zone=SHANGHAI, now=early)
            return answer.slots[0].starts_at

    async with sessions.begin() as session:
        booking = await desk.book(session, starts_at=nine)
    assert await first_offer() == nine + timedelta(minutes=30)
    async with sessions.begin() as session:
        await release_rest(session, booking.id, nine + timedelta(minutes=4))
    assert await first_offer() == nine + timedelta(minutes=15)


async def test_the_reason_names_the_department_that_is_never_there(
    sessions: Sessions, office: Office, now: datetime
) -> None:
    async with sessions.begin() as session:
        await set_roster(session, office.fire.id, [])
    request = ask_slots(
        [office.housing.id, office.fire.id], [], office.citizen.id, timedelta(minutes=30)
    )
    async with sessions() as session:
        answer = await find_slots(session, request, zone=SHANGHAI, now=now)
    (reason,) = answer.reasons
    assert (reason.kind, reason.needs) == (ReasonKind.CLOSED, (Need((name(office.fire),)),))
    assert reason.without[0][0] == reason.needs[0]


async def test_a_moved_meeting_frees_its_old_time_and_may_overlap_it(
    sessions: Sessions, desk: Desk, now: datetime
) -> None:
    nine = local(THURSDAY + timedelta(days=1), 9)
    quarter = timedelta(minutes=15)
    async with sessions.begin() as session:
        booking = await desk.book(session, starts_at=nine)
        await move_booking(session, booking, starts_at=nine + quarter, actor="system", now=now)
    async with sessions.begin() as session:
        assert booking.starts_at == nine + quarter
        await desk.book(session, starts_at=nine - quarter)
        with pytest.raises(SlotTakenError):
            await desk.book(session, starts_at=nine)


async def test_a_meeting_that_cannot_move_keeps_its_time(
    sessions: Sessions, desk: Desk, now: datetime
) -> None:
    nine = local(THURSDAY + timedelta(days=1), 9)
    ten = nine + timedelta(hours=1)
    async with sessions.begin() as session:
        booking = await desk.book(session, starts_at=nine)
        await desk.book(session, starts_at=ten)
        with pytest.raises(SlotTakenError):
            await move_booking(session, booking, starts_at=ten, actor="system", now=now)
        with pytest.raises(SlotTakenError):
            await desk.book(session, starts_at=nine)
    assert booking.starts_at == nine
