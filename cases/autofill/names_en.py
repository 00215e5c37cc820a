"""English names: my name is helen marsh, this is david okafor, n o v a k spelled out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from .digits import REPEATS
from .lexicon import cue, cue_at_start, read_lexicon, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .dialogue import Turn

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_VERBAL: Final = re.compile(r"\w{4,}(?:ing|ed|ly)$")


@dataclass(frozen=True, slots=True)
class SpokenName:
    """A name, title-cased, said by characters [start, end) of a turn's text."""

    name: str
    start: int
    end: int

    @property
    def is_full(self) -> bool:
        return " " in self.name


def read_name(turn: Turn, start: int, *, is_weak: bool) -> SpokenName | None:
    """Return the name that begins at this character.

    A weak cue ('i am') needs a given name known or two words that are no common ones.
    """
    start = _skip_titles(turn.text, start)
    words = turn.text[start:].split()
    taken = _take_words(words, is_weak=is_weak)
    if not taken or (is_weak and not _is_convincing(taken)):
        return None
    end = start + len(" ".join(taken))
    return _put_right(turn, SpokenName(_title(taken), start, end))


def read_answer(turn: Turn) -> SpokenName | None:
    """Return the name that a turn answers with, after words like yes or it's."""
    opening = cue("en", "names", "opening").pattern
    match = re.match(rf"(?:{opening}\s*)*", turn.text)
    return read_name(turn, match.end() if match else 0, is_weak=False)


def read_introduced(turn: Turn, table_name: str, *, is_weak: bool = False) -> Iterator[SpokenName]:
    """Yield the names that follow a cue of [names], such as 'my name is'."""
    for match in cue("en", "names", table_name).finditer(turn.text):
        start = match.end() + 1
        skipped = re.compile(r"(?:uh|um|er|erm) ").match(turn.text, start)
        found = read_name(turn, skipped.end() if skipped else start, is_weak=is_weak)
        if found:
            yield found


def read_parts(turn: Turn) -> SpokenName | None:
    """Return 'first name is chloe last name is bennett' as one name."""
    first = next(read_introduced(turn, "first_is"), None)
    last = next(read_introduced(turn, "last_is"), None)
    if first is None or last is None:
        return None
    name = f"{first.name.split()[0]} {last.name}"
    return SpokenName(name, min(first.start, last.start), max(first.end, last.end))


def _skip_titles(text: str, start: int) -> int:
    while match := cue_at_start("en", "names", "title").match(text, start):
        start = match.end() + 1
    while start < len(text) and text[start] == " ":
        start += 1
    return start


def _take_words(words: Sequence[str], *, is_weak: bool) -> list[str]:
    """Take two words, particles not counted, and a third where it can be nothing else."""
    particles = read_lexicon("en")["names"]["particle"]
    taken: list[str] = []
    counted = 0
    for word in words[:6]:
        if not _may_be_name(word, is_first=not taken, is_weak=is_weak):
            break
        is_last = not is_weak and len(taken) + 1 == len(words)
        if counted >= 2 and not _goes_on(word, taken, particles, is_last=is_last):
            break
        taken.append(word)
        counted += word not in particles or len(taken) == 1
    while taken and taken[-1] in particles and len(taken) > 2:
        taken.pop()
    return taken


def _may_be_name(word: str, *, is_first: bool, is_weak: bool) -> bool:
    if not re.fullmatch(r"[a-z][a-z'-]+|o", word) or word in REPEATS:
        return False
    if word in word_list("common_en") and word not in word_list("first_names_en"):
        return False
    known = word in word_list("first_names_en")
    return known or not (is_weak and is_first and _VERBAL.fullmatch(word))


def _goes_on(word: str, taken: Sequence[str], particles: Sequence[str], *, is_last: bool) -> bool:
    """Tell whether a third word belongs to a name: after van or de, or at the end of a turn."""
    if taken[-1] in particles or word in particles:
        return len(taken) < 5
    is_word = _VERBAL.fullmatch(word) or word in word_list("names_or_words_en")
    return is_last and len(taken) == 2 and not is_word


def _is_convincing(taken: Sequence[str]) -> bool:
    return len(taken) >= 2 and (
        taken[0] in word_list("first_names_en")
        or not any(
            word in word_list("names_or_words_en") or _VERBAL.fullmatch(word) for word in taken
        )
    )


def _title(words: Sequence[str]) -> str:
    return re.sub(r"(?<![a-z])[a-z]", _upper, " ".join(words))


def _upper(match: re.Match[str]) -> str:
    return match[0].upper()


def _put_right(turn: Turn, found: SpokenName) -> SpokenName:
    """Take over a last name that is spelled letter by letter after the name."""
    spelled = _spelled(turn.text[found.end :].split())
    if len(spelled) < 3:
        return found
    *first, last = found.name.split()
    whole = "".join(found.name.lower().split())
    if not first or spelled == whole or spelled in found.name.lower().split():
        return found
    ratios = [SequenceMatcher(None, part.lower(), spelled).ratio() for part in (*first, last)]
    if max(ratios) < 0.5:
        return found
    parts = [*first, last]
    parts[ratios.index(max(ratios))] = spelled.capitalize()
    return SpokenName(" ".join(parts), found.start, found.end)


def _spelled(words: Sequence[str]) -> str:
    letters, at = "", 0
    while at < min(len(words), 30):
        if words[at] in REPEATS and at + 1 < len(words) and words[at + 1] in _LETTERS:
            letters += words[at + 1] * REPEATS[words[at]]
            at += 2
        elif words[at] in _LETTERS and (
            letters or (at + 1 < len(words) and words[at + 1] in _LETTERS)
        ):
            letters += words[at]
            at += 1
        elif letters or at > 5:
            break
        else:
            at += 1
    return letters
