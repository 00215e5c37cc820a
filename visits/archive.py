"""The folder of recordings, the key to them, and the one thread that writes there."""

import asyncio
import fcntl
import hashlib
import hmac
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar
from uuid import UUID

from media import Recorded, end_stream

from .errors import RecordingDestroyedError, TamperedFileError
from .models import AudioRecording
from .sealed_reader import SealedReader
from .vault import MasterKey, SealedFile, append_last_frame

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class FileInUseError(Exception):
    """Another process writes this file now."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Where recordings are kept, and for how long.

    All writing of the house goes through one thread, `run`: a disk that hangs holds up
    recordings alone, and neither the loop, which forwards packets, nor the pool that others use.
    """

    folder: Path
    key: MasterKey
    keep_for: timedelta
    desk: Executor

    async def run(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call a function in the thread that writes, in the order of the calls."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.desk, lambda: work(*args, **kwargs))

    def create(self, recording: AudioRecording) -> SealedFile:
        """Create a recording's file; raises OSError."""
        path = self.find_path(recording)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return SealedFile(path, self.unwrap(recording), recording.id)

    def open(self, recording: AudioRecording) -> SealedReader:
        """Open the plain Ogg of a recording, also of one that still grows.

        Raises RecordingDestroyedError, WrongMasterKeyError, TamperedFileError, OSError.
        """
        key = self.unwrap(recording)
        is_whole = recording.sha256 is not None
        return SealedReader(self.find_path(recording), key, recording.id, requires_end=is_whole)

    def unwrap(self, recording: AudioRecording) -> bytes:
        """Return the key of a recording's file; raises as `open` does."""
        if recording.wrapped_key is None:
            raise RecordingDestroyedError(recording.id)
        return self.key.unwrap(recording.wrapped_key, recording.id)

    def find_path(self, recording: AudioRecording) -> Path:
        return self.folder / recording.path

    def find_peaks_path(self, recording: AudioRecording) -> Path:
        return self.find_path(recording).with_suffix(".peaks")

    def remove(self, recording: AudioRecording) -> None:
        """Delete the files; the key is gone already, or this would not be an end."""
        self.find_path(recording).unlink(missing_ok=True)
        self.find_peaks_path(recording).unlink(missing_ok=True)

    def recover(self, recording: AudioRecording) -> Recorded | None:
        """End the file of a process that died; None when there is none.

        Raises FileInUseError, and as `open` does.
        """
        path, key = self.find_path(recording), self.unwrap(recording)
        if not path.exists():
            return None
        with locked(path):
            return recover_file(path, key, recording.id)


@contextmanager
def open_archive(folder: Path, key: MasterKey, keep_for: timedelta) -> Iterator[Archive]:
    """Keep recordings below a folder; what was handed to the thread is done before the end."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="recordings") as desk:
        yield Archive(folder, key, keep_for, desk)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock; raises FileInUseError when its writer lives."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileInUseError(path.name) from None
        yield


def recover_file(path: Path, key: bytes, file_id: UUID) -> Recorded | None:
    """Cut a torn frame off, end the stream and the file, and sum up what is there."""
    with SealedReader(path, key, file_id) as reader:
        whole, tail, total = read_whole_frames(reader)
        is_ended = reader.is_ended
    if not tail:
        return None
    ending = end_stream(tail)
    if not is_ended:
        append_last_frame(path, key, file_id, after=whole, plain=ending.page)
        total.update(ending.page)
    return Recorded(ending.seconds, total.hexdigest(), ())


def read_whole_frames(reader: SealedReader) -> tuple[int, bytes, "hashlib._Hash"]:
    """Return how many frames open, the last of them, and the sum over all.

    A last frame that does not open is torn, as power cuts leave them; any other was changed and
    raises TamperedFileError.
    """
    total, tail = hashlib.sha256(), b""
    for number in range(reader.frames):
        try:
            tail = reader.read_frame(number)
        except TamperedFileError:
            if number == reader.frames - 1 and not reader.is_ended:
                return number, tail, total
            raise
        total.update(tail)
    return reader.frames, tail, total


def derive_peaks_key(key: bytes) -> bytes:
    """Return the key for the peaks beside a file, as nonces must not meet under one key."""
    return hmac.digest(key, b"peaks", hashlib.sha256)
