"""A transcriber around a scripted engine: closing, bounds, races, failures."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.scripted_recognizer import ScriptedRecognizer, ScriptedStream, talk
from tests.transcription.listening import Ear, listen
from transcription import (
    ModelMissingError,
    Recognizers,
    Segment,
    SpeechModel,
    TranscriptionError,
    Utterance,
    Word,
    open_recognizers,
)
from transcription.errors import ModelUnreadableError, RecognitionError

LINES = ["我 叫 张 伟", "八 万 六", "谢谢 您"]


def script(lines: list[str] = LINES) -> ScriptedRecognizer:
    return ScriptedRecognizer("zh", lines)


async def until(check: Callable[[], object], seconds: float = 3.0) -> None:
    for _ in range(round(seconds * 100)):
        if check():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen in time")


async def test_each_stretch_of_speech_is_one_utterance_with_the_id_of_its_segments() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        packets = [p for i in range(3) for p in talk(seconds=1.0, at=i * 2.0, since=100.0)]
        ear = await listen(recognizers, packets, "zh")
    assert ear.texts == LINES
    ids = [one.id for one in ear.utterances]
    assert len(set(ids)) == 3
    assert list(dict.fromkeys(one.id for one in ear.heard)) == ids
    assert [round(one.start - 100) for one in ear.utterances] == [0, 2, 4]
    assert len({one.first_sample for one in ear.utterances}) == 3


async def test_an_utterance_is_closed_after_six_tenths_of_silence() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ear = Ear()
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=ear)
        packets = list(talk(seconds=1.0, silence=1.0))
        for packet in packets[: round(1.58 * 50)]:
            transcriber.write(packet)
        await asyncio.sleep(0.2)
        assert not ear.utterances
        for packet in packets[round(1.58 * 50) : round(1.62 * 50)]:
            transcriber.write(packet)
        await until(lambda: ear.utterances)
        await transcriber.close()


async def test_a_speaker_who_is_muted_in_mid_word_is_closed_by_the_clock() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ear = Ear()
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=ear)
        for packet in talk(seconds=1.0, silence=0.0):
            transcriber.write(packet)
        began = time.monotonic()
        await until(lambda: ear.utterances)
        assert 0.8 < time.monotonic() - began < 1.6
        await transcriber.close()
    assert ear.texts == LINES[:1]


async def test_a_sender_that_saves_packets_in_silence_is_closed_all_the_same() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ear = Ear()
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=ear)
        packets = list(talk(seconds=1.0, silence=0.0))
        last = packets[-1]
        comfort = [
            replace(last, level=127, sequence=50 + i, rtp_time=last.rtp_time + (i + 1) * 19_200)
            for i in range(2)
        ]
        for packet in [*packets, *comfort]:
            transcriber.write(packet)
        await until(lambda: ear.utterances, seconds=0.7)
        await transcriber.close()


async def test_two_minutes_of_mute_are_not_two_minutes_of_silence() -> None:
    engine = script()
    streams: list[CountingStream] = []
    engine.stream = lambda: streams.append(CountingStream(LINES)) or streams[-1]  # type: ignore
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        before = talk(seconds=1.0, silence=0.1, since=0.0)
        after = talk(seconds=1.0, silence=0.1, at=121.1, since=0.0)
        ear = await listen(recognizers, [*before, *after], "zh")
    assert ear.texts == LINES[:2]
    assert ear.utterances[1].start == pytest.approx(121.1, abs=0.4)
    assert sum(stream.seconds for stream in streams) < 3


async def test_a_page_that_is_loaded_again_goes_on_with_its_new_clock() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        before = talk(seconds=1.0, silence=0.0, at=5000.0, since=-4900.0)
        after = talk(seconds=1.0, silence=0.0, at=3.0, since=100.0)
        ear = await listen(recognizers, [*before, *after], "zh")
    assert ear.texts == LINES[:2]
    assert ear.utterances[0].start == pytest.approx(100, abs=0.1)
    assert ear.utterances[1].start == pytest.approx(103, abs=0.1)


async def test_speech_that_outruns_the_recogniser_loses_its_oldest_part() -> None:
    engine = script()
    slow = asyncio.Event()
    loop = asyncio.get_running_loop()

    def load(model: SpeechModel) -> ScriptedRecognizer:
        asyncio.run_coroutine_threadsafe(slow.wait(), loop).result(10)
        return engine.load(model)

    async with open_recognizers(engine.models, load=load) as recognizers:
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=Ear())
        began = time.monotonic()
        for packet in talk(seconds=75.0, silence=0.0):
            transcriber.write(packet)
        assert time.monotonic() - began < 1.0
        assert transcriber.dropped_seconds == 15
        assert transcriber.lag_seconds == recognizers.lag_seconds == 60
        slow.set()
        await transcriber.close()
        assert transcriber.lag_seconds == 0
        assert recognizers.dropped_seconds == 15


async def test_closing_delivers_what_was_being_said() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ear = await listen(recognizers, talk(seconds=0.5, silence=0.0), "zh")
        assert isinstance(ear.heard[-1], Utterance)


async def test_closing_twice_and_writing_afterwards_is_harmless() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ear = Ear()
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=ear)
        await asyncio.gather(transcriber.close(), transcriber.close())
        for packet in talk():
            transcriber.write(packet)
        await transcriber.close()
        assert not ear.heard
        assert transcriber.lag_seconds == 0


async def test_leaving_the_recognizers_closes_what_is_still_open() -> None:
    engine = script()
    ear = Ear()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=ear)
        for packet in talk(seconds=1.0, silence=0.0):
            transcriber.write(packet)
    assert ear.texts == LINES[:1]


async def test_nothing_opens_once_the_recognizers_are_closed() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        pass
    with pytest.raises(TranscriptionError, match="shutting down"):
        recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=Ear())


async def test_a_close_that_is_cancelled_still_closes() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=Ear())
        closing = asyncio.create_task(transcriber.close())
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait_for(transcriber.close(), 2)


async def test_segments_come_only_when_they_changed() -> None:
    engine = script(["一 二 三"])
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ear = await listen(recognizers, talk(seconds=3.0), "zh")
    texts = [one.text for one in ear.segments]
    assert texts[-1] == "一 二 三"
    assert len(texts) == len(set(texts))


async def test_segments_come_at_most_every_three_tenths() -> None:
    engine = script([" ".join("一二三四五六七八九十" * 3)])
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ear = await listen(recognizers, talk(seconds=3.0), "zh")
    assert 10 <= len(ear.segments) <= 12


async def test_an_unknown_language_is_refused_at_once() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        with pytest.raises(ModelMissingError, match="'fr'"):
            recognizers.open_transcriber(lang="fr", speaker="c-1", deliver=Ear())


async def test_a_failing_engine_costs_its_own_speaker_one_utterance_only() -> None:
    engine = script()
    streams = iter([BreakingStream(LINES), ScriptedStream(LINES), ScriptedStream(LINES)])
    engine.stream = lambda: next(streams)  # type: ignore[method-assign]
    async with open_recognizers(engine.models, threads=1, load=engine.load) as recognizers:
        ear, other = Ear(), Ear()
        failing = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=ear)
        sound = recognizers.open_transcriber(lang="zh", speaker="s-1", deliver=other)
        for packet in talk(seconds=1.0):
            failing.write(packet)
        await until(lambda: any(one.text == "" for one in ear.segments))
        for packet in talk(seconds=1.0):
            sound.write(packet)
        await until(lambda: other.utterances)
        await asyncio.sleep(1.1)  # it is deaf for a second after a failure
        for packet in talk(seconds=1.0, at=10.0):
            failing.write(packet)
        await until(lambda: ear.utterances)


async def test_a_model_that_does_not_load_is_tried_again_and_not_per_packet() -> None:
    engine = script()
    tries: list[float] = []

    def load(model: SpeechModel) -> ScriptedRecognizer:
        tries.append(time.monotonic())
        raise ModelUnreadableError(model.path)

    async with open_recognizers(engine.models, load=load) as recognizers:
        ear = await listen(recognizers, talk(seconds=20.0), "zh")
    assert not ear.heard
    assert len(tries) == 1


async def test_no_word_is_logged_when_its_receiver_fails(caplog: pytest.LogCaptureFixture) -> None:
    engine = script()
    heard: list[str] = []

    def deliver(one: Segment | Utterance) -> None:
        heard.append(one.text)
        raise ValueError(one.text)

    asyncio.get_running_loop().set_debug(True)
    asyncio.get_running_loop().slow_callback_duration = 0.0
    with caplog.at_level(logging.DEBUG):
        async with open_recognizers(engine.models, load=engine.load) as recognizers:
            transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=deliver)
            for packet in talk(seconds=1.0):
                transcriber.write(packet)
            await transcriber.close()
    assert heard[-1] == LINES[0]
    assert "delivering words of c-1 failed: ValueError" in caplog.text
    assert "张" not in caplog.text


async def test_many_speakers_come_and_go_without_a_trace() -> None:
    engine = script()
    async with open_recognizers(engine.models, load=engine.load) as recognizers:
        ears = await asyncio.gather(
            *(listen(recognizers, talk(seconds=0.5), "zh", f"c-{i}") for i in range(50))
        )
        assert all(ear.texts == LINES[:1] for ear in ears)
        assert _open_in(recognizers) == 0


def _open_in(recognizers: Recognizers) -> int:
    return len(recognizers._open) + sum(thread.speakers for thread in recognizers._threads)


class CountingStream(ScriptedStream):
    """Counts what it is fed."""

    seconds = 0.0

    def accept(self, pcm: bytes) -> bool:
        self.seconds += len(pcm) / 32_000
        return super().accept(pcm)


class BreakingStream(ScriptedStream):
    """Fails when it should say its last words, after a first segment."""

    def finish(self) -> tuple[Word, ...]:
        raise RecognitionError
