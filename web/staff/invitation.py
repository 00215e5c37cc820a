"""The page that shows a fresh invitation: link, QR code and code, once."""

from http import HTTPStatus
from uuid import UUID

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case
from scheduling.models import Booking
from visits.invitations import IssuedInvitation
from visits.models import Invitation, Visit
from visits.visit import list_panel
from web import pages
from web.auth.guard import read_uuid
from web.auth.invitation_notes import InvitationNote
from web.errors import NotFoundError
from web.keys import INVITATION_NOTES, READING, SIGNED_IN
from web.links import base_url, invitation_link
from web.names import name_departments

from .viewer import describe_viewer


def redirect_to_invitation(request: web.Request, issued: IssuedInvitation) -> web.Response:
    """Keep link and code for one look by the one who convened, and go there."""
    visit_id = issued.invitation.visit_id
    note = InvitationNote(issued.token, issued.code)
    request.app[INVITATION_NOTES].keep(request[SIGNED_IN].user.id, visit_id, note)
    return web.Response(
        status=HTTPStatus.SEE_OTHER, headers={"Location": f"/staff/visits/{visit_id}/invitation"}
    )


async def show_invitation(request: web.Request) -> web.Response:
    """GET /staff/visits/{visit_id}/invitation: to who convened the visit, and only once."""
    visit_id = read_uuid(request, "visit_id")
    note = request.app[INVITATION_NOTES].take(request[SIGNED_IN].user.id, visit_id)
    if note is None:
        raise NotFoundError
    async with request.app[READING]() as session:
        page = await describe_invitation(request, session, visit_id, note)
    return pages.render(request, page)


async def describe_invitation(
    request: web.Request, session: AsyncSession, visit_id: UUID, note: InvitationNote
) -> pages.InvitationPage:
    visit = await session.get_one(Visit, visit_id)
    case = await session.get_one(Case, visit.case_id)
    booking = await session.get_one(Booking, visit.booking_id)
    query = select(Invitation).where(Invitation.visit_id == visit_id)
    invitation = (await session.scalars(query)).one()
    return pages.InvitationPage(
        viewer=describe_viewer(request),
        visit_id=str(visit.id),
        case_number=case.number,
        citizen_name=invitation.name,
        link=invitation_link(base_url(request), note.token),
        code=note.code,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        opens_at=invitation.opens_at,
        closes_at=invitation.closes_at,
        departments=name_departments(request, await list_panel(session, visit)),
        place=booking.place,
    )
