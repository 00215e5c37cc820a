"""Chinese organisations by name: 中兴建设有限公司, 向阳镇政府, 清河县医保局."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from .lexicon import read_lexicon
from .organisation import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .dialogue import Turn

_MOST_NAME_WORDS: Final = 2
_MOST_WORDS: Final = 7
_DIGIT: Final = re.compile(r"[零〇一二三四五六七八九十百千万两幺\d]+$")


def find_organisations(turn: Turn) -> Iterator[Organisation]:
    """Yield the organisations of a turn in order, the longest reading of each."""
    at = 0
    while at < len(turn.words):
        if not _ends(turn.words, at):
            at += 1
            continue
        last = at + 1
        while last < len(turn.words) and _goes_on(turn.words, last):
            last += 1
        first, is_named = _find_start(turn.words, at, last)
        name = "".join(turn.words[first:last])
        yield Organisation(name, first, last, is_named, _is_office(turn.words[last - 1]))
        at = last


def read_name(turn: Turn, first: int) -> Organisation | None:
    """Return the words from here that may be a name, whatever the last one is."""
    last = first
    while last < len(turn.words) and last - first < _MOST_NAME_WORDS + 1 and _is_name(turn, last):
        last += 1
    name = "".join(turn.words[first:last])
    return Organisation(name, first, last, is_named=True, is_office=False) if name else None


def _is_name(turn: Turn, at: int) -> bool:
    word = turn.words[at]
    return word not in _words("stop") and not _DIGIT.search(word)


def _ends(words: Sequence[str], at: int) -> bool:
    """Tell whether an organisation may end with this word."""
    word = words[at]
    if any(word.endswith(ending) for ending in _words("final_not")):
        return word in _words("ending")
    if word in _words("ending"):
        return word not in _words("region") or _is_committee(words, at)
    if any(word.endswith(ending) and len(ending) > 1 for ending in _words("ending")):
        return True
    return word[-1] in _words("final") and (len(word) > 1 or _has_name_before(words, at))


def _is_committee(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1] in {"委会", "委员会"}


def _has_name_before(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at - 1] not in _words("stop") and not _DIGIT.search(words[at - 1])


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Tell whether 公司 goes on in 物业 公司, 医院 in 医院 管理 公司."""
    ahead = words[at : at + 3]
    if not _ends(words, at):
        return len(ahead) > 1 and ahead[0] in _words("kind") and _ends(words, at + 1)
    return len(words[at]) > 1 or words[at] in _words("final")


def _find_start(words: Sequence[str], at: int, last: int) -> tuple[int, bool]:
    """Go back over what kind it is and up to two words of name; a stop word ends it."""
    first, names = at, int(_has_own_name(words[at]))
    while first > 0 and last - first < _MOST_WORDS:
        before = words[first - 1]
        if before in _words("stop") or _DIGIT.fullmatch(before):
            break
        if before in _words("kind"):
            first -= 1
            continue
        if names >= _MOST_NAME_WORDS and not _is_region(before):
            break
        names += before not in _words("region")
        first -= 1
    return first, names > 0


def _is_region(word: str) -> bool:
    return word in _words("region") or (word[-1] in "镇乡县市区省村" and len(word) > 1)


def _has_own_name(word: str) -> bool:
    """Tell whether a word holds more than a kind: 清河县医保局, not 造纸厂 or 派出所."""
    if word in _words("ending") or word in _words("final"):
        return False
    rest = word
    for part in sorted((*_words("ending"), *_words("kind"), *_words("final")), key=len)[::-1]:
        rest = rest.replace(part, "")
    return len(rest.strip("镇乡县市区省村街道")) > 0


def _is_office(word: str) -> bool:
    return word.endswith(tuple(_words("office")))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("zh")["respondent"][name])
