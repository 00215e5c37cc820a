"""Real aiortc peers that send small pictures and a tone, and count what they see and hear."""

import asyncio
import math
import time
from array import array
from collections import Counter
from collections.abc import Awaitable, Callable
from fractions import Fraction
from typing import Any

import av
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError

CONFIGURATION = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
Negotiate = Callable[[str], Awaitable[str]]


class Picture(MediaStreamTrack):
    """A 96x64 picture ten times a second, of one brightness, so that who is seen can be told."""

    kind = "video"

    def __init__(self, brightness: int) -> None:
        super().__init__()
        self._frame = av.VideoFrame(96, 64, "yuv420p")
        for plane, value in zip(self._frame.planes, (brightness, 128, 128), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        self._start = time.monotonic()
        self._count = 0

    async def recv(self) -> av.VideoFrame:
        await asyncio.sleep(self._start + self._count / 10 - time.monotonic())
        frame = self._frame.reformat(96, 64, "yuv420p")
        frame.pts, frame.time_base = self._count * 9000, Fraction(1, 90_000)
        self._count += 1
        return frame


class Tone(MediaStreamTrack):
    """A loud 450 Hz tone in 20 ms frames."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        wave = (int(12_000 * math.sin(n * math.tau * 450 / 48_000)) for n in range(960))
        self._samples = array("h", wave).tobytes()
        self._start = time.monotonic()
        self._count = 0

    async def recv(self) -> av.AudioFrame:
        await asyncio.sleep(self._start + self._count / 50 - time.monotonic())
        frame = av.AudioFrame("s16", "mono", 960)
        frame.planes[0].update(self._samples)
        frame.sample_rate, frame.pts = 48_000, self._count * 960
        self._count += 1
        return frame


class Peer:
    """A browser's part: sends sound, camera and, if asked, a screen; receives in `slots` places."""

    def __init__(self, brightness: int, *, slots: int = 3, has_screen: bool = False) -> None:
        self.brightness = brightness
        self.frames: Counter[str] = Counter()
        self.seen: dict[str, int] = {}
        self._has_screen = has_screen
        self._slots = slots
        self._watching: set[asyncio.Task[None]] = set()
        self.connection = RTCPeerConnection(CONFIGURATION)
        self.connection.on("connectionstatechange", self._note_state)
        self._connected = asyncio.Event()

    async def call(self, negotiate: Negotiate) -> None:
        """Offer, take the answer and wait until connected."""
        self._add_lines()
        await self.connection.setLocalDescription(await self.connection.createOffer())
        answer = await negotiate(self.connection.localDescription.sdp)
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        for transceiver in self.connection.getTransceivers()[2 + self._has_screen :]:
            self._watch(str(transceiver.mid), transceiver.receiver.track)
        async with asyncio.timeout(10):
            await self._connected.wait()

    async def close(self) -> None:
        await self.connection.close()
        if self._watching:
            await asyncio.wait(self._watching)

    def datagrams(self) -> Any:  # noqa: ANN401  # aioice keeps the class to itself
        """Return aioice's protocol below the connection: the wire, to make it lossy."""
        transport = self.connection.getTransceivers()[0].receiver.transport
        return transport.transport._connection._nominated[1].protocol

    def _note_state(self) -> None:
        if self.connection.connectionState == "connected":
            self._connected.set()

    def _add_lines(self) -> None:
        add = self.connection.addTransceiver
        add(Tone(), direction="sendonly")
        add(Picture(self.brightness), direction="sendonly")
        if self._has_screen:
            add(Picture(self.brightness + 10), direction="sendonly")
        for _ in range(self._slots):
            add("audio", direction="recvonly")
        for _ in range(self._slots + 1):
            add("video", direction="recvonly")

    def _watch(self, mid: str, track: MediaStreamTrack) -> None:
        task = asyncio.create_task(self._count(mid, track))
        self._watching.add(task)

    async def _count(self, mid: str, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            self.frames[mid] += 1
            if isinstance(frame, av.VideoFrame):
                self.seen[mid] = bytes(frame.planes[0])[0]
