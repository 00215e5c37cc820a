"""What stands in the way of a meeting, said before booking or after losing a race."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from .models import BookedGranule, Booking
from .resources import Resource, list_resources, parse_resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from cases.models import Citizen, Department

    from .intervals import Interval


@dataclass(frozen=True, slots=True)
class Conflict:
    """A resource and the booking that holds it; not which case, for that is not for everybody."""

    resource: Resource
    booking_id: UUID
    starts_at: datetime
    ends_at: datetime

    def __str__(self) -> str:
        span = f"{self.starts_at:%Y-%m-%d %H:%M} to {self.ends_at:%H:%M} UTC"
        return f"{self.resource} is booked from {span}"


async def list_conflicts(
    session: AsyncSession,
    *,
    departments: Iterable[Department],
    place: str,
    citizen: Citizen,
    interval: Interval,
) -> tuple[Conflict, ...]:
    """List every booking in the way, in order of its start; none means that all are free."""
    ids = [department.id for department in departments]
    return await find_conflicts(session, list_resources(ids, place, citizen.id), interval)


async def find_conflicts(
    session: AsyncSession, resources: Sequence[Resource], interval: Interval
) -> tuple[Conflict, ...]:
    """List which of the resources others hold at some time of the interval."""
    granules = interval.granules
    query = (
        select(BookedGranule.resource, Booking)
        .join(Booking, Booking.id == BookedGranule.booking_id)
        .where(
            BookedGranule.resource.in_([str(resource) for resource in resources]),
            BookedGranule.granule.between(granules.start, granules.stop - 1),
        )
        .distinct()
        .order_by(Booking.starts_at, BookedGranule.resource)
    )
    rows = await session.execute(query)
    return tuple(
        Conflict(parse_resource(resource), booking.id, booking.starts_at, booking.ends_at)
        for resource, booking in rows
    )
