"""An organisation as spoken of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation said by words [first, last) of a turn; it is named or only of a kind."""

    name: str
    first: int
    last: int
    is_named: bool
    is_office: bool
