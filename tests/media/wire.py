"""A sender and a viewer at the ends of a forwarder: real SRTP, no network."""

import struct
from dataclasses import dataclass, field
from typing import Any

from pylibsrtp import Policy, Session

from media.dtls import PacketBuffer
from media.forwarder import Forwarder
from media.grants import Kind
from media.in_stream import InStream
from media.out_stream import OutStream
from media.statistics import Statistics

KEY_FRAME = b"\x10\x00"
"""VP8: start of partition 0, and a frame header whose lowest bit says key frame."""
DELTA_FRAME = b"\x10\x01"
SSRC = 7001
PAYLOAD_TYPE = 96
ADDRESS = ("127.0.0.1", 9)
PROFILE = Policy.SRTP_PROFILE_AEAD_AES_128_GCM
KEY = bytes(range(28))


def session(direction: int) -> Session:
    policy = Policy(key=KEY, ssrc_type=direction, srtp_profile=PROFILE)
    policy.allow_repeat_tx = True
    return Session(policy)


def rtp(
    sequence: int, payload: bytes, *, timestamp: int = 0, ssrc: int = SSRC, extension: bytes = b""
) -> bytes:
    """Write an RTP packet; `extension` is the body of a one-byte extension block."""
    first = 0x90 if extension else 0x80
    header = struct.pack(
        "!BBHLL", first, PAYLOAD_TYPE, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc
    )
    if extension:
        header += struct.pack("!HH", 0xBEDE, len(extension) // 4) + extension
    return header + payload


@dataclass
class PlainViewer:
    """A viewer that keeps the RTCP it would be sent."""

    canonical_name: str = "viewer"
    rtcp: list[bytes] = field(default_factory=list)

    def send_rtcp(self, packet: bytes) -> None:
        self.rtcp.append(packet)


class PlainSender:
    """A sender of one stream that keeps what it is asked for."""

    def __init__(self, kind: Kind = Kind.CAMERA) -> None:
        self.clock_offset = 0
        self.level_id = 1
        self.may_learn = True
        self.key_frames_asked = 0
        self.asked_again: list[int] = []
        self.stream = InStream(self, kind, SSRC, PAYLOAD_TYPE)
        self.streams = {SSRC: self.stream}
        self.stream.is_open = True
        self.encryption = session(Policy.SSRC_ANY_OUTBOUND)
        self._decryption = session(Policy.SSRC_ANY_INBOUND)
        self.receive_handle = self._decryption._srtp[0]

    def learn_stream(self, packet: memoryview, payload_at: int) -> InStream | None:
        return None

    def ask_again(self, stream: InStream, missing: list[int]) -> None:
        self.asked_again += [n & 0xFFFF for n in missing]

    def ask_key_frame(self, stream: InStream) -> None:
        self.key_frames_asked += 1


@dataclass
class Received:
    """A packet as a viewer's browser would read it."""

    sequence: int
    timestamp: int
    ssrc: int
    payload_type: int
    extension: bytes
    payload: bytes


class Exchange:
    """A forwarder with one sender, whose packets arrive as the real ones do: encrypted."""

    def __init__(self, kind: Kind = Kind.CAMERA) -> None:
        self.statistics = Statistics()
        self.buffer = PacketBuffer()
        self.sent: list[tuple[bytes, tuple[str, int]]] = []
        self.forwarder = Forwarder(self.buffer, self._take, self.statistics)
        self.sender = PlainSender(kind)
        self._viewers: list[Any] = []

    def add_viewer(self, *, mid: str = "5", mid_id: int = 4, abs_time_id: int = 0) -> OutStream:
        """Add a slot that shows the sender's stream."""
        out = OutStream(PlainViewer(), self.sender.stream.kind, mid, 100)
        out.write_extensions(mid_id=mid_id, abs_time_id=abs_time_id)
        self._viewers.append(session(Policy.SSRC_ANY_OUTBOUND))
        out.session = self._viewers[-1]._srtp[0]
        out.address = ADDRESS
        self.forwarder.attach(out, self.sender.stream)
        return out

    def send(self, packet: bytes, *, sender: PlainSender | None = None) -> None:
        sender = sender or self.sender
        self.receive(sender.encryption.protect(packet), sender)

    def receive(self, datagram: bytes, sender: PlainSender) -> None:
        self.buffer.view[: len(datagram)] = datagram
        self.forwarder.receive(sender, len(datagram))

    def received(self, out: OutStream) -> list[Received]:
        """Decrypt what was sent to the slot, in order."""
        decryption = session(Policy.SSRC_ANY_INBOUND)
        packets = [read(decryption.unprotect(datagram)) for datagram, _ in self.sent]
        return [packet for packet in packets if packet.ssrc == out.ssrc]

    def _take(self, packet: memoryview, address: tuple[str, int]) -> int:
        self.sent.append((bytes(packet), address))
        return len(packet)


def read(packet: bytes) -> Received:
    _, mark, sequence, timestamp, ssrc = struct.unpack_from("!BBHLL", packet)
    return Received(sequence, timestamp, ssrc, mark & 0x7F, packet[16:24], packet[24:])
