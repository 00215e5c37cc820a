"""Chinese names: 我叫张伟弓长张, 我姓林林美玉, 司马小雨 as an answer, 我母亲高玉珍."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from .lexicon import cue, cue_at_start, read_lexicon, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dialogue import Turn

# A word of one character that goes on after a name rather than ending it.
_NO_GIVEN: Final = frozenset(
    "的了是我你您他她它在来有和跟被也就不没要想说个这那去到从给把对吗呢吧嘛啊哦呃额嗯年月日号岁块元住家男女叫姓"
    "先后都还只因为与同及让找问打请零〇一二三四五六七八九十两幺几半多少今现电手身什怎哪谁各每啥第"
)
_NEVER_GIVEN: Final = frozenset("的了吗呢吧我你您他她什怎哪谁啥们几姓叫")
_PLACE_END: Final = frozenset("村镇乡县市区路街厂局")
_SPELLED: Final = re.compile(r"([\u4e00-\u9fff]{1,5}?)的([\u4e00-\u9fff])(?:字)?")
_NAME_ONLY_AFTER: Final = re.compile(
    r"$|我|家住|住|今年|现|是|来|电话|手机|身份证|想|要|反映|就|他|她|这|那|本人|的?弓|男|女|\d|今|因|也|在"
)


@dataclass(frozen=True, slots=True)
class SpokenName:
    """A name said by characters [start, end) of a turn's text."""

    name: str
    start: int
    end: int


def read_name(turn: Turn, start: int) -> SpokenName | None:
    """Return the name that begins at this character, spelled out characters put right."""
    text = turn.text
    surname = _read_surname(text, start)
    if surname is None or _is_other_word(turn, start):
        return None
    for length in (2, 1):
        end = start + len(surname) + length
        given = text[start + len(surname) : end]
        if given == surname:
            return None  # 我姓林 林美玉
        if len(given) == length and _is_given(turn, start + len(surname), end):
            if cue_at_start("zh", "names", "after_org").match(text, end):
                return None
            return _put_right(text, SpokenName(surname + given, start, end))
    return None


def read_answer(turn: Turn) -> SpokenName | None:
    """Return the name that a turn answers with, after words like 嗯, 我叫, 免贵."""
    opening = re.compile(rf"(?:{cue('zh', 'names', 'opening').pattern})*")
    match = opening.match(turn.text)
    for start in _word_starts(turn, match.end() if match else 0):
        found = read_name(turn, start)
        if found and (start <= (match.end() if match else 0) or found.end == len(turn.text)):
            return found
    return None


def read_introduced(turn: Turn, table_name: str) -> Iterator[SpokenName]:
    """Yield the names that follow a cue of [names], such as 我叫."""
    for match in cue("zh", "names", table_name).finditer(turn.text):
        found = read_name(turn, match.end())
        if found:
            yield found


def read_surname_first(turn: Turn) -> Iterator[SpokenName]:
    """Yield names after 姓: 我姓林林美玉, 姓王叫建国, 姓陈耳东陈单名一个静字."""
    for match in re.finditer(r"姓", turn.text):
        if _is_others(turn.text[: match.start()]):
            continue
        at = _skip_spelled_surname(turn.text, match.end())
        surname = _read_surname(turn.text, at)
        if surname is None:
            continue
        found = _after_surname(turn, surname, at)
        if found:
            yield found


def _is_others(before: str) -> bool:
    """Tell whether 姓 gives somebody else's surname: 包工头姓李, 有个经理姓王."""
    own = re.compile(
        r"(?:^|我|免贵|本人|的?(?:业主|村民|居民|工人|员工|家长|住户|租户|职工)|是的?|嗯|对|呃|哦)$"
    )
    return not own.search(before)


def stands_alone(turn: Turn, found: SpokenName) -> bool:
    """Tell whether the words after a name begin something new, as they do after 我是张伟."""
    return bool(_NAME_ONLY_AFTER.match(turn.text, found.end)) or _is_spelling(turn.text, found)


def _after_surname(turn: Turn, surname: str, at: int) -> SpokenName | None:
    end = at + len(surname)
    bridge = re.compile(
        r"(?:(?!我?就?[叫名])[一-龥]{1,4}的?"
        + surname
        + r")?(?:我?就?(?:名叫|叫做?|全名|名字叫|名))?"
    )
    match = bridge.match(turn.text, end)
    after = match.end() if match else end
    for start in dict.fromkeys((after, end)):
        if turn.text.startswith(surname, start):
            full = read_name(turn, start)
            if full:
                return full
    if after > end and turn.text[:after].endswith(("叫", "叫做", "名")):
        return _given_after(turn, surname, at, after)
    was_spelled = at > 0 and turn.text[at - 1] != "姓"
    return _single_character(turn, surname, at) or (read_name(turn, at) if was_spelled else None)


