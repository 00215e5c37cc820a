"""The starts that are looked at, as bits of integers: bit i stands for the i-th start."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .problem import Horizon, Span

DAYS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class StartGrid:
    """Starts in epoch seconds, ascending; what starts must end by `end`."""

    starts: tuple[int, ...]
    end: int

    @property
    def everything(self) -> int:
        return (1 << len(self.starts)) - 1

    def ending(self, duration: int) -> int:
        """Give the starts from which a visit ends in time."""
        return (1 << bisect_right(self.starts, self.end - duration)) - 1

    def inside(self, spans: Iterable[Span], duration: int) -> int:
        """Give the starts whose visit lies within one of the spans."""
        bits, starts = 0, self.starts
        for start, end in spans:
            first, stop = bisect_left(starts, start), bisect_right(starts, end - duration)
            if first < stop:
                bits |= (1 << stop) - (1 << first)
        return bits

    def touching(self, spans: Iterable[Span], duration: int, margin: int = 0) -> int:
        """Give the starts whose visit, with its margin before and after, overlaps a span."""
        bits, starts, length = 0, self.starts, duration + margin
        for start, end in spans:
            first, stop = bisect_right(starts, start - length), bisect_left(starts, end + margin)
            if first < stop:
                bits |= (1 << stop) - (1 << first)
        return bits

    def within(self, spans: Iterable[Span]) -> int:
        """Give the starts that lie in one of the spans themselves."""
        return self.inside(spans, 1)

    def since(self, moment: int) -> int:
        return self.everything & -(1 << bisect_left(self.starts, moment))


def lay_grid(horizon: Horizon) -> StartGrid:
    """Lay one grid over all days."""
    days = horizon.list_days()
    starts = (start for day in days for start in horizon.list_starts(day))
    return StartGrid(tuple(starts), horizon.span.end)


def cut_grid(grid: StartGrid, days: int) -> Sequence[StartGrid]:
    """Cut a grid over so many days into grids of some days each: early slots need no later day."""
    parts = -(-days // DAYS_AT_ONCE)
    width = max(1, -(-len(grid.starts) // parts))
    cuts = range(0, len(grid.starts), width)
    return tuple(StartGrid(grid.starts[cut : cut + width], grid.end) for cut in cuts)
