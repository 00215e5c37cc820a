"""English addresses: nine station road, flat twelve maple court lincoln avenue."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from .digits import EN_DIGITS, REPEATS
from .lexicon import read_lexicon
from .numerals_en import TEENS, TENS
from .spoken_address import SpokenAddress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .dialogue import Turn

_NUMBERS: Final = frozenset({*EN_DIGITS, *REPEATS, *TEENS, *TENS, "hundred"})
_MOST_NAMES: Final = 3
_SPANS: Final = ("years", "year", "months", "weeks", "days", "of", "people")


def read_address(turn: Turn, start: int) -> SpokenAddress | None:
    """Return the address that begins at this character or after words like uh, it's, at."""
    words = turn.words
    first = _word_at(turn, start)
    while first < len(words) and words[first] in _words("opening"):
        first += 1
    at, parts, numbers, kept = first, 0, 0, first
    while at < len(words):
        length, is_number = _take_part(words, at)
        if not length:
            if at > first and words[at] in _words("link") and _take_part(words, at + 1)[0]:
                at += 1
                continue
            break
        parts, numbers = parts + (not is_number), numbers + is_number
        at = kept = at + length
    if kept == first:
        return None
    kept = _take_city(words, kept) if parts else kept
    return _spoken(turn, first, kept, parts, numbers)


def _spoken(turn: Turn, first: int, end: int, parts: int, numbers: int) -> SpokenAddress:
    stop = turn.starts[end - 1] + len(turn.words[end - 1])
    text = " ".join(turn.words[first:end])
    return SpokenAddress(text, turn.starts[first], stop, parts, numbers)


def join_detail(place: str, detail: SpokenAddress) -> str:
    """Return a place with the house or flat said for it afterwards."""
    return f"{detail.text} {place}"


def _word_at(turn: Turn, start: int) -> int:
    return next((at for at, begin in enumerate(turn.starts) if begin >= start), len(turn.words))


def _take_part(words: Sequence[str], at: int) -> tuple[int, bool]:
    """Return how many words from `at` are a part of an address, and whether it is a number."""
    length = _take_number(words, at)
    if length:
        return length, True
    return _take_place(words, at), False


def _take_number(words: Sequence[str], at: int) -> int:
    end = at
    if end < len(words) and words[end] in _words("unit"):
        end += 1
        if end < len(words) and words[end] == "number":
            end += 1
    numbered = end
    while numbered < len(words) and _is_number(words[numbered], said=numbered > at):
        numbered += 1
    if numbered == end or (numbered < len(words) and words[numbered] in _SPANS):
        return 0
    return numbered - at


def _is_number(word: str, *, said: bool) -> bool:
    return word in _NUMBERS or word.isdecimal() or bool(said and re.fullmatch(r"[a-f]", word))


def _take_place(words: Sequence[str], at: int) -> int:
    """Return the length of station road, park view apartments; 0 where no place ends soon."""
    for length in range(1, _MOST_NAMES + 2):
        word = words[at + length - 1] if at + length <= len(words) else ""
        if not word or word in _words("not_place"):
            return 0
        if length > 1 and word in _words("suffix"):
            more = words[at + length] if at + length < len(words) else ""
            return length + (more in _words("suffix"))
    return 0


def _take_city(words: Sequence[str], at: int) -> int:
    """Step over a city at the end: 'mill lane leeds', 'mill lane in leeds'."""
    skip = 1 if at < len(words) and words[at] == "in" else 0
    city = words[at + skip] if at + skip < len(words) else ""
    return at + skip + 1 if city in _words("city") else at


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("en")["address"][name])
