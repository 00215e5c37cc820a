"""What all rooms of a process share: the socket, the forwarder, the certificate, the tasks."""

import asyncio
from collections.abc import Coroutine, Sequence

from .addresses import find_addresses
from .connection import Connection, ConnectionOwner
from .dtls import PacketBuffer, create_certificate
from .forwarder import Forwarder
from .mux import UdpMux
from .sdp import Offer
from .statistics import Statistics


class Switchboard:
    """Opens connections and ends them all; made inside a running event loop."""

    def __init__(self, host: str, port: int, announced_address: str | None) -> None:
        self.statistics = Statistics()
        self.certificate = create_certificate()
        buffer = PacketBuffer()
        self.mux = UdpMux(host, port, buffer, self.statistics)
        self.forwarder = Forwarder(buffer, self.mux.send_packet, self.statistics)
        self._addresses = find_addresses(host, announced_address)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def candidates(self) -> Sequence[tuple[str, int]]:
        """Return where browsers may reach the socket."""
        port = self.mux.local_address[1]
        return [(address, port) for address in self._addresses]

    def connect(self, offer: Offer, owner: ConnectionOwner) -> Connection:
        """Begin to serve the peer connection that made `offer`."""
        self.statistics.negotiations += 1
        return Connection(offer, owner, self)

    def start(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Run `work` as a task that `close` will end."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End every connection, then the socket."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self.mux.close()
