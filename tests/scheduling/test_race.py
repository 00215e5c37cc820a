"""Many clerks want one slot at one moment; the database, not Python, picks the winner."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

from sqlalchemy import func, select

from scheduling.errors import SlotTakenError
from scheduling.models import BookedGranule, Booking
from tests.scheduling.desk import NINE, Desk
from web.database import Database, open_database


async def race(databases: Sequence[Database], desk: Desk, *, slots: int, bookers: int) -> int:
    """Let bookers of several processes' worth of connections try; return how many won."""

    async def book(number: int) -> bool:
        starts_at = NINE + timedelta(minutes=30 * (number % slots))
        try:
            async with databases[number % len(databases)].sessions.begin() as session:
                await desk.book(session, starts_at=starts_at)
        except SlotTakenError:
            return False
        return True

    return sum(await asyncio.gather(*map(book, range(bookers))))


async def count_rows(database: Database) -> tuple[int, int]:
    async with database.reading() as session:
        bookings = await session.scalar(select(func.count()).select_from(Booking))
        granules = await session.scalar(select(func.count()).select_from(BookedGranule))
    return bookings or 0, granules or 0


async def test_of_two_hundred_bookers_of_the_last_joint_slot_exactly_one_wins(
    database: Database, database_url: str, desk: Desk
) -> None:
    async with AsyncExitStack() as stack:
        others = [await stack.enter_async_context(open_database(database_url)) for _ in range(3)]
        assert await race([database, *others], desk, slots=1, bookers=200) == 1
    assert await count_rows(database) == (1, 4 * 6)


async def test_of_fifty_bookers_of_ten_slots_exactly_ten_win(
    database: Database, database_url: str, desk: Desk
) -> None:
    async with open_database(database_url) as other:
        assert await race([database, other], desk, slots=10, bookers=50) == 10
    assert await count_rows(database) == (10, 10 * 4 * 6)
