"""The open sockets of this process: who holds which seat, and how all end when it stops."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from aiohttp import web

from media import Grant, Participant, Room

from .errors import ReplacedError, ServerStoppingError
from .messages import Join
from .wire import Wire


@dataclass(slots=True)
class Hold:
    """Who uses a seat now: each fresh join is a page, each of a page's sockets takes the wire."""

    page: int = 0
    wire: Wire | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One socket's use of a seat, from its join to its loss."""

    participant: Participant
    session: str
    resumed: bool
    after: int
    earlier: Wire | None


class Sockets:
    """Knows each seat's page and socket, so that one page goes on and another one replaces it."""

    def __init__(self) -> None:
        self._holds: WeakKeyDictionary[Participant, Hold] = WeakKeyDictionary()
        self._open: set[Wire] = set()

    @contextmanager
    def tracking(self, wire: Wire) -> Iterator[None]:
        """Count the wire among those that end with the process."""
        self._open.add(wire)
        try:
            yield
        finally:
            self._open.discard(wire)

    def sit_down(self, room: Room, grant: Grant, join: Join, wire: Wire) -> Sitting:
        """Go on with the session of `join` if it is the seat's present one, or take the seat."""
        participant = self._find_resumed(room, grant, join)
        resumed = participant is not None
        if participant is None:
            participant = room.join(grant)
            self._hold(participant).page += 1
        hold = self._hold(participant)
        earlier, hold.wire = hold.wire, wire
        return Sitting(
            participant,
            _session(participant, hold.page),
            resumed,
            join.last_seq if resumed else 0,
            earlier if resumed else None,
        )

    def stand_up(self, sitting: Sitting, wire: Wire) -> None:
        """Note that the socket is gone, unless a later one has the seat."""
        hold = self._hold(sitting.participant)
        if hold.wire is wire:
            hold.wire = None
            sitting.participant.disconnected()

    async def close(self) -> None:
        """Ask every client to come back in a moment; the process stops."""
        async with asyncio.TaskGroup() as tasks:
            for wire in list(self._open):
                tasks.create_task(wire.end(ServerStoppingError()))

    def _hold(self, participant: Participant) -> Hold:
        return self._holds.setdefault(participant, Hold())

    def _find_resumed(self, room: Room, grant: Grant, join: Join) -> Participant | None:
        participant = room.participants.get(grant.participant_id)
        if participant is None or join.session is None:
            return None
        if join.session == _session(participant, self._hold(participant).page):
            return participant
        # A page that slept while another one took the seat must not take it back by itself.
        if join.session.startswith(f"{participant.session}."):
            raise ReplacedError
        return None


def _session(participant: Participant, page: int) -> str:
    return f"{participant.session}.{page}"


SOCKETS: web.AppKey[Sockets] = web.AppKey("SOCKETS", Sockets)


def install_sockets(app: web.Application) -> None:
    """Let `serve_client` answer requests of this app, and close its sockets on shutdown."""
    app[SOCKETS] = Sockets()
    app.on_shutdown.append(_close_sockets)


async def _close_sockets(app: web.Application) -> None:
    await app[SOCKETS].close()
