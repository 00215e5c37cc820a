"""Opus packets into an Ogg stream (RFC 3533, RFC 7845), page by page and never twice."""

import struct
import zlib
from dataclasses import dataclass

from .opus import RATE, opus_duration, silence

PRE_SKIP = 312
"""Samples that a player drops at the start: what browsers' encoders look ahead."""
LONGEST_PAGE = RATE
_PAGE = struct.Struct("<4sBBqIIIB")
_HEAD = struct.Struct("<8sBBHIhB")
_VENDOR = b"netvisit"
_SEGMENTS = 255
_BEGINS, _ENDS = 2, 4

# zlib has the polynomial of Ogg with the bits of every byte, and of the sum, the other way round.
_MIRROR = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class OggOpusStream:
    """Gives the bytes of one mono stream, in whole pages: a cut between two calls does not show.

    The comment header names the program and nobody else.
    """

    def __init__(self, serial: int) -> None:
        self._serial = serial
        self._pages = 0
        self._laces = bytearray()
        self._body = bytearray()
        self._paged = self._samples = 0

    @property
    def samples(self) -> int:
        """Samples at 48 kHz that were added so far."""
        return self._samples

    def begin(self) -> bytes:
        """Return the two header pages."""
        head = _HEAD.pack(b"OpusHead", 1, 1, PRE_SKIP, RATE, 0, 0)
        comment = struct.pack("<8sI8sI", b"OpusTags", len(_VENDOR), _VENDOR, 0)
        return self._head_page(head, _BEGINS) + self._head_page(comment, 0)

    def add(self, payload: bytes) -> bytes:
        """Take a packet; return a page if it no longer fits, else nothing yet."""
        lace = b"\xff" * (len(payload) // _SEGMENTS) + bytes([len(payload) % _SEGMENTS])
        is_full = len(self._laces) + len(lace) > _SEGMENTS
        page = self.flush() if is_full or self._samples - self._paged >= LONGEST_PAGE else b""
        self._laces += lace
        self._body += payload
        self._samples += opus_duration(payload)
        return page

    def flush(self) -> bytes:
        """Return what was added since the last page as a page; nothing for nothing."""
        return self._page(0) if self._laces else b""

    def end(self) -> bytes:
        """Return the last page; where nothing is left for it, it lasts 20 ms in silence."""
        page = b"" if self._laces else self.add(next(silence(RATE // 50)))
        return page + self._page(_ENDS)

    def _head_page(self, packet: bytes, flags: int) -> bytes:
        self._laces, self._body = bytearray([len(packet)]), bytearray(packet)
        return self._page(flags)

    def _page(self, flags: int) -> bytes:
        laces, body = bytes(self._laces), bytes(self._body)
        page = make_page(flags, self._samples, self._serial, self._pages, laces, body)
        self._pages += 1
        self._paged = self._samples
        self._laces.clear()
        self._body.clear()
        return page


def make_page(
    flags: int, position: int, serial: int, number: int, laces: bytes, body: bytes
) -> bytes:
    """Return one page with its check sum; `position` counts all samples, the pre-skip too."""
    head = _PAGE.pack(b"OggS", 0, flags, position, serial, number, 0, len(laces))
    check = checksum(head + laces + body)
    return head[:22] + struct.pack("<I", check) + head[26:] + laces + body


def checksum(page: bytes) -> int:
    """Return the CRC of a page whose own field is zero (RFC 3533, 6)."""
    mirrored = zlib.crc32(page.translate(_MIRROR), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends a stream that was cut off, and how long it then is."""

    page: bytes
    seconds: float


def end_stream(pages: bytes) -> Ending:
    """Return the end for a stream whose last bytes are these whole pages; none if it has one.

    Raises ValueError where there is no page.
    """
    flags, position, serial, number = _find_last_page(pages)
    if flags & _ENDS:
        return Ending(b"", position / RATE)
    packet, position = next(silence(RATE // 50)), position + RATE // 50
    page = make_page(_ENDS, position, serial, number + 1, bytes([len(packet)]), packet)
    return Ending(page, position / RATE)


def _find_last_page(pages: bytes) -> tuple[int, int, int, int]:
    at, found = 0, None
    while at + _PAGE.size <= len(pages):
        _, _, flags, position, serial, number, _, laces = _PAGE.unpack_from(pages, at)
        found = flags, position, serial, number
        body = at + _PAGE.size + laces
        at = body + sum(pages[at + _PAGE.size : body])
    if found is None:
        raise ValueError("no page")
    return found
