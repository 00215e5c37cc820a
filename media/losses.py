"""Packets that have not come yet, and when to ask their sender again (RFC 4585, section 6.2.1)."""

RETRY_DELAY = 0.1
MAX_TRIES = 4
MAX_MISSING = 256
"""Beyond this a key frame repairs faster than retransmissions."""


class Losses:
    """The gaps of one stream, by extended sequence number; times are monotonic seconds."""

    __slots__ = ("_missing", "is_fresh")

    def __init__(self) -> None:
        self._missing: dict[int, tuple[int, float]] = {}
        self.is_fresh = False
        """Whether a gap was noted that nobody has been asked about."""

    def __bool__(self) -> bool:
        return bool(self._missing)

    def note_gap(self, first: int, end: int, now: float) -> bool:
        """Remember that [first, end) is missing; False if that is too much to ask for."""
        if end - first + len(self._missing) > MAX_MISSING:
            self._missing.clear()
            return False
        for sequence in range(first, end):
            self._missing[sequence] = (0, now)
        self.is_fresh = True
        return True

    def arrived(self, sequence: int) -> None:
        self._missing.pop(sequence, None)

    def take_due(self, now: float) -> list[int]:
        """Return what to ask for now, oldest first, and schedule the next try."""
        self.is_fresh = False
        due = [n for n, (_, at) in self._missing.items() if at <= now]
        for sequence in due:
            tries = self._missing[sequence][0] + 1
            if tries >= MAX_TRIES:
                del self._missing[sequence]
            else:
                self._missing[sequence] = (tries, now + RETRY_DELAY * tries)
        return sorted(due)
