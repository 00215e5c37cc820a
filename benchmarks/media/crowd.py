"""A crowd that costs little: real ICE and DTLS-SRTP, a clip as its media, packets only counted.

Runs in a process of its own, in which aiortc's encoders and decoders are switched off.
"""

import argparse
import asyncio
import json
import random
import struct
from typing import Any

from aioice import ice
from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpSender,
    RTCSessionDescription,
)

from .clips import FRAMES_PER_SECOND, Clip, encode_clip

CONFIGURATION = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
RTP_HEADER = struct.Struct("!BBHLL").pack


class Member:
    """One of the crowd: sends the clip, counts what comes."""

    def __init__(self, clip: Clip, others: int) -> None:
        self.received = 0
        self.sent = 0
        self._clip = clip
        self._connection = RTCPeerConnection(CONFIGURATION)
        add = self._connection.addTransceiver
        self._senders = [add(kind, direction="sendonly").sender for kind in ("audio", "video")]
        for kind, number in (("audio", others), ("video", others + 1)):
            for _ in range(number):
                add(kind, direction="recvonly")

    async def join(self, address: tuple[str, int]) -> None:
        """Trade offer and answer, a line of JSON each, and wait until connected."""
        await self._connection.setLocalDescription(await self._connection.createOffer())
        reader, writer = await asyncio.open_connection(*address, limit=1 << 20)
        offer = self._connection.localDescription.sdp
        writer.write(json.dumps(offer).encode() + b"\n")
        answer = json.loads(await reader.readline())
        writer.close()
        await self._connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        self._ice_connection().counter = self
        while self._connection.connectionState != "connected":  # noqa: ASYNC110  # simplest here
            await asyncio.sleep(0.01)

    def start(self) -> "list[asyncio.Task[None]]":
        pair = self._ice_connection()._nominated[1]  # noqa: SLF001  # aioice's own way is slower
        self._transport, self._address = pair.protocol.transport, pair.remote_addr
        return [
            asyncio.create_task(self._send_sounds()),
            asyncio.create_task(self._send_pictures()),
        ]

    async def _send_sounds(self) -> None:
        line = Line(self._senders[0], 960)
        start, count = asyncio.get_running_loop().time(), 0
        while True:
            payloads = self._clip.sounds
            self._send_packets(line, [payloads[count % len(payloads)]])
            count += 1
            await asyncio.sleep(start + count / 50 - asyncio.get_running_loop().time())

    async def _send_pictures(self) -> None:
        line = Line(self._senders[1], 90_000 // FRAMES_PER_SECOND)
        start, count = asyncio.get_running_loop().time(), 0
        while True:
            payloads = self._clip.pictures
            self._send_packets(line, payloads[count % len(payloads)])
            count += 1
            wait = start + count / FRAMES_PER_SECOND - asyncio.get_running_loop().time()
            await asyncio.sleep(wait)

    def _send_packets(self, line: "Line", payloads: list[bytes]) -> None:
        protect = self._senders[0].transport._tx_srtp.protect  # noqa: SLF001  # see start
        for packet in line.write(payloads):
            self._transport.sendto(protect(packet), self._address)
            self.sent += 1

    def _ice_connection(self) -> Any:  # noqa: ANN401  # aioice keeps the class to itself
        return self._senders[0].transport.transport._connection  # noqa: SLF001  # see start


class Line:
    """Numbers the packets of one sender."""

    def __init__(self, sender: RTCRtpSender, ticks: int) -> None:
        self._ssrc = sender._ssrc  # noqa: SLF001  # what the offer says
        self._payload_type = sender.chosen_payload_type  # type: ignore[attr-defined]  # see quieten
        self._ticks = ticks
        self._sequence = random.randrange(1 << 14)  # noqa: S311  # no key
        self._time = random.randrange(1 << 31)  # noqa: S311  # no key

    def write(self, payloads: list[bytes]) -> list[bytes]:
        packets = []
        for number, payload in enumerate(payloads, 1):
            mark = 0x80 if number == len(payloads) else 0
            header = RTP_HEADER(
                0x80, mark | self._payload_type, self._sequence, self._time, self._ssrc
            )
            packets.append(header + payload)
            self._sequence = (self._sequence + 1) & 0xFFFF
        self._time = (self._time + self._ticks) & 0xFFFFFFFF
        return packets


def quieten() -> None:
    """Switch aiortc's encoders and decoders off, and count media below it."""

    async def receive(self: RTCRtpReceiver, parameters: object) -> None: ...

    async def send(self: RTCRtpSender, parameters: Any) -> None:  # noqa: ANN401  # aiortc's
        self.chosen_payload_type = parameters.codecs[0].payloadType  # type: ignore[attr-defined]

    take = ice.StunProtocol.datagram_received

    def count(self: ice.StunProtocol, data: bytes, address: Any) -> None:  # noqa: ANN401  # aioice's
        if not 127 < data[0] < 192:
            take(self, data, address)
        elif not 192 <= data[1] <= 223:
            self.receiver.counter.received += 1  # type: ignore[attr-defined]  # see Member.join

    RTCRtpReceiver.receive = receive  # type: ignore[method-assign]  # the purpose
    RTCRtpSender.send = send  # type: ignore[method-assign]  # the purpose
    ice.StunProtocol.datagram_received = count  # type: ignore[method-assign,assignment]  # the purpose


async def run(address: tuple[str, int], people: int, warm_up: float, seconds: float) -> None:
    """Print a line when the measured time begins, and what was counted when it ends."""
    clip = encode_clip()
    members = [Member(clip, people - 1) for _ in range(people)]
    for member in members:
        await member.join(address)
    tasks = [task for member in members for task in member.start()]
    await asyncio.sleep(warm_up)
    before = sum(m.sent for m in members), sum(m.received for m in members)
    print("begin", flush=True)
    await asyncio.sleep(seconds)
    sent, received = sum(m.sent for m in members), sum(m.received for m in members)
    print(json.dumps({"sent": sent - before[0], "received": received - before[1]}), flush=True)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--warm-up", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    chosen = parser.parse_args()
    quieten()
    asyncio.run(run(("127.0.0.1", chosen.port), chosen.people, chosen.warm_up, chosen.seconds))
