"""Asks the table of authorization.py before any page is made."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from aiohttp import web

from cases.departments import receives_applications
from scheduling.visibility import get_case_for
from visits.visit import get_visit_for
from web.errors import ForbiddenError, NoSeatError, NotFoundError, NotSignedInError
from web.keys import (
    CASE,
    CLOCK,
    READING,
    SEAT,
    SEAT_SIGNER,
    SESSIONS,
    SETTINGS,
    SIGNED_IN,
    TICKET,
    VISIT,
)

from .authorization import Rule, Who, find_rule
from .cookies import Cookie, find_cookie
from .seats import find_seat
from .sessions import SEEN_EVERY, SignedIn, find_session, lifetime_of, touch_session
from .ticket_cookie import find_ticket


async def admit_request(request: web.Request) -> None:
    """Raise unless the table lets this visitor use this route; leave who it is on the request."""
    resource = request.match_info.route.resource
    rule = find_rule(request.method, resource.canonical if resource is not None else "")
    if rule is None:
        raise NotFoundError
    await _CHECKS[rule.who](request, rule)


async def find_signed_in(request: web.Request) -> SignedIn | None:
    """Find who is signed in and note that the session is in use."""
    token = find_cookie(request, Cookie.SESSION)
    if token is None:
        return None
    now = request.app[CLOCK]()
    lifetime = lifetime_of(request.app[SETTINGS])
    async with request.app[READING]() as session:
        signed_in = await find_session(session, token, now, lifetime)
    if signed_in is not None and now - signed_in.seen_at > SEEN_EVERY:
        async with request.app[SESSIONS].begin() as session:
            await touch_session(session, signed_in.session_id, now)
    return signed_in


async def _admit_anyone(request: web.Request, rule: Rule) -> None:
    return


async def _admit_seat(request: web.Request, rule: Rule) -> None:
    sealed = find_cookie(request, Cookie.SEAT)
    seat = sealed and find_seat(request.app[SEAT_SIGNER], sealed, request.app[CLOCK]())
    if not seat:
        raise NoSeatError
    request[SEAT] = seat


async def _admit_ticket(request: web.Request, rule: Rule) -> None:
    held = find_ticket(request)
    if held is None:
        raise NoSeatError
    request[TICKET] = held


async def _admit_staff(request: web.Request, rule: Rule) -> None:
    signed_in = await find_signed_in(request)
    if signed_in is None:
        raise NotSignedInError
    if not signed_in.has_one_of(rule.roles):
        raise ForbiddenError
    request[SIGNED_IN] = signed_in


async def _admit_panel(request: web.Request, rule: Rule) -> None:
    await _admit_staff(request, rule)
    visit_id = read_uuid(request, "visit_id")
    async with request.app[READING]() as session:
        request[VISIT] = await get_visit_for(session, request[SIGNED_IN].user, visit_id)


async def _admit_reception(request: web.Request, rule: Rule) -> None:
    await _admit_staff(request, rule)
    if not receives_applications(request[SIGNED_IN].department):
        raise ForbiddenError


async def _admit_party(request: web.Request, rule: Rule) -> None:
    await _admit_staff(request, rule)
    async with request.app[READING]() as session:
        number = request.match_info["number"]
        request[CASE] = await get_case_for(session, request[SIGNED_IN].user, number)


def read_uuid(request: web.Request, name: str) -> UUID:
    """Read an id out of the path; what is none cannot exist."""
    try:
        return UUID(request.match_info[name])
    except ValueError:
        raise NotFoundError from None


_CHECKS: dict[Who, Callable[[web.Request, Rule], Awaitable[None]]] = {
    Who.ANYONE: _admit_anyone,
    Who.SEAT: _admit_seat,
    Who.TICKET: _admit_ticket,
    Who.STAFF: _admit_staff,
    Who.PANEL: _admit_panel,
    Who.PARTY: _admit_party,
    Who.RECEPTION: _admit_reception,
}
