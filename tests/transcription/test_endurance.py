"""Hours of work leave memory as it was."""

import asyncio
import resource
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scripted_recognizer import SpokenPacket
from tests.spoken_packets import opus_packets
from tests.synthesis import speak
from tests.transcription.listening import listen
from transcription import find_models, open_recognizers, transcribe_file

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
SAID = "请 您 提供 合同 和 付款 凭证"


def megabytes() -> float:
    """Return what this process holds now (a peak would hide growth below an earlier test's)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def test_hundreds_of_speakers_leave_no_recogniser_behind() -> None:
    packets = opus_packets(speak(SAID, "zh"))
    async with open_recognizers(find_models()) as recognizers:
        for _ in range(30):
            await listen(recognizers, packets, "zh")
        before = megabytes()
        for _ in range(250):
            ear = await listen(recognizers, packets, "zh")
            assert len(ear.utterances) == 1
    assert megabytes() - before < 8


async def test_a_long_visit_does_not_grow() -> None:
    packets = opus_packets(speak(SAID, "zh"))
    async with open_recognizers(find_models()) as recognizers:
        deliveries = 0

        def count(_: object) -> None:
            nonlocal deliveries
            deliveries += 1

        transcriber = recognizers.open_transcriber(lang="zh", speaker="c-1", deliver=count)
        before = 0.0
        for i in range(200):
            for packet in packets:
                transcriber.write(_later(packet, i * len(packets)))
            while transcriber.lag_seconds:  # noqa: ASYNC110  the thread gives no sign
                await asyncio.sleep(0.005)
            before = before or (megabytes() if i == 40 else 0.0)
        await transcriber.close()
    assert deliveries >= 200
    assert megabytes() - before < 15


def test_a_long_file_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    short, long = speak(SAID, "zh"), tmp_path / "long.mp3"
    command = ["ffmpeg", "-v", "error", "-stream_loop", "150", "-i", str(short), str(long)]
    subprocess.run(command, check=True, timeout=120)
    assert len(list(transcribe_file(short, "zh"))) == 1
    before = megabytes()
    utterances = list(transcribe_file(long, "zh"))
    assert len(utterances) == pytest.approx(151, abs=3)
    assert utterances[-1].start > 450
    assert megabytes() - before < 15


def _later(packet: SpokenPacket, packets: int) -> SpokenPacket:
    return replace(
        packet,
        sequence=(packet.sequence + packets) & 0xFFFF,
        rtp_time=packet.rtp_time + packets * 960,
        arrived_at=packet.arrived_at + packets * 0.02,
    )
