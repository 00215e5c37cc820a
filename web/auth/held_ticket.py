"""The citizen's ticket as a sealed text: which invitation was opened here, and until when.

It carries the invitation's token for the QR code and the way into the visit; on another device the
code is asked for again.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from .signing import Signer

_LAYOUT = struct.Struct(">16sQ")


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """An invitation whose link and code were right; `token` is "" when it came by another way."""

    invitation_id: UUID
    token: str = ""


def seal_ticket(signer: Signer, held: HeldTicket, expires_at: datetime) -> str:
    head = _LAYOUT.pack(held.invitation_id.bytes, int(expires_at.timestamp()))
    return signer.seal(head + held.token.encode())


def open_ticket(signer: Signer, sealed: str, now: datetime) -> HeldTicket | None:
    """Open a sealed ticket; None when it is not ours or its time is over."""
    message = signer.find_message(sealed)
    if message is None or len(message) < _LAYOUT.size:
        return None
    invitation, expires = _LAYOUT.unpack(message[: _LAYOUT.size])
    if now >= datetime.fromtimestamp(expires, UTC):
        return None
    return HeldTicket(UUID(bytes=invitation), message[_LAYOUT.size :].decode())
