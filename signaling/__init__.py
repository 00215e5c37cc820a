"""The wire protocol to browsers: one WebSocket per participant, described in docs/protocol.md."""

from .client import serve_client
from .errors import SeatRefusedError, SignalingError, UnknownTicketError, UserError, VisitEndedError
from .limits import Limits
from .sockets import install_sockets

__all__ = [
    "Limits",
    "SeatRefusedError",
    "SignalingError",
    "UnknownTicketError",
    "UserError",
    "VisitEndedError",
    "install_sockets",
    "serve_client",
]
