"""Which resources a request can take together: its lists of any-of, recusals left out.

Exactly one resource of each list is used, and what is used at all counts for every list that names
it. Lists without a common resource choose by themselves; those with one choose together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .problem import JointRequest


@dataclass(frozen=True, slots=True)
class Choice:
    """Lists that choose together, and the sets of resources that satisfy all, in their order.

    A set names only what comes in addition to the needs of the request.
    """

    lists: tuple[tuple[str, ...], ...]
    options: tuple[tuple[str, ...], ...]


def list_choices(request: JointRequest) -> tuple[Choice, ...]:
    """List the choices of a request; one without an option cannot be satisfied."""
    needs = frozenset(request.needs)
    return tuple(
        Choice(lists, tuple(_list_options(lists, needs, request.recused)))
        for lists in _join_lists(request.any_of)
    )


def _join_lists(any_of: Iterable[tuple[str, ...]]) -> list[tuple[tuple[str, ...], ...]]:
    """Put lists with a common resource together."""
    joined: list[tuple[tuple[str, ...], ...]] = []
    for one in any_of:
        apart, meeting = [], [one]
        for lists in joined:
            if any(set(one) & set(other) for other in lists):
                meeting = [*lists, *meeting]
            else:
                apart.append(lists)
        joined = [*apart, tuple(meeting)]
    return joined


def _list_options(
    lists: Sequence[tuple[str, ...]], needs: frozenset[str], recused: frozenset[str]
) -> Iterable[tuple[str, ...]]:
    wanted = [tuple(name for name in one if name not in recused) for one in lists]
    combinations = (dict.fromkeys(chosen) for chosen in product(*wanted))
    return dict.fromkeys(
        tuple(name for name in chosen if name not in needs)
        for chosen in combinations
        if all(len((chosen.keys() | needs) & set(one)) == 1 for one in lists)
    )
