"""One person's sound as an Ogg Opus file that grows, never decoded.

The event loop only puts packets into a queue; everything else happens in the thread that calls
`keep` and `close`, because a write or a sync may take seconds on a busy disk, and packets are
forwarded every few milliseconds.
"""

import hashlib
import secrets
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .audio import OpusPacket
from .ogg import OggOpusStream
from .timeline import Gap, Timeline

CAPACITY = 1500
"""Packets that wait for the disk, 30 s of sound; when full the oldest goes, noted as a gap."""
_SETTLING = 0.2
"""Seconds that an earlier packet may still arrive after a later one."""
_PATIENCE = 3.0
"""Seconds of nothing after which silence is written; sound that jams longer comes too late."""
_SYNC_EVERY = 2.0


class SoundFile(Protocol):
    """Where the bytes go; `write` gets whole Ogg pages, all methods may raise OSError."""

    def write(self, pages: bytes) -> None: ...

    def sync(self) -> None: ...

    def close(self, last_pages: bytes) -> None: ...

    def abandon(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a recording; the sum is over the plain Ogg bytes."""

    seconds: float
    sha256: str
    gaps: Sequence[Gap]


class Recording:
    """An AudioSink that `keep` brings to disk, and that ends with `close`."""

    def __init__(self, opened_at: float) -> None:
        self.opened_at = opened_at
        self._waiting: deque[OpusPacket] = deque(maxlen=CAPACITY)
        self._dropped = 0
        self.is_open = True
        self._timeline = Timeline(opened_at)
        self._stream = OggOpusStream(secrets.randbits(32))
        self._held: list[OpusPacket] = []
        self._sum = hashlib.sha256()
        self._dropped_before = 0
        self._has_begun = False
        self._recorded: Recorded | None = None
        self._synced_at = opened_at

    @property
    def gaps(self) -> Sequence[Gap]:
        """What is missing so far."""
        return tuple(self._timeline.gaps)

    def write(self, packet: OpusPacket) -> None:
        """Take a packet; never blocks, ignored after `stop`."""
        if not self.is_open:
            return
        if len(self._waiting) == CAPACITY:
            self._dropped += 1
        self._waiting.append(packet)

    def stop(self) -> None:
        """Take nothing more."""
        self.is_open = False

    def keep(self, file: SoundFile, now: float) -> None:
        """Write what has settled by `now` (monotonic seconds), until the end; raises OSError."""
        if self._recorded is not None:
            return
        self._take()
        pages = self._place(self._release(now - _SETTLING))
        pages += self._lay(self._timeline.pass_until(now - _PATIENCE))
        self._write(file, pages + self._stream.flush())
        if now - self._synced_at >= _SYNC_EVERY:
            file.sync()
            self._synced_at = now

    def close(self, file: SoundFile) -> Recorded:
        """Write everything and end the file; twice is once; raises OSError."""
        if self._recorded is not None:
            return self._recorded
        self.stop()
        self._take()
        pages = self._begin() + self._place(self._release(float("inf"))) + self._stream.end()
        self._sum.update(pages)
        file.close(pages)
        self._recorded = Recorded(self._timeline.seconds, self._sum.hexdigest(), self.gaps)
        return self._recorded

    def _take(self) -> None:
        fresh = [self._waiting.popleft() for _ in range(len(self._waiting))]
        self._timeline.observe(fresh)
        self._held += fresh

    def _release(self, until: float) -> list[OpusPacket]:
        """Return those that have settled, in the order they were sent."""
        ready = sorted((p for p in self._held if p.arrived_at <= until), key=_sequence)
        self._held = [p for p in self._held if p.arrived_at > until]
        return ready

    def _place(self, packets: Iterable[OpusPacket]) -> bytes:
        dropped = self._dropped
        has_dropped = dropped > self._dropped_before
        self._dropped_before = dropped
        return b"".join(
            self._lay(self._timeline.place(packet, has_dropped=has_dropped)) for packet in packets
        )

    def _lay(self, payloads: Iterable[bytes]) -> bytes:
        return b"".join(self._stream.add(payload) for payload in payloads)

    def _begin(self) -> bytes:
        pages = b"" if self._has_begun else self._stream.begin()
        self._has_begun = True
        return pages

    def _write(self, file: SoundFile, pages: bytes) -> None:
        pages = self._begin() + pages
        if pages:
            self._sum.update(pages)
            file.write(pages)


def _sequence(packet: OpusPacket) -> int:
    return packet.sequence
