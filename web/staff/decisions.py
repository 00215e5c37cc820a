"""What the panel decides about the case's fields; each is committed, then told to the panel."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict

import msgspec
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.case_fields import set_case_field
from cases.decisions import accept_suggestion, correct_suggestion, reject_suggestion
from cases.fields import CaseField, parse_field_value
from cases.models import Case, FieldSuggestion
from cases.suggestions import get_suggestion
from media import Role
from visits.field_reader import describe_decision
from web.auth.guard import read_uuid
from web.bodies import read_body
from web.errors import NotFoundError
from web.keys import CLOCK, LIVE_VISITS, SESSIONS, SIGNED_IN, VISIT

from .console import describe_field

Decide = Callable[[AsyncSession, FieldSuggestion], Awaitable[FieldSuggestion]]


class Correction(msgspec.Struct, frozen=True):
    """A value as a person typed it; empty only where a field is emptied by hand."""

    value: str


async def accept(request: web.Request) -> web.Response:
    """POST .../suggestions/{suggestion_id}/accept."""
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    return await decide(request, lambda session, one: accept_suggestion(session, one.id, user, now))


async def reject(request: web.Request) -> web.Response:
    """POST .../suggestions/{suggestion_id}/reject."""
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    return await decide(request, lambda session, one: reject_suggestion(session, one.id, user, now))


async def correct(request: web.Request) -> web.Response:
    """POST .../suggestions/{suggestion_id}/correct with {"value": text as typed}."""
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    typed = (await read_body(request, Correction)).value

    def write(session: AsyncSession, one: FieldSuggestion) -> Awaitable[FieldSuggestion]:
        value = parse_field_value(CaseField(one.field), typed)
        return correct_suggestion(session, one.id, user, now, value)

    return await decide(request, write)


async def decide(request: web.Request, decide_one: Decide) -> web.Response:
    """Decide in one transaction, tell the panel, answer with the body of `suggestion_decided`."""
    visit, suggestion_id = request[VISIT], read_uuid(request, "suggestion_id")
    async with request.app[SESSIONS].begin() as session:
        suggestion = await get_suggestion(session, suggestion_id)
        if suggestion.case_id != visit.case_id:
            raise NotFoundError
        suggestion = await decide_one(session, suggestion)
    name = request[SIGNED_IN].user.name
    decision = describe_decision(suggestion, visit.lang, decided_by_name=name)
    tell_panel(request, "suggestion_decided", decision)
    return web.json_response(decision)


async def set_field(request: web.Request) -> web.Response:
    """POST .../fields/{field} with {"value": text}: write a field by hand; "" empties it."""
    field = read_field(request)
    typed = (await read_body(request, Correction)).value
    value = parse_field_value(field, typed) if typed.strip() else None
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        case = await session.get_one(Case, request[VISIT].case_id)
        await set_case_field(session, case, field, value, user, now)
        state = asdict(describe_field(request, case, field))
    tell_panel(request, "field_set", {**state, "decided_by_name": user.name})
    return web.json_response(state)


def read_field(request: web.Request) -> CaseField:
    try:
        return CaseField(request.match_info["field"])
    except ValueError:
        raise NotFoundError from None


def tell_panel(request: web.Request, topic: str, body: Mapping[str, object]) -> None:
    live = request.app[LIVE_VISITS].find(request[VISIT].id)
    if live is not None:
        live.room.announce(topic, body, roles=[Role.PANEL])
