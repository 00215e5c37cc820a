"""The RTCP we send, as bytes before SRTCP (RFC 3550, RFC 4585, REMB draft 03)."""

import struct
from collections.abc import Iterable, Mapping

from aiortc import rtp

from .grants import Kind
from .in_stream import InStream, Reception
from .out_stream import OutStream

OWN_SSRC = 1
"""Who reports: the server itself sends no media, so any number that is nobody's will do."""
MAX_BITRATES = {Kind.CAMERA: 1_500_000, Kind.SCREEN: 2_000_000}
"""Bits a second of video a participant may send: a good picture that twelve can bear."""
PROTOCOL_ERRORS = (ValueError, struct.error, IndexError)
"""What aiortc's parser raises on malformed packets."""


def parse(packet: bytes) -> list[rtp.AnyRtcpPacket]:
    """Parse a compound packet; a malformed one is empty."""
    try:
        return rtp.RtcpPacket.parse(packet)
    except PROTOCOL_ERRORS:
        return []


def picture_loss(ssrc: int) -> bytes:
    return bytes(rtp.RtcpPsfbPacket(fmt=rtp.RTCP_PSFB_PLI, ssrc=OWN_SSRC, media_ssrc=ssrc))


def negative_acknowledgement(ssrc: int, sequences: Iterable[int]) -> bytes:
    """Ask for packets by 16-bit sequence number; aiortc's own writer fails where they wrap."""
    payload = struct.pack("!LL", OWN_SSRC, ssrc)
    pending = list(sequences)
    while pending:
        first, mask, rest = pending[0], 0, []
        for sequence in pending[1:]:
            distance = (sequence - first - 1) & 0xFFFF
            if distance < 16:
                mask |= 1 << distance
            else:
                rest.append(sequence)
        payload += struct.pack("!HH", first, mask)
        pending = rest
    return rtp.pack_rtcp_packet(rtp.RTCP_RTPFB, rtp.RTCP_RTPFB_NACK, payload)


def receiver_report(receptions: Mapping[InStream, Reception], now: float) -> bytes:
    """Report what arrived of each stream and what its video may take; empty without any."""
    if not receptions:
        return b""
    blocks = [_report_block(stream, reception, now) for stream, reception in receptions.items()]
    packet = bytes(rtp.RtcpRrPacket(ssrc=OWN_SSRC, reports=blocks))
    videos = [stream for stream in receptions if stream.is_video]
    if videos:
        bitrate = sum(MAX_BITRATES[stream.kind] for stream in videos)
        estimate = rtp.pack_remb_fci(bitrate, [stream.ssrc for stream in videos])
        packet += bytes(
            rtp.RtcpPsfbPacket(fmt=rtp.RTCP_PSFB_APP, ssrc=OWN_SSRC, media_ssrc=0, fci=estimate)
        )
    return packet


def sender_report(out: OutStream) -> bytes:
    """Retell the source's sender report in the numbers of `out`, with its name; empty if unknown.

    The time is the server's own: continuous over a change of source, so that a browser keeps its
    idea of the clock, and common to sound and picture of one participant.
    """
    source = out.source
    if source is None or source.sender_report is None or not out.is_started:
        return b""
    ntp_time, rtp_time, _ = source.sender_report
    packets, octets = out.counts()
    info = rtp.RtcpSenderInfo(
        ntp_timestamp=(ntp_time + source.sender.clock_offset) & 0xFFFFFFFFFFFFFFFF,
        rtp_timestamp=(rtp_time + out.timestamp_offset) & 0xFFFFFFFF,
        packet_count=packets & 0xFFFFFFFF,
        octet_count=octets & 0xFFFFFFFF,
    )
    name = rtp.RtcpSourceInfo(ssrc=out.ssrc, items=[(1, canonical_name(out).encode())])
    report = rtp.RtcpSrPacket(ssrc=out.ssrc, sender_info=info)
    return bytes(report) + bytes(rtp.RtcpSdesPacket(chunks=[name]))


def canonical_name(out: OutStream) -> str:
    """Name the stream group of `out` (CNAME): one for the whole connection, as the answer says."""
    return out.viewer.canonical_name


def to_ntp(seconds: float) -> int:
    """Write seconds as 32.32 fixed point (RFC 3550, section 4)."""
    return int(seconds * (1 << 32))


def _report_block(stream: InStream, reception: Reception, now: float) -> rtp.RtcpReceiverInfo:
    last_report, delay = 0, 0
    if stream.sender_report is not None:
        ntp_time, _, arrived_at = stream.sender_report
        last_report = (ntp_time >> 16) & 0xFFFFFFFF
        delay = int((now - arrived_at) * 65536) & 0xFFFFFFFF
    return rtp.RtcpReceiverInfo(
        ssrc=stream.ssrc,
        fraction_lost=reception.fraction_lost,
        packets_lost=reception.packets_lost,
        highest_sequence=reception.highest_sequence,
        jitter=reception.jitter & 0xFFFFFFFF,
        lsr=last_report,
        dlsr=delay,
    )
