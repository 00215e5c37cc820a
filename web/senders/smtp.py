"""Messages by e-mail, and by SMS where a gateway turns mail into it (RFC 5321, RFC 5322)."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime
from hashlib import sha256
from typing import Literal

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPResponseException

from cases.outbox import Channel, OutboxMessage

from .sender import NotSentError

TIMEOUT_SECONDS = 20.0
PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, as whom, and from which address."""

    host: str
    port: int
    sender: str
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: str = ""
    phone_address: str = ""  # as in {phone}@sms.example.org, empty: no gateway


class SmtpSender:
    """Hands each message to a mail server over a connection of its own."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        phone = {Channel.PHONE} if server.phone_address else set()
        self.channels = frozenset({Channel.EMAIL, *phone})

    async def send(self, message: OutboxMessage) -> None:
        """Send a message; raises NotSentError, or another error when the server's word is missing.

        Until the text is handed over nothing can have gone out. After it only the server's own
        refusal is certain; a line that breaks there leaves the message unsure.
        """
        client, address = self._make_client(), self._address(message)
        try:
            mail = compose(message, address, self._server.sender)
            await self._introduce(client, address)
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            raise NotSentError(name_fault(error), again=may_pass(error)) from None
        try:
            await client.data(mail)
        except SMTPDataError as error:
            raise NotSentError(name_fault(error), again=may_pass(error)) from None
        finally:
            client.close()

    def _make_client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            timeout=TIMEOUT_SECONDS,
        )

    async def _introduce(self, client: SMTP, address: str) -> None:
        await client.connect()
        if self._server.username:
            await client.login(self._server.username, self._server.password)
        else:
            await client.ehlo()
        await client.mail(self._server.sender)
        await client.rcpt(address)

    def _address(self, message: OutboxMessage) -> str:
        if message.channel is Channel.PHONE:
            return self._server.phone_address.replace("{phone}", message.recipient)
        return message.recipient


def compose(message: OutboxMessage, address: str, sender: str) -> bytes:
    """Write the mail; the same message always has the same id, so that a double can be told."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"], mail["To"] = sender, address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.queued_at)
    domain = sender.rpartition("@")[2]
    mail["Message-ID"] = f"<{sha256(message.key.encode()).hexdigest()[:32]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body, cte="base64")
    return mail.as_bytes()


def name_fault(error: Exception) -> str:
    """Name what went wrong by its kind and the server's code; its words may hold addresses."""
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def may_pass(error: Exception) -> bool:
    """Tell whether trying again makes sense: not after a permanent refusal (RFC 5321, 4.2.1)."""
    if isinstance(error, ValueError):  # an address that cannot be written in SMTP
        return False
    return not (isinstance(error, SMTPResponseException) and error.code in PERMANENT)
