"""What the petitioner asks for, as the shortest clause that says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from .answers import find_question, is_asked
from .candidates import Candidate
from .dialogue import remembered
from .lexicon import cue, cue_at_end, cue_at_start
from .suggestion import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dialogue import Dialogue, Turn

_SCORES: Final = {"firm": 90, "wish": 80, "polite": 70, "weak": 50}
ASKED: Final = 75
ANSWERED_WITH_WISH: Final = 8
_SHORTEST: Final = {"zh": 3, "en": 5}
_LONGEST_ANSWER: Final = {"zh": 25, "en": 80}  # longer ones tell the story instead
_LONGEST: Final = {"zh": 40, "en": 160}


def suggest_demand(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the clearest demand; of equally clear ones the last, as people come to the point."""
    found = [
        candidate
        for turn in dialogue.turns
        if turn.is_citizen
        for candidate in _read_turn(dialogue, turn)
    ]
    if not found:
        return None
    best = max(found, key=_score_and_place)
    return Suggestion(CaseField.DEMAND, best.value, best.evidence, f"demand.{best.rule}")


def _score_and_place(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.score, candidate.turn.index, -candidate.start


@remembered
def _read_turn(dialogue: Dialogue, turn: Turn) -> list[Candidate]:
    asked = _is_asked(dialogue, turn)
    found = list(_read_wishes(dialogue.lang, turn))
    if asked:
        found = [replace(one, score=one.score + ANSWERED_WITH_WISH) for one in found]
    if not found and asked:
        return list(_read_answer(dialogue.lang, turn))
    return found


def _is_asked(dialogue: Dialogue, turn: Turn) -> bool:
    question = find_question(dialogue, turn)
    return (
        question is not None
        and turn.index - question.index == 1
        and is_asked(dialogue, turn, "demand")
    )


def _read_wishes(lang: str, turn: Turn) -> Iterator[Candidate]:
    for name, score in _SCORES.items():
        for match in cue(lang, "demand", name).finditer(turn.text):
            if cue_at_end(lang, "demand", "not_ours").search(turn.text[: match.start()]):
                continue
            if cue_at_start(lang, "demand", "no_demand").match(turn.text, match.end()):
                continue
            found = _read_clause(lang, turn, match.end(), score, name)
            if found:
                yield found


def _read_answer(lang: str, turn: Turn) -> Iterator[Candidate]:
    if cue_at_start(lang, "demand", "no_answer").match(turn.text):
        return
    found = _read_clause(lang, turn, 0, ASKED, "asked")
    if found and found.end - found.start <= _LONGEST_ANSWER[lang]:
        yield found


def _read_clause(lang: str, turn: Turn, start: int, score: int, rule: str) -> Candidate | None:
    """Return the clause from here to where another begins, without who should do it."""
    start = _skip_subjects(lang, turn.text, start)
    end = _find_end(lang, turn.text, start)
    clause = turn.text[start:end].strip()
    if not _SHORTEST[lang] <= len(clause) <= _LONGEST[lang]:
        return None
    return Candidate(clause, turn, start, start + len(clause), score, rule)


def _skip_subjects(lang: str, text: str, start: int) -> int:
    """Step over 你们, 领导能, 请, 'the bureau to', 'you would please'."""
    subject = cue_at_start(lang, "demand", "subject")
    at = start
    while (match := subject.match(text, at)) and match.end() > at:
        at = match.end()
    return at + len(text[at:]) - len(text[at:].lstrip())


def _find_end(lang: str, text: str, start: int) -> int:
    ends = cue(lang, "demand", "end").search(text, start + 2)
    return ends.start() if ends else len(text)
