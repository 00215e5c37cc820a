"""Counters of the media path, plain numbers for whoever exports them."""

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Statistics:
    """Totals since the start, but for the first four, which are what is there now."""

    rooms: int = 0
    participants: int = 0
    waiting: int = 0
    connections: int = 0
    joins: int = 0
    negotiations: int = 0
    negotiations_refused: int = 0
    handshakes_failed: int = 0
    packets_received: int = 0
    packets_forwarded: int = 0
    bytes_forwarded: int = 0
    packets_lost: int = 0
    packets_muted: int = 0
    sends_failed: int = 0
    protect_failed: int = 0
    garbage_dropped: int = 0
    strangers_dropped: int = 0
    stun_refused: int = 0
    unprotect_failed: int = 0
    unknown_streams: int = 0
    handshake_overflow: int = 0
    nacks_received: int = 0
    nacks_sent: int = 0
    retransmitted: int = 0
    retransmissions_missed: int = 0
    key_frames_requested: int = 0
    plis_received: int = 0

    def as_dict(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}
