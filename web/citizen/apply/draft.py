"""The draft that belongs to this browser, found by a cookie that no script can read."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aiohttp import web

from cases.application_models import ApplicationState
from cases.applications import DRAFT_LASTS, find_own_application
from web.auth.cookies import Cookie, find_cookie, set_cookie
from web.keys import CLOCK, READING

from .steps import DONE, START

if TYPE_CHECKING:
    from cases.application_models import Application


def new_token() -> str:
    return secrets.token_urlsafe(32)


def read_token(request: web.Request) -> str:
    """Give this browser's token; who has none is sent to the start."""
    token = find_cookie(request, Cookie.APPLICATION)
    if token is None:
        raise web.HTTPSeeOther(START)
    return token


async def find_mine(request: web.Request) -> Application | None:
    """Find what this browser has begun or just sent."""
    token = find_cookie(request, Cookie.APPLICATION)
    if token is None:
        return None
    async with request.app[READING]() as session:
        return await find_own_application(session, token, request.app[CLOCK]())


async def get_draft(request: web.Request) -> Application:
    """Return the draft; who has none is sent to the start, who has sent it to number and code."""
    application = await find_mine(request)
    if application is None:
        raise web.HTTPSeeOther(START)
    if application.state is not ApplicationState.DRAFT:
        raise web.HTTPSeeOther(DONE)
    return application


def keep_token(request: web.Request, response: web.Response, token: str) -> web.Response:
    """Let the browser remember its draft for seven days from now on."""
    max_age = int(DRAFT_LASTS.total_seconds())
    set_cookie(request, response, Cookie.APPLICATION, token, max_age=max_age)
    return response
