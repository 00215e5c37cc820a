"""GET and POST /apply: what an application is, and the way into a new or begun one."""

import time

from aiohttp import web

from cases.application_models import ApplicationState
from cases.applications import start_draft
from web import pages
from web.auth.allowances import Costly
from web.forms import read_line
from web.i18n import find_language
from web.keys import ALLOWANCES, CLOCK, SESSIONS
from web.proxy import address_of

from .draft import find_mine, keep_token, new_token
from .steps import Step, find_step, path_of, redirect

SOURCES = frozenset({"poster"})


async def show_start(request: web.Request) -> web.Response:
    mine = await find_mine(request)
    source = request.query.get("from", "")
    page = pages.ApplyStartPage(
        source=source if source in SOURCES else "",
        has_draft=mine is not None and mine.state is ApplicationState.DRAFT,
        sent_number=(mine.number or "") if mine is not None else "",
    )
    return pages.render(request, page)


async def start(request: web.Request) -> web.Response:
    """Go on with the draft of this browser, or begin one; `anew` leaves the old one behind."""
    form = await request.post()
    mine = await find_mine(request)
    if mine is not None and mine.state is ApplicationState.DRAFT and "anew" not in form:
        return redirect(path_of(find_step(mine)))
    request.app[ALLOWANCES].take(Costly.DRAFT, address_of(request), time.monotonic())
    token, source = new_token(), read_line(form, "source", 16)
    async with request.app[SESSIONS].begin() as session:
        await start_draft(
            session,
            token=token,
            lang=find_language(request),
            source=source if source in SOURCES else "",
            now=request.app[CLOCK](),
        )
    return keep_token(request, redirect(path_of(Step.STORY)), token)
