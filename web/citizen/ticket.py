"""The citizen's ticket: what it says, another time, calling the visit off, the way in."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from scheduling.availability import SlotAnswer, SlotRequest
from scheduling.errors import BookingOverError, SlotTakenError
from scheduling.offers import ask_slots, check_slot, find_slots
from scheduling.resources import normalize_place
from scheduling.rosters import list_places
from visits.changes import VisitTicket, cancel_visit, get_ticket, move_visit
from visits.invitations import CLOSES_AFTER, get_seated_invitation
from visits.models import VisitState
from visits.visit import list_panel
from web import pages
from web.auth.held_ticket import HeldTicket
from web.auth.ticket_cookie import find_ticket
from web.errors import BadInputError
from web.forms import Form, read_line
from web.i18n import mark as _
from web.i18n import say
from web.keys import CLOCK, DELIVERY, LIVE_VISITS, READING, SESSIONS, SETTINGS, TICKET
from web.links import base_url, ticket_link
from web.names import name_departments
from web.notices import open_notices
from web.offers import Offers, describe_offers, describe_reasons, find_room, list_wishes
from web.pages.ticket import TicketStatus

from .entry import give_seat
from .ticket_entry import redirect_to_entry, redirect_to_ticket

CALLED_OFF = "cancelled"


async def show_ticket(request: web.Request) -> web.Response:
    """GET /ticket; with `?times` the times to which the visit can be moved."""
    held = find_ticket(request)
    if held is None:
        return redirect_to_entry()
    return await render_ticket(request, held, with_offers="times" in request.query)


async def move(request: web.Request) -> web.Response:
    """POST /ticket/move: take the chosen slot; a taken one shows what is free now."""
    held, starts_at = request[TICKET], read_start(await request.post())
    now = request.app[CLOCK]()
    try:
        async with request.app[SESSIONS].begin() as session:
            place = await find_place(request, session, held, starts_at)
            ticket = await move_visit(
                session, held.invitation_id, starts_at=starts_at, place=place, now=now
            )
            notices = await open_notices(request, session, ticket.visit)
            await notices.moved(str(int(now.timestamp() * 1000)))
    except (SlotTakenError, BookingOverError):
        problem = say(request, _("Somebody has just taken this time. These are still free."))
        return await render_ticket(request, held, with_offers=True, problem=problem)
    request.app[DELIVERY].wake()
    await request.app[LIVE_VISITS].time_changed(ticket.visit.id)
    return redirect_to_ticket("?moved")


async def cancel(request: web.Request) -> web.Response:
    """POST /ticket/cancel: call the visit off."""
    held, now = request[TICKET], request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        ticket = await cancel_visit(session, held.invitation_id, now)
        notices = await open_notices(request, session, ticket.visit)
        await notices.cancelled()
    request.app[DELIVERY].wake()
    if request.app[LIVE_VISITS].find(ticket.visit.id) is not None:
        await request.app[LIVE_VISITS].end(ticket.visit.id, CALLED_OFF)
    return redirect_to_ticket()


async def join(request: web.Request) -> web.Response:
    """POST /ticket/join: trade the ticket for a seat and go to the visit; InvitationError."""
    held = request[TICKET]
    async with request.app[READING]() as session:
        await get_seated_invitation(session, held.invitation_id, request.app[CLOCK]())
    fragment = f"#{held.token}" if held.token else ""
    response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": f"/visit{fragment}"})
    give_seat(request, response, held.invitation_id)
    return response


async def render_ticket(
    request: web.Request, held: HeldTicket, *, with_offers: bool = False, problem: str = ""
) -> web.Response:
    now = request.app[CLOCK]()
    async with request.app[READING]() as session:
        ticket = await get_ticket(session, held.invitation_id)
        departments = await list_panel(session, ticket.visit)
        can_change = ticket.can_change(now)
        offers = None
        if with_offers and can_change:
            answer, places = await find_times(request, session, ticket)
            zone = request.app[SETTINGS].zone
            reasons = describe_reasons(request, answer.reasons, departments)
            offers = Offers(describe_offers(answer, places, zone), reasons)
    page = pages.TicketPage(
        status=find_status(ticket, now),
        name=ticket.invitation.name,
        case_number=ticket.case.number,
        case_title=ticket.case.title,
        departments=name_departments(request, departments),
        starts_at=ticket.visit.starts_at,
        ends_at=ticket.visit.ends_at,
        opens_at=ticket.invitation.opens_at,
        place=ticket.booking.place,
        token=held.token,
        link=ticket_link(base_url(request), held.token) if held.token else "",
        can_change=can_change,
        is_new="moved" in request.query,
        offers=offers.slots if offers is not None else None,
        reasons=offers.reasons if offers is not None else (),
        problem=problem,
    )
    return pages.render(request, page, status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK)


def find_status(ticket: VisitTicket, now: datetime) -> TicketStatus:
    if ticket.is_cancelled:
        return "cancelled"
    is_over = now > ticket.visit.ends_at + CLOSES_AFTER
    if ticket.visit.state is VisitState.ENDED or is_over:
        return "over"
    return "open" if now >= ticket.invitation.opens_at else "waiting"


async def find_times(
    request: web.Request, session: AsyncSession, ticket: VisitTicket
) -> tuple[SlotAnswer, Sequence[str]]:
    zone, now = request.app[SETTINGS].zone, request.app[CLOCK]()
    asked, places = await ask_for(request, session, ticket)
    answer = await find_slots(session, asked, zone=zone, now=now, ignoring=ticket.booking.id)
    return answer, places


async def find_place(
    request: web.Request, session: AsyncSession, held: HeldTicket, starts_at: datetime
) -> str:
    """Give a free room for another time; SlotTakenError when somebody is not free then."""
    ticket = await get_ticket(session, held.invitation_id)
    zone, now = request.app[SETTINGS].zone, request.app[CLOCK]()
    if not ticket.can_change(now):
        return ticket.booking.place  # move_visit says what is wrong
    asked, places = await ask_for(request, session, ticket)
    slot = await check_slot(
        session, asked, starts_at, zone=zone, now=now, ignoring=ticket.booking.id
    )
    return find_room(slot.resources, {normalize_place(place): place for place in places})


async def ask_for(
    request: web.Request, session: AsyncSession, ticket: VisitTicket
) -> tuple[SlotRequest, Sequence[str]]:
    """Ask for the same panel; in the same room if possible, else in any other; give the rooms."""
    zone, now = request.app[SETTINGS].zone, request.app[CLOCK]()
    here = ticket.booking.place
    rooms = [here, *(place.name for place in await list_places(session))] if here else []
    places = {normalize_place(place): place for place in reversed(rooms)}
    asked = ask_slots(
        [department.id for department in await list_panel(session, ticket.visit)],
        list(reversed(places.values())),
        ticket.case.citizen_id,
        ticket.booking.duration,
        preferred=await list_wishes(session, ticket.case.id, zone, now),
    )
    return asked, rooms


def read_start(form: Form) -> datetime:
    try:
        starts_at = datetime.fromisoformat(read_line(form, "slot", 40))
    except ValueError:
        raise BadInputError("slot") from None
    if starts_at.tzinfo is None:
        raise BadInputError("slot")
    return starts_at
