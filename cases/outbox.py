"""Messages that leave the house: rows written with what they tell of, sent afterwards.

A row is queued in the transaction of the act, so a booking without its notice cannot happen, nor a
notice of a booking that was rolled back. The way of a row:

    due --claim_due--> under way --keep_sent-----> sent (its text is erased a day later)
     ^                     |-------keep_failure--> due again after a pause, or given up
     |                     `-------(a crash)-----> unsure: never sent a second time by itself

A row is claimed, and the claim committed, before anything is sent, so a message goes out at most
once unless the sender said for certain that it did not. Where nobody can know (the process died,
the mail server fell silent after the text), the row stays claimed and is counted as unsure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String, Text, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600))
KEPT_FOR = timedelta(days=3)
TEXT_KEPT_FOR = timedelta(days=1)


class Channel(StrEnum):
    """How a message reaches people; an office without an e-mail address is told in the house."""

    PHONE = "phone"
    EMAIL = "email"
    OFFICE = "office"


class OutboxMessage(Base):
    """One message to one recipient; `key` names the act it tells of, and is queued once."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_due",
            "next_attempt_at",
            sqlite_where=text("next_attempt_at IS NOT NULL"),
            postgresql_where=text("next_attempt_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[Channel]
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What waits: how many rows, since when the oldest has been due, and how many are unsure."""

    waiting: int
    due_since: datetime | None
    unsure: int


async def queue_message(
    session: AsyncSession,
    *,
    kind: str,
    channel: Channel,
    recipient: str,
    subject: str,
    body: str,
    key: str,
    now: datetime,
) -> OutboxMessage:
    """Add a message to the transaction of its act; a key that is known queues nothing again."""
    known = await session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    if known is not None:
        return known
    message = OutboxMessage(
        key=key,
        kind=kind,
        channel=channel,
        recipient=recipient,
        subject=subject,
        body=body,
        queued_at=now,
        expires_at=now + KEPT_FOR,
        next_attempt_at=now,
        attempts=0,
    )
    session.add(message)
    await session.flush()
    return message


async def claim_due(
    session: AsyncSession, channels: Collection[Channel], now: datetime
) -> OutboxMessage | None:
    """Take the oldest due message that some sender can carry; commit before sending it.

    Channels without a sender keep their rows; what is older than three days is sent no more.
    """
    query = (
        select(OutboxMessage)
        .where(
            OutboxMessage.next_attempt_at <= now,
            OutboxMessage.expires_at > now,
            OutboxMessage.channel.in_(channels),
        )
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.queued_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    message = await session.scalar(query)
    if message is not None:
        message.next_attempt_at, message.claimed_at = None, now
        message.attempts += 1
    return message


async def keep_sent(session: AsyncSession, message_id: UUID, now: datetime) -> None:
    """Note that a claimed message went out."""
    message = await session.get_one(OutboxMessage, message_id)
    message.sent_at, message.last_error = now, None


async def keep_failure(
    session: AsyncSession, message_id: UUID, error: str, now: datetime, *, again: bool
) -> None:
    """Note that a claimed message certainly did not go out; `again`: try it after a pause.

    `error` is a word or a code, never what the message says or to whom it goes.
    """
    message = await session.get_one(OutboxMessage, message_id)
    message.last_error = error[:200]
    message.claimed_at = None
    if again and message.attempts <= len(PAUSES):
        message.next_attempt_at = now + PAUSES[message.attempts - 1]


async def keep_doubt(session: AsyncSession, message_id: UUID, error: str) -> None:
    """Note why nobody knows whether a message went out; it stays claimed and is not sent again."""
    message = await session.get_one(OutboxMessage, message_id)
    message.last_error = error[:200]


async def withdraw_messages(session: AsyncSession, key_prefix: str) -> None:
    """Send no more of what is queued under these keys, as it is no longer true."""
    waiting = OutboxMessage.key.startswith(key_prefix, autoescape=True)
    await session.execute(
        update(OutboxMessage)
        .where(waiting, OutboxMessage.next_attempt_at.is_not(None))
        .values(next_attempt_at=None, last_error="withdrawn", body="")
    )


async def erase_texts(session: AsyncSession, now: datetime) -> None:
    """Empty what was sent a day ago or can be sent no more: codes and links do not stay."""
    done = (OutboxMessage.sent_at < now - TEXT_KEPT_FOR) | (OutboxMessage.expires_at < now)
    await session.execute(
        update(OutboxMessage)
        .where(done, OutboxMessage.body != "")
        .values(body="", next_attempt_at=None)
    )


async def measure_outbox(session: AsyncSession, now: datetime) -> OutboxState:
    """Count what waits and what nobody knows about."""
    due = select(func.count(), func.min(OutboxMessage.queued_at)).where(
        OutboxMessage.next_attempt_at.is_not(None), OutboxMessage.expires_at > now
    )
    waiting, since = (await session.execute(due)).one()
    unsure = select(func.count()).where(
        OutboxMessage.claimed_at.is_not(None), OutboxMessage.sent_at.is_(None)
    )
    return OutboxState(waiting, since, (await session.scalars(unsure)).one())


async def list_messages(session: AsyncSession, key_prefix: str) -> Sequence[OutboxMessage]:
    """List the messages queued under keys that begin so, oldest first."""
    query = select(OutboxMessage).where(OutboxMessage.key.startswith(key_prefix, autoescape=True))
    return (await session.scalars(query.order_by(OutboxMessage.queued_at))).all()
