"""What is said is kept: by a locked store, by the end, by a restart."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import AuditEntry
from cases.utterances import list_utterances
from media import RoomClosed
from tests.office import Office
from tests.scripted_recognizer import ScriptedRecognizer
from tests.visits.locking import locked
from tests.visits.reception import (
    Clock,
    Reception,
    begin,
    eventually,
    is_final,
    open_reception,
    wait_for_ears,
)
from visits import Visit, VisitState
from visits.errors import VisitEndedError
from visits.invitations import IssuedInvitation

Sessions = async_sessionmaker[AsyncSession]
PHONE = "我 的 电话 是 一 三 七 零 一 二 三 四 五 六 七"
SCRIPT = ScriptedRecognizer("zh", [PHONE, "谢谢", "再见"])


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
async def reception(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, clock: Clock
) -> AsyncIterator[Reception]:
    async with sessions() as session:  # the writer's one connection: fail fast instead of in 5 s
        await session.execute(text("PRAGMA busy_timeout=20"))
    async with open_reception(sessions, visit, issued, clock, SCRIPT) as reception:
        yield reception


async def list_texts(sessions: Sessions, visit: Visit) -> list[str]:
    async with sessions() as session:
        return [record.text for record in await list_utterances(session, visit.id)]


async def test_a_locked_database_delays_rows_and_loses_none(
    reception: Reception, sessions: Sessions, visit: Visit, office: Office, database_url: str
) -> None:
    citizen, officer = await begin(reception, office)
    async with locked(database_url):
        citizen.speak(times=2)
        await officer.wait_for("caption", lambda body: body["text"] == "谢谢" and is_final(body))
        warned = await officer.wait_for("visit_state", lambda body: body["unsaved"] > 0)
        assert warned["lost"] == 0
    await officer.wait_for("visit_state", lambda body: body["unsaved"] == 0)
    await eventually(lambda: has_texts(sessions, visit, [PHONE, "谢谢"]))
    assert (await officer.wait_for("field_suggested"))["value"] == "13701234567"


async def has_texts(sessions: Sessions, visit: Visit, texts: list[str]) -> bool:
    return await list_texts(sessions, visit) == texts


async def test_the_call_goes_on_while_the_database_is_locked(
    reception: Reception, office: Office, database_url: str
) -> None:
    citizen, officer = await begin(reception, office)
    async with locked(database_url):
        officer.speak()
        assert await citizen.wait_for("caption", is_final)
        assert citizen.participant.admitted


async def test_the_end_hears_the_last_words_out_and_keeps_them(
    reception: Reception, sessions: Sessions, visit: Visit, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak(silence=0.0)
    await officer.wait_for("caption")
    async with asyncio.timeout(3):  # it waits for words and rows, not for its own patience to end
        await reception.live_visits.end(visit.id, "ended", by=office.fire_officer)
    assert await list_texts(sessions, visit) == [PHONE]
    assert is_final((await officer.list_bodies("caption"))[-1])
    assert (await citizen.list_bodies("visit_ended")) == [{"reason": "ended"}]
    assert (await citizen.list_bodies("visit_state"))[-1]["state"] == "ended"
    assert isinstance((await citizen.list_events())[-1], RoomClosed)
    async with sessions() as session:
        row = await session.get_one(Visit, visit.id)
    assert (row.state, row.ended_at is not None) == (VisitState.ENDED, True)


async def test_a_visit_ends_once_however_often_it_is_asked_to(
    reception: Reception, sessions: Sessions, visit: Visit, office: Office
) -> None:
    await begin(reception, office)
    await reception.live_visits.end(visit.id, "ended", by=office.fire_officer)
    await reception.live_visits.end(visit.id, "ended", by=office.clerk)
    async with sessions() as session:
        query = select(AuditEntry.actor).where(AuditEntry.action == "visit_ended")
        assert (await session.scalars(query)).all() == [f"user:{office.fire_officer.id}"]
    with pytest.raises(VisitEndedError):
        await reception.live_visits.open(visit.id)
    await eventually(lambda: is_gone(reception))


async def is_gone(reception: Reception) -> bool:
    return reception.live_visits.find(reception.visit.id) is None


async def test_a_visit_that_everybody_forgot_to_end_ends_half_an_hour_after_its_time(
    reception: Reception, sessions: Sessions, visit: Visit, office: Office, clock: Clock
) -> None:
    await begin(reception, office)
    clock.move(timedelta(minutes=61))
    assert not reception.live._is_forsaken()  # a visit that runs over goes on
    for participant in list(reception.live.room.participants.values()):
        await participant.leave("left")
    assert reception.live._is_forsaken()
    clock.move(timedelta(minutes=-2))
    assert not reception.live._is_forsaken()


async def test_those_who_still_wait_hear_of_the_end(reception: Reception, visit: Visit) -> None:
    waiting = await reception.arrive()
    await reception.live_visits.end(visit.id, "ended")
    assert await waiting.list_bodies("visit_ended") == [{"reason": "ended"}]


async def test_a_second_process_goes_on_with_the_words_and_the_seconds_of_the_first(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock, SCRIPT) as before:
        citizen, officer = await begin(before, office)
        citizen.speak()
        await officer.wait_for("field_suggested")
    clock.move(timedelta(minutes=5))
    async with open_reception(sessions, visit, issued, clock, SCRIPT) as after:
        citizen, officer = await after.arrive(), await after.receive(office.fire_officer)
        assert citizen.participant.admitted
        assert [body["text"] for body in after.live.recent_captions()] == [PHONE]
        await wait_for_ears(after, 2)
        officer.speak()
        final = await citizen.wait_for("caption", is_final)
        assert 295 < final["start"] < 310  # speak() hands over two seconds of sound at once
        await eventually(lambda: has_texts(sessions, visit, [PHONE, PHONE]))


async def test_words_spoken_while_the_house_closes_are_kept(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock, SCRIPT) as reception:
        citizen, officer = await begin(reception, office)
        citizen.speak(silence=0.0)
        await officer.wait_for("caption")
    assert await list_texts(sessions, visit) == [PHONE]
    async with sessions() as session:
        assert (await session.get_one(Visit, visit.id)).state is VisitState.LIVE


async def test_the_recorded_transcript_comes_back_as_the_same_captions(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, clock: Clock
) -> None:
    async with open_reception(sessions, visit, issued, clock, SCRIPT) as reception:
        citizen, officer = await begin(reception, office)
        for page in (citizen, officer):
            page.speak()
        await eventually(lambda: has_texts(sessions, visit, [PHONE, PHONE]))
        shown = reception.live.recent_captions()
    async with open_reception(sessions, visit, issued, clock, SCRIPT) as reception:
        again = (await reception.live_visits.open(visit.id)).recent_captions()
    assert again == shown
