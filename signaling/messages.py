"""Every message of the wire protocol, one frozen class each; docs/protocol.md is the contract.

A frame is one JSON object in a text frame whose "type" is the class name in snake_case.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from media import Kind

from .errors import MalformedMessageError, UnknownMessageError
from .names import wire_name

PROTOCOL_VERSION = 1
MAX_SDP_LENGTH = 64 * 1024
# An SDP grows when JSON escapes its line ends, so a frame may be a little larger than an SDP.
MAX_FRAME_LENGTH = MAX_SDP_LENGTH + 4 * 1024


class ClientMessage(msgspec.Struct, frozen=True, tag=wire_name, tag_field="type"):
    """What a browser may say."""


class Join(ClientMessage, frozen=True):
    """Take the seat of `ticket`; with a `session`, go on after its event `last_seq`."""

    version: int
    ticket: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
    last_seq: Annotated[int, msgspec.Meta(ge=0)] = 0
    session: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class Offer(ClientMessage, frozen=True):
    """An SDP offer; its answer, or the error instead of it, carries the same `id`."""

    sdp: Annotated[str, msgspec.Meta(max_length=MAX_SDP_LENGTH)]
    id: Annotated[int, msgspec.Meta(ge=0)] = 0


class Mute(ClientMessage, frozen=True):
    """Stop or resume one own track for everybody."""

    kind: Kind
    muted: bool


class Share(ClientMessage, frozen=True):
    """Start or stop showing the own screen."""

    active: bool


class Ping(ClientMessage, frozen=True):
    """Ask for a `pong`; browsers cannot see the pings of the WebSocket itself."""


class Leave(ClientMessage, frozen=True):
    """Give the seat up."""


class ServerMessage(msgspec.Struct, frozen=True, tag=wire_name, tag_field="type"):
    """What the server says beside the numbered events."""


class Welcome(ServerMessage, frozen=True):
    """The join succeeded; `resumed` says that events go on after `last_seq`."""

    version: int
    participant_id: str
    session: str
    admitted: bool
    resumed: bool


class Answer(ServerMessage, frozen=True):
    """The SDP answer to the offer `id`."""

    sdp: str
    id: int


class Pong(ServerMessage, frozen=True):
    """The answer to `ping`."""


class Error(ServerMessage, frozen=True, omit_defaults=True):
    """What went wrong, for programs (`code`) and people; a fatal one ends the client's attempts."""

    code: str
    message: str
    fatal: bool
    id: int | None = None
    """The offer that failed, if it was one."""


AnyClientMessage = Join | Offer | Mute | Share | Ping | Leave
CLIENT_MESSAGES: tuple[type[ClientMessage], ...] = (Join, Offer, Mute, Share, Ping, Leave)
SERVER_MESSAGES: tuple[type[ServerMessage], ...] = (Welcome, Answer, Pong, Error)


class _Envelope(msgspec.Struct, frozen=True):
    type: str


_decoder: msgspec.json.Decoder[AnyClientMessage] = msgspec.json.Decoder(AnyClientMessage)
_envelopes = msgspec.json.Decoder(_Envelope)
_known_types = frozenset(wire_name(message.__name__) for message in CLIENT_MESSAGES)


def decode(frame: bytes | str) -> AnyClientMessage:
    """Parse a frame; raises `UnknownMessageError` or `MalformedMessageError`."""
    try:
        return _decoder.decode(frame)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _reason(frame) from error


def _reason(frame: bytes | str) -> MalformedMessageError | UnknownMessageError:
    try:
        envelope = _envelopes.decode(frame)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return MalformedMessageError()
    if envelope.type in _known_types:
        return MalformedMessageError()
    return UnknownMessageError()


def _write(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


_encoder = msgspec.json.Encoder(enc_hook=_write)


def encode(message: ServerMessage | Mapping[str, object]) -> bytes:
    """Write a message as the JSON of one frame."""
    return _encoder.encode(message)
