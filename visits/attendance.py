"""Who sat at the table when; a cut by network, power or device is a gap, not an absence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import User

from .models import Attendance, AttendanceGap, AttendanceRole
from .seats import find_user_id


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes a seat."""

    participant_id: str
    name: str
    role: AttendanceRole


async def note_joined(
    session: AsyncSession, visit_id: UUID, person: Person, now: datetime
) -> Attendance:
    """Begin an attendance; one still open goes on, with a gap since it was last seen."""
    attendance = await _find_present(session, visit_id, person.participant_id)
    if attendance is not None:
        await _note_gap(session, attendance, attendance.seen_at)
        await _close_gap(session, attendance, now)
        attendance.seen_at = now
        return attendance
    attendance = Attendance(
        visit_id=visit_id,
        participant_id=person.participant_id,
        name=person.name,
        department_id=await _find_department_id(session, person.participant_id),
        role=person.role,
        joined_at=now,
        seen_at=now,
    )
    session.add(attendance)
    await session.flush()
    return attendance


async def note_away(
    session: AsyncSession, visit_id: UUID, participant_id: str, now: datetime
) -> None:
    """Begin a gap; one already open stays as it is."""
    attendance = await _find_present(session, visit_id, participant_id)
    if attendance is not None:
        await _note_gap(session, attendance, now)


async def note_returned(
    session: AsyncSession, visit_id: UUID, participant_id: str, now: datetime
) -> None:
    """End the open gap."""
    attendance = await _find_present(session, visit_id, participant_id)
    if attendance is not None:
        await _close_gap(session, attendance, now)
        attendance.seen_at = now


async def note_left(
    session: AsyncSession, visit_id: UUID, participant_id: str, reason: str, now: datetime
) -> None:
    """End an attendance; one who is not there changes nothing."""
    attendance = await _find_present(session, visit_id, participant_id)
    if attendance is not None:
        await _close(session, attendance, reason, now)


async def note_present(
    session: AsyncSession, visit_id: UUID, participant_ids: Sequence[str], now: datetime
) -> None:
    """Move on when these people were last seen."""
    await session.execute(
        update(Attendance)
        .where(
            Attendance.visit_id == visit_id,
            Attendance.participant_id.in_(participant_ids),
            Attendance.left_at.is_(None),
        )
        .values(seen_at=now)
    )


async def close_attendances(
    session: AsyncSession, visit_id: UUID, reason: str, now: datetime
) -> None:
    """End every open attendance of a visit."""
    for attendance in await list_attendances(session, visit_id):
        if attendance.left_at is None:
            await _close(session, attendance, reason, now)


async def list_attendances(session: AsyncSession, visit_id: UUID) -> Sequence[Attendance]:
    """List who came, first come first."""
    query = (
        select(Attendance)
        .where(Attendance.visit_id == visit_id)
        .order_by(Attendance.joined_at, Attendance.id)
    )
    return (await session.scalars(query)).all()


async def list_gaps(session: AsyncSession, attendance_id: UUID) -> Sequence[AttendanceGap]:
    """List the cuts of an attendance in order."""
    query = (
        select(AttendanceGap)
        .where(AttendanceGap.attendance_id == attendance_id)
        .order_by(AttendanceGap.away_at)
    )
    return (await session.scalars(query)).all()


async def _find_present(
    session: AsyncSession, visit_id: UUID, participant_id: str
) -> Attendance | None:
    query = select(Attendance).where(
        Attendance.visit_id == visit_id,
        Attendance.participant_id == participant_id,
        Attendance.left_at.is_(None),
    )
    return await session.scalar(query)


async def _find_department_id(session: AsyncSession, participant_id: str) -> UUID | None:
    user_id = find_user_id(participant_id)
    user = await session.get(User, user_id) if user_id else None
    return user.department_id if user else None


async def _note_gap(session: AsyncSession, attendance: Attendance, now: datetime) -> None:
    if any(gap.returned_at is None for gap in await list_gaps(session, attendance.id)):
        return
    session.add(AttendanceGap(attendance_id=attendance.id, away_at=now))
    await session.flush()


async def _close_gap(session: AsyncSession, attendance: Attendance, now: datetime) -> None:
    for gap in await list_gaps(session, attendance.id):
        gap.returned_at = gap.returned_at or now
    await session.flush()


async def _close(session: AsyncSession, attendance: Attendance, reason: str, now: datetime) -> None:
    await _close_gap(session, attendance, now)
    attendance.left_at = now
    attendance.reason = reason
    await session.flush()
