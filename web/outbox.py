"""Delivery: sends what the outbox holds, one message after the other, in the background.

Each message is claimed in a committed transaction, sent, and its outcome kept. See cases/outbox.py
for what follows from a failure, a doubt or a crash in between.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from cases.outbox import (
    OutboxMessage,
    OutboxState,
    claim_due,
    erase_texts,
    keep_doubt,
    keep_failure,
    keep_sent,
    measure_outbox,
)

from .database import Sessions
from .metrics import Figure
from .senders import ConsoleSender, NotSentError, Sender, SmtpSender
from .senders.smtp import MailServer
from .settings import Settings

LOOK_EVERY = 5.0
ERASE_EVERY = timedelta(hours=1)
SEND_SECONDS = 120.0
CLOSE_SECONDS = 10.0

log = structlog.get_logger("web.outbox")

Clock = Callable[[], datetime]


class Delivery:
    """Sends due messages until it is stopped; what is on its way then is sent to its end."""

    def __init__(
        self, sessions: Sessions, reading: Sessions, senders: Sequence[Sender], clock: Clock
    ) -> None:
        self._sessions = sessions
        self._reading = reading
        self._senders = {channel: one for one in reversed(senders) for channel in one.channels}
        self._clock = clock
        self._look = asyncio.Event()
        self._stopping = False
        self._state = OutboxState(0, None, 0)
        self._erased_at = datetime.min.replace(tzinfo=UTC)

    def wake(self) -> None:
        """Look at the outbox now: somebody has just committed a message."""
        self._look.set()

    def stop(self) -> None:
        """Send nothing more after what is on its way."""
        self._stopping = True
        self._look.set()

    def read_figures(self) -> Sequence[Figure]:
        """Tell how the outbox stood at the last look."""
        since = self._state.due_since
        age = (self._clock() - since).total_seconds() if since is not None else 0.0
        return (
            Figure("outbox_age_seconds", "Since when the oldest message waits", age),
            Figure("outbox_waiting", "Messages that wait to be sent", self._state.waiting),
            Figure("outbox_unsure", "Messages of which nobody knows", self._state.unsure),
        )

    async def run(self) -> None:
        """Deliver until stopped; a store that is away is asked again at the next look."""
        while not self._stopping:
            self._look.clear()
            try:
                await self.deliver()
            except (SQLAlchemyError, OSError) as error:
                log.warning("outbox_unread", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), LOOK_EVERY)

    async def deliver(self) -> None:
        """Send what is due at this moment, and erase what was sent long ago."""
        await self._measure()
        if self._state.waiting and self._senders:
            while not self._stopping and await self._deliver_one():
                pass
            await self._measure()
        if self._clock() - self._erased_at > ERASE_EVERY:
            async with self._sessions.begin() as session:
                await erase_texts(session, self._clock())
            self._erased_at = self._clock()

    async def _measure(self) -> None:
        async with self._reading() as session:
            self._state = await measure_outbox(session, self._clock())

    async def _deliver_one(self) -> bool:
        async with self._sessions.begin() as session:
            message = await claim_due(session, self._senders.keys(), self._clock())
        if message is None:
            return False
        await self._send(message)
        return True

    async def _send(self, message: OutboxMessage) -> None:
        """Send a claimed message and keep what came of it."""
        fault: Exception | None = None
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._senders[message.channel].send(message)
        except Exception as error:
            fault = error
        async with self._sessions.begin() as session:
            await keep_outcome(session, message, fault, self._clock())
        if fault is not None:
            log.warning("message_not_sent", kind=message.kind, error=type(fault).__name__)


async def keep_outcome(
    session: AsyncSession, message: OutboxMessage, fault: Exception | None, now: datetime
) -> None:
    """Keep that a message was sent, was not, or that nobody knows."""
    if fault is None:
        await keep_sent(session, message.id, now)
    elif isinstance(fault, NotSentError):
        await keep_failure(session, message.id, fault.reason, now, again=fault.again)
    else:
        await keep_doubt(session, message.id, type(fault).__name__)


@asynccontextmanager
async def open_delivery(
    sessions: Sessions, reading: Sessions, senders: Sequence[Sender], clock: Clock
) -> AsyncIterator[Delivery]:
    """Deliver in the background; at the end the message on its way has ten seconds."""
    delivery = Delivery(sessions, reading, senders, clock)
    task = asyncio.create_task(delivery.run())
    try:
        yield delivery
    finally:
        delivery.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(task, CLOSE_SECONDS)


def choose_senders(settings: Settings) -> Sequence[Sender]:
    """Make the senders that the settings name; none: people are told by other ways."""
    senders: list[Sender] = []
    if settings.smtp_host:
        password = settings.smtp_password
        senders.append(
            SmtpSender(
                MailServer(
                    host=settings.smtp_host,
                    port=settings.smtp_port,
                    sender=settings.smtp_from,
                    security=settings.smtp_security,
                    username=settings.smtp_username,
                    password=password.get_secret_value() if password is not None else "",
                    phone_address=settings.smtp_phone_address,
                )
            )
        )
    if settings.console_messages:
        senders.append(ConsoleSender())
    return senders
