"""When the matter happened or began."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from .answers import find_question, is_asked
from .candidates import (
    Candidate,
    Surroundings,
    choose,
    merge_corrections,
    speaking_turns,
    surroundings,
)
from .dates_en import find_dates_en
from .dates_zh import find_dates_zh
from .dialogue import remembered
from .lexicon import cue, cue_at_end, cue_at_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dialogue import Dialogue, Turn
    from .spoken_date import SpokenDate
    from .suggestion import Suggestion


_OPENING: Final = 5


def suggest_event_date(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the past date that the words tie best to the matter, the first of equals."""
    found = [
        candidate for turn in speaking_turns(dialogue) for candidate in _read_turn(dialogue, turn)
    ]
    return choose(CaseField.EVENT_DATE, _sharpen(_merge(dialogue, found)), at_least=20)


def _sharpen(found: list[Candidate]) -> list[Candidate]:
    """Let a day outrank its own month said before: the end of July, July 30."""
    best: dict[str, int] = {}
    sharp: list[Candidate] = []
    for candidate in found:
        value = str(candidate.value)
        month = max((best.get(value[:end], -1) for end in (4, 7) if end < len(value)), default=-1)
        sharp.append(replace(candidate, score=max(candidate.score, month + 1)))
        best[value] = max(sharp[-1].score, best.get(value, -1))
    return sharp


def _merge(dialogue: Dialogue, found: list[Candidate]) -> list[Candidate]:
    """Apply corrections; 'last march, no, april' keeps the year."""
    for index in range(1, len(found)):
        old, new = found[index - 1], found[index]
        if new.rule.endswith("_no_year") and len(merge_corrections(dialogue, [old, new])) == 1:
            year = str(old.value)[:4]
            found[index] = replace(new, value=year + str(new.value)[4:])
    return merge_corrections(dialogue, found)


@remembered
def _read_turn(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    find = find_dates_zh if dialogue.lang == "zh" else find_dates_en
    dates = list(find(turn.text, dialogue.spoken_on))
    spans = [(said.start, said.end) for said in dates]
    for index, said in enumerate(dates):
        if said.begins_after(dialogue.spoken_on):
            continue
        rule, score = _judge(dialogue, turn, said, surroundings(dialogue, turn, spans, index))
        if score:
            rule = rule if said.has_year else f"{rule}_no_year"
            yield Candidate(said.value, turn, said.start, said.end, score, rule)


def _judge(
    dialogue: Dialogue, turn: Turn, said: SpokenDate, around: Surroundings
) -> tuple[str, int]:
    lang = dialogue.lang
    before = around.before[-9:] if lang == "zh" else " ".join(around.before.split()[-6:])
    wider = before if lang == "zh" else " ".join(around.before.split()[-9:])
    after = around.after[:12] if lang == "zh" else " ".join(around.after.split()[:7])
    if _is_range_end(lang, before) or _is_today_named(lang, before):
        return "", 0
    if not _answers_when(dialogue, turn, around) and (
        _is_other_matter(dialogue, turn, wider, after) or _is_promise(lang, before, after)
    ):
        return "", 0
    return _score(dialogue, turn, said, before, after)


def _answers_when(dialogue: Dialogue, turn: Turn, around: Surroundings) -> bool:
    """Tell whether a date comes first in the reply to when the matter itself was."""
    question = find_question(dialogue, turn)
    return (
        turn.is_citizen
        and question is not None
        and question.index == turn.index - 1
        and around.is_first
        and len(around.before) < _OPENING
        and bool(cue(dialogue.lang, "questions", "matter_date").search(question.text))
    )


def _score(
    dialogue: Dialogue, turn: Turn, said: SpokenDate, before: str, after: str
) -> tuple[str, int]:
    lang = dialogue.lang
    if _stands(lang, "start", before, after):
        return "began", 80
    if turn.is_citizen and is_asked(dialogue, turn, "event_date"):
        return "asked", 75
    if said.value == str(dialogue.spoken_on.year):
        return "", 0  # 今年 alone says no more than that it goes on
    if cue(lang, "dates", "happened").search(before) or _stands(lang, "happened", "", after):
        return "happened", 70
    is_today = said.value == dialogue.spoken_on.isoformat()
    return "named", 0 if is_today else 50


def _stands(lang: str, name: str, before: str, after: str) -> bool:
    """Tell whether a cue stands right before a date, or its counterpart right after."""
    return bool(
        cue_at_end(lang, "dates", name).search(before)
        or cue_at_start(lang, "dates", f"{name}_after").match(after)
    )


def _is_range_end(lang: str, before: str) -> bool:
    return bool(re.search(r"[到至]$" if lang == "zh" else r"\b(?:to|until|till)$", before.rstrip()))


def _is_other_matter(dialogue: Dialogue, turn: Turn, before: str, after: str) -> bool:
    """Tell whether a date is of an earlier petition or of the speaker's life."""
    lang = dialogue.lang
    question = find_question(dialogue, turn)
    answers = question is not None and turn.is_citizen and question.index == turn.index - 1
    if question and answers and cue(lang, "questions", "prior").search(question.text):
        return True
    if lang == "zh":
        return bool(
            cue(lang, "dates", "prior").search(after)
            or cue(lang, "dates", "background").search(after)
        )
    return any(
        cue(lang, "dates", name).search(text)
        for name in ("prior", "background")
        for text in (before, after)
    )


def _is_today_named(lang: str, before: str) -> bool:
    return bool(re.search(r"今天是$" if lang == "zh" else r"\btoday(?: is|'s)$", before.rstrip()))


def _is_promise(lang: str, before: str, after: str) -> bool:
    if cue(lang, "dates", "due").search(before):
        return False
    if lang == "zh":
        deadline = cue_at_start(lang, "dates", "promise_after").match(after)
    else:
        deadline = cue_at_end(lang, "dates", "promise_end").search(before)
    return bool(deadline or cue(lang, "dates", "promise").search(before))
