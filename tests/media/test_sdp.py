"""Offers as browsers and attackers write them, and what we answer."""

from pathlib import Path

import pytest
from aiortc import RTCDtlsFingerprint
from aiortc.sdp import SessionDescription
from hypothesis import given
from hypothesis import strategies as st

from media.answer import IceCredentials, Transport, write_answer
from media.errors import NegotiationError
from media.grants import Kind
from media.out_stream import OutStream
from media.sdp import MAX_LENGTH, Offer, parse_offer
from tests.media.wire import PlainViewer

CHROMIUM = (Path(__file__).parent / "offers" / "chromium.sdp").read_text()
LINES = CHROMIUM.splitlines()


def answer(offer: Offer) -> str:
    outs = {
        line.mid: OutStream(PlainViewer(), line.kind, line.mid, line.payload_type)
        for line in offer.lines
        if line.kind and not line.is_sending
    }
    fingerprint = RTCDtlsFingerprint("sha-256", "AA:BB")
    transport = Transport(IceCredentials(), fingerprint, [("192.0.2.9", 7000)], "name", 1)
    return write_answer(offer, outs, transport)


def test_lines_are_told_by_their_order() -> None:
    offer = parse_offer(CHROMIUM)
    assert [(line.kind, line.is_sending) for line in offer.lines] == [
        (Kind.AUDIO, True),
        (Kind.CAMERA, True),
        (Kind.SCREEN, True),
        (Kind.AUDIO, False),
        (Kind.AUDIO, False),
        (Kind.CAMERA, False),
        (Kind.CAMERA, False),
        (Kind.SCREEN, False),
    ]


def test_the_answer_is_one_lite_passive_transport() -> None:
    description = SessionDescription.parse(answer(parse_offer(CHROMIUM)))
    assert description.group[0].items == [str(n) for n in range(8)]
    for media in description.media:
        assert media.ice is not None
        assert media.ice.iceLite
        assert media.dtls is not None
        assert media.dtls.role == "server"
        assert [(c.ip, c.port) for c in media.ice_candidates] == [("192.0.2.9", 7000)]


def test_the_answer_takes_opus_with_fec_and_vp8_with_feedback() -> None:
    description = SessionDescription.parse(answer(parse_offer(CHROMIUM)))
    sound, picture = description.media[0].rtp.codecs, description.media[1].rtp.codecs
    assert [codec.name for codec in sound + picture] == ["opus", "VP8"]
    assert sound[0].parameters == {"minptime": 10, "useinbandfec": 1}
    feedback = {(f.type, f.parameter) for f in picture[0].rtcpFeedback}
    assert feedback == {("nack", None), ("nack", "pli"), ("ccm", "fir"), ("goog-remb", None)}


def test_slots_announce_their_stream_and_share_it_by_place() -> None:
    media = SessionDescription.parse(answer(parse_offer(CHROMIUM))).media
    assert [m.direction for m in media] == ["recvonly"] * 3 + ["sendonly"] * 5
    assert all(m.ssrc and m.ssrc[0].cname == "name" for m in media[3:])
    streams = [m.msid.split()[0] for m in media[3:] if m.msid]
    assert streams == ["place0", "place1", "place0", "place1", "screen"]


