"""The cookie that holds a citizen's ticket."""

from datetime import timedelta

from aiohttp import web

from web.keys import CLOCK, TICKET_SIGNER

from .cookies import Cookie, find_cookie, set_cookie
from .held_ticket import HeldTicket, open_ticket, seal_ticket

TICKET_LASTS = timedelta(days=60)


def give_ticket(request: web.Request, response: web.StreamResponse, held: HeldTicket) -> None:
    """Let this browser look at the visit's ticket, move it and call it off."""
    expires_at = request.app[CLOCK]() + TICKET_LASTS
    sealed = seal_ticket(request.app[TICKET_SIGNER], held, expires_at)
    set_cookie(request, response, Cookie.TICKET, sealed, int(TICKET_LASTS.total_seconds()))


def find_ticket(request: web.Request) -> HeldTicket | None:
    """Open the cookie; None when there is none or it does not open."""
    sealed = find_cookie(request, Cookie.TICKET)
    if sealed is None:
        return None
    return open_ticket(request.app[TICKET_SIGNER], sealed, request.app[CLOCK]())
