"""What we answer: ICE-lite, passive, one transport, and a fixed SSRC for each receiving line."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiortc import RTCDtlsFingerprint

from .out_stream import OutStream
from .sdp import ABS_TIME_URI, LEVEL_URI, MID_URI, Offer, OfferedLine

FEEDBACK = ("nack", "nack pli", "ccm fir", "goog-remb")


@dataclass(frozen=True, slots=True)
class IceCredentials:
    """Our half of an ICE session (RFC 8445, section 5.3): 48 and 144 random bits."""

    ufrag: str = field(default_factory=lambda: secrets.token_hex(6))
    password: str = field(default_factory=lambda: secrets.token_hex(18), repr=False)

    @property
    def key(self) -> bytes:
        return self.password.encode()


@dataclass(frozen=True, slots=True)
class Transport:
    """What every media line says of the one transport; `candidates` are (address, port)."""

    ice: IceCredentials
    fingerprint: RTCDtlsFingerprint
    candidates: Sequence[tuple[str, int]]
    canonical_name: str
    version: int


def write_answer(offer: Offer, outs: Mapping[str, OutStream], transport: Transport) -> str:
    """Answer every line of `offer`, those that receive with their stream in `outs` by mid."""
    bundled = " ".join(line.mid for line in offer.lines if line.kind)
    lines = [
        "v=0",
        f"o=- {offer.session} {transport.version} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {bundled}",
        "a=ice-lite",
        "a=msid-semantic: WMS *",
    ]
    places = {"audio": 0, "video": 0}
    for line in offer.lines:
        if line.kind is None:
            lines += _stopped(line)
            continue
        lines += _common(line, transport)
        if line.is_inactive or line.is_sending:
            lines.append("a=inactive" if line.is_inactive else "a=recvonly")
            continue
        lines += _slot(outs[line.mid], places[line.media], transport)
        places[line.media] += 1
    return "\r\n".join(lines) + "\r\n"


def _stopped(line: OfferedLine) -> list[str]:
    return [
        f"m={line.media} 0 UDP/TLS/RTP/SAVPF 0",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{line.mid}",
        "a=inactive",
    ]


def _common(line: OfferedLine, transport: Transport) -> list[str]:
    fingerprint = transport.fingerprint
    return [
        f"m={line.media} 9 UDP/TLS/RTP/SAVPF {line.payload_type}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=ice-ufrag:{transport.ice.ufrag}",
        f"a=ice-pwd:{transport.ice.password}",
        f"a=fingerprint:{fingerprint.algorithm} {fingerprint.value}",
        "a=setup:passive",
        f"a=mid:{line.mid}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        *_codec(line),
        *_extensions(line),
        *(_candidate(n, *where) for n, where in enumerate(transport.candidates)),
        "a=end-of-candidates",
    ]


def _codec(line: OfferedLine) -> list[str]:
    number = line.payload_type
    if line.media == "audio":
        # In-band FEC lets the recogniser mend losses; DTX is left out, it blurs word times.
        return [f"a=rtpmap:{number} opus/48000/2", f"a=fmtp:{number} minptime=10;useinbandfec=1"]
    return [f"a=rtpmap:{number} VP8/90000", *(f"a=rtcp-fb:{number} {f}" for f in FEEDBACK)]


def _extensions(line: OfferedLine) -> list[str]:
    offered = [(line.mid_id, MID_URI), (line.abs_time_id, ABS_TIME_URI)]
    if line.is_sending:
        offered.append((line.level_id, LEVEL_URI))
    return [f"a=extmap:{number} {uri}" for number, uri in offered if number]


def _candidate(index: int, address: str, port: int) -> str:
    # RFC 8445, section 5.1.2.1: host type, component 1; the first address is preferred.
    priority = (126 << 24) | ((65535 - index) << 8) | 255
    return f"a=candidate:{index + 1} 1 udp {priority} {address} {port} typ host"


def _slot(out: OutStream, place: int, transport: Transport) -> list[str]:
    """Announce the slot; sound and camera of one place share a stream, for lip synchronisation."""
    stream = "screen" if out.kind == "screen" else f"place{place}"
    msid = f"{stream} {stream}-{out.kind}"
    return [
        "a=sendonly",
        f"a=msid:{msid}",
        f"a=ssrc:{out.ssrc} cname:{transport.canonical_name}",
        f"a=ssrc:{out.ssrc} msid:{msid}",
    ]
