"""Who signs the minutes of a visit, and the sound that they stand for."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.minutes_signing import Parties

from .models import AudioRecording, Invitation, LobbyPlace, Visit
from .visit import list_panel


async def list_signing_citizens(session: AsyncSession, visit: Visit) -> Sequence[Invitation]:
    """List the citizens who were let in; before that, those who are invited."""
    query = select(Invitation).where(Invitation.visit_id == visit.id).order_by(Invitation.opens_at)
    invitations = (await session.scalars(query.order_by(Invitation.id))).all()
    admitted = select(LobbyPlace.invitation_id).where(
        LobbyPlace.visit_id == visit.id, LobbyPlace.admitted_at.is_not(None)
    )
    came = set(await session.scalars(admitted))
    return [one for one in invitations if (one.id in came if came else one.revoked_at is None)]


async def list_parties(session: AsyncSession, visit: Visit) -> Parties:
    """List whose signatures close the minutes: the citizens, and each department of the panel."""
    citizens = [one.id for one in await list_signing_citizens(session, visit)]
    return Parties(citizens, [one.id for one in await list_panel(session, visit)])


def describe_sound(recordings: Sequence[AudioRecording]) -> Sequence[Mapping[str, object]]:
    """Describe the recordings that have a sum, as the manifest of a seal lists them."""
    return [
        {
            "id": str(one.id),
            "speaker": one.speaker_name,
            "started": f"{int(one.started) // 60}:{int(one.started) % 60:02d}",
            "duration": round(one.duration or 0.0, 1),
            "sha256": one.sha256,
        }
        for one in recordings
        if one.sha256 is not None
    ]
