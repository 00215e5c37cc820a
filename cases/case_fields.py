"""The twelve fields of a case as people fill them: read, write with a history, and say why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from .application_models import StatedField
from .audit import name_actor, name_subject, record_act
from .changes import record_change
from .fields import CaseField
from .models import Case, FieldEdit, FieldSuggestion, User
from .review_models import ChangeKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .fields import FieldValue


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field's value comes from: a person, and the suggestion they decided on.

    The suggestion holds the words (`quote`, `evidence`), the second, the speaker and the rule; it
    is None for a value that the person typed unasked or took from an application, whose words are
    then the `statement`.
    """

    field: CaseField
    value: FieldValue
    person: str
    written_at: datetime
    suggestion: FieldSuggestion | None
    statement: str | None = None


async def lock_case(session: AsyncSession, case_id: UUID) -> Case:
    """Return the session's case with its fields as they are now; one writer at a time has it."""
    case = await session.get_one(Case, case_id)
    await session.refresh(case, list(CaseField), with_for_update=True)
    return case


def read_case_field(case: Case, field: CaseField) -> FieldValue | None:
    """Return the value in its field's normal form, None when nobody has filled it."""
    value = getattr(case, field.value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return cast("FieldValue | None", value)


def is_same_value(one: object, other: object) -> bool:
    """Compare two values of one field; a set of codes has no order."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return one == other


async def set_case_field(
    session: AsyncSession,
    case: Case,
    field: CaseField,
    value: FieldValue | None,
    user: User,
    now: datetime,
) -> FieldEdit:
    """Write what a person typed without being asked (None empties the field), with its audit.

    An open suggestion for the field stays open: accepting it adds the words to the value.
    """
    edit = await write_case_field(session, case, field, value, user, now)
    await record_change(session, case.id, ChangeKind.FIELD_SET, edit.id, user, now)
    record_act(
        session, name_actor(user), "field_set", name_subject("case", case.id), {"field": field}, now
    )
    return edit


async def write_case_field(
    session: AsyncSession,
    case: Case,
    field: CaseField,
    value: FieldValue | None,
    user: User,
    now: datetime,
    suggestion: FieldSuggestion | None = None,
) -> FieldEdit:
    """Write the column and the row of its history; the caller's act is the audit's."""
    case = await lock_case(session, case.id)
    edit = FieldEdit(
        case_id=case.id,
        field=field.value,
        number=await _next_number(session, case.id, field),
        value=value,
        previous_value=read_case_field(case, field),
        suggestion_id=suggestion.id if suggestion else None,
        user_id=user.id,
        at=now,
    )
    setattr(case, field.value, Decimal(str(value)) if _is_amount(field, value) else value)
    session.add(edit)
    await session.flush()
    return edit


async def list_field_sources(session: AsyncSession, case: Case) -> tuple[FieldSource, ...]:
    """Tell for every filled field who wrote its value and on which words; in the fields' order."""
    query = (
        select(FieldEdit)
        .where(FieldEdit.case_id == case.id)
        .order_by(FieldEdit.number)
        .options(joinedload(FieldEdit.suggestion), joinedload(FieldEdit.user))
    )
    latest = {edit.field: edit for edit in await session.scalars(query)}
    stated = await _read_statements(session, [edit.id for edit in latest.values()])
    return tuple(
        FieldSource(
            field, edit.value, edit.user.name, edit.at, edit.suggestion, stated.get(edit.id)
        )
        for field in CaseField
        if (edit := latest.get(field)) is not None and edit.value is not None
    )


async def _read_statements(session: AsyncSession, edits: list[UUID]) -> dict[UUID, str]:
    query = select(StatedField).where(StatedField.edit_id.in_(edits))
    return {stated.edit_id: stated.statement for stated in await session.scalars(query)}


def _is_amount(field: CaseField, value: FieldValue | None) -> bool:
    return field is CaseField.AMOUNT and value is not None


async def _next_number(session: AsyncSession, case_id: UUID, field: CaseField) -> int:
    query = select(func.max(FieldEdit.number)).where(
        FieldEdit.case_id == case_id, FieldEdit.field == field.value
    )
    return (await session.scalar(query) or 0) + 1
