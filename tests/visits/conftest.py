"""What tests of visits share: a visit of two departments that begins now, and its citizen."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from scheduling.booking import book_panel
from tests.office import Office
from visits.invitations import IssuedInvitation, invite_citizen
from visits.models import Visit
from visits.visit import open_visit

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def visit(sessions: Sessions, office: Office, now: datetime) -> Visit:
    async with sessions.begin() as session:
        booking = await book_panel(
            session,
            case=office.case,
            departments=[office.housing, office.fire],
            lead=office.housing,
            starts_at=now,
            duration=timedelta(minutes=30),
            place="Room 1",
            user=office.clerk,
            now=now,
        )
        return await open_visit(session, booking)


@pytest.fixture
async def issued(
    sessions: Sessions, visit: Visit, office: Office, now: datetime
) -> IssuedInvitation:
    async with sessions.begin() as session:
        return await invite_citizen(session, visit, office.citizen, now)
