"""What a reviewer writes: corrections of words, their undoing, and what was heard.

A correction or undo is answered with everything that anybody did since the `base` it names, so that
a script is as new as its own change and never skips somebody else's.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from aiohttp import web

from cases.corrections import correct_words, undo_correction
from cases.errors import UnknownUtteranceError
from cases.models import UtteranceRecord
from visits.models import Visit
from visits.progress import count_seconds, note_heard
from web.auth.guard import read_uuid
from web.bodies import read_body
from web.keys import CLOCK, SESSIONS, SIGNED_IN, VISIT
from web.queries import answer_json

from .review_feed import list_news

Place = Annotated[int, msgspec.Meta(ge=0)]
# A day is longer than any visit.
Second = Annotated[float, msgspec.Meta(ge=0, le=86_400)]


class WrittenCorrection(msgspec.Struct, frozen=True):
    """Text for the words `start` to `end` of an utterance, by one who has seen change `base`."""

    utterance_id: UUID
    start: Place
    end: Place
    text: str
    base: Place


class UndoneCorrection(msgspec.Struct, frozen=True):
    base: Place


class Heard(msgspec.Struct, frozen=True):
    """Spans in seconds since the visit began."""

    heard: Annotated[list[tuple[Second, Second]], msgspec.Meta(max_length=500)]


async def correct(request: web.Request) -> web.Response:
    """POST .../review/corrections."""
    body, visit = await read_body(request, WrittenCorrection), request[VISIT]
    async with request.app[SESSIONS].begin() as session:
        utterance = await session.get(UtteranceRecord, body.utterance_id)
        if utterance is None or utterance.visit_id != visit.id:
            raise UnknownUtteranceError(body.utterance_id)
        await correct_words(
            session,
            utterance,
            (body.start, body.end),
            body.text,
            case_id=visit.case_id,
            base=body.base,
            user=request[SIGNED_IN].user,
            now=request.app[CLOCK](),
        )
        news = await list_news(request, session, body.base)
    return answer_json(news)


async def undo(request: web.Request) -> web.Response:
    """POST .../review/corrections/{correction_id}/undo."""
    body, visit = await read_body(request, UndoneCorrection), request[VISIT]
    async with request.app[SESSIONS].begin() as session:
        await undo_correction(
            session,
            visit.id,
            read_uuid(request, "correction_id"),
            case_id=visit.case_id,
            user=request[SIGNED_IN].user,
            now=request.app[CLOCK](),
        )
        news = await list_news(request, session, body.base)
    return answer_json(news)


async def save_progress(request: web.Request) -> web.Response:
    """POST .../review/progress: add what the viewer has heard."""
    spans = [span for span in (await read_body(request, Heard)).heard if span[0] < span[1]]
    user, now = request[SIGNED_IN].user, request.app[CLOCK]()
    async with request.app[SESSIONS].begin() as session:
        visit = await session.get_one(Visit, request[VISIT].id)
        heard = await note_heard(session, visit, user, spans, now)
    return answer_json({"heard": heard, "heard_seconds": count_seconds(heard)})
