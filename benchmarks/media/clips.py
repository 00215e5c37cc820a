"""Four seconds of moving picture and of sound, encoded once and sent over and over."""

import math
import random
from array import array
from dataclasses import dataclass
from fractions import Fraction

import av

WIDTH, HEIGHT, FRAMES_PER_SECOND, SECONDS = 640, 480, 30, 4
BITRATE = 1_000_000
PACKET_SIZE = 1040


@dataclass(frozen=True)
class Clip:
    """RTP payloads: of VP8 a list per frame, of Opus one per 20 ms."""

    pictures: list[list[bytes]]
    sounds: list[bytes]

    @property
    def packets_per_second(self) -> float:
        """Return how many RTP packets one who sends this sends in a second."""
        return (sum(map(len, self.pictures)) + len(self.sounds)) / SECONDS


def encode_clip() -> Clip:
    return Clip([_packetise(frame) for frame in _encode_pictures()], _encode_sounds())


def _encode_pictures() -> list[bytes]:
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    codec.bit_rate, codec.gop_size = BITRATE, 1000
    codec.time_base = Fraction(1, FRAMES_PER_SECOND)
    rate = str(BITRATE)
    codec.options = {
        "deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0",
        "minrate": rate, "maxrate": rate, "bufsize": "300000",
    }  # fmt: skip
    rows = _texture()
    frames = []
    for number in range(FRAMES_PER_SECOND * SECONDS):
        frames += [bytes(packet) for packet in codec.encode(_picture(rows, number))]
    return frames


def _texture() -> list[bytes]:
    """Return rows of noise, wide enough to pan over."""
    dice = random.Random(1)  # noqa: S311  # noise, not keys
    width = WIDTH + 3 * FRAMES_PER_SECOND * SECONDS
    return [bytes(60 + b // 3 for b in dice.randbytes(width)) for _ in range(HEIGHT)]


def _picture(rows: list[bytes], number: int) -> av.VideoFrame:
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    shift = 3 * number
    luma, *chroma = frame.planes
    padding = bytes(luma.line_size - WIDTH)
    luma.update(b"".join(row[shift : shift + WIDTH] + padding for row in rows))
    for plane in chroma:
        plane.update(bytes([128]) * plane.buffer_size)
    frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
    return frame


def _packetise(frame: bytes) -> list[bytes]:
    """Cut a VP8 frame with the one-byte descriptor (RFC 7741, section 4.2)."""
    starts = range(0, len(frame), PACKET_SIZE)
    return [(b"\x00" if at else b"\x10") + frame[at : at + PACKET_SIZE] for at in starts]


def _encode_sounds() -> list[bytes]:
    codec = av.CodecContext.create("libopus", "w")
    assert isinstance(codec, av.AudioCodecContext)  # noqa: S101  # tells mypy which
    codec.sample_rate, codec.layout, codec.format = 48_000, "mono", "s16"
    codec.bit_rate = 32_000
    sounds: list[bytes] = []
    for number in range(50 * SECONDS):
        start = number * 960
        wave = (int(8000 * math.sin((start + n) / 35)) for n in range(960))
        frame = av.AudioFrame("s16", "mono", 960)
        frame.planes[0].update(array("h", wave).tobytes())
        frame.sample_rate, frame.pts = 48_000, start
        sounds += [bytes(packet) for packet in codec.encode(frame)]
    return sounds
