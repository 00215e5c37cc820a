"""A short visit that is over: people, a cut, consents, words, a correction, a field, sound."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.autofill import Evidence, Suggestion
from cases.corrections import correct_words
from cases.decisions import accept_suggestion
from cases.fields import CaseField
from cases.minutes import write_minutes
from cases.models import Case, FieldSuggestion, User, UtteranceRecord
from cases.outbox import OutboxMessage
from cases.suggestions import record_suggestions
from media import Grant, Role
from tests.big_sound import write_file
from visits.attendance import Person, close_attendances, note_away, note_joined, note_returned
from visits.consents import give_consent
from visits.lobby import admit_citizen, take_lobby_place
from visits.models import AttendanceRole, Invitation, RecordingEnd, Visit
from visits.recordings import make_recording
from visits.seats import seat_of_citizen, seat_of_user
from visits.visit import end_visit, start_visit
from web.keys import ARCHIVE

from .house import Browser, House

SECONDS = 30.0
SAID = {
    "zh": (
        ("officer", 3.0, "您 好 请 讲"),
        ("citizen", 8.0, "楼道 里 总 有人 充电"),
        ("citizen", 12.0, "我 的 电话 是 幺 三 九"),
        ("officer", 20.0, "我们 记 下来 了"),
    ),
    "en": (
        ("officer", 3.0, "good morning please begin"),
        ("citizen", 8.0, "people charge bikes in the stairwell"),
        ("citizen", 12.0, "my phone is five five five"),
        ("officer", 20.0, "we wrote it down"),
    ),
}
CORRECTION = {"zh": ((3, 5), "有人 给 电动车 充电"), "en": ((2, 3), "scooters")}
PHONE = "13912345678"
TEXT = """# 接访笔录

## 四、谈话记录

[0:03] 王敏（区住房和城乡建设委员会）：您好请讲
[0:08] 陈桂兰：楼道里总有人给电动车充电，我的电话是幺三九〔经核对更正〕
"""


@dataclass(frozen=True, slots=True)
class ShortVisit:
    """What was held."""

    visit_id: UUID
    invitation_id: UUID
    recording_ids: tuple[UUID, ...]


async def hold_short_visit(house: House, lang: str = "zh") -> ShortVisit:
    """Let a visit of half a minute happen, with everybody's agreement, and end."""
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        user = await find_user(session, "wangmin")
        query = select(Invitation).where(Invitation.visit_id == visit.id)
        invitation = (await session.scalars(query)).one()
        await seat(session, house, visit, user, invitation)
        records = [utter(visit, user, invitation, lang, *one) for one in SAID[lang]]
        session.add_all(records)
        await session.flush()
        await correct(session, house, visit, user, records[1], lang)
        await accept_phone(session, house, visit, user, records)
        ids = [
            await record(session, house, visit, one, records)
            for one in (seat_of_user(user.id), seat_of_citizen(invitation.id))
        ]
        now = house.clock() + timedelta(minutes=5)
        await close_attendances(session, visit.id, "visit_ended", now)
        end_visit(session, visit, now, by=user)
        return ShortVisit(visit.id, invitation.id, tuple(ids))


async def find_user(session: AsyncSession, login: str) -> User:
    return (await session.scalars(select(User).where(User.login == login))).one()


async def seat(
    session: AsyncSession, house: House, visit: Visit, user: User, invitation: Invitation
) -> None:
    now, invited = house.clock(), seat_of_citizen(invitation.id)
    await take_lobby_place(session, invitation, now)
    await give_consent(
        session, invitation, recording=True, transcript=True, text_version="1", now=now
    )
    await admit_citizen(session, visit, invitation.id, now, by=user)
    start_visit(visit, now)
    officer = Person(seat_of_user(user.id), user.name, AttendanceRole.PANEL)
    await note_joined(session, visit.id, officer, now)
    citizen = Person(invited, invitation.name, AttendanceRole.CITIZEN)
    await note_joined(session, visit.id, citizen, now)
    await note_away(session, visit.id, invited, now + timedelta(minutes=2))
    await note_returned(session, visit.id, invited, now + timedelta(minutes=3))


