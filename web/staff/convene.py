"""Convening a visit: case, panel, time and place in one transaction."""

from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import name_actor
from cases.departments import list_departments
from cases.models import Case, Citizen, Department, User
from cases.register import register_case
from scheduling.booking import book_panel
from scheduling.conflicts import Conflict, find_conflicts
from scheduling.errors import BookingOverError, SlotTakenError
from scheduling.models import Booking
from scheduling.offers import ask_slots, choose_place, find_slots
from scheduling.resources import ResourceKind, list_resources
from scheduling.rosters import list_places
from scheduling.visibility import get_case_for, list_cases_for
from visits.invitations import IssuedInvitation, invite_citizen
from visits.visit import open_visit
from web import pages
from web.i18n import find_language, say
from web.i18n import mark as _
from web.keys import CLOCK, DELIVERY, READING, SESSIONS, SETTINGS, SIGNED_IN
from web.names import name_department, name_departments
from web.notices import open_notices
from web.offers import Offers, describe_offers, describe_reasons, list_wishes

from .convene_form import NEW_CASE, ConveneForm, Convening, read_form
from .invitation import redirect_to_invitation
from .viewer import describe_viewer

FIND = "find"


async def show_form(request: web.Request) -> web.Response:
    """GET /staff/visits/new; `case`, `lead` and `departments` may be filled in by the link."""
    now = request.app[CLOCK]().astimezone(request.app[SETTINGS].zone)
    query = request.query
    values = {"case": query.get("case", NEW_CASE), "date": now.date().isoformat()}
    values |= {name: query[name] for name in ("lead", "duration", "lang") if name in query}
    return await render_form(request, ConveneForm(values, query.getall("departments", [])))


async def convene(request: web.Request) -> web.Response:
    """POST /staff/visits/new: look for times; or book all or nothing, and say what was taken."""
    posted = await request.post()
    form = read_form(posted)
    async with request.app[READING]() as session:
        departments = await list_departments(session)
    if posted.get("action") == FIND:
        form.values["slot"] = ""
        offers = await find_offers(request, form, departments)
        return await render_form(request, form, offers=offers)
    asked = form.read(departments, request.app[SETTINGS].zone)
    if asked is None:
        return await render_form(request, form)
    try:
        await look_first(request, asked)
        async with request.app[SESSIONS].begin() as session:
            issued = await convene_visit(request, session, asked)
    except SlotTakenError as error:
        conflicts = describe_conflicts(request, error.conflicts, departments)
        form.values["slot"] = ""
        offers = await find_offers(request, form, departments)
        return await render_form(request, form, conflicts, offers)
    except BookingOverError:
        form.problems["date"] = _("This time is over.")
        return await render_form(request, form)
    request.app[DELIVERY].wake()
    return redirect_to_invitation(request, issued)


async def look_first(request: web.Request, asked: Convening) -> None:
    """Turn away who comes too late before they wait in the writers' line; SlotTakenError."""
    panel = [department.id for department in asked.search.departments]
    resources = list_resources(panel, asked.search.place)
    async with request.app[READING]() as session:
        conflicts = await find_conflicts(session, resources, asked.interval)
    if conflicts:
        raise SlotTakenError(conflicts)


async def convene_visit(
    request: web.Request, session: AsyncSession, asked: Convening
) -> IssuedInvitation:
    """Book the panel, open the visit, invite the citizen, tell all; raises SchedulingError."""
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    case = await find_or_register_case(request, session, asked, user)
    booking = await book_panel(
        session,
        case=case,
        departments=asked.search.departments,
        lead=asked.search.lead,
        starts_at=asked.interval.starts_at,
        duration=asked.interval.duration,
        place=await choose_room(session, asked),
        user=user,
        now=now,
    )
    visit = await open_visit(session, booking)
    visit.lang = asked.lang
    citizen = await session.get_one(Citizen, case.citizen_id)
    issued = await invite_citizen(session, visit, citizen, now)
    notices = await open_notices(request, session, visit)
    await notices.invite(issued)
    return issued


async def choose_room(session: AsyncSession, asked: Convening) -> str:
    """Give the room that was named, or a free one when any will do."""
    if asked.search.place or not asked.search.any_room:
        return asked.search.place
    places = [place.name for place in await list_places(session)]
    return await choose_place(session, places, asked.interval)