def test_only_offered_extensions_are_answered() -> None:
    without = "\r\n".join(line for line in LINES if not line.startswith("a=extmap"))
    assert "extmap" not in answer(parse_offer(without))
    uris = {
        e.uri
        for e in SessionDescription.parse(answer(parse_offer(CHROMIUM)))
        .media[0]
        .rtp.headerExtensions
    }
    assert uris == {
        "urn:ietf:params:rtp-hdrext:sdes:mid",
        "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    }


def test_an_inactive_camera_keeps_its_place_before_the_screen() -> None:
    text = CHROMIUM.replace("a=mid:1\n", "a=mid:1\na=inactive\n", 1)
    sections = text.split("m=")
    sections[2] = sections[2].replace("a=sendonly\n", "")
    offer = parse_offer("m=".join(sections))
    assert offer.lines[1].is_inactive
    assert offer.lines[2].kind is Kind.SCREEN
    assert SessionDescription.parse(answer(offer)).media[1].direction == "inactive"


def test_a_stopped_line_is_refused_and_left_out_of_the_bundle() -> None:
    sections = CHROMIUM.split("m=")
    sections[5] = sections[5].replace("audio 9", "audio 0")
    description = SessionDescription.parse(answer(parse_offer("m=".join(sections))))
    assert description.media[4].port == 0
    assert "4" not in description.group[0].items


def test_lines_that_only_come_bundled_are_not_stopped() -> None:
    first, *others = CHROMIUM.split("m=video 9 ")
    bundled = [section.replace("a=rtcp-mux\n", "a=bundle-only\n") for section in others]
    offer = parse_offer("m=video 0 ".join([first, *bundled]))
    assert offer == parse_offer(CHROMIUM)


def test_candidates_are_never_looked_at() -> None:
    named = CHROMIUM.replace(
        "a=mid:0", "a=candidate:1 1 udp 1 nowhere.example 1 typ host\na=candidate:x\na=mid:0"
    )
    assert parse_offer(named) == parse_offer(CHROMIUM)


def test_an_ice_restart_is_told_from_another_connection() -> None:
    offer = parse_offer(CHROMIUM)
    restart = parse_offer(CHROMIUM.replace(offer.ufrag, "else"))
    other = parse_offer(CHROMIUM.replace("a=fingerprint:sha-256 ", "a=fingerprint:sha-256 0"))
    assert offer.is_same_connection(restart)
    assert not offer.is_same_connection(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=0",
        "hello",
        CHROMIUM.replace("opus", "speex"),
        CHROMIUM.replace("VP8", "VP7"),
        CHROMIUM.replace("a=group:BUNDLE", "a=group:LS"),
        CHROMIUM.replace("a=mid:1\n", "a=mid:0\n"),
        CHROMIUM.replace("a=mid:1\n", "a=mid:1 2\n"),
        CHROMIUM.replace("a=setup:actpass", "a=setup:passive"),
        CHROMIUM.replace("a=fingerprint:sha-256", "a=fingerprint:md5"),
        CHROMIUM.replace("a=ice-ufrag", "a=ufrag"),
        CHROMIUM.replace("a=recvonly", "a=sendonly"),
        CHROMIUM + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:9\n",
        CHROMIUM + "m=audio 9 UDP/TLS/RTP/SAVPF 0\n" * 30,
        CHROMIUM + " " * MAX_LENGTH,
        CHROMIUM.replace("m=video 9", "m=video x"),
        CHROMIUM.replace("a=rtpmap:111 opus/48000/2", "a=rtpmap:111 opus"),
        CHROMIUM.replace("a=ssrc:", "a=ssrc:x"),
        CHROMIUM.replace("a=fmtp:111 ", "a=fmtp:222 "),
    ],
)
def test_what_cannot_be_answered_is_refused(text: str) -> None:
    with pytest.raises(NegotiationError):
        parse_offer(text)


lines = st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=30)


@given(lines, st.integers(0, len(LINES)))
def test_no_mangled_offer_raises_anything_else(strange: list[str], at: int) -> None:
    for text in ("\r\n".join(strange), "\r\n".join(LINES[:at] + strange + LINES[at:])):
        try:
            answer(parse_offer(text))
        except NegotiationError:
            continue


@given(st.integers(0, len(LINES) - 1), st.integers(0, 60), st.text(max_size=4))
def test_no_damaged_line_raises_anything_else(number: int, at: int, damage: str) -> None:
    line = LINES[number]
    damaged = line[:at] + damage + line[at + 1 :]
    try:
        answer(parse_offer("\r\n".join([*LINES[:number], damaged, *LINES[number + 1 :]])))
    except NegotiationError:
        return
