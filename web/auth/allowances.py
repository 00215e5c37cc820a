"""How often one address may do what costs us something: start drafts, have codes sent, guess."""

import hashlib
import math
from collections import OrderedDict, deque
from enum import StrEnum

from web.errors import TooOftenError

# When the table is full the oldest entry goes, as in throttle.py.
CAPACITY = 10_000


class Costly(StrEnum):
    """What is counted."""

    DRAFT = "draft"
    PHONE_CODE = "phone code"
    UPLOAD = "upload"
    TRACKING = "tracking"


# Times per window of seconds. A village hall shares one address, so the counts are generous.
LIMITS: dict[Costly, tuple[int, float]] = {
    Costly.DRAFT: (60, 3600.0),
    Costly.PHONE_CODE: (40, 3600.0),
    Costly.UPLOAD: (200, 3600.0),
    Costly.TRACKING: (40, 900.0),
}


class Allowances:
    """Counts acts by kind and address in a sliding window; in memory only."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._acts: OrderedDict[bytes, deque[float]] = OrderedDict()

    def take(self, costly: Costly, address: str, now: float) -> None:
        """Count an act at monotonic second `now`; raises TooOftenError beyond the limit."""
        most, window = LIMITS[costly]
        key = hashlib.sha256(f"{costly}\0{address}".encode()).digest()
        acts = self._acts.pop(key, None) or deque(maxlen=most)
        while acts and acts[0] <= now - window:
            acts.popleft()
        self._acts[key] = acts
        if len(self._acts) > self._capacity:
            self._acts.popitem(last=False)
        if len(acts) == most:
            raise TooOftenError(math.ceil(acts[0] + window - now))
        acts.append(now)
