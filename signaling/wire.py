"""One WebSocket as messages in and frames out, with its limits kept."""

import asyncio
import time

from aiohttp import WSMsgType, web

from .errors import (
    ClientGoneError,
    MalformedMessageError,
    SlowClientError,
    TooManyMessagesError,
    find_verdict,
)
from .limits import Limits, TokenBucket
from .messages import MAX_FRAME_LENGTH, AnyClientMessage, Error, ServerMessage, decode, encode

# Frames are small and many: compression would cost memory per socket and save next to nothing.
COMPRESSION = False


class Wire:
    """Reads and writes frames; every way of losing the other side is a `NetworkError`."""

    def __init__(self, request: web.Request, limits: Limits) -> None:
        self.limits = limits
        self.socket = web.WebSocketResponse(
            heartbeat=limits.heartbeat,
            timeout=limits.close,
            max_msg_size=MAX_FRAME_LENGTH,
            compress=COMPRESSION,
            decode_text=False,
        )
        self._request = request
        self._messages = TokenBucket(
            limits.messages_per_second, limits.messages_at_once, time.monotonic()
        )

    async def open(self) -> None:
        """Answer the upgrade."""
        await self.socket.prepare(self._request)

    async def receive(self) -> AnyClientMessage:
        """Wait for the next message; raises ProtocolError for one that breaks the rules."""
        frame = await self.socket.receive()
        if frame.type is WSMsgType.BINARY:
            raise MalformedMessageError
        if frame.type is not WSMsgType.TEXT:
            raise ClientGoneError
        if not self._messages.take(time.monotonic()):
            raise TooManyMessagesError
        return decode(frame.data)

    async def send(self, message: ServerMessage) -> None:
        await self.send_frame(encode(message))

    async def send_frame(self, frame: bytes) -> None:
        """Write a text frame; a client that does not read makes this a `SlowClientError`."""
        try:
            async with asyncio.timeout(self.limits.send):
                await self.socket.send_frame(frame, WSMsgType.TEXT)
        except TimeoutError:
            raise SlowClientError from None
        except (ConnectionError, RuntimeError):
            raise ClientGoneError from None

    async def report(self, error: Exception, offer_id: int | None = None) -> None:
        """Tell the client what went wrong."""
        verdict = find_verdict(error)
        await self.send(Error(verdict.code, verdict.message, verdict.fatal, offer_id))

    async def end(self, error: Exception | None) -> None:
        """Say why, as far as the other side still listens, and close; None is the normal end."""
        if isinstance(error, SlowClientError):
            return self._abort()
        try:
            async with asyncio.timeout(2 * self.limits.close):
                await self._say_goodbye(error)
        except (TimeoutError, ClientGoneError, SlowClientError):
            self._abort()

    async def _say_goodbye(self, error: Exception | None) -> None:
        if error is None or isinstance(error, ClientGoneError):
            await self.socket.close()
            return
        await self.report(error)
        verdict = find_verdict(error)
        await self.socket.close(code=verdict.close_code or 1000, message=verdict.code.encode())

    def _abort(self) -> None:
        """Let go without waiting for what the client has not read."""
        if self._request.transport is not None:
            self._request.transport.abort()
