"""Digits said one by one, in groups, with fillers and corrections between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .dialogue import MOST_REMEMBERED
from .lexicon import cue, read_lexicon
from .numerals_en import ONES, TEENS, TENS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .dialogue import Turn

_ARABIC: Final = {str(value): str(value) for value in range(10)}
ZH_DIGITS: Final = _ARABIC | dict(
    zip("零一二三四五六七八九〇幺两洞拐xX叉", "012345678901207XXX", strict=True)
)
EN_DIGITS: Final = (
    _ARABIC
    | {word: str(value) for word, value in ONES.items()}
    | {"oh": "0", "o": "0", "nought": "0", "naught": "0", "x": "X", "ex": "X"}
)
REPEATS: Final = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_REPEAT_ZH: Final = re.compile(r"([两二三四五六])个([零〇一二三四五六七八九幺])")
_BEFORE_PRONOUN: Final = frozenset(("the", "this", "that", "new", "old", "no", "which", "any"))
_MEASURE_ZH: Final = re.compile(r"[个月年岁栋天点亩户口块万千百十次人件级楼]")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits spoken by words [start, end) of a turn; a fix replaces what was said before it."""

    digits: str
    turn: int
    start: int
    end: int
    fixes: bool = False
    place: str = "end"


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Groups of one turn with nothing but fillers and corrections between them."""

    groups: tuple[Group, ...]

    @property
    def turn(self) -> int:
        return self.groups[0].turn

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end

    @property
    def digits(self) -> str:
        return "".join(group.digits for group in self.groups)


@lru_cache(maxsize=MOST_REMEMBERED)
def find_digit_runs(turn: Turn, lang: str) -> tuple[DigitRun, ...]:
    """Return the runs of digits of a turn in order."""
    read = _read_zh if lang == "zh" else _read_en
    runs: list[list[Group]] = [[]]
    fixes, place, at = False, "end", 0
    while at < len(turn.words):
        length, digits = read(turn.words, at, said=bool(runs[-1]))
        if length:
            runs[-1].append(Group(digits, turn.index, at, at + length, fixes, place))
            fixes, place, at = False, "end", at + length
            continue
        length, kind = _read_between(turn.words, at, lang)
        fixes = fixes or kind == "fix"
        place = kind if kind in {"start", "middle"} else place
        if not length:
            runs.append([])
            fixes, place = False, "end"
        at += length or 1
    return tuple(DigitRun(tuple(groups)) for groups in runs if groups)


def resolve(
    groups: Sequence[Group], is_whole: Callable[[str], bool], lengths: Sequence[int]
) -> str:
    """Return the number that groups with their corrections come to.

    `lengths` are those a whole number may have, most likely first; a correction shorter than
    that replaces the end of what was said, or its start or middle where the speaker says so.
    """
    said = ""
    for part, place in _between_fixes(groups):
        said = _correct(said, part, place, is_whole, lengths) if said else part
    return said


def _between_fixes(groups: Sequence[Group]) -> Iterator[tuple[str, str]]:
    part, place = "", "end"
    for group in groups:
        if group.fixes and part:
            yield part, place
            part = ""
        if not part:
            place = group.place
        part += group.digits
    yield part, place


def _correct(
    said: str, fix: str, place: str, is_whole: Callable[[str], bool], lengths: Sequence[int]
) -> str:
    starts_over = fix[:3] == said[:3] or len(fix) >= len(said)
    if is_whole(fix) and starts_over:
        return fix
    if place == "start" and is_whole(fix + said[len(fix) :]):
        return fix + said[len(fix) :]
    if place == "middle" and is_whole(said[:3] + fix + said[3 + len(fix) :]):
        return said[:3] + fix + said[3 + len(fix) :]
    if is_whole(said) and len(fix) < len(said):
        return said[: len(said) - len(fix)] + fix
    for length in lengths:
        kept = length - len(fix)
        if 0 < kept <= len(said) and is_whole(said[:kept] + fix):
            return said[:kept] + fix
    return fix if is_whole(fix) or len(fix) >= len(said) else said[: -len(fix)] + fix


def _read_zh(words: Sequence[str], at: int, *, said: bool) -> tuple[int, str]:
    """Return how many words from `at` are digits, and the digits."""
    for length in (3, 2, 1):
        repeat = _REPEAT_ZH.fullmatch("".join(words[at : at + length]))
        if repeat:
            return length, ZH_DIGITS[repeat[2]] * int(ZH_DIGITS[repeat[1]])
    word = words[at]
    if not all(character in ZH_DIGITS for character in word):
        return 0, ""
    following = words[at + 1] if at + 1 < len(words) else ""
    if len(word) == 1 and _MEASURE_ZH.match(following):
        next_repeat = _REPEAT_ZH.match("".join(words[at + 1 : at + 4]))
        return (1, ZH_DIGITS[word]) if said and next_repeat else (0, "")
    return 1, "".join(ZH_DIGITS[character] for character in word)


def _read_en(words: Sequence[str], at: int, *, said: bool) -> tuple[int, str]:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word in REPEATS and following in EN_DIGITS:
        return 2, EN_DIGITS[following] * REPEATS[word]
    if word in EN_DIGITS:
        is_pronoun = word == "one" and at and words[at - 1] in _BEFORE_PRONOUN
        counts = following in {"hundred", "thousand"}
        return (0, "") if is_pronoun or counts else (1, EN_DIGITS[word])
    if word.replace("-", "").isdecimal():
        return 1, word.replace("-", "")
    return _read_tens(word, following) if said else (0, "")


def _read_tens(word: str, following: str) -> tuple[int, str]:
    """Read twenty three inside a number that is otherwise said digit by digit."""
    if word in TEENS:
        return 1, str(TEENS[word])
    if word not in TENS:
        return 0, ""
    one = ONES.get(following, 0)
    return (2, str(TENS[word] + one)) if one else (1, str(TENS[word]))


def _read_between(words: Sequence[str], at: int, lang: str) -> tuple[int, str]:
    """Return how many words from `at` may stand between digits, and as what."""
    glue = "" if lang == "zh" else " "
    for length in (4, 3, 2, 1):
        phrase = glue.join(words[at : at + length])
        if at + length > len(words):
            continue
        if cue(lang, "talk", "fix").fullmatch(phrase):
            return length, "fix"
        if cue(lang, "digits", "middle").fullmatch(phrase):
            return length, "middle"
        if cue(lang, "digits", "start").fullmatch(phrase):
            return length, "start"
        if phrase in _fillers(lang):
            return length, "filler"
    return 0, ""


def _fillers(lang: str) -> Sequence[str]:
    fillers: list[str] = read_lexicon(lang)["digits"]["filler"]
    return fillers