def _given_after(turn: Turn, surname: str, at: int, after: int) -> SpokenName | None:
    """Read 姓王叫建国; where a whole name follows instead, that is the name."""
    for length in (2, 1):
        whole = read_name(turn, after) if length == 1 else None
        if whole:
            return whole
        if _is_given(turn, after, after + length):
            name = surname + turn.text[after : after + length]
            return SpokenName(name, at, after + length)
    return None


def _single_character(turn: Turn, surname: str, at: int) -> SpokenName | None:
    match = cue("zh", "names", "single").search(turn.text, at)
    if match is None or match.end() >= len(turn.text):
        return None
    return SpokenName(surname + turn.text[match.end()], at, match.end() + 1)


def _skip_spelled_surname(text: str, at: int) -> int:
    """Step over 言午许 in 姓言午许许大山."""
    for phrase, surname in read_lexicon("zh")["names"]["spelled_surnames"].items():
        if text.startswith(phrase + surname, at):
            after = at + len(phrase)
            return after + 1 if text.startswith(surname, after + 1) else after
    return at


def _read_surname(text: str, start: int) -> str | None:
    names = read_lexicon("zh")["names"]
    if text[start : start + 2] in names["compound_surnames"]:
        return text[start : start + 2]
    character = text[start : start + 1]
    return character if character and character in names["surnames"] else None


def _is_given(turn: Turn, start: int, end: int) -> bool:
    """Tell whether characters [start, end) may be a given name that ends with a word."""
    given = turn.text[start:end]
    if not given or end > len(turn.text) or not turn.is_word_end(end):
        return False
    if not re.fullmatch(r"[\u4e00-\u9fff]+", given) or set(given) & _NEVER_GIVEN:
        return False
    if start in turn.starts and given in word_list("not_given_zh") | _not_names():
        return False
    if len(given) == 2 and given[-1] in _PLACE_END:
        return False
    if end - 1 in turn.starts and given[-1] in _NO_GIVEN:
        return False
    return not any(given.startswith(title) for title in read_lexicon("zh")["names"]["title"])


@cache
def _not_names() -> frozenset[str]:
    return frozenset(word for word in word_list("not_names_zh") if len(word) > 1)


def _is_other_word(turn: Turn, start: int) -> bool:
    """Tell whether a word that is no name stands here, unless its characters were said apart."""
    if turn.text[max(start - 1, 0) : start] in {"老", "小", "阿"}:
        return True
    return start + 1 not in turn.starts and turn.text.startswith(tuple(_not_names()), start)


def _word_starts(turn: Turn, at: int) -> list[int]:
    return [start for start in turn.starts if start >= at]


def _is_spelling(text: str, found: SpokenName) -> bool:
    phrases = read_lexicon("zh")["names"]["spelled_surnames"]
    return text.startswith(tuple(phrases), found.end) or bool(_SPELLED.match(text, found.end))


def _put_right(text: str, found: SpokenName) -> SpokenName:
    """Replace a character by the one spelled out right after the name, where they sound alike."""
    name = found.name
    tail = text[found.end : found.end + 16]
    phrases = read_lexicon("zh")["names"]["spelled_surnames"]
    for phrase, surname in phrases.items():
        if tail.startswith(phrase + surname) and name[0] != surname and _sound(name[0], surname):
            name = surname + name[1:]
    for match in _SPELLED.finditer(tail):
        name = _spell(name, match[1], match[2])
    return SpokenName(name, found.start, found.end)


def _spell(name: str, phrase: str, character: str) -> str:
    if character in name or character not in phrase:
        return name
    for place in range(len(name) - 1, -1, -1):
        if _sound(name[place], character):
            return name[:place] + character + name[place + 1 :]
    return name


def _sound(one: str, other: str) -> bool:
    """Tell whether two characters sound alike but for the tone."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a large table, seldom needed

    first, second = (
        set(pinyin(character, style=Style.NORMAL, heteronym=True)[0]) for character in (one, other)
    )
    return bool(first & second)
