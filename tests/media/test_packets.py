"""Reading and writing packets: nothing that arrives may raise."""

import pytest
from aiortc import rtp
from hypothesis import given
from hypothesis import strategies as st

from media.grants import Kind
from media.key_frame import KeyFrameRequests, starts_vp8_key_frame
from media.out_stream import OutStream
from media.rtcp import negative_acknowledgement, parse, receiver_report, sender_report
from media.rtp import find_extension, find_payload
from tests.media.wire import PlainSender, PlainViewer
from tests.media.wire import rtp as rtp_packet


@given(st.binary(max_size=80), st.integers(0, 15))
def test_headers_of_any_bytes_are_found_or_refused(data: bytes, element: int) -> None:
    packet = memoryview(data + bytes(64))
    payload_at = find_payload(packet, len(data))
    if payload_at is not None:
        assert 12 <= payload_at <= len(data)
        find_extension(packet, payload_at, element)


def test_an_extension_element_is_found_behind_others() -> None:
    packet = memoryview(rtp_packet(1, b"x", extension=b"\x22abc\x10\x85\0\0"))
    payload_at = find_payload(packet, len(packet))
    assert payload_at == 24
    assert find_extension(packet, payload_at, 1) == b"\x85"
    assert find_extension(packet, payload_at, 7) is None


def test_two_byte_elements_are_read_too() -> None:
    packet = bytearray(rtp_packet(1, b"x", extension=b"\x01\x01\x55\0"))
    packet[12:14] = b"\x10\x00"
    assert find_extension(memoryview(packet), 20, 1) == b"\x55"


@pytest.mark.parametrize(
    ("payload", "is_key"),
    [
        (b"\x10\x00", True),
        (b"\x10\x01", False),
        (b"\x00\x00", False),  # not the first packet of the frame
        (b"\x11\x00", False),  # not the first partition
        (b"\x90\x80\x05\x00", True),  # 7-bit picture id
        (b"\x90\x80\x85\x05\x00", True),  # 15-bit picture id
        (b"\x90\xe0\x85\x05\x07\x40\x00", True),  # picture id, TL0PICIDX, TID
        (b"\x90\xe0\x85\x05\x07\x40\x01", False),
        (b"\x90\xf0", False),
        (b"", False),
    ],
)
def test_key_frames_of_vp8_are_told_from_others(payload: bytes, *, is_key: bool) -> None:
    assert starts_vp8_key_frame(memoryview(payload), 0, len(payload)) == is_key


@given(st.binary(max_size=12), st.integers(0, 14))
def test_no_payload_is_read_beyond_its_end(payload: bytes, at: int) -> None:
    starts_vp8_key_frame(memoryview(payload), at, len(payload))


def test_requests_follow_each_other_by_the_throttle_and_the_retries() -> None:
    requests = KeyFrameRequests()
    sent = []
    requests.want(0.0)
    for hundredth in range(1000):
        if hundredth == 10:
            requests.want(0.1)
        if requests.is_due(hundredth / 100):
            sent.append(hundredth)
    assert sent == pytest.approx([0, 30, 70, 150, 310, 630], abs=1)


@given(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=60, unique=True))
def test_every_lost_packet_is_asked_for(sequences: list[int]) -> None:
    packet = parse(negative_acknowledgement(9, sequences))[0]
    assert isinstance(packet, rtp.RtcpRtpfbPacket)
    assert {n & 0xFFFF for n in packet.lost} == set(sequences)


@given(st.binary(max_size=120))
def test_malformed_rtcp_is_nothing(data: bytes) -> None:
    assert isinstance(parse(data), list)


@given(st.sampled_from([200, 201, 202, 203, 205, 206]), st.integers(0, 31), st.binary(max_size=64))
def test_rtcp_of_any_content_is_read_or_dropped(kind: int, count: int, body: bytes) -> None:
    body += bytes(-len(body) % 4)
    assert isinstance(parse(rtp.pack_rtcp_packet(kind, count, body)), list)


def test_a_sender_learns_loss_and_bitrate() -> None:
    stream = PlainSender().stream
    for sequence in range(0, 100, 2):
        stream.track(sequence, 0, 1.0)
    stream.sender_report = (0x1234_5678_9ABC_0000, 0, 1.0)
    reception = stream.report()
    assert reception is not None
    report, estimate = parse(receiver_report({stream: reception}, 1.5))
    assert isinstance(report, rtp.RtcpRrPacket)
    assert isinstance(estimate, rtp.RtcpPsfbPacket)
    block = report.reports[0]
    assert (block.fraction_lost, block.packets_lost) == (126, 49)
    assert (block.lsr, block.dlsr) == (0x5678_9ABC, 32768)
    assert rtp.unpack_remb_fci(estimate.fci)[1] == [stream.ssrc]


def test_a_sender_report_is_told_in_the_numbers_of_the_slot() -> None:
    sender = PlainSender()
    sender.clock_offset = 1 << 32
    out = OutStream(PlainViewer(), Kind.CAMERA, "3", 100)
    out.source = sender.stream
    assert sender_report(out) == b""
    sender.stream.sender_report = (5 << 32, 1000, 0.0)
    assert out.start(70_000, 1000, 0.0, is_key=True)
    report, description = parse(sender_report(out))
    assert isinstance(report, rtp.RtcpSrPacket)
    assert isinstance(description, rtp.RtcpSdesPacket)
    assert report.ssrc == out.ssrc
    assert report.sender_info.ntp_timestamp == 6 << 32
    assert report.sender_info.rtp_timestamp == (1000 + out.timestamp_offset) & 0xFFFFFFFF
    assert description.chunks[0].items == [(1, b"viewer")]
