"""A person decides on a suggestion once; the case, its history and the audit change together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import list_acts, name_actor, name_subject
from cases.case_fields import list_field_sources, read_case_field
from cases.decisions import accept_suggestion, correct_suggestion, reject_suggestion
from cases.errors import (
    SuggestionDecidedError,
    SuggestionSupersededError,
    UnknownSuggestionError,
)
from cases.fields import CaseField, FieldValue
from cases.models import Case, SuggestionStatus
from cases.suggestions import get_suggestion, record_suggestions
from tests.cases.talk import say, suggest
from tests.office import Office
from web.database import Database

NAME = CaseField.PETITIONER_NAME


@dataclass
class Desk:
    """An open suggestion of a name and two people who may decide on it."""

    database: Database
    office: Office
    now: datetime
    suggestion_id: UUID

    async def load_case(self, session: AsyncSession) -> Case:
        return await session.get_one(Case, self.office.case.id)

    async def list_actions(self) -> list[str]:
        async with self.database.reading() as session:
            acts = await list_acts(session, name_subject("case", self.office.case.id))
        return [act.action for act in acts]


async def open_suggestion(
    session: AsyncSession, office: Office, now: datetime, field: CaseField, value: FieldValue
) -> UUID:
    visit_id = uuid4()
    record = await say(session, visit_id, "我 叫 张伟")
    suggestions = [suggest(field, value, (0, 2, 3))]
    changes = await record_suggestions(
        session, office.case, visit_id, suggestions, [record.id], now
    )
    return changes.opened[0].id


@pytest.fixture
async def desk(database: Database, office: Office, now: datetime) -> Desk:
    async with database.sessions.begin() as session:
        suggestion_id = await open_suggestion(session, office, now, NAME, "张伟")
    return Desk(database, office, now, suggestion_id)


async def test_nothing_is_in_the_case_before_somebody_accepts(desk: Desk) -> None:
    async with desk.database.reading() as session:
        assert (await desk.load_case(session)).petitioner_name is None


async def test_acceptance_writes_the_value_its_source_and_the_audit(desk: Desk) -> None:
    clerk = desk.office.clerk
    async with desk.database.sessions.begin() as session:
        decided = await accept_suggestion(session, desk.suggestion_id, clerk, desk.now)
    assert (decided.status, decided.decided_by, decided.decided_at, decided.decided_value) == (
        SuggestionStatus.ACCEPTED,
        clerk.id,
        desk.now,
        "张伟",
    )
    async with desk.database.reading() as session:
        case = await desk.load_case(session)
        (source,) = await list_field_sources(session, case)
        (act,) = await list_acts(session, name_subject("case", case.id))
    assert case.petitioner_name == "张伟"
    assert (source.field, source.value, source.person) == (NAME, "张伟", clerk.name)
    assert source.suggestion is not None
    assert (source.suggestion.quote, source.suggestion.at_seconds) == ("张伟", 12.0)
    assert (source.suggestion.speaker_name, source.suggestion.rule) == ("张伟", "rule_of_test")
    assert (act.actor, act.action) == (name_actor(clerk), "suggestion_accepted")
    assert act.detail == {"field": "petitioner_name", "suggestion": str(desk.suggestion_id)}


async def test_a_failed_transaction_leaves_neither_value_nor_audit(desk: Desk) -> None:
    async with desk.database.sessions() as session:
        await accept_suggestion(session, desk.suggestion_id, desk.office.clerk, desk.now)
        await session.rollback()
    async with desk.database.reading() as session:
        assert (await desk.load_case(session)).petitioner_name is None
    assert await desk.list_actions() == []


async def test_a_correction_writes_the_other_value_on_the_same_words(desk: Desk) -> None:
    async with desk.database.sessions.begin() as session:
        decided = await correct_suggestion(
            session, desk.suggestion_id, desk.office.clerk, desk.now, "章伟"
        )
        (source,) = await list_field_sources(session, await desk.load_case(session))
    assert (decided.status, decided.value) == (SuggestionStatus.CORRECTED, "张伟")
    assert source.value == "章伟"
    assert source.suggestion is decided


async def test_a_correction_to_what_was_suggested_is_an_acceptance(desk: Desk) -> None:
    async with desk.database.sessions.begin() as session:
        decided = await correct_suggestion(
            session, desk.suggestion_id, desk.office.clerk, desk.now, "张伟"
        )
    assert decided.status is SuggestionStatus.ACCEPTED


async def test_a_rejection_leaves_the_case_as_it_is(desk: Desk) -> None:
    async with desk.database.sessions.begin() as session:
        await reject_suggestion(session, desk.suggestion_id, desk.office.clerk, desk.now)
        assert (await desk.load_case(session)).petitioner_name is None
    assert await desk.list_actions() == ["suggestion_rejected"]


async def test_the_same_decision_again_changes_nothing(desk: Desk) -> None:
    for user in (desk.office.clerk, desk.office.fire_officer):
        async with desk.database.sessions.begin() as session:
            decided = await accept_suggestion(
                session, desk.suggestion_id, user, desk.now + timedelta(seconds=1)
            )
    assert decided.decided_by == desk.office.clerk.id
    assert await desk.list_actions() == ["suggestion_accepted"]


async def test_another_decision_is_refused_once_somebody_decided(desk: Desk) -> None:
    async with desk.database.sessions.begin() as session:
        await accept_suggestion(session, desk.suggestion_id, desk.office.clerk, desk.now)
    officer = desk.office.fire_officer
    async with desk.database.sessions.begin() as session:
        with pytest.raises(SuggestionDecidedError, match="accepted"):
            await reject_suggestion(session, desk.suggestion_id, officer, desk.now)
        with pytest.raises(SuggestionDecidedError, match="accepted"):
            await correct_suggestion(session, desk.suggestion_id, officer, desk.now, "章伟")
        assert (await desk.load_case(session)).petitioner_name == "张伟"


async def test_a_superseded_suggestion_cannot_be_accepted(desk: Desk) -> None:
    async with desk.database.sessions.begin() as session:
        suggestion = await get_suggestion(session, desk.suggestion_id)
        await record_suggestions(session, desk.office.case, suggestion.visit_id, [], [], desk.now)
        with pytest.raises(SuggestionSupersededError):
            await accept_suggestion(session, desk.suggestion_id, desk.office.clerk, desk.now)


async def test_a_suggestion_that_does_not_exist_cannot_be_decided(desk: Desk) -> None:
    async with desk.database.sessions.begin() as session:
        with pytest.raises(UnknownSuggestionError):
            await accept_suggestion(session, uuid4(), desk.office.clerk, desk.now)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        (CaseField.AMOUNT, 86000, Decimal(86000)),
        (CaseField.AMOUNT, 1234.56, Decimal("1234.56")),
        (CaseField.PEOPLE_COUNT, 15, 15),
        (CaseField.EVENT_DATE, "2026-01", "2026-01"),
        (CaseField.PRIOR_PETITION, False, False),
        (CaseField.DEPARTMENTS, ["housing", "fire"], ["housing", "fire"]),
    ],
)
async def test_every_kind_of_value_comes_back_as_it_was_accepted(
    desk: Desk, field: CaseField, value: FieldValue, stored: object
) -> None:
    async with desk.database.sessions.begin() as session:
        suggestion_id = await open_suggestion(session, desk.office, desk.now, field, value)
        await accept_suggestion(session, suggestion_id, desk.office.clerk, desk.now)
    async with desk.database.reading() as session:
        case = await desk.load_case(session)
        assert getattr(case, field) == stored
        assert read_case_field(case, field) == value
        (source,) = await list_field_sources(session, case)
    assert source.value == value
