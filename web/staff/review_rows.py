"""How the review's script gets the transcript: rows as short as two hours of talk need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cases.corrections import describe_correction
from cases.shown_words import join_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cases.review_models import WordCorrection
    from cases.shown_transcript import ShownUtterance
    from cases.shown_words import ShownWord


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """An utterance; times in seconds since the visit began.

    Each of `words` is [text, start, end]; where somebody corrected it [text, start, end, first
    word, end word, id of the correction], and one whose text is "" was taken out. Uncorrected words
    count on from the place of the one before them. `corrections` are those that show, as in
    cases.corrections.describe_correction, with `was`, the words they stand for.
    """

    id: str
    person: str
    lang: str
    start: float
    end: float
    words: tuple[tuple[object, ...], ...]
    corrections: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class TranscriptAnswer:
    """Answer of GET .../review/transcript; `next` is the `after` of the next window, or None."""

    sequence: int
    utterances: tuple[TranscriptRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What somebody did: corrected | undone | decided | field_set, to which utterance or field."""

    number: int
    kind: str
    by: str
    at: str
    mine: bool
    utterance_id: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """Answer of GET .../review/changes, and of each correction and undo.

    `utterances` are those that changed as they read now. `fields` and `suggestions`, as on the
    page, are all of them when one has changed, else None. `sequence` is the `after` of the next
    question; `more` tells that it should come at once.
    """

    sequence: int
    more: bool
    changes: tuple[ChangeRow, ...]
    utterances: tuple[TranscriptRow, ...]
    fields: tuple[Mapping[str, Any], ...] | None = None
    suggestions: tuple[Mapping[str, object], ...] | None = None


def describe_rows(shown: Sequence[ShownUtterance]) -> tuple[TranscriptRow, ...]:
    return tuple(describe_row(utterance) for utterance in shown)


def describe_row(utterance: ShownUtterance) -> TranscriptRow:
    return TranscriptRow(
        id=str(utterance.id),
        person=utterance.participant_id,
        lang=utterance.lang,
        start=round(utterance.started, 3),
        end=round(utterance.ended, 3),
        words=describe_words(utterance),
        corrections=tuple(describe_change(utterance, one) for one in utterance.corrections),
    )


def describe_change(utterance: ShownUtterance, correction: WordCorrection) -> Mapping[str, object]:
    was = utterance.said[correction.start : correction.end]
    return {**describe_correction(correction), "was": join_words(word["text"] for word in was)}


def describe_words(utterance: ShownUtterance) -> tuple[tuple[object, ...], ...]:
    """Describe the shown words; nearly all utterances have no correction and take the short way."""
    if utterance.corrections:
        return tuple(describe_word(word) for word in utterance.words)
    return tuple((word["text"], word["start"], word["end"]) for word in utterance.said)


def describe_word(word: ShownWord) -> tuple[object, ...]:
    said = word.text, word.start, word.end
    if word.correction_id is None:
        return said
    return *said, word.first_word, word.end_word, str(word.correction_id)
