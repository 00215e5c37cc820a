"""What was said in a visit: who said it, when in the visit, and how captions tell it."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cases.autofill import SpeakerRole
from media import Grant, Role
from transcription import Segment, Utterance, Word

from .visit_clock import VisitClock

Heard = Segment | Utterance
Body = Mapping[str, object]

RECENT = 200
"""Final captions kept for those who come late."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person whose words are recognised; `track` names one unbroken count of samples."""

    participant_id: str
    name: str
    department: str
    role: SpeakerRole
    track: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance with its speaker; times are seconds since the visit began."""

    speaker: Speaker
    utterance: Utterance


class Captions:
    """The finals of a visit in order of their start, and the latest of them for latecomers."""

    def __init__(self, spoken: Iterable[Spoken] = ()) -> None:
        self._spoken = sorted(spoken, key=_start)

    @property
    def spoken(self) -> Sequence[Spoken]:
        return self._spoken

    def add(self, spoken: Spoken) -> None:
        """Put a final where its start belongs; people speak into one another."""
        self._spoken.append(spoken)
        self._spoken.sort(key=_start)

    def list_recent(self) -> list[Body]:
        """Return the bodies of the latest finals, in order of their start."""
        return [describe_final(spoken) for spoken in self._spoken[-RECENT:]]


def make_speaker(grant: Grant, track: str) -> Speaker:
    """Take name, department and side from what the house granted, never from the client."""
    role = SpeakerRole.CITIZEN if grant.role is Role.CITIZEN else SpeakerRole.OFFICER
    return Speaker(grant.participant_id, grant.name, grant.department, role, track)


def move_to_visit(utterance: Utterance, clock: VisitClock) -> Utterance:
    """Turn the monotonic times of an utterance and its words into seconds of the visit."""
    return replace(
        utterance,
        start=clock.seconds(utterance.start),
        end=clock.seconds(utterance.end),
        words=tuple(_move_word(word, clock) for word in utterance.words),
    )


def describe_partial(speaker: Speaker, segment: Segment, clock: VisitClock) -> Body:
    """Return the body of a `caption` that may still change; an empty text takes it back."""
    return {
        **_describe_speaker(speaker),
        "id": segment.id,
        "text": segment.text,
        "lang": segment.lang,
        "final": False,
        "start": clock.seconds(segment.start),
        "end": clock.seconds(time.monotonic()),
    }


def describe_final(spoken: Spoken) -> Body:
    """Return the body of a `caption` that stays; the words are joined by spaces."""
    utterance = spoken.utterance
    return {
        **_describe_speaker(spoken.speaker),
        "id": utterance.id,
        "text": utterance.text,
        "lang": utterance.lang,
        "final": True,
        "start": utterance.start,
        "end": utterance.end,
    }


def _describe_speaker(speaker: Speaker) -> dict[str, object]:
    return {
        "participant_id": speaker.participant_id,
        "name": speaker.name,
        "department": speaker.department,
    }


def _move_word(word: Word, clock: VisitClock) -> Word:
    return replace(word, start=clock.seconds(word.start), end=clock.seconds(word.end))


def _start(spoken: Spoken) -> float:
    return spoken.utterance.start
