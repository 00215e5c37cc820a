"""Packets as they come, out in the order they were sent."""

from dataclasses import dataclass

from .packets import RTP_RATE, AudioPacket

DEPTH = 5
_FAR = 500
_FAR_TIME = 10 * RTP_RATE


@dataclass(frozen=True, slots=True)
class OrderedPacket:
    """A packet in its turn; `is_after_loss` when the one before never came."""

    packet: AudioPacket
    is_after_loss: bool


class ReorderWindow:
    """Holds up to five packets back for a missing one; late ones and doubles are left out.

    A source that starts again (another sequence, another clock) starts the window again.
    """

    def __init__(self) -> None:
        self._next: int | None = None
        self._last_time = 0
        self._held: dict[int, AudioPacket] = {}

    def push(self, packet: AudioPacket) -> list[OrderedPacket]:
        """Return what is now in turn."""
        released = []
        if self._next is None or self._is_elsewhere(packet):
            released = self.flush()
            self._next = packet.sequence & 0xFFFF
        if self._ahead(packet.sequence) < 0:
            return released
        self._held[packet.sequence & 0xFFFF] = packet
        return released + self._release(DEPTH)

    def flush(self) -> list[OrderedPacket]:
        """Return what is held, missing ones given up."""
        return self._release(0)

    def _release(self, depth: int) -> list[OrderedPacket]:
        released = []
        while self._held:
            sequence = min(self._held, key=self._ahead)
            is_after_loss = sequence != self._next
            if is_after_loss and len(self._held) < depth:
                break
            packet = self._held.pop(sequence)
            self._next, self._last_time = (sequence + 1) & 0xFFFF, packet.rtp_time
            released.append(OrderedPacket(packet, is_after_loss))
        return released

    def _is_elsewhere(self, packet: AudioPacket) -> bool:
        is_other_time = abs(packet.rtp_time - self._last_time) > _FAR_TIME
        return is_other_time or abs(self._ahead(packet.sequence)) > _FAR

    def _ahead(self, sequence: int) -> int:
        """Return how far a sequence number is ahead of the expected one (RFC 3550, 16 bits)."""
        return ((sequence - (self._next or 0) + 0x8000) & 0xFFFF) - 0x8000
