"""What live transcription costs and how long one waits for words.

    python -m benchmarks.transcription.live [--json]

CPU: one continuous speaker through the whole path (order, gate, Opus, Vosk, events) against bare
Vosk on the decoded samples, in one run. Waiting: packets at the pace of a microphone, from the last
loud packet to the final utterance and from the first loud one to the first segment.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import vosk

from tests.scripted_recognizer import SpokenPacket, talk
from tests.spoken_packets import opus_packets
from tests.synthesis import speak
from transcription import (
    Recognizers,
    Segment,
    SpeechModel,
    Utterance,
    find_models,
    open_recognizers,
)
from transcription.opus import OpusDecoder

SAID = {
    "zh": (
        "您好 我 要 反映 一个 情况",
        "我 的 电话 是 幺 三 五 八 二 零 四 七 九 幺 六",
        "阳光 建筑 公司 拖欠 我 三 个 月 工资 八 万 六 千 元",
        "请 您 提供 合同 和 付款 凭证",
    ),
    "en": (
        "hello i want to report a problem",
        "my phone number is five eight two oh four seven nine one six",
        "the construction company owes me three months of wages",
        "please provide the contract and the payment receipt",
    ),
}
LOUD = 45
ROUNDS = 5


async def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--json", action="store_true", help="print JSON only")
    wants_json = arguments.parse_args().json
    models = find_models()
    figures: dict[str, float] = {}
    async with open_recognizers(models) as recognizers:
        for lang in SAID:
            figures |= await measure_cpu(recognizers, models[lang])
            figures |= await measure_waiting(recognizers, lang)
    print(json.dumps(figures) if wants_json else table(figures))
    if not wants_json:
        print(json.dumps(figures))


def table(figures: dict[str, float]) -> str:
    return "\n".join(f"{name:<44} {value:>9.2f}" for name, value in figures.items())


async def measure_cpu(recognizers: Recognizers, model: SpeechModel) -> dict[str, float]:
    """Return milliseconds of CPU per second of sound: path, bare Vosk, a silent participant."""
    lang = model.lang
    packets = opus_packets(speak(SAID[lang] * 3, lang, pause=0.1, lead_out=0.1))
    silent = list(talk(seconds=0.0, silence=len(packets) / 50))
    engine = vosk.Model(str(model.path))
    await run(recognizers, lang, packets)
    path = min([await run(recognizers, lang, packets) for _ in range(ROUNDS)])
    bare = min(run_bare(engine, packets) for _ in range(ROUNDS))
    quiet = min([await run(recognizers, lang, silent) for _ in range(ROUNDS)])
    per_second = 1000 / (len(packets) / 50)
    return {
        f"{lang} path, CPU ms per s of speech": path * per_second,
        f"{lang} bare vosk, CPU ms per s of speech": bare * per_second,
        f"{lang} path over bare vosk": path / bare,
        f"{lang} silent participant, CPU ms per s": quiet * per_second,
    }


async def run(recognizers: Recognizers, lang: str, packets: Sequence[SpokenPacket]) -> float:
    """Return the CPU seconds of a whole track."""
    began = time.process_time()
    transcriber = recognizers.open_transcriber(lang=lang, speaker="c-1", deliver=lambda _: None)
    for packet in packets:
        transcriber.write(packet)
    await transcriber.close()
    return time.process_time() - began


def run_bare(engine: vosk.Model, packets: Sequence[SpokenPacket]) -> float:
    """Return the CPU seconds of Vosk alone on the same samples, in chunks of 0.1 s."""
    decoder = OpusDecoder()
    pcm = b"".join(decoder.decode(packet.payload, 320) for packet in packets)
    began = time.process_time()
    recognizer = vosk.KaldiRecognizer(engine, 16_000)
    recognizer.SetWords(True)
    for i in range(0, len(pcm), 3200):
        if recognizer.AcceptWaveform(pcm[i : i + 3200]):
            recognizer.Result()
    recognizer.FinalResult()
    return time.process_time() - began


async def measure_waiting(recognizers: Recognizers, lang: str) -> dict[str, float]:
    """Return how long one waits for words, in milliseconds."""
    packets = opus_packets(speak(SAID[lang], lang, pause=1.5, lead_out=1.5))
    heard: list[tuple[float, Segment | Utterance]] = []

    def deliver(one: Segment | Utterance) -> None:
        heard.append((time.monotonic(), one))

    transcriber = recognizers.open_transcriber(lang=lang, speaker="c-1", deliver=deliver)
    began = time.monotonic()
    for packet in packets:
        await asyncio.sleep(began + packet.arrived_at - time.monotonic())
        transcriber.write(replace(packet, arrived_at=time.monotonic()))
    await transcriber.close()
    finals = list(delays_of_finals(heard, loud_stretches(packets, began)))
    firsts = list(delays_of_firsts(heard, loud_stretches(packets, began)))
    return {
        f"{lang} end of speech to utterance, ms, median": statistics.median(finals),
        f"{lang} end of speech to utterance, ms, worst": max(finals),
        f"{lang} start of speech to segment, ms, median": statistics.median(firsts),
        f"{lang} start of speech to segment, ms, worst": max(firsts),
    }


def loud_stretches(packets: Iterable[SpokenPacket], began: float) -> list[tuple[float, float]]:
    """Return when each sentence was first and last loud, on the monotonic clock."""
    stretches: list[tuple[float, float]] = []
    for packet in packets:
        at = began + packet.arrived_at
        if (packet.level or 0) >= LOUD:
            continue
        if stretches and at - stretches[-1][1] < 1.0:
            stretches[-1] = (stretches[-1][0], at)
        else:
            stretches.append((at, at))
    return stretches


def delays_of_finals(
    heard: Sequence[tuple[float, Segment | Utterance]], stretches: list[tuple[float, float]]
) -> Iterator[float]:
    for _, end in stretches:
        after = [at for at, one in heard if isinstance(one, Utterance) and at > end]
        yield (min(after) - end) * 1000


def delays_of_firsts(
    heard: Sequence[tuple[float, Segment | Utterance]], stretches: list[tuple[float, float]]
) -> Iterator[float]:
    for begin, _ in stretches:
        after = [at for at, one in heard if isinstance(one, Segment) and at > begin]
        yield (min(after) - begin) * 1000


if __name__ == "__main__":
    asyncio.run(main())
