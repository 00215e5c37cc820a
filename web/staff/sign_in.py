"""Signing in with name and password, and out again."""

import time
from http import HTTPStatus
from math import ceil

from aiohttp import web

from cases.audit import name_actor, name_subject, record_act
from cases.models import User
from cases.people import find_user_by_login
from visits.seats import seat_of_user
from web import pages
from web.auth.cookies import Cookie, delete_cookie, set_cookie
from web.auth.sessions import delete_old_sessions, end_session, lifetime_of, start_session
from web.errors import SignInPausedError, WrongPasswordError
from web.forms import read_text
from web.keys import (
    CLOCK,
    LIVE_VISITS,
    METRICS,
    PASSWORDS,
    READING,
    SESSIONS,
    SETTINGS,
    SIGNED_IN,
    THROTTLE,
    TICKETS,
)
from web.paths import find_own_path
from web.proxy import address_of

HOME = "/staff"
# Longer texts are no password of ours and would only cost time to hash.
LONGEST = 200


async def show_form(request: web.Request) -> web.Response:
    """GET /staff/sign-in."""
    return pages.render(request, pages.SignInPage(next_path=read_target(request.query.get("next"))))


async def sign_in(request: web.Request) -> web.Response:
    """POST /staff/sign-in: a session and its cookie, or the form again with what was wrong."""
    form = await request.post()
    login, password = read_text(form, "login", LONGEST), read_text(form, "password", LONGEST)
    target = read_target(read_text(form, "next", LONGEST))
    try:
        user = await check_password(request, login, password)
    except WrongPasswordError:
        page = pages.SignInPage(login=login, next_path=target, failed=True)
        return pages.render(request, page, status=HTTPStatus.UNAUTHORIZED)
    except SignInPausedError as error:
        minutes = ceil(error.seconds / 60)
        page = pages.SignInPage(login=login, next_path=target, wait_minutes=minutes)
        return pages.render(request, page, status=HTTPStatus.TOO_MANY_REQUESTS)
    response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": target})
    set_cookie(request, response, Cookie.SESSION, await open_session(request, user))
    return response


async def sign_out(request: web.Request) -> web.Response:
    """POST /staff/sign-out: the session ends on the server, and with it seats and tickets."""
    signed_in = request[SIGNED_IN]
    async with request.app[SESSIONS].begin() as session:
        await end_session(session, signed_in.session_id, request.app[CLOCK]())
    await leave_visits(request, seat_of_user(signed_in.user.id))
    response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/staff/sign-in"})
    delete_cookie(request, response, Cookie.SESSION)
    return response


async def leave_visits(request: web.Request, participant_id: str) -> None:
    """Leave every visit that runs here; a page still open hears that its seat is gone."""
    request.app[TICKETS].cancel_seat(participant_id)
    for live in request.app[LIVE_VISITS].list_running():
        participant = live.room.participants.get(participant_id)
        if participant is not None:
            await participant.leave("signed_out")


async def check_password(request: web.Request, login: str, password: str) -> User:
    """Give the user; raises WrongPasswordError, also for an unknown login, or SignInPausedError."""
    throttle, sign_ins = request.app[THROTTLE], request.app[METRICS].sign_ins
    address = address_of(request)
    try:
        throttle.count_try(login, address, time.monotonic())
    except SignInPausedError:
        sign_ins.labels("paused").inc()
        raise
    async with request.app[READING]() as session:
        user = await find_user_by_login(session, login)
    stored = user.password_hash if user is not None and user.active else None
    if not await request.app[PASSWORDS].check(stored, password) or user is None:
        sign_ins.labels("wrong").inc()
        raise WrongPasswordError
    throttle.forget(login, address)
    sign_ins.labels("right").inc()
    return user


async def open_session(request: web.Request, user: User) -> str:
    now = request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        await delete_old_sessions(session, now, lifetime_of(request.app[SETTINGS]))
        record_act(session, name_actor(user), "signed_in", name_subject("user", user.id), {}, now)
        return await start_session(session, user, now)


def read_target(text: str | None) -> str:
    return find_own_path(text) or HOME
