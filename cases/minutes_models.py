"""What is kept about minutes: their template, every revision, objections, signatures, the seal."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class MinutesState(StrEnum):
    """Draft -> presented (the citizen reads) -> signed -> sealed; an edit leads back to draft."""

    DRAFT = "draft"
    PRESENTED = "presented"
    SIGNED = "signed"
    SEALED = "sealed"


class SignerRole(StrEnum):
    CITIZEN = "citizen"
    PANEL = "panel"


class SigningMethod(StrEnum):
    """A stroke drawn by hand, a code sent to the phone, or the account of somebody signed in."""

    STROKE = "stroke"
    CODE = "code"
    ACCOUNT = "account"


class MinutesTemplate(Base):
    """A department's own wording of minutes in one language, as a Jinja2 text."""

    __tablename__ = "minutes_template"
    __table_args__ = (UniqueConstraint("department_id", "lang"),)

    id: Mapped[Id]
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"))
    lang: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(Text)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    updated_at: Mapped[datetime]


class Minutes(Base):
    """The minutes of one visit; the text stands in its revisions."""

    __tablename__ = "minutes"

    id: Mapped[Id]
    visit_id: Mapped[UUID] = mapped_column(unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    lang: Mapped[str] = mapped_column(String(8))
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    presented_at: Mapped[datetime | None]


class MinutesRevision(Base):
    """One text of the minutes; rows are only added. `author_id` is None where it was generated."""

    __tablename__ = "minutes_revision"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[Id]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]


class Objection(Base):
    """What a citizen says is wrong, the second of the visit that shows it, and the answer."""

    __tablename__ = "objection"
    __table_args__ = (CheckConstraint("at_seconds >= 0", name="within_visit"),)

    id: Mapped[Id]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    revision: Mapped[int]
    invitation_id: Mapped[UUID]
    at_seconds: Mapped[float | None]
    words: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]


class Signature(Base):
    """A person's signature under one revision; rows are only added.

    `signer` is an invitation's or a user's id, `stroke` an SVG path where one was drawn, and
    `text_sha256` the digest of the very text that was signed.
    """

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("minutes_id", "revision", "signer"),)

    id: Mapped[Id]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    revision: Mapped[int]
    role: Mapped[SignerRole]
    signer: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"))
    method: Mapped[SigningMethod]
    stroke: Mapped[str | None] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]


class SigningCode(Base):
    """A six-digit code sent to sign with; HMAC kept, five tries, ten minutes."""

    __tablename__ = "signing_code"
    __table_args__ = (
        Index(
            "uq_signing_code_open",
            "minutes_id",
            "invitation_id",
            unique=True,
            sqlite_where=text("used_at IS NULL"),
            postgresql_where=text("used_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    invitation_id: Mapped[UUID]
    code_hash: Mapped[str] = mapped_column(String(64))
    tries_left: Mapped[int] = mapped_column(default=5)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Seal(Base):
    """What closes minutes: the digest over text, sound and signatures, and the two documents."""

    __tablename__ = "seal"

    id: Mapped[Id]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON)
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    docx_sha256: Mapped[str] = mapped_column(String(64))
    sealed_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    sealed_at: Mapped[datetime]
