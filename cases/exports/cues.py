"""Turns cut into what can be read while it is heard: a few seconds and two lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cases.shown_words import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .transcript import SpokenTurn, SpokenWord

LONGEST_SECONDS: Final = 7.0
# A cue of a single short word is still shown long enough to be read.
SHORTEST_SECONDS: Final = 0.7
MOST_CHARACTERS: Final = {"zh": 32, "en": 84}  # two lines, as broadcasters do


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of subtitles; times in whole milliseconds, so that none is rounded twice."""

    start: int
    end: int
    speaker: str
    text: str
    lang: str


def cut_cues(turns: Sequence[SpokenTurn]) -> Iterator[Cue]:
    """Yield the cues of all turns in order of their start; people may speak into one another."""
    cues = [cue for turn in turns for cue in _cut_turn(turn)]
    yield from sorted(cues, key=_start)


def _start(cue: Cue) -> tuple[int, int]:
    return cue.start, cue.end


def _cut_turn(turn: SpokenTurn) -> Iterator[Cue]:
    pieces = _divide(turn.words, turn.lang)
    for index, piece in enumerate(pieces):
        following = pieces[index + 1][0].start if index + 1 < len(pieces) else float("inf")
        # Lengthened into the pause, never into the speaker's next cue.
        shown = min(max(piece[-1].end, piece[0].start + SHORTEST_SECONDS), following)
        start = round(piece[0].start * 1000)
        end = max(round(max(shown, piece[-1].end) * 1000), start + 1)
        text = join_words(word.text for word in piece)
        yield Cue(max(start, 0), max(end, 1), turn.speaker, text, turn.lang)


def _divide(words: Sequence[SpokenWord], lang: str) -> list[Sequence[SpokenWord]]:
    """Cut in two at the longest pause near the middle until every piece is short enough."""
    if not words:
        return []
    if len(words) == 1 or _fits(words, lang):
        return [words]
    cut = max(range(1, len(words)), key=lambda at: _worth(words, at))
    return [*_divide(words[:cut], lang), *_divide(words[cut:], lang)]


def _fits(words: Sequence[SpokenWord], lang: str) -> bool:
    text = join_words(word.text for word in words)
    is_short = words[-1].end - words[0].start <= LONGEST_SECONDS
    return is_short and len(text) <= MOST_CHARACTERS.get(lang, 84)


def _worth(words: Sequence[SpokenWord], at: int) -> float:
    """Weigh a place to cut: its pause, less its distance from the middle (0 to 1)."""
    pause = words[at].start - words[at - 1].end
    length = words[-1].end - words[0].start or 1.0
    middle = words[0].start + length / 2
    return pause - abs(words[at].start - middle) / length
