"""How many people the petition speaks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from .answers import is_asked
from .candidates import (
    Candidate,
    Surroundings,
    choose,
    merge_corrections,
    speaking_turns,
    surroundings,
)
from .dialogue import remembered
from .lexicon import cue, cue_at_end, cue_at_start
from .numerals_en import find_numbers_en
from .numerals_zh import find_numbers_zh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dialogue import Dialogue, Turn
    from .numerals import Numeral
    from .suggestion import Suggestion

_MOST: Final = 1_000_000
_APPROX_ZH: Final = re.compile(r"(?:多|来|几)?")
_APPROX_EN: Final = re.compile(r"(?: or so)?(?: odd)?")


def suggest_people_count(dialogue: Dialogue) -> Suggestion | None:
    """Suggest how many people the citizen speaks for, the citizen counted in."""
    found: list[Candidate] = []
    for turn in speaking_turns(dialogue):
        found += _read_turn(dialogue, turn)
        found += _read_pairs(dialogue, turn)
    return choose(CaseField.PEOPLE_COUNT, merge_corrections(dialogue, found))


@remembered
def _read_turn(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    numbers = [number for number in _numbers(dialogue.lang, turn.text) if _is_count(number)]
    spans = [(number.start, number.end) for number in numbers]
    for index, number in enumerate(numbers):
        around = surroundings(dialogue, turn, spans, index)
        end = _unit_end(dialogue.lang, turn.text, number.end)
        score, extra = _judge(dialogue, turn, around, has_unit=end is not None)
        if score:
            rule = "besides_self" if extra else "counted"
            value = int(number.value) + extra
            yield Candidate(value, turn, number.start, end or number.end, score, rule)


def _numbers(lang: str, text: str) -> Iterator[Numeral]:
    return find_numbers_zh(text) if lang == "zh" else find_numbers_en(text)


def _is_count(number: Numeral) -> bool:
    return isinstance(number.value, int) and 0 < number.value <= _MOST


def _unit_end(lang: str, text: str, at: int) -> int | None:
    """Return where the counted people end in the text, None where people are not counted."""
    approx = (_APPROX_ZH if lang == "zh" else _APPROX_EN).match(text, at)
    match = cue_at_start(lang, "counts", "unit").match(text, approx.end() if approx else at)
    if match is None and lang == "en":  # twenty elderly residents
        match = re.compile(r" \w+" + cue_at_start(lang, "counts", "unit").pattern).match(text, at)
    return match.end() if match else None


def _judge(
    dialogue: Dialogue, turn: Turn, around: Surroundings, *, has_unit: bool
) -> tuple[int, int]:
    """Return a score and what to add for the speaker."""
    lang = dialogue.lang
    before = around.before[-10:] if lang == "zh" else " ".join(around.before.split()[-5:])
    asked = turn.is_citizen and is_asked(dialogue, turn, "people_count")
    besides = cue(lang, "counts", "besides").search(before)
    after = _after_unit(lang, around.after)[: 14 if lang == "zh" else 40]
    extra = int(bool(besides or cue(lang, "counts", "besides_after").search(after)))
    if cue(lang, "counts", "not_ours").search(before) or _is_others(lang, after):
        return 0, 0
    if has_unit or (asked and around.is_first and not _is_other_thing(lang, around.after)):
        return _score(lang, before, around.after, asked=asked, besides=bool(besides)), extra
    return (60, 0) if _is_bare_count(lang, before, around.after) else (0, 0)


def _score(lang: str, before: str, after: str, *, asked: bool, besides: bool) -> int:
    if asked:
        return 80
    of_us = lang == "en" and re.match(r"\s*(?:\w+ )?of us\b", after)
    if of_us or besides:
        return 75
    if cue_at_end(lang, "counts", "self").search(before):
        return 70
    if cue_at_start(lang, "counts", "self_after").match(_after_unit(lang, after)):
        return 60
    return 50 if cue(lang, "counts", "self").search(before) else 0


def _after_unit(lang: str, after: str) -> str:
    end = _unit_end(lang, after, 0)
    return after[end or 0 :]


def _is_others(lang: str, after: str) -> bool:
    return bool(cue(lang, "counts", "not_ours_after").search(after))


def _is_other_thing(lang: str, after: str) -> bool:
    """Tell whether a bare number in an answer counts households, money or time."""
    things = (
        r"\s*(?:多|来)?(?:户|万|元|块|年|月|天|岁|号|家|次|栋|亩|个(?!$|都|人))"
        if lang == "zh"
        else r"\s*(?:famil|household|year|month|day|week|hundred|dollar|yuan|pound|time|house)"
    )
    return bool(re.match(things, after))


def _is_bare_count(lang: str, before: str, after: str) -> bool:
    """Tell whether this is 我们一共十五个, said without 人, at the end of a sentence."""
    if lang != "zh":
        return False
    return bool(
        re.search(r"(?:我们|咱们|加上我|连我)(?:一共|总共|有|共)*(?:是|有)?$", before)
        and re.match(r"个(?:$|都|呢|吧)", after)
    )


@remembered
def _read_pairs(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    for name, value in (("pair", 2), ("triple", 3)):
        for match in cue(dialogue.lang, "counts", name).finditer(turn.text):
            yield Candidate(value, turn, match.start(), match.end(), 40, name)
