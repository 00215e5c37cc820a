"""A redacted recording as a child process writes it, from the sealed file to a plain one."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from cases.exports import SpokenTurn, TranscriptCopy
from cases.redaction import Known, redact
from media.redaction import redact_sound
from visits.sealed_reader import SealedReader

WORKPLACE = "redacted-"


@dataclass(frozen=True, slots=True)
class SealedSound:
    """A recording as a child process opens it; its key comes by the job's pipe alone."""

    path: Path
    key: bytes
    recording_id: UUID
    participant_id: str
    started: float


def write_redacted_sound(
    sound: SealedSound, copy: TranscriptCopy, known: Known, target: Path
) -> None:
    """Write the redacted sound of one recording.

    The tone lies over the private words of everybody, for one microphone hears what comes out of
    another's loudspeaker; what its own speaker was not understood to say is silence.
    """
    spans = redact(copy, known).seconds
    kept = [(turn.start, turn.end) for turn in copy.turns if is_of(turn, sound)]
    with (
        SealedReader(sound.path, sound.key, sound.recording_id) as source,
        target.open("xb") as file,
    ):
        redact_sound(cast("BinaryIO", source), file, shift(spans, sound), kept=shift(kept, sound))


def clear_workplaces(data_dir: Path) -> None:
    """Delete the copies that a process which was killed has left."""
    for folder in data_dir.glob(f"{WORKPLACE}*"):
        shutil.rmtree(folder, ignore_errors=True)


def is_of(turn: SpokenTurn, sound: SealedSound) -> bool:
    return turn.speaker_id == sound.participant_id


def shift(spans: Sequence[tuple[float, float]], sound: SealedSound) -> list[tuple[float, float]]:
    """Return seconds of the visit as seconds of the file; what was before it is left out."""
    moved = ((start - sound.started, end - sound.started) for start, end in spans)
    return [(max(start, 0.0), end) for start, end in moved if end > 0]
