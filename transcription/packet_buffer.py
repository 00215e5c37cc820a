"""What came and was not listened to yet."""

from collections import deque
from threading import Lock

from .packets import RTP_RATE, AudioPacket, opus_duration

CAPACITY = 60 * RTP_RATE


class PacketBuffer:
    """One track's packets between the event loop and its recognition thread.

    Holds 60 s of sound; when full the oldest goes, and is counted (invariant 10).
    """

    def __init__(self) -> None:
        self._packets: deque[tuple[AudioPacket, int]] = deque()
        self._waiting = self._dropped = 0
        self._is_watched = False
        self._lock = Lock()

    @property
    def seconds(self) -> float:
        """Sound that waits."""
        return self._waiting / RTP_RATE

    @property
    def dropped_seconds(self) -> float:
        """Sound that was dropped so far."""
        return self._dropped / RTP_RATE

    def put(self, packet: AudioPacket) -> bool:
        """Add a packet; True when nobody watches and the thread must be woken."""
        duration = opus_duration(packet.payload)
        with self._lock:
            self._packets.append((packet, duration))
            self._waiting += duration
            while self._waiting > CAPACITY:
                self._dropped += self._pop()[1]
            return self._watch()

    def take(self) -> AudioPacket | None:
        """Return the oldest packet; after None the next `put` asks for the thread again."""
        with self._lock:
            if self._packets:
                return self._pop()[0]
            self._is_watched = False
            return None

    def _pop(self) -> tuple[AudioPacket, int]:
        packet, duration = self._packets.popleft()
        self._waiting -= duration
        return packet, duration

    def _watch(self) -> bool:
        is_news, self._is_watched = not self._is_watched, True
        return is_news
