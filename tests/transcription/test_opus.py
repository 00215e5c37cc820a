"""libopus: the system's and the one beside PyAV."""

import ctypes
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spoken_packets import opus_packets
from tests.synthesis import read_pcm, speak
from transcription.loudness import measure_level
from transcription.opus import OpusDecoder, bundled_libraries, load_opus, open_library
from transcription.packets import opus_duration

SAMPLES = 320


def libraries() -> Iterator[ctypes.CDLL]:
    yield load_opus()
    yield from map(open_library, bundled_libraries())


@pytest.mark.parametrize("library", list(libraries()), ids=str)
def test_both_libraries_decode_speech_to_16_khz(library: ctypes.CDLL) -> None:
    wav = speak("hello", "en")
    decoder = OpusDecoder(library)
    pcm = b"".join(decoder.decode(packet.payload, SAMPLES) for packet in opus_packets(wav))
    assert len(pcm) // 2 == pytest.approx(len(read_pcm(wav)) // 6, abs=2 * SAMPLES)
    assert measure_level(pcm) == pytest.approx(measure_level(read_pcm(wav)), abs=1)


def test_pyav_brings_a_library_of_its_own() -> None:
    assert bundled_libraries()


@pytest.mark.parametrize("payload", [b"", b"\xff", b"\x03", b"\x03\xff\xff\xff", b"\x00" * 1500])
def test_garbage_becomes_concealment(payload: bytes) -> None:
    decoder = OpusDecoder()
    assert len(decoder.decode(payload, SAMPLES)) >= SAMPLES * 2
    assert len(decoder.recover(payload, SAMPLES)) == SAMPLES * 2


@pytest.mark.parametrize("samples", [0, 1, 40, 320, 333, 1920, 1960, 9600])
def test_concealment_has_the_length_asked_for(samples: int) -> None:
    decoder = OpusDecoder()
    assert len(decoder.conceal(samples)) == samples * 2
    assert len(decoder.recover(b"\xf8\xff\xfe", samples)) == samples * 2


def test_a_lost_packet_comes_back_from_the_next_one() -> None:
    packets = opus_packets(speak("the construction company", "en"), fec=25)
    loud = [i for i, packet in enumerate(packets) if (packet.level or 127) < 25]
    whole = _decoded(OpusDecoder(), [packet.payload for packet in packets])
    for with_fec, limit in ((True, 0.6), (False, 5)):
        decoder = OpusDecoder()
        distances = []
        for i, packet in enumerate(packets[:-1]):
            if i in loud and i % 4 == 1:
                after = packets[i + 1].payload
                got = decoder.recover(after, SAMPLES) if with_fec else decoder.conceal(SAMPLES)
                distances.append(_distance(got, whole[i]))
            else:
                decoder.decode(packet.payload, SAMPLES)
        assert sum(distances) / len(distances) < limit
        if not with_fec:
            assert sum(distances) / len(distances) > 0.6


def test_decoders_give_their_memory_back() -> None:
    _make_many(200)
    before = _pages()
    _make_many(3000)
    assert _pages() - before < 2000  # a decoder is 17 KB, so 3000 would be six times that


def test_closing_twice_is_harmless() -> None:
    decoder = OpusDecoder()
    decoder.close()
    decoder.close()


@pytest.mark.parametrize(
    ("payload", "milliseconds"),
    [
        (b"\xf8\xff\xfe", 20),
        (b"\x78", 20),
        (b"\x08", 20),
        (b"\x19aa", 120),
        (b"\x80", 2.5),
        (b"\x03\x06", 60),
        (b"\x03\x3f", 20),
        (b"", 20),
        (b"\x03", 20),
    ],
)
def test_the_first_bytes_tell_how_long_a_packet_sounds(payload: bytes, milliseconds: float) -> None:
    assert opus_duration(payload) == milliseconds * 48


def _decoded(decoder: OpusDecoder, payloads: list[bytes]) -> list[bytes]:
    return [decoder.decode(payload, SAMPLES) for payload in payloads]


def _distance(pcm: bytes, reference: bytes) -> float:
    """Return the energy of the difference over that of the reference."""
    one, other = array("h", pcm), array("h", reference)
    energy = sum(b * b for b in other) or 1
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / energy


def _pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])


def _make_many(count: int) -> None:
    for _ in range(count):
        OpusDecoder().close()
