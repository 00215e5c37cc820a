"""A small house for tests: real rooms behind a real WebSocket, tickets from a dictionary."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from media import Grant, Role, Room, Rooms, open_rooms
from signaling import Limits, UnknownTicketError, install_sockets, serve_client

ROOM = "visit-1"

Frame = dict[str, Any]


class Caller:
    """The other end of a socket, frame by frame."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.welcome: Frame = {}

    async def say(self, kind: str, /, **fields: object) -> None:
        await self.socket.send_str(json.dumps({"type": kind, **fields}))

    async def hear(self) -> Frame:
        """Wait for the next frame of any type."""
        frame: Frame = json.loads(await self.socket.receive_str(timeout=5))
        return frame

    async def hear_until(self, kind: str, /, **fields: object) -> list[Frame]:
        """Read up to the first frame of this type with these fields; return all that were read."""
        frames: list[Frame] = []
        while not frames or not _fits(frames[-1], kind, fields):
            frames.append(await self.hear())
        return frames

    async def hear_one(self, kind: str, /, **fields: object) -> Frame:
        return (await self.hear_until(kind, **fields))[-1]

    async def join(self, ticket: str, **fields: object) -> Self:
        await self.say("join", version=1, ticket=ticket, **fields)
        self.welcome = await self.hear_one("welcome")
        return self

    async def ending(self) -> tuple[str, int | None]:
        """Read to the end; return the last error's code and the close code."""
        code = ""
        async with asyncio.timeout(5):
            async for message in self.socket:
                frame = json.loads(message.data)
                code = frame["code"] if frame["type"] == "error" else code
        return code, self.socket.close_code


class House:
    """One room with tickets to its seats."""

    def __init__(self, rooms: Rooms, server: TestServer, session: aiohttp.ClientSession) -> None:
        self.rooms = rooms
        self.server = server
        self.session = session
        self.tickets: dict[str, Grant] = {}
        self._numbers = itertools.count(1)

    @property
    def room(self) -> Room:
        return self.rooms.get_room(ROOM)

    def ticket(self, participant_id: str, *, admitted: bool = True) -> str:
        """Give a ticket that works once."""
        is_citizen = participant_id.startswith("c-")
        ticket = f"ticket-{next(self._numbers)}"
        self.tickets[ticket] = Grant(
            room_id=ROOM,
            participant_id=participant_id,
            name=participant_id.title(),
            department="" if is_citizen else "Housing",
            role=Role.CITIZEN if is_citizen else Role.PANEL,
            admitted=admitted,
        )
        return ticket

    async def authorize(self, ticket: str) -> Grant:
        grant = self.tickets.pop(ticket, None)
        if grant is None:
            raise UnknownTicketError
        return grant

    def find_room(self, grant: Grant) -> Room:
        return self.rooms.get_room(grant.room_id)

    async def call(self) -> Caller:
        """Open a socket that has not joined yet."""
        return Caller(await self.session.ws_connect(self.server.make_url("/socket")))

    async def seat(self, participant_id: str, **join: object) -> Caller:
        return await (await self.call()).join(self.ticket(participant_id), **join)

    async def waiting(self, participant_id: str) -> Caller:
        return await (await self.call()).join(self.ticket(participant_id, admitted=False))


@asynccontextmanager
async def open_house(
    limits: Limits | None = None, furnish: Callable[[House, web.Application], None] | None = None
) -> AsyncIterator[House]:
    """Serve one open room on loopback; `furnish` may add pages."""
    async with (
        open_rooms(host="127.0.0.1", port=0, announced_address=None) as rooms,
        aiohttp.ClientSession() as session,
    ):
        app = web.Application()
        install_sockets(app)
        house = House(rooms, TestServer(app), session)

        async def socket(request: web.Request) -> web.WebSocketResponse:
            return await serve_client(
                request, authorize=house.authorize, find_room=house.find_room, limits=limits
            )

        app.router.add_get("/socket", socket)
        if furnish is not None:
            furnish(house, app)
        rooms.open_room(ROOM)
        async with house.server:
            yield house


async def until(condition: Callable[[], bool]) -> None:
    """Wait, 5 s at most, for what nobody announces."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.02)


def _fits(frame: Frame, kind: str, fields: Mapping[str, object]) -> bool:
    return frame["type"] == kind and all(frame.get(key) == value for key, value in fields.items())
