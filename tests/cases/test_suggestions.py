"""Suggestions come with their words, are replaced by what is said later, and do not nag."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from cases.autofill import Suggestion
from cases.case_fields import list_field_sources, set_case_field
from cases.decisions import accept_suggestion, correct_suggestion, reject_suggestion
from cases.errors import UnknownUtteranceError, UnsupportedSuggestionError
from cases.fields import CaseField
from cases.models import Case, FieldSuggestion, SuggestionStatus
from cases.suggestions import SuggestionChanges, record_suggestions
from tests.cases.talk import say, suggest
from tests.office import Office
from web.database import Database

NAME = CaseField.PETITIONER_NAME
ZHANG = suggest(NAME, "张伟", (0, 2, 3))
LI = suggest(NAME, "李伟", (1, 1, 3))


@dataclass
class Table:
    """A visit at which two things were said and auto-fill reads again and again."""

    session: AsyncSession
    office: Office
    now: datetime
    visit_id: UUID
    utterance_ids: list[UUID]

    async def read(self, *suggestions: Suggestion) -> SuggestionChanges:
        return await record_suggestions(
            self.session, self.office.case, self.visit_id, suggestions, self.utterance_ids, self.now
        )


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.sessions.begin() as session:
        yield session


@pytest.fixture
async def table(session: AsyncSession, office: Office, now: datetime) -> Table:
    visit_id = uuid4()
    first = await say(session, visit_id, "我 叫 张伟")
    second = await say(session, visit_id, "不是 李 伟", start=110.0)
    return Table(session, office, now, visit_id, [first.id, second.id])


async def test_a_suggestion_quotes_its_words_with_second_and_speaker(table: Table) -> None:
    (suggestion,) = (await table.read(suggest(NAME, "李伟", (1, 1, 3), (0, 2, 3)))).opened
    assert suggestion.quote == "李伟 … 张伟"
    assert suggestion.at_seconds == 21.0
    assert (suggestion.speaker_id, suggestion.speaker_name) == ("c-1", "张伟")
    assert suggestion.evidence[0] == {
        "utterance_id": str(table.utterance_ids[1]),
        "start": 1,
        "end": 3,
    }
    assert (suggestion.rule, suggestion.previous_value) == ("rule_of_test", None)


async def test_english_words_are_quoted_with_spaces(table: Table) -> None:
    record = await say(table.session, table.visit_id, "my name is Ann Lee", start=130.0, lang="en")
    table.utterance_ids.append(record.id)
    (suggestion,) = (await table.read(suggest(NAME, "Ann Lee", (2, 3, 5)))).opened
    assert suggestion.quote == "Ann Lee"


async def test_the_same_value_stays_as_it_was(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    changes = await table.read(suggest(NAME, "张伟", (1, 1, 2)))
    assert changes == SuggestionChanges((), ())
    assert first.evidence[0]["utterance_id"] == str(table.utterance_ids[0])


async def test_a_later_value_supersedes_the_open_one(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    changes = await table.read(LI)
    assert changes.superseded == (first,)
    assert first.status is SuggestionStatus.SUPERSEDED
    assert (changes.opened[0].value, changes.opened[0].previous_value) == ("李伟", "张伟")


async def test_a_value_that_is_no_longer_supported_is_withdrawn(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    changes = await table.read()
    assert (changes.opened, changes.superseded) == ((), (first,))


async def test_a_visit_does_not_withdraw_what_another_suggested(table: Table) -> None:
    await table.read(ZHANG)
    table.visit_id = uuid4()
    assert await table.read() == SuggestionChanges((), ())


async def test_an_accepted_value_is_not_suggested_again(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    await accept_suggestion(table.session, first.id, table.office.clerk, table.now)
    repeated = suggest(NAME, "张伟", (1, 0, 1))
    assert await table.read(repeated) == SuggestionChanges((), ())


async def test_another_value_after_acceptance_opens_a_suggestion_and_leaves_the_case(
    table: Table,
) -> None:
    (first,) = (await table.read(ZHANG)).opened
    await accept_suggestion(table.session, first.id, table.office.clerk, table.now)
    changes = await table.read(LI)
    assert changes.superseded == ()
    assert (changes.opened[0].value, changes.opened[0].previous_value) == ("李伟", "张伟")
    assert first.status is SuggestionStatus.ACCEPTED
    case = await table.session.get_one(type(table.office.case), table.office.case.id)
    assert case.petitioner_name == "张伟"


async def test_a_rejected_value_returns_only_with_other_words(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    await reject_suggestion(table.session, first.id, table.office.clerk, table.now)
    assert await table.read(ZHANG) == SuggestionChanges((), ())
    assert len((await table.read(suggest(NAME, "张伟", (1, 1, 3)))).opened) == 1


async def test_a_corrected_value_does_not_return(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    await correct_suggestion(table.session, first.id, table.office.clerk, table.now, "章伟")
    assert await table.read(ZHANG) == SuggestionChanges((), ())


async def test_what_a_clerk_has_typed_already_is_not_suggested(table: Table) -> None:
    case, clerk = table.office.case, table.office.clerk
    await set_case_field(table.session, case, NAME, "张伟", clerk, table.now)
    assert await table.read(ZHANG) == SuggestionChanges((), ())


async def test_an_open_suggestion_of_what_a_clerk_typed_still_adds_the_words(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    case, clerk = table.office.case, table.office.clerk
    await set_case_field(table.session, case, NAME, "张伟", clerk, table.now)
    await accept_suggestion(table.session, first.id, clerk, table.now)
    (source,) = await list_field_sources(table.session, case)
    assert source.suggestion is first


async def test_fields_do_not_disturb_each_other(table: Table) -> None:
    phone = suggest(CaseField.PHONE, "13701234567", (0, 0, 1))
    await table.read(ZHANG, phone)
    changes = await table.read(LI, phone)
    assert [s.field for s in (*changes.opened, *changes.superseded)] == [NAME, NAME]


async def test_codes_in_another_order_are_the_same_value(table: Table) -> None:
    await table.read(suggest(CaseField.DEPARTMENTS, ["fire", "housing"]))
    changes = await table.read(suggest(CaseField.DEPARTMENTS, ["housing", "fire"]))
    assert changes == SuggestionChanges((), ())


async def test_a_suggestion_without_words_is_refused(table: Table) -> None:
    with pytest.raises(UnsupportedSuggestionError):
        await table.read(Suggestion(NAME, "张伟", (), "guess"))


async def test_a_suggestion_from_words_that_are_not_recorded_is_refused(table: Table) -> None:
    table.utterance_ids[0] = uuid4()
    with pytest.raises(UnknownUtteranceError):
        await table.read(ZHANG)


async def test_the_database_keeps_one_open_suggestion_per_field(table: Table) -> None:
    (first,) = (await table.read(ZHANG)).opened
    copied = ("case_id", "visit_id", "field", "value", "quote", "evidence", "speaker_id")
    more = ("speaker_name", "at_seconds", "rule", "suggested_at")
    twin = FieldSuggestion(**{name: getattr(first, name) for name in (*copied, *more)})
    with pytest.raises(IntegrityError):
        async with table.session.begin_nested():
            table.session.add(twin)


async def test_codes_and_yes_or_no_are_accepted_like_words(table: Table) -> None:
    read = (
        suggest(CaseField.DEPARTMENTS, ["housing", "fire"], (0, 0, 2)),
        suggest(CaseField.PRIOR_PETITION, False, (1, 0, 2)),
    )
    opened = (await table.read(*read)).opened
    for suggestion in opened:
        await accept_suggestion(table.session, suggestion.id, table.office.clerk, table.now)
    case = await table.session.get_one(Case, table.office.case.id)
    assert case.departments == ["housing", "fire"]
    assert case.prior_petition is False
    assert (await table.read(*read)).opened == ()
