"""Reads tests/data/redaction: conversations with what must be hidden in square brackets."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cases.exports import SpokenTurn, SpokenWord
from cases.redaction import find_private_spans

DATA = Path(__file__).parents[1] / "data" / "redaction"
TOKEN = re.compile(r"\[(name|phone|identity|address) |(\])|([^\s\[\]]+)")

Labels = list[list[str | None]]


@dataclass(slots=True)
class Score:
    """How many private words were hidden, how many were not, and how many others were."""

    hidden: int = 0
    left: int = 0
    extra: int = 0
    misses: list[str] = field(default_factory=list)
    left_of_kind: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.hidden / max(self.hidden + self.left, 1)

    @property
    def precision(self) -> float:
        return self.hidden / max(self.hidden + self.extra, 1)


def read_conversations(name: str) -> Iterator[tuple[list[SpokenTurn], Labels]]:
    """Yield each conversation's turns, and for every word its kind or None."""
    for block in (DATA / f"{name}.txt").read_text(encoding="utf-8").split("\n\n"):
        turns: list[SpokenTurn] = []
        labels: Labels = []
        for line in block.strip().splitlines():
            role, _, said = line.partition(": ")
            words, kinds = read_words(said)
            turns.append(make_turn(words, role, name[-2:], 10.0 * len(turns)))
            labels.append(kinds)
        yield turns, labels


def read_words(said: str) -> tuple[list[str], list[str | None]]:
    words: list[str] = []
    kinds: list[str | None] = []
    kind: str | None = None
    for match in TOKEN.finditer(said):
        if match[3]:
            words.append(match[3])
            kinds.append(kind)
        else:
            kind = match[1]
    return words, kinds


def make_turn(words: Sequence[str], role: str, lang: str, start: float) -> SpokenTurn:
    placed = tuple(
        SpokenWord(word, round(start + i * 0.3, 3), round(start + i * 0.3 + 0.3, 3))
        for i, word in enumerate(words)
    )
    return SpokenTurn(f"seat-{role}", f"the {role}", "", role, lang, placed)


def score(name: str) -> Score:
    """Count word by word; a word hidden as another kind is hidden."""
    total = Score()
    for turns, labels in read_conversations(name):
        found: Labels = [[None] * len(row) for row in labels]
        for span in find_private_spans(turns, lang=name[-2:]):
            found[span.turn][span.start : span.end] = [span.kind] * (span.end - span.start)
        for turn, wanted, got in zip(turns, labels, found, strict=True):
            compare(total, turn, wanted, got)
    return total


def compare(
    total: Score, turn: SpokenTurn, wanted: Sequence[str | None], got: Sequence[str | None]
) -> None:
    for word, want, have in zip(turn.words, wanted, got, strict=True):
        total.hidden += bool(want and have)
        total.left += bool(want and not have)
        total.extra += bool(have and not want)
        total.left_of_kind[str(want)] += bool(want and not have)
        if bool(want) != bool(have):
            sign = "-" if want else "+"
            total.misses.append(f"{sign}{want or have} {word.text} in {turn.text}")
