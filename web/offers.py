"""Joint slots as pages offer them, and in words why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.application_models import Application, TimeOfDay
from cases.models import Department
from scheduling.availability import Need, Reason, ReasonKind, SlotAnswer
from scheduling.intervals import Interval
from scheduling.offers import HORIZON
from scheduling.resources import Resource, ResourceKind, normalize_place

from . import pages
from .i18n import find_language, get_tongue, say
from .i18n import mark as _
from .keys import CLOCK, SETTINGS
from .names import name_department
from .wording import Wording


@dataclass(frozen=True, slots=True)
class Offers:
    """What a search for times gave: slots, or in words why there is none."""

    slots: tuple[pages.SlotOffer, ...]
    reasons: tuple[str, ...]


HOURS = {TimeOfDay.MORNING: (time(), time(12)), TimeOfDay.AFTERNOON: (time(12), time(23, 59))}

_REASONS = {
    ReasonKind.NO_TIME: _("The time searched is shorter than the visit."),
    ReasonKind.CLOSED: _("{names}: not on duty for that long within the next {days} days."),
    ReasonKind.TAKEN: _("{names}: booked throughout the next {days} days."),
    ReasonKind.IMPOSSIBLE: _("The times that the citizen cannot come leave nothing."),
    ReasonKind.NEVER_TOGETHER: _("{names}: never free together within the next {days} days."),
}


def describe_offers(
    answer: SlotAnswer, places: Sequence[str], zone: tzinfo
) -> tuple[pages.SlotOffer, ...]:
    """Give the slots with their days in the office's zone and the names of their rooms."""
    names = {normalize_place(place): place for place in places}
    return tuple(
        pages.SlotOffer(
            value=slot.starts_at.isoformat(),
            day=slot.starts_at.astimezone(zone).date(),
            starts_at=slot.starts_at,
            ends_at=slot.interval.ends_at,
            place=find_room(slot.resources, names),
            is_preferred=slot.is_preferred,
        )
        for slot in answer.slots
    )


def find_room(resources: Sequence[Resource], names: Mapping[str, str]) -> str:
    """Name the room among a slot's resources, "" when everybody joins from afar."""
    rooms = (one.key for one in resources if one.kind is ResourceKind.PLACE)
    room = next(rooms, "")
    return names.get(room, room)


def describe_reasons(
    request: web.Request, reasons: Sequence[Reason], departments: Sequence[Department]
) -> tuple[str, ...]:
    """Say who or what leaves no time, and which time there would be without."""
    language = find_language(request)
    names = {str(one.id): name_department(language, one) for one in departments}
    words = Wording(get_tongue(language), request.app[SETTINGS].zone, request.app[CLOCK]())
    return tuple(
        sentence for reason in reasons for sentence in _say_reason(request, words, reason, names)
    )


def _say_reason(
    request: web.Request, words: Wording, reason: Reason, names: Mapping[str, str]
) -> Sequence[str]:
    named = words.listing(tuple(_name_need(request, need, names) for need in reason.needs))
    first = say(request, _REASONS[reason.kind], names=named, days=HORIZON.days)
    gains = [
        say(
            request,
            _("Without {name}: {moment}."),
            name=_name_need(request, need, names),
            moment=words.moment(starts_at),
        )
        for need, starts_at in reason.without
    ]
    return [first, *gains]


def _name_need(request: web.Request, need: Need, names: Mapping[str, str]) -> str:
    if not need.resources:
        return say(request, _("the citizen's own times"))
    if len(need.resources) > 1:
        return say(request, _("any of the rooms"))
    (resource,) = need.resources
    if resource.kind is ResourceKind.CITIZEN:
        return say(request, _("the citizen"))
    return names.get(resource.key, resource.key)


async def list_wishes(
    session: AsyncSession, case_id: UUID, zone: tzinfo, now: datetime
) -> Sequence[Interval]:
    """List when the applicant of a case would like to talk; nothing: at any time."""
    wish = await session.scalar(select(Application).where(Application.case_id == case_id))
    if wish is None or not (wish.days or wish.times):
        return []
    today = now.astimezone(zone).date()
    days = [date.fromisoformat(day) for day in wish.days] or [
        today + timedelta(days=number) for number in range(HORIZON.days)
    ]
    spans = [HOURS[one] for one in wish.times] or [(time(), time(23, 59))]
    return [
        Interval(datetime.combine(day, start, zone), datetime.combine(day, end, zone))
        for day in days
        for start, end in spans
    ]
