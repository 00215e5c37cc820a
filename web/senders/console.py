"""Messages as people would read them, printed where the program was started: for trying it out.

They hold links and codes, so this is for a demo only and never part of the log.
"""

import sys
from typing import TextIO

from cases.outbox import Channel, OutboxMessage

MARKS = {Channel.PHONE: "SMS", Channel.EMAIL: "E-mail", Channel.OFFICE: "Office"}


class ConsoleSender:
    """Prints every message in full to standard error, or to another stream."""

    channels = frozenset(Channel)

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    async def send(self, message: OutboxMessage) -> None:
        print(describe(message), file=self._stream or sys.stderr, flush=True)


def describe(message: OutboxMessage) -> str:
    """Lay a message out with a line before each of its own."""
    head = f"+-- {MARKS[message.channel]} to {message.recipient}: {message.subject}"
    return "\n".join(["", head, *(f"|   {line}" for line in message.body.splitlines()), "+--"])
