"""What may go wrong on a socket, whose fault it is, and what the client is told.

    SignalingError
    ├── ProtocolError                the client program broke docs/protocol.md
    │   ├── MalformedMessageError    no JSON, or fields that do not fit
    │   ├── UnknownMessageError      a type this server does not know
    │   ├── OutOfOrderError          something before join, or join twice
    │   ├── UnsupportedVersionError  a protocol version this server does not speak
    │   ├── JoinTimeoutError         no join in time
    │   ├── TooManyMessagesError
    │   └── TooManyOffersError
    ├── UserError                    the person may not do this, or no longer
    │   ├── UnknownTicketError       made up, used or out of date; a new one may be had
    │   ├── SeatRefusedError         the ticket is good, the seat is not
    │   ├── VisitEndedError          the room is closed, or never was open
    │   ├── SeatEndedError           somebody ended this seat, not the room
    │   └── ReplacedError            the same person sits here from another device
    └── NetworkError                 nobody's fault; the client comes back by itself
        ├── ClientGoneError          the socket is lost or was closed by the browser
        ├── SlowClientError          frames do not leave fast enough
        ├── ServerStoppingError
        └── InternalError            ours; the log has it

`find_verdict` translates these and media's errors for the wire, where the code is the class name in
snake_case. The English `message` is for logs of the client
and for simple clients; the pages show their own translated sentence, found by the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from media import (
    DependencyError,
    EventsLostError,
    MediaError,
    NegotiationError,
    NotAdmittedError,
    RoomClosedError,
    RoomFullError,
    UnknownParticipantError,
    UnknownRoomError,
)

from .names import wire_name


class CloseCode(IntEnum):
    """How a socket ends; from 4000 on ours (RFC 6455, section 7.4.2), the others by the RFC."""

    NORMAL = 1000
    GOING_AWAY = 1001
    TOO_BIG = 1009
    INTERNAL = 1011
    PROTOCOL = 4000
    REPLACED = 4001
    ROOM_CLOSED = 4002
    REFUSED = 4003
    JOIN_TIMEOUT = 4004
    SEAT_ENDED = 4005
    FLOOD = 4008
    TOO_SLOW = 4009
    EVENTS_LOST = 4010


class SignalingError(Exception):
    """Root of this package's errors; `close_code` None means that the connection goes on."""

    message: ClassVar[str] = "Something went wrong."
    fatal: ClassVar[bool] = False
    close_code: ClassVar[CloseCode | None] = None


class ProtocolError(SignalingError):
    """The client program broke the protocol."""

    message = "The page and the server do not understand each other. Please reload the page."


class MalformedMessageError(ProtocolError):
    message = "The server could not read a message of this page."


class UnknownMessageError(ProtocolError):
    message = "The server does not know this message."


class OutOfOrderError(ProtocolError):
    message = "This message is not allowed at this moment."
    fatal = True
    close_code = CloseCode.PROTOCOL


class UnsupportedVersionError(ProtocolError):
    message = "This page is older or newer than the server. Please reload the page."
    fatal = True
    close_code = CloseCode.PROTOCOL


class JoinTimeoutError(ProtocolError):
    message = "Joining took too long."
    close_code = CloseCode.JOIN_TIMEOUT


class TooManyMessagesError(ProtocolError):
    message = "This page sends too much."
    fatal = True
    close_code = CloseCode.FLOOD


class TooManyOffersError(ProtocolError):
    message = "The connection is being set up too often. Please wait a moment."


class UserError(SignalingError):
    """The person may not do this, or no longer."""

    fatal = True


class UnknownTicketError(UserError):
    message = "This way into the visit has been used or is too old."
    fatal = False
    close_code = CloseCode.REFUSED


class SeatRefusedError(UserError):
    message = "You have no seat in this visit."
    close_code = CloseCode.REFUSED


class VisitEndedError(UserError):
    message = "This visit is not open, or it is over."
    close_code = CloseCode.ROOM_CLOSED


class SeatEndedError(UserError):
    message = "Your seat in this visit was taken back."
    close_code = CloseCode.SEAT_ENDED


class ReplacedError(UserError):
    message = "The visit goes on in another window or on another device."
    close_code = CloseCode.REPLACED


class NetworkError(SignalingError):
    """Nobody's fault; the client connects again by itself."""


class ClientGoneError(NetworkError):
    message = "The connection was lost."


class SlowClientError(NetworkError):
    message = "The connection is too slow."
    close_code = CloseCode.TOO_SLOW


class ServerStoppingError(NetworkError):
    message = "The server restarts."
    close_code = CloseCode.GOING_AWAY


class InternalError(NetworkError):
    message = "The server made a mistake; it has been noted."
    close_code = CloseCode.INTERNAL


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the client is told; `fatal`: do not try again; `close_code` None: go on."""

    code: str
    message: str
    fatal: bool
    close_code: CloseCode | None


def _going_on(message: str) -> tuple[str, bool, CloseCode | None]:
    return message, False, None


def _ending(message: str, close_code: CloseCode) -> tuple[str, bool, CloseCode | None]:
    return message, True, close_code


MEDIA_VERDICTS: Mapping[type[MediaError], tuple[str, bool, CloseCode | None]] = {
    NegotiationError: _going_on("This browser and the server cannot agree on how to connect."),
    NotAdmittedError: _going_on("Please wait until you are let in."),
    RoomFullError: _ending("Every seat of this visit is taken.", CloseCode.REFUSED),
    RoomClosedError: _ending(VisitEndedError.message, CloseCode.ROOM_CLOSED),
    UnknownRoomError: _ending(VisitEndedError.message, CloseCode.ROOM_CLOSED),
    UnknownParticipantError: _ending(SeatEndedError.message, CloseCode.SEAT_ENDED),
    EventsLostError: (
        "The connection was away for too long and starts anew.",
        False,
        CloseCode.EVENTS_LOST,
    ),
    DependencyError: (InternalError.message, False, CloseCode.INTERNAL),
}


def find_verdict(error: BaseException) -> Verdict:
    """Translate; what is neither signaling's nor media's error is an `InternalError`."""
    if isinstance(error, SignalingError):
        code = wire_name(type(error).__name__)
        return Verdict(code, error.message, error.fatal, error.close_code)
    if isinstance(error, MediaError) and type(error) in MEDIA_VERDICTS:
        return Verdict(wire_name(type(error).__name__), *MEDIA_VERDICTS[type(error)])
    return find_verdict(InternalError())
