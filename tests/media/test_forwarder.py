"""Packets through the forwarder: renumbered, encrypted anew, and only what may be seen."""

import pytest
from pylibsrtp import Session

from media.forwarder import abs_send_time
from media.grants import Kind
from tests.media.wire import DELTA_FRAME, KEY_FRAME, SSRC, Exchange, PlainSender, rtp


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


def test_a_picture_begins_with_a_key_frame(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    exchange.send(rtp(10, DELTA_FRAME))
    exchange.send(rtp(11, KEY_FRAME))
    exchange.send(rtp(12, DELTA_FRAME))
    assert [p.payload for p in exchange.received(out)] == [KEY_FRAME, DELTA_FRAME]


def test_a_slot_has_its_own_ssrc_payload_type_and_mid(exchange: Exchange) -> None:
    out = exchange.add_viewer(mid="17", mid_id=4)
    exchange.send(rtp(1, KEY_FRAME))
    packet = exchange.received(out)[0]
    assert (packet.ssrc, packet.payload_type) == (out.ssrc, 100)
    assert packet.extension == b"\0\0\0\0" + b"\x4117\0"


def test_no_extension_is_written_that_was_not_negotiated(exchange: Exchange) -> None:
    out = exchange.add_viewer(mid_id=0, abs_time_id=0)
    exchange.send(rtp(1, KEY_FRAME, extension=b"\x10\x55\0\0"))
    assert exchange.received(out)[0].extension == bytes(8)


def test_the_send_time_stands_in_its_negotiated_element(exchange: Exchange) -> None:
    out = exchange.add_viewer(abs_time_id=3)
    exchange.send(rtp(1, KEY_FRAME))
    assert exchange.received(out)[0].extension[0] == 0x32
    assert abs_send_time(64.5) == 1 << 17


def test_numbering_goes_on_when_the_source_changes(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    for sequence in (65534, 65535, 65536):
        exchange.send(rtp(sequence, KEY_FRAME, timestamp=1000))
    other = PlainSender()
    exchange.forwarder.attach(out, other.stream)
    exchange.send(rtp(40, KEY_FRAME, timestamp=99_000), sender=other)
    packets = exchange.received(out)
    first = packets[0].sequence
    assert [p.sequence - first for p in packets] == [0, 1, 2, 3]
    assert 0 < (packets[3].timestamp - packets[2].timestamp) & 0xFFFFFFFF < 90_000


def test_a_packet_older_than_the_start_is_not_shown(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    exchange.send(rtp(20, KEY_FRAME))
    exchange.send(rtp(19, DELTA_FRAME))
    exchange.send(rtp(21, DELTA_FRAME))
    assert len(exchange.received(out)) == 2


def test_a_muted_stream_reaches_nobody_and_leaves_no_gap(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    exchange.send(rtp(1, KEY_FRAME))
    exchange.forwarder.open_or_shut(exchange.sender.stream, is_open=False)
    for sequence in range(2, 50):
        exchange.send(rtp(sequence, DELTA_FRAME))
    exchange.forwarder.open_or_shut(exchange.sender.stream, is_open=True)
    exchange.send(rtp(50, KEY_FRAME))
    packets = exchange.received(out)
    assert [p.sequence - packets[0].sequence for p in packets] == [0, 1]
    assert exchange.statistics.packets_muted == 48


def test_a_lost_packet_is_sent_again_from_the_cache(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    for sequence in range(5):
        exchange.send(rtp(sequence, KEY_FRAME + bytes([sequence])))
    lost = exchange.received(out)[2]
    exchange.forwarder.resend(out, [lost.sequence])
    assert exchange.sent[2][0] == exchange.sent[-1][0]
    assert exchange.statistics.retransmitted == 1


def test_what_is_no_longer_in_the_cache_is_not_sent_again(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    for sequence in range(600):
        exchange.send(rtp(sequence, KEY_FRAME))
    first = (out.sequence_offset + exchange.sender.stream.highest - 599) & 0xFFFF
    exchange.forwarder.resend(out, [first])
    assert exchange.statistics.retransmissions_missed == 1
    assert len(exchange.sent) == 600


def test_a_slot_never_resends_what_it_showed_before_its_source_changed(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    exchange.send(rtp(10, KEY_FRAME))
    earlier = exchange.received(out)[0].sequence
    other = PlainSender()
    for sequence in (99, 100):
        exchange.send(rtp(sequence, KEY_FRAME), sender=other)
    exchange.forwarder.attach(out, other.stream)
    exchange.send(rtp(101, KEY_FRAME), sender=other)
    exchange.forwarder.resend(out, [earlier])
    assert exchange.statistics.retransmitted == 0


def test_a_gap_is_asked_for_once_at_once_and_again_later(exchange: Exchange) -> None:
    exchange.add_viewer()
    exchange.send(rtp(65534, KEY_FRAME))
    exchange.send(rtp(65537, DELTA_FRAME))
    assert exchange.sender.asked_again == [65535, 0]
    exchange.send(rtp(0, DELTA_FRAME))
    exchange.forwarder.tick(exchange.sender.stream.arrived_at + 0.2)
    assert exchange.sender.asked_again == [65535, 0, 65535]


def test_many_viewers_who_lost_the_picture_are_one_request(exchange: Exchange) -> None:
    exchange.add_viewer()
    for _ in range(10):
        exchange.forwarder.want_key_frame(exchange.sender.stream)
    assert exchange.sender.key_frames_asked == 1


def test_a_key_frame_is_asked_for_until_it_begins(exchange: Exchange) -> None:
    exchange.add_viewer()
    exchange.send(rtp(1, DELTA_FRAME))
    start = exchange.sender.stream.arrived_at
    for tenth in range(100):
        exchange.forwarder.tick(start + tenth / 10)
    assert exchange.sender.key_frames_asked == 5
    exchange.forwarder.want_key_frame(exchange.sender.stream)
    exchange.send(rtp(2, KEY_FRAME))
    exchange.forwarder.tick(start + 100)
    assert exchange.sender.key_frames_asked == 5


def test_forged_and_broken_packets_reach_nobody(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    exchange.receive(rtp(1, KEY_FRAME) + bytes(16), exchange.sender)
    exchange.send(rtp(1, KEY_FRAME, ssrc=SSRC + 1))
    assert exchange.received(out) == []
    assert exchange.statistics.unprotect_failed == 1
    assert exchange.statistics.unknown_streams == 1


def test_a_packet_libsrtp_refuses_is_never_sent_in_clear(exchange: Exchange) -> None:
    out = exchange.add_viewer()
    without_streams = Session()
    out.session = without_streams._srtp[0]
    exchange.send(rtp(1, KEY_FRAME))
    assert exchange.sent == []
    assert exchange.statistics.protect_failed == 1


def test_sound_is_forwarded_from_its_first_packet() -> None:
    exchange = Exchange(Kind.AUDIO)
    out = exchange.add_viewer()
    exchange.send(rtp(5, b"opus"))
    assert [p.payload for p in exchange.received(out)] == [b"opus"]
