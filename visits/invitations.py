"""How a citizen gets in: a link with a random token, and a code told by another way."""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import name_subject, record_act
from cases.models import Citizen

from .audit import name_citizen
from .errors import (
    InvitationError,
    InvitationExpiredError,
    InvitationRevokedError,
    InvitationTooEarlyError,
    TriesExhaustedError,
    UnknownInvitationError,
    VisitEndedError,
    WrongCodeError,
)
from .models import Invitation, Visit, VisitState

OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(minutes=30)
TRIES = 5


class IssuedInvitation(NamedTuple):
    """The only moment at which token and code are readable; the row keeps hashes."""

    invitation: Invitation
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Redemption:
    """A judged try; an error is a result, so that the transaction that counts it commits."""

    invitation: Invitation | None = None
    error: InvitationError | None = None

    def get_invitation(self) -> Invitation:
        """Return the invitation or raise what was wrong; call it after the commit."""
        if self.invitation is None:
            raise self.error or UnknownInvitationError
        return self.invitation


async def invite_citizen(
    session: AsyncSession, visit: Visit, citizen: Citizen, now: datetime
) -> IssuedInvitation:
    """Add an invitation valid 30 minutes before to 30 after; a visit that is over has none."""
    closes_at = visit.ends_at + CLOSES_AFTER
    if visit.state is VisitState.ENDED or now > closes_at:
        raise VisitEndedError(visit.id)
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(1_000_000):06d}"
    invitation = Invitation(
        visit_id=visit.id,
        citizen_id=citizen.id,
        name=citizen.name,
        token_hash=_hash_token(token),
        code_hash=_hash_code(token, code),
        opens_at=visit.starts_at - OPENS_BEFORE,
        closes_at=closes_at,
        tries_left=TRIES,
    )
    session.add(invitation)
    await session.flush()
    return IssuedInvitation(invitation, token, code)


async def redeem_invitation(
    session: AsyncSession, *, token: str, code: str, now: datetime, ahead: bool = False
) -> Redemption:
    """Judge token and code; a wrong code costs one of five tries, a right one gives them back.

    Opening the link alone calls nothing here, so a preview by a messenger consumes no try. `ahead`
    is for the ticket, which may be read before the doors open.
    """
    query = select(Invitation).where(Invitation.token_hash == _hash_token(token)).with_for_update()
    invitation = await session.scalar(query)
    # Compared even for an unknown token, so that the time taken does not tell the two apart.
    right = hmac.compare_digest(
        invitation.code_hash if invitation else _hash_code("", ""), _hash_code(token, code)
    )
    if invitation is None:
        return Redemption(error=UnknownInvitationError())
    hindrance = _find_hindrance(invitation, now)
    if ahead and isinstance(hindrance, InvitationTooEarlyError):
        hindrance = None
    hindrance = hindrance or _find_lock(invitation)
    error = hindrance or _count_try(session, invitation, now, right=right)
    if error is not None:
        return Redemption(error=error)
    if not ahead:
        invitation.redeemed_at = invitation.redeemed_at or now
    return Redemption(invitation)


async def get_seated_invitation(
    session: AsyncSession, invitation_id: UUID, now: datetime
) -> Invitation:
    """Return the invitation a seat cookie names, or raise InvitationError.

    A visit that runs over keeps its citizen: the window closes the door only when it is not live.
    """
    invitation = await session.get(Invitation, invitation_id)
    if invitation is None:
        raise UnknownInvitationError
    visit = await session.get_one(Visit, invitation.visit_id)
    error = _find_hindrance(invitation, now)
    overrun = isinstance(error, InvitationExpiredError) and visit.state is VisitState.LIVE
    if error is not None and not overrun:
        raise error
    return invitation


async def revoke_invitation(session: AsyncSession, invitation: Invitation, now: datetime) -> None:
    """Take an invitation back; the first time counts."""
    invitation.revoked_at = invitation.revoked_at or now
    await session.flush()


def _find_hindrance(invitation: Invitation, now: datetime) -> InvitationError | None:
    if invitation.revoked_at is not None:
        return InvitationRevokedError(invitation.revoked_at)
    if now < invitation.opens_at:
        return InvitationTooEarlyError(invitation.opens_at)
    if now > invitation.closes_at:
        return InvitationExpiredError(invitation.closes_at)
    return None


def _find_lock(invitation: Invitation) -> InvitationError | None:
    return TriesExhaustedError() if invitation.tries_left <= 0 else None


def _count_try(
    session: AsyncSession, invitation: Invitation, now: datetime, *, right: bool
) -> InvitationError | None:
    """Count a try and tell the audit trail of it, and whether it is a second device or reload."""
    action = "invitation_redeemed" if right else "code_refused"
    subject = name_subject("visit", invitation.visit_id)
    detail = {"again": invitation.redeemed_at is not None}
    record_act(session, name_citizen(invitation.id), action, subject, detail, now)
    if right:
        invitation.tries_left = TRIES
        return None
    invitation.tries_left -= 1
    return _find_lock(invitation) or WrongCodeError(invitation.tries_left)


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hash_code(token: str, code: str) -> str:
    """Key the six digits with the token's 256 bits, which the row does not keep: no guessing."""
    normal = unicodedata.normalize("NFKC", code)
    digits = "".join(character for character in normal if character.isdecimal())
    return hmac.new(token.encode(), digits.encode(), hashlib.sha256).hexdigest()
