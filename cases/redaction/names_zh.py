"""Chinese names of anybody: introduced, asked for, called, or standing alone among the words."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cases.autofill import names_zh
from cases.autofill.answers import is_asked
from cases.autofill.lexicon import cue, read_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.autofill.dialogue import Dialogue, Turn

_INTRODUCED: Final = ("self", "confirm", "corrected", "pronoun_called")
_CALLED: Final = re.compile(r"(?:名叫|叫做|叫|名字是|姓名是|全名是?|找的?是|(?<!贵)姓)")
_SURNAME: Final = re.compile(r"(?<!贵)姓(?!名|氏)(?:是)?")
# Surnames that are oftener another word; alone they count only before what is no word.
_OTHER_WORDS: Final = frozenset(
    "于向时成全万易常关连方高左车单祝安党米古阳温费龙白金水明边和解从应有别"
)
_SPELLED: Final = re.compile(r"([\u4e00-\u9fff]{1,5}?)的([\u4e00-\u9fff])(?:字)?")


def find_names(dialogue: Dialogue, turn: Turn) -> Iterator[tuple[int, int]]:
    """Yield the characters [start, end) of each name, with what spells it out."""
    for found in _read(dialogue, turn):
        yield found.start, _end_of_spelling(turn.text, found)
    surnames = read_lexicon("zh")["names"]["surnames"]
    for match in _SURNAME.finditer(turn.text):
        if turn.text[match.end() : match.end() + 1] in surnames and match.end() < len(turn.text):
            yield match.end(), match.end() + 1


def _read(dialogue: Dialogue, turn: Turn) -> Iterator[names_zh.SpokenName]:
    for table in _INTRODUCED:
        yield from names_zh.read_introduced(turn, table)
    yield from names_zh.read_surname_first(turn)
    yield from _read_after(turn, _CALLED)
    for people in ("relative", "acquaintance"):
        yield from _read_after(turn, cue("zh", "names", people))
    if any(is_asked(dialogue, turn, f"{whose}name") for whose in ("", "relative_", "others_")):
        found = names_zh.read_answer(turn)
        if found:
            yield found
    for start in turn.starts:
        found = names_zh.read_name(turn, start)
        if found and _stands_for_itself(turn, found):
            yield found


def _read_after(turn: Turn, people: re.Pattern[str]) -> Iterator[names_zh.SpokenName]:
    for match in people.finditer(turn.text):
        found = names_zh.read_name(turn, match.end())
        if found:
            yield found


def _stands_for_itself(turn: Turn, found: names_zh.SpokenName) -> bool:
    """Tell whether a name that nothing introduces is one: no other word, or a surname apart."""
    text = turn.text[found.start : found.end]
    if found.start + 1 in turn.starts:
        is_given = len(text) > 2 and is_name_or_unknown(text[1:])
        return is_given or text[0] not in _OTHER_WORDS
    return is_name_or_unknown(text)


def is_name_or_unknown(word: str) -> bool:
    """Tell whether the dictionary calls the word a person's name, or does not have it."""
    return _read_dictionary().get(word, "nr").startswith("nr")


@cache
def _read_dictionary() -> dict[str, str]:
    """Return the kind of every word of jieba's dictionary, by the word."""
    # Its file alone: importing jieba warns about its own source.
    package = find_spec("jieba")
    folder = Path(next(iter((package and package.submodule_search_locations) or ())))
    with (folder / "dict.txt").open(encoding="utf-8") as lines:
        return {row[0]: row[2] for line in lines if len(row := line.split()) == 3}


def _end_of_spelling(text: str, found: names_zh.SpokenName) -> int:
    """Return where the characters end that say how the name is written: 弓长张伟大的伟."""
    phrases = read_lexicon("zh")["names"]["spelled_surnames"]
    at = found.end
    while True:
        spelled = next((p + s for p, s in phrases.items() if text.startswith(p + s, at)), "")
        match = _SPELLED.match(text, at)
        if spelled:
            at += len(spelled)
        elif match and match[2] in found.name and match[2] in match[1]:
            at = match.end()
        else:
            return at
