"""The starts that a resource allows by itself, worked out once for each length and buffer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .calendars import Calendar
    from .problem import Span
    from .start_grid import StartGrid


class FreeStarts(Protocol):
    """What is free on a grid of starts."""

    @property
    def grid(self) -> StartGrid: ...

    def find(self, name: str, duration: int, buffer: int) -> int:
        """Give the starts at which a resource is open for a visit and not taken."""


class PartOfTime:
    """A grid that the calendars of all resources are laid on."""

    def __init__(self, grid: StartGrid, calendars: Mapping[str, Calendar]) -> None:
        self.grid = grid
        self._calendars = calendars
        self._found: dict[tuple[str, int, int], int] = {}

    def find(self, name: str, duration: int, buffer: int) -> int:
        key = (name, duration, buffer)
        if key not in self._found:
            self._found[key] = self._work_out(self._calendars[name], duration, buffer)
        return self._found[key]

    def _work_out(self, calendar: Calendar, duration: int, buffer: int) -> int:
        margin = duration + buffer

        def near(around: Callable[[int, int], Sequence[Span]]) -> Sequence[Span]:
            return around(self.grid.starts[0] - margin, self.grid.starts[-1] + margin)

        bits = self.grid.inside(near(calendar.open.around), duration)
        if bits:
            bits &= ~self.grid.touching(near(calendar.full.around), duration, buffer)
            bits &= ~self.grid.within(near(calendar.full_days.around))
        return bits


class WholeTime:
    """Parts of time one after the other."""

    def __init__(self, grid: StartGrid, parts: Sequence[PartOfTime]) -> None:
        self.grid = grid
        self._parts = parts

    def find(self, name: str, duration: int, buffer: int) -> int:
        bits, before = 0, 0
        for part in self._parts:
            bits |= part.find(name, duration, buffer) << before
            before += len(part.grid.starts)
        return bits
