"""Is the process alive, and is everything there that visits need?"""

import asyncio
import shutil
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from aiohttp import web
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .database import Sessions
from .keys import RECOGNIZERS, ROOMS, SESSIONS, SETTINGS

LEAST_FREE_BYTES = 200 * 1024 * 1024
PATIENCE = 3.0
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that visits need; `problem` is empty when it is well, `remark` for people."""

    name: str
    problem: str = ""
    remark: str = "well"


async def show_alive(request: web.Request) -> web.Response:
    """GET /healthz: the loop turns, nothing else is asked."""
    return web.json_response({"status": "ok"})


async def show_ready(request: web.Request) -> web.Response:
    """GET /readyz: 200, or 503 with the parts that are not well."""
    parts = [
        await check_database(request.app[SESSIONS]),
        check_disk(request.app[SETTINGS].data_dir),
        check_media(request.app),
        check_models(request.app),
    ]
    problems = {part.name: part.problem for part in parts if part.problem}
    status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
    body = {"status": "not ready" if problems else "ready", "problems": problems}
    return web.json_response(body, status=status)


async def check_database(sessions: Sessions) -> Part:
    """Write and commit a row; a locked, full or absent database does not pass."""
    try:
        async with asyncio.timeout(PATIENCE), sessions.begin() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = version_num"))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return Part("database", f"cannot be written ({type(error).__name__})")
    return Part("database")


def check_disk(folder: Path) -> Part:
    free = shutil.disk_usage(folder if folder.is_dir() else Path()).free
    if free < LEAST_FREE_BYTES:
        return Part("disk", f"only {free // 1024**2} MB are free")
    return Part("disk")


def check_media(app: web.Application) -> Part:
    return Part("media") if app[ROOMS].port else Part("media", "its UDP socket is closed")


def check_models(app: web.Application) -> Part:
    missing = [lang for lang in LANGUAGES if lang not in app[RECOGNIZERS].models]
    return Part("models", f"none for {', '.join(missing)}" if missing else "")
