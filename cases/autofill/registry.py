"""Which rule reads which field; a field not listed here is not filled yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from .addresses import suggest_address
from .counts import suggest_people_count
from .demands import suggest_demand
from .dialogue import Dialogue, read_dialogue
from .event_dates import suggest_event_date
from .identity import suggest_identity
from .money import suggest_amount
from .petitioner import suggest_petitioner
from .phones import suggest_phone
from .prior_petitions import suggest_prior_petition
from .respondents import suggest_respondent
from .suggestion import SpeakerRole, Suggestion
from .topics import suggest_category, suggest_departments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from transcription import Utterance

FieldRule: TypeAlias = Callable[[Dialogue], Suggestion | None]
"""Reads one field from a dialogue; None where the words support no value."""

RULES: Final[tuple[FieldRule, ...]] = (
    suggest_petitioner,
    suggest_phone,
    suggest_identity,
    suggest_amount,
    suggest_people_count,
    suggest_event_date,
    suggest_address,
    suggest_respondent,
    suggest_demand,
    suggest_category,
    suggest_departments,
    suggest_prior_petition,
)


def suggest_fields(
    utterances: Sequence[Utterance],
    *,
    roles: Mapping[str, SpeakerRole | str],
    lang: str,
    spoken_on: date,
) -> tuple[Suggestion, ...]:
    """Return at most one suggestion per field, from all that was said so far.

    `roles` maps Utterance.speaker to "citizen" or "officer"; relative dates are counted from
    `spoken_on`. Pure and deterministic, so it may be called again after every utterance.
    """
    dialogue = read_dialogue(utterances, roles=roles, lang=lang, spoken_on=spoken_on)
    found = (rule(dialogue) for rule in RULES)
    return tuple(suggestion for suggestion in found if suggestion is not None)
