"""Files encrypted in frames (AES-256-GCM), each with a key of its own that a master key wraps.

A file is a header, then frames: 4 bytes of length, the sealed bytes, 16 bytes of tag. The highest
bit of the length marks the last frame. The nonce of a frame is its number, so no frame can be
left out, doubled or moved; the header and the length are authenticated with every frame. What is
left of a frame after a crash is no frame and does not exist for a reader. Where a file is not ended
(it grows, or nobody has recovered it), its end is wherever it ends.
"""

import fcntl
import hashlib
import hmac
import os
import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import TamperedFileError, WrongMasterKeyError

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
LARGEST_FRAME = 1 << 24
_MAGIC = b"NVVAULT\x01"
_LENGTH = struct.Struct(">I")
_LAST = 1 << 31
HEADER_BYTES = len(_MAGIC) + 16


class MasterKey:
    """Wraps the keys of files; without it none of them can be read."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a master key has 32 bytes")
        self._cipher = AESGCM(key)
        self.fingerprint = hmac.digest(key, b"netvisit fingerprint", hashlib.sha256).hex()[:16]

    def __repr__(self) -> str:
        return f"MasterKey({self.fingerprint})"

    def wrap(self, key: bytes, file_id: UUID) -> bytes:
        """Return a file's key as it may be stored beside the name of the file."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, file_id.bytes)

    def unwrap(self, wrapped: bytes, file_id: UUID) -> bytes:
        """Return a file's key; raises WrongMasterKeyError when another key wrapped it."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, sealed, file_id.bytes)
        except (InvalidTag, ValueError):
            raise WrongMasterKeyError(self.fingerprint) from None


def new_key() -> bytes:
    """Return a key for one file."""
    return secrets.token_bytes(KEY_BYTES)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a frame lies in the file, and its plain bytes in the plain whole."""

    number: int
    place: int
    length: int
    plain_start: int
    is_last: bool

    @property
    def raw_length(self) -> int:
        return _LENGTH.size + self.length + TAG_BYTES


class FrameCipher:
    """Seals and opens the frames of one file."""

    def __init__(self, key: bytes, file_id: UUID) -> None:
        self.header = _MAGIC + file_id.bytes
        self._cipher = AESGCM(key)

    def seal(self, number: int, plain: bytes, *, is_last: bool) -> bytes:
        """Return a frame as it lies in the file."""
        length = _LENGTH.pack(len(plain) | (_LAST if is_last else 0))
        return length + self._cipher.encrypt(_nonce(number), plain, self.header + length)

    def open(self, number: int, raw: bytes) -> bytes:
        """Return the plain bytes of a frame; raises TamperedFileError."""
        length, sealed = raw[: _LENGTH.size], raw[_LENGTH.size :]
        try:
            return self._cipher.decrypt(_nonce(number), sealed, self.header + length)
        except InvalidTag:
            raise TamperedFileError(number) from None


class SealedFile:
    """A file that is written frame by frame; after a failure it is of no use but to be recovered.

    It is locked while it is open, so that a recovery leaves it alone. A file that cannot be begun
    is removed; creating one raises OSError.
    """

    def __init__(self, path: Path, key: bytes, file_id: UUID) -> None:
        self._cipher = FrameCipher(key, file_id)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb", buffering=0)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._frames = 0
        try:
            self._write(self._cipher.header)
            sync_folder(path.parent)
        except OSError:
            self._file.close()
            path.unlink(missing_ok=True)
            raise

    def write(self, plain: bytes) -> None:
        """Add a frame; raises OSError."""
        self._write(self._cipher.seal(self._frames, plain, is_last=False))
        self._frames += 1

    def sync(self) -> None:
        """Return when the disk has it; raises OSError."""
        os.fsync(self._file.fileno())

    def close(self, last: bytes) -> None:
        """Add the last frame and end the file; raises OSError."""
        self._write(self._cipher.seal(self._frames, last, is_last=True))
        self.sync()
        self._file.close()

    def abandon(self) -> None:
        """Close without an end, as a crash would."""
        self._file.close()

    def _write(self, raw: bytes) -> None:
        view = memoryview(raw)
        while view:
            view = view[self._file.write(view) :]


def list_frames(path: Path) -> Iterator[Frame]:
    """Yield the whole frames of a file in order; raises TamperedFileError for another header."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size < HEADER_BYTES:
            return
        if not file.read(HEADER_BYTES).startswith(_MAGIC):
            raise TamperedFileError(0)
        place, plain_start, number = HEADER_BYTES, 0, 0
        while place + _LENGTH.size + TAG_BYTES <= size:
            file.seek(place)
            (word,) = _LENGTH.unpack(file.read(_LENGTH.size))
            length, is_last = word & ~_LAST, bool(word & _LAST)
            frame = Frame(number, place, length, plain_start, is_last)
            if place + frame.raw_length > size:
                return
            yield frame
            if is_last:
                return
            place += frame.raw_length
            plain_start, number = plain_start + length, number + 1


def append_last_frame(path: Path, key: bytes, file_id: UUID, *, after: int, plain: bytes) -> None:
    """Cut a file off after so many frames, and end it with one more; raises OSError."""
    frames = list(list_frames(path))[:after]
    place = frames[-1].place + frames[-1].raw_length if frames else HEADER_BYTES
    with path.open("r+b") as file:
        file.truncate(place)
        file.seek(place)
        file.write(FrameCipher(key, file_id).seal(after, plain, is_last=True))
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES, "big")
