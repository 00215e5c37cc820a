"""The questions that are answered in words: what happened, what is asked for, where, who."""

from http import HTTPStatus

from aiohttp import web

from cases.applications import LONGEST, get_own_draft
from web import pages
from web.errors import NotFoundError
from web.forms import Form, read_line, read_paragraphs
from web.i18n import find_language, say
from web.i18n import mark as _
from web.keys import CLOCK, SESSIONS

from .draft import get_draft, keep_token, read_token
from .steps import Step, describe_place, go_on

FIELDS = {
    Step.STORY: ("story",),
    Step.DEMAND: ("demand",),
    Step.PLACE: ("place",),
    Step.NAME: ("name", "address"),
}
LONG_TEXTS = frozenset({"story", "demand"})
WITHOUT_ANSWER = {
    "story": _("Tell us what happened. A few sentences are enough."),
    "demand": _("Say what you ask for."),
    "place": _("Say where it is, such as a street, a house or a village."),
    "name": _("Enter your name."),
}


async def show_question(request: web.Request) -> web.Response:
    """GET /apply/{question}."""
    step = read_step(request)
    draft = await get_draft(request)
    values = {name: str(getattr(draft, name)) for name in FIELDS[step]}
    return render_question(request, step, values)


async def answer(request: web.Request) -> web.Response:
    """POST /apply/{question}: keep the answer and go on; with `keep` only keep what was typed."""
    step, token = read_step(request), read_token(request)
    values = read_values(await request.post(), step)
    if "keep" in request.query:
        await keep(request, token, values)
        return web.Response(status=HTTPStatus.NO_CONTENT)
    await get_draft(request)
    errors = find_errors(request, values)
    if errors:
        return render_question(request, step, values, errors)
    await keep(request, token, values)
    return keep_token(request, go_on(request, step), token)


async def keep(request: web.Request, token: str, values: dict[str, str]) -> None:
    """Write into the draft as much as has room there."""
    async with request.app[SESSIONS].begin() as session:
        draft = await get_own_draft(session, token, request.app[CLOCK]())
        draft.lang = find_language(request)
        for name, value in values.items():
            setattr(draft, name, value[: LONGEST[name]])


def read_step(request: web.Request) -> Step:
    step = request.match_info["question"]
    if step not in FIELDS:
        raise NotFoundError
    return Step(step)


def read_values(form: Form, step: Step) -> dict[str, str]:
    """Read the fields with room for what is too long, so that it can be shown and shortened."""
    return {
        name: (read_paragraphs if name in LONG_TEXTS else read_line)(form, name, 20_000)
        for name in FIELDS[step]
    }


def find_errors(request: web.Request, values: dict[str, str]) -> tuple[pages.FieldError, ...]:
    """Say what is missing or too long, and what to do."""
    errors = []
    for name, value in values.items():
        if not value and name in WITHOUT_ANSWER:
            errors.append(pages.FieldError(name, say(request, WITHOUT_ANSWER[name])))
        elif len(value) > LONGEST[name]:
            text = say(request, TOO_LONG, longest=LONGEST[name])
            errors.append(pages.FieldError(name, text))
    return tuple(errors)


def render_question(
    request: web.Request,
    step: Step,
    values: dict[str, str],
    errors: tuple[pages.FieldError, ...] = (),
) -> web.Response:
    page = pages.ApplyTextPage(
        place=describe_place(request, step),
        values=values,
        errors=errors,
        longest={name: LONGEST[name] for name in FIELDS[step]},
    )
    return pages.render(request, page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)


TOO_LONG = _("Please shorten this to {longest} characters.")
