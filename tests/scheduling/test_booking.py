"""Booking a panel: all or none, once, and with the reason when it cannot be."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.audit import list_acts, name_subject
from cases.models import Department
from scheduling.booking import cancel_booking, release_rest
from scheduling.conflicts import list_conflicts
from scheduling.errors import (
    BookingOverError,
    DuplicateDepartmentError,
    EmptyPanelError,
    InvalidIntervalError,
    SlotTakenError,
)
from scheduling.intervals import Interval
from scheduling.models import BookedGranule, Booking, PanelMember
from scheduling.resources import ResourceKind
from tests.office import Office
from tests.scheduling.desk import HALF_AN_HOUR, NINE, Desk, add_case

Sessions = async_sessionmaker[AsyncSession]


async def count(session: AsyncSession, table: type[object]) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_booking_occupies_departments_place_and_citizen(
    sessions: Sessions, desk: Desk
) -> None:
    async with sessions.begin() as session:
        booking = await desk.book(session)
        assert booking.ends_at == NINE + HALF_AN_HOUR
        assert await count(session, BookedGranule) == 4 * 6
        members = (await session.scalars(select(PanelMember))).all()
        acts = await list_acts(session, name_subject("case", desk.case.id))
    assert {member.department_id: member.is_lead for member in members} == {
        desk.departments[0].id: True,
        desk.departments[1].id: False,
    }
    assert [act.action for act in acts] == ["panel_booked"]


async def test_a_taken_slot_cannot_be_booked_again_and_the_error_says_what_is_taken(
    sessions: Sessions, desk: Desk
) -> None:
    async with sessions.begin() as session:
        first = await desk.book(session)
    async with sessions.begin() as session:
        other = await add_case(session, desk, "2026-000002")
        with pytest.raises(SlotTakenError) as caught:
            await desk.book(
                session,
                case=other,
                departments=desk.departments[1:],
                starts_at=NINE + timedelta(minutes=25),
                place="Room 2",
            )
        assert await count(session, Booking) == 1
        assert await count(session, PanelMember) == 2
    assert caught.value.resources == (f"department:{desk.departments[1].id}",)
    assert caught.value.starts == (NINE,)
    assert caught.value.conflicts[0].booking_id == first.id
    assert str(desk.departments[1].id) in str(caught.value)


async def test_after_a_lost_race_the_same_transaction_may_book_another_slot(
    sessions: Sessions, desk: Desk
) -> None:
    async with sessions.begin() as session:
        await desk.book(session)
        with pytest.raises(SlotTakenError):
            await desk.book(session)
        await desk.book(session, starts_at=NINE + HALF_AN_HOUR)
    async with sessions() as session:
        assert await count(session, Booking) == 2


async def test_the_same_room_under_another_spelling_is_taken(
    sessions: Sessions, desk: Desk
) -> None:
    async with sessions.begin() as session:
        await desk.book(session, departments=desk.departments[:1], place="Room 1")
        other = await add_case(session, desk, "2026-000002")
        with pytest.raises(SlotTakenError) as caught:
            await desk.book(
                session, case=other, departments=desk.departments[1:], place=" ROOM　１"
            )
    assert [c.resource.kind for c in caught.value.conflicts] == [ResourceKind.PLACE]


async def test_no_place_is_no_conflict(sessions: Sessions, desk: Desk) -> None:
    async with sessions.begin() as session:
        await desk.book(session, departments=desk.departments[:1], place="")
        other = await add_case(session, desk, "2026-000002")
        await desk.book(session, case=other, departments=desk.departments[1:], place="")
        assert await count(session, Booking) == 2


async def test_a_cancelled_booking_frees_its_time_once(sessions: Sessions, desk: Desk) -> None:
    async with sessions.begin() as session:
        booking = await desk.book(session)
        await cancel_booking(session, booking, user=desk.user, now=desk.now)
        await cancel_booking(session, booking, user=desk.user, now=desk.now + HALF_AN_HOUR)
        assert booking.cancelled_at == desk.now
        await desk.book(session)
        acts = await list_acts(session, name_subject("case", desk.case.id))
    assert [act.action for act in acts].count("booking_cancelled") == 1


async def test_a_meeting_that_ended_early_frees_the_rest(sessions: Sessions, desk: Desk) -> None:
    async with sessions.begin() as session:
        booking = await desk.book(session)
        await release_rest(session, booking.id, NINE + timedelta(minutes=12))
        with pytest.raises(SlotTakenError):
            await desk.book(session, starts_at=NINE + timedelta(minutes=10))
        await desk.book(session, starts_at=NINE + timedelta(minutes=15))


async def test_conflicts_are_listed_before_booking(
    sessions: Sessions, desk: Desk, office: Office
) -> None:
    ask = partial(
        list_conflicts,
        departments=[office.housing, office.fire],
        place="Room 9",
        citizen=office.citizen,
        interval=Interval(NINE, NINE + HALF_AN_HOUR),
    )
    async with sessions.begin() as session:
        assert await ask(session) == ()
        await desk.book(session, departments=[office.housing])
        conflicts = await ask(session)
    assert {c.resource.kind for c in conflicts} == {ResourceKind.DEPARTMENT, ResourceKind.CITIZEN}


@pytest.mark.parametrize(
    ("starts_at", "minutes", "problem"),
    [
        (NINE.replace(tzinfo=None), 30, "no_zone"),
        (NINE, 0, "no_length"),
        (NINE, -5, "no_length"),
        (NINE, 485, "too_long"),
        (NINE, 33, "off_grid"),
        (NINE + timedelta(minutes=3), 30, "off_grid"),
        (NINE + timedelta(seconds=1), 30, "off_grid"),
    ],
)
async def test_a_span_that_cannot_be_booked_is_refused(
    sessions: Sessions, desk: Desk, starts_at: datetime, minutes: int, problem: str
) -> None:
    async with sessions.begin() as session:
        with pytest.raises(InvalidIntervalError, match=problem):
            await desk.book(session, starts_at=starts_at, duration=timedelta(minutes=minutes))


async def test_eight_hours_are_the_longest_meeting(sessions: Sessions, desk: Desk) -> None:
    async with sessions.begin() as session:
        await desk.book(session, duration=timedelta(hours=8))
        assert await count(session, BookedGranule) == 4 * 96


async def test_a_panel_needs_departments_and_each_once(sessions: Sessions, desk: Desk) -> None:
    fire = desk.departments[1]
    async with sessions.begin() as session:
        with pytest.raises(EmptyPanelError):
            await desk.book(session, departments=[])
        with pytest.raises(DuplicateDepartmentError, match="fire"):
            await desk.book(session, departments=[desk.departments[0], fire, fire])


async def test_a_meeting_that_would_be_over_is_refused(sessions: Sessions, desk: Desk) -> None:
    async with sessions.begin() as session:
        with pytest.raises(BookingOverError):
            await desk.book(session, starts_at=desk.now - HALF_AN_HOUR)
        await desk.book(session, starts_at=desk.now - timedelta(minutes=25))


async def test_an_unknown_department_is_a_fault_and_not_a_taken_slot(
    sessions: Sessions, desk: Desk
) -> None:
    stranger = Department(code="ghost", name_zh="无", name_en="None")
    stranger.id = desk.case.id
    async with sessions.begin() as session:
        with pytest.raises(IntegrityError):
            await desk.book(session, departments=[stranger])
