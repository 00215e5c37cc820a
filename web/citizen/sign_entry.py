"""The way to the minutes from the notice: its link, then a code that goes to the phone on file."""

import time
from http import HTTPStatus
from uuid import UUID

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.minutes import find_minutes
from cases.minutes_errors import MinutesError, SigningCodeTooSoonError
from cases.minutes_models import Minutes
from cases.minutes_signing import judge_signing_code
from visits.errors import UnknownInvitationError
from visits.models import Invitation
from web import pages
from web.auth.allowances import Costly
from web.auth.held_ticket import HeldTicket
from web.auth.ticket_cookie import give_ticket
from web.forms import read_line
from web.i18n import say
from web.keys import ALLOWANCES, CLOCK, DELIVERY, SESSIONS
from web.minutes_notices import code_key, read_sign_link, send_signing_code
from web.proxy import address_of
from web.refusals import find_refusal, read_facts


async def show_entry(request: web.Request) -> web.Response:
    """GET /sign/open; the link's part behind the # is filled in by the page's script."""
    return pages.render(request, pages.SignEntryPage())


async def open_sign(request: web.Request) -> web.Response:
    """POST /sign/open: without a code one is sent; with the right one the minutes open."""
    form = await request.post()
    link, code = read_line(form, "link", 500), read_line(form, "code", 40)
    try:
        invitation_id = read_sign_link(request, link)
        if invitation_id is None:
            raise UnknownInvitationError
        if not code:
            await send(request, invitation_id)
            return pages.render(request, pages.SignEntryPage(link=link, is_code_sent=True))
        await judge(request, invitation_id, code)
    except (MinutesError, UnknownInvitationError) as error:
        refusal = find_refusal(error)
        page = pages.SignEntryPage(
            link=link,
            is_code_sent=bool(code) or isinstance(error, SigningCodeTooSoonError),
            problem=say(request, refusal.sentence, **read_facts(error, refusal)),
        )
        return pages.render(request, page, status=refusal.status)
    response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/sign"})
    give_ticket(request, response, HeldTicket(invitation_id))
    return response


async def send(request: web.Request, invitation_id: UUID) -> None:
    """Queue a code; raises SigningCodeTooSoonError, UnknownInvitationError."""
    request.app[ALLOWANCES].take(Costly.PHONE_CODE, address_of(request), time.monotonic())
    async with request.app[SESSIONS].begin() as session:
        minutes, invitation = await find_own(session, invitation_id)
        await send_signing_code(request, session, minutes, invitation)
    request.app[DELIVERY].wake()


async def judge(request: web.Request, invitation_id: UUID, code: str) -> None:
    """Commit the try before anybody is told; raises MinutesError."""
    now = request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        minutes, _invitation = await find_own(session, invitation_id)
        key = code_key(request)
        problem = await judge_signing_code(session, minutes, invitation_id, code, key, now)
    if problem is not None:
        raise problem


async def find_own(session: AsyncSession, invitation_id: UUID) -> tuple[Minutes, Invitation]:
    invitation = await session.get(Invitation, invitation_id)
    minutes = await find_minutes(session, invitation.visit_id) if invitation else None
    if invitation is None or minutes is None or invitation.revoked_at is not None:
        raise UnknownInvitationError
    return minutes, invitation


def redirect_to_entry() -> web.Response:
    """Send who holds no ticket to the form; browsers keep what stands behind the #."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/sign/open"})
