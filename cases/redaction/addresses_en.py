"""English addresses: forty two maple street flat seven, willow court, postcode s w one a."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cases.autofill.answers import find_question
from cases.autofill.digits import EN_DIGITS, REPEATS
from cases.autofill.lexicon import word_list
from cases.autofill.numerals_en import TEENS, TENS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.autofill.dialogue import Dialogue, Turn

_DIGIT: Final = "|".join(
    sorted({*EN_DIGITS, *TEENS, *TENS, *REPEATS, "hundred"}, key=len, reverse=True)
)
_NUMBER: Final = rf"(?:(?:{_DIGIT}|\d+[a-z]?)(?![\w'])(?: and(?= (?:{_DIGIT})\b))?)"
_STREET: Final = (
    "street|road|avenue|lane|drive|close|crescent|way|place|terrace|square|boulevard|row|hill|grove"
    "|mews|parade|walk|quay|view|rise|court|gardens|park|green"
)
_HOME: Final = (
    "gardens|court|house|estate|towers?|heights|terrace|mansions|villas|residences?|lodge|apartments"
    "|village"
)
_STOP: Final = (
    "the|a|an|this|that|our|my|his|her|their|its|your|of|in|on|at|to|is|and|or|we|i|you|it|same|every"
    "|whole|main|next|no|any|new|old|people|years?|months?|days?|weeks?|times|other|which|what|opposite"
    "|from|with|for|near|by|into|up|down|off|over|about|around|behind"
)
_UNIT: Final = (
    r"(?:flat|apartment|apt|unit|room|block|building|floor|house|door|number|house number)"
    rf" (?:{_NUMBER}|[a-z](?![\w']))(?: (?:{_NUMBER}|[a-z](?![\w'])))*"
)
_TAIL: Final = rf"(?: (?:{_UNIT}))*"
_HOUSE: Final = re.compile(
    rf"\b(?:{_UNIT} )?(?:{_NUMBER} )+(?:[a-z] )?"
    rf"(?:(?!(?:{_STOP})\b)[\w'-]+ ){{1,3}}(?:{_STREET})\b{_TAIL}"
)
_NAMED: Final = re.compile(rf"\b((?:[\w'-]+ ){{1,2}})(?:{_HOME})\b{_TAIL}")
_DOORS: Final = re.compile(
    rf"\b(?:flat|apartment|apt|unit|room|block|building|house number|door)"
    rf" (?:{_NUMBER}|[a-z](?![\w']))(?: {_NUMBER})*{_TAIL}"
)
_LIVES: Final = re.compile(
    r"\b(?:live|lives|lived|living|stay|staying|moved|address is|home is|house is|flat is)"
    rf"(?: (?:just|now|here|over))?(?: (?:at|on|in|to|near))? (?:the )?"
    rf"((?:(?!(?:{_STOP})\b)[\w'-]+ ){{1,2}}(?:{_STREET})\b{_TAIL})"
)
_POSTCODE: Final = re.compile(
    rf"\b(?:post ?code|zip(?: code)?|postal code)(?: (?:is|it's))?((?: (?:{_NUMBER}|[a-z]\b))+)"
)
_ASKS: Final = re.compile(
    r"\baddress\b|where (?:do|does|are) (?:you|he|she|they) (?:live|stay|now)|where you live"
    r"|post ?code|which (?:flat|block|building|street|house|apartment|floor)|zip"
)
_NO_COURT: Final = re.compile(
    r"\b(?:the|a|in|at|to|by|county|district|high|supreme|family|crown|claims|council|boarding|guest"
    r"|our|my|his|her|their|this|that|whole|same|old|new|empty|next|little|small|nursing|in) $"
)
_SHORT_ANSWER: Final = 6


def find_addresses(dialogue: Dialogue, turn: Turn) -> Iterator[tuple[int, int]]:
    """Yield the characters [start, end) of what leads to a door."""
    found = [*_find(turn)]
    yield from found
    question = find_question(dialogue, turn) if turn.is_citizen else None
    is_answer = question is not None and bool(_ASKS.search(question.text))
    if is_answer and not found and len(turn.words) <= _SHORT_ANSWER:
        yield from _find_bare(turn)


def _find(turn: Turn) -> Iterator[tuple[int, int]]:
    for pattern in (_HOUSE, _DOORS):
        for match in pattern.finditer(turn.text):
            yield match.span()
    for pattern in (_LIVES, _POSTCODE):
        for match in pattern.finditer(turn.text):
            yield match.span(1)
    for match in _NAMED.finditer(turn.text):
        start = _begin_of_name(match[1], match.start())
        if start is not None:
            yield start, match.end()


def _begin_of_name(before: str, at: int) -> int | None:
    """Return where the proper words before gardens or court begin; None where there are none."""
    if _NO_COURT.search(before):
        return None
    words = before.split()
    first, last = words[0], words[-1]
    if last in word_list("common_en") or re.fullmatch(_STOP, last):
        return None
    is_part = first not in word_list("common_en") and not re.fullmatch(_STOP, first)
    return at if is_part else at + len(before) - len(last) - 1


def _find_bare(turn: Turn) -> Iterator[tuple[int, int]]:
    """Yield the uncommon words of a short answer to where somebody lives."""
    for word, start in zip(turn.words, turn.starts, strict=True):
        is_number = re.fullmatch(_NUMBER, word) is not None
        if is_number or (word not in word_list("common_en") and not re.fullmatch(_STOP, word)):
            yield start, start + len(word)
