"""Utterances go in once, keep the times of the visit, and are never rewritten."""

from uuid import uuid4

import pytest
from sqlalchemy import Executable, delete, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import UtteranceRecord
from cases.utterances import list_utterances, record_utterance
from tests.cases.talk import CITIZEN, make_utterance, say

Sessions = async_sessionmaker[AsyncSession]


async def test_times_are_kept_in_seconds_since_the_visit_began(sessions: Sessions) -> None:
    visit_id = uuid4()
    async with sessions.begin() as session:
        await say(session, visit_id, "我 叫 张伟")
    async with sessions() as session:
        (record,) = await list_utterances(session, visit_id)
    assert (record.started, record.ended) == (10.0, 12.5)
    assert record.words[2] == {"text": "张伟", "start": 12.0, "end": 12.5, "confidence": 0.9}
    assert (record.speaker_name, record.speaker_role, record.lang) == ("张伟", "citizen", "zh")


async def test_the_same_sample_of_a_track_is_recorded_once(sessions: Sessions) -> None:
    visit_id = uuid4()
    async with sessions.begin() as session:
        first = await say(session, visit_id, "我 叫 张伟")
    async with sessions.begin() as session:
        again = await say(session, visit_id, "我 叫 张伟")
        elsewhere = await say(session, uuid4(), "我 叫 张伟")
        count = await session.scalar(select(func.count()).select_from(UtteranceRecord))
    assert again.id == first.id != elsewhere.id
    assert count == 2


async def test_a_record_may_carry_the_id_its_captions_have(sessions: Sessions) -> None:
    caption_id = uuid4()
    async with sessions.begin() as session:
        record = await record_utterance(
            session,
            make_utterance("好"),
            visit_id=uuid4(),
            speaker=CITIZEN,
            track="c-1/1",
            origin=90.0,
            record_id=caption_id,
        )
    assert record.id == caption_id


async def test_utterances_are_listed_as_they_began(sessions: Sessions) -> None:
    visit_id = uuid4()
    async with sessions.begin() as session:
        for start in (120.0, 100.0, 110.0):
            await say(session, visit_id, "好", start=start)
        records = await list_utterances(session, visit_id)
    assert [record.started for record in records] == [10.0, 20.0, 30.0]


@pytest.mark.parametrize(
    "change", [update(UtteranceRecord).values(text="别的"), delete(UtteranceRecord)]
)
async def test_what_was_recognised_is_never_rewritten(
    sessions: Sessions, change: Executable
) -> None:
    visit_id = uuid4()
    async with sessions.begin() as session:
        await say(session, visit_id, "我 叫 张伟")
    with pytest.raises(DatabaseError, match="only added"):
        async with sessions.begin() as session:
            await session.execute(change)
    async with sessions() as session:
        (record,) = await list_utterances(session, visit_id)
    assert record.text == "我 叫 张伟"
