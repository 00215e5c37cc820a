"""A citizen for whom no seat is left goes on waiting; nothing says that they were let in."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from media import RoomFullError
from tests.office import Office
from tests.visits.reception import Clock, open_reception
from visits import Visit
from visits.invitations import IssuedInvitation
from visits.lobby import find_place

Sessions = async_sessionmaker[AsyncSession]


async def test_who_finds_no_seat_keeps_the_place_in_the_queue(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, now: datetime
) -> None:
    async with open_reception(sessions, visit, issued, Clock(now)) as reception:
        await reception.receive(office.fire_officer)
        await reception.choose(transcript=False)
        await reception.arrive()
        reception.live.room.capacity = 1
        with pytest.raises(RoomFullError):
            await reception.admit()
        async with sessions() as session:
            place = await find_place(session, issued.invitation.id, reception.clock())
        assert place is not None
        assert place.admitted_at is None
