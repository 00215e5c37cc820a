"""Finds names, phones, identity numbers and addresses; a word too many rather than one too few."""

from __future__ import annotations

from datetime import date
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from cases.autofill.dialogue import Dialogue, Turn

from . import addresses_en, addresses_zh, names_en, names_zh
from .known import find_known_addresses, find_known_names
from .numbers import find_numbers
from .spans import Known, PrivateKind, PrivateSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cases.exports import SpokenTurn

# Nothing here depends on the day.
_NO_DAY: Final = date.min
_PUNCTUATION: Final = (
    ",.!?;:\"'()，。！？；：、“”‘’（）《》…"  # in words that people have corrected
)


def find_private_spans(
    turns: Sequence[SpokenTurn], *, lang: str, known: Known | None = None
) -> list[PrivateSpan]:
    """Return the spans in order, none overlapping.

    Pure; reads the turns together, since a question tells what the answer is. `lang` is the
    visit's, "zh" or "en".
    """
    dialogue = lay_out(turns, lang)
    kinds: list[list[PrivateKind | None]] = [[None] * len(turn.words) for turn in dialogue.turns]
    for span in _find_all(dialogue, _learn(dialogue, known or Known())):
        row = kinds[span.turn]
        row[span.start : span.end] = [span.kind] * (min(span.end, len(row)) - span.start)
    return [span for index, row in enumerate(kinds) for span in _runs(index, row)]


def lay_out(turns: Sequence[SpokenTurn], lang: str) -> Dialogue:
    """Lay the turns out as the rules of auto-fill read them."""
    return Dialogue(tuple(_lay(i, turn, lang) for i, turn in enumerate(turns)), lang, _NO_DAY)


def _lay(index: int, turn: SpokenTurn, lang: str) -> Turn:
    words = tuple(word.text.lower().strip(_PUNCTUATION) or word.text for word in turn.words)
    gap = 0 if lang == "zh" else 1
    starts = tuple(accumulate((len(word) + gap for word in words[:-1]), initial=0))
    text = ("" if lang == "zh" else " ").join(words)
    return Turn(index, turn.role == "citizen", words, text, starts if words else ())


def _learn(dialogue: Dialogue, known: Known) -> Known:
    """Add the names and long numbers that are said anywhere, to be found in parts elsewhere."""
    numbers = [number.digits for number in find_numbers(dialogue, ()) if number.is_certain]
    rule = names_zh.find_names if dialogue.lang == "zh" else names_en.find_names
    names = [
        turn.text[start:end]
        for turn in dialogue.turns
        if turn.words
        for start, end in rule(dialogue, turn)
        if _is_whole_name(turn.text[start:end], dialogue.lang)
    ]
    every_name = dict.fromkeys((*known.names, *names))
    return Known(tuple(every_name), (*known.numbers, *numbers), known.addresses)


def _is_whole_name(name: str, lang: str) -> bool:
    return 2 <= len(name) <= 4 if lang == "zh" else any(len(part) > 2 for part in name.split())


def _find_all(dialogue: Dialogue, known: Known) -> Iterator[PrivateSpan]:
    """Yield what the rules find; where two disagree about a word, the later one wins."""
    names, addresses = (
        (names_zh.find_names, addresses_zh.find_addresses)
        if dialogue.lang == "zh"
        else (names_en.find_names, addresses_en.find_addresses)
    )
    numbers = find_numbers(dialogue, known.numbers)
    for turn in dialogue.turns:
        if turn.words:
            yield from _spans(turn, names(dialogue, turn), PrivateKind.NAME)
            yield from _spans(turn, find_known_names(dialogue, turn, known), PrivateKind.NAME)
    yield from (number.span for number in numbers if not number.is_certain)
    for turn in dialogue.turns:
        if turn.words:
            yield from _spans(turn, addresses(dialogue, turn), PrivateKind.ADDRESS)
            found = find_known_addresses(dialogue, turn, known)
            yield from _spans(turn, found, PrivateKind.ADDRESS)
    yield from (number.span for number in numbers if number.is_certain)


def _spans(
    turn: Turn, found: Iterator[tuple[int, int]], kind: PrivateKind
) -> Iterator[PrivateSpan]:
    """Turn characters into the words that they touch."""
    for start, end in found:
        words = turn.evidence(start, end)
        yield PrivateSpan(turn.index, words.start, words.end, kind)


def _runs(turn: int, row: Sequence[PrivateKind | None]) -> Iterator[PrivateSpan]:
    at = 0
    for kind, words in groupby(row):
        end = at + len(list(words))
        if kind is not None:
            yield PrivateSpan(turn, at, end, kind)
        at = end
