"""Which words are private, of what kind, and what the house knows of a case beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PrivateKind(StrEnum):
    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class PrivateSpan:
    """Words [start, end) of the turn with this index among those handed in."""

    turn: int
    start: int
    end: int
    kind: PrivateKind


@dataclass(frozen=True, slots=True)
class Known:
    """What the case and its invitations say of its people; looked for in every wording."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # phones and identity numbers
    addresses: tuple[str, ...] = ()
