"""Puts packets where they belong in time, with silence where nothing was said or nothing came."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .audio import OpusPacket
from .opus import GRAIN, RATE, concealment, opus_duration, silence

TOLERANCE = RATE * 40 // 1000
"""How far the sender's clock may part from ours before sound is moved, or a pause shortened."""
LARGEST_LEAD = RATE // 10
"""How far it may run ahead before speech is cut."""
_FAR = 1.0
_PERIOD = 5.0
_CONCEALED = RATE // 10
_WORTH_NOTING = 0.1
_QUIET = 70
MOST_GAPS = 5000
"""What is missing after so many gaps is missing without a note."""


class GapReason(StrEnum):
    """Lost on the way, dropped because the disk was too slow, or too late for its place."""

    LOST = "lost"
    DROPPED = "dropped"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Gap:
    """Sound that is missing; seconds from the start of the recording."""

    start: float
    end: float
    reason: GapReason


class SendingClock:
    """Seconds from a sender's clock to the monotonic one, by the least delayed packet lately.

    The window is the last 5 to 10 s: jitter moves nothing, and drift does not add up. Packets that
    all come a second late are those of a clock that stood still meanwhile; a jam on the way
    ends with one in time.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._earlier = self._current = 0.0

    @property
    def shift(self) -> float:
        return min(self._earlier, self._current)

    def observe(self, packets: Collection[OpusPacket]) -> None:
        """Learn from what has arrived since the last time."""
        shift = min(packet.arrived_at - packet.rtp_time / RATE for packet in packets)
        now = max(packet.arrived_at for packet in packets)
        if self._since is None or shift > self.shift + _FAR:
            self._since, self._earlier, self._current = now, shift, shift
        elif now - self._since > _PERIOD:
            self._since, self._earlier, self._current = now, self._current, shift
        else:
            self._current = min(self._current, shift)


class Timeline:
    """One person's packets in order, from `opened_at` (monotonic seconds) on without a hole."""

    def __init__(self, opened_at: float) -> None:
        self.gaps: list[Gap] = []
        self._opened_at = opened_at
        self._clock = SendingClock()
        # From the sender's samples to those of the recording.
        self._offset: int | None = None
        self._end = self._spoken_until = 0
        self._before: OpusPacket | None = None

    @property
    def seconds(self) -> float:
        """How long the recording is so far."""
        return self._end / RATE

    def observe(self, packets: Collection[OpusPacket]) -> None:
        """Learn about the sender's clock from packets that are placed now or later."""
        if packets:
            self._clock.observe(packets)

    def place(self, packet: OpusPacket, *, has_dropped: bool = False) -> Iterator[bytes]:
        """Yield the packet's payload after whatever fills the time before it."""
        before = self._before
        duration = opus_duration(packet.payload)
        if not duration or (before is not None and packet.sequence <= before.sequence):
            return
        self._before = packet
        if self._runs_ahead(packet, duration):
            return
        place = packet.rtp_time + (self._offset or 0)
        if place <= self._end - GRAIN:
            self._note(place, min(self._end, place + duration), GapReason.LATE)
            return
        if before is not None and packet.sequence > before.sequence + 1:
            self._note(self._end, place, GapReason.DROPPED if has_dropped else GapReason.LOST)
            yield from self._conceal(before.payload, place)
        yield from self._fill(place)
        self._end += duration
        self._spoken_until = self._end
        yield packet.payload

    def pass_until(self, moment: float) -> Iterator[bytes]:
        """Yield silence up to a moment (monotonic seconds) that nothing more is expected before."""
        yield from self._fill(round((moment - self._opened_at) * RATE))

    def _runs_ahead(self, packet: OpusPacket, duration: int) -> bool:
        """Follow the clock; tell whether this packet is to be left out for it."""
        wanted = round((self._clock.shift - self._opened_at) * RATE)
        lead = 0 if self._offset is None else self._offset - wanted
        if self._offset is None or lead < -TOLERANCE or lead > _FAR * RATE:
            self._offset = wanted
            return False
        is_quiet = packet.level is not None and packet.level >= _QUIET
        if lead <= (TOLERANCE if is_quiet else LARGEST_LEAD):
            return False
        self._offset -= duration
        if not is_quiet:
            self._note(self._end, self._end + duration, GapReason.LATE)
        return True

    def _conceal(self, before: bytes, place: int) -> Iterator[bytes]:
        if self._end > self._spoken_until:
            return
        for payload in concealment(before, min(place - self._end, _CONCEALED)):
            self._end += opus_duration(payload)
            yield payload

    def _fill(self, place: int) -> Iterator[bytes]:
        for payload in silence(place - self._end):
            self._end += opus_duration(payload)
            yield payload

    def _note(self, start: int, end: int, reason: GapReason) -> None:
        """Keep a gap; one that follows on the last of its kind makes it longer."""
        gap = Gap(round(start / RATE, 3), round(end / RATE, 3), reason)
        last = self.gaps[-1] if self.gaps else None
        if last is not None and last.reason is reason and abs(gap.start - last.end) < 0.005:
            self.gaps[-1] = Gap(last.start, max(last.end, gap.end), reason)
        elif len(self.gaps) < MOST_GAPS and self._is_worth_noting(gap):
            self.gaps.append(gap)

    def _is_worth_noting(self, gap: Gap) -> bool:
        return gap.reason is GapReason.LATE or gap.end - gap.start >= _WORTH_NOTING
