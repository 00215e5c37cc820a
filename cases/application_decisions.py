"""What the receiving office does with an application: open a case, or answer in writing. Once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .application_errors import ApplicationDecidedError
from .application_models import Application, ApplicationState, StatedField
from .audit import name_actor, name_subject, record_act
from .case_fields import write_case_field
from .fields import CaseField
from .models import Case, Citizen
from .register import register_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from .fields import FieldValue
    from .models import Department, User

# Where a case field's value stands in an application.
STATED: Final[dict[CaseField, str]] = {
    CaseField.PETITIONER_NAME: "name",
    CaseField.PHONE: "phone",
    CaseField.ADDRESS: "address",
    CaseField.DEMAND: "demand",
}


async def open_case(
    session: AsyncSession,
    application: Application,
    *,
    title: str,
    lead: Department,
    fields: Mapping[CaseField, FieldValue],
    user: User,
    now: datetime,
) -> Case:
    """Open the case under the application's number, with the fields the clerk has accepted.

    Every field keeps the applicant's own words beside the clerk's name. Raises
    ApplicationDecidedError.
    """
    await _decide(session, application, ApplicationState.OPENED, user, now)
    citizen = Citizen(
        name=str(fields.get(CaseField.PETITIONER_NAME, application.name)),
        phone=str(fields.get(CaseField.PHONE, application.phone)),
    )
    session.add(citizen)
    await session.flush()
    case = await register_case(
        session,
        title=title,
        lang=application.lang,
        citizen=citizen,
        lead=lead,
        actor=name_actor(user),
        now=now,
        number=application.number,
    )
    application.state, application.case_id = ApplicationState.OPENED, case.id
    await session.flush()
    for field, value in fields.items():
        await _accept_statement(session, application, case, field, value, user, now)
    return case


async def answer_application(
    session: AsyncSession, application: Application, answer: str, user: User, now: datetime
) -> None:
    """Close the application with words its owner reads; raises ApplicationDecidedError."""
    await _decide(session, application, ApplicationState.ANSWERED, user, now)
    application.state, application.answer = ApplicationState.ANSWERED, answer
    await session.flush()


async def _decide(
    session: AsyncSession,
    application: Application,
    decision: ApplicationState,
    user: User,
    now: datetime,
) -> None:
    await session.refresh(application, ["state"], with_for_update=True)
    if application.state is not ApplicationState.SUBMITTED:
        raise ApplicationDecidedError(application.state)
    application.decided_by, application.decided_at = user.id, now
    subject = name_subject("application", application.id)
    record_act(session, name_actor(user), f"application_{decision}", subject, {}, now)


async def _accept_statement(
    session: AsyncSession,
    application: Application,
    case: Case,
    field: CaseField,
    value: FieldValue,
    user: User,
    now: datetime,
) -> None:
    edit = await write_case_field(session, case, field, value, user, now)
    statement = getattr(application, STATED[field]) if field in STATED else ""
    if statement:
        session.add(
            StatedField(edit_id=edit.id, application_id=application.id, statement=statement)
        )
    detail = {"field": field, "application": str(application.id)}
    subject = name_subject("case", case.id)
    record_act(session, name_actor(user), "field_taken_from_application", subject, detail, now)
