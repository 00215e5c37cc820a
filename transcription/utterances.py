"""What is heard: words, segments that may change, utterances that do not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its time in seconds; the confidence is the model's own (0 to 1)."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Segment:
    """What is being said: the next one with this id replaces it, an empty text takes it back."""

    id: str
    text: str
    start: float
    lang: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said, by one speaker, between two silences; it replaces the segments of its id.

    Live times are seconds on the monotonic clock of the packets' arrival, times of a file seconds
    from its start. `first_sample` is the 16 kHz sample of the track at which listening began.
    """

    id: str
    text: str
    words: tuple[Word, ...]
    start: float
    end: float
    lang: str
    speaker: str
    first_sample: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """The utterances of a visit, in order of their start."""

    utterances: tuple[Utterance, ...]
