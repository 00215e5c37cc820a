"""The identity number, 18 characters with a check digit (GB 11643)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cases.fields import CaseField, find_identity_problem

from .lexicon import cue
from .spoken_numbers import NumberShape, find_claims
from .suggestion import Suggestion

if TYPE_CHECKING:
    from .dialogue import Dialogue, Turn
    from .digits import DigitRun


def suggest_identity(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the last number whose birth date and check digit are right."""
    shape = NumberShape(_is_identity, (18,), partial(_is_ours, dialogue))
    claims = list(find_claims(dialogue, shape))
    if not claims:
        return None
    last = claims[-1]
    return Suggestion(CaseField.ID_NUMBER, last.digits, last.evidence, f"id_number.{last.rule}")


def _is_identity(digits: str) -> bool:
    return find_identity_problem(digits) is None


def _is_ours(dialogue: Dialogue, turn: Turn, run: DigitRun) -> bool:
    before = turn.text[: turn.starts[run.start]]
    return not cue(dialogue.lang, "phone", "others").search(before)
