"""What a review's script asks for: the transcript by windows, and what others have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.changes import list_changes, read_sequence
from cases.models import Case, FieldEdit, FieldSuggestion, User
from cases.review_models import ChangeKind, ReviewChange, WordCorrection
from cases.shown_transcript import list_shown_after, list_shown_again
from web.errors import BadInputError
from web.keys import READING, SIGNED_IN, VISIT
from web.queries import answer_json, read_number

from .console import list_open_suggestions
from .review_fields import describe_fields
from .review_rows import ChangeRow, ChangesAnswer, TranscriptAnswer, describe_rows

WINDOW = 200
LARGEST_WINDOW = 500
"""Utterances in one answer; it is made on the loop that forwards calls, so it stays short."""
CHANGES = 200

ON_WORDS = {ChangeKind.CORRECTED, ChangeKind.UNDONE}
Subjects = Mapping[UUID, tuple[UUID | None, str | None]]


async def show_transcript(request: web.Request) -> web.Response:
    """GET .../review/transcript?after=<utterance id>&limit=N: what was said, as it reads now."""
    visit = request[VISIT]
    after, limit = read_place(request), read_limit(request)
    async with request.app[READING]() as session:
        sequence = await read_sequence(session, visit.case_id)
        shown = await list_shown_after(session, visit.id, after, limit)
    is_last = len(shown) < limit
    rows = describe_rows(shown)
    return answer_json(TranscriptAnswer(sequence, rows, None if is_last else rows[-1].id))


async def show_changes(request: web.Request) -> web.Response:
    """GET .../review/changes?after=N: what people did since; asked every two seconds."""
    after = read_number(request, "after", 0)
    async with request.app[READING]() as session:
        return answer_json(await list_news(request, session, after))


async def list_news(request: web.Request, session: AsyncSession, after: int) -> ChangesAnswer:
    """Tell what people did to the case since change number `after`, and how things stand now."""
    visit = request[VISIT]
    changes = await list_changes(session, visit.case_id, after=after, limit=CHANGES + 1)
    told = changes[:CHANGES]
    subjects = await find_subjects(session, told, visit.id)
    touched = {utterance_id for utterance_id, _ in subjects.values() if utterance_id}
    rows = describe_rows(await list_shown_again(session, touched)) if touched else ()
    has_decisions = any(change.kind not in ON_WORDS for change in told)
    case = await session.get_one(Case, visit.case_id) if has_decisions else None
    return ChangesAnswer(
        sequence=told[-1].number if told else after,
        more=len(changes) > CHANGES,
        changes=await describe_changes(request, session, told, subjects),
        utterances=rows,
        fields=tuple(await list_fields(request, session, case)) if case else None,
        suggestions=tuple(await list_open_suggestions(request, session, case)) if case else None,
    )


async def find_subjects(
    session: AsyncSession, changes: Sequence[ReviewChange], visit_id: UUID
) -> Subjects:
    """Find the utterance or the field of each change; words of other visits have neither."""
    ids = [change.subject_id for change in changes]
    if not ids:
        return {}
    words = select(WordCorrection.id, WordCorrection.utterance_id).where(
        WordCorrection.id.in_(ids), WordCorrection.visit_id == visit_id
    )
    decided = select(FieldSuggestion.id, FieldSuggestion.field).where(FieldSuggestion.id.in_(ids))
    written = select(FieldEdit.id, FieldEdit.field).where(FieldEdit.id.in_(ids))
    subjects: dict[UUID, tuple[UUID | None, str | None]] = {}
    for correction_id, utterance_id in await session.execute(words):
        subjects[correction_id] = (utterance_id, None)
    for query in (decided, written):
        for subject_id, field in await session.execute(query):
            subjects[subject_id] = (None, field)
    return subjects


async def describe_changes(
    request: web.Request,
    session: AsyncSession,
    changes: Sequence[ReviewChange],
    subjects: Subjects,
) -> tuple[ChangeRow, ...]:
    """Say who did what; what was done to other visits' words is left out."""
    query = select(User.id, User.name).where(User.id.in_({one.user_id for one in changes}))
    names = dict((await session.execute(query)).all())
    mine = request[SIGNED_IN].user.id
    rows = []
    for change in changes:
        if change.subject_id not in subjects:
            continue
        utterance_id, field = subjects[change.subject_id]
        rows.append(
            ChangeRow(
                number=change.number,
                kind=change.kind.value,
                by=names[change.user_id],
                at=change.at.isoformat(),
                mine=change.user_id == mine,
                utterance_id=str(utterance_id) if utterance_id else None,
                field=field,
            )
        )
    return tuple(rows)


async def list_fields(
    request: web.Request, session: AsyncSession, case: Case
) -> Sequence[Mapping[str, Any]]:
    fields = await describe_fields(request, session, case)
    return [asdict(field) for field in fields]


def read_place(request: web.Request) -> UUID | None:
    """Read after which utterance to go on, None for the start; raises BadInputError."""
    text = request.query.get("after", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise BadInputError("after") from None


def read_limit(request: web.Request) -> int:
    return min(max(read_number(request, "limit", WINDOW), 1), LARGEST_WINDOW)
