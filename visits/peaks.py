"""Pictures of recordings: computed once in a process apart, then kept as encrypted as the sound."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from media import measure_peaks

from .archive import Archive, derive_peaks_key
from .models import AudioRecording
from .sealed_reader import SealedReader
from .vault import SealedFile

PER_SECOND = 20

RunApart = Callable[[Callable[[Path, bytes, UUID], bytes], Path, bytes, UUID], Awaitable[bytes]]
"""Runs a top-level function in a process of its own and gives back what it returned."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The loudest sample of every twentieth of a second, 0 silent to 255 full."""

    values: bytes

    @property
    def seconds(self) -> float:
        return len(self.values) / PER_SECOND


async def read_peaks(archive: Archive, recording: AudioRecording, run_apart: RunApart) -> Peaks:
    """Return the peaks of a recording; those of one that is closed are computed once.

    Raises as `open_recording` does, and what `run_apart` raises.
    """
    key = archive.unwrap(recording)
    kept = archive.find_peaks_path(recording)
    if kept.exists():
        return Peaks(await asyncio.to_thread(_read_kept, kept, derive_peaks_key(key), recording.id))
    values = await run_apart(compute_peaks, archive.find_path(recording), key, recording.id)
    if recording.closed_at is not None:
        await archive.run(_keep, kept, derive_peaks_key(key), recording.id, values)
    return Peaks(values)


def compute_peaks(path: Path, key: bytes, recording_id: UUID) -> bytes:
    """Decode a recording's file; the work of the process apart."""
    with SealedReader(path, key, recording_id) as file:
        return measure_peaks(file) if file.size else b""


def _keep(path: Path, key: bytes, recording_id: UUID, values: bytes) -> None:
    """Write the peaks beside the recording, complete or not at all."""
    draft = path.with_suffix(".peaks-draft")
    draft.unlink(missing_ok=True)
    SealedFile(draft, key, recording_id).close(values)
    draft.replace(path)


def _read_kept(path: Path, key: bytes, recording_id: UUID) -> bytes:
    with SealedReader(path, key, recording_id, requires_end=True) as file:
        return file.readall()
