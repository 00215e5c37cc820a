"""GET /staff/visits/{visit_id}/review: the page on which a record is heard, read and corrected."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.changes import read_sequence
from cases.models import Case, Citizen, UtteranceRecord
from visits.models import AudioRecording, Visit
from visits.progress import count_seconds, find_heard
from visits.recordings import list_recordings
from visits.seats import find_user_id
from visits.transcript import name_seats
from visits.visit import list_panel
from web import pages
from web.headers import STYLE_NONCE
from web.i18n import find_language
from web.keys import READING, SIGNED_IN, VISIT
from web.names import name_departments

from .console import list_open_suggestions
from .exports import describe_exports
from .review_fields import describe_fields
from .viewer import describe_viewer


@dataclass(frozen=True, slots=True)
class Share:
    """What one person said in a visit, counted."""

    participant_id: str
    name: str
    role: str
    utterances: int
    words: int
    ended: float


async def show_review(request: web.Request) -> web.Response:
    visit = request[VISIT]
    request[STYLE_NONCE] = secrets.token_urlsafe(16)
    async with request.app[READING]() as session:
        page = await describe_review(request, session, visit)
    return pages.render(request, page)


async def describe_review(
    request: web.Request, session: AsyncSession, visit: Visit
) -> pages.ReviewPage:
    """Gather all that stands around the transcript."""
    sequence = await read_sequence(session, visit.case_id)  # first, so that no change is missed
    case = await session.get_one(Case, visit.case_id)
    citizen = await session.get_one(Citizen, case.citizen_id)
    shares = await count_shares(session, visit)
    recordings = [one for one in await list_recordings(session, visit.id) if one.wrapped_key]
    suggestions = tuple(await list_open_suggestions(request, session, case))
    heard = tuple(await find_heard(session, visit.id, request[SIGNED_IN].user.id))
    return pages.ReviewPage(
        viewer=describe_viewer(request),
        visit_id=str(visit.id),
        case_number=case.number,
        case_title=case.title,
        citizen_name=citizen.name,
        departments=name_departments(request, await list_panel(session, visit)),
        lang=visit.lang,
        state=visit.state.value,
        started_at=visit.started_at,
        people=await describe_people(request, session, shares, recordings),
        recordings=tuple(describe_recording(visit, one) for one in recordings),
        fields=await describe_fields(request, session, case),
        suggestions=suggestions,
        totals=count_totals(shares, recordings, len(suggestions), count_seconds(heard)),
        heard=heard,
        sequence=sequence,
        links=list_links(visit),
        style_nonce=request[STYLE_NONCE],
        exports=await describe_exports(session, visit),
    )


async def count_shares(session: AsyncSession, visit: Visit) -> Sequence[Share]:
    """Count what each person said, in the order in which they first spoke."""
    query = (
        select(
            UtteranceRecord.participant_id,
            func.min(UtteranceRecord.speaker_name),
            func.min(UtteranceRecord.speaker_role),
            func.count(),
            func.sum(func.json_array_length(UtteranceRecord.words)),
            func.max(UtteranceRecord.ended),
        )
        .where(UtteranceRecord.visit_id == visit.id)
        .group_by(UtteranceRecord.participant_id)
        .order_by(func.min(UtteranceRecord.started))
    )
    return [Share(*row) for row in await session.execute(query)]


async def describe_people(
    request: web.Request,
    session: AsyncSession,
    shares: Sequence[Share],
    recordings: Sequence[AudioRecording],
) -> tuple[pages.ReviewPerson, ...]:
    """List who spoke, then who was recorded and never understood."""
    people = list_people(shares, recordings)
    departments = await name_seats(session, people.keys(), find_language(request))
    return tuple(
        pages.ReviewPerson(
            participant_id=share.participant_id,
            name=share.name,
            department=departments.get(share.participant_id, ""),
            role=share.role,
            color=color,
            utterances=share.utterances,
        )
        for color, share in enumerate(people.values())
    )


def list_people(
    shares: Sequence[Share], recordings: Sequence[AudioRecording]
) -> Mapping[str, Share]:
    people = {share.participant_id: share for share in shares}
    for one in recordings:
        role = "officer" if find_user_id(one.participant_id) else "citizen"
        silent = Share(one.participant_id, one.speaker_name, role, 0, 0, 0.0)
        people.setdefault(one.participant_id, silent)
    return people


def describe_recording(visit: Visit, recording: AudioRecording) -> pages.ReviewRecording:
    here = f"/staff/visits/{visit.id}/recordings/{recording.id}"
    return pages.ReviewRecording(
        id=str(recording.id),
        participant_id=recording.participant_id,
        started=recording.started,
        duration=recording.duration,
        url=f"{here}/audio",
        peaks_url=f"{here}/peaks",
    )


def count_totals(
    shares: Sequence[Share],
    recordings: Sequence[AudioRecording],
    open_suggestions: int,
    heard_seconds: float,
) -> pages.ReviewTotals:
    ends = [one.started + (one.duration or 0.0) for one in recordings]
    return pages.ReviewTotals(
        utterances=sum(share.utterances for share in shares),
        words=sum(share.words for share in shares),
        seconds=max([0.0, *ends, *(share.ended for share in shares)]),
        open_suggestions=open_suggestions,
        heard_seconds=heard_seconds,
    )


def list_links(visit: Visit) -> pages.ReviewLinks:
    here = f"/staff/visits/{visit.id}"
    return pages.ReviewLinks(
        transcript=f"{here}/review/transcript",
        changes=f"{here}/review/changes",
        corrections=f"{here}/review/corrections",
        undo=f"{here}/review/corrections/{{id}}/undo",
        progress=f"{here}/review/progress",
        accept=f"{here}/suggestions/{{id}}/accept",
        correct=f"{here}/suggestions/{{id}}/correct",
        reject=f"{here}/suggestions/{{id}}/reject",
    )
