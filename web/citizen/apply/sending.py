"""The summary, the sending, and the page with number and code."""

from datetime import date

from aiohttp import web

from cases.application_errors import IncompleteApplicationError
from cases.application_models import Application, ApplicationState
from cases.applications import list_missing, make_receipt, submit_application
from cases.outbox import Channel, queue_message
from web import pages
from web.i18n import mark as _
from web.i18n import say
from web.keys import CLOCK, DELIVERY, SESSIONS, SETTINGS

from .draft import find_mine, get_draft, keep_token, read_token
from .steps import DONE, START, Step, path_of, redirect

NEEDED = ("story", "demand", "place", "name", "phone")


async def show_check(request: web.Request) -> web.Response:
    """GET /apply/check."""
    draft = await get_draft(request)
    missing: set[str] = set(list_missing(draft))
    page = pages.ApplyCheckPage(
        answers=describe_answers(draft, missing),
        times=tuple(draft.times),
        days=tuple(date.fromisoformat(day) for day in draft.days),
        back=path_of(Step.TIMES),
        is_complete=not missing,
    )
    return pages.render(request, page)


async def send(request: web.Request) -> web.Response:
    """POST /apply/check: send once, whatever the button is pressed."""
    token = read_token(request)
    if await find_mine(request) is None:
        return redirect(START)
    now = request.app[CLOCK]().astimezone(request.app[SETTINGS].zone)
    try:
        async with request.app[SESSIONS].begin() as session:
            application = await submit_application(session, token, now)
            receipt = make_receipt(application, token)
            await queue_message(
                session,
                kind="application_received",
                channel=Channel.PHONE,
                recipient=application.phone,
                subject=say(request, _("We have your application")),
                body=say(request, RECEIVED, number=receipt.number, code=receipt.code),
                key=f"application_received:{application.id}",
                now=now,
            )
        request.app[DELIVERY].wake()
    except IncompleteApplicationError as error:
        return redirect(path_of(Step(error.missing[0]), is_change=True))
    return keep_token(request, redirect(DONE), token)


async def show_done(request: web.Request) -> web.Response:
    """GET /apply/done: number and code, for an hour and in this browser only."""
    mine = await find_mine(request)
    if mine is None or mine.state is ApplicationState.DRAFT:
        return redirect(START)
    receipt = make_receipt(mine, read_token(request))
    page = pages.ApplyDonePage(number=receipt.number, code=receipt.code, phone=mine.phone)
    return pages.render(request, page)


def describe_answers(draft: Application, missing: set[str]) -> tuple[pages.Answer, ...]:
    """List the questions with their answers, in the order they were asked."""
    texts = {step: str(getattr(draft, step)) for step in NEEDED}
    if draft.address:
        texts["name"] += f"\n{draft.address}"
    texts["files"] = "\n".join(file.name for file in draft.files)
    return tuple(pages.Answer(step, text, step in missing) for step, text in texts.items())


RECEIVED = _(
    "We have your application for a video visit. Number {number}, code {code}. With both you see "
    "how it stands. Keep the code to yourself."
)
