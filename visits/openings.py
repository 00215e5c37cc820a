"""Who listened to which recording: noted once for each sign-in, however often they seek in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import list_acts, name_actor, name_subject, record_act
from cases.models import User

from .models import AudioRecording

OPENED = "recording_opened"


async def is_opening_noted(session: AsyncSession, recording_id: UUID, sign_in: UUID) -> bool:
    """Tell whether the trail knows that this sign-in opened the recording."""
    acts = await list_acts(session, name_subject("recording", recording_id))
    return any(act.action == OPENED and act.detail["sign_in"] == str(sign_in) for act in acts)


async def note_opening(
    session: AsyncSession, recording_id: UUID, user: User, sign_in: UUID, now: datetime
) -> None:
    """Note that somebody opens a recording, unless this sign-in did before."""
    row = select(AudioRecording.id).where(AudioRecording.id == recording_id).with_for_update()
    await session.scalar(row)
    if await is_opening_noted(session, recording_id, sign_in):
        return
    subject, detail = name_subject("recording", recording_id), {"sign_in": str(sign_in)}
    record_act(session, name_actor(user), OPENED, subject, detail, now)
