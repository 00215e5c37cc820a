"""Recordings as rows: there before the first byte, closed with a sum, destroyed by their key."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.audit import name_subject, record_act
from cases.models import User
from media import Gap, Grant, Recorded

from .archive import Archive, FileInUseError
from .audit import name_actor_or_house
from .background import commit_patiently
from .errors import TamperedFileError, UnknownRecordingError, WrongMasterKeyError
from .models import AudioRecording, RecordingEnd
from .sealed_reader import SealedReader
from .vault import new_key

log = structlog.get_logger("visits.recordings")


def open_recording(archive: Archive, recording: AudioRecording) -> SealedReader:
    """Open a recording as a seekable file of plain Ogg Opus, also one that still grows.

    Opening scans the frames' lengths (milliseconds for hours); nothing is ever written in
    plain. Raises RecordingDestroyedError, WrongMasterKeyError, TamperedFileError, OSError.
    """
    return archive.open(recording)


def make_recording(
    archive: Archive, visit_id: UUID, grant: Grant, *, started: float, now: datetime
) -> AudioRecording:
    """Return the row of a recording that begins `started` seconds after the visit did."""
    recording_id = uuid4()
    return AudioRecording(
        id=recording_id,
        visit_id=visit_id,
        participant_id=grant.participant_id,
        speaker_name=grant.name,
        started=started,
        opened_at=now,
        path=f"{visit_id}/{recording_id}.sealed",
        wrapped_key=archive.key.wrap(new_key(), recording_id),
        key_fingerprint=archive.key.fingerprint,
        gaps=[],
        retention_until=now + archive.keep_for,
    )


async def close_recording(
    session: AsyncSession,
    recording_id: UUID,
    *,
    end: RecordingEnd,
    recorded: Recorded | None,
    now: datetime,
) -> None:
    """Note how a recording ended; without `recorded` there is no file."""
    row = await session.get_one(AudioRecording, recording_id)
    row.end, row.closed_at = end, now
    if recorded is None:
        return
    row.sha256, row.duration = recorded.sha256, round(recorded.seconds, 3)
    if recorded.gaps:
        row.gaps = describe_gaps(recorded.gaps)


async def discard_recording(recording_id: UUID, session: AsyncSession) -> None:
    """Forget a recording that never got a file."""
    row = await session.get(AudioRecording, recording_id)
    if row is not None:
        await session.delete(row)


async def note_gaps(session: AsyncSession, recording_id: UUID, gaps: Sequence[Gap]) -> None:
    """Keep what is missing so far, for a recording that goes on."""
    row = await session.get_one(AudioRecording, recording_id)
    row.gaps = describe_gaps(gaps)


def describe_gaps(gaps: Sequence[Gap]) -> list[dict[str, object]]:
    return [asdict(gap) for gap in gaps]


async def list_recordings(session: AsyncSession, visit_id: UUID) -> Sequence[AudioRecording]:
    """List a visit's recordings in order of their start, destroyed ones too."""
    query = (
        select(AudioRecording)
        .where(AudioRecording.visit_id == visit_id)
        .order_by(AudioRecording.started, AudioRecording.id)
    )
    return (await session.scalars(query)).all()


async def get_recording(
    session: AsyncSession, visit_id: UUID, recording_id: UUID
) -> AudioRecording:
    """Return a recording of this visit; raises UnknownRecordingError for any other."""
    row = await session.get(AudioRecording, recording_id)
    if row is None or row.visit_id != visit_id:
        raise UnknownRecordingError(recording_id)
    return row


async def list_key_fingerprints(session: AsyncSession) -> set[str]:
    """Return which master keys the recordings need that are not destroyed."""
    query = select(AudioRecording.key_fingerprint).where(AudioRecording.wrapped_key.is_not(None))
    return set(await session.scalars(query.distinct()))


async def list_overdue(session: AsyncSession, now: datetime) -> Sequence[AudioRecording]:
    """List what should be destroyed by now."""
    query = select(AudioRecording).where(
        AudioRecording.retention_until <= now,
        AudioRecording.destroyed_at.is_(None),
        AudioRecording.closed_at.is_not(None),
    )
    return (await session.scalars(query)).all()


def destroy_recording(
    session: AsyncSession, recording: AudioRecording, now: datetime, *, by: User | None = None
) -> None:
    """Forget a recording's key, so that no copy of its file can be read; the row stays.

    The caller removes the file after its commit (`Archive.remove`). A second time changes nothing.
    """
    if recording.wrapped_key is None:
        return
    recording.wrapped_key = None
    recording.destroyed_at = now
    recording.closed_at = recording.closed_at or now
    subject = name_subject("recording", recording.id)
    record_act(session, name_actor_or_house(by), "recording_destroyed", subject, {}, now)


async def recover_recordings(
    sessions: async_sessionmaker[AsyncSession], archive: Archive, now: datetime
) -> int:
    """Close what a process that died has left open, and return how many; run once at start."""
    async with sessions() as session:
        query = select(AudioRecording).where(AudioRecording.closed_at.is_(None))
        left_open = (await session.scalars(query)).all()
    return sum([await _recover(sessions, archive, recording, now) for recording in left_open])


async def _recover(
    sessions: async_sessionmaker[AsyncSession],
    archive: Archive,
    recording: AudioRecording,
    now: datetime,
) -> bool:
    """Close one; what cannot be read now stays open, for a start with the right key or disk."""
    try:
        recorded = await archive.run(archive.recover, recording)
    except FileInUseError:
        return False
    except (WrongMasterKeyError, TamperedFileError, OSError) as error:
        kind = type(error).__name__
        log.error("recording_unrecovered", recording=str(recording.id), error=kind)
        return False

    async def close(session: AsyncSession) -> None:
        await close_recording(
            session, recording.id, end=RecordingEnd.CRASHED, recorded=recorded, now=now
        )

    await commit_patiently(sessions, close)
    return True
