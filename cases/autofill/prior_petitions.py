"""Whether the petitioner has petitioned about this matter before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from .answers import find_question, is_asked
from .candidates import Candidate
from .dialogue import remembered
from .lexicon import cue, cue_at_end, cue_at_start
from .suggestion import Suggestion

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from .dialogue import Dialogue, Turn

TOLD: Final = 80
ANSWERED: Final = 70


def suggest_prior_petition(dialogue: Dialogue) -> Suggestion | None:
    """Suggest what the citizen said last of earlier petitions; hotline calls are none."""
    found = [
        candidate
        for turn in dialogue.turns
        if turn.is_citizen
        for candidate in _read_turn(dialogue, turn)
    ]
    if not found:
        return None
    best = max(found, key=_score_and_place)
    field = CaseField.PRIOR_PETITION
    return Suggestion(field, best.value, best.evidence, f"{field}.{best.rule}")


def _score_and_place(candidate: Candidate) -> tuple[int, int]:
    return candidate.score, candidate.turn.index


@remembered
def _read_turn(dialogue: Dialogue, turn: Turn) -> list[Candidate]:
    never = cue(dialogue.lang, "prior", "never").search(turn.text)
    if never:
        return [_candidate(turn, never, "first_time", TOLD, value=False)]
    for match in cue(dialogue.lang, "prior", "before").finditer(turn.text):
        if _counts(dialogue.lang, turn, match):
            return [_candidate(turn, match, "told", TOLD, value=True)]
    return list(_read_answer(dialogue, turn))


def _counts(lang: str, turn: Turn, match: re.Match[str]) -> bool:
    """Tell whether an earlier step was a petition: no call, no talk with the property manager."""
    around = cue(lang, "prior", "no_petition")
    near = turn.text[max(match.start() - _NEAR[lang], 0) : match.end() + _NEAR[lang]]
    if around.search(near):
        return False
    return not cue_at_end(lang, "prior", "not_ours").search(turn.text[: match.start()])


def _read_answer(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    question = find_question(dialogue, turn)
    if question is None or not is_asked(dialogue, turn, "petitioned"):
        return
    if turn.index - question.index > 1:
        return
    is_first = cue(dialogue.lang, "prior", "asked_first").search(question.text)
    no = cue_at_start(dialogue.lang, "prior", "no").match(turn.text)
    yes = None if no else cue_at_start(dialogue.lang, "prior", "yes").match(turn.text)
    said = no or yes
    if said is None or (yes and cue(dialogue.lang, "prior", "no_petition").search(turn.text)):
        return
    yield _candidate(turn, said, "answered", ANSWERED, value=bool(yes) != bool(is_first))


def _candidate(
    turn: Turn, match: re.Match[str], rule: str, score: int, *, value: bool
) -> Candidate:
    return Candidate(value, turn, match.start(), match.end(), score, rule)


_NEAR: Final = {"zh": 8, "en": 30}
