"""Reading encrypted files as the plain files they were, from any place in them."""

import io
import os
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from .errors import TamperedFileError
from .vault import HEADER_BYTES, Frame, FrameCipher, list_frames

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class SealedReader(io.RawIOBase):
    """The plain bytes of a file, seekable; it reads the frames it needs, and keeps the last one.

    `requires_end` refuses a file that was cut off at its end. A file that still grows is read as
    long as it was when it was opened. Reading raises TamperedFileError.
    """

    def __init__(
        self, path: Path, key: bytes, file_id: UUID, *, requires_end: bool = False
    ) -> None:
        super().__init__()
        self._cipher = FrameCipher(key, file_id)
        self._frames = list(list_frames(path))
        self._starts = [frame.plain_start for frame in self._frames]
        self.is_ended = bool(self._frames) and self._frames[-1].is_last
        if requires_end and not self.is_ended:
            raise TamperedFileError(len(self._frames))
        self._file = path.open("rb")
        if self._frames and self._file.read(HEADER_BYTES) != self._cipher.header:
            self._file.close()
            raise TamperedFileError(0)
        self._position = 0
        self._opened: tuple[int, bytes] = (-1, b"")
        if requires_end:  # an end that is forged would hide that it was cut off
            self._read_frame(self._frames[-1])

    @property
    def size(self) -> int:
        """Plain bytes in the file."""
        return self._frames[-1].plain_start + self._frames[-1].length if self._frames else 0

    @property
    def frames(self) -> int:
        return len(self._frames)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the buffer from one frame at most, as a pipe would."""
        view = memoryview(buffer).cast("B")
        if self._position >= self.size or not view:
            return 0
        frame = self._frames[bisect_right(self._starts, self._position) - 1]
        plain = self._read_frame(frame)
        piece = plain[self._position - frame.plain_start :][: len(view)]
        view[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def read_frame(self, number: int) -> bytes:
        """Return the plain bytes of one frame."""
        return self._read_frame(self._frames[number])

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _read_frame(self, frame: Frame) -> bytes:
        if self._opened[0] != frame.number:
            self._file.seek(frame.place)
            raw = self._file.read(frame.raw_length)
            self._opened = frame.number, self._cipher.open(frame.number, raw)
        return self._opened[1]
