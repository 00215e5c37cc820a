"""The buffer between loop and thread: bounded, oldest first out."""

from tests.scripted_recognizer import talk
from transcription.packet_buffer import PacketBuffer


def test_the_oldest_goes_when_a_minute_waits_and_is_counted() -> None:
    buffer = PacketBuffer()
    for packet in talk(seconds=70, silence=0, since=0.0):
        buffer.put(packet)
    assert buffer.seconds == 60
    assert buffer.dropped_seconds == 10
    first = buffer.take()
    assert first is not None
    assert first.rtp_time == 10 * 48_000


def test_the_thread_is_asked_for_once_until_it_found_nothing() -> None:
    buffer = PacketBuffer()
    one, two, three = list(talk(seconds=0.06, silence=0))
    assert buffer.put(one)
    assert not buffer.put(two)
    assert buffer.take() is one
    assert buffer.take() is two
    assert buffer.take() is None
    assert buffer.put(three)
