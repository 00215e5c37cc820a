"""The half of a transcriber that lives in a recognition thread: packets in, words out."""

import logging
import time
from collections.abc import Callable, Iterator

from .arrival_clock import ArrivalClock
from .dictation import Dictation, Heard
from .packet_buffer import PacketBuffer
from .packets import AudioPacket
from .recognizer import Recognizer
from .reordering import ReorderWindow
from .segmenter import Segmenter
from .sounds import OpusTrack

logger = logging.getLogger(__name__)

# Packets before another speaker of the same thread gets a turn.
_TURN = 50
# With nothing arriving for this long the speaker is muted or gone.
_IDLE = 1.0
# After a failure nothing is tried for this long: a model that does not load would fail per packet.
_RECOVERY = 1.0


class Listener:
    """Listens to one speaker. Everything but `finish_soon` belongs to one recognition thread.

    A failure of the engine costs what is being said; the next run opens a new stream.
    """

    def __init__(
        self,
        buffer: PacketBuffer,
        recognizer: Callable[[], Recognizer],
        *,
        lang: str,
        speaker: str,
        tell: Callable[[Heard], None],
        finished: Callable[[], None],
    ) -> None:
        self._buffer = buffer
        self._recognizer = recognizer
        self._speaker = speaker
        self._tell = tell
        self._finished = finished
        self._order = ReorderWindow()
        self._track = OpusTrack()
        self._clock = ArrivalClock()
        self._segmenter = Segmenter(
            Dictation(lambda: recognizer().stream(), lang=lang, speaker=speaker)
        )
        self._heard_at = self._deaf_until = 0.0
        self._is_loaded = self._is_ending = self._has_finished = False

    @property
    def is_speaking(self) -> bool:
        """Tell whether an utterance is open."""
        return self._segmenter.is_speaking

    def finish_soon(self) -> None:
        """Ask for the end; what is buffered is listened to first."""
        self._is_ending = True

    def work(self) -> bool:
        """Listen to some packets; True when more wait. The first turn loads the model."""
        if not self._is_loaded:
            self._is_loaded = True
            self._guard(self._load())
        for _ in range(_TURN):
            # Asked first: whoever asks for the end has put everything in before.
            is_ending = self._is_ending
            packet = self._buffer.take()
            if packet is None:
                if is_ending:
                    self._finish()
                return False
            self._take(packet)
        return True

    def rest(self, now: float) -> None:
        """End the utterance of a speaker from whom nothing comes any more."""
        if self.is_speaking and now - self._heard_at > _IDLE:
            self._guard(self._flush())

    def _load(self) -> Iterator[Heard]:
        self._recognizer()
        yield from ()

    def _take(self, packet: AudioPacket) -> None:
        self._heard_at = time.monotonic()
        if self._heard_at >= self._deaf_until:
            self._guard(self._listen(packet))

    def _listen(self, packet: AudioPacket) -> Iterator[Heard]:
        if not self._clock.fits(packet):
            # What is open belongs to the clock as it was.
            yield from self._flush()
        self._clock.observe(packet)
        for ordered in self._order.push(packet):
            yield from self._segmenter.hear(self._track.sound(ordered))

    def _flush(self) -> Iterator[Heard]:
        for ordered in self._order.flush():
            yield from self._segmenter.hear(self._track.sound(ordered))
        yield from self._segmenter.close()

    def _finish(self) -> None:
        if self._has_finished:
            return
        self._has_finished = True
        self._guard(self._flush())
        self._guard(self._segmenter.abandon())  # frees the engine's stream in its own thread
        self._track.close()
        self._finished()

    def _guard(self, heard: Iterator[Heard]) -> None:
        """Tell what is heard; the one place where a failure of a stream ends."""
        try:
            for event in heard:
                self._tell(self._clock.shifted(event))
        except Exception as error:  # whatever an engine does must not reach other speakers
            logger.warning("listening to %s failed: %s", self._speaker, type(error).__name__)
            self._deaf_until = time.monotonic() + _RECOVERY
            for event in self._segmenter.abandon():
                self._tell(self._clock.shifted(event))
