"""Chinese addresses: 东湖街道翠园小区六栋二零一, 北河镇三里村七十二号, 和平路六十号."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from .lexicon import read_lexicon
from .spoken_address import SpokenAddress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .dialogue import Turn

_DIGITS: Final = "零〇一二三四五六七八九十百千两幺0-9a-z"
_NUMBER: Final = re.compile(rf"[{_DIGITS}]+")
_NAME_WORDS: Final = 3
# What is counted after a number that is no part of an address: 住了三年, 两个月.
_COUNTED: Final = re.compile(r"[个年月天万块元岁次点口人平亩多米分日]|号(?:开始|的时候)")


def read_address(turn: Turn, start: int) -> SpokenAddress | None:
    """Return the address that begins at this character or after fillers there."""
    first = _skip(turn, _word_at(turn, start), "opening")
    at, parts, numbers, kept = first, 0, 0, first
    pieces: list[str] = []
    while at < len(turn.words):
        length, is_number = _take_part(turn.words, at)
        if not length:
            skipped = _skip(turn, at, "filler")
            if skipped == at or not _take_part(turn.words, skipped)[0]:
                break
            at = skipped
            continue
        pieces += turn.words[at : at + length]
        parts, numbers = parts + (not is_number), numbers + is_number
        at = kept = at + length
    if kept == first:
        return None
    begin = turn.starts[first]
    end = turn.starts[kept - 1] + len(turn.words[kept - 1])
    return SpokenAddress("".join(pieces), begin, end, parts, numbers)


def join_detail(place: str, detail: SpokenAddress) -> str:
    """Return a place with the house or flat said for it afterwards, replacing one said before."""
    unit = re.search(rf"[{_DIGITS}]+(\D+)$", detail.text)
    if unit and (old := re.search(rf"[{_DIGITS}]+{unit[1]}", place)):
        return place[: old.start()] + detail.text + place[old.end() :]
    return place + detail.text


def _word_at(turn: Turn, start: int) -> int:
    return next((at for at, begin in enumerate(turn.starts) if begin >= start), len(turn.words))


def _skip(turn: Turn, at: int, name: str) -> int:
    while at < len(turn.words) and turn.words[at] in _words(name):
        at += 1
    return at


def _take_part(words: Sequence[str], at: int) -> tuple[int, bool]:
    """Return how many words from `at` are a part of an address, and whether it is a number."""
    length = _take_number(words, at)
    if length:
        return length, True
    return _take_place(words, at), False


def _take_number(words: Sequence[str], at: int) -> int:
    """Return the length of 六 栋, 七十 二 号, 二零一, 三号楼; 0 where other things are counted."""
    end = at
    while end < len(words) and _NUMBER.fullmatch(words[end]):
        end += 1
    following = words[end] if end < len(words) else ""
    if end > at:
        if following in _words("unit"):
            return end + 1 - at
        is_room = len("".join(words[at:end])) >= 3 and not _COUNTED.match(following)
        return end - at if is_room else 0
    mixed = re.fullmatch(rf"[{_DIGITS}]+(\D{{1,3}})", following)
    return int(bool(mixed and mixed[1] in _words("unit")))


def _take_place(words: Sequence[str], at: int) -> int:
    """Return the length of 金桂 小区, 阳光花园, 书香门第 九 栋 without its number."""
    for length in range(1, _NAME_WORDS + 1):
        word = words[at + length - 1] if at + length <= len(words) else ""
        if not word or word in _words("not_place") or (length == 1 and word in _words("suffix")):
            return 0
        named = length > 1 or len(word) > 1
        if named and _is_suffixed(word, is_alone=length > 1):
            return _with_suffixes(words, at, length)
        if named and not _NUMBER.fullmatch(word) and _leads_to_house(words, at + length):
            return length
    return 0


def _with_suffixes(words: Sequence[str], at: int, length: int) -> int:
    """Take 三里 村 whole although 三里 might be one."""
    after = words[at + length] if at + length < len(words) else ""
    return length + (after in _words("suffix"))


def _is_suffixed(word: str, *, is_alone: bool) -> bool:
    suffixes = _words("suffix")
    if word in suffixes:
        return is_alone
    return any(word.endswith(suffix) and len(word) > len(suffix) for suffix in suffixes)


def _leads_to_house(words: Sequence[str], at: int) -> bool:
    """Tell whether a name without a suffix is a housing estate: its building follows."""
    end = at
    while end < len(words) and _NUMBER.fullmatch(words[end]):
        end += 1
    after = words[end] if end < len(words) else ""
    mixed = words[at] if at < len(words) else ""
    return (end > at and after in {"栋", "幢", "号楼", "座", "单元", "号院"}) or bool(
        re.fullmatch(rf"[{_DIGITS}]+(?:栋|幢|号楼|座|单元)", mixed)
    )


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("zh")["address"][name])
