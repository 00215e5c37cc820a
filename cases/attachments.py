"""Files that people send: what kind they really are, what they may be called, where they lie.

A file is judged by its content alone; the name it came with gives only the words before the dot.
Bytes are kept once, read-only, under their SHA-256: <folder>/ab/ab12....
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from .application_errors import EmptyFileError, SuspiciousFileError, WrongKindError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_TOTAL = 60 * 1024 * 1024
MOST_FILES = 10
LONGEST_NAME = 100
BLOCK = 256 * 1024
# What a document may unpack to, and into how many parts.
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 5000


class FileKind(StrEnum):
    """The kinds that are taken; the value is also the ending of the name."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def is_picture(self) -> bool:
        """Whether every browser can show it."""
        return self in {FileKind.JPEG, FileKind.PNG, FileKind.WEBP}


MEDIA_TYPES: Final = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.HEIC: "image/heic",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_PARTS: Final = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it lies in the store."""

    sha256: str
    name: str
    kind: FileKind
    size: int


def keep_file(received: Path, name: str, folder: Path) -> KeptFile:
    """Judge a received file and move it into the store; heavy, so call it in a thread.

    The received file is gone afterwards in any case. Raises WrongKindError, SuspiciousFileError or
    EmptyFileError.
    """
    shown = clean_name(name)
    try:
        size = received.stat().st_size
        if not size:
            raise EmptyFileError(shown)
        kind = recognize(received, shown)
        digest = _hash_file(received)
        _move_into(received, find_path(folder, digest))
    finally:
        received.unlink(missing_ok=True)
    return KeptFile(digest, f"{shown}.{kind}", kind, size)


def find_path(folder: Path, sha256: str) -> Path:
    """Say where the bytes of a file lie."""
    return folder / sha256[:2] / sha256


def recognize(path: Path, name: str) -> FileKind:
    """Tell what a file is from its bytes; raises WrongKindError or SuspiciousFileError."""
    with path.open("rb") as file:
        head = file.read(64)
    kind = _recognize_head(head, path.stat().st_size)
    if kind is not None:
        return kind
    if head.startswith(b"PK\x03\x04"):
        return _recognize_document(path, name)
    raise WrongKindError(name)


def clean_name(name: str) -> str:
    """Give the words of a file's name without its ending, folders, hidden marks or controls."""
    normal = unicodedata.normalize("NFC", name)
    last = re.split(r"[/\\]", normal)[-1]
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    visible = "".join(c for c in last if unicodedata.category(c) not in hidden)
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", visible)
    plain = " ".join(re.sub(r'[<>:"|?*\x00-\x1f.]+', " ", stem).split())
    return plain[:LONGEST_NAME].strip() or "file"


def _recognize_head(head: bytes, size: int) -> FileKind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        return FileKind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and _length(head[4:8]) <= size:
        return FileKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    return FileKind.PDF if re.match(rb"%PDF-[12]\.\d", head) else None


def _length(field: bytes) -> int:
    return int.from_bytes(field, "little")


def _recognize_document(path: Path, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts, name)
            _check_unpacking(archive, parts, name)
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SuspiciousFileError(name) from error
    kinds = [kind for part, kind in _PARTS.items() if part in names]
    if "[Content_Types].xml" not in names or len(kinds) != 1:
        raise WrongKindError(name)
    return kinds[0]


def _check_parts(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse locked parts, programs, and a size that the list itself admits is too large."""
    locked = any(part.flag_bits & 0x1 for part in parts)
    program = any("vbaproject" in part.filename.lower() for part in parts)
    declared = sum(part.file_size for part in parts)
    if locked or program or declared > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise SuspiciousFileError(name)


def _check_unpacking(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    """Unpack into nothing and count: what the list says may be a lie."""
    left = LARGEST_UNPACKED
    for part in parts:
        with archive.open(part) as opened:
            while block := opened.read(BLOCK):
                left -= len(block)
                if left < 0:
                    raise SuspiciousFileError(name)


def _hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    for block in _read_blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _read_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _move_into(received: Path, path: Path) -> None:
    """Put a file in its place so that it survives a loss of power; one that is there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.touch()  # the sweep leaves alone what somebody has just sent again
        return
    with received.open("rb") as file:
        os.fsync(file.fileno())
    received.chmod(0o400)
    received.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
