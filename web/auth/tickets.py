"""Tickets that let one WebSocket in: said once, good for half a minute, bound to one seat."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from media import Grant
from web.errors import TicketError

LIFETIME = 30.0
# Full means more than 300 joins a second: the oldest ticket goes and its page asks again.
CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class Ticket:
    grant: Grant
    expires_at: float


class Tickets:
    """The tickets that were given and not yet used; lost on restart, when pages ask again."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._tickets: OrderedDict[str, Ticket] = OrderedDict()

    def issue(self, grant: Grant, now: float) -> str:
        """Give a ticket for the seat at monotonic second `now`."""
        text = secrets.token_urlsafe(32)
        self._tickets[text] = Ticket(grant, now + LIFETIME)
        if len(self._tickets) > self._capacity:
            self._tickets.popitem(last=False)
        return text

    def redeem(self, text: str, now: float) -> Grant:
        """Take the ticket back for the seat it stands for; raises TicketError."""
        ticket = self._tickets.pop(text, None)
        if ticket is None or ticket.expires_at < now:
            raise TicketError
        return ticket.grant

    def cancel_seat(self, participant_id: str) -> None:
        """Make every ticket of a seat worthless, after sign-out or the end of a visit."""
        for text in [t for t, kept in self._tickets.items() if self._is_of(kept, participant_id)]:
            del self._tickets[text]

    @staticmethod
    def _is_of(ticket: Ticket, participant_id: str) -> bool:
        return ticket.grant.participant_id == participant_id

    def __len__(self) -> int:
        return len(self._tickets)
