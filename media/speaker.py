"""Who speaks: the loudest by RFC 6464 level, slow to change its mind."""

from collections.abc import Mapping

AUDIBLE = 50
"""Levels below this (0 loud, 127 silent) count as speech."""
LEAD = 6
"""By how many dB another must be louder to take over."""
HOLD = 0.6
"""Seconds another must have been louder."""
PAUSE = 2.0
"""Seconds of silence after which nobody speaks."""


class SpeakerDetector:
    """Chooses from smoothed levels, several times a second."""

    def __init__(self) -> None:
        self.loudest: str | None = None
        self._heard_at = 0.0
        self._challenger: str | None = None
        self._challenged_at = 0.0

    def choose(self, levels: Mapping[str, float], now: float) -> str | None:
        """Return who speaks, given each one's level now."""
        if self.loudest is not None and self.loudest not in levels:
            self.loudest = None
        current = levels.get(self.loudest, 127.0) if self.loudest else 127.0
        if current < AUDIBLE:
            self._heard_at = now
        elif now - self._heard_at > PAUSE:
            self.loudest = None
        candidate = min(levels, key=lambda who: levels[who], default=None)
        if candidate is None or candidate == self.loudest or levels[candidate] >= AUDIBLE:
            self._challenger = None
        elif self.loudest is None or current >= AUDIBLE or levels[candidate] < current - LEAD:
            self._challenge(candidate, now)
        return self.loudest

    def forget(self, participant_id: str) -> None:
        """Give nobody a hold on the floor who is muted."""
        if self._challenger == participant_id:
            self._challenger = None
        if self.loudest == participant_id:
            self._heard_at = 0.0

    def _challenge(self, candidate: str, now: float) -> None:
        if self._challenger != candidate:
            self._challenger, self._challenged_at = candidate, now
        if self.loudest is None or now - self._challenged_at >= HOLD:
            self.loudest, self._challenger, self._heard_at = candidate, None, now
