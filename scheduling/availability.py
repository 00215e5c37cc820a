"""When everybody needed is free at once: pure arithmetic on intervals, with reasons when never.

The starts that one need allows are the bits of one integer, bit i for the i-th start of the grid;
all needs together are their conjunction. A panel of eight over sixty days is eight numbers of six
thousand bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from .intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .resources import Resource

STEP = timedelta(minutes=15)
MOST = 10


@dataclass(frozen=True, slots=True)
class SlotRequest:
    """What a meeting needs: every resource of `needs`, exactly one of each list of `any_of`.

    `preferred` times come first; nothing overlaps an `impossible` one. Resources are occupied for
    a `buffer` before and after the meeting.
    """

    duration: timedelta
    needs: tuple[Resource, ...]
    any_of: tuple[tuple[Resource, ...], ...] = ()
    preferred: tuple[Interval, ...] = ()
    impossible: tuple[Interval, ...] = ()
    buffer: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Timetable:
    """When resources are open (one that is not listed: always) and when they are taken."""

    opening: Mapping[Resource, Sequence[Interval]] = field(default_factory=dict)
    busy: Mapping[Resource, Sequence[Interval]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which all is free, and the resources it would take, needs first."""

    interval: Interval
    resources: tuple[Resource, ...]
    is_preferred: bool = False

    @property
    def starts_at(self) -> datetime:
        return self.interval.starts_at


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a request: any one of `resources`; none: the times named impossible."""

    resources: tuple[Resource, ...] = ()


class ReasonKind(StrEnum):
    """Why there is no slot; the key of a sentence for people."""

    NO_TIME = "no_time"  # the span searched is shorter than the meeting
    CLOSED = "closed"  # the need is never open for long enough
    TAKEN = "taken"  # it is open, and booked throughout
    IMPOSSIBLE = "impossible"  # the times named impossible leave nothing
    NEVER_TOGETHER = "never_together"  # each is free at some time, all of them at none


@dataclass(frozen=True, slots=True)
class Reason:
    """Needs that leave no slot, none of them dispensable; `without` says what giving one up gains.

    `without` pairs a need with the first start that all other needs of the request allow.
    """

    kind: ReasonKind
    needs: tuple[Need, ...] = ()
    without: tuple[tuple[Need, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """Slots, preferred first, then earliest; or the reasons why there is none."""

    slots: tuple[Slot, ...]
    reasons: tuple[Reason, ...] = ()


def common_slots(
    request: SlotRequest,
    within: Interval,
    timetable: Timetable,
    *,
    step: timedelta = STEP,
    at_most: int = MOST,
) -> SlotAnswer:
    """Find the starts, on a grid of `step` counted from midnight UTC, that suit everybody.

    A meeting lies within one opening interval of each resource it takes; its buffers need not.
    """
    grid = _Grid.lay(within, request.duration, step)
    free = {one: grid.free(one, request, timetable) for one in _list_resources(request)}
    allowed = {need: grid.allow(need, request, free) for need in _list_needs(request)}
    starts = reduce(and_, allowed.values(), grid.everything)
    preferred = grid.inside(request.preferred)
    slots: list[Slot] = []
    for bits, is_preferred in ((starts & preferred, True), (starts & ~preferred, False)):
        for index in _list_bits(bits):
            if len(slots) == at_most:
                return SlotAnswer(tuple(slots))
            if (chosen := _choose(request, free, index)) is not None:
                slots.append(Slot(grid.interval(index), chosen, is_preferred))
    if slots:
        return SlotAnswer(tuple(slots))
    return SlotAnswer((), tuple(_explain(request, timetable, grid, allowed)))


def spread_slots(slots: Sequence[Slot], at_most: int = MOST) -> tuple[Slot, ...]:
    """Choose among slots those that do not overlap an earlier choice, in the given order."""
    chosen: list[Slot] = []
    for slot in slots:
        if len(chosen) == at_most:
            break
        if not any(slot.interval.overlaps(other.interval) for other in chosen):
            chosen.append(slot)
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The starts that are looked at, in epoch seconds: `count` of them, `step` apart."""

    origin: int
    step: int
    count: int
    duration: int

    @classmethod
    def lay(cls, within: Interval, duration: timedelta, step: timedelta) -> _Grid:
        width, length = int(step.total_seconds()), int(duration.total_seconds())
        origin = -(-int(within.starts_at.timestamp()) // width) * width
        last = (int(within.ends_at.timestamp()) - length - origin) // width
        return cls(origin, width, max(last + 1, 0), length)

    @property
    def everything(self) -> int:
        return (1 << self.count) - 1

    def interval(self, index: int) -> Interval:
        start = datetime.fromtimestamp(self.origin + index * self.step, UTC)
        return Interval(start, start + timedelta(seconds=self.duration))

    def allow(self, need: Need, request: SlotRequest, free: Mapping[Resource, int]) -> int:
        """Give the starts that a need allows by itself."""
        if not need.resources:
            return self.everything & ~self.touching(request.impossible, timedelta())
        return reduce(or_, (free[one] for one in need.resources), 0)

    def free(self, resource: Resource, request: SlotRequest, timetable: Timetable) -> int:
        busy = self.touching(timetable.busy.get(resource, ()), request.buffer)
        return self.open(resource, timetable) & ~busy

    def open(self, resource: Resource, timetable: Timetable) -> int:
        if resource not in timetable.opening:
            return self.everything
        return self.inside(timetable.opening[resource])

    def inside(self, intervals: Iterable[Interval]) -> int:
        """Give the starts whose meeting lies within one of the intervals."""
        return self._mark(
            (
                -(-(int(one.starts_at.timestamp()) - self.origin) // self.step),
                (int(one.ends_at.timestamp()) - self.duration - self.origin) // self.step,
            )
            for one in intervals
        )

    def touching(self, intervals: Iterable[Interval], margin: timedelta) -> int:
        """Give the starts whose meeting, with its margin, overlaps one of the intervals."""
        around = int(margin.total_seconds())
        before, after = self.origin + self.duration + around, self.origin - around
        return self._mark(
            (
                (int(one.starts_at.timestamp()) - before) // self.step + 1,
                -(-(int(one.ends_at.timestamp()) - after) // self.step) - 1,
            )
            for one in intervals
        )

    def _mark(self, runs: Iterable[tuple[int, int]]) -> int:
        """Set the bits from first to last of each run, as far as they lie on the grid."""
        marks = bytearray(self.count)
        for first, last in runs:
            begin, end = max(first, 0), min(last + 1, self.count)
            if begin < end:
                marks[begin:end] = b"\1" * (end - begin)
        return int(marks[::-1].translate(_DIGITS) or b"0", 2)


_DIGITS = bytes([48, 49]) + bytes(254)  # the bytes 0 and 1 as the digits "0" and "1"


def _list_resources(request: SlotRequest) -> tuple[Resource, ...]:
    return (*request.needs, *(one for group in request.any_of for one in group))


def _list_needs(request: SlotRequest) -> tuple[Need, ...]:
    times = (Need(),) if request.impossible else ()
    return (
        *(Need((resource,)) for resource in request.needs),
        *(Need(group) for group in request.any_of),
        *times,
    )


def _list_bits(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _choose(
    request: SlotRequest, free: Mapping[Resource, int], index: int
) -> tuple[Resource, ...] | None:
    """Give the needs and the first free one of each list; None when two lists want the same."""
    lists = [[one for one in group if free[one] >> index & 1] for group in request.any_of]
    chosen = _choose_distinct(lists, frozenset(request.needs))
    return None if chosen is None else (*request.needs, *chosen)


def _choose_distinct(
    lists: Sequence[Sequence[Resource]], used: frozenset[Resource]
) -> tuple[Resource, ...] | None:
    if not lists:
        return ()
    for one in lists[0]:
        if one in used:
            continue
        if (rest := _choose_distinct(lists[1:], used | {one})) is not None:
            return (one, *rest)
    return None


def _explain(
    request: SlotRequest, timetable: Timetable, grid: _Grid, allowed: Mapping[Need, int]
) -> Iterator[Reason]:
    """Name each need that alone leaves nothing, else one set of needs that do so together."""
    if not grid.count:
        yield Reason(ReasonKind.NO_TIME)
        return
    alone = [need for need, bits in allowed.items() if not bits]
    for need in alone:
        kind = _explain_one(need, timetable, grid)
        yield Reason(kind, (need,), tuple(_list_gains((need,), grid, allowed)))
    if not alone:
        needs = _shrink(grid, allowed)
        gains = tuple(_list_gains(needs, grid, allowed))
        yield Reason(ReasonKind.NEVER_TOGETHER, needs, gains)


def _explain_one(need: Need, timetable: Timetable, grid: _Grid) -> ReasonKind:
    if not need.resources:
        return ReasonKind.IMPOSSIBLE
    is_open = any(grid.open(one, timetable) for one in need.resources)
    return ReasonKind.TAKEN if is_open else ReasonKind.CLOSED


def _shrink(grid: _Grid, allowed: Mapping[Need, int]) -> tuple[Need, ...]:
    """Drop every need without which nothing would be left all the same (deletion filter)."""
    kept = list(allowed)
    for need in allowed:
        rest = [other for other in kept if other != need]
        if not reduce(and_, (allowed[other] for other in rest), grid.everything):
            kept = rest
    return tuple(kept)


def _list_gains(
    needs: Iterable[Need], grid: _Grid, allowed: Mapping[Need, int]
) -> Iterator[tuple[Need, datetime]]:
    for need in needs:
        others = (bits for other, bits in allowed.items() if other != need)
        first = next(_list_bits(reduce(and_, others, grid.everything)), None)
        if first is not None:
            yield need, grid.interval(first).starts_at
