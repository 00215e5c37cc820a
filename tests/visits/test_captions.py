import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.autofill import SpeakerRole
from cases.models import Case, UtteranceRecord
from cases.suggestions import list_suggestions
from tests.office import Office
from tests.scripted_recognizer import ScriptedRecognizer, ScriptedStream
from tests.visits.reception import (
    Clock,
    Reception,
    begin,
    is_final,
    open_reception,
    wait_for_records,
)
from transcription import Utterance
from transcription.errors import RecognitionError
from visits import Visit, VisitState
from visits.captions import Captions, Speaker, Spoken
from visits.field_reader import FieldReader
from visits.invitations import IssuedInvitation, invite_citizen
from visits.visit_clock import VisitClock

Sessions = async_sessionmaker[AsyncSession]


class FailingFirst(ScriptedRecognizer):
    """Fails whoever speaks first."""

    has_failed = False

    def stream(self) -> ScriptedStream:
        if not self.has_failed:
            self.has_failed = True
            raise RecognitionError
        return super().stream()


PHONE = "我 的 电话 是 一 三 七 零 一 二 三 四 五 六 七"


@pytest.fixture
async def reception(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> AsyncIterator[Reception]:
    script = ScriptedRecognizer("zh", [PHONE, "谢谢"])
    async with open_reception(sessions, visit, issued, Clock(now), script) as reception:
        yield reception


async def test_everybody_at_the_table_reads_what_was_said_under_the_granted_name(
    reception: Reception, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak()
    for page in (citizen, officer):
        final = await page.wait_for("caption", is_final)
        assert final["text"] == PHONE
        assert final["name"] == office.citizen.name
        assert final["participant_id"] == citizen.participant.id
        assert final["department"] == ""
    officer.speak()
    heard = await citizen.wait_for("caption", lambda b: b["name"] == office.fire_officer.name)
    assert heard["department"] == office.fire.name_zh


async def test_words_appear_while_they_are_spoken_and_become_final_under_one_id(
    reception: Reception, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak()
    final = await officer.wait_for("caption", is_final)
    partial = [b for b in await officer.list_bodies("caption") if not b["final"]]
    assert partial
    assert {body["id"] for body in partial} == {final["id"]}
    assert all(PHONE.startswith(str(body["text"])) for body in partial)


async def test_a_final_is_committed_within_two_seconds_under_the_id_of_its_caption(
    reception: Reception, sessions: Sessions, visit: Visit, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak()
    final = await officer.wait_for("caption", is_final)
    async with asyncio.timeout(2):
        (record,) = await wait_for_records(sessions, visit)
    assert str(record.id) == final["id"]
    assert (record.text, record.speaker_role) == (PHONE, "citizen")
    assert record.started == pytest.approx(final["start"])
    assert 0 <= record.started < record.ended < 5  # seconds of the visit, not of the machine
    assert [word["text"] for word in record.words] == PHONE.split()


async def test_one_who_waits_reads_nothing_of_what_is_said_inside(
    reception: Reception, sessions: Sessions, visit: Visit, office: Office, now: datetime
) -> None:
    citizen, officer = await begin(reception, office)
    async with sessions.begin() as session:
        other = await invite_citizen(session, visit, office.citizen, now)
    waiting = await reception.arrive(other)
    reception.live._listening.changed()
    citizen.speak()
    await officer.wait_for("caption", is_final)
    assert not waiting.is_listened_to
    assert await waiting.list_bodies("caption") == []


async def test_suggestions_reach_the_panel_with_the_words_they_came_from(
    reception: Reception, sessions: Sessions, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak(times=2)
    suggested = await officer.wait_for("field_suggested")
    assert (suggested["field"], suggested["value"]) == ("phone", "13701234567")
    assert suggested["text"] == "137 0123 4567"
    assert suggested["speaker_name"] == office.citizen.name
    async with sessions() as session:
        (words,) = suggested["words"]
        record = await session.get_one(UtteranceRecord, UUID(words["utterance_id"]))
        cited = [word["text"] for word in record.words[words["start"] : words["end"]]]
        (row,) = await list_suggestions(session, office.case.id)
        assert (await session.get_one(Case, office.case.id)).phone is None  # nobody accepted yet
    assert "".join(cited).endswith("一三七零一二三四五六七")
    assert str(row.id) == suggested["id"]


async def test_a_busy_machine_does_not_make_suggestions_wait(
    sessions: Sessions, visit: Visit, reception: Reception, office: Office
) -> None:
    await begin(reception, office)
    spoken = [make_spoken("今天 天气 好", float(n)) for n in range(200)]
    reader = FieldReader(
        visit, reception.live.room, sessions, Captions(spoken), VisitClock(reception.clock), UTC
    )
    with others_at_work(4):
        own = time.thread_time()
        seconds = await reader._read()
        own = time.thread_time() - own
    assert seconds <= own  # the pause that follows is reckoned from it


@contextmanager
def others_at_work(count: int) -> Iterator[None]:
    """Let threads fight for the interpreter."""
    over = Event()
    threads = [Thread(target=work_until, args=(over,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def work_until(over: Event) -> None:
    while not over.is_set():
        sum(range(1000))


async def test_the_citizen_is_never_told_what_is_suggested(
    reception: Reception, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak(times=2)
    await officer.wait_for("field_suggested")
    assert await citizen.list_bodies("field_suggested") == []


async def test_those_who_come_late_get_the_finals_so_far(
    reception: Reception, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak(times=2)
    await officer.wait_for("caption", lambda body: body["text"] == "谢谢" and is_final(body))
    assert [body["text"] for body in reception.live.recent_captions()] == [PHONE, "谢谢"]


def test_finals_stand_in_the_order_in_which_people_began_to_speak() -> None:
    captions = Captions([make_spoken("late", 9.0)])
    captions.add(make_spoken("long", 2.0))  # begun first, finished last
    captions.add(make_spoken("short", 3.0))
    assert [body["text"] for body in captions.list_recent()] == ["long", "short", "late"]


def make_spoken(text: str, start: float) -> Spoken:
    speaker = Speaker("c-1", "张伟", "", SpeakerRole.CITIZEN, "c-1/1")
    return Spoken(speaker, Utterance(text, text, (), start, start + 1, "zh", "c-1", 0))


async def test_one_persons_recogniser_may_fail_and_the_others_are_still_read(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime, office: Office
) -> None:
    script = FailingFirst("zh", [PHONE])
    async with open_reception(sessions, visit, issued, Clock(now), script) as reception:
        citizen, officer = await begin(reception, office)
        officer.speak()
        citizen.speak()
        final = await officer.wait_for("caption", is_final)
        assert final["name"] == office.citizen.name
        assert reception.live.state is VisitState.LIVE
