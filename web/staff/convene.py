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
from scheduling.conflicts import Conflict
from scheduling.errors import BookingOverError, SlotTakenError
from scheduling.models import Booking
from scheduling.resources import ResourceKind
from scheduling.visibility import get_case_for, list_cases_for
from visits.invitations import IssuedInvitation, invite_citizen
from visits.visit import open_visit
from web import pages
from web.i18n import find_language, say
from web.i18n import mark as _
from web.keys import CLOCK, READING, SESSIONS, SETTINGS, SIGNED_IN
from web.names import name_department, name_departments

from .convene_form import ConveneForm, Convening, read_form
from .invitation import redirect_to_invitation
from .viewer import describe_viewer


async def show_form(request: web.Request) -> web.Response:
    """GET /staff/visits/new."""
    now = request.app[CLOCK]().astimezone(request.app[SETTINGS].zone)
    values = {"case": request.query.get("case", "new"), "date": now.date().isoformat()}
    return await render_form(request, ConveneForm(values, chosen=()))


async def convene(request: web.Request) -> web.Response:
    """POST /staff/visits/new: all is booked or nothing, and the form says what was in the way."""
    form = read_form(await request.post())
    async with request.app[READING]() as session:
        departments = await list_departments(session)
    asked = form.read(departments, request.app[SETTINGS].zone)
    if asked is None:
        return await render_form(request, form)
    try:
        async with request.app[SESSIONS].begin() as session:
            issued = await convene_visit(request, session, asked)
    except SlotTakenError as error:
        conflicts = describe_conflicts(request, error.conflicts, departments)
        return await render_form(request, form, conflicts)
    except BookingOverError:
        form.problems["date"] = _("This time is over.")
        return await render_form(request, form)
    return redirect_to_invitation(request, issued)


async def convene_visit(
    request: web.Request, session: AsyncSession, asked: Convening
) -> IssuedInvitation:
    """Book the panel, open the visit and invite the citizen; raises SchedulingError."""
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    case = await find_or_register_case(request, session, asked, user)
    booking = await book_panel(
        session,
        case=case,
        departments=asked.departments,
        lead=asked.lead,
        starts_at=asked.interval.starts_at,
        duration=asked.interval.duration,
        place=asked.place,
        user=user,
        now=now,
    )
    visit = await open_visit(session, booking)
    visit.lang = asked.lang
    citizen = await session.get_one(Citizen, case.citizen_id)
    return await invite_citizen(session, visit, citizen, now)


async def find_or_register_case(
    request: web.Request, session: AsyncSession, asked: Convening, user: User
) -> Case:
    if asked.case_number is not None:
        return await get_case_for(session, user, asked.case_number)
    citizen = Citizen(name=asked.citizen_name, phone=asked.citizen_phone)
    session.add(citizen)
    await session.flush()
    return await register_case(
        session,
        title=asked.title,
        lang=asked.lang,
        citizen=citizen,
        lead=asked.lead,
        actor=name_actor(user),
        now=request.app[CLOCK]().astimezone(request.app[SETTINGS].zone),
    )


async def render_form(
    request: web.Request, form: ConveneForm, conflicts: tuple[str, ...] = ()
) -> web.Response:
    """Show the form with what was typed; 409 when something is not free, 422 when it is wrong."""
    async with request.app[READING]() as session:
        cases = await list_cases_for(session, request[SIGNED_IN].user)
        departments = await list_departments(session)
        places = (await session.scalars(select(Booking.place).distinct())).all()
    names = name_departments(request, departments)
    page = pages.ConvenePage(
        viewer=describe_viewer(request),
        cases=tuple(pages.Choice(case.number, f"{case.number} {case.title}") for case in cases),
        departments=tuple(
            pages.Choice(department.code, name)
            for department, name in zip(departments, names, strict=True)
        ),
        places=tuple(sorted(place for place in places if place)),
        values=form.values,
        chosen=tuple(form.chosen),
        errors=tuple(
            pages.FieldError(name, say(request, sentence))
            for name, sentence in form.problems.items()
        ),
        conflicts=conflicts,
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
