"""What a turn does in the talk: what an officer asks, what a citizen confirms or takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dialogue import REACH
from .lexicon import cue, cue_at_start

if TYPE_CHECKING:
    from .dialogue import Dialogue, Turn


def find_question(dialogue: Dialogue, turn: Turn) -> Turn | None:
    """Return the officer's turn that a citizen's turn answers, at most three turns back."""
    for index in range(turn.index - 1, max(turn.index - 1 - REACH, -1), -1):
        if not dialogue.turns[index].is_citizen:
            return dialogue.turns[index]
    return None


def is_asked(dialogue: Dialogue, turn: Turn, topic: str) -> bool:
    """Tell whether the last officer before this turn asked about a topic of [questions]."""
    question = find_question(dialogue, turn)
    return question is not None and asks(dialogue, question, topic)


def asks(dialogue: Dialogue, turn: Turn, topic: str) -> bool:
    """Tell whether this turn asks about a topic of [questions]."""
    return bool(cue(dialogue.lang, "questions", topic).search(turn.text))


def is_confirmed(dialogue: Dialogue, turn: Turn) -> bool:
    """Tell whether what an officer says here is affirmed by the citizen who speaks next."""
    answer = dialogue.next(turn)
    return answer is not None and answer.is_citizen and affirms(dialogue, answer)


def affirms(dialogue: Dialogue, turn: Turn) -> bool:
    """Tell whether a turn begins with a yes and takes nothing back."""
    return not denies(dialogue, turn) and bool(
        cue_at_start(dialogue.lang, "talk", "affirm").match(turn.text)
    )


def denies(dialogue: Dialogue, turn: Turn) -> bool:
    """Tell whether a turn begins with a no."""
    return bool(cue_at_start(dialogue.lang, "talk", "deny").match(turn.text))


def takes_back(dialogue: Dialogue, between: str) -> bool:
    """Tell whether the words between two values withdraw the first."""
    return bool(cue(dialogue.lang, "talk", "fix").search(between))
