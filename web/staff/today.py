"""GET /staff: the day's visits of the viewer's department, and who waits for them."""

from datetime import datetime, time, timedelta

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.application_models import ApplicationState
from cases.applications import count_applications
from cases.departments import receives_applications
from cases.models import Case, Citizen
from scheduling.models import Booking
from visits.lobby import list_waiting
from visits.models import Visit
from visits.visit import CONTENT_ROLES, list_panel, list_visits_for
from web import pages
from web.auth.authorization import RECEPTION
from web.auth.sessions import SignedIn
from web.keys import CLOCK, READING, SETTINGS, SIGNED_IN
from web.names import name_departments

from .viewer import describe_viewer


async def show_today(request: web.Request) -> web.Response:
    """List the visits that touch today in the office's time zone, and any still live."""
    now, signed_in = request.app[CLOCK](), request[SIGNED_IN]
    since, until = bounds_of_day(request, now)
    async with request.app[READING]() as session:
        visits = await list_visits_for(session, signed_in.user, since=since, until=until)
        rows = [await describe_row(request, session, visit, now) for visit in visits]
        new_applications = await count_new(session, signed_in)
    page = pages.TodayPage(
        viewer=describe_viewer(request),
        day=since.date(),
        visits=tuple(rows),
        may_convene=signed_in.has_one_of(CONTENT_ROLES),
        new_applications=new_applications,
    )
    return pages.render(request, page)


async def count_new(session: AsyncSession, signed_in: SignedIn) -> int | None:
    """Count the applications that wait, for who may read them."""
    if not (receives_applications(signed_in.department) and signed_in.has_one_of(RECEPTION.roles)):
        return None
    return (await count_applications(session))[ApplicationState.SUBMITTED]


def bounds_of_day(request: web.Request, now: datetime) -> tuple[datetime, datetime]:
    """Give the first moment of today and of tomorrow where the office is."""
    zone = request.app[SETTINGS].zone
    today = now.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    return datetime.combine(today, time(), zone), datetime.combine(tomorrow, time(), zone)


async def describe_row(
    request: web.Request, session: AsyncSession, visit: Visit, now: datetime
) -> pages.VisitRow:
    case = await session.get_one(Case, visit.case_id)
    citizen = await session.get_one(Citizen, case.citizen_id)
    booking = await session.get_one(Booking, visit.booking_id)
    waiting = await list_waiting(session, visit.id, now)
    return pages.VisitRow(
        id=str(visit.id),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        case_number=case.number,
        case_title=case.title,
        citizen_name=citizen.name,
        departments=name_departments(request, await list_panel(session, visit)),
        place=booking.place,
        state=visit.state.value,
        waiting=tuple(pages.WaitingPerson(one.name, one.arrived_at) for one in waiting),
        is_cancelled=booking.cancelled_at is not None,
    )
