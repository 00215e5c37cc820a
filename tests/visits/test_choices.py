"""What the citizen's choice does to a visit (invariant 9)."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import UtteranceRecord
from tests.office import Office
from tests.scripted_recognizer import ScriptedRecognizer
from tests.visits.reception import (
    Clock,
    Reception,
    begin,
    is_final,
    open_reception,
    wait_for_ears,
)
from visits import Visit, find_consent, give_consent
from visits.consents import AgreedChoices, get_agreed_choices
from visits.invitations import IssuedInvitation, invite_citizen

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def reception(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> AsyncIterator[Reception]:
    script = ScriptedRecognizer("zh", ["谢谢", "再见"])
    async with open_reception(sessions, visit, issued, Clock(now), script) as reception:
        yield reception


async def count_records(sessions: Sessions) -> int:
    async with sessions() as session:
        return len((await session.scalars(select(UtteranceRecord))).all())


async def test_the_latest_of_several_dated_answers_counts(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    for minute, (recording, transcript) in enumerate([(True, True), (True, False)]):
        async with sessions.begin() as session:
            await give_consent(
                session,
                issued.invitation,
                recording=recording,
                transcript=transcript,
                text_version="1",
                now=now + timedelta(minutes=minute),
            )
    async with sessions() as session:
        consent = await find_consent(session, issued.invitation.id)
    assert consent is not None
    assert (consent.recording, consent.transcript) == (True, False)
    assert consent.given_at == now + timedelta(minutes=1)


async def test_with_nobody_at_the_table_nothing_is_agreed(
    reception: Reception, sessions: Sessions
) -> None:
    await reception.choose(transcript=True)
    await reception.arrive()
    async with sessions() as session:
        choices = await get_agreed_choices(session, reception.visit.id)
    assert choices == AgreedChoices(recording=False, transcript=False)


@pytest.mark.parametrize("answers", [[False], [True, False], []])
async def test_without_a_yes_not_one_transcriber_is_opened_for_anybody(
    reception: Reception, sessions: Sessions, office: Office, answers: list[bool]
) -> None:
    officer = await reception.receive(office.fire_officer)
    for answer in answers:
        await reception.choose(transcript=answer)
    citizen = await reception.arrive()
    await reception.admit()
    state = await officer.wait_for("visit_state", lambda body: body["state"] == "live")
    assert state["transcribing"] is False
    citizen.speak()
    officer.speak()
    await officer.list_events()
    assert not citizen.is_listened_to
    assert not officer.is_listened_to
    await reception.live_visits.end(reception.visit.id, "ended")
    assert await officer.list_bodies("caption") == []
    assert await count_records(sessions) == 0


async def test_staff_alone_are_not_recognised_before_the_citizen_comes_in(
    reception: Reception, office: Office
) -> None:
    await reception.choose(transcript=True)
    await reception.arrive()
    officer = await reception.receive(office.fire_officer)
    await officer.wait_for("lobby_changed", lambda body: len(body["waiting"]) == 1)
    assert not officer.is_listened_to


async def test_a_second_citizens_no_silences_the_transcript_of_all(
    reception: Reception, sessions: Sessions, office: Office, now: datetime
) -> None:
    citizen, officer = await begin(reception, office)
    async with sessions.begin() as session:
        other = await invite_citizen(session, reception.visit, office.citizen, now)
    await reception.choose(transcript=False, issued=other)
    await reception.arrive(other)
    await reception.admit(other)
    assert not citizen.is_listened_to
    assert not officer.is_listened_to
    assert reception.live.describe_state()["transcribing"] is False


async def test_a_yes_taken_back_stops_at_once_and_given_again_goes_on(
    reception: Reception, sessions: Sessions, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    await reception.choose(transcript=False)
    citizen.speak()
    assert (await officer.wait_for("visit_state"))["transcribing"] is False
    await wait_for_ears(reception, 0)
    assert await officer.list_bodies("caption") == []
    await reception.choose(transcript=True)
    await wait_for_ears(reception, 2)
    citizen.speak()
    assert (await officer.wait_for("caption", is_final))["text"] == "谢谢"


async def test_words_heard_but_not_yet_final_when_a_yes_is_taken_back_are_forgotten(
    reception: Reception, sessions: Sessions, office: Office
) -> None:
    citizen, officer = await begin(reception, office)
    citizen.speak(silence=0.0)
    await officer.wait_for("caption", lambda body: body["text"] == "谢谢")
    await reception.choose(transcript=False)
    await wait_for_ears(reception, 0)
    assert not any(is_final(body) for body in await officer.list_bodies("caption"))
    assert await count_records(sessions) == 0
