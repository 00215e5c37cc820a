"""What the citizen does with minutes: read, hear a second, object, sign."""

from dataclasses import replace
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.minutes import find_minutes, list_open_objections, raise_objection
from cases.minutes_errors import MinutesChangedError, MinutesError, NoStrokeError
from cases.minutes_models import Minutes, MinutesState
from cases.minutes_seal import find_seal
from cases.minutes_signing import CitizenHand, judge_signing_code, list_signatures, sign_as_citizen
from cases.models import Case
from visits.errors import InvitationRevokedError, UnknownInvitationError
from visits.models import Invitation, Visit
from visits.recordings import list_recordings
from visits.signers import list_parties
from web import pages
from web.auth.ticket_cookie import find_ticket
from web.citizen.sign_form import SignForm, read_objection, read_second, read_sign_form
from web.i18n import find_language, say
from web.keys import CLOCK, DELIVERY, READING, SESSIONS, TICKET
from web.minutes_desk import send_sealed
from web.minutes_notices import code_key, send_signing_code
from web.minutes_rows import (
    describe_lines,
    describe_objections,
    describe_signatures,
    list_sounds,
)
from web.refusals import find_refusal, read_facts

from .sign_entry import redirect_to_entry

SOUNDS = "/sign/recordings"


async def show_sign(request: web.Request) -> web.Response:
    """GET /sign; with ?at=seconds the sound of that second and the form to object."""
    held = find_ticket(request)
    if held is None:
        return redirect_to_entry()
    request[TICKET] = held
    return await render_sign(request, at=read_second(request.query.get("at", "")))


async def object_to(request: web.Request) -> web.Response:
    """POST /sign/objections."""
    objection, invitation = read_objection(await request.post()), request[TICKET].invitation_id
    try:
        async with request.app[SESSIONS].begin() as session:
            visit = await get_own_visit(session, invitation)
            await raise_objection(
                session,
                visit.id,
                base=objection.revision,
                invitation_id=invitation,
                words=objection.words,
                at_seconds=objection.at_seconds,
                now=request.app[CLOCK](),
            )
    except MinutesError as error:
        at = int(objection.at_seconds) if objection.at_seconds is not None else None
        return await refuse(request, error, at=at, words=objection.words)
    return redirect_to_sign("objected")


async def send_code(request: web.Request) -> web.Response:
    """POST /sign/code: a code to the phone that is on file."""
    try:
        async with request.app[SESSIONS].begin() as session:
            invitation = await get_own_invitation(session, request[TICKET].invitation_id)
            minutes = await find_minutes(session, invitation.visit_id)
            if minutes is not None:
                await send_signing_code(request, session, minutes, invitation)
    except MinutesError as error:
        return await refuse(request, error, is_code_sent=True)
    request.app[DELIVERY].wake()
    return redirect_to_sign("code")


async def sign(request: web.Request) -> web.Response:
    """POST /sign: with a drawn stroke, else with the code that was sent."""
    form, is_code_sent = read_sign_form(await request.post()), False
    try:
        if not form.stroke:
            is_code_sent = bool(form.code)
            await judge_code(request, form)
        await add_signature(request, form)
    except MinutesError as error:
        return await refuse(request, error, is_code_sent=is_code_sent)
    return redirect_to_sign("signed")


async def download(request: web.Request) -> web.StreamResponse:
    """GET /sign/sealed/{format}."""
    async with request.app[READING]() as session:
        visit = await get_own_visit(session, request[TICKET].invitation_id)
    return await send_sealed(request, visit)


async def judge_code(request: web.Request, form: SignForm) -> None:
    """Commit the try, right or wrong, before anybody is told; raises MinutesError."""
    if not form.code:
        raise NoStrokeError
    invitation_id, now = request[TICKET].invitation_id, request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        visit = await get_own_visit(session, invitation_id)
        minutes = await find_minutes(session, visit.id)
        if minutes is None or minutes.revision != form.revision:
            raise MinutesChangedError(form.revision, minutes.revision if minutes else 0)
        key = code_key(request)
        problem = await judge_signing_code(session, minutes, invitation_id, form.code, key, now)
    if problem is not None:
        raise problem


