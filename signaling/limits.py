"""How long, how much and how often one socket may."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a deployment or a test may tighten; times in seconds."""

    join: float = 10.0
    """From the socket's opening to the end of the join."""
    heartbeat: float = 10.0
    """Between pings; a pong missing for half of it ends the socket."""
    send: float = 5.0
    """A frame that cannot leave for so long ends the socket; events wait in the seat's log."""
    close: float = 2.0
    """For the other side's part of the closing handshake."""
    messages_per_second: float = 50.0
    messages_at_once: int = 100
    offers_per_second: float = 1.0
    """An offer of 26 lines takes some 10 ms of the whole process."""
    offers_at_once: int = 5


class TokenBucket:
    """Lets `burst` through at once, then `rate` per second; `now` is monotonic seconds."""

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._filled_at = now

    def take(self, now: float) -> bool:
        """Take a token if there is one."""
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
