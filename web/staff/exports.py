"""A visit's transcript and sound as files to take along; taking the original leaves a trace."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import name_actor, name_subject, record_act
from cases.exports import SpokenTurn, TranscriptCopy, TranscriptHead, read_turn
from cases.models import Case, Citizen
from cases.redaction import Known
from cases.shown_transcript import list_shown
from visits.models import Visit
from visits.recordings import get_recording, list_recordings
from visits.transcript import name_department, name_seats
from visits.visit import list_panel
from web import pages
from web.auth.guard import read_uuid
from web.downloads import name_download
from web.errors import NotFoundError
from web.keys import ARCHIVE, CLOCK, JOBS, READING, SESSIONS, SETTINGS, SIGNED_IN, VISIT
from web.sound_job import WORKPLACE, SealedSound, write_redacted_sound
from web.transcript_job import FORMATS, write_transcript

from .recordings import OGG_OPUS

# Two hours of sound take three minutes on a machine that holds visits meanwhile.
SOUND_SECONDS = 900.0
TITLES = {"zh": "接访记录", "en": "record"}
REDACTED = {"zh": "遮蔽副本", "en": "redacted"}


async def export_transcript(request: web.Request) -> web.Response:
    """GET .../export/{format}, with ?redacted=1 the copy that names nobody."""
    kind, visit = request.match_info["format"], request[VISIT]
    if kind not in FORMATS:
        raise NotFoundError
    is_redacted = request.query.get("redacted") == "1"
    async with request.app[READING]() as session:
        copy = await read_copy(session, visit)
        known = await list_known(session, visit) if is_redacted else None
    body = await request.app[JOBS].run(write_transcript, kind, copy, known)
    if not is_redacted:
        await note_opening(request, kind)
    headers = {"Content-Disposition": name_file(copy, kind, is_redacted=is_redacted)}
    kept = FORMATS[kind]
    return web.Response(
        body=body, content_type=kept.content_type, charset=kept.charset, headers=headers
    )


async def redact_recording(request: web.Request) -> web.StreamResponse:
    """GET .../recordings/{recording_id}/redacted: the sound with a tone over what is private.

    What nobody has transcribed is silence in it. The copy is on disk only until it is sent.
    """
    visit = request[VISIT]
    async with request.app[READING]() as session:
        recording = await get_recording(session, visit.id, read_uuid(request, "recording_id"))
        copy, known = await read_copy(session, visit), await list_known(session, visit)
    archive = request.app[ARCHIVE]
    sound = SealedSound(
        path=archive.find_path(recording),
        key=archive.unwrap(recording),
        recording_id=recording.id,
        participant_id=recording.participant_id,
        started=recording.started,
    )
    async with open_workplace(request.app[SETTINGS].data_dir) as folder:
        target = folder / "redacted.ogg"
        await request.app[JOBS].run(
            write_redacted_sound, sound, copy, known, target, timeout=SOUND_SECONDS
        )
        return await send_sound(request, copy, target)


async def describe_exports(session: AsyncSession, visit: Visit) -> pages.ExportBlock | None:
    """List what can be taken along of a visit; None before it began."""
    if visit.started_at is None:
        return None
    recordings = [one for one in await list_recordings(session, visit.id) if one.wrapped_key]
    named = (pages.ExportRecording(str(one.id), one.speaker_name) for one in recordings)
    return pages.ExportBlock(str(visit.id), tuple(named))


async def read_copy(session: AsyncSession, visit: Visit) -> TranscriptCopy:
    """Read the transcript as it reads now, with the corrections of it."""
    case = await session.get_one(Case, visit.case_id)
    head = TranscriptHead(
        case_number=case.number,
        case_title=case.title,
        departments=tuple(
            name_department(department, visit.lang)
            for department in await list_panel(session, visit)
        ),
        lang=visit.lang,
        started_at=visit.started_at,
    )
    return TranscriptCopy(head, tuple(await read_turns(session, visit)))


async def read_turns(session: AsyncSession, visit: Visit) -> Sequence[SpokenTurn]:
    shown = await list_shown(session, visit.id)
    departments = await name_seats(session, {one.participant_id for one in shown}, visit.lang)
    turns = [read_turn(one, departments.get(one.participant_id, "")) for one in shown]
    return [turn for turn in turns if turn.words]


async def list_known(session: AsyncSession, visit: Visit) -> Known:
    """List what the case says of its citizen, to be found however it was heard."""
    case = await session.get_one(Case, visit.case_id)
    citizen = await session.get_one(Citizen, case.citizen_id)
    return Known(
        names=_distinct(citizen.name, case.petitioner_name),
        numbers=_distinct(citizen.phone, case.phone, case.id_number),
        addresses=_distinct(case.address),
    )


async def note_opening(request: web.Request, kind: str) -> None:
    """Note in the audit trail who takes the original, before the first byte goes out."""
    actor = name_actor(request[SIGNED_IN].user)
    subject = name_subject("visit", request[VISIT].id)
    async with request.app[SESSIONS].begin() as session:
        detail = {"format": kind}
        record_act(session, actor, "transcript_exported", subject, detail, request.app[CLOCK]())


async def send_sound(request: web.Request, copy: TranscriptCopy, path: Path) -> web.StreamResponse:
    name = name_file(copy, "ogg", is_redacted=True)
    response = web.StreamResponse(headers={"Content-Type": OGG_OPUS, "Content-Disposition": name})
    with await asyncio.to_thread(path.open, "rb") as file:
        response.content_length = (await asyncio.to_thread(path.stat)).st_size
        await response.prepare(request)
        while request.method != "HEAD" and (piece := await asyncio.to_thread(file.read, 1 << 16)):
            await response.write(piece)
    await response.write_eof()
    return response


@asynccontextmanager
async def open_workplace(data_dir: Path) -> AsyncIterator[Path]:
    """Open a folder that only this process can read and that is gone afterwards."""
    folder = await asyncio.to_thread(TemporaryDirectory, prefix=WORKPLACE, dir=data_dir)
    try:
        yield Path(folder.name)
    finally:
        await asyncio.to_thread(folder.cleanup)


def name_file(copy: TranscriptCopy, kind: str, *, is_redacted: bool) -> str:
    """Name a file by case number and what it is; its name tells no person."""
    lang = "zh" if copy.head.lang == "zh" else "en"
    parts = [copy.head.case_number, TITLES[lang], REDACTED[lang] if is_redacted else ""]
    plain = [copy.head.case_number, TITLES["en"], REDACTED["en"] if is_redacted else ""]
    return name_download(*("-".join(filter(None, one)) + f".{kind}" for one in (parts, plain)))


def _distinct(*values: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
