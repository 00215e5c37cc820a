"""The words that the rules look for: TOML files per language, compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_lexicon(lang: str) -> dict[str, Any]:
    """Return the tables of lexicon/<lang>.toml."""
    return read_toml(f"{lang}.toml")


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return the tables of a file of the lexicon."""
    return tomllib.loads(_read(name))


@cache
def cue(lang: str, table: str, name: str) -> re.Pattern[str]:
    """Return one pattern that matches any expression of a list, whole words only in English."""
    return re.compile(_whole(lang, _any_of(lang, table, name)))


def _any_of(lang: str, table: str, name: str) -> str:
    """Return the list as alternatives; RELATIVE and ACQUAINTANCE stand for lists of [names]."""
    joined = "|".join(sorted(read_lexicon(lang)[table][name], key=len, reverse=True))
    for people in ("relative", "acquaintance"):
        if people.upper() in joined:
            joined = joined.replace(people.upper(), f"(?:{_any_of(lang, 'names', people)})")
    return joined


@cache
def cue_at_end(lang: str, table: str, name: str) -> re.Pattern[str]:
    """Return the same pattern, bound to the end of the text."""
    return re.compile(cue(lang, table, name).pattern + r"\s*$")


@cache
def cue_at_start(lang: str, table: str, name: str) -> re.Pattern[str]:
    """Return the same pattern, bound to the start of the text."""
    return re.compile(r"\s*" + cue(lang, table, name).pattern)


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of lexicon/<name>.txt; lines that begin with # are remarks."""
    lines = _read(f"{name}.txt").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _read(name: str) -> str:
    return files(__package__).joinpath("lexicon", name).read_text(encoding="utf-8")


def _whole(lang: str, expression: str) -> str:
    return rf"(?:{expression})" if lang == "zh" else rf"(?<![\w'])(?:{expression})(?![\w])"
