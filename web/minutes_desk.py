"""What pages do with minutes: generate a text, seal what is signed, send what is sealed."""

import asyncio

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.minutes import find_minutes
from cases.minutes_errors import TemplateFaultError, UnknownMinutesError
from cases.minutes_facts import MinutesFacts
from cases.minutes_models import Seal
from cases.minutes_seal import close_envelope, find_seal, make_manifest, register_seal
from cases.minutes_template import FaultKind, TemplateFault, read_source, render_template
from cases.models import Case, User
from visits.minutes_facts import Telling, gather_facts
from visits.models import Visit
from visits.recordings import list_recordings
from visits.signers import describe_sound
from visits.transcript import name_department
from visits.visit import list_panel

from .downloads import name_download
from .errors import JobError, JobProblem, NotFoundError
from .i18n import Language, translate
from .keys import CLOCK, JOBS, READING, SESSIONS, SETTINGS
from .labels import FIELD_LABELS
from .minutes_files import CONTENT_TYPES, find_sealed, keep_sealed, write_sealed
from .minutes_key import load_minutes_key

TEMPLATE_SECONDS = 10.0
SEAL_SECONDS = 300.0
NAMES = {"zh": "接访笔录", "en": "minutes"}


async def generate_text(request: web.Request, visit: Visit) -> str:
    """Write the minutes from what the visit has left; raises TemplateFaultError."""
    async with request.app[READING]() as session:
        facts = await gather_facts(session, visit, make_telling(request, visit))
        lead = (await list_panel(session, visit))[0]
        source = await read_source(session, lead.id, visit.lang)
    written = await run_template(request, source, facts)
    if isinstance(written, TemplateFault):
        raise TemplateFaultError(written)
    return written


async def run_template(
    request: web.Request, source: str, facts: MinutesFacts
) -> str | TemplateFault:
    """Run a template where it can hold up nobody; JobError only when there is no place for it."""
    try:
        return await request.app[JOBS].run(render_template, source, facts, timeout=TEMPLATE_SECONDS)
    except JobError as error:
        if error.problem in {JobProblem.TIMED_OUT, JobProblem.CRASHED}:
            return TemplateFault(FaultKind.TOO_SLOW)
        raise


async def seal_minutes(request: web.Request, visit: Visit, user: User) -> Seal:
    """Close signed minutes: both documents on disk first, then the seal in the register.

    Raises MinutesStateError, JobError.
    """
    now, settings = request.app[CLOCK](), request.app[SETTINGS]
    async with request.app[READING]() as session:
        manifest = await read_manifest(request, session, visit)
    key = await asyncio.to_thread(load_minutes_key, settings)
    envelope = close_envelope(manifest, key)
    files = await request.app[JOBS].run(write_sealed, envelope, key, timeout=SEAL_SECONDS)
    await asyncio.to_thread(keep_sealed, settings.minutes_folder, files)
    async with request.app[SESSIONS].begin() as session:
        return await register_seal(session, visit.id, envelope, files, user=user, now=now)


async def read_manifest(
    request: web.Request, session: AsyncSession, visit: Visit
) -> dict[str, object]:
    minutes = await find_minutes(session, visit.id)
    if minutes is None:
        raise UnknownMinutesError
    case = await session.get_one(Case, visit.case_id)
    panel = await list_panel(session, visit)
    manifest = await make_manifest(
        session,
        minutes,
        case_number=case.number,
        departments={one.id: name_department(one, visit.lang) for one in panel},
        recordings=describe_sound(await list_recordings(session, visit.id)),
        zone=request.app[SETTINGS].time_zone,
        now=request.app[CLOCK](),
    )
    return dict(manifest)


async def send_sealed(request: web.Request, visit: Visit) -> web.StreamResponse:
    """Send the sealed PDF or DOCX that the path names."""
    kind = request.match_info["format"]
    if kind not in CONTENT_TYPES:
        raise NotFoundError
    async with request.app[READING]() as session:
        minutes = await find_minutes(session, visit.id)
        seal = await find_seal(session, minutes.id) if minutes else None
        case = await session.get_one(Case, visit.case_id)
    if seal is None:
        raise NotFoundError
    path = find_sealed(request.app[SETTINGS].minutes_folder, seal, kind)
    try:
        body = await asyncio.to_thread(path.read_bytes)
    except FileNotFoundError:
        raise NotFoundError from None
    names = (NAMES["zh" if visit.lang == "zh" else "en"], NAMES["en"])
    disposition = name_download(*(f"{case.number}-{name}.{kind}" for name in names))
    return web.Response(
        body=body,
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": disposition},
    )


def make_telling(request: web.Request, visit: Visit) -> Telling:
    language: Language = "zh" if visit.lang == "zh" else "en"
    labels = {name: translate(language, label) for name, label in FIELD_LABELS.items()}
    return Telling(visit.lang, request.app[SETTINGS].zone, labels)
