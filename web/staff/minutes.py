"""The desk of a visit's minutes: generate, edit, present, answer, countersign, seal."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.minutes import (
    answer_objection,
    edit_minutes,
    find_minutes,
    get_revision,
    present_minutes,
    write_minutes,
)
from cases.minutes_errors import MinutesChangedError, MinutesError, TemplateFaultError
from cases.minutes_models import Minutes, MinutesState
from cases.minutes_seal import find_seal
from cases.minutes_signing import (
    countersign,
    list_missing_citizens,
    list_missing_departments,
    list_signatures,
)
from cases.models import Case, Citizen
from visits.models import Invitation, Visit
from visits.recordings import list_recordings
from visits.signers import list_parties, list_signing_citizens
from visits.visit import list_panel
from web import pages
from web.auth.csrf import check_token
from web.auth.guard import read_uuid
from web.errors import BadInputError, JobError
from web.forms import Form, read_line, read_paragraphs
from web.i18n import find_language, say
from web.i18n import mark as _
from web.keys import CLOCK, DELIVERY, READING, SESSIONS, SIGNED_IN, VISIT
from web.minutes_desk import generate_text, seal_minutes, send_sealed
from web.minutes_notices import tell_presented
from web.minutes_rows import (
    describe_lines,
    describe_objections,
    describe_signatures,
    describe_versions,
    list_sounds,
)
from web.names import name_department
from web.refusals import find_refusal, read_facts
from web.staff.minutes_template import describe_fault
from web.staff.viewer import describe_viewer

# Minutes of a long day, percent-encoded, three bytes for a Chinese character.
LARGEST_FORM = 9_000_000
LONGEST_ANSWER = 2000

Act = Callable[[AsyncSession], Awaitable[object]]


async def show_minutes(request: web.Request) -> web.Response:
    """GET .../minutes."""
    return await render_desk(request)


async def generate(request: web.Request) -> web.Response:
    """POST .../minutes/generate; over a text that is there only with `again`."""
    visit, form = request[VISIT], await request.post()
    again = read_line(form, "again", 10) == "yes"
    if visit.started_at is None:
        sentence = say(request, _("The visit has not begun: there is nothing to write down yet."))
        return await render_desk(request, problem=sentence, status=HTTPStatus.CONFLICT)
    try:
        text = await generate_text(request, visit)
    except TemplateFaultError as error:
        sentence = describe_fault(request, error.fault)
        return await render_desk(request, problem=sentence, status=HTTPStatus.CONFLICT)

    def act(session: AsyncSession) -> Awaitable[object]:
        return write_minutes(
            session,
            visit_id=visit.id,
            case_id=visit.case_id,
            lang=visit.lang,
            text=text,
            user=request[SIGNED_IN].user,
            now=request.app[CLOCK](),
            again=again,
        )

    return await carry_out(request, act)


async def save(request: web.Request) -> web.Response:
    """POST .../minutes: a new revision; a stale one comes back with both texts."""
    form = await read_large_form(request)
    text, base = read_paragraphs(form, "text", LARGEST_FORM), read_base(form)
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()

    def act(session: AsyncSession) -> Awaitable[object]:
        return edit_minutes(session, request[VISIT].id, base=base, text=text, user=user, now=now)

    return await carry_out(request, act, typed=text)


async def present(request: web.Request) -> web.Response:
    """POST .../minutes/present: fix the revision for the citizen and send a notice."""
    base = read_base(await request.post())
    user, now, visit = request[SIGNED_IN].user, request.app[CLOCK](), request[VISIT]

    async def act(session: AsyncSession) -> None:
        minutes = await present_minutes(session, visit.id, base=base, user=user, now=now)
        for invitation in await list_signing_citizens(session, visit):
            await tell_presented(request, session, minutes, invitation)

    answer = await carry_out(request, act)
    request.app[DELIVERY].wake()
    return answer


async def answer(request: web.Request) -> web.Response:
    """POST .../minutes/objections/{objection_id}/answer."""
    words = read_paragraphs(await request.post(), "answer", LONGEST_ANSWER)
    if not words:
        raise BadInputError("answer")
    objection_id, user = read_uuid(request, "objection_id"), request[SIGNED_IN].user

    def act(session: AsyncSession) -> Awaitable[object]:
        now = request.app[CLOCK]()
        return answer_objection(
            session, request[VISIT].id, objection_id, answer=words, user=user, now=now
        )

    return await carry_out(request, act)


async def sign(request: web.Request) -> web.Response:
    """POST .../minutes/countersign; the last signature seals at once."""
    base, visit = read_base(await request.post()), request[VISIT]
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    try:
        async with request.app[SESSIONS].begin() as session:
            parties = await list_parties(session, visit)
            minutes = await countersign(
                session, visit.id, user, base=base, parties=parties, now=now
            )
    except MinutesError as error:
        return await refuse(request, error)
    if minutes.state is MinutesState.SIGNED:
        return await seal(request)
    return redirect_to_desk(request)


async def seal(request: web.Request) -> web.Response:
    """POST .../minutes/seal: for minutes that everybody has signed."""
    try:
        await seal_minutes(request, request[VISIT], request[SIGNED_IN].user)
    except (MinutesError, JobError) as error:
        return await refuse(request, error)
    return redirect_to_desk(request)


async def download(request: web.Request) -> web.StreamResponse:
    """GET .../minutes/sealed/{format}."""
    return await send_sealed(request, request[VISIT])


async def carry_out(request: web.Request, act: Act, *, typed: str = "") -> web.Response:
    """Commit an act and show the desk again; what was refused is said there."""
    try:
        async with request.app[SESSIONS].begin() as session:
            await act(session)
    except MinutesError as error:
        return await refuse(request, error, typed=typed)
    return redirect_to_desk(request)


async def refuse(
    request: web.Request, error: MinutesError | JobError, *, typed: str = ""
) -> web.Response:
    refusal = find_refusal(error)
    sentence = say(request, refusal.sentence, **read_facts(error, refusal))
    kept = typed if isinstance(error, MinutesChangedError) else ""
    return await render_desk(request, problem=sentence, status=refusal.status, typed=kept)


async def render_desk(
    request: web.Request, *, problem: str = "", typed: str = "", status: int = HTTPStatus.OK
) -> web.Response:
    """Show the desk; `typed` is kept in the box beside what somebody else saved."""
    async with request.app[READING]() as session:
        page = await describe_desk(request, session, problem, typed)
    return pages.render(request, page, status=status)


async def describe_desk(
    request: web.Request, session: AsyncSession, problem: str, typed: str
) -> pages.MinutesPage:
    visit = request[VISIT]
    case = await session.get_one(Case, visit.case_id)
    citizen = await session.get_one(Citizen, case.citizen_id)
    minutes = await find_minutes(session, visit.id)
    page = pages.MinutesPage(
        viewer=describe_viewer(request),
        visit_id=str(visit.id),
        case_number=case.number,
        case_title=case.title,
        citizen_name=citizen.name,
        lang=visit.lang,
        status="none" if minutes is None else minutes.state.value,
        problem=problem,
    )
    return page if minutes is None else await fill_desk(request, session, page, minutes, typed)


async def fill_desk(
    request: web.Request,
    session: AsyncSession,
    page: pages.MinutesPage,
    minutes: Minutes,
    typed: str,
) -> pages.MinutesPage:
    visit = request[VISIT]
    latest = (await get_revision(session, minutes)).text
    recordings = await list_recordings(session, visit.id)
    seal_row = await find_seal(session, minutes.id)
    missing, may_countersign = await list_missing(request, session, visit, minutes)
    base = f"/staff/visits/{visit.id}/recordings"
    return replace(
        page,
        revision=minutes.revision,
        text=typed or latest,
        theirs=latest if typed else "",
        lines=await describe_lines(session, minutes),
        versions=await describe_versions(session, minutes),
        objections=await describe_objections(
            session, minutes, lambda at: list_sounds(recordings, base, at)
        ),
        signatures=await describe_signatures(session, minutes, find_language(request)),
        missing=missing,
        may_countersign=may_countersign,
        digest=seal_row.digest if seal_row else "",
        sealed_at=seal_row.sealed_at if seal_row else None,
    )


async def list_missing(
    request: web.Request, session: AsyncSession, visit: Visit, minutes: Minutes
) -> tuple[tuple[str, ...], bool]:
    """Name who has yet to sign, and tell whether the viewer's department may do so now."""
    parties = await list_parties(session, visit)
    given = await list_signatures(session, minutes)
    waiting = [
        await session.get_one(Invitation, one) for one in list_missing_citizens(given, parties)
    ]
    departments = set(list_missing_departments(given, parties))
    language = find_language(request)
    names = [
        name_department(language, one)
        for one in await list_panel(session, visit)
        if one.id in departments
    ]
    is_presented = minutes.state is MinutesState.PRESENTED
    mine = request[SIGNED_IN].user.department_id in departments
    return (*(one.name for one in waiting), *names), is_presented and not waiting and mine


async def read_large_form(request: web.Request) -> Form:
    """Read a form that may be larger than others, and check its token (the route is streamed)."""
    form = await request.clone(client_max_size=LARGEST_FORM).post()
    if "X-CSRF-Token" not in request.headers:
        check_token(request, read_line(form, "csrf_token", 200))
    return form


def read_base(form: Form) -> int:
    text = read_line(form, "revision", 9)
    if not (text.isascii() and text.isdigit()):
        raise BadInputError("revision")
    return int(text)


def redirect_to_desk(request: web.Request) -> web.Response:
    location = f"/staff/visits/{request[VISIT].id}/minutes"
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})
