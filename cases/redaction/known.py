"""Names and addresses that the case already has, however the recogniser wrote them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cases.autofill.lexicon import word_list

from .names_zh import is_name_or_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.autofill.dialogue import Dialogue, Turn

    from .spans import Known

_ALIKE: Final = 0.8
_REGION: Final = re.compile(r"^(?:.*?(?:省|自治区))?(?:.{2,4}?市)?(?:.{1,4}?[区县])?")
_TITLE: Final = re.compile(r"先生|女士|师傅|大爷|大妈|阿姨|老师|小姐|大姐|大哥|同志|奶奶|爷爷|家")


def find_known_names(dialogue: Dialogue, turn: Turn, known: Known) -> Iterator[tuple[int, int]]:
    """Yield the characters [start, end) of the known names, or of what sounds like them."""
    for name in known.names:
        if dialogue.lang == "zh":
            yield from _find_chinese(turn.text, "".join(name.split()).lower())
        else:
            yield from _find_english(turn, name.lower())


def find_known_addresses(dialogue: Dialogue, turn: Turn, known: Known) -> Iterator[tuple[int, int]]:
    """Yield what a turn has in common with the known addresses beyond city and district."""
    for address in known.addresses:
        if dialogue.lang == "zh":
            yield from _find_common(turn.text, _REGION.sub("", "".join(address.split())))
        else:
            yield from _find_common_words(turn, re.findall(r"[\w']+", address.lower()))


def _find_chinese(text: str, name: str) -> Iterator[tuple[int, int]]:
    if len(name) < 2:
        return
    for start in range(len(text) - len(name) + 1):
        end = start + len(name)
        if text[start:end] == name or _sounds_like(text[start:end], name):
            yield start, end
    given = name[1:] if len(name) == 3 else name[2:] if len(name) == 4 else ""
    if len(given) == 2 and is_name_or_unknown(given):
        for match in re.finditer(re.escape(given), text):
            yield match.span()
    for match in re.finditer(rf"{re.escape(name[0])}(?={_TITLE.pattern})", text):
        yield match.span()


def _sounds_like(heard: str, name: str) -> bool:
    """Tell whether a recogniser may have written this name so: same sound, and most of it."""
    same = sum(one == other for one, other in zip(heard, name, strict=True))
    if heard[0] != name[0] and len(name) < 3 and not is_name_or_unknown(heard):
        return False
    is_near = same > 0 or is_name_or_unknown(heard)
    return is_near and all(
        _sound(one) & _sound(other) for one, other in zip(heard, name, strict=True)
    )


@lru_cache(maxsize=4096)
def _sound(character: str) -> frozenset[str]:
    """Return the readings of a character without tones."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a large table, seldom needed

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _find_english(turn: Turn, name: str) -> Iterator[tuple[int, int]]:
    parts = [part for part in re.findall(r"[a-z'-]+", name) if len(part) > 2]
    for word, start in zip(turn.words, turn.starts, strict=True):
        plain = word.removesuffix("'s")
        is_word = plain in word_list("common_en")
        if any(plain == part or (not is_word and _is_alike(plain, part)) for part in parts):
            yield start, start + len(word)


def _is_alike(heard: str, name: str) -> bool:
    if min(len(heard), len(name)) < 4:
        return False
    return heard[0] == name[0] and SequenceMatcher(None, heard, name).ratio() >= _ALIKE


def _find_common(text: str, address: str) -> Iterator[tuple[int, int]]:
    for block in SequenceMatcher(None, text, address, autojunk=False).get_matching_blocks():
        if block.size >= 3:
            yield block.a, block.a + block.size


def _find_common_words(turn: Turn, address: list[str]) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, turn.words, address, autojunk=False)
    for block in matcher.get_matching_blocks():
        words = turn.words[block.a : block.a + block.size]
        if block.size >= 2 and any(word not in word_list("common_en") for word in words):
            last = block.a + block.size - 1
            yield turn.starts[block.a], turn.starts[last] + len(turn.words[last])
