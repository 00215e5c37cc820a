"""GET and POST /staff/templates/minutes: the wording of a department's minutes, tried and kept."""

from http import HTTPStatus

from aiohttp import web

from cases.minutes_facts import SAMPLE
from cases.minutes_template import (
    LONGEST_TEMPLATE,
    FaultKind,
    TemplateFault,
    find_template,
    read_default,
    save_template,
)
from web import pages
from web.forms import Form, read_line, read_text
from web.i18n import LANGUAGES, find_language, say
from web.i18n import mark as _
from web.keys import CLOCK, READING, SESSIONS, SIGNED_IN
from web.minutes_desk import run_template
from web.staff.viewer import describe_viewer

FAULTS = {
    FaultKind.SYNTAX: _("Line {line}: this is not understood ({detail})."),
    FaultKind.UNKNOWN_NAME: _("Line {line}: there is no such name ({detail})."),
    FaultKind.FORBIDDEN: _("Line {line}: this is not allowed in a template ({detail})."),
    FaultKind.FAILED: _("Line {line}: this cannot be worked out ({detail})."),
    FaultKind.EMPTY: _("The template writes nothing."),
    FaultKind.TOO_LONG: _("The template writes too much."),
    FaultKind.TOO_SLOW: _("The template takes too long or too much memory."),
}


async def show_template(request: web.Request) -> web.Response:
    """GET, with ?lang=zh|en."""
    lang = read_lang(request, request.query.get("lang", ""))
    return await render_template_page(request, lang, is_saved="saved" in request.query)


async def save(request: web.Request) -> web.Response:
    """POST: `act` is preview, save, or reset to the wording that comes with the program."""
    form = await request.post()
    lang, act = read_lang(request, read_line(form, "lang", 8)), read_line(form, "act", 10)
    if act == "reset":
        return await keep(request, lang, None)
    source = read_source(form)
    written = await run_template(request, source, SAMPLE[lang])
    if isinstance(written, TemplateFault):
        problem = describe_fault(request, written)
        return await render_template_page(request, lang, source=source, problem=problem)
    if act == "save":
        return await keep(request, lang, source)
    return await render_template_page(request, lang, source=source, preview=written)


async def keep(request: web.Request, lang: str, source: str | None) -> web.Response:
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        await save_template(session, user, lang, source, now)
    location = f"/staff/templates/minutes?lang={lang}&saved"
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})


async def render_template_page(
    request: web.Request,
    lang: str,
    *,
    source: str | None = None,
    preview: str = "",
    problem: str = "",
    is_saved: bool = False,
) -> web.Response:
    async with request.app[READING]() as session:
        own = await find_template(session, request[SIGNED_IN].user.department_id, lang)
    page = pages.MinutesTemplatePage(
        viewer=describe_viewer(request),
        lang=lang,
        source=source if source is not None else own.source if own else read_default(lang),
        is_own=own is not None,
        is_saved=is_saved,
        preview=preview,
        problem=problem,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return pages.render(request, page, status=status)


def describe_fault(request: web.Request, fault: TemplateFault) -> str:
    """Say where a template goes wrong and why."""
    return say(request, FAULTS[fault.kind], line=fault.line or "?", detail=fault.detail)


def read_source(form: Form) -> str:
    text = read_text(form, "source", LONGEST_TEMPLATE)
    return "\n".join(text.splitlines()) + "\n"


def read_lang(request: web.Request, text: str) -> str:
    return text if text in LANGUAGES else find_language(request)
