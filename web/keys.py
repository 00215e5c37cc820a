"""Under which keys the application keeps its parts, and a request what was found out about it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.models import Case
from media import Rooms
from transcription import Recognizers
from visits.archive import Archive
from visits.live_visits import LiveVisits
from visits.models import Visit

from .auth.allowances import Allowances
from .auth.held_ticket import HeldTicket
from .auth.invitation_notes import InvitationNotes
from .auth.passwords import PasswordChecks
from .auth.seats import Seat
from .auth.sessions import SignedIn
from .auth.signing import Signer
from .auth.throttle import SignInThrottle
from .auth.tickets import Tickets
from .jobs import Jobs
from .metrics import Metrics
from .outbox import Delivery
from .settings import Settings

SETTINGS = web.AppKey("settings", Settings)
CLOCK: web.AppKey[Callable[[], datetime]] = web.AppKey("clock", Callable)  # type: ignore[arg-type]  # a type of typing, kept as a label only
# For those who write, one at a time; and for those who only look and never wait.
SESSIONS: web.AppKey[async_sessionmaker[AsyncSession]] = web.AppKey("sessions", async_sessionmaker)
READING: web.AppKey[async_sessionmaker[AsyncSession]] = web.AppKey("reading", async_sessionmaker)
ROOMS = web.AppKey("rooms", Rooms)
RECOGNIZERS = web.AppKey("recognizers", Recognizers)
# Set by whoever wants the models looked at again.
MODELS_CHANGED = web.AppKey("models_changed", asyncio.Event)
ARCHIVE = web.AppKey("archive", Archive)
LIVE_VISITS = web.AppKey("live_visits", LiveVisits)
PASSWORDS = web.AppKey("passwords", PasswordChecks)
JOBS = web.AppKey("jobs", Jobs)
DELIVERY = web.AppKey("delivery", Delivery)
THROTTLE = web.AppKey("throttle", SignInThrottle)
ALLOWANCES = web.AppKey("allowances", Allowances)
INVITATION_NOTES = web.AppKey("invitation_notes", InvitationNotes)
TICKETS = web.AppKey("tickets", Tickets)
CSRF_SIGNER = web.AppKey("csrf_signer", Signer)
SEAT_SIGNER = web.AppKey("seat_signer", Signer)
TICKET_SIGNER = web.AppKey("ticket_signer", Signer)
SIGN_SIGNER = web.AppKey("sign_signer", Signer)
TRACKED_SIGNER = web.AppKey("tracked_signer", Signer)
METRICS = web.AppKey("metrics", Metrics)

REQUEST_ID = web.RequestKey("request_id", str)
SIGNED_IN = web.RequestKey("signed_in", SignedIn)
SEAT = web.RequestKey("seat", Seat)
TICKET = web.RequestKey("ticket", HeldTicket)
VISIT = web.RequestKey("visit", Visit)
CASE = web.RequestKey("case", Case)
