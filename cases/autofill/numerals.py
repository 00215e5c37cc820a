"""A spoken number and where it stands in a turn's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numeral:
    """The number said by characters [start, end)."""

    start: int
    end: int
    value: int | float
    spelling: str
