"""Phones, identity numbers and what else is said digit by digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cases.autofill.answers import is_asked
from cases.autofill.digits import find_digit_runs
from cases.autofill.lexicon import cue

from .spans import PrivateKind, PrivateSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cases.autofill.dialogue import Dialogue, Turn
    from cases.autofill.digits import DigitRun

_SURE: Final = 7
_IDENTITY: Final = 15
_PIECE: Final = 3
_CLOSE: Final = 4
_COUNTED: Final = {
    "zh": re.compile(r"[年月元块万千百亿户人岁]"),
    "en": re.compile(r"(?:hundred|thousand|million|dollars|pounds|yuan|people|years?|months?)\b"),
}
_IDENTITY_CUE: Final = {
    "zh": re.compile(r"身份证|证件|证号"),
    "en": re.compile(r"\b(?:identity|id|identification|passport)\b"),
}
_CONTACT: Final = {
    "zh": re.compile(r"电话|手机|座机|号码|联系方式|尾号|微信|打我|拨打"),
    "en": re.compile(r"\b(?:phone|telephone|mobile|cell|number|digits|call|ring|text|reach)\b"),
}


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number; certain when its length alone tells, else a house number may win over it."""

    span: PrivateSpan
    digits: str
    is_certain: bool


def find_numbers(dialogue: Dialogue, known: Sequence[str]) -> list[SaidNumber]:
    """Return runs of digits too long for anything else, and pieces said where numbers are asked."""
    numbers = ["".join(filter(str.isalnum, number)).upper() for number in known]
    found: list[SaidNumber] = []
    for turn in dialogue.turns:
        for run in find_digit_runs(turn, dialogue.lang):
            is_known = len(run.digits) >= _CLOSE and any(run.digits in one for one in numbers)
            is_certain = len(run.digits) >= _SURE or is_known
            if is_certain or _is_piece(dialogue, turn, run, found):
                start = _join(found, turn, run.start)
                kind = _tell_kind(dialogue, turn, run)
                span = PrivateSpan(turn.index, start, run.end, kind)
                found.append(SaidNumber(span, run.digits, is_certain))
    return found


def _join(found: Sequence[SaidNumber], turn: Turn, start: int) -> int:
    """Take in the words between two pieces of a number, such as 'nine hundred'."""
    last = found[-1].span if found else None
    is_close = last is not None and last.turn == turn.index and start - last.end < _CLOSE
    return last.end if last is not None and is_close else start


def _is_piece(dialogue: Dialogue, turn: Turn, run: DigitRun, found: Sequence[SaidNumber]) -> bool:
    if len(run.digits) < _PIECE:
        return bool(found) and _goes_on(turn, run, found[-1].span)
    text = turn.text
    after = text[turn.starts[run.end] :] if run.end < len(turn.words) else ""
    if _COUNTED[dialogue.lang].match(after):
        return False
    if _CONTACT[dialogue.lang].search(text) or _IDENTITY_CUE[dialogue.lang].search(text):
        return True
    is_answer = turn.is_citizen and (
        is_asked(dialogue, turn, "phone") or is_asked(dialogue, turn, "id_number")
    )
    return is_answer or bool(found and _goes_on(turn, run, found[-1].span))


def _goes_on(turn: Turn, run: DigitRun, last: PrivateSpan) -> bool:
    """Tell whether digits go on with the number of just before, in this turn or the last ones."""
    if last.turn == turn.index:
        return run.start - last.end < _CLOSE
    is_mostly_digits = (run.end - run.start) * 2 > len(turn.words)
    return turn.index - last.turn <= _PIECE and is_mostly_digits


def _tell_kind(dialogue: Dialogue, turn: Turn, run: DigitRun) -> PrivateKind:
    """Tell by length, then by the words before, then by the question."""
    before = turn.text[: turn.starts[run.start]]
    contact = _last(_CONTACT[dialogue.lang], before)
    identity = _last(_IDENTITY_CUE[dialogue.lang], before)
    if len(run.digits) >= _IDENTITY or identity > contact:
        return PrivateKind.IDENTITY
    is_asked_for_it = contact < 0 and is_asked(dialogue, turn, "id_number")
    asks_phone = bool(cue(dialogue.lang, "questions", "phone").search(before))
    return PrivateKind.IDENTITY if is_asked_for_it and not asks_phone else PrivateKind.PHONE


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
