"""Pieces of a track's sound, decoded only when the recogniser gets to hear them."""

from dataclasses import dataclass
from typing import Protocol

from .loudness import measure_level
from .opus import OpusDecoder
from .packets import SAMPLE_RATE, STEP, opus_duration
from .reordering import OrderedPacket

LONGEST_BRIDGE = SAMPLE_RATE * 6 // 10


class Sound(Protocol):
    """A piece at a position of the track's clock; all counts are 16 kHz samples."""

    @property
    def position(self) -> int: ...

    @property
    def samples(self) -> int: ...

    @property
    def level(self) -> int: ...

    def render(self, missing: int) -> bytes:
        """Return s16 mono, `missing` samples before the piece made up."""
        ...


@dataclass(frozen=True, slots=True)
class PcmSound:
    """A piece that is decoded already."""

    position: int
    level: int
    pcm: bytes

    @property
    def samples(self) -> int:
        return len(self.pcm) // 2

    def render(self, missing: int) -> bytes:
        return bytes(2 * missing) + self.pcm


@dataclass(frozen=True, slots=True)
class OpusSound:
    """A packet still to be decoded; a loss before it is recovered from its FEC."""

    position: int
    samples: int
    level: int
    payload: bytes
    is_after_loss: bool
    decoder: OpusDecoder

    def render(self, missing: int) -> bytes:
        return self._bridge(missing) + self.decoder.decode(self.payload, self.samples)

    def _bridge(self, missing: int) -> bytes:
        if self.is_after_loss:
            return self.decoder.recover(self.payload, missing)
        return self.decoder.conceal(missing)


class OpusTrack:
    """Turns one track's packets into sounds; where a packet tells no level, it is measured."""

    def __init__(self) -> None:
        self._decoder = OpusDecoder()
        self._end = 0

    def sound(self, ordered: OrderedPacket) -> Sound:
        """Return the packet's sound."""
        packet = ordered.packet
        sound = OpusSound(
            position=packet.rtp_time // STEP,
            samples=opus_duration(packet.payload) // STEP,
            level=packet.level or 0,
            payload=packet.payload,
            is_after_loss=ordered.is_after_loss,
            decoder=self._decoder,
        )
        missing, self._end = sound.position - self._end, sound.position + sound.samples
        return sound if packet.level is not None else _measured(sound, missing)

    def close(self) -> None:
        """Free the decoder."""
        self._decoder.close()


def _measured(sound: OpusSound, missing: int) -> PcmSound:
    bridge = missing if 0 < missing <= LONGEST_BRIDGE else 0
    pcm = sound.render(bridge)
    return PcmSound(sound.position - bridge, measure_level(pcm[bridge * 2 :]), pcm)
