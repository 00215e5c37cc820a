"""The sum in dispute: what is still owed, else what is claimed or lost."""

from __future__ import annotations

import re
from functools import cache
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
from .dates_en import find_dates_en
from .dialogue import remembered
from .digits import ZH_DIGITS
from .lexicon import cue, cue_at_end, cue_at_start, read_lexicon
from .numerals_en import find_numbers_en, parse_number_en
from .numerals_zh import find_numbers_zh
from .suggestion import Suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .dialogue import Dialogue, Turn
    from .numerals import Numeral
    from .suggestion import Evidence

REMAINING: Final = 100
DEMANDED: Final = 90
OWED: Final = 80
ASKED: Final = 70
TOTAL: Final = 60
SPENT: Final = 50
PROMISED: Final = 40
BARE: Final = 30
PAID: Final = 5
REFERENCE: Final = 4


def suggest_amount(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the sum in dispute; none where only rates, prices or payments are named."""
    found = [
        candidate for turn in speaking_turns(dialogue) for candidate in _read_turn(dialogue, turn)
    ]
    found = merge_corrections(dialogue, found)
    chosen = choose(CaseField.AMOUNT, found, at_least=BARE)
    if chosen is None or max(candidate.score for candidate in found) >= REMAINING:
        return chosen
    return _subtract(found) or chosen


def _subtract(found: Sequence[Candidate]) -> Suggestion | None:
    """Suggest what is left of a sum promised, lent or spent when only the part paid was said."""
    paid = {candidate.value: candidate for candidate in found if candidate.score == PAID}
    whole = [candidate for candidate in found if candidate.rule in _DIVISIBLE]
    if not paid or not whole:
        return None
    first = max(whole, key=_divisible)
    others = [candidate.score for candidate in found if candidate.rule not in _DIVISIBLE]
    left = float(str(first.value)) - sum(float(str(value)) for value in paid)
    if left <= 0 or max(others) > OWED:
        return None
    evidence = first.evidence + tuple(words for one in paid.values() for words in one.evidence)
    value = int(left) if left.is_integer() else round(left, 2)
    ordered = tuple(sorted(evidence, key=_place))
    return Suggestion(CaseField.AMOUNT, value, ordered, "amount.subtracted")


def _divisible(candidate: Candidate) -> int:
    """Rank what the paid part is taken from: what was promised, else all that was spent."""
    return _DIVISIBLE.index(candidate.rule)


def _place(words: Evidence) -> tuple[int, int]:
    return words.utterance, words.start


_DIVISIBLE: Final = ("named", "spent", "asked", "total", "lent", "promised")


@remembered
def _read_turn(dialogue: Dialogue, turn: Turn) -> list[Candidate]:
    sums = [
        (number, match)
        for number in _numbers(dialogue, turn.text)
        if (match := _match_unit(dialogue.lang, turn.text, number))
    ]
    spans = [(number.start, match.end()) for number, match in sums]
    found = []
    for index, (number, match) in enumerate(sums):
        around = surroundings(dialogue, turn, spans, index)
        if _is_rate(dialogue.lang, around):
            continue
        rule, score = _judge(dialogue, turn, around)
        if score < OWED and not _is_sum(number, match, score):
            continue
        value = _add(number.value, _small_change(match))
        found.append(Candidate(value, turn, number.start, match.end(), score, rule))
    return found


def _numbers(dialogue: Dialogue, text: str) -> list[Numeral]:
    if dialogue.lang == "zh":
        return list(find_numbers_zh(text))
    dates = [(said.start, said.end) for said in find_dates_en(text, dialogue.spoken_on)]
    return [
        number
        for number in find_numbers_en(text)
        if not any(start < number.end and number.start < end for start, end in dates)
    ]


def _match_unit(lang: str, text: str, number: Numeral) -> re.Match[str] | None:
    """Return the unit after a number, an empty match for a sum without, None for no sum."""
    match = _unit_pattern(lang).match(text, number.end)
    if match is None or match["unit"]:
        return match
    if number.value < 100 and "万" not in number.spelling:
        return None
    counted = cue_at_start(lang, "money", "counter").match(text, match.end())
    return None if counted else match


@cache
def _unit_pattern(lang: str) -> re.Pattern[str]:
    units = "|".join(read_lexicon(lang)["money"]["unit"])
    if lang == "zh":
        change = (
            r"(?:(?P<change>[一二两三四五六七八九])(?:毛|角|(?![十百千万个年月天号日户人次点一])))?"
        )
        return re.compile(rf"(?:多(?![收扣交算付要])|来(?!反)|出头)?(?:(?P<unit>{units}){change})?")
    return re.compile(
        rf"(?: or so)?(?: (?P<unit>(?:{units})\b)"
        r"(?: and (?P<change>[a-z ]{3,14}?) (?:cents?|pence)\b)?)?"
    )


def _small_change(match: re.Match[str]) -> float:
    change = match["change"]
    if not change:
        return 0
    if change in ZH_DIGITS:
        return int(ZH_DIGITS[change]) / 10
    return (parse_number_en(change) or 0) / 100


def _add(value: float, change: float) -> int | float:
    return round(value + change, 2) if change else value


def _is_rate(lang: str, around: Surroundings) -> bool:
    before = around.before[-8:] if lang == "zh" else " ".join(around.before.split()[-5:])
    # What stands right before the next sum is that one's rate: 四万五 每人三千.
    after = around.after if around.is_last else f"{around.after}…"
    return bool(
        cue(lang, "money", "rate_before").search(before)
        or cue_at_start(lang, "money", "rate_after").match(after)
    )


def _judge(dialogue: Dialogue, turn: Turn, around: Surroundings) -> tuple[str, int]:
    """Return the rule that tells what a sum is, and its score."""
    lang = dialogue.lang
    before = around.before[-18:] if lang == "zh" else " ".join(around.before.split()[-9:])
    for rule, score in (
        _remaining(lang, before),
        _demanded(lang, before, around.after),
        _paid(lang, before),
        _owed(lang, before, around.after),
    ):
        if score:
            return rule, score
    if turn.is_citizen and around.is_first and is_asked(dialogue, turn, "amount"):
        return "asked", ASKED
    for rule, score in _WEAK:
        if cue(lang, "money", rule).search(before):
            return rule, score
    return "named", BARE


_WEAK: Final = (
    ("reference", REFERENCE),
    ("total", TOTAL),
    ("promised", PROMISED),
    ("spent", SPENT),
)


def _remaining(lang: str, before: str) -> tuple[str, int]:
    near = before[-12:] if lang == "zh" else before
    if _last(lang, "remaining", near) > _last(lang, "paid", near):
        return "remaining", REMAINING
    return "", 0


def _demanded(lang: str, before: str, after: str) -> tuple[str, int]:
    wish = cue(lang, "money", "demand").search(before)
    if wish and (
        cue(lang, "money", "demanded").search(before[wish.start() :])
        or cue(lang, "money", "demanded").search(after[:12])
    ):
        return "demanded", DEMANDED
    return "", 0


def _paid(lang: str, before: str) -> tuple[str, int]:
    if cue_at_end(lang, "money", "self_paid").search(before):
        return "spent", SPENT
    if cue_at_end(lang, "money", "paid").search(before):
        return "paid", PAID
    return "", 0


def _owed(lang: str, before: str, after: str) -> tuple[str, int]:
    if cue_at_start(lang, "money", "unpaid_after").match(after):
        return "unpaid", OWED + 5
    if cue(lang, "money", "reference").search(before):
        return "reference", REFERENCE
    if cue_at_end(lang, "money", "lent").search(before):
        return "lent", OWED
    if cue(lang, "money", "owed").search(before):
        total = cue(lang, "money", "total").search(before)
        return "owed", OWED + (2 if total else 0)
    return "", 0


def _last(lang: str, name: str, text: str) -> int:
    position = -1
    for match in cue(lang, "money", name).finditer(text):
        position = match.start()
    return position


def _is_sum(number: Numeral, match: re.Match[str], score: int) -> bool:
    """Tell whether a number is large enough for a sum that nothing else calls disputed."""
    if number.value < 10:
        return False
    return score != BARE or bool(match["unit"]) or "万" in number.spelling or number.value >= 1000
