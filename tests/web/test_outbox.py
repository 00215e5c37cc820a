"""Delivery: each message goes out once, failures come back after a pause, doubts never."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.outbox import (
    KEPT_FOR,
    PAUSES,
    Channel,
    OutboxMessage,
    claim_due,
    queue_message,
    withdraw_messages,
)
from tests.web.house import Clock
from web.database import Database
from web.outbox import Delivery, open_delivery
from web.senders import ConsoleSender, NotSentError, Sender


@dataclass
class Post:
    """Sends by keeping the keys; fails as told, one fault per message in turn."""

    faults: list[Exception] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    channels: frozenset[Channel] = frozenset(Channel)

    async def send(self, message: OutboxMessage) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message.key)


@dataclass
class Desk:
    """An outbox with a delivery whose clock the test moves."""

    database: Database
    clock: Clock

    async def queue(self, *keys: str, channel: Channel = Channel.PHONE) -> None:
        async with self.database.sessions.begin() as session:
            for key in keys:
                await self.queue_in(session, key, channel)

    async def queue_in(self, session: AsyncSession, key: str, channel: Channel) -> None:
        await queue_message(
            session,
            kind="test",
            channel=channel,
            recipient="13900000000",
            subject="标题",
            body="验证码 123456",
            key=key,
            now=self.clock(),
        )

    def deliver(self, *senders: Sender) -> Delivery:
        return Delivery(self.database.sessions, self.database.reading, senders, self.clock)

    async def list_rows(self) -> Sequence[OutboxMessage]:
        async with self.database.reading() as session:
            query = select(OutboxMessage).order_by(OutboxMessage.key)
            return (await session.scalars(query)).all()

    def figures(self, delivery: Delivery) -> dict[str, float]:
        return {one.name: one.value for one in delivery.read_figures()}


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, Clock(now))


async def test_a_key_is_queued_and_sent_once(desk: Desk) -> None:
    post = Post()
    await desk.queue("a", "b")
    await desk.queue("a")
    await desk.deliver(post).deliver()
    await desk.queue("a")
    await desk.deliver(post).deliver()
    assert sorted(post.sent) == ["a", "b"]
    assert all(row.sent_at == desk.clock.now for row in await desk.list_rows())


async def test_deliveries_at_once_share_the_messages(desk: Desk) -> None:
    posts = [Post() for _ in range(4)]
    keys = [f"key-{number}" for number in range(20)]
    await desk.queue(*keys)
    await asyncio.gather(*(desk.deliver(post).deliver() for post in posts))
    assert sorted(key for post in posts for key in post.sent) == sorted(keys)


async def test_a_failure_comes_back_after_growing_pauses_and_then_no_more(desk: Desk) -> None:
    post = Post([NotSentError("450", again=True) for _ in range(len(PAUSES) + 1)])
    await desk.queue("a")
    delivery = desk.deliver(post)
    for pause in PAUSES:
        await delivery.deliver()
        (row,) = await desk.list_rows()
        assert (row.next_attempt_at, row.last_error) == (desk.clock.now + pause, "450")
        await delivery.deliver()
        assert (await desk.list_rows())[0].attempts == row.attempts
        desk.clock.now += pause
    await delivery.deliver()
    (row,) = await desk.list_rows()
    assert (row.next_attempt_at, row.sent_at, row.attempts) == (None, None, len(PAUSES) + 1)


async def test_one_bad_message_does_not_hold_up_the_others(desk: Desk) -> None:
    post = Post([NotSentError("550", again=False)])
    await desk.queue("a")
    desk.clock.pass_by(seconds=1)
    await desk.queue("b")
    await desk.deliver(post).deliver()
    assert post.sent == ["b"]
    assert (await desk.list_rows())[0].next_attempt_at is None


@pytest.mark.parametrize("crashed", [True, False])
async def test_what_nobody_knows_about_is_counted_and_not_sent_again(
    desk: Desk, crashed: bool
) -> None:
    await desk.queue("a")
    if crashed:
        async with desk.database.sessions.begin() as session:
            assert await claim_due(session, frozenset(Channel), desk.clock()) is not None
    else:
        await desk.deliver(Post([ConnectionResetError()])).deliver()
    desk.clock.pass_by(days=1)
    post = Post()
    delivery = desk.deliver(post)
    await delivery.deliver()
    assert post.sent == []
    assert desk.figures(delivery)["outbox_unsure"] == 1


async def test_a_channel_without_a_sender_waits_and_shows_its_age(desk: Desk) -> None:
    post = Post(channels=frozenset({Channel.EMAIL}))
    await desk.queue("a")
    await desk.queue("b", channel=Channel.EMAIL)
    desk.clock.pass_by(minutes=3)
    delivery = desk.deliver(post)
    await delivery.deliver()
    assert post.sent == ["b"]
    assert desk.figures(delivery)["outbox_age_seconds"] == 180
    assert desk.figures(delivery)["outbox_waiting"] == 1


async def test_what_is_withdrawn_or_too_old_is_not_sent(desk: Desk) -> None:
    await desk.queue("visit:1:link", "visit:1:code", "visit:2:link")
    async with desk.database.sessions.begin() as session:
        await withdraw_messages(session, "visit:1:")
    desk.clock.now += KEPT_FOR + timedelta(seconds=1)
    post = Post()
    await desk.deliver(post).deliver()
    assert post.sent == []
    assert {row.body for row in await desk.list_rows()} == {""}


async def test_codes_do_not_stay_in_the_store(desk: Desk) -> None:
    await desk.queue("a")
    await desk.deliver(Post()).deliver()
    assert (await desk.list_rows())[0].body
    desk.clock.pass_by(days=1, seconds=1)
    await desk.deliver(Post()).deliver()
    assert not (await desk.list_rows())[0].body


async def test_a_rolled_back_act_tells_nobody(desk: Desk) -> None:
    async with desk.database.sessions() as session:
        await desk.queue_in(session, "a", Channel.PHONE)
        await session.rollback()
    assert await desk.list_rows() == []


async def test_in_the_background_a_message_leaves_as_soon_as_it_is_told_of(desk: Desk) -> None:
    stream, database = StringIO(), desk.database
    senders = [ConsoleSender(stream)]
    async with open_delivery(database.sessions, database.reading, senders, desk.clock) as delivery:
        await asyncio.sleep(0.05)
        await desk.queue("a")
        delivery.wake()
        async with asyncio.timeout(3):
            while not stream.getvalue():  # noqa: ASYNC110 - a stream tells nobody that it grew
                await asyncio.sleep(0.01)
    assert "验证码 123456" in stream.getvalue()
    assert (await desk.list_rows())[0].sent_at is not None
