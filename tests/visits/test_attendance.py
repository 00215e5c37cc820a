from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from media import ParticipantAway, ParticipantReturned
from tests.office import Office
from tests.visits.reception import Clock, Page, Reception, open_reception
from visits import Visit
from visits.attendance import list_attendances, list_gaps
from visits.invitations import IssuedInvitation
from visits.models import Attendance, AttendanceGap, AttendanceRole

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


async def list_present(reception: Reception) -> Sequence[Attendance]:
    await reception.live._presence.written()
    async with reception.sessions() as session:
        return await list_attendances(session, reception.visit.id)


async def list_cuts(sessions: Sessions, attendance: Attendance) -> Sequence[AttendanceGap]:
    async with sessions() as session:
        return await list_gaps(session, attendance.id)


async def sit_down(reception: Reception, office: Office) -> tuple[Page, Page]:
    officer = await reception.receive(office.fire_officer)
    citizen = await reception.arrive()
    await reception.admit()
    return citizen, officer


async def test_who_sits_at_the_table_is_noted_and_who_waits_is_not(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock) as reception:
        await reception.receive(office.fire_officer)
        await reception.arrive()
        (officer,) = await list_present(reception)
        assert officer.department_id == office.fire.id
        assert officer.role is AttendanceRole.PANEL
        await reception.admit()
        _, citizen = await list_present(reception)
        assert (citizen.name, citizen.role) == (office.citizen.name, AttendanceRole.CITIZEN)
        assert citizen.department_id is None


async def test_a_cut_is_a_gap_with_times_and_no_absence(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock) as reception:
        citizen, _ = await sit_down(reception, office)
        room, who = reception.live.room, citizen.participant.id
        away_at = clock()
        room._inform_watchers(ParticipantAway(who))
        clock.move(timedelta(seconds=40))
        room._inform_watchers(ParticipantReturned(who))
        attendance = next(a for a in await list_present(reception) if a.participant_id == who)
        (gap,) = await list_cuts(sessions, attendance)
    assert attendance.left_at is None
    assert abs(gap.away_at - away_at) < timedelta(seconds=1)
    assert gap.returned_at is not None
    assert timedelta(seconds=40) <= gap.returned_at - gap.away_at < timedelta(seconds=42)


async def test_leaving_ends_an_attendance_with_its_reason_and_coming_back_begins_another(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock) as reception:
        officer = await reception.receive(office.fire_officer)
        await officer.participant.leave("left")
        await reception.receive(office.fire_officer)
        first, second = await list_present(reception)
    assert (first.reason, first.left_at is not None) == ("left", True)
    assert second.left_at is None


async def test_the_end_closes_every_attendance(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock) as reception:
        await sit_down(reception, office)
        live = reception.live
        await reception.live_visits.end(visit.id, "ended")
        await live._presence.written()
        async with sessions() as session:
            attendances = await list_attendances(session, visit.id)
    assert [attendance.reason for attendance in attendances] == ["ended", "ended"]
    assert all(attendance.left_at for attendance in attendances)


async def test_a_restart_of_the_house_is_a_gap_in_one_attendance(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock) as reception:
        await sit_down(reception, office)
        await list_present(reception)
        clock.move(timedelta(seconds=20))
        closed_at = clock()
    clock.move(timedelta(minutes=2))
    async with open_reception(sessions, visit, issued, clock) as reception:
        await reception.arrive()
        present = await list_present(reception)
        citizen = next(a for a in present if a.role is AttendanceRole.CITIZEN)
        (gap,) = await list_cuts(sessions, citizen)
    assert len(present) == 2
    assert abs(gap.away_at - closed_at) < timedelta(seconds=1)
    assert gap.returned_at is not None
    assert gap.returned_at - gap.away_at >= timedelta(minutes=2)


async def test_a_crash_leaves_a_gap_since_one_was_last_seen(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock) as reception:
        citizen, _ = await sit_down(reception, office)
        await list_present(reception)
        clock.move(timedelta(seconds=30))
        seen_at = clock()
        await reception.live._presence.note_seen([citizen.participant.id])
    async with sessions.begin() as session:  # as if the process had died without a word
        for attendance in await list_attendances(session, visit.id):
            for gap in await list_gaps(session, attendance.id):
                await session.delete(gap)
    clock.move(timedelta(minutes=3))
    async with open_reception(sessions, visit, issued, clock) as reception:
        await reception.arrive()
        present = await list_present(reception)
        row = next(a for a in present if a.role is AttendanceRole.CITIZEN)
        (gap,) = await list_cuts(sessions, row)
    assert abs(gap.away_at - seen_at) < timedelta(seconds=1)


async def test_a_seat_nobody_comes_back_to_is_freed_after_ten_minutes(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock) as reception:
        citizen, _ = await sit_down(reception, office)
        reception.live._watch(ParticipantAway(citizen.participant.id))
        clock.move(timedelta(minutes=9))
        await reception.live._free_seats()
        assert citizen.participant.id in reception.live.room.participants
        clock.move(timedelta(minutes=2))
        await reception.live._free_seats()
        assert citizen.participant.id not in reception.live.room.participants
        again = await reception.arrive()
        assert again.participant.admitted
