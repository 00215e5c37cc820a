"""Where speech begins and ends in a track, and what of it the recogniser gets to hear."""

from collections import deque
from collections.abc import Iterator

from .dictation import LONG, Dictation, Heard
from .loudness import AdaptiveThreshold
from .packets import SAMPLE_RATE
from .sounds import LONGEST_BRIDGE, Sound

PRE_ROLL = SAMPLE_RATE * 3 // 10
CLOSING_SILENCE = SAMPLE_RATE * 6 // 10
# Who talks for long without a pause is cut at a breath.
_CLOSING_BREATH = SAMPLE_RATE * 2 // 10


class Segmenter:
    """Opens a run at the first loud sound, with 0.3 s before it; closes it after 0.6 s of silence.

    Gaps up to 0.6 s are bridged; longer ones, and a clock that jumps, end the run. Without a gate
    everything is listened to and loudness only tells where to cut.
    """

    def __init__(self, dictation: Dictation, *, is_gated: bool = True) -> None:
        self._dictation = dictation
        self._is_gated = is_gated
        self._threshold = AdaptiveThreshold()
        self._waiting: deque[Sound] = deque()
        self._waiting_samples = 0
        self._end = 0
        self._silent_since = 0
        self._has_spoken = False

    @property
    def is_speaking(self) -> bool:
        """Tell whether a run is open."""
        return self._dictation.is_open

    def hear(self, sound: Sound) -> Iterator[Heard]:
        """Take the track's next piece; raises TranscriptionError when the engine fails."""
        is_loud = self._threshold.is_loud(sound.level)
        if not 0 <= sound.position - self._end <= LONGEST_BRIDGE:
            yield from self.close()
            self._end = sound.position
        if self._dictation.is_open:
            yield from self._feed(sound, is_loud=is_loud)
            yield from self._close_when_silent()
        else:
            yield from self._wait(sound, is_loud=is_loud)

    def close(self) -> Iterator[Heard]:
        """End the run here."""
        self._forget_waiting()
        yield from self._dictation.end()

    def abandon(self) -> Iterator[Heard]:
        """Give the run up after a failure of the engine."""
        self._forget_waiting()
        yield from self._dictation.abandon()

    def _wait(self, sound: Sound, *, is_loud: bool) -> Iterator[Heard]:
        self._waiting.append(sound)
        self._waiting_samples += sound.samples
        if is_loud or not self._is_gated:
            yield from self._open(is_loud=is_loud)
            return
        self._end = sound.position + sound.samples
        while self._waiting_samples > PRE_ROLL:
            self._waiting_samples -= self._waiting.popleft().samples

    def _open(self, *, is_loud: bool) -> Iterator[Heard]:
        before, last = list(self._waiting), self._waiting.pop()
        self._forget_waiting()
        self._has_spoken = False
        self._end = before[0].position
        self._dictation.begin(self._end)
        for sound in before:
            yield from self._feed(sound, is_loud=is_loud and sound is last)

    def _feed(self, sound: Sound, *, is_loud: bool) -> Iterator[Heard]:
        missing = sound.position - self._end
        self._end = sound.position + sound.samples
        if is_loud:
            self._has_spoken, self._silent_since = True, self._end
        pcm = sound.render(missing)
        yield from self._dictation.feed(pcm, is_loud=is_loud or not self._is_gated)

    def _close_when_silent(self) -> Iterator[Heard]:
        limit = CLOSING_SILENCE if self._dictation.age < LONG else _CLOSING_BREATH
        if self._has_spoken and self._end - self._silent_since >= limit:
            yield from self.close()

    def _forget_waiting(self) -> None:
        self._waiting.clear()
        self._waiting_samples = 0
