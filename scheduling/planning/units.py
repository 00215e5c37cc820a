"""Units: resources, or several that nobody could tell apart, with the capacity of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduling.calendars import list_full
from scheduling.choices import list_choices

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from scheduling.problem import Bookable, Problem, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """What takes up to `capacity` visits at once; `levels[j]`: the granules with j + 1 taken."""

    members: tuple[str, ...]
    capacity: int
    daily_max: int | None
    levels: tuple[int, ...]


def make_units(
    problem: Problem, granule: int, origin: int
) -> tuple[tuple[Unit, ...], dict[str, int]]:
    """Sort all resources into units; also give the number of each resource's unit."""
    signs = _sign_resources(problem)
    groups: dict[Hashable, list[Bookable]] = {}
    for one in problem.resources.values():
        groups.setdefault(signs[one.id], []).append(one)
    units = [_make_unit(group, problem, granule, origin) for group in groups.values()]
    return tuple(units), {name: at for at, unit in enumerate(units) for name in unit.members}


def _sign_resources(problem: Problem) -> dict[str, Hashable]:
    """Give resources the same sign when swapping them changes nothing.

    With one visit at a time, or nothing taken yet, visits that fit the sum of equal resources can
    be dealt out to them one by one in order of their starts.
    """
    asked = _list_uses(problem)
    signs: dict[str, Hashable] = {}
    for name, one in problem.resources.items():
        busy = problem.busy.get(name, ())
        is_simple = one.daily_max is None and (one.capacity == 1 or not busy)
        is_alone = name not in asked or None in asked[name] or not is_simple
        full = tuple(list_full(busy, 1))
        signs[name] = name if is_alone else (one.open, one.capacity, full, frozenset(asked[name]))
    return signs


def _list_uses(problem: Problem) -> dict[str, set[tuple[int, int] | None]]:
    """List in which choices of which requests a resource is one option; None: in another way."""
    uses: dict[str, set[tuple[int, int] | None]] = {}
    for number, request in enumerate(problem.requests):
        for name in request.needs:
            uses.setdefault(name, set()).add(None)
        for at, choice in enumerate(list_choices(request)):
            is_plain = len(choice.lists) == 1 and all(len(one) == 1 for one in choice.options)
            for name in {name for option in choice.options for name in option}:
                uses.setdefault(name, set()).add((number, at) if is_plain else None)
    return uses


def _make_unit(group: list[Bookable], problem: Problem, granule: int, origin: int) -> Unit:
    first = group[0]
    capacity = min(first.capacity, len(problem.requests) + len(problem.busy.get(first.id, ())))
    taken = [span for one in group for span in problem.busy.get(one.id, ())]
    # A unit that takes one visit at a time is simply not open while it is busy.
    most = 0 if capacity == 1 else min(len(taken), capacity)
    levels = [_mark(list_full(taken, level), granule, origin) for level in range(1, most + 1)]
    members = tuple(one.id for one in group)
    return Unit(members, len(group) * capacity, first.daily_max, tuple(levels))


def _mark(spans: Iterable[Span], granule: int, origin: int) -> int:
    """Give the granules that spans touch; what is before the origin concerns nobody."""
    bits = 0
    for span in spans:
        first = max((span.start - origin) // granule, 0)
        last = -(-(span.end - origin) // granule)
        bits |= ((1 << max(last - first, 0)) - 1) << first
    return bits
