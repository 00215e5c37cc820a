"""Listening until told to stop: one process, one loop, everything closed at the end."""

import asyncio
import errno
import signal
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import structlog
import uvloop
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from .app import create_app, read_clock
from .database import SchemaRevision, open_database, read_revision, upgrade
from .errors import StartError
from .keys import MODELS_CHANGED
from .lan import list_lan_addresses
from .logs import report_loop_failures
from .settings import Settings
from .tls import load_files, make_context, prepare_tls

# How long a request in hand may take once the process is told to stop.
GRACE_SECONDS = 0.5
ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to

log = structlog.get_logger("web.serving")


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run the work on uvloop to its end."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work())


@contextmanager
def explain_database() -> Iterator[None]:
    """Turn what a driver says about a database into a line for people, without its URL."""
    try:
        yield
    except (SQLAlchemyError, OSError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StartError(
            f"the database cannot be used: {reason}; see NETVISIT_DATABASE_URL, NETVISIT_DATA_DIR"
        ) from None


async def prepare_database(settings: Settings) -> None:
    """Migrate an empty database; raises StartError for one of another version or out of reach."""
    with explain_database():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        revision = await find_revision(settings)
        if revision.current is None:
            await upgrade(settings.database)
        elif not revision.is_latest:
            raise StartError("the database is of another version; run `netvisit db upgrade`")


async def find_revision(settings: Settings) -> SchemaRevision:
    async with open_database(settings.database) as database, database.engine.connect() as one:
        return await read_revision(one)


@asynccontextmanager
async def listen(settings: Settings, *, reloads: bool = False) -> AsyncIterator[str]:
    """Serve while the context is open, on the base URL given; raises StartError.

    If it `reloads`, SIGHUP no longer ends the process but makes it read certificate and speech
    models anew.
    """
    loop = asyncio.get_running_loop()
    report_loop_failures(loop)
    secure = open_tls(settings)
    app = create_app(settings)
    runner = web.AppRunner(
        app, access_log=None, shutdown_timeout=GRACE_SECONDS, handle_signals=False
    )
    if reloads:
        loop.add_signal_handler(signal.SIGHUP, reload, app, settings, secure)
    try:
        with explain_taken_port("UDP", settings.media_port, "NETVISIT_MEDIA_PORT"):
            await runner.setup()
        site = web.TCPSite(runner, settings.host, settings.port, ssl_context=secure)
        with explain_taken_port("TCP", settings.port, "--port or NETVISIT_PORT"):
            await site.start()
        yield settings.public_url or own_address(settings, runner.addresses[0][1])
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        await runner.cleanup()


def open_tls(settings: Settings) -> ssl.SSLContext | None:
    """Give the context of https, None for http; raises StartError."""
    files = prepare_tls(settings, read_clock())
    return make_context(files) if files is not None else None


def reload(app: web.Application, settings: Settings, secure: ssl.SSLContext | None) -> None:
    """Look for other models, and take a renewed certificate for connections from now on."""
    app[MODELS_CHANGED].set()
    if secure is None:
        return
    try:
        files = prepare_tls(settings, read_clock())
        if files is not None:
            load_files(secure, files)
    except StartError as error:
        log.error("certificate_not_reloaded", reason=str(error))


def catch_stop() -> asyncio.Event:
    """Give the event that SIGTERM or SIGINT sets from now on, instead of ending the process."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def own_address(settings: Settings, port: int) -> str:
    """Give the address to open; over https on every address the one that phones reach too."""
    if settings.host not in ANYWHERE:
        return spell_address(settings, settings.host, port)
    found = list_lan_addresses() if settings.is_tls else []
    return spell_address(settings, found[0] if found else "127.0.0.1", port)


def spell_address(settings: Settings, host: str, port: int) -> str:
    scheme = "https" if settings.is_tls else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


@contextmanager
def explain_taken_port(kind: str, port: int, setting: str) -> Iterator[None]:
    """Turn the operating system's refusal of a port into a line that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise StartError(f"{kind} port {port} is taken; choose another by {setting}") from None
        if error.errno in {errno.EACCES, errno.EADDRNOTAVAIL}:
            raise StartError(f"{kind} port {port}: {error.strerror}; see {setting}") from None
        raise
