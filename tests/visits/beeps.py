"""People who beep: half a second of tone at every full second, as real Opus in real time."""

import array
import asyncio
import math
import time
import wave
from collections.abc import Sequence
from functools import cache
from io import RawIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import av

from tests.scripted_recognizer import SpokenPacket
from tests.spoken_packets import RATE, opus_packets
from tests.visits.reception import Page

LOUD = 3000
TEN_MS = RATE // 100


@cache
def beeps(seconds: int = 20) -> Sequence[SpokenPacket]:
    """Encode the beeps; no two packets of tone are the same bytes."""
    pcm = array.array("h")
    for i in range(seconds * RATE):
        is_on = i % RATE < RATE // 2
        pcm.append(round(12_000 * math.sin(i * (0.05 + i / RATE / 1000))) if is_on else 0)
    with TemporaryDirectory() as folder:
        path = Path(folder, "beeps.wav")
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(pcm.tobytes())
        return opus_packets(path)


async def beep(*pages: Page, seconds: float, since: float = 0.0) -> float:
    """Let everybody beep at once; return the monotonic second at which it began."""
    began = time.monotonic()
    first, count = round(since * 50), round(seconds * 50)
    for i, packet in enumerate(beeps()[first : first + count]):
        await asyncio.sleep(max(0.0, began + i * 0.02 - time.monotonic()))
        for page in pages:
            say(page, packet)
    return began


def say(page: Page, packet: SpokenPacket) -> None:
    """Send a packet on the clock of the seat's microphone, as the one after the last."""
    tap = page.participant._tap
    sequence = tap._last_sequence + 1 - tap._sequence_offset
    tap.write(packet.payload, sequence, sequence * RATE // 50, packet.level)


def find_onsets(file: IO[bytes] | RawIOBase) -> list[float]:
    """Decode as a player does; return where it becomes loud after silence, in seconds."""
    samples = decode(file)
    loud = [
        at / 100
        for at in range(len(samples) // TEN_MS)
        if max(samples[at * TEN_MS : (at + 1) * TEN_MS]) > LOUD
    ]
    return [at for before, at in zip([-1.0, *loud], loud, strict=False) if at - before > 0.2]


def decode(file: IO[bytes] | RawIOBase) -> "array.array[int]":
    """Decode to 48 kHz mono."""
    samples = array.array("h")
    with av.open(file, "r") as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(piece.planes[0])[: piece.samples * 2])
    return samples
