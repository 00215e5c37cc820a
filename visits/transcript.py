"""Reads back what was said in a visit, as captions and auto-fill know it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.autofill import SpeakerRole
from cases.models import Department, User, UtteranceRecord
from cases.utterances import list_utterances
from transcription import Utterance, Word

from .captions import Speaker, Spoken
from .models import Visit
from .seats import find_user_id


async def list_spoken(session: AsyncSession, visit: Visit) -> Sequence[Spoken]:
    """List the recorded utterances of a visit in order of their start."""
    records = await list_utterances(session, visit.id)
    seats = {record.participant_id for record in records}
    departments = await name_seats(session, seats, visit.lang)
    return [_restore(record, departments.get(record.participant_id, "")) for record in records]


async def name_seats(
    session: AsyncSession, participant_ids: Collection[str], lang: str
) -> Mapping[str, str]:
    """Return the department's name by seat, for seats of staff."""
    seats = {participant_id: find_user_id(participant_id) for participant_id in participant_ids}
    query = select(User.id, Department).join(Department, Department.id == User.department_id)
    rows = await session.execute(query.where(User.id.in_(set(seats.values()) - {None})))
    names = {user_id: name_department(department, lang) for user_id, department in rows}
    return {seat: names[user_id] for seat, user_id in seats.items() if user_id in names}


def name_department(department: Department, lang: str) -> str:
    """Name a department in the language of the visit."""
    return department.name_zh if lang == "zh" else department.name_en


def _restore(record: UtteranceRecord, department: str) -> Spoken:
    words = tuple(Word(w["text"], w["start"], w["end"], w["confidence"]) for w in record.words)
    utterance = Utterance(
        id=str(record.id),
        text=record.text,
        words=words,
        start=record.started,
        end=record.ended,
        lang=record.lang,
        speaker=record.participant_id,
        first_sample=record.first_sample,
    )
    role = SpeakerRole(record.speaker_role)
    speaker = Speaker(record.participant_id, record.speaker_name, department, role, record.track)
    return Spoken(speaker, utterance)
