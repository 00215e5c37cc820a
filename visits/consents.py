"""The two separate choices of a citizen: recording, and automatic transcript."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import name_subject, record_act

from .audit import name_citizen
from .models import Consent, Invitation, LobbyPlace


@dataclass(frozen=True, slots=True)
class AgreedChoices:
    """What every citizen at the table agreed to; nobody at the table agrees to nothing."""

    recording: bool
    transcript: bool


async def give_consent(
    session: AsyncSession,
    invitation: Invitation,
    *,
    recording: bool,
    transcript: bool,
    text_version: str,
    now: datetime,
) -> Consent:
    """Add a dated answer to the text of `text_version`; the latest one counts."""
    before = await find_consent(session, invitation.id)
    consent = Consent(
        invitation_id=invitation.id,
        number=before.number + 1 if before else 1,
        recording=recording,
        transcript=transcript,
        text_version=text_version,
        given_at=now,
    )
    session.add(consent)
    detail = {"recording": recording, "transcript": transcript, "text_version": text_version}
    subject = name_subject("visit", invitation.visit_id)
    record_act(session, name_citizen(invitation.id), "consent_given", subject, detail, now)
    await session.flush()
    return consent


async def find_consent(session: AsyncSession, invitation_id: UUID) -> Consent | None:
    """Return the latest answer of an invitation."""
    query = (
        select(Consent)
        .where(Consent.invitation_id == invitation_id)
        .order_by(Consent.number.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def get_agreed_choices(session: AsyncSession, visit_id: UUID) -> AgreedChoices:
    """Return what may be done in a visit: each choice only if all admitted citizens made it."""
    admitted = select(LobbyPlace.invitation_id).where(
        LobbyPlace.visit_id == visit_id, LobbyPlace.admitted_at.is_not(None)
    )
    consents = [
        await find_consent(session, invitation_id)
        for invitation_id in await session.scalars(admitted.distinct())
    ]
    return AgreedChoices(
        recording=bool(consents) and all(c is not None and c.recording for c in consents),
        transcript=bool(consents) and all(c is not None and c.transcript for c in consents),
    )
