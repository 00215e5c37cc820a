"""A clerk may type into a field without being asked; who did is known as for a suggestion."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import list_acts, name_subject
from cases.case_fields import list_field_sources, set_case_field
from cases.fields import CaseField
from cases.models import Case, FieldEdit
from tests.office import Office
from web.database import Database


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.sessions.begin() as session:
        yield session


async def test_the_latest_writer_is_the_source(
    office: Office, session: AsyncSession, now: datetime
) -> None:
    case = await session.get_one(Case, office.case.id)
    for user, value in ((office.clerk, "13701234567"), (office.fire_officer, "13801234567")):
        await set_case_field(session, case, CaseField.PHONE, value, user, now)
    (source,) = await list_field_sources(session, case)
    assert (source.value, source.person) == (case.phone, office.fire_officer.name)
    assert source.suggestion is None
    edits = (await session.scalars(select(FieldEdit).order_by(FieldEdit.number))).all()
    assert [edit.previous_value for edit in edits] == [None, "13701234567"]


async def test_the_audit_names_the_field_and_not_its_content(
    office: Office, session: AsyncSession, now: datetime
) -> None:
    await set_case_field(session, office.case, CaseField.PHONE, "13701234567", office.clerk, now)
    (act,) = await list_acts(session, name_subject("case", office.case.id))
    assert (act.action, act.detail) == ("field_set", {"field": "phone"})


async def test_an_emptied_field_has_no_source(
    office: Office, session: AsyncSession, now: datetime
) -> None:
    case = await session.get_one(Case, office.case.id)
    for value in (86000, None):
        await set_case_field(session, case, CaseField.AMOUNT, value, office.clerk, now)
    assert case.amount is None
    assert await list_field_sources(session, case) == ()


async def test_sources_come_in_the_order_of_the_form(
    office: Office, session: AsyncSession, now: datetime
) -> None:
    case = office.case
    for field in (CaseField.DEMAND, CaseField.PETITIONER_NAME, CaseField.RESPONDENT):
        await set_case_field(session, case, field, "甲", office.clerk, now)
    fields = [source.field for source in await list_field_sources(session, case)]
    assert fields == [CaseField.PETITIONER_NAME, CaseField.RESPONDENT, CaseField.DEMAND]


async def test_the_history_of_a_field_is_not_rewritten(
    office: Office, database: Database, now: datetime
) -> None:
    async with database.sessions.begin() as session:
        await set_case_field(session, office.case, CaseField.DEMAND, "甲", office.clerk, now)
    with pytest.raises(DatabaseError, match="only added"):
        async with database.sessions.begin() as session:
            await session.execute(update(FieldEdit).values(value="乙"))
