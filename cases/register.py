"""The register of cases: every matter gets one row and one number."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from .audit import name_subject, record_act
from .errors import UnknownCaseError
from .models import Case, Citizen, Department

# One statement, so that the database gives each number once on SQLite and PostgreSQL alike.
NEXT_NUMBER = text(
    "INSERT INTO case_counter (year, last) VALUES (:year, 1) "
    "ON CONFLICT (year) DO UPDATE SET last = case_counter.last + 1 RETURNING last"
)


async def register_case(
    session: AsyncSession,
    *,
    title: str,
    lang: str,
    citizen: Citizen,
    lead: Department,
    actor: str,
    now: datetime,
    number: str | None = None,
) -> Case:
    """Add a case under the next number, as in 2026-000123, of the year in the zone of `now`.

    A matter that came in as an application keeps the number it has.
    """
    case = Case(
        number=number or await allocate_number(session, now.year),
        title=title,
        lang=lang,
        citizen_id=citizen.id,
        lead_department_id=lead.id,
        created_at=now,
    )
    session.add(case)
    await session.flush()
    record_act(session, actor, "case_registered", name_subject("case", case.id), {}, now)
    return case


async def allocate_number(session: AsyncSession, year: int) -> str:
    """Return the next case number of a year; a rolled-back transaction gives it back."""
    last = (await session.execute(NEXT_NUMBER, {"year": year})).scalar_one()
    return f"{year}-{last:06}"


async def get_case(session: AsyncSession, case_id: UUID) -> Case:
    """Return the case with citizen and lead department loaded; raises UnknownCaseError."""
    options = [joinedload(Case.citizen), joinedload(Case.lead_department)]
    case = await session.get(Case, case_id, options=options)
    if case is None:
        raise UnknownCaseError(case_id)
    return case


async def find_case_by_number(session: AsyncSession, number: str) -> Case | None:
    return await session.scalar(select(Case).where(Case.number == number))
