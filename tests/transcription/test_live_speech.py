"""Real models and real Opus packets, from an espeak-ng microphone to utterances."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise, zip_longest

import pytest

from tests.scripted_recognizer import SpokenPacket
from tests.spoken_packets import opus_packets
from tests.synthesis import speak
from tests.transcription.listening import Ear, errors, listen, spoken_intervals
from transcription import Recognizers, find_models, open_recognizers

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

SHORT = {lang: lines[2:] for lang, lines in SAID.items()}


@pytest.fixture
async def recognizers() -> AsyncIterator[Recognizers]:
    async with open_recognizers(find_models()) as recognizers:
        yield recognizers


@pytest.mark.parametrize(
    ("lang", "voice", "rate"), [("zh", "f2", 160), ("zh", "m3", 190), ("en", "f4", 140)]
)
async def test_sentences_are_recognised_one_utterance_each(
    recognizers: Recognizers, lang: str, voice: str, rate: int
) -> None:
    wav = speak(SAID[lang], lang, voice, rate=rate)
    ear = await listen(recognizers, opus_packets(wav), lang)
    assert len(ear.utterances) == len(SAID[lang])
    assert errors(SAID[lang], ear) <= 0.1


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("voice", ["f2", "f4", "f5", "m1", "m3", "m5", "Annie", "klatt3"])
@pytest.mark.parametrize("rate", [130, 165, 200])
async def test_every_voice_and_rate_is_recognised(
    recognizers: Recognizers, lang: str, voice: str, rate: int
) -> None:
    wav = speak(SAID[lang], lang, voice, rate=rate)
    ear = await listen(recognizers, opus_packets(wav), lang)
    assert errors(SAID[lang], ear) <= 0.25


async def test_words_carry_the_time_of_their_arrival(recognizers: Recognizers) -> None:
    wav = speak(SAID["zh"], "zh")
    ear = await listen(recognizers, opus_packets(wav, at=70.0, since=500.0), "zh")
    for utterance, (begin, end) in zip(ear.utterances, spoken_intervals(wav), strict=True):
        assert utterance.start == pytest.approx(570 + begin, abs=0.1)
        assert utterance.end == pytest.approx(570 + end, abs=0.15)
        assert all(one.end <= other.start + 0.001 for one, other in pairwise(utterance.words))
        assert utterance.text == " ".join(word.text for word in utterance.words)


async def test_jitter_does_not_move_the_words(recognizers: Recognizers) -> None:
    wav = speak(SHORT["en"], "en")
    smooth = opus_packets(wav)
    late = [replace(p, arrived_at=p.arrived_at + (i * 37 % 11) / 100) for i, p in enumerate(smooth)]
    ear, other = [await listen(recognizers, packets, "en") for packets in (smooth, late)]
    for one, two in zip(ear.utterances, other.utterances, strict=True):
        assert one.start == pytest.approx(two.start, abs=0.02)


async def test_two_people_who_speak_at_once_keep_their_own_words(recognizers: Recognizers) -> None:
    citizen, officer = Ear(), Ear()
    first = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=citizen)
    second = recognizers.open_transcriber(lang="zh", speaker="s-1", deliver=officer)
    said = SAID["zh"][2], SAID["zh"][3]
    voices = speak(said[0], "zh", "f2"), speak(said[1], "zh", "m3")
    for one, other in zip_longest(*map(opus_packets, voices)):
        for transcriber, packet in ((first, one), (second, other)):
            if packet is not None:
                transcriber.write(packet)
    await asyncio.gather(first.close(), second.close())
    assert errors(said[:1], citizen) <= 0.1
    assert errors(said[1:], officer) <= 0.25
    assert {one.speaker for one in citizen.utterances} == {"c-1"}
    assert {one.speaker for one in officer.utterances} == {"s-1"}


async def test_packets_without_a_level_are_judged_by_their_sound(recognizers: Recognizers) -> None:
    wav = speak(SHORT["zh"], "zh")
    ear = await listen(recognizers, opus_packets(wav, tells_level=False), "zh")
    assert len(ear.utterances) == len(SHORT["zh"])
    assert errors(SHORT["zh"], ear) <= 0.1


async def test_forward_error_correction_keeps_words_that_silence_would_lose(
    recognizers: Recognizers,
) -> None:
    wav = speak(SAID["en"], "en", rate=230)
    guarded, bare = opus_packets(wav, fec=25), opus_packets(wav)
    with_fec = await listen(recognizers, _lossy(guarded), "en")
    # The same loss, and the packet after it not telling: what was lost is made silent.
    digital_silence = b"\xf8\xff\xfe"
    silent = [replace(p, payload=digital_silence) if _is_lost(i) else p for i, p in enumerate(bare)]
    with_silence = await listen(recognizers, silent, "en")
    assert errors(SAID["en"], with_fec) <= 0.1
    assert errors(SAID["en"], with_fec) < errors(SAID["en"], with_silence)


async def test_garbage_between_good_packets_costs_no_more_than_itself(
    recognizers: Recognizers,
) -> None:
    wav = speak(SHORT["en"], "en")
    damaged = [
        replace(p, payload=(b"", b"\xff", b"\x03\xff\xff\xff", bytes(range(40)))[i // 23 % 4])
        if i % 23 == 0
        else p
        for i, p in enumerate(opus_packets(wav))
    ]
    ear = await listen(recognizers, damaged, "en")
    assert len(ear.utterances) == len(SHORT["en"])
    assert errors(SHORT["en"], ear) <= 0.25


def _lossy(packets: list[SpokenPacket]) -> list[SpokenPacket]:
    return [packet for i, packet in enumerate(packets) if not _is_lost(i)]


def _is_lost(number: int) -> bool:
    """Lose every other packet, which FEC can still make good."""
    return number % 2 == 1
