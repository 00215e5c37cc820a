"""Unpacking a model's zip archive that came from anywhere."""

import lzma
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from .errors import NotAModelError

# The largest published models have some forty files and unpack to 4 GB, thrice the archive.
MOST_FILES = 2000
MOST_BYTES = 8 * 1024**3
MOST_EXPANSION = 50
_PIECE = 1 << 20

Report = Callable[[float], None]

# All that zipfile raises on bytes that are no archive, or a broken one.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
# A name that is there twice, or both as a file and as a folder.
_CLASH = (FileExistsError, IsADirectoryError, NotADirectoryError)


def unpack_model(archive: Path, target: Path, *, progress: Report | None = None) -> None:
    """Unpack into an empty folder; raises NotAModelError before anything outside it is touched.

    Refused are names that lead elsewhere, links, encrypted files, and what unpacks to more than
    any model has. `progress` hears fractions from 0 to 1.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            _check_size(archive, entries)
            places = [_find_place(archive, entry) for entry in entries]
            total, done = sum(entry.file_size for entry in entries) or 1, 0
            for entry, place in zip(entries, places, strict=True):
                done += _unpack(opened, entry, target / place)
                if progress is not None:
                    progress(done / total)
    except _BROKEN as error:
        raise NotAModelError(archive, "the zip archive is broken; fetch it anew") from error
    except _CLASH as error:
        raise NotAModelError(archive, "two files in it have one name") from error


def _check_size(archive: Path, entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES:
        raise NotAModelError(archive, f"{len(entries)} files in it; no model has so many")
    if size > MOST_BYTES or size > MOST_EXPANSION * max(archive.stat().st_size, _PIECE):
        raise NotAModelError(archive, f"it would unpack to {size // 1024**2} MB")


def _find_place(archive: Path, entry: zipfile.ZipInfo) -> PurePosixPath:
    """Give the path below the target; refuse what leads out of it or is no plain file."""
    place, mode = PurePosixPath(entry.filename), entry.external_attr >> 16
    is_outside = place.is_absolute() or ".." in place.parts or "\\" in entry.filename
    if is_outside or ":" in entry.filename:
        raise NotAModelError(archive, "a name in it leads out of the archive")
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise NotAModelError(archive, "a link is in it")
    if entry.flag_bits & 0x1:
        raise NotAModelError(archive, "it is encrypted")
    return place


def _unpack(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> int:
    """Write one file and count its bytes; zipfile reads no more than the entry announces."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(entry) as source, place.open("xb") as sink:
        shutil.copyfileobj(source, sink, _PIECE)
        return sink.tell()
