"""What a sender is, and the one way in which it may say that a message did not go out."""

from typing import Protocol

from cases.outbox import Channel, OutboxMessage


class NotSentError(Exception):
    """The message certainly did not go out; `again` tells whether a later try may succeed.

    Any other error leaves it open whether it did, and the message is not sent a second time.
    `reason` is a word or a code of the other side, without addresses and without the text.
    """

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class Sender(Protocol):
    """Carries messages of some channels."""

    @property
    def channels(self) -> frozenset[Channel]: ...

    async def send(self, message: OutboxMessage) -> None:
        """Send a message; raises NotSentError when it certainly did not go out."""
        ...
