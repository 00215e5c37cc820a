"""Mail handed to a real server on loopback: what arrives, and what each of its refusals means."""

import asyncio
import email
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from cases.outbox import Channel, OutboxMessage
from web.senders.sender import NotSentError
from web.senders.smtp import MailServer, SmtpSender


@dataclass
class Mailroom:
    """Answers as told, and keeps what it accepted."""

    answer_to_recipient: str = "250 OK"
    answer_to_text: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.answer_to_text == "silence":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 OK"
        if self.answer_to_text.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = email.message_from_bytes(content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.recipients.extend(envelope.rcpt_tos)
        return self.answer_to_text


@asynccontextmanager
async def open_mailroom(room: Mailroom) -> AsyncIterator[MailServer]:

    listener = await asyncio.get_running_loop().create_server(
        lambda: SMTP(room, enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield MailServer("127.0.0.1", port, "office@visits.example", "none")


def make_message(recipient: str = "li@example.org", **changes: object) -> OutboxMessage:
    values = {
        "key": "invitation:1:link",
        "kind": "invitation_link",
        "channel": Channel.EMAIL,
        "recipient": recipient,
        "subject": "您的视频接访",
        "body": "明天 9:30\n链接 https://visits.example/visit#abc",
        "queued_at": datetime(2026, 4, 2, tzinfo=UTC),
    }
    return OutboxMessage(**{**values, **changes})


async def test_a_message_arrives_as_it_was_written() -> None:
    room = Mailroom()
    async with open_mailroom(room) as server:
        await SmtpSender(server).send(make_message())
        await SmtpSender(server).send(make_message())
    first, second = room.mails
    assert room.recipients == ["li@example.org"] * 2
    assert first["Subject"] == "您的视频接访"
    assert first.get_content().splitlines() == make_message().body.splitlines()
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_phone_is_reached_through_the_address_of_its_gateway() -> None:
    room = Mailroom()
    async with open_mailroom(room) as server:
        plain = SmtpSender(server)
        assert plain.channels == {Channel.EMAIL}
        gateway = MailServer(server.host, server.port, server.sender, "none", "", "", "{phone}@sms")
        sender = SmtpSender(gateway)
        assert sender.channels == {Channel.EMAIL, Channel.PHONE}
        await sender.send(make_message("13900000000", channel=Channel.PHONE))
    assert room.recipients == ["13900000000@sms"]


@pytest.mark.parametrize(
    ("room", "again"),
    [
        (Mailroom(answer_to_recipient="550 no such box"), False),
        (Mailroom(answer_to_recipient="450 busy"), True),
        (Mailroom(answer_to_text="554 refused"), False),
        (Mailroom(answer_to_text="451 try later"), True),
    ],
)
async def test_a_refusal_is_certain_and_tells_whether_to_try_again(
    room: Mailroom, again: bool
) -> None:
    async with open_mailroom(room) as server:
        with pytest.raises(NotSentError) as refused:
            await SmtpSender(server).send(make_message())
    assert refused.value.again is again
    assert "li@example.org" not in refused.value.reason


async def test_a_server_that_is_away_is_asked_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = MailServer("127.0.0.1", taken.getsockname()[1], "office@visits.example", "none")
        with pytest.raises(NotSentError) as refused:
            await SmtpSender(server).send(make_message())
    assert refused.value.again


async def test_a_line_that_breaks_after_the_text_leaves_a_doubt() -> None:
    async with open_mailroom(Mailroom(answer_to_text="silence")) as server:
        with pytest.raises(Exception) as broken:  # noqa: PT011 - any error but one
            await SmtpSender(server).send(make_message())
    assert not isinstance(broken.value, NotSentError)


async def test_a_line_break_in_a_subject_writes_no_header() -> None:
    room = Mailroom()
    async with open_mailroom(room) as server:
        with pytest.raises(NotSentError) as refused:
            await SmtpSender(server).send(make_message(subject="a\r\nBcc: x@example.org"))
    assert not refused.value.again
    assert room.mails == []