async def find_or_register_case(
    request: web.Request, session: AsyncSession, asked: Convening, user: User
) -> Case:
    if asked.search.case_number is not None:
        return await get_case_for(session, user, asked.search.case_number)
    citizen = Citizen(name=asked.citizen_name, phone=asked.citizen_phone)
    session.add(citizen)
    await session.flush()
    return await register_case(
        session,
        title=asked.title,
        lang=asked.lang,
        citizen=citizen,
        lead=asked.search.lead,
        actor=name_actor(user),
        now=request.app[CLOCK]().astimezone(request.app[SETTINGS].zone),
    )


async def find_offers(
    request: web.Request, form: ConveneForm, departments: Sequence[Department]
) -> Offers | None:
    """Find times for what the form names; None with its `problems` when that is too little."""
    user, zone, now = request[SIGNED_IN].user, request.app[SETTINGS].zone, request.app[CLOCK]()
    search = form.read_search(departments)
    if search is None:
        return None
    async with request.app[READING]() as session:
        case = search.case_number and await get_case_for(session, user, search.case_number)
        rooms = [place.name for place in await list_places(session)] if search.any_room else []
        places = [search.place] if search.place else rooms
        asked = ask_slots(
            [department.id for department in search.departments],
            places,
            case.citizen_id if case else None,
            search.duration,
            preferred=await list_wishes(session, case.id, zone, now) if case else (),
        )
        answer = await find_slots(session, asked, zone=zone, now=now)
    reasons = describe_reasons(request, answer.reasons, departments)
    return Offers(describe_offers(answer, places, zone), reasons)


async def render_form(
    request: web.Request,
    form: ConveneForm,
    conflicts: tuple[str, ...] = (),
    offers: Offers | None = None,
) -> web.Response:
    """Show the form with what was typed; 409 when something is not free, 422 when it is wrong."""
    async with request.app[READING]() as session:
        cases = await list_cases_for(session, request[SIGNED_IN].user)
        departments = await list_departments(session)
        rooms = [place.name for place in await list_places(session)]
        used = (await session.scalars(select(Booking.place).distinct())).all()
    names = name_departments(request, departments)
    page = pages.ConvenePage(
        viewer=describe_viewer(request),
        cases=tuple(pages.Choice(case.number, f"{case.number} {case.title}") for case in cases),
        departments=tuple(
            pages.Choice(department.code, name)
            for department, name in zip(departments, names, strict=True)
        ),
        places=tuple(sorted({place for place in (*rooms, *used) if place})),
        has_rooms=bool(rooms),
        values=form.values,
        chosen=tuple(form.chosen),
        errors=tuple(
            pages.FieldError(name, say(request, sentence))
            for name, sentence in form.problems.items()
        ),
        conflicts=conflicts,
        offers=offers.slots if offers is not None else None,
        reasons=offers.reasons if offers is not None else (),
    )
    return pages.render(request, page, status=status_of(form, conflicts))


def status_of(form: ConveneForm, conflicts: tuple[str, ...]) -> HTTPStatus:
    if form.problems:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.CONFLICT if conflicts else HTTPStatus.OK


def describe_conflicts(
    request: web.Request, conflicts: Sequence[Conflict], departments: Sequence[Department]
) -> tuple[str, ...]:
    """Say who or what is taken and from when to when, in the office's time."""
    zone = request.app[SETTINGS].zone
    names = {str(one.id): name_department(find_language(request), one) for one in departments}
    return tuple(
        say(
            request,
            _CONFLICTS[conflict.resource.kind],
            name=names.get(conflict.resource.key, conflict.resource.key),
            start=f"{conflict.starts_at.astimezone(zone):%H:%M}",
            end=f"{conflict.ends_at.astimezone(zone):%H:%M}",
        )
        for conflict in conflicts
    )


_CONFLICTS = {
    ResourceKind.DEPARTMENT: _("{name} has another visit from {start} to {end}."),
    ResourceKind.PLACE: _("The room {name} is taken from {start} to {end}."),
    ResourceKind.CITIZEN: _("The citizen has another visit from {start} to {end}."),
}
