"""The viewer's own department: its duty hours, days that differ; and the rooms of the house."""

from http import HTTPStatus

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import name_actor, name_subject, record_act
from scheduling.rosters import add_place, find_roster, list_places, set_roster
from web import pages
from web.forms import Form, read_choices, read_line
from web.i18n import find_language, get_tongue, say
from web.keys import CLOCK, READING, SESSIONS, SIGNED_IN
from web.names import name_department

from .roster_form import RosterForm, describe_roster, read_form
from .viewer import describe_viewer


async def show_roster(request: web.Request) -> web.Response:
    """GET /staff/roster."""
    async with request.app[READING]() as session:
        roster = await find_roster(session, request[SIGNED_IN].department.id)
    form = describe_roster(roster)
    return await render_roster(request, form, is_usual=roster is None)


async def save_roster(request: web.Request) -> web.Response:
    """POST /staff/roster: replace hours and days; a mistake changes nothing."""
    posted = await request.post()
    form = read_form(posted)
    hours, exceptions, email = form.read_hours(), form.read_exceptions(), form.read_email()
    if form.problems:
        return await render_roster(request, form)
    signed_in, now = request[SIGNED_IN], request.app[CLOCK]()
    department = signed_in.department
    async with request.app[SESSIONS].begin() as session:
        await set_roster(session, department.id, hours, exceptions, email)
        await save_rooms(session, posted)
        subject = name_subject("department", department.id)
        record_act(session, name_actor(signed_in.user), "roster_changed", subject, {}, now)
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/staff/roster?saved"})


async def save_rooms(session: AsyncSession, posted: Form) -> None:
    """Add a room that was named, and take those out of use that were ticked."""
    dropped = set(read_choices(posted, "drop"))
    for place in await list_places(session):
        place.active = place.name not in dropped
    if room := read_line(posted, "room", 100):
        await add_place(session, room)


async def render_roster(
    request: web.Request, form: RosterForm, *, is_usual: bool = False
) -> web.Response:
    language = find_language(request)
    names = get_tongue(language).locale.days["stand-alone"]["wide"]
    async with request.app[READING]() as session:
        rooms = [place.name for place in await list_places(session)]
    page = pages.RosterPage(
        viewer=describe_viewer(request),
        department=name_department(language, request[SIGNED_IN].department),
        weekdays=tuple(pages.RosterDay(f"hours-{day}", names[day]) for day in range(7)),
        rows=tuple(form.rows),
        rooms=tuple(rooms),
        values=form.values,
        errors=tuple(
            pages.FieldError(name, say(request, sentence))
            for name, sentence in form.problems.items()
        ),
        is_usual=is_usual,
        is_saved="saved" in request.query,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return pages.render(request, page, status=status)
