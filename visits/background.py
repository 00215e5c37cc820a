"""Work that goes on beside a call: it outlives a locked database and its own mistakes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

Result = TypeVar("Result")

# What a locked, full or unreachable database raises; anything else is a mistake in the work.
STORE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError, OSError)
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0

log = structlog.get_logger("visits.background")


def _ignore() -> None:
    pass


async def commit_patiently(
    sessions: async_sessionmaker[AsyncSession],
    work: Callable[[AsyncSession], Awaitable[Result]],
    *,
    on_failure: Callable[[], None] = _ignore,
) -> Result:
    """Run `work` in a transaction of its own, again with growing pauses until the store took it."""
    pause = FIRST_PAUSE
    while True:
        try:
            async with sessions.begin() as session:
                return await work(session)
        except STORE_AWAY as error:
            log.warning("store_away", error=type(error).__name__, pause=pause)
            on_failure()
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def keep_running(part: str, visit_id: object, run: Callable[[], Awaitable[None]]) -> None:
    """Run one part of a visit until cancelled; a mistake in it costs that part a second only."""
    while True:
        try:
            return await run()
        except Exception as error:  # a task root: the visit goes on
            log.exception("part_failed", part=part, visit=str(visit_id), error=type(error).__name__)
        await asyncio.sleep(1.0)
