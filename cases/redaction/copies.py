"""The redacted copy of a transcript, and the seconds that its sound must not have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cases.exports import SpokenTurn, SpokenWord, TranscriptCopy

from .finder import find_private_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .spans import Known, PrivateKind, PrivateSpan

_MARKS: Final = {
    "zh": {"name": "姓名", "phone": "电话", "identity": "证件号码", "address": "地址"},
    "en": {"name": "name", "phone": "phone", "identity": "identity number", "address": "address"},
}
_CITIZEN: Final = {"zh": "来访人", "en": "Citizen"}


@dataclass(frozen=True, slots=True)
class Redaction:
    """The copy, and (start, end) in seconds of the visit of all that is hidden, in order."""

    copy: TranscriptCopy
    seconds: tuple[tuple[float, float], ...]


def redact(copy: TranscriptCopy, known: Known | None = None) -> Redaction:
    """Put a mark for every private word, a role for every citizen, and nothing for the title.

    What staff are called on the label of a turn stays: they speak for their department.
    """
    lang = copy.head.lang
    spans = find_private_spans(copy.turns, lang=lang, known=known)
    labels = _label_citizens(copy.turns, lang)
    turns = tuple(
        _hide(turn, [span for span in spans if span.turn == index], labels)
        for index, turn in enumerate(copy.turns)
    )
    seconds = sorted(_find_seconds(copy.turns[span.turn], span) for span in spans)
    head = replace(copy.head, case_title="", is_redacted=True)
    return Redaction(TranscriptCopy(head, turns), tuple(seconds))


def mark(kind: PrivateKind, lang: str) -> str:
    """Return what stands in the place of private words."""
    return f"[{_MARKS['zh' if lang == 'zh' else 'en'][kind]}]"


def _label_citizens(turns: Sequence[SpokenTurn], lang: str) -> dict[str, str]:
    seats = list(dict.fromkeys(turn.speaker_id for turn in turns if turn.role == "citizen"))
    label = _CITIZEN["zh" if lang == "zh" else "en"]
    if len(seats) == 1:
        return {seats[0]: label}
    return {seat: f"{label} {number}" for number, seat in enumerate(seats, start=1)}


def _hide(turn: SpokenTurn, spans: Sequence[PrivateSpan], labels: dict[str, str]) -> SpokenTurn:
    words = list(turn.words)
    for span in reversed(spans):
        start, end = _find_seconds(turn, span)
        words[span.start : span.end] = [SpokenWord(mark(span.kind, turn.lang), start, end)]
    speaker = labels.get(turn.speaker_id, turn.speaker)
    return replace(turn, speaker_id="", speaker=speaker, words=tuple(words))


def _find_seconds(turn: SpokenTurn, span: PrivateSpan) -> tuple[float, float]:
    return turn.words[span.start].start, turn.words[span.end - 1].end
