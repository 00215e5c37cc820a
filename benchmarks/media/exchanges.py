"""The two ways to bring media from one to the others, each as a server of one room."""

import argparse
import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable

import uvloop
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay

from media import Grant, Role, open_rooms

ADDRESS = "192.0.2.2"
Answer = Callable[[str], Awaitable[str]]


async def serve(answer: Answer) -> None:
    """Answer one offer per connection, a line of JSON each; print the port first."""

    async def negotiate(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        offer = json.loads(await reader.readline())
        writer.write(json.dumps(await answer(offer)).encode() + b"\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(negotiate, "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


async def forward() -> None:
    """Forward packets as netvisit does."""
    numbers = itertools.count()
    async with open_rooms(host=ADDRESS, port=0, announced_address=None) as rooms:
        room = rooms.open_room("bench")

        async def answer(offer: str) -> str:
            seat = f"s-{next(numbers)}"
            return await room.join(Grant("bench", seat, seat, "", Role.PANEL, True)).negotiate(
                offer
            )

        await serve(answer)


async def relay() -> None:
    """Decode everything and encode it anew for every viewer: aiortc's MediaRelay."""
    everybody: list[Relayed] = []
    media_relay = MediaRelay()

    async def answer(offer: str) -> str:
        newcomer = Relayed(media_relay)
        sdp = await newcomer.negotiate(offer, everybody)
        everybody.append(newcomer)
        return sdp

    await serve(answer)


class Relayed:
    """One peer connection of the relay, with free senders for those to come."""

    def __init__(self, media_relay: MediaRelay) -> None:
        self._relay = media_relay
        self._connection = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )

    async def negotiate(self, offer: str, others: "list[Relayed]") -> str:
        connection = self._connection
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        self._sort_lines()
        for other in others:
            self._show(other)
            other._show(self)  # noqa: SLF001  # the same class
        await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)

    def _sort_lines(self) -> None:
        lines = self._connection.getTransceivers()
        self._sent = {line.kind: line.receiver.track for line in lines[:2]}
        self._free = lines[2:]
        for line in self._free:
            line.direction = "sendonly"

    def _show(self, other: "Relayed") -> None:
        for kind, track in other._sent.items():  # noqa: SLF001  # the same class
            line = next(line for line in self._free if line.kind == kind)
            self._free.remove(line)
            line.sender.replaceTrack(self._relay.subscribe(track))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=["forward", "relay"])
    work = forward() if parser.parse_args().way == "forward" else relay()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)
