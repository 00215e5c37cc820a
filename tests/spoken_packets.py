"""A WAV as the Opus packets of a browser's microphone, 20 ms each, with level and arrival."""

import wave
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.audio.codeccontext import AudioCodecContext

from tests.scripted_recognizer import SpokenPacket
from transcription.loudness import measure_level

RATE = 48_000
FRAME = RATE // 50


def opus_packets(
    path: Path, *, at: float = 0.0, since: float = 0.0, tells_level: bool = True, fec: int = 0
) -> list[SpokenPacket]:
    """Encode a WAV of 48 kHz mono; the first packet is `at` s on the RTP clock.

    Args:
        path: the WAV.
        at: seconds on the RTP clock; also the arrival after `since`.
        since: monotonic time at 0 of the RTP clock.
        tells_level: with the audio level extension (RFC 6464) or without.
        fec: percent of loss that the encoder guards against with in-band FEC; 0 is none.
    """
    frames = list(_frames(path))
    payloads = _encode(frames, fec)
    first = round(at * 50)
    return [
        SpokenPacket(
            payload=payload,
            sequence=(first + i) & 0xFFFF,
            rtp_time=(first + i) * FRAME,
            level=measure_level(pcm) if tells_level else None,
            arrived_at=since + at + i * 0.02,
        )
        for i, (payload, pcm) in enumerate(zip(payloads, frames, strict=False))
    ]


def _frames(path: Path) -> Sequence[bytes]:
    with wave.open(str(path)) as file:
        pcm = file.readframes(file.getnframes())
    return [pcm[i : i + FRAME * 2] for i in range(0, len(pcm) - FRAME * 2 + 1, FRAME * 2)]


def _encode(frames: Sequence[bytes], fec: int) -> list[bytes]:
    guard = {"fec": "1", "packet_loss": str(fec)} if fec else {}
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate, encoder.format, encoder.layout = RATE, "s16", "mono"
    encoder.bit_rate = 32_000
    encoder.options = {"application": "voip", "frame_duration": "20", **guard}
    packets = []
    for i, pcm in enumerate(frames):
        packets += encoder.encode(_frame(pcm, i))
    packets += encoder.encode(None)
    return [bytes(packet) for packet in packets]


def _frame(pcm: bytes, number: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout="mono", samples=FRAME)
    frame.sample_rate, frame.pts, frame.time_base = RATE, number * FRAME, Fraction(1, RATE)
    frame.planes[0].update(pcm)
    return frame
