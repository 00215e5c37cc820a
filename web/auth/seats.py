"""The citizen's seat: a sealed cookie naming the invitation that was redeemed, and until when."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from .signing import Signer

_LAYOUT = struct.Struct(">16sQ")


@dataclass(frozen=True, slots=True)
class Seat:
    """A redeemed invitation; needs no row, so it outlives reloads and restarts of the server."""

    invitation_id: UUID
    expires_at: datetime


def seal_seat(signer: Signer, seat: Seat) -> str:
    return signer.seal(_LAYOUT.pack(seat.invitation_id.bytes, int(seat.expires_at.timestamp())))


def find_seat(signer: Signer, sealed: str, now: datetime) -> Seat | None:
    """Open the cookie; None when it is not ours or its time is over."""
    message = signer.find_message(sealed)
    if message is None or len(message) != _LAYOUT.size:
        return None
    invitation, expires = _LAYOUT.unpack(message)
    seat = Seat(UUID(bytes=invitation), datetime.fromtimestamp(expires, UTC))
    return seat if now < seat.expires_at else None
