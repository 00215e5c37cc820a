"""A redeemed seat: its state, the two choices, the place in the queue, the ticket for a socket."""

import time
from typing import Annotated
from uuid import UUID

import msgspec
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case
from visits.consents import find_consent, give_consent
from visits.grants import grant_for_citizen
from visits.invitations import get_seated_invitation
from visits.lobby import find_place, find_position, list_waiting, take_lobby_place
from visits.models import Consent, Invitation, Visit
from visits.seats import seat_of_citizen
from visits.visit import list_panel, open_doors
from web.answers import (
    ConsentChoice,
    LobbyState,
    PanelSeat,
    SeatState,
    VisitSummary,
    encode,
)
from web.bodies import read_body
from web.captions import list_captions
from web.i18n import find_language
from web.keys import CLOCK, LIVE_VISITS, READING, SEAT, SESSIONS, TICKETS
from web.names import name_department


class Choices(msgspec.Struct, frozen=True):
    """Two separate answers to the sentences of one version."""

    recording: bool
    transcript: bool
    text_version: Annotated[str, msgspec.Meta(max_length=32)] = "2"


async def show_state(request: web.Request) -> web.Response:
    """GET /visit/state: where a page that was loaded again goes on."""
    return await answer_with_seat(request, request[SEAT].invitation_id)


async def show_captions(request: web.Request) -> web.Response:
    """GET /visit/captions: what was said since this citizen was let in, for a page loaded again."""
    now = request.app[CLOCK]()
    async with request.app[READING]() as session:
        invitation = await get_seated_invitation(session, request[SEAT].invitation_id, now)
        place = await find_place(session, invitation.id, now)
        visit = await session.get_one(Visit, invitation.visit_id)
        if visit.started_at is None or place is None or place.admitted_at is None:
            return web.json_response({"utterances": []})
        since = (place.admitted_at - visit.started_at).total_seconds()
        live = request.app[LIVE_VISITS].find(visit.id)
        captions = await list_captions(session, visit, live, since=since)
    return web.json_response({"utterances": captions})


async def choose(request: web.Request) -> web.Response:
    """POST /visit/consent: commit both choices; a change during the visit counts at once."""
    choices = await read_body(request, Choices)
    now = request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        invitation = await get_seated_invitation(session, request[SEAT].invitation_id, now)
        await give_consent(
            session,
            invitation,
            recording=choices.recording,
            transcript=choices.transcript,
            text_version=choices.text_version,
            now=now,
        )
    await request.app[LIVE_VISITS].consent_changed(invitation.visit_id)
    return await answer_with_seat(request, invitation.id)


async def wait(request: web.Request) -> web.Response:
    """POST /visit/lobby: take a place, or keep the one that is held."""
    now = request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        invitation = await get_seated_invitation(session, request[SEAT].invitation_id, now)
        await open_doors(session, invitation.visit_id)
        await take_lobby_place(session, invitation, now)
        waiting = await list_waiting(session, invitation.visit_id, now)
    live = await request.app[LIVE_VISITS].open(invitation.visit_id)
    live.lobby_changed()
    place = LobbyState(find_position(waiting, invitation.id) or 0, len(waiting))
    return web.json_response(encode(place))


async def give_ticket(request: web.Request) -> web.Response:
    """POST /visit/socket-ticket: let one socket into this seat."""
    now = request.app[CLOCK]()
    async with request.app[READING]() as session:
        invitation = await get_seated_invitation(session, request[SEAT].invitation_id, now)
        grant = await grant_for_citizen(session, invitation, now)
    await request.app[LIVE_VISITS].open(invitation.visit_id)
    return web.json_response({"ticket": request.app[TICKETS].issue(grant, time.monotonic())})


async def answer_with_seat(request: web.Request, invitation_id: UUID) -> web.Response:
    """Answer with SeatState as it is committed now."""
    now = request.app[CLOCK]()
    async with request.app[READING]() as session:
        invitation = await get_seated_invitation(session, invitation_id, now)
        place = await find_place(session, invitation.id, now)
        waiting = await list_waiting(session, invitation.visit_id, now)
        position = find_position(waiting, invitation.id)
        state = SeatState(
            participant_id=seat_of_citizen(invitation.id),
            name=invitation.name,
            visit=await summarize_visit(request, session, invitation),
            consent=summarize_consent(await find_consent(session, invitation.id)),
            in_lobby=place is not None,
            admitted=place is not None and place.admitted_at is not None,
            position=position,
            waiting=len(waiting) if position is not None else None,
        )
    return web.json_response(encode(state))


async def summarize_visit(
    request: web.Request, session: AsyncSession, invitation: Invitation
) -> VisitSummary:
    visit = await session.get_one(Visit, invitation.visit_id)
    case = await session.get_one(Case, visit.case_id)
    panel, language = await list_panel(session, visit), find_language(request)
    return VisitSummary(
        id=str(visit.id),
        case_title=case.title,
        case_number=case.number,
        starts_at=visit.starts_at.isoformat(),
        ends_at=visit.ends_at.isoformat(),
        opens_at=invitation.opens_at.isoformat(),
        lang=visit.lang,
        state=visit.state.value,
        panel=tuple(
            PanelSeat(name_department(language, department), is_lead=place == 0)
            for place, department in enumerate(panel)
        ),
    )


def summarize_consent(consent: Consent | None) -> ConsentChoice | None:
    return None if consent is None else ConsentChoice(consent.recording, consent.transcript)
