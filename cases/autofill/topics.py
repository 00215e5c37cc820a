"""What a petition is about: its category, and the departments that such a matter goes to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from .lexicon import read_toml
from .suggestion import Evidence, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .dialogue import Dialogue, Turn

_WEIGHTS: Final = {"decisive": 8, "strong": 3, "weak": 1}
_LEAST: Final = 2  # a single weak word is no topic
_MOST_DEPARTMENTS: Final = 3
_SHOWN: Final = 2  # words cited for a category: few, so that they seldom change


@dataclass(frozen=True, slots=True)
class _Mention:
    expression: str
    start: int
    end: int


def suggest_category(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the category whose expressions weigh most in what the citizen said."""
    category = _find_category(dialogue)
    if category is None:
        return None
    evidence = _cite(dialogue, _weigh(dialogue.lang)[category])
    return Suggestion(CaseField.CATEGORY, category, evidence, "category.words")


def suggest_departments(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the departments usual for the category, and those that other words call for."""
    category = _find_category(dialogue)
    if category is None:
        return None
    table = read_toml("departments.toml")
    usual: list[str] = table["usual"][category]
    called = _called_for(dialogue, table[dialogue.lang].get(category, {}))
    codes = list(dict.fromkeys([*usual, *called])) or table["instead"].get(category, [])
    if not codes:
        return None
    evidence = _cite(dialogue, _weigh(dialogue.lang)[category])
    rule = "departments.words" if called else "departments.usual"
    return Suggestion(CaseField.DEPARTMENTS, codes[:_MOST_DEPARTMENTS], evidence, rule)


def _find_category(dialogue: Dialogue) -> str | None:
    said = {
        mention.expression
        for turn in dialogue.turns
        if turn.is_citizen
        for mention in _find_mentions(dialogue.lang, turn.text)
    }
    totals = {
        category: sum(weights[expression] for expression in said if expression in weights)
        for category, weights in _weigh(dialogue.lang).items()
    }
    best = max(totals, key=totals.__getitem__)
    return best if totals[best] >= _LEAST else None


def _called_for(dialogue: Dialogue, words: dict[str, Sequence[str]]) -> Iterator[str]:
    """Yield departments by how many of their words were said."""
    spoken = [turn.text for turn in dialogue.turns if turn.is_citizen]
    counts = {code: _count(dialogue.lang, tuple(listed), spoken) for code, listed in words.items()}
    for code in sorted(counts, key=counts.__getitem__, reverse=True):
        if counts[code]:
            yield code


def _count(lang: str, listed: tuple[str, ...], spoken: Sequence[str]) -> int:
    return len({word for text in spoken for word in _find_words(lang, listed, text)})


@lru_cache(maxsize=1 << 15)
def _find_words(lang: str, listed: tuple[str, ...], text: str) -> frozenset[str]:
    return frozenset(match[1] for match in _pattern(lang, listed).finditer(text))


def _cite(dialogue: Dialogue, weights: dict[str, int]) -> tuple[Evidence, ...]:
    """Return the weightiest words, each expression once, in the order of the talk."""
    found: dict[str, tuple[int, Turn, _Mention]] = {}
    for turn in dialogue.turns:
        for mention in _find_mentions(dialogue.lang, turn.text) if turn.is_citizen else ():
            if mention.expression in weights:
                found.setdefault(mention.expression, (weights[mention.expression], turn, mention))
    best = sorted(found.values(), key=lambda item: -item[0])[:_SHOWN]
    cited = {turn.evidence(mention.start, mention.end) for _, turn, mention in best}
    return tuple(sorted(cited, key=lambda words: (words.utterance, words.start, words.end)))


@lru_cache(maxsize=1 << 14)
def _find_mentions(lang: str, text: str) -> tuple[_Mention, ...]:
    expressions = {expression for weights in _weigh(lang).values() for expression in weights}
    pattern = _pattern(lang, tuple(sorted(expressions)))
    return tuple(_Mention(match[1], *match.span()) for match in pattern.finditer(text))


@cache
def _weigh(lang: str) -> dict[str, dict[str, int]]:
    """Return what each expression counts for each category."""
    return {
        category: {
            expression: _WEIGHTS[level]
            for level in reversed(_WEIGHTS)
            for expression in lists.get(level, ())
        }
        for category, lists in read_toml(f"topics_{lang}.toml").items()
    }


@cache
def _pattern(lang: str, expressions: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(expressions, key=len, reverse=True)
    joined = "|".join(re.escape(expression) for expression in longest_first)
    whole = rf"({joined})" if lang == "zh" else rf"(?<![\w'])({joined})(?:e?s)?(?!\w)"
    return re.compile(whole)
