"""The console of a visit: its page, its state for the page's script, its socket, admit and end."""

import time
from collections.abc import Mapping, Sequence

import msgspec
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.case_fields import read_case_field
from cases.fields import CaseField, format_field_value
from cases.models import Case, Citizen, SuggestionStatus
from cases.suggestions import list_suggestions
from visits.field_reader import describe_suggestion
from visits.grants import grant_for_user
from visits.live import LiveVisit
from visits.models import Visit, VisitState
from visits.seats import seat_of_user
from visits.visit import list_panel
from web import pages
from web.answers import ConsoleState, ConsoleVisit, FieldState, encode
from web.auth.guard import read_uuid
from web.captions import list_captions
from web.i18n import find_language
from web.keys import LIVE_VISITS, READING, RECOGNIZERS, SIGNED_IN, TICKETS, VISIT
from web.names import name_departments

from .viewer import describe_viewer

ENDED = "ended"

Body = Mapping[str, object]


async def show_console(request: web.Request) -> web.Response:
    """GET /staff/visits/{visit_id}."""
    visit = request[VISIT]
    async with request.app[READING]() as session:
        case = await session.get_one(Case, visit.case_id)
        citizen = await session.get_one(Citizen, case.citizen_id)
        departments = name_departments(request, await list_panel(session, visit))
    page = pages.ConsolePage(
        viewer=describe_viewer(request),
        visit_id=str(visit.id),
        case_number=case.number,
        case_title=case.title,
        citizen_name=citizen.name,
        departments=departments,
        lang=visit.lang,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        state=visit.state.value,
    )
    return pages.render(request, page)


async def show_state(request: web.Request) -> web.Response:
    """GET /staff/visits/{visit_id}/state: everything a console shows, as committed now."""
    visit = request[VISIT]
    live = request.app[LIVE_VISITS].find(visit.id)
    async with request.app[READING]() as session:
        case = await session.get_one(Case, visit.case_id)
        state = ConsoleState(
            participant_id=seat_of_user(request[SIGNED_IN].user.id),
            visit=describe_visit(request, visit, live),
            fields=tuple(describe_field(request, case, field) for field in CaseField),
            suggestions=tuple(await list_open_suggestions(request, session, case)),
            utterances=tuple(await list_captions(session, visit, live)),
            waiting=describe_waiting(live),
        )
    return web.json_response(encode(state))


async def give_ticket(request: web.Request) -> web.Response:
    """POST /staff/visits/{visit_id}/socket-ticket: let one socket into the viewer's seat."""
    visit = request[VISIT]
    async with request.app[READING]() as session:
        grant = await grant_for_user(session, request[SIGNED_IN].user, visit)
    await request.app[LIVE_VISITS].open(visit.id)
    return web.json_response({"ticket": request.app[TICKETS].issue(grant, time.monotonic())})


async def admit(request: web.Request) -> web.Response:
    """POST /staff/visits/{visit_id}/admit/{invitation_id}: let a waiting citizen in."""
    user, invitation_id = request[SIGNED_IN].user, read_uuid(request, "invitation_id")
    await request.app[LIVE_VISITS].admit(request[VISIT].id, invitation_id, by=user)
    return web.json_response({"admitted": str(invitation_id)})


async def end(request: web.Request) -> web.Response:
    """POST /staff/visits/{visit_id}/end: close the visit for everybody; twice is once."""
    visit_id = request[VISIT].id
    await request.app[LIVE_VISITS].end(visit_id, ENDED, by=request[SIGNED_IN].user)
    return web.json_response({"state": VisitState.ENDED.value})


def describe_visit(request: web.Request, visit: Visit, live: LiveVisit | None) -> ConsoleVisit:
    """Tell how the visit stands: from the running one, else from its row."""
    if live is not None:
        return msgspec.convert(live.describe_state(), ConsoleVisit)
    model = request.app[RECOGNIZERS].models.get(visit.lang)
    return ConsoleVisit(
        state=visit.state.value,
        recording=False,
        recording_failed=False,
        transcribing=False,
        lang=visit.lang,
        model=model.name if model is not None else "",
        is_starter=model is not None and model.is_starter,
        started_at=visit.started_at.isoformat() if visit.started_at is not None else None,
        ends_at=visit.ends_at.isoformat(),
    )


def describe_waiting(live: LiveVisit | None) -> tuple[Body, ...]:
    """List who waits; nobody can before the doors are open."""
    if live is None:
        return ()
    return tuple(msgspec.convert(live.describe_waiting()["waiting"], list[dict[str, object]]))


def describe_field(request: web.Request, case: Case, field: CaseField) -> FieldState:
    value = read_case_field(case, field)
    text = "" if value is None else format_field_value(field, value, find_language(request))
    return FieldState(field.value, value, text)


async def list_open_suggestions(
    request: web.Request, session: AsyncSession, case: Case
) -> Sequence[Body]:
    language = find_language(request)
    return [
        describe_suggestion(suggestion, language)
        for suggestion in await list_suggestions(session, case.id)
        if suggestion.status is SuggestionStatus.SUGGESTED
    ]
