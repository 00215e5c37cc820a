"""All rooms of a process, behind one UDP port."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .dtls import check_dependencies
from .errors import UnknownRoomError
from .room import Room
from .statistics import Statistics
from .switchboard import Switchboard

TICK = 0.05
ROOM_TICKS = 4
REPORT_TICKS = 20

logger = logging.getLogger(__name__)


class Rooms:
    """Opens, finds and closes rooms; made by `open_rooms`."""

    def __init__(self, switchboard: Switchboard, capacity: int) -> None:
        self._switchboard = switchboard
        self._capacity = capacity
        self._rooms: dict[str, Room] = {}

    @property
    def port(self) -> int:
        """Return the UDP port all media goes through."""
        return self._switchboard.mux.local_address[1]

    @property
    def statistics(self) -> Statistics:
        """Return the counters, with what is there now brought up to date."""
        statistics = self._switchboard.statistics
        everybody = [p for room in self._rooms.values() for p in room.participants.values()]
        statistics.rooms = len(self._rooms)
        statistics.participants = len(everybody)
        statistics.waiting = sum(not p.admitted for p in everybody)
        return statistics

    def open_room(self, room_id: str) -> Room:
        """Open a room, or return the one that is open."""
        room = self._rooms.get(room_id)
        if room is None:
            room = self._rooms[room_id] = Room(room_id, self._switchboard, self._capacity)
        return room

    def find_room(self, room_id: str) -> Room | None:
        return self._rooms.get(room_id)

    def get_room(self, room_id: str) -> Room:
        room = self._rooms.get(room_id)
        if room is None:
            raise UnknownRoomError(room_id)
        return room

    async def close_room(self, room_id: str, reason: str) -> None:
        """End a room for everybody; a room that is not open stays so."""
        room = self._rooms.pop(room_id, None)
        if room is not None:
            await room.close(reason)

    async def close(self, reason: str) -> None:
        for room_id in list(self._rooms):
            await self.close_room(room_id, reason)

    async def run_timers(self) -> None:
        """Repeat unanswered requests, look after presence, and report once a second."""
        ticks = 0
        while True:
            await asyncio.sleep(TICK)
            ticks += 1
            try:
                self._tick(ticks, time.monotonic())
            except Exception:  # a task's root: no fault in one tick may end them all
                logger.exception("media timer failed")

    def _tick(self, ticks: int, now: float) -> None:
        self._switchboard.forwarder.tick(now)
        for room in tuple(self._rooms.values()):
            if ticks % ROOM_TICKS == 0:
                room.tick(now)
            if ticks % REPORT_TICKS == 0:
                room.send_reports(now)


@asynccontextmanager
async def open_rooms(
    *, host: str, port: int, announced_address: str | None, capacity: int = 12
) -> AsyncIterator[Rooms]:
    """Bind the UDP port (0: any free one) and serve rooms of up to `capacity` until the exit.

    `announced_address` is the IP address for browsers when it is not one of this machine. Raises
    DependencyError if the installed libraries do not fit, OSError if the port is taken.
    """
    check_dependencies()
    switchboard = Switchboard(host, port, announced_address)
    rooms = Rooms(switchboard, capacity)
    switchboard.start(rooms.run_timers())
    try:
        yield rooms
    finally:
        await rooms.close("server_stopping")
        await switchboard.close()
