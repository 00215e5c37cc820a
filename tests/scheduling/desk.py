"""A desk at which tests book meetings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case, Citizen, Department, User
from scheduling.booking import book_panel
from scheduling.models import Booking

NINE = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


@dataclass
class Desk:
    """A clerk's desk: books with what is usual unless told otherwise."""

    case: Case
    departments: list[Department]
    user: User
    now: datetime

    async def book(
        self,
        session: AsyncSession,
        *,
        case: Case | None = None,
        departments: list[Department] | None = None,
        starts_at: datetime = NINE,
        duration: timedelta = HALF_AN_HOUR,
        place: str = "Room 1",
    ) -> Booking:
        panel = self.departments if departments is None else departments
        return await book_panel(
            session,
            case=case or self.case,
            departments=panel,
            lead=panel[0] if panel else self.departments[0],
            starts_at=starts_at,
            duration=duration,
            place=place,
            user=self.user,
            now=self.now,
        )


async def add_case(session: AsyncSession, desk: Desk, number: str) -> Case:
    citizen = Citizen(name="李娜", phone="13800000000")
    case = Case(
        number=number,
        title="噪声",
        lang="zh",
        citizen=citizen,
        lead_department_id=desk.departments[1].id,
        created_at=desk.now,
    )
    session.add(case)
    await session.flush()
    return case
