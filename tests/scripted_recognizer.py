"""A speech engine that says what the test wrote, for tests that are not about hearing.

Every stretch of sound between two silences becomes the next line of the script:

    recognizer = ScriptedRecognizer("zh", ["我 叫 张 伟", "八 万 六"])
    async with open_recognizers(recognizer.models, load=recognizer.load) as recognizers:
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=heard.append)
        for packet in talk(seconds=1.0):   # loud packets, then silence long enough to close
            transcriber.write(packet)
        await transcriber.close()
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcription import SpeechModel, Word

SECONDS_PER_WORD = 0.2


class ScriptedRecognizer:
    """Plays one language's model; each stream reads the script from its start."""

    def __init__(self, lang: str, lines: Sequence[str]) -> None:
        self.model = SpeechModel(lang, "scripted", Path("scripted"), True, "a script", "says it")
        self.lines = tuple(lines)

    @property
    def lang(self) -> str:
        return self.model.lang

    @property
    def models(self) -> Mapping[str, SpeechModel]:
        return {self.lang: self.model}

    def load(self, model: SpeechModel) -> "ScriptedRecognizer":
        """Stand in for the loading of a model."""
        assert model == self.model
        return self

    def stream(self) -> "ScriptedStream":
        return ScriptedStream(self.lines)


class ScriptedStream:
    """Says a word for every 0.2 s of sound, and the whole line when it is finished."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = list(lines)
        self._begin = 0.0
        self._clock = 0.0

    def accept(self, pcm: bytes) -> bool:
        self._clock += len(pcm) / 32_000
        return False

    def peek_text(self) -> str:
        heard = int((self._clock - self._begin) / SECONDS_PER_WORD + 0.01)
        return " ".join(self._line()[:heard])

    def take_words(self) -> tuple[Word, ...]:
        return self.finish()

    def finish(self) -> tuple[Word, ...]:
        line, begin = self._line(), self._begin
        step = (self._clock - begin) / max(1, len(line))
        self._lines, self._begin = self._lines[1:], self._clock
        return tuple(
            Word(text, begin + i * step, begin + (i + 1) * step, 1.0) for i, text in enumerate(line)
        )

    def _line(self) -> list[str]:
        return self._lines[0].split() if self._lines else []


@dataclass(frozen=True, slots=True)
class SpokenPacket:
    """An Opus packet as `media` hands it over."""

    payload: bytes
    sequence: int
    rtp_time: int
    level: int | None
    arrived_at: float


def talk(
    *, seconds: float = 1.0, silence: float = 1.0, at: float = 0.0, since: float | None = None
) -> Iterator[SpokenPacket]:
    """Yield 20 ms packets: loud for `seconds`, then silent; the first is `at` s on the RTP clock.

    The payload is Opus silence, only the levels speak; so an engine that listens hears nothing.
    """
    since = time.monotonic() if since is None else since
    first = round(at * 50)
    for i in range(round((seconds + silence) * 50)):
        level = 20 if i < round(seconds * 50) else 127
        position = first + i
        yield SpokenPacket(
            b"\xf8\xff\xfe", position & 0xFFFF, position * 960, level, since + at + i * 0.02
        )
