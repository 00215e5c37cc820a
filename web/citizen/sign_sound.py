"""The sound of their own visit for a citizen who checks its minutes; each opening is noted."""

import asyncio
from contextlib import closing
from io import BufferedReader

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import list_acts, name_subject, record_act
from visits.audit import name_citizen
from visits.models import AudioRecording
from visits.openings import OPENED
from visits.recordings import get_recording, open_recording
from web.auth.guard import read_uuid
from web.keys import ARCHIVE, CLOCK, READING, SESSIONS, TICKET
from web.ranges import UnsatisfiableRangeError, read_range
from web.staff.recordings import PIECE, refuse_range, send

from .sign import get_own_visit


async def play(request: web.Request) -> web.StreamResponse:
    """GET /sign/recordings/{recording_id}/audio: Ogg Opus or a range; of one's own visit only."""
    actor = name_citizen(request[TICKET].invitation_id)
    async with request.app[READING]() as session:
        visit = await get_own_visit(session, request[TICKET].invitation_id)
        recording = await get_recording(session, visit.id, read_uuid(request, "recording_id"))
        is_noted = await is_opening_noted(session, recording, actor)
    archive = request.app[ARCHIVE]
    with closing(await asyncio.to_thread(open_recording, archive, recording)) as sound:
        if not is_noted:
            await note_opening(request, recording, actor)
        try:
            wanted = read_range(request.headers.get("Range"), sound.size)
        except UnsatisfiableRangeError:
            return refuse_range(sound.size)
        return await send(request, BufferedReader(sound, PIECE), sound.size, wanted)


async def is_opening_noted(session: AsyncSession, recording: AudioRecording, actor: str) -> bool:
    acts = await list_acts(session, name_subject("recording", recording.id))
    return any(act.action == OPENED and act.actor == actor for act in acts)


async def note_opening(request: web.Request, recording: AudioRecording, actor: str) -> None:
    """Note who listens before the first byte goes out; `sign_in` is a citizen's invitation."""
    subject = name_subject("recording", recording.id)
    detail = {"sign_in": str(request[TICKET].invitation_id)}
    async with request.app[SESSIONS].begin() as session:
        record_act(session, actor, OPENED, subject, detail, request.app[CLOCK]())
