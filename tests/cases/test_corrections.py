"""People correct words: records that add up, that others take back, and that never lose a word."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.audit import list_acts
from cases.case_fields import set_case_field
from cases.changes import list_changes, read_sequence
from cases.corrections import correct_words, get_correction, list_corrections_of, undo_correction
from cases.errors import CorrectionConflictError, UnknownCorrectionError, WrongCorrectionError
from cases.fields import CaseField
from cases.models import Base, User, UtteranceRecord
from cases.review_models import ChangeKind, CorrectionUndo, ReviewChange, WordCorrection
from cases.shown_transcript import list_shown, list_shown_after
from cases.utterances import list_utterances
from tests.cases.talk import say
from tests.office import Office

Sessions = async_sessionmaker[AsyncSession]
Correct = Callable[..., Awaitable[WordCorrection | None]]


@pytest.fixture
def visit_id() -> UUID:
    return uuid4()


@pytest.fixture
async def said(sessions: Sessions, visit_id: UUID) -> UtteranceRecord:
    async with sessions.begin() as session:
        return await say(session, visit_id, "我 家 的 电话 打 不 通")


@pytest.fixture
def correct(sessions: Sessions, office: Office, said: UtteranceRecord, now: datetime) -> Correct:
    """Write a correction in a transaction of its own, as the housing officer."""

    async def write(
        start: int, end: int, text: str, base: int = 0, user: User | None = None
    ) -> WordCorrection | None:
        async with sessions.begin() as session:
            return await correct_words(
                session,
                said,
                (start, end),
                text,
                case_id=office.case.id,
                base=base,
                user=user or office.housing_officer,
                now=now,
            )

    return write


async def read(sessions: Sessions, visit_id: UUID) -> str:
    async with sessions() as session:
        return " | ".join(one.text for one in await list_shown(session, visit_id))


async def undo(sessions: Sessions, office: Office, correction: WordCorrection) -> None:
    async with sessions.begin() as session:
        await undo_correction(
            session,
            correction.visit_id,
            correction.id,
            case_id=office.case.id,
            user=office.fire_officer,
            now=correction.at,
        )


async def write(correct: Correct, *what: object) -> WordCorrection:
    correction = await correct(*what)
    assert correction is not None
    return correction


async def test_a_correction_shows_and_the_recognised_words_stay(
    sessions: Sessions, visit_id: UUID, correct: Correct
) -> None:
    correction = await write(correct, 3, 4, "  电梯\t铃 ")
    assert correction.text == "电梯 铃"
    assert await read(sessions, visit_id) == "我家的电梯铃打不通"
    async with sessions() as session:
        (record,) = await list_utterances(session, visit_id)
    assert record.text == "我 家 的 电话 打 不 通"
    assert record.words[3]["text"] == "电话"


async def test_another_person_takes_it_back_and_both_stay_on_record(
    sessions: Sessions, office: Office, visit_id: UUID, correct: Correct
) -> None:
    correction = await write(correct, 3, 4, "电梯")
    await undo(sessions, office, correction)
    await undo(sessions, office, correction)
    assert await read(sessions, visit_id) == "我家的电话打不通"
    async with sessions() as session:
        (kept,) = await list_corrections_of(session, visit_id)
        acts = await list_acts(session, f"visit:{visit_id}")
        changes = await list_changes(session, office.case.id, after=0, limit=10)
    assert kept.author.name == office.housing_officer.name
    assert kept.undo is not None
    assert kept.undo.author.name == office.fire_officer.name
    assert [act.action for act in acts] == ["words_corrected", "correction_undone"]
    assert all("电" not in str(act.detail) for act in acts)
    assert [(c.number, c.kind) for c in changes] == [
        (1, ChangeKind.CORRECTED),
        (2, ChangeKind.UNDONE),
    ]


async def test_a_stale_correction_is_refused_with_theirs_and_ones_own_text(
    sessions: Sessions, office: Office, visit_id: UUID, correct: Correct
) -> None:
    await correct(3, 4, "电梯")
    with pytest.raises(CorrectionConflictError) as refused:
        await correct(3, 5, "门铃 按", 0, office.fire_officer)
    assert refused.value.text == "门铃 按"
    assert refused.value.sequence == 1
    (theirs,) = refused.value.theirs
    assert (theirs["text"], theirs["author"]) == ("电梯", office.housing_officer.name)
    assert await read(sessions, visit_id) == "我家的电梯打不通"
    await correct(3, 5, "门铃 按", 1, office.fire_officer)
    assert await read(sessions, visit_id) == "我家的门铃按不通"


async def test_an_undo_that_was_not_seen_is_a_conflict_too(
    sessions: Sessions, office: Office, correct: Correct
) -> None:
    correction = await write(correct, 3, 4, "电梯")
    await undo(sessions, office, correction)
    with pytest.raises(CorrectionConflictError) as refused:
        await correct(3, 4, "电梯门", 1)
    assert refused.value.theirs[0]["undone_by"] == office.fire_officer.name
    assert await correct(3, 4, "电梯门", 2)


async def test_what_came_and_went_unseen_is_no_conflict(
    sessions: Sessions, office: Office, visit_id: UUID, correct: Correct
) -> None:
    await undo(sessions, office, await write(correct, 3, 4, "电梯"))
    await correct(3, 4, "门铃", 0)
    assert await read(sessions, visit_id) == "我家的门铃打不通"


async def test_different_words_of_one_utterance_never_conflict(
    sessions: Sessions, office: Office, visit_id: UUID, correct: Correct
) -> None:
    await correct(3, 4, "电梯")
    await correct(4, 7, "坏 了", 0, office.fire_officer)
    await correct(0, 2, "", 0)
    assert await read(sessions, visit_id) == "的电梯坏了"


async def test_a_correction_is_never_cut_in_two(sessions: Sessions, correct: Correct) -> None:
    await correct(2, 5, "楼道 充电")
    with pytest.raises(CorrectionConflictError):
        await correct(4, 6, "不", 1)
    assert await correct(1, 6, "楼道 里", 1)


async def test_taking_back_the_upper_one_shows_the_lower_one(
    sessions: Sessions, office: Office, visit_id: UUID, correct: Correct
) -> None:
    await correct(3, 4, "电梯")
    upper = await write(correct, 2, 5, "的 门铃 按", 1)
    await undo(sessions, office, upper)
    assert await read(sessions, visit_id) == "我家的电梯打不通"


async def test_the_same_text_twice_is_written_once(
    sessions: Sessions, office: Office, visit_id: UUID, correct: Correct
) -> None:
    first = await write(correct, 3, 4, "电梯")
    again = await write(correct, 3, 4, "电梯", 0, office.fire_officer)
    assert again.id == first.id
    assert await correct(0, 1, "我") is None
    async with sessions() as session:
        assert await read_sequence(session, office.case.id) == 1


@pytest.mark.parametrize(
    ("span", "text"),
    [((0, 0), "我"), ((-1, 1), "我"), ((6, 8), "通"), ((0, 1), "字" * 1001), ((0, 1), "a\x00b")],
)
async def test_words_that_are_not_there_and_texts_that_are_none_are_refused(
    correct: Correct, span: tuple[int, int], text: str
) -> None:
    with pytest.raises(WrongCorrectionError):
        await correct(*span, text)


async def test_a_correction_of_another_visit_is_not_known(
    sessions: Sessions, correct: Correct
) -> None:
    correction = await write(correct, 3, 4, "电梯")
    async with sessions() as session:
        with pytest.raises(UnknownCorrectionError):
            await get_correction(session, uuid4(), correction.id)


@pytest.mark.parametrize("table", [WordCorrection, CorrectionUndo, ReviewChange])
async def test_the_database_refuses_to_change_what_was_written(
    sessions: Sessions, office: Office, correct: Correct, table: type[Base]
) -> None:
    await undo(sessions, office, await write(correct, 3, 4, "电梯"))
    for change in (update(table).values(number=9), delete(table)):
        async with sessions() as session:
            with pytest.raises(DatabaseError, match="only added"):
                await session.execute(change)


async def test_fields_set_by_hand_are_numbered_in_the_same_feed(
    sessions: Sessions, office: Office, correct: Correct, now: datetime
) -> None:
    await correct(3, 4, "电梯")
    async with sessions.begin() as session:
        officer, case = office.fire_officer, office.case
        await set_case_field(session, case, CaseField.PHONE, "13812345678", officer, now)
        changes = await list_changes(session, case.id, after=1, limit=10)
    assert [(one.number, one.kind) for one in changes] == [(2, ChangeKind.FIELD_SET)]


async def test_pages_of_a_transcript_hold_every_utterance_once(
    sessions: Sessions, visit_id: UUID
) -> None:
    starts = [100.0, 103.0, 103.0, 104.5, 109.0, 109.0, 120.0]
    async with sessions.begin() as session:
        for place, start in enumerate(starts):
            await say(session, visit_id, f"第{place}", start=start + place / 16_000)
    seen: list[UUID] = []
    async with sessions() as session:
        while page := await list_shown_after(session, visit_id, seen[-1] if seen else None, 2):
            seen += [one.id for one in page]
        whole = await session.scalars(
            select(UtteranceRecord.id)
            .where(UtteranceRecord.visit_id == visit_id)
            .order_by(UtteranceRecord.started)
        )
    assert seen == list(whole)
    assert len(set(seen)) == len(starts)
