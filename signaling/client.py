"""A browser's socket from the upgrade to its end."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator

from aiohttp import web

from media import Grant, MediaError, Room

from .connection import Connection
from .errors import (
    ClientGoneError,
    InternalError,
    JoinTimeoutError,
    OutOfOrderError,
    SignalingError,
    UnsupportedVersionError,
)
from .limits import Limits
from .messages import PROTOCOL_VERSION, Join
from .sockets import SOCKETS, Sockets
from .wire import Wire

Authorize = Callable[[str], Awaitable[Grant]]
"""Turns a single-use ticket into the seat it stands for; raises UserError."""
FindRoom = Callable[[Grant], Room]
"""Finds the grant's open room; raises UserError or media's UnknownRoomError."""

logger = logging.getLogger(__name__)


async def serve_client(
    request: web.Request,
    *,
    authorize: Authorize,
    find_room: FindRoom,
    limits: Limits | None = None,
) -> web.WebSocketResponse:
    """Serve one WebSocket until its end; the caller has checked the Origin.

    Needs `install_sockets` on the app. The error that ends it is told to the client and not raised.
    """
    wire = Wire(request, limits or Limits())
    await wire.open()
    ending: Exception | None = None
    sockets = request.config_dict[SOCKETS]
    with sockets.tracking(wire):
        try:
            await _serve(wire, sockets, authorize, find_room)
        except Exception as error:  # the root of the connection's task
            ending = _find_reason(error)
        await wire.end(ending)
    return wire.socket


async def _serve(wire: Wire, sockets: Sockets, authorize: Authorize, find_room: FindRoom) -> None:
    join = await _receive_join(wire)
    grant = await authorize(join.ticket)
    sitting = sockets.sit_down(find_room(grant), grant, join, wire)
    try:
        await Connection(wire, sitting).run()
    finally:
        sockets.stand_up(sitting, wire)


async def _receive_join(wire: Wire) -> Join:
    try:
        async with asyncio.timeout(wire.limits.join):
            message = await wire.receive()
    except TimeoutError:
        raise JoinTimeoutError from None
    if not isinstance(message, Join):
        raise OutOfOrderError
    if message.version != PROTOCOL_VERSION:
        raise UnsupportedVersionError
    return message


def _find_reason(error: Exception) -> Exception:
    """Choose what the client is told; only our own faults are logged."""
    errors = list(_leaves(error))
    for own in errors:
        if not isinstance(own, SignalingError | MediaError):
            _log_fault(own)
            return InternalError()
    told = [one for one in errors if not isinstance(one, ClientGoneError)]
    return (told or errors)[0]


def _leaves(error: Exception) -> Iterator[Exception]:
    if not isinstance(error, ExceptionGroup):
        yield error
        return
    for one in error.exceptions:
        yield from _leaves(one)


def _log_fault(error: Exception) -> None:
    # Only the place: an exception's text may hold somebody's words.
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("x socket: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
