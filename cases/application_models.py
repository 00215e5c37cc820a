"""What is kept of a citizen's own application: the draft, the files, the phone's confirmation.

An application is one row from the first word of the draft on:

    draft --submit--> submitted --a clerk opens a case--------> opened
      |                   `------a clerk answers in writing---> answered
      `--seven days without a visit of its owner--> deleted with its files
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Id, WordList
from .models import FieldEdit


class ApplicationState(StrEnum):
    """Where an application stands; the way is told at the top of this module."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPENED = "opened"
    ANSWERED = "answered"


class TimeOfDay(StrEnum):
    """When on working days the applicant can talk; none chosen: at any time."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Application(Base):
    """One request for a video visit; `number` becomes the number of the case opened from it.

    `token_hash` names the browser that writes the draft; `code_hash` belongs to the code with which
    its owner comes back later; `days` are ISO dates that suit, none: any working day.
    """

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (number IS NULL)", name="number_once_submitted"),
        CheckConstraint("(state = 'opened') = (case_id IS NOT NULL)", name="case_once_opened"),
        Index(None, "state", "submitted_at"),
    )

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT)
    lang: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    story: Mapped[str] = mapped_column(Text, default="")
    demand: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    phone_confirmed_at: Mapped[datetime | None]
    times: Mapped[list[TimeOfDay]] = mapped_column(WordList(TimeOfDay), default=list)
    days: Mapped[list[str]] = mapped_column(JSON, default=list)

    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64))
    submitted_at: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)
    paused_until: Mapped[datetime | None]

    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), unique=True)
    answer: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    files: Mapped[list["ApplicationFile"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ApplicationFile.added_at"
    )


class ApplicationFile(Base):
    """A photo or paper that came with an application; its bytes lie outside, under `sha256`."""

    __tablename__ = "application_file"
    __table_args__ = (
        UniqueConstraint("application_id", "sha256"),
        CheckConstraint("size > 0", name="some_bytes"),
        Index(None, "sha256"),
    )

    id: Mapped[Id]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    added_at: Mapped[datetime]


class PhoneCode(Base):
    """A six-digit code sent to the phone an applicant gave; only its hash is kept."""

    __tablename__ = "phone_code"
    __table_args__ = (Index(None, "phone", "sent_at"), Index(None, "application_id", "sent_at"))

    id: Mapped[Id]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    phone: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    tries_left: Mapped[int]


class StatedField(Base):
    """On which words of an application a field edit rests, as its writer put them."""

    __tablename__ = "stated_field"

    edit_id: Mapped[UUID] = mapped_column(ForeignKey("field_edit.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    statement: Mapped[str] = mapped_column(Text)

    edit: Mapped[FieldEdit] = relationship(lazy="raise")
    application: Mapped[Application] = relationship(lazy="raise")
