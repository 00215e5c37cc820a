"""What the tests of transcription share: packets in, what was heard out."""

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.character_errors import character_error_rate
from tests.scripted_recognizer import SpokenPacket
from tests.synthesis import RATE, read_pcm
from transcription import Recognizers, Segment, Utterance
from transcription.loudness import measure_level


class Ear:
    """Keeps what is delivered, in order."""

    def __init__(self) -> None:
        self.heard: list[Segment | Utterance] = []

    def __call__(self, heard: Segment | Utterance) -> None:
        self.heard.append(heard)

    @property
    def utterances(self) -> list[Utterance]:
        return [one for one in self.heard if isinstance(one, Utterance)]

    @property
    def segments(self) -> list[Segment]:
        return [one for one in self.heard if isinstance(one, Segment)]

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.utterances]


async def listen(
    recognizers: Recognizers, packets: Iterable[SpokenPacket], lang: str, speaker: str = "c-1"
) -> Ear:
    """Put a whole track through a transcriber and close it."""
    ear = Ear()
    transcriber = recognizers.open_transcriber(lang=lang, speaker=speaker, deliver=ear)
    for packet in packets:
        transcriber.write(packet)
    await transcriber.close()
    return ear


def errors(said: Sequence[str], ear: Ear) -> float:
    """Return the character error rate of everything that was heard."""
    return character_error_rate(" ".join(said), " ".join(ear.texts))


def spoken_intervals(path: Path) -> list[tuple[float, float]]:
    """Return where a WAV is loud, in seconds; pauses under half a second do not count."""
    pcm, step = read_pcm(path), RATE // 100 * 2
    loud = [
        i / 100
        for i in range(len(pcm) // step)
        if measure_level(array("h", pcm[i * step : (i + 1) * step]).tobytes()) < 50
    ]
    intervals = [[loud[0], loud[0]]]
    for at in loud:
        if at - intervals[-1][1] > 0.5:
            intervals.append([at, at])
        intervals[-1][1] = at + 0.01
    return [(begin, end) for begin, end in intervals]
