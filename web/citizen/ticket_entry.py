"""The way to a ticket: the invitation's link, whose token stays behind its #, and the code.

The same token opens ticket and visit, so a citizen has one link. It is asked for together with the
code, as at the door of the visit: who merely sees the link, a messenger's preview or a forwarded
message, learns nothing and can call nothing off. The form works without script; with it the link is
filled in from the address.
"""

from http import HTTPStatus

from aiohttp import web

from visits.errors import InvitationError
from visits.invitations import redeem_invitation
from visits.models import Invitation
from web import pages
from web.auth.held_ticket import HeldTicket
from web.auth.ticket_cookie import give_ticket
from web.forms import read_line
from web.i18n import say
from web.keys import CLOCK, METRICS, SESSIONS
from web.refusals import find_refusal, read_facts

OPENED = "ticket_opened"


async def show_entry(request: web.Request) -> web.Response:
    """GET /ticket/open."""
    return pages.render(request, pages.TicketEntryPage())


async def open_ticket(request: web.Request) -> web.Response:
    """POST /ticket/open: link and code for the ticket; a wrong code costs one of the five tries."""
    form = await request.post()
    link, code = read_line(form, "link", 500), read_line(form, "code", 40)
    token = link.rpartition("#")[2].strip()
    try:
        invitation = await judge(request, token, code)
    except InvitationError as error:
        request.app[METRICS].redemptions.labels(type(error).__name__).inc()
        refusal = find_refusal(error)
        sentence = say(request, refusal.sentence, **read_facts(error, refusal))
        page = pages.TicketEntryPage(link=link, problem=sentence)
        return pages.render(request, page, status=refusal.status)
    request.app[METRICS].redemptions.labels(OPENED).inc()
    response = redirect_to_ticket()
    give_ticket(request, response, HeldTicket(invitation.id, token))
    return response


async def judge(request: web.Request, token: str, code: str) -> Invitation:
    """Commit the try, right or wrong, before anybody is told; raises InvitationError."""
    now = request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        tried = await redeem_invitation(session, token=token, code=code, now=now, ahead=True)
    return tried.get_invitation()


def redirect_to_ticket(query: str = "") -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": f"/ticket{query}"})


def redirect_to_entry() -> web.Response:
    """Send who holds no ticket to the form; browsers keep what stands behind the #."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/ticket/open"})
