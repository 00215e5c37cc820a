"""One application: everything that was said, its files, and the office's decision."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession
from yarl import URL

from cases.application_decisions import answer_application, open_case
from cases.application_files import get_file
from cases.application_models import Application
from cases.applications import get_application
from cases.attachments import MEDIA_TYPES, FileKind, find_path
from cases.departments import list_departments
from cases.models import Case, Department, User
from cases.outbox import Channel, queue_message
from web import pages
from web.auth.guard import read_uuid
from web.citizen.apply.files import describe_file
from web.forms import read_paragraphs
from web.i18n import Language, find_language, say, translate
from web.i18n import mark as _
from web.keys import CLOCK, DELIVERY, READING, SESSIONS, SETTINGS, SIGNED_IN
from web.names import name_department

from .application_form import OpeningForm, fill_form, read_form
from .viewer import describe_viewer

LONGEST_ANSWER = 2000


async def show_application(request: web.Request) -> web.Response:
    """GET /staff/applications/{number}."""
    return await render_application(request)


async def open_as_case(request: web.Request) -> web.Response:
    """POST /staff/applications/{number}/case: accept the fields, then go on to convene."""
    form = read_form(await request.post())
    async with request.app[READING]() as session:
        departments = await list_departments(session)
    asked = form.read(departments)
    if asked is None:
        return await render_application(request, form)
    now = request.app[CLOCK]().astimezone(request.app[SETTINGS].zone)
    async with request.app[SESSIONS].begin() as session:
        application = await get_application(session, request.match_info["number"])
        case = await open_case(
            session,
            application,
            title=asked.title,
            lead=asked.lead,
            fields=asked.fields,
            user=request[SIGNED_IN].user,
            now=now,
        )
    query = [("case", case.number), ("lead", asked.lead.code)]
    query += [("departments", department.code) for department in asked.departments]
    return redirect(str(URL("/staff/visits/new").with_query(query)))


async def answer(request: web.Request) -> web.Response:
    """POST /staff/applications/{number}/answer: close it with words the applicant reads."""
    text = read_paragraphs(await request.post(), "answer", 10 * LONGEST_ANSWER)
    if not text or len(text) > LONGEST_ANSWER:
        form = OpeningForm({"answer": text}, (), problems={"answer": WITHOUT_ANSWER})
        return await render_application(request, form)
    now = request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        application = await get_application(session, request.match_info["number"])
        await answer_application(session, application, text, request[SIGNED_IN].user, now)
        await queue_message(
            session,
            kind="application_answered",
            channel=Channel.PHONE,
            recipient=application.phone,
            subject=translate(language_of(application), ANSWERED_SUBJECT),
            body=translate(language_of(application), ANSWERED, number=application.number),
            key=f"application_answered:{application.id}",
            now=now,
        )
    request.app[DELIVERY].wake()
    return redirect(f"/staff/applications/{application.number}")


async def send_file(request: web.Request) -> web.StreamResponse:
    """GET /staff/applications/{number}/files/{file_id}: bytes to save, never a page to run."""
    async with request.app[READING]() as session:
        application = await get_application(session, request.match_info["number"])
    file = get_file(application, read_uuid(request, "file_id"))
    name = quote(file.name, safe="")
    return web.FileResponse(
        find_path(request.app[SETTINGS].files_folder, file.sha256),
        headers={
            "Content-Type": MEDIA_TYPES[FileKind(file.kind)],
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def render_application(request: web.Request, form: OpeningForm | None = None) -> web.Response:
    """Show everything; 422 with what was typed when a form has a mistake."""
    async with request.app[READING]() as session:
        application = await get_application(session, request.match_info["number"])
        page = await describe_application(request, session, application, form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if page.errors else HTTPStatus.OK
    return pages.render(request, page, status)


async def describe_application(
    request: web.Request,
    session: AsyncSession,
    application: Application,
    form: OpeningForm | None,
) -> pages.ApplicationPage:
    departments = await list_departments(session)
    filled = fill_form(application)
    form = form or filled
    case_number, decided_by = await describe_decision(session, application)
    return pages.ApplicationPage(
        viewer=describe_viewer(request),
        number=application.number or "",
        state=application.state.value,
        lang=application.lang,
        submitted_at=application.submitted_at or application.created_at,
        name=application.name,
        phone=application.phone,
        address=application.address,
        story=application.story,
        demand=application.demand,
        place=application.place,
        times=tuple(application.times),
        days=tuple(date.fromisoformat(day) for day in application.days),
        came_by_poster=application.source == "poster",
        files=list_files(request, application),
        departments=list_choices(request, departments),
        values={**filled.values, **form.values},
        chosen=tuple(form.chosen),
        errors=tuple(
            pages.FieldError(name, say(request, text, **form.facts.get(name, {})))
            for name, text in form.problems.items()
        ),
        case_number=case_number,
        answer=application.answer or "",
        decided_by=decided_by,
        decided_at=application.decided_at,
    )


async def describe_decision(session: AsyncSession, application: Application) -> tuple[str, str]:
    """Give the number of the case and the name of who decided, "" for none."""
    case = await session.get(Case, application.case_id) if application.case_id else None
    user = await session.get(User, application.decided_by) if application.decided_by else None
    return case.number if case else "", user.name if user else ""


def list_files(request: web.Request, application: Application) -> tuple[pages.AttachedFile, ...]:
    base = f"/staff/applications/{application.number}/files"
    return tuple(
        describe_file(request, file, href=f"{base}/{file.id}") for file in application.files
    )


def list_choices(
    request: web.Request, departments: Sequence[Department]
) -> tuple[pages.Choice, ...]:
    language = find_language(request)
    return tuple(pages.Choice(one.code, name_department(language, one)) for one in departments)


def redirect(location: str) -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})


def language_of(application: Application) -> Language:
    return "en" if application.lang == "en" else "zh"


WITHOUT_ANSWER = _("Write what the applicant is to read, in 2,000 characters at most.")
ANSWERED_SUBJECT = _("Your application has an answer")
ANSWERED = _(
    "The petition office has answered your application {number}. Read the answer under "
    "“Track a matter” with your number and code."
)
