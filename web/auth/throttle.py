"""Growing pauses after wrong passwords, per login and address, so that nobody is locked out."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from web.errors import SignInPausedError

FREE_TRIES = 3
LONGEST_PAUSE = 60.0
FORGOTTEN_AFTER = 900.0
# When the table is full the oldest entry goes: an attacker gains tries on that login only by
# spending a table's worth of others.
CAPACITY = 10_000


@dataclass(slots=True)
class Failures:
    count: int
    last_at: float

    def pause(self) -> float:
        """Seconds between the last try and the next: 0 three times, then 1, 2, 4 up to 60."""
        if self.count < FREE_TRIES:
            return 0.0
        return min(2.0 ** min(self.count - FREE_TRIES, 16), LONGEST_PAUSE)


class SignInThrottle:
    """Counts tries as failures before the password is checked, so that parallel tries count too."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._failures: OrderedDict[bytes, Failures] = OrderedDict()

    def count_try(self, login: str, address: str, now: float) -> None:
        """Count a try at monotonic second `now`; raises SignInPausedError while a pause lasts."""
        key = _key(login, address)
        known = self._failures.pop(key, None)
        if known is None or now - known.last_at > FORGOTTEN_AFTER:
            known = Failures(0, now)
        left = known.last_at + known.pause() - now
        if left <= 0:
            known.count += 1
            known.last_at = now
        self._failures[key] = known
        if len(self._failures) > self._capacity:
            self._failures.popitem(last=False)
        if left > 0:
            raise SignInPausedError(max(1, round(left)))

    def forget(self, login: str, address: str) -> None:
        """Clear the count after the right password."""
        self._failures.pop(_key(login, address), None)

    def __len__(self) -> int:
        return len(self._failures)


def _key(login: str, address: str) -> bytes:
    return hashlib.sha256(f"{login.strip().casefold()}\0{address}".encode()).digest()