async def add_signature(request: web.Request, form: SignForm) -> None:
    async with request.app[SESSIONS].begin() as session:
        invitation = await get_own_invitation(session, request[TICKET].invitation_id)
        visit = await session.get_one(Visit, invitation.visit_id)
        await sign_as_citizen(
            session,
            visit.id,
            CitizenHand(invitation.id, invitation.name, form.stroke or None),
            base=form.revision,
            parties=await list_parties(session, visit),
            now=request.app[CLOCK](),
        )


async def refuse(
    request: web.Request,
    error: MinutesError,
    *,
    at: int | None = None,
    words: str = "",
    is_code_sent: bool = False,
) -> web.Response:
    refusal = find_refusal(error)
    problem = say(request, refusal.sentence, **read_facts(error, refusal))
    return await render_sign(
        request,
        at=at,
        words=words,
        is_code_sent=is_code_sent,
        problem=problem,
        status=refusal.status,
    )


async def render_sign(
    request: web.Request,
    *,
    at: int | None = None,
    words: str = "",
    is_code_sent: bool = False,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> web.Response:
    async with request.app[READING]() as session:
        invitation = await get_own_invitation(session, request[TICKET].invitation_id)
        visit = await session.get_one(Visit, invitation.visit_id)
        case = await session.get_one(Case, visit.case_id)
        minutes = await find_minutes(session, visit.id)
        page = pages.SignPage(
            invitation_id=str(invitation.id),
            status="none",
            case_number=case.number,
            case_title=case.title,
            lang=visit.lang,
            at=at,
            words=words,
            is_code_sent=is_code_sent or request.query.get("done") == "code",
            notice=find_notice(request, problem),
            problem=problem,
        )
        if minutes is not None and minutes.state is not MinutesState.DRAFT:
            page = await fill_page(request, session, page, minutes, invitation)
    return pages.render(request, page, status=status)


async def fill_page(
    request: web.Request,
    session: AsyncSession,
    page: pages.SignPage,
    minutes: Minutes,
    invitation: Invitation,
) -> pages.SignPage:
    """Add what is shown of minutes that were presented."""
    recordings = await list_recordings(session, invitation.visit_id)
    has_signed = invitation.id in {one.signer for one in await list_signatures(session, minutes)}
    seal = await find_seal(session, minutes.id)
    return replace(
        page,
        status="sealed" if seal else "waiting" if has_signed else "open",
        revision=minutes.revision,
        lines=await describe_lines(session, minutes),
        sounds=list_sounds(recordings, SOUNDS, page.at),
        objections=await describe_objections(
            session, minutes, lambda second: list_sounds(recordings, SOUNDS, second)
        ),
        signatures=await describe_signatures(session, minutes, find_language(request)),
        has_open_objection=bool(await list_open_objections(session, minutes)),
        digest=seal.digest if seal else "",
    )


def find_notice(request: web.Request, problem: str) -> Literal["", "objected", "signed"]:
    """Give what was done just now, as the redirect after it says."""
    done = request.query.get("done", "")
    if problem or done not in {"objected", "signed"}:
        return ""
    return "signed" if done == "signed" else "objected"


async def get_own_invitation(session: AsyncSession, invitation_id: UUID) -> Invitation:
    """Return the invitation that this browser holds; raises InvitationError."""
    invitation = await session.get(Invitation, invitation_id)
    if invitation is None:
        raise UnknownInvitationError
    if invitation.revoked_at is not None:
        raise InvitationRevokedError(invitation.revoked_at)
    return invitation


async def get_own_visit(session: AsyncSession, invitation_id: UUID) -> Visit:
    invitation = await get_own_invitation(session, invitation_id)
    return await session.get_one(Visit, invitation.visit_id)


def redirect_to_sign(done: str) -> web.Response:
    location = f"/sign?{urlencode({'done': done})}#sign"
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})
