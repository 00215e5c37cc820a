"""Key frames: how to see one begin, and how to ask for one without drowning the sender."""

THROTTLE = 0.3
"""Seconds between two requests to one sender, however many viewers ask."""
RETRIES = (0.4, 0.8, 1.6, 3.2)
"""Seconds after each request until the next, while no key frame begins."""


def starts_vp8_key_frame(packet: memoryview, at: int, end: int) -> bool:
    """Whether a VP8 payload at `at` is the first packet of a key frame (RFC 7741, section 4.2)."""
    if at >= end or packet[at] & 0x17 != 0x10:  # S set, partition 0
        return False
    has_extension = packet[at] & 0x80
    at += 1
    if has_extension:
        if at >= end:
            return False
        flags = packet[at]
        at += 1
        if flags & 0x80:
            at += 2 if at < end and packet[at] & 0x80 else 1
        at += bool(flags & 0x40) + bool(flags & 0x30)
    return at < end and not packet[at] & 1


class KeyFrameRequests:
    """Decides when to ask one sender; times are monotonic seconds."""

    __slots__ = ("_due", "_last", "_retry")

    def __init__(self) -> None:
        self._last = float("-inf")
        self._due: float | None = None
        self._retry = 0

    @property
    def is_waiting(self) -> bool:
        """Whether a request is due later."""
        return self._due is not None

    def want(self, now: float) -> None:
        """Ask as soon as the throttle allows, and begin the retries anew."""
        self._due = max(now, self._last + THROTTLE)
        self._retry = 0

    def started(self) -> None:
        """Stop asking: a key frame is arriving."""
        self._due = None

    def is_due(self, now: float) -> bool:
        """Whether to send a request now; the next one is then scheduled, or given up."""
        if self._due is None or now < self._due:
            return False
        self._last = now
        self._due = now + RETRIES[self._retry] if self._retry < len(RETRIES) else None
        self._retry += 1
        return True
