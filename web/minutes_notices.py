"""What a citizen is told about minutes, in the language of the talk, by the outbox.

The link holds the invitation's id and our signature over it behind the #. It opens nothing by
itself: the page sends a code to the phone that is on file, and asks for it.
"""

from datetime import timedelta
from uuid import UUID

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.minutes_models import Minutes
from cases.minutes_signing import issue_signing_code
from cases.models import Citizen
from cases.outbox import Channel, queue_message
from visits.models import Invitation
from web.auth.held_ticket import HeldTicket, open_ticket, seal_ticket

from .i18n import Language, translate
from .i18n import mark as _
from .keys import CLOCK, SIGN_SIGNER
from .links import base_url

LINK_LASTS = timedelta(days=60)


async def tell_presented(
    request: web.Request, session: AsyncSession, minutes: Minutes, invitation: Invitation
) -> None:
    """Tell a citizen that there are minutes to read and sign; once for each revision."""
    text = _(
        "{name}, the minutes of your video visit are ready. Please read them; sign them, or say "
        "what is wrong: {link}"
    )
    link = make_sign_link(request, invitation.id)
    language = find_tongue(minutes)
    await _queue(
        request,
        session,
        invitation,
        kind="minutes_presented",
        subject=translate(language, _("Minutes of your video visit")),
        body=translate(language, text, name=invitation.name, link=link),
        key=f"minutes:{minutes.id}:{minutes.revision}:presented:{invitation.id}",
    )


async def send_signing_code(
    request: web.Request, session: AsyncSession, minutes: Minutes, invitation: Invitation
) -> None:
    """Make a code and queue it for the citizen's phone; raises SigningCodeTooSoonError."""
    now = request.app[CLOCK]()
    issued = await issue_signing_code(session, minutes, invitation.id, code_key(request), now)
    text = _("{code} is the code for the minutes of your video visit. It holds for 10 minutes.")
    language = find_tongue(minutes)
    await _queue(
        request,
        session,
        invitation,
        kind="minutes_code",
        subject=translate(language, _("Your code")),
        body=translate(language, text, code=issued.code),
        key=f"minutes:{minutes.id}:code:{issued.row.id}",
    )


def make_sign_link(request: web.Request, invitation_id: UUID) -> str:
    expires_at = request.app[CLOCK]() + LINK_LASTS
    sealed = seal_ticket(request.app[SIGN_SIGNER], HeldTicket(invitation_id), expires_at)
    return f"{base_url(request)}/sign#{invitation_id}.{sealed}"


def read_sign_link(request: web.Request, link: str) -> UUID | None:
    """Give the invitation that a link of ours names; None for any other text."""
    sealed = link.rpartition("#")[2].rpartition(".")[2].strip()
    held = open_ticket(request.app[SIGN_SIGNER], sealed, request.app[CLOCK]())
    return held.invitation_id if held else None


def code_key(request: web.Request) -> bytes:
    """Give the secret under which codes are kept."""
    return request.app[SIGN_SIGNER].sign(b"signing codes")


def find_tongue(minutes: Minutes) -> Language:
    return "zh" if minutes.lang == "zh" else "en"


async def _queue(
    request: web.Request,
    session: AsyncSession,
    invitation: Invitation,
    *,
    kind: str,
    subject: str,
    body: str,
    key: str,
) -> None:
    citizen = await session.get_one(Citizen, invitation.citizen_id)
    await queue_message(
        session,
        kind=kind,
        channel=Channel.PHONE,
        recipient=citizen.phone,
        subject=subject,
        body=body,
        key=key,
        now=request.app[CLOCK](),
    )
