"""The way in: one page, and POST /visit/redeem that trades link and code for a seat."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from aiohttp import web

from cases.audit import record_act
from visits.audit import name_citizen
from visits.errors import InvitationError
from visits.invitations import redeem_invitation
from visits.models import Invitation
from web import pages
from web.auth.cookies import Cookie, set_cookie
from web.auth.held_ticket import HeldTicket
from web.auth.seats import Seat, seal_seat
from web.auth.ticket_cookie import give_ticket
from web.bodies import read_body
from web.keys import CLOCK, METRICS, SEAT_SIGNER, SESSIONS

from .seat import answer_with_seat

# Long enough for a visit that runs over; the invitation's own window is checked at each request.
SEAT_LASTS = timedelta(hours=12)


class Redeem(msgspec.Struct, frozen=True):
    """The token of the link's fragment and the code that was told by another way."""

    token: Annotated[str, msgspec.Meta(max_length=200)]
    code: Annotated[str, msgspec.Meta(max_length=40)]


async def show_page(request: web.Request) -> web.Response:
    """GET /visit: the same page for everybody; the token in its fragment never reaches us."""
    return pages.render(request, pages.CitizenPage())


async def redeem(request: web.Request) -> web.Response:
    """POST /visit/redeem: set the seat cookie and answer with the state of the seat."""
    body = await read_body(request, Redeem)
    invitation = await judge(request, body)
    response = await answer_with_seat(request, invitation.id)
    give_seat(request, response, invitation.id)
    # The seat ends with the day; minutes are read and signed by the ticket days later.
    give_ticket(request, response, HeldTicket(invitation.id, body.token))
    return response


def give_seat(request: web.Request, response: web.Response, invitation_id: UUID) -> None:
    """Let this browser sit in the visit of an invitation that was judged."""
    seat = Seat(invitation_id, request.app[CLOCK]() + SEAT_LASTS)
    sealed = seal_seat(request.app[SEAT_SIGNER], seat)
    set_cookie(request, response, Cookie.SEAT, sealed, max_age=int(SEAT_LASTS.total_seconds()))


async def judge(request: web.Request, body: Redeem) -> Invitation:
    """Commit the try, right or wrong, before anybody is told; raises InvitationError."""
    now = request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        redemption = await redeem_invitation(session, token=body.token, code=body.code, now=now)
        if redemption.invitation is not None:
            subject = name_citizen(redemption.invitation.id)
            record_act(session, subject, "invitation_redeemed", subject, {}, now)
    count(request, redemption.error)
    return redemption.get_invitation()


def count(request: web.Request, error: InvitationError | None) -> None:
    result = "redeemed" if error is None else type(error).__name__
    request.app[METRICS].redemptions.labels(result).inc()
