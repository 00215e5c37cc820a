"""What browsers tell by RTCP, and what follows from it."""

import struct
import time
from typing import TYPE_CHECKING

from aiortc import rtp

from . import rtcp

if TYPE_CHECKING:
    from .connection import Connection
    from .switchboard import Switchboard

MAX_NACKS = 128
"""Sequence numbers answered per packet; who lacks more needs a key frame."""


def handle(connection: "Connection", packet: bytes, switchboard: "Switchboard") -> None:
    """Act on a decrypted compound packet of `connection`."""
    for part in rtcp.parse(packet):
        if isinstance(part, rtp.RtcpRtpfbPacket) and part.fmt == rtp.RTCP_RTPFB_NACK:
            _resend(connection, part, switchboard)
        elif isinstance(part, rtp.RtcpPsfbPacket):
            _pass_on_picture_loss(connection, part, switchboard)
        elif isinstance(part, rtp.RtcpSrPacket):
            _pass_on_sender_report(connection, part)


def _resend(
    connection: "Connection", part: rtp.RtcpRtpfbPacket, switchboard: "Switchboard"
) -> None:
    out = connection.find_out(part.media_ssrc)
    if out is None:
        return
    wanted = part.lost[: min(MAX_NACKS, connection.resends_left)]
    connection.resends_left -= len(wanted)
    switchboard.statistics.nacks_received += len(part.lost)
    switchboard.forwarder.resend(out, wanted)


def _pass_on_picture_loss(
    connection: "Connection", part: rtp.RtcpPsfbPacket, switchboard: "Switchboard"
) -> None:
    for ssrc in _wanting_key_frames(part):
        out = connection.find_out(ssrc)
        if out is not None and out.source is not None:
            switchboard.statistics.plis_received += 1
            switchboard.forwarder.want_key_frame(out.source)


def _wanting_key_frames(part: rtp.RtcpPsfbPacket) -> tuple[int, ...]:
    if part.fmt == rtp.RTCP_PSFB_PLI:
        return (part.media_ssrc,)
    if part.fmt == rtp.RTCP_PSFB_FIR:  # RFC 5104, section 4.3.1: 8 bytes per entry
        return tuple(ssrc for ssrc, _ in struct.iter_unpack("!LL", part.fci[: len(part.fci) & ~7]))
    return ()


def _pass_on_sender_report(connection: "Connection", part: rtp.RtcpSrPacket) -> None:
    stream = connection.streams.get(part.ssrc)
    if stream is None:
        return
    now = time.monotonic()
    info = part.sender_info
    connection.set_clock(info.ntp_timestamp, now)
    stream.sender_report = (info.ntp_timestamp, info.rtp_timestamp, now)
    for out in stream.outs:
        out.viewer.send_rtcp(rtcp.sender_report(out))
