"""Ranges of bytes that a browser asks for while somebody seeks in a sound (RFC 9110, 14)."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,15})-(\d{0,15})\s*")


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `start` to `end`, the end not included, of `size`."""

    start: int
    end: int
    size: int

    @property
    def header(self) -> str:
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


class UnsatisfiableRangeError(Exception):
    """The header names no byte of the file, or cannot be read."""


def read_range(header: str | None, size: int) -> ByteRange | None:
    """Read a Range header for a file of `size` bytes; None asks for the whole file.

    Several ranges at once are answered with the whole file, as the RFC allows. Raises
    UnsatisfiableRangeError.
    """
    if header is None or "," in header:
        return None
    match = _ONE_RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        raise UnsatisfiableRangeError
    found = _find_bytes(match[1], match[2], size)
    if found.start >= found.end:
        raise UnsatisfiableRangeError
    return found


def _find_bytes(first: str, last: str, size: int) -> ByteRange:
    if not first:
        return ByteRange(max(0, size - int(last)), size, size)
    end = min(size, int(last) + 1) if last else size
    return ByteRange(int(first), end, size)
