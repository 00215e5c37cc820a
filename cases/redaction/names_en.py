"""English names of anybody: introduced, titled, called, spelled out, or known as given names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cases.autofill import names_en
from cases.autofill.answers import is_asked
from cases.autofill.lexicon import cue, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.autofill.dialogue import Dialogue, Turn

_INTRODUCED: Final = ("self", "relative_called", "first_is", "last_is", "pronoun_called")
_WEAK: Final = ("weak_self", "confirm", "relative_named", "relation_of")
_CALLED: Final = re.compile(
    r"\b(?:called|named|name (?:it )?is|name's|surname is|known as|spoke (?:with|to)"
    r"|ask(?:ed)? for)\b"
)
_LETTERS: Final = re.compile(r"(?<![\w'])[a-z](?: (?:double )?[a-z]){2,}(?![\w'])")
_TITLED: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|mister|missus|doctor|dr|professor|officer|madam)\b"
)
_NO_NAME: Final = re.compile(r".*(?:ing|ed|ly|s)$")


def find_names(dialogue: Dialogue, turn: Turn) -> Iterator[tuple[int, int]]:
    """Yield the characters [start, end) of each name; a title before a name goes with it."""
    for found in _read(dialogue, turn):
        yield _begin_of_title(turn.text, found.start), found.end
    for match in _LETTERS.finditer(turn.text):
        yield match.start(), match.end()
    for match in cue("en", "names", "relative").finditer(turn.text):
        word = _next_word(turn.text, match.end())
        if word and not _NO_NAME.match(word[0]) and word[0] not in word_list("common_en"):
            yield word.start(), word.end()


def _read(dialogue: Dialogue, turn: Turn) -> Iterator[names_en.SpokenName]:
    for table in _INTRODUCED:
        yield from names_en.read_introduced(turn, table)
    for table in _WEAK:
        yield from names_en.read_introduced(turn, table, is_weak=True)
    for pattern in (_CALLED, _TITLED):
        for match in pattern.finditer(turn.text):
            found = names_en.read_name(turn, match.end() + 1, is_weak=False)
            if found:
                yield found
    if any(is_asked(dialogue, turn, f"{whose}name") for whose in ("", "relative_", "others_")):
        found = names_en.read_answer(turn)
        if found:
            yield found
    yield from _read_given(turn)


def _read_given(turn: Turn) -> Iterator[names_en.SpokenName]:
    """Yield names that begin with a given name that is nothing else."""
    words = word_list("first_names_en") - word_list("names_or_words_en") - word_list("common_en")
    for word, start in zip(turn.words, turn.starts, strict=True):
        if word.removesuffix("'s") in words:
            found = names_en.read_name(turn, start, is_weak=False)
            yield found or names_en.SpokenName(word, start, start + len(word))


def _begin_of_title(text: str, start: int) -> int:
    match = re.search(
        r"(?:\b(?:mr|mrs|ms|miss|mister|missus|doctor|dr|professor) )+$", text[:start]
    )
    return match.start() if match else start


def _next_word(text: str, at: int) -> re.Match[str] | None:
    return re.compile(r"(?<= )[a-z'-]{3,}").match(text, at + 1)
