"""Booking a panel: its departments, a place and the citizen at one time, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from cases.audit import SYSTEM, name_actor, name_subject, record_act
from cases.models import Case

from .conflicts import find_conflicts
from .errors import (
    BookingCancelledError,
    BookingOverError,
    DuplicateDepartmentError,
    EmptyPanelError,
    SlotTakenError,
)
from .intervals import GRANULE_SECONDS, open_interval
from .models import BookedGranule, Booking, PanelMember
from .resources import list_resources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from cases.models import Department, User

    from .intervals import Interval
    from .resources import Resource


async def book_panel(  # noqa: PLR0913 - a booking names this many things
    session: AsyncSession,
    *,
    case: Case,
    departments: Sequence[Department],
    lead: Department,
    starts_at: datetime,
    duration: timedelta,
    place: str,
    user: User,
    now: datetime,
) -> Booking:
    """Book a meeting about a case; the lead sits on the panel whether listed or not.

    Raises:
        InvalidIntervalError, EmptyPanelError, DuplicateDepartmentError, BookingOverError: the
            request itself cannot be booked.
        SlotTakenError: others hold some of it; the session goes on as if nothing was tried.
    """
    interval = open_interval(starts_at, duration)
    if interval.ends_at <= now:
        raise BookingOverError(interval.ends_at)
    panel = seat_panel(departments, lead)
    booking = Booking(
        case_id=case.id,
        starts_at=interval.starts_at,
        duration_minutes=int(duration.total_seconds()) // 60,
        place=place.strip(),
        lead_department_id=lead.id,
        created_by=user.id,
        created_at=now,
        members=[PanelMember(department_id=d.id, is_lead=d.id == lead.id) for d in panel],
    )
    resources = list_resources([d.id for d in panel], place, case.citizen_id)
    await _take_slot(session, booking, resources, interval)
    detail = {"booking": str(booking.id), "departments": [str(d.id) for d in panel]}
    subject = name_subject("case", case.id)
    record_act(session, name_actor(user), "panel_booked", subject, detail, now)
    return booking


def seat_panel(departments: Sequence[Department], lead: Department) -> tuple[Department, ...]:
    """Return the departments of a panel, the lead first."""
    if not departments:
        raise EmptyPanelError
    seated = {lead.id: lead}
    for department in departments:
        if department.id in seated and department.id != lead.id:
            raise DuplicateDepartmentError(department.code)
        seated[department.id] = department
    return tuple(seated.values())


async def move_booking(
    session: AsyncSession,
    booking: Booking,
    *,
    starts_at: datetime,
    place: str | None = None,
    actor: str,
    now: datetime,
) -> Interval:
    """Take another time, and place if one is given, for a meeting; the old ones become free.

    Raises:
        BookingCancelledError, BookingOverError, InvalidIntervalError: it cannot be moved there.
        SlotTakenError: others hold some of the new time; the old one is kept.
    """
    if booking.cancelled_at is not None:
        raise BookingCancelledError
    interval = open_interval(starts_at, booking.duration)
    if interval.starts_at <= now:
        raise BookingOverError(interval.ends_at)
    case = await session.get_one(Case, booking.case_id)
    room = booking.place if place is None else place.strip()
    members = select(PanelMember.department_id).where(PanelMember.booking_id == booking.id)
    resources = list_resources(await session.scalars(members), room, case.citizen_id)
    await _take_slot(session, booking, resources, interval)
    booking.starts_at, booking.place = interval.starts_at, room
    subject = name_subject("case", booking.case_id)
    record_act(session, actor, "booking_moved", subject, {"booking": str(booking.id)}, now)
    return interval


async def cancel_booking(
    session: AsyncSession,
    booking: Booking,
    *,
    user: User | None = None,
    actor: str | None = None,
    now: datetime,
) -> None:
    """Call a meeting off and free its time; calling it off again changes nothing.

    `user` is the member of staff who does so; else `actor` is how the audit calls who does.
    """
    if booking.cancelled_at is not None:
        return
    booking.cancelled_at = now
    booking.cancelled_by = user.id if user is not None else None
    await free_granules(session, booking.id)
    detail = {"booking": str(booking.id)}
    subject = name_subject("case", booking.case_id)
    name = name_actor(user) if user is not None else actor or SYSTEM
    record_act(session, name, "booking_cancelled", subject, detail, now)


async def free_granules(session: AsyncSession, booking_id: UUID) -> None:
    await session.execute(delete(BookedGranule).where(BookedGranule.booking_id == booking_id))


async def release_rest(session: AsyncSession, booking_id: UUID, now: datetime) -> None:
    """Free what is left of a meeting that ended early; the five minutes under way stay taken."""
    under_way = int(now.timestamp()) // GRANULE_SECONDS
    await session.execute(
        delete(BookedGranule).where(
            BookedGranule.booking_id == booking_id, BookedGranule.granule > under_way
        )
    )


async def _take_slot(
    session: AsyncSession, booking: Booking, resources: Sequence[Resource], interval: Interval
) -> None:
    """Insert the booking's granules instead of those it had; a collision becomes an error here.

    Losers of a race are mostly told by the look before; what a writer elsewhere took in between,
    the key of the table refuses.
    """
    await _refuse_conflicts(session, booking, resources, interval)
    try:
        async with session.begin_nested():
            session.add(booking)
            await session.flush()
            await free_granules(session, booking.id)
            await session.execute(insert(BookedGranule), _spread(booking.id, resources, interval))
    except IntegrityError:
        await _refuse_conflicts(session, booking, resources, interval)
        raise  # something else is wrong, such as a department that does not exist


async def _refuse_conflicts(
    session: AsyncSession, booking: Booking, resources: Sequence[Resource], interval: Interval
) -> None:
    found = await find_conflicts(session, resources, interval)
    conflicts = [conflict for conflict in found if conflict.booking_id != booking.id]
    if conflicts:
        raise SlotTakenError(conflicts) from None


def _spread(
    booking_id: UUID, resources: Sequence[Resource], interval: Interval
) -> list[dict[str, object]]:
    return [
        {"resource": str(resource), "granule": granule, "booking_id": booking_id}
        for resource in resources
        for granule in interval.granules
    ]
