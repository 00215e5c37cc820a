"""GET and POST /track: number and code open the state of one's application, in plain words."""

import time
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.application_errors import TrackingError
from cases.application_models import Application
from cases.application_tracking import Tracking, track_application
from cases.models import Case, Department
from scheduling.models import Booking
from visits.models import Visit
from visits.visit import list_panel
from web import pages
from web.auth.allowances import Costly
from web.auth.cookies import Cookie, delete_cookie, find_cookie, set_cookie
from web.auth.seats import Seat, find_seat, seal_seat
from web.errors import NotFoundError
from web.forms import read_line
from web.i18n import find_language, say
from web.keys import ALLOWANCES, CLOCK, READING, SESSIONS, TRACKED_SIGNER
from web.names import name_department, name_departments
from web.proxy import address_of
from web.refusals import find_refusal, read_facts

LASTS = timedelta(minutes=30)


async def show_form(request: web.Request) -> web.Response:
    """GET /track: the form; `number` may be in the link of a message, the code never is."""
    return pages.render(request, pages.TrackPage(number=request.query.get("number", "")[:20]))


async def track(request: web.Request) -> web.Response:
    """POST /track: a right code opens the page for half an hour in this browser."""
    request.app[ALLOWANCES].take(Costly.TRACKING, address_of(request), time.monotonic())
    form = await request.post()
    number = read_line(form, "number", 40)
    tracking = await judge(request, number, read_line(form, "code", 40))
    if tracking.error is not None:
        return refuse(request, number, tracking.error)
    application, response = tracking.get_application(), redirect("/track/state")
    seat = Seat(application.id, request.app[CLOCK]() + LASTS)
    sealed = seal_seat(request.app[TRACKED_SIGNER], seat)
    set_cookie(request, response, Cookie.TRACKED, sealed, max_age=int(LASTS.total_seconds()))
    return response


async def show_state(request: web.Request) -> web.Response:
    """GET /track/state."""
    application_id = find_tracked(request)
    if application_id is None:
        return redirect("/track")
    async with request.app[READING]() as session:
        page = await describe_state(request, session, application_id)
    return pages.render(request, page)


async def close(request: web.Request) -> web.Response:
    """POST /track/close: leave nothing behind on a phone that others use."""
    response = redirect("/track")
    delete_cookie(request, response, Cookie.TRACKED)
    return response


async def judge(request: web.Request, number: str, code: str) -> Tracking:
    """Commit the try, right or wrong, before anybody is told."""
    async with request.app[SESSIONS].begin() as session:
        now = request.app[CLOCK]()
        return await track_application(session, number=number, code=code, now=now)


def refuse(request: web.Request, number: str, error: TrackingError) -> web.Response:
    refusal = find_refusal(error)
    sentence = say(request, refusal.sentence, **read_facts(error, refusal))
    page = pages.TrackPage(number=number, errors=(pages.FieldError("code", sentence),))
    return pages.render(request, page, HTTPStatus.UNPROCESSABLE_ENTITY)


def find_tracked(request: web.Request) -> UUID | None:
    sealed = find_cookie(request, Cookie.TRACKED)
    seat = sealed and find_seat(request.app[TRACKED_SIGNER], sealed, request.app[CLOCK]())
    return seat.invitation_id if seat else None


async def describe_state(
    request: web.Request, session: AsyncSession, application_id: UUID
) -> pages.TrackedPage:
    application = await session.get(Application, application_id)
    if application is None or application.number is None:
        raise NotFoundError
    return pages.TrackedPage(
        number=application.number,
        state=application.state.value,
        submitted_at=application.submitted_at or application.created_at,
        decided_at=application.decided_at,
        answer=application.answer or "",
        lead_department=await name_lead(request, session, application),
        visits=await list_visits(request, session, application),
    )


async def name_lead(request: web.Request, session: AsyncSession, application: Application) -> str:
    if application.case_id is None:
        return ""
    case = await session.get_one(Case, application.case_id)
    lead = await session.get_one(Department, case.lead_department_id)
    return name_department(find_language(request), lead)


async def list_visits(
    request: web.Request, session: AsyncSession, application: Application
) -> tuple[pages.TrackedVisit, ...]:
    """List the visits convened about the matter, the next or latest first; none called off."""
    if application.case_id is None:
        return ()
    query = (
        select(Visit)
        .join(Booking, Booking.id == Visit.booking_id)
        .where(Visit.case_id == application.case_id, Booking.cancelled_at.is_(None))
    )
    visits = (await session.scalars(query.order_by(Visit.starts_at.desc()))).all()
    return tuple(
        [
            pages.TrackedVisit(
                starts_at=visit.starts_at,
                state=visit.state.value,
                departments=name_departments(request, await list_panel(session, visit)),
            )
            for visit in visits
        ]
    )


def redirect(location: str) -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})
