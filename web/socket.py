"""GET /socket: the WebSocket of both sides; the ticket in its first message says whose seat."""

import time

from aiohttp import web

from media import Grant, Role, Room
from signaling import UnknownTicketError, serve_client
from visits.errors import InvitationError
from visits.grants import grant_for_citizen
from visits.invitations import get_seated_invitation
from visits.seats import find_invitation_id

from .auth.csrf import check_socket_origin
from .errors import TicketError
from .keys import CLOCK, READING, ROOMS, TICKETS


async def serve_socket(request: web.Request) -> web.WebSocketResponse:
    """Serve one browser until its socket ends; raises ForeignOriginError before the upgrade."""
    check_socket_origin(request)

    async def authorize(ticket: str) -> Grant:
        try:
            grant = request.app[TICKETS].redeem(ticket, time.monotonic())
            return await renew_grant(request, grant)
        except (TicketError, InvitationError):
            raise UnknownTicketError from None

    def find_room(grant: Grant) -> Room:
        return request.app[ROOMS].get_room(grant.room_id)

    return await serve_client(request, authorize=authorize, find_room=find_room)


async def renew_grant(request: web.Request, grant: Grant) -> Grant:
    """Read a citizen's seat again: somebody may have admitted or uninvited them meanwhile."""
    invitation_id = find_invitation_id(grant.participant_id)
    if grant.role is not Role.CITIZEN or invitation_id is None:
        return grant
    now = request.app[CLOCK]()
    async with request.app[READING]() as session:
        invitation = await get_seated_invitation(session, invitation_id, now)
        return await grant_for_citizen(session, invitation, now)
