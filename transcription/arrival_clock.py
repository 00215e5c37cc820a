"""From a track's own clock to the monotonic clock of its arrival."""

from dataclasses import replace

from .dictation import Heard
from .packets import RTP_RATE, AudioPacket
from .utterances import Segment

_PERIOD = 5 * RTP_RATE
_FAR = 1.0


class ArrivalClock:
    """Takes the least delayed packet of the last 5 to 10 s as the truth.

    So jitter does not move words and drift between the clocks does not add up. When the two clocks
    part by more than a second (a source that starts again, a pause it does not count) it starts
    anew.
    """

    def __init__(self) -> None:
        self._since: int | None = None
        self._earlier = self._current = 0.0

    @property
    def shift(self) -> float:
        """Seconds from the track's clock to the monotonic one."""
        return min(self._earlier, self._current)

    def fits(self, packet: AudioPacket) -> bool:
        """Tell whether a packet goes on with the clock as it was."""
        return self._since is not None and abs(_shift(packet) - self.shift) <= _FAR

    def observe(self, packet: AudioPacket) -> None:
        """Learn from an arrival."""
        shift = _shift(packet)
        if self._since is None or not self.fits(packet):
            self._since, self._earlier, self._current = packet.rtp_time, shift, shift
        elif packet.rtp_time - self._since > _PERIOD:
            self._since, self._earlier, self._current = packet.rtp_time, self._current, shift
        else:
            self._current = min(self._current, shift)

    def shifted(self, heard: Heard) -> Heard:
        """Return what was heard with its times on the monotonic clock."""
        if isinstance(heard, Segment):
            return replace(heard, start=heard.start + self.shift)
        words = tuple(
            replace(word, start=word.start + self.shift, end=word.end + self.shift)
            for word in heard.words
        )
        return replace(heard, words=words, start=words[0].start, end=words[-1].end)


def _shift(packet: AudioPacket) -> float:
    return packet.arrived_at - packet.rtp_time / RTP_RATE
