"""The citizen's telephone number."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from .answers import find_question, is_asked
from .lexicon import cue
from .spoken_numbers import Claim, NumberShape, find_claims
from .suggestion import Suggestion

if TYPE_CHECKING:
    from .dialogue import Dialogue, Turn
    from .digits import DigitRun

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_WITH_AREA: Final = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}")
_LOCAL: Final = re.compile(r"[2-9]\d{6,7}")
_ENGLISH: Final = re.compile(r"\d{7}|\d{8}|\d{10}|\d{11}")


def suggest_phone(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the last number that is the citizen's own; a mobile outranks a landline."""
    shape = NumberShape(
        _is_phone_zh if dialogue.lang == "zh" else _is_phone_en,
        (11, 12, 10, 8, 7) if dialogue.lang == "zh" else (7, 10, 11, 8),
        partial(_is_ours, dialogue),
    )
    best: Claim | None = None
    for claim in find_claims(dialogue, shape):
        if best is None or not (_MOBILE.fullmatch(best.digits) and len(claim.digits) != 11):
            best = claim
    if best is None:
        return None
    return Suggestion(CaseField.PHONE, best.digits, best.evidence, f"phone.{best.rule}")


def _is_phone_zh(digits: str) -> bool:
    return any(shape.fullmatch(digits) for shape in (_MOBILE, _WITH_AREA, _LOCAL))


def _is_phone_en(digits: str) -> bool:
    return bool(_ENGLISH.fullmatch(digits))


def _is_ours(dialogue: Dialogue, turn: Turn, run: DigitRun) -> bool:
    """Tell by the words before a run whether it may be this citizen's phone."""
    lang = dialogue.lang
    before = turn.text[: turn.starts[run.start]]
    if cue(lang, "phone", "others").search(before):
        return False
    label = _last(lang, "label", before)
    own = _last(lang, "own", before)
    if (label >= 0 and label >= own) or (
        label < 0 and own < 0 and is_asked(dialogue, turn, "id_number")
    ):
        return False
    old = _last(lang, "old", before)
    if old >= 0 and _is_old(lang, before[old:]):
        return False
    return _is_supported(dialogue, turn, has_own=own >= 0)


def _is_supported(dialogue: Dialogue, turn: Turn, *, has_own: bool) -> bool:
    """Tell whether the one who speaks, or the one who asked, means the citizen's phone."""
    if not turn.is_citizen:
        return not _is_office_number(dialogue, turn)
    question = find_question(dialogue, turn)
    asked_others = question and cue(dialogue.lang, "phone", "others").search(question.text)
    return has_own or not asked_others


def _is_office_number(dialogue: Dialogue, turn: Turn) -> bool:
    ours = (
        r"我们的?|本单位|热线|拨打|请打|打我"
        if dialogue.lang == "zh"
        else r"\bour\b|call us|hotline|\bmy\b"
    )
    return bool(re.search(ours, turn.text))


def _is_old(lang: str, between: str) -> bool:
    now = r"现在|新的?号?|换成|改" if lang == "zh" else r"\bnew\b|\bnow\b"
    return not re.search(now, between)


def _last(lang: str, name: str, text: str) -> int:
    position = -1
    for match in cue(lang, "phone", name).finditer(text):
        position = match.end()
    return position
