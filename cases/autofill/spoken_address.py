"""An address as spoken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpokenAddress:
    """An address said by characters [start, end); `parts` counts places, `numbers` numbers."""

    text: str
    start: int
    end: int
    parts: int
    numbers: int

    @property
    def is_whole(self) -> bool:
        """Tell whether it is enough to find somebody: two places, or a place and a number."""
        return self.parts >= 2 or (self.parts >= 1 and self.numbers >= 1)
