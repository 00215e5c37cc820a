"""Every hour: drafts that nobody came back to go, and files that no application has any more."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from cases.application_files import list_named, sweep_files
from cases.applications import delete_old_drafts
from web.keys import CLOCK, READING, SESSIONS, SETTINGS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

EVERY_SECONDS = 3600.0

log = structlog.get_logger("web.applications")


async def keep_swept(app: web.Application) -> AsyncIterator[None]:
    """Sweep while the application runs; for cleanup_ctx."""
    task = asyncio.create_task(sweep_again_and_again(app))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def sweep_again_and_again(app: web.Application) -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await sweep(app)
        except (SQLAlchemyError, OSError) as error:
            log.error("not_swept", error=type(error).__name__)


async def sweep(app: web.Application) -> None:
    """Delete the drafts first, so that their files are nobody's."""
    async with app[SESSIONS].begin() as session:
        drafts = await delete_old_drafts(session, app[CLOCK]())
    async with app[READING]() as session:
        named = await list_named(session)
    folder, now = app[SETTINGS].files_folder, app[CLOCK]()
    files = await asyncio.to_thread(sweep_files, folder, named, now)
    log.info("swept", drafts=drafts, files=files)
