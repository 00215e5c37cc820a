"""Rosters and booked granules as intervals: when departments are open, and what is taken."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .availability import Timetable
from .intervals import GRANULE, GRANULE_SECONDS, Interval
from .models import BookedGranule
from .resources import Resource, ResourceKind, parse_resource
from .rosters import USUAL_HOURS, Roster, list_rosters

# How far from the span that is asked for a booking can matter: no buffer is longer.
MARGIN = timedelta(hours=2)


async def load_timetable(
    session: AsyncSession,
    resources: Collection[Resource],
    within: Interval,
    zone: tzinfo,
    *,
    ignoring: UUID | None = None,
) -> Timetable:
    """Read when resources are open and taken; `ignoring` leaves out a booking that is to move.

    Departments are open at their duty hours, in the office's zone; rooms and citizens always.
    """
    departments = [one for one in resources if one.kind is ResourceKind.DEPARTMENT]
    rosters = await list_rosters(session, [UUID(one.key) for one in departments])
    opening = {one: list_duty(rosters.get(UUID(one.key)), within, zone) for one in departments}
    return Timetable(opening, await _list_taken(session, resources, within, ignoring))


def list_duty(roster: Roster | None, within: Interval, zone: tzinfo) -> Sequence[Interval]:
    """List a department's duty day by day; without a roster it keeps the usual hours."""
    days = _list_days(within, zone)
    return [span for day in days for span in _list_spans(roster, day, zone)]


def _list_days(within: Interval, zone: tzinfo) -> Sequence[date]:
    first = within.starts_at.astimezone(zone).date()
    count = (within.ends_at.astimezone(zone).date() - first).days + 1
    return [first + timedelta(days=number) for number in range(count)]


def _list_spans(roster: Roster | None, day: date, zone: tzinfo) -> Iterator[Interval]:
    for starts, ends in _find_hours(roster, day):
        start, end = _at(day, starts, zone), _at(day, ends, zone)
        if start < end:  # not in an hour that the change of clocks leaves out
            yield Interval(start, end)


def _find_hours(roster: Roster | None, day: date) -> Sequence[tuple[int, int]]:
    for one in roster.exceptions if roster is not None else ():
        if one.day == day:
            return [(one.starts, one.ends)] if one.starts is not None and one.ends else []
    hours = USUAL_HOURS if roster is None else roster.hours
    return [(one.starts, one.ends) for one in hours if one.weekday == day.weekday()]


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    days, rest = divmod(minutes, 24 * 60)
    clock = time(*divmod(rest, 60))
    return datetime.combine(day + timedelta(days=days), clock, zone).astimezone(UTC)


async def _list_taken(
    session: AsyncSession, resources: Collection[Resource], within: Interval, ignoring: UUID | None
) -> Mapping[Resource, Sequence[Interval]]:
    around = Interval(within.starts_at - MARGIN, within.ends_at + MARGIN).granules
    query = (
        select(BookedGranule.resource, BookedGranule.granule)
        .where(
            BookedGranule.resource.in_([str(one) for one in resources]),
            BookedGranule.granule.between(around.start, around.stop - 1),
        )
        .order_by(BookedGranule.resource, BookedGranule.granule)
    )
    if ignoring is not None:
        query = query.where(BookedGranule.booking_id != ignoring)
    runs: dict[str, list[list[int]]] = {}
    for resource, granule in await session.execute(query):
        spans = runs.setdefault(resource, [])
        if spans and spans[-1][1] == granule:
            spans[-1][1] = granule + 1
        else:
            spans.append([granule, granule + 1])
    return {parse_resource(name): [_span(*run) for run in spans] for name, spans in runs.items()}


def _span(first: int, stop: int) -> Interval:
    start = datetime.fromtimestamp(first * GRANULE_SECONDS, UTC)
    return Interval(start, start + (stop - first) * GRANULE)
