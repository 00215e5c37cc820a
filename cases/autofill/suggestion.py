"""What auto-fill hands over: a value for a field with the words that support it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.fields import CaseField, FieldValue


class SpeakerRole(StrEnum):
    """On which side of the visit a speaker sits."""

    CITIZEN = "citizen"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words [start, end) of the utterance with this index among those handed in."""

    utterance: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value in its field's normal form, the words it came from and the rule that read them."""

    field: CaseField
    value: FieldValue
    evidence: tuple[Evidence, ...]
    rule: str
