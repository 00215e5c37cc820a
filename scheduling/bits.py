"""Sets of small numbers as the bits of one integer, and what can be asked of such sets."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Key = TypeVar("Key")


def run_of_bits(first: int, last: int, count: int) -> int:
    """Give the numbers from `first` to `last`, both included, that lie in range(count)."""
    first, last = max(first, 0), min(last, count - 1)
    return ((1 << (last - first + 1)) - 1) << first if first <= last else 0


def list_bits(bits: int) -> Iterator[int]:
    """Yield the numbers of a set, smallest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def shrink_conflict(allowed: Mapping[Key, int], everything: int) -> tuple[Key, ...]:
    """Keep of sets without a common number only what it takes for that (deletion filter).

    Without any one of those kept, the rest do have a number in common.
    """
    kept = list(allowed)
    for key in allowed:
        rest = [other for other in kept if other != key]
        if not reduce(and_, (allowed[other] for other in rest), everything):
            kept = rest
    return tuple(kept)
