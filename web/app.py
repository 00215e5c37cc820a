"""The composition root: every part of the house, opened in order and closed in reverse."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from aiohttp import web

from media import open_rooms
from signaling import install_sockets
from transcription import open_recognizers
from visits.archive import open_archive
from visits.live_visits import open_live_visits
from visits.recordings import recover_recordings

from .auth.allowances import Allowances
from .auth.invitation_notes import InvitationNotes
from .auth.passwords import open_password_checks
from .auth.signing import Signer, load_secret
from .auth.throttle import SignInThrottle
from .auth.tickets import Tickets
from .citizen.apply.sweep import keep_swept
from .database import open_database
from .headers import add_security_headers
from .jobs import open_jobs
from .keys import (
    ALLOWANCES,
    ARCHIVE,
    CLOCK,
    CSRF_SIGNER,
    DELIVERY,
    INVITATION_NOTES,
    JOBS,
    LIVE_VISITS,
    METRICS,
    MODELS_CHANGED,
    PASSWORDS,
    READING,
    RECOGNIZERS,
    ROOMS,
    SEAT_SIGNER,
    SESSIONS,
    SETTINGS,
    SIGN_SIGNER,
    THROTTLE,
    TICKET_SIGNER,
    TICKETS,
    TRACKED_SIGNER,
)
from .master_key import load_master_key
from .metrics import Metrics
from .metrics_page import read_figures
from .middleware import check_request, note_request, translate_errors
from .outbox import choose_senders, open_delivery
from .routes import add_routes
from .settings import Settings
from .sound_job import clear_workplaces
from .speech import find_installed, keep_models
from .templating import setup_pages

LARGEST_BODY = 64 * 1024

Clock = Callable[[], datetime]


def read_clock() -> datetime:
    """Give the time of day; everything below takes it as an argument."""
    return datetime.now(UTC)


def create_app(settings: Settings, *, clock: Clock = read_clock) -> web.Application:
    """Make the application of a database that is already migrated."""
    app = web.Application(
        middlewares=[note_request, translate_errors, check_request],
        client_max_size=LARGEST_BODY,
    )
    app[SETTINGS] = settings
    app[CLOCK] = clock
    add_small_parts(app, load_secret(settings))
    add_routes(app)
    install_sockets(app)
    setup_pages(app, timezone=settings.time_zone)
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.extend(
        [
            keep_database,
            keep_delivery,
            keep_passwords,
            keep_jobs,
            keep_rooms,
            keep_archive,
            keep_visits,
            keep_models,
            keep_swept,
        ]
    )
    return app


def add_small_parts(app: web.Application, secret: bytes) -> None:
    """Add what lives in memory only."""
    app[CSRF_SIGNER] = Signer(secret, "csrf")
    app[SEAT_SIGNER] = Signer(secret, "seat")
    app[TICKET_SIGNER] = Signer(secret, "ticket")
    app[SIGN_SIGNER] = Signer(secret, "sign minutes")
    app[TRACKED_SIGNER] = Signer(secret, "tracked application")
    app[THROTTLE] = SignInThrottle()
    app[ALLOWANCES] = Allowances()
    app[TICKETS] = Tickets()
    app[INVITATION_NOTES] = InvitationNotes()
    app[METRICS] = Metrics()
    app[MODELS_CHANGED] = asyncio.Event()


async def keep_database(app: web.Application) -> AsyncIterator[None]:
    async with open_database(app[SETTINGS].database) as database:
        app[SESSIONS], app[READING] = database.sessions, database.reading
        yield


async def keep_passwords(app: web.Application) -> AsyncIterator[None]:
    with open_password_checks() as checks:
        app[PASSWORDS] = checks
        yield


async def keep_jobs(app: web.Application) -> AsyncIterator[None]:
    await asyncio.to_thread(clear_workplaces, app[SETTINGS].data_dir)
    async with open_jobs() as jobs:
        app[JOBS] = jobs
        yield


async def keep_delivery(app: web.Application) -> AsyncIterator[None]:
    senders = choose_senders(app[SETTINGS])
    async with open_delivery(app[SESSIONS], app[READING], senders, app[CLOCK]) as delivery:
        app[DELIVERY] = delivery
        app[METRICS].watch(delivery.read_figures)
        yield


async def keep_rooms(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    async with open_rooms(
        host=settings.media_host,
        port=settings.media_port,
        announced_address=settings.media_address,
        capacity=settings.room_capacity,
    ) as rooms:
        app[ROOMS] = rooms
        yield


async def keep_archive(app: web.Application) -> AsyncIterator[None]:
    """Open the recordings, and first close what a process that died has left open."""
    settings = app[SETTINGS]
    key, keep_for = load_master_key(settings), timedelta(days=settings.retention_days)
    with open_archive(settings.recordings_folder, key, keep_for) as archive:
        await recover_recordings(app[SESSIONS], archive, app[CLOCK]())
        app[ARCHIVE] = archive
        yield


async def keep_visits(app: web.Application) -> AsyncIterator[None]:
    """Run recognition and visits; visits close first, so that last words still find the store."""
    settings = app[SETTINGS]
    async with (
        open_recognizers(find_installed(settings)) as recognizers,
        open_live_visits(
            app[ROOMS],
            recognizers,
            app[SESSIONS],
            app[CLOCK],
            zone=settings.zone,
            archive=app[ARCHIVE],
        ) as visits,
    ):
        app[RECOGNIZERS], app[LIVE_VISITS] = recognizers, visits
        app[METRICS].watch(partial(read_figures, app))
        yield
