"""A speaker's live transcription, as the event loop sees it."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from .dictation import Heard
from .listener import Listener
from .packet_buffer import PacketBuffer
from .packets import AudioPacket
from .recognition_thread import RecognitionThread
from .recognizer import Recognizer

logger = logging.getLogger(__name__)

Deliver = Callable[[Heard], None]


class Transcriber:
    """Takes packets, delivers segments and utterances, both on the event loop.

    It fits media's AudioSink. Opened by `Recognizers.open_transcriber`.
    """

    def __init__(
        self,
        thread: RecognitionThread,
        recognizer: Callable[[], Recognizer],
        *,
        lang: str,
        speaker: str,
        deliver: Deliver,
    ) -> None:
        self.lang = lang
        self.speaker = speaker
        self._thread = thread
        self._deliver = deliver
        self._loop = asyncio.get_running_loop()
        self.closed: asyncio.Future[None] = self._loop.create_future()
        self._is_closing = False
        self._buffer = PacketBuffer()
        # Bounded by the buffer: nothing is heard that was not written, and the loop does both.
        self._heard: deque[Heard] = deque()
        self._listener = Listener(
            self._buffer,
            recognizer,
            lang=lang,
            speaker=speaker,
            tell=self._tell,
            finished=lambda: self._call_soon(self._settle),
        )
        thread.speakers += 1
        thread.wake(self._listener)

    @property
    def lag_seconds(self) -> float:
        """Sound that was written and not listened to yet."""
        return self._buffer.seconds

    @property
    def dropped_seconds(self) -> float:
        """Sound that was dropped because 60 s were waiting already."""
        return self._buffer.dropped_seconds

    def write(self, packet: AudioPacket) -> None:
        """Take a packet; never blocks, never raises, ignored after `close`."""
        if self._is_closing:
            return
        had_dropped = self._buffer.dropped_seconds
        if self._buffer.put(packet):
            self._thread.wake(self._listener)
        if not had_dropped and self._buffer.dropped_seconds:
            logger.warning("speech of %s outruns the recogniser; the oldest is lost", self.speaker)

    async def close(self) -> None:
        """Listen to what is buffered, deliver the last utterance, free everything."""
        if not self._is_closing:
            self._is_closing = True
            self._listener.finish_soon()
            self._thread.wake(self._listener)
        await asyncio.shield(self.closed)

    def _tell(self, heard: Heard) -> None:
        self._heard.append(heard)
        self._call_soon(self._deliver_next)

    def _call_soon(self, callback: Callable[[], None]) -> None:
        # Words are never an argument: a slow or failing callback is logged with its arguments.
        with suppress(RuntimeError):  # the loop is closed already
            self._loop.call_soon_threadsafe(callback)

    def _deliver_next(self) -> None:
        heard = self._heard.popleft()
        try:
            self._deliver(heard)
        except Exception as error:  # the receiver's fault must not stop the words after it
            logger.warning("delivering words of %s failed: %s", self.speaker, type(error).__name__)

    def _settle(self) -> None:
        self._thread.speakers -= 1
        if self.dropped_seconds:
            logger.warning("%.1f s of %s were lost", self.dropped_seconds, self.speaker)
        if not self.closed.done():
            self.closed.set_result(None)
