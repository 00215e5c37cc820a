"""What is kept about visits: who was invited, chose what, waited, and sat at the table when."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cases.base import Base, Id


class VisitState(StrEnum):
    """Scheduled -> open (somebody may wait) -> live (first admission) -> ended; never back."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    LIVE = "live"
    ENDED = "ended"


class AttendanceRole(StrEnum):
    CITIZEN = "citizen"
    PANEL = "panel"


class RecordingEnd(StrEnum):
    """Why a recording was closed."""

    ENDED = "ended"
    LEFT = "left"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    CRASHED = "crashed"


class Visit(Base):
    """One live meeting about a case; its media room carries the same id."""

    __tablename__ = "visit"

    id: Mapped[Id]
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    lang: Mapped[str] = mapped_column(String(8))
    state: Mapped[VisitState] = mapped_column(default=VisitState.SCHEDULED)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Invitation(Base):
    """A citizen's way in: a token (SHA-256 kept) and a code (HMAC under the token kept)."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    tries_left: Mapped[int] = mapped_column(default=5)
    revoked_at: Mapped[datetime | None]
    redeemed_at: Mapped[datetime | None]


class Consent(Base):
    """One answer to the two questions; rows are only added, and the highest number counts."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("invitation_id", "number"),)

    id: Mapped[Id]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"))
    number: Mapped[int]
    recording: Mapped[bool]
    transcript: Mapped[bool]
    text_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]


class LobbyPlace(Base):
    """A place in the waiting room; a place given up stays as history beside the next one."""

    __tablename__ = "lobby_place"
    __table_args__ = (
        Index(
            "uq_lobby_place_held",
            "invitation_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    arrived_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Attendance(Base):
    """One person at the table from joining to leaving; a cut is a gap inside it, no absence."""

    __tablename__ = "attendance"

    id: Mapped[Id]
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    participant_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"))
    role: Mapped[AttendanceRole]
    joined_at: Mapped[datetime]
    # Moved on twice a minute while the visit runs: after a crash it tells where the gap begins.
    seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(64))


class AttendanceGap(Base):
    """A cut by network, power or device: from when nothing arrived until it did again."""

    __tablename__ = "attendance_gap"

    id: Mapped[Id]
    attendance_id: Mapped[UUID] = mapped_column(ForeignKey("attendance.id"), index=True)
    away_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class AudioRecording(Base):
    """One participant's sound in one encrypted file; the row is committed before its first byte.

    Zero of the file is `started` seconds after the visit began. `sha256` is over the plain Ogg, so
    that it fits what a reviewer hears and what an export carries. Without `wrapped_key` nobody can
    read the file any more, in no backup of it either.
    """

    __tablename__ = "audio_recording"

    id: Mapped[Id]
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    participant_id: Mapped[str] = mapped_column(String(64))
    speaker_name: Mapped[str] = mapped_column(String(200))
    started: Mapped[float]
    duration: Mapped[float | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    end: Mapped[RecordingEnd | None]
    # Relative to the folder of recordings.
    path: Mapped[str] = mapped_column(String(200), unique=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    wrapped_key: Mapped[bytes | None]
    key_fingerprint: Mapped[str] = mapped_column(String(16))
    # What was said and is not in the file: [{"start", "end", "reason"}], seconds of the file.
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    retention_until: Mapped[datetime] = mapped_column(index=True)
    destroyed_at: Mapped[datetime | None]


class ReviewProgress(Base):
    """What one person has heard of a visit: joined [start, end] in seconds since it began."""

    __tablename__ = "review_progress"
    __table_args__ = (UniqueConstraint("visit_id", "user_id"),)

    id: Mapped[Id]
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    heard: Mapped[list[list[float]]] = mapped_column(JSON)
    updated_at: Mapped[datetime]
