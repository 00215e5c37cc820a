"""Times that an office can offer for a meeting: joint slots of a panel, a room and a citizen."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from .availability import MOST, Slot, SlotAnswer, SlotRequest, common_slots, spread_slots
from .conflicts import Conflict, find_conflicts
from .errors import SlotTakenError
from .intervals import Interval
from .resources import Resource, ResourceKind, normalize_place
from .timetables import load_timetable

HORIZON = timedelta(days=30)
# The doors of a visit open half an hour before it; nobody is asked to come sooner than that.
NOTICE = timedelta(minutes=30)
LOOKED_AT = 400


def ask_slots(
    department_ids: Collection[UUID],
    places: Sequence[str],
    citizen_id: UUID | None,
    duration: timedelta,
    *,
    preferred: Sequence[Interval] = (),
    impossible: Sequence[Interval] = (),
) -> SlotRequest:
    """Ask for a panel, one of the places (none: everybody joins from afar) and a citizen."""
    panel = tuple(Resource(ResourceKind.DEPARTMENT, str(key)) for key in department_ids)
    rooms = tuple(Resource(ResourceKind.PLACE, normalize_place(place)) for place in places)
    citizen = (Resource(ResourceKind.CITIZEN, str(citizen_id)),) if citizen_id is not None else ()
    return SlotRequest(
        duration,
        (*panel, *citizen),
        (rooms,) if rooms else (),
        preferred=tuple(preferred),
        impossible=tuple(impossible),
    )


async def find_slots(
    session: AsyncSession,
    request: SlotRequest,
    *,
    zone: tzinfo,
    now: datetime,
    ignoring: UUID | None = None,
) -> SlotAnswer:
    """Find ten slots of the next thirty days that do not overlap each other."""
    within = Interval(now + NOTICE, now + HORIZON)
    resources = {*request.needs, *(one for group in request.any_of for one in group)}
    timetable = await load_timetable(session, resources, within, zone, ignoring=ignoring)
    answer = common_slots(request, within, timetable, at_most=LOOKED_AT)
    return SlotAnswer(spread_slots(answer.slots, MOST), answer.reasons)


async def check_slot(
    session: AsyncSession,
    request: SlotRequest,
    starts_at: datetime,
    *,
    zone: tzinfo,
    now: datetime,
    ignoring: UUID | None = None,
) -> Slot:
    """Give the slot that starts then; SlotTakenError when somebody is not free or not on duty."""
    within = Interval(starts_at, starts_at + request.duration)
    resources = {*request.needs, *(one for group in request.any_of for one in group)}
    timetable = await load_timetable(session, resources, within, zone, ignoring=ignoring)
    found = common_slots(request, within, timetable, at_most=1).slots
    if not found or starts_at < now + NOTICE:
        raise SlotTakenError([])
    return found[0]


async def choose_place(session: AsyncSession, places: Sequence[str], interval: Interval) -> str:
    """Choose the first place that is free for the interval; SlotTakenError when none is."""
    taken: list[Conflict] = []
    for place in places:
        room = Resource(ResourceKind.PLACE, normalize_place(place))
        conflicts = await find_conflicts(session, [room], interval)
        if not conflicts:
            return place
        taken.extend(conflicts)
    raise SlotTakenError(taken)