def utter(
    visit: Visit, user: User, invitation: Invitation, lang: str, role: str, at: float, text: str
) -> UtteranceRecord:
    is_officer = role == "officer"
    participant = seat_of_user(user.id) if is_officer else seat_of_citizen(invitation.id)
    words = [
        {"text": word, "start": at + n * 0.3, "end": at + n * 0.3 + 0.3, "confidence": 1.0}
        for n, word in enumerate(text.split())
    ]
    return UtteranceRecord(
        id=uuid4(),
        visit_id=visit.id,
        participant_id=participant,
        speaker_name=user.name if is_officer else invitation.name,
        speaker_role=role,
        lang=lang,
        started=at,
        ended=words[-1]["end"],
        text=text,
        words=words,
        track=participant,
        first_sample=int(at * 16_000),
    )


async def correct(
    session: AsyncSession, house: House, visit: Visit, user: User, said: UtteranceRecord, lang: str
) -> None:
    span, text = CORRECTION[lang]
    await correct_words(
        session, said, span, text, case_id=visit.case_id, base=0, user=user, now=house.clock()
    )


async def accept_phone(
    session: AsyncSession,
    house: House,
    visit: Visit,
    user: User,
    records: Sequence[UtteranceRecord],
) -> None:
    case = await session.get_one(Case, visit.case_id)
    suggestion = Suggestion(CaseField.PHONE, PHONE, (Evidence(2, 4, 6),), "test")
    ids = [one.id for one in records]
    await record_suggestions(session, case, visit.id, [suggestion], ids, house.clock())
    query = select(FieldSuggestion.id).where(FieldSuggestion.visit_id == visit.id)
    await accept_suggestion(session, (await session.scalars(query)).one(), user, house.clock())


async def record(
    session: AsyncSession,
    house: House,
    visit: Visit,
    participant_id: str,
    records: Sequence[UtteranceRecord],
) -> UUID:
    """Keep half a minute of sound, in which a few seconds are missing."""
    own = [one for one in records if one.participant_id == participant_id]
    grant = Grant(
        str(visit.id), participant_id, own[0].speaker_name, "", Role.CITIZEN, admitted=True
    )
    row = make_recording(house.app[ARCHIVE], visit.id, grant, started=0.0, now=house.clock())
    row.sha256 = await asyncio.to_thread(write_file, house.app[ARCHIVE], row, own, SECONDS, 1)
    row.duration, row.end, row.closed_at = SECONDS, RecordingEnd.ENDED, house.clock()
    row.gaps = [{"start": 24.0, "end": 26.0, "reason": "lost"}]
    session.add(row)
    await session.flush()
    return row.id


async def read_message(house: House, kind: str) -> str:
    """Give the newest message of a kind as the citizen reads it."""
    async with house.reading() as session:
        query = select(OutboxMessage).where(OutboxMessage.kind == kind)
        rows = (await session.scalars(query.order_by(OutboxMessage.queued_at))).all()
    return rows[-1].body


async def write(house: House, text: str = TEXT) -> None:
    """Keep a first revision without the child process that would write it."""
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        user = await find_user(session, "wangmin")
        await write_minutes(
            session,
            visit_id=visit.id,
            case_id=visit.case_id,
            lang=visit.lang,
            text=text,
            user=user,
            now=house.clock(),
        )


async def present(house: House) -> Browser:
    """Give a first revision to the citizen; return the officer's browser."""
    await write(house)
    officer, desk = await house.staff("wangmin"), f"{house.console}/minutes"
    await officer.open(desk)
    assert (await officer.submit(f"{desk}/present", revision="1")).status == 303
    return officer


async def sign_by_hand(house: House, citizen: Browser, revision: int = 1) -> int:
    """Sign with a stroke; return the status."""
    stroke = "M40 120L90 40L140 150L200 60L260 140L300 100"
    answer = await citizen.submit("/sign", revision=str(revision), stroke=stroke, code="")
    return answer.status
