"""Is somebody speaking? Judged by the level of each packet against the quiet around it."""

import math
from array import array
from bisect import bisect_left, insort
from collections import deque
from operator import mul

SILENT = 127
_REMEMBERED = 150
_ABOVE_FLOOR = 12
_LOUDEST_THRESHOLD = 30
_QUIETEST_THRESHOLD = 60


class AdaptiveThreshold:
    """Twelve decibels above the noise of the last 150 packets, within -60 and -30 dBov.

    Fixed thresholds fail: noise never closes them, quiet speech never opens them.
    """

    def __init__(self) -> None:
        self._recent: deque[int] = deque()
        self._sorted: list[int] = []

    def is_loud(self, level: int) -> bool:
        """Take a level (RFC 6464: 0 loud to 127 silent) and judge it."""
        self._remember(level)
        floor = self._sorted[len(self._sorted) * 9 // 10]
        return level < min(_QUIETEST_THRESHOLD, max(_LOUDEST_THRESHOLD, floor - _ABOVE_FLOOR))

    def _remember(self, level: int) -> None:
        self._recent.append(level)
        insort(self._sorted, level)
        if len(self._recent) > _REMEMBERED:
            del self._sorted[bisect_left(self._sorted, self._recent.popleft())]


def measure_level(pcm: bytes) -> int:
    """Return the level of s16 samples as RFC 6464 states it: minus dBov, 127 for silence."""
    samples = array("h", pcm)
    power = sum(map(mul, samples, samples)) / max(1, len(samples))
    if power < 1:
        return SILENT
    return min(SILENT, round(-10 * math.log10(power / 32768**2)))
