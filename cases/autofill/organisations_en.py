"""English organisations by name: bright path logistics, hillside primary school."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from .lexicon import read_lexicon, word_list
from .organisation import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .dialogue import Turn

_MOST_WORDS: Final = 6


def find_organisations(turn: Turn) -> Iterator[Organisation]:
    """Yield the organisations of a turn in order, title-cased, the longest reading of each."""
    at = 0
    while at < len(turn.words):
        if turn.words[at] not in _words("ending") or _is_plain(turn.words, at):
            at += 1
            continue
        last = at + 1
        while last < len(turn.words) and _goes_on(turn.words, last):
            last += 1
        yield _read(turn.words, at, last)
        at = last


def read_name(turn: Turn, first: int) -> Organisation | None:
    """Return what follows 'worked for' or answers 'which company', whatever its last word."""
    last = first
    while last < len(turn.words) and last - first < 5 and turn.words[last] not in _words("stop"):
        last += 1
    if last == first:
        return None
    return _read(turn.words, last - 1, last)


def read_name_before(turn: Turn, last: int) -> Organisation | None:
    """Return the two words or more before 'owes' or 'has not' that may be a name."""
    one = _read(turn.words, last - 1, last) if last else None
    words = turn.words[one.first : one.last] if one else ()
    plain = _words("stop") | _words("kind") | word_list("common_en")
    is_person = bool(words) and words[0] in word_list("first_names_en")
    return one if len(words) > 1 and words[-1] not in plain and not is_person else None


def _is_plain(words: Sequence[str], at: int) -> bool:
    """Tell whether a word is only a thing here: my home, tap water, the power."""
    before = words[at - 1] if at else ""
    is_thing = words[at] in {
        "home",
        "water",
        "power",
        "gas",
        "market",
        "property",
        "station",
        "club",
    }
    return not before or (is_thing and (before in _words("stop") or before in _words("kind")))


def _goes_on(words: Sequence[str], at: int) -> bool:
    if words[at] in _words("ending"):
        return True
    following = words[at + 1] if at + 1 < len(words) else ""
    return words[at] in _words("kind") - _words("stop") and following in _words("ending")


def _read(words: Sequence[str], at: int, last: int) -> Organisation:
    first = at
    while first > 0 and last - first < _MOST_WORDS and words[first - 1] not in _words("stop"):
        first -= 1
    own = [word for word in words[first:last] if word not in _words("kind") | _words("ending")]
    name = " ".join(words[first:last])
    is_office = words[last - 1] in _words("office")
    is_named = bool(own) or (
        is_office and name not in _words("generic_office") and last - first > 1
    )
    return Organisation(name.title(), first, last, is_named, is_office)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("en")["respondent"][name])
