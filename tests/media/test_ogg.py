"""Ogg pages as other programs read them."""

import io
import struct

import av
import pytest

from media import OpusPacket, Recording, end_stream
from media.ogg import LONGEST_PAGE, OggOpusStream, checksum
from media.opus import silence
from media.recording import CAPACITY

SILENCE = b"\xf8\xff\xfe"


class Pages:
    """A file in memory that remembers what it was asked for."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.syncs = 0

    def write(self, pages: bytes) -> None:
        self.written.append(pages)

    def sync(self) -> None:
        self.syncs += 1

    def close(self, last_pages: bytes) -> None:
        self.written.append(last_pages)

    def abandon(self) -> None: ...

    @property
    def content(self) -> bytes:
        return b"".join(self.written)


def split(content: bytes) -> list[bytes]:
    return [b"OggS" + page for page in content.split(b"OggS")[1:]]


def stream(seconds: int) -> bytes:
    ogg = OggOpusStream(7)
    pages = ogg.begin()
    for packet in silence(seconds * LONGEST_PAGE):
        pages += ogg.add(packet)
    return pages + ogg.end()


def seconds_of(content: bytes) -> float:
    with av.open(io.BytesIO(content), "r") as container:
        return sum(frame.samples for frame in container.decode(audio=0)) / 48_000


def test_another_program_reads_the_whole_stream() -> None:
    assert seconds_of(stream(61)) == pytest.approx(61, abs=0.05)


def test_every_page_has_its_sum_its_number_and_at_most_a_second() -> None:
    position = 0
    for number, page in enumerate(split(stream(5))):
        (check,) = struct.unpack_from("<I", page, 22)
        assert check == checksum(page[:22] + bytes(4) + page[26:])
        assert struct.unpack_from("<I", page, 18) == (number,)
        before, position = position, struct.unpack_from("<q", page, 6)[0]
        assert position - before <= LONGEST_PAGE + 5760


def test_the_headers_name_nobody() -> None:
    head, comment, *_ = split(stream(1))
    assert head[28:36] == b"OpusHead"
    assert comment[28:] == b"OpusTags" + struct.pack("<I", 8) + b"netvisit" + bytes(4)


def test_a_stream_that_was_cut_off_can_be_ended() -> None:
    whole = split(stream(5))
    cut = whole[:4]
    ending = end_stream(b"".join(cut[-2:]))
    content = b"".join(cut) + ending.page
    assert content.count(b"OggS") == 5
    assert ending.page[5] == 4
    assert seconds_of(content) == pytest.approx(ending.seconds, abs=0.05)
    assert end_stream(whole[-1]).page == b""


def speak(recording: Recording, count: int, *, since: float = 0.0) -> None:
    for i in range(count):
        at = since + i * 0.02
        recording.write(OpusPacket(SILENCE, round(at * 50), round(at * 48_000), 20, 100 + at))


def test_what_has_settled_is_written_each_time_and_synced_every_two_seconds() -> None:
    recording, file = Recording(100.0), Pages()
    for second in range(6):
        speak(recording, 50, since=float(second))
        recording.keep(file, 101.0 + second)
        assert seconds_of(file.content) == pytest.approx(second + 0.8, abs=0.05)
    assert file.syncs == 3
    recorded = recording.close(file)
    assert recorded.seconds == pytest.approx(6)
    assert seconds_of(file.content) == pytest.approx(6, abs=0.05)


def test_packets_that_overtook_each_other_are_in_order_again() -> None:
    recording, file = Recording(100.0), Pages()
    for sequence in (0, 2, 1, 3):
        at = sequence * 0.02
        recording.write(OpusPacket(SILENCE, sequence, sequence * 960, 20, 100.1 + at))
    recorded = recording.close(file)
    assert recorded.gaps == ()
    assert recorded.seconds == pytest.approx(0.18)


def test_a_disk_that_hangs_costs_the_oldest_sound_and_a_note() -> None:
    recording, file = Recording(100.0), Pages()
    speak(recording, 50)
    recording.keep(file, 102.0)
    speak(recording, CAPACITY + 100, since=1.0)
    recorded = recording.close(file)
    (gap,) = recorded.gaps
    assert (gap.start, gap.end, gap.reason) == (1.0, 3.0, "dropped")
    assert recorded.seconds == pytest.approx(33)


def test_nobody_speaking_is_silence_that_is_kept_too() -> None:
    recording, file = Recording(100.0), Pages()
    recording.keep(file, 700.0)
    assert seconds_of(file.content) == pytest.approx(597, abs=0.2)


def test_nothing_is_taken_after_the_end() -> None:
    recording, file = Recording(100.0), Pages()
    recording.close(file)
    size = len(file.content)
    speak(recording, 10)
    recording.keep(file, 110.0)
    assert len(file.content) == size
