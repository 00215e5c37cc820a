"""What is kept about people, cases, what was said, what was suggested and who did what."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Id, WordList

__all__ = [
    "AuditEntry",
    "Base",
    "Case",
    "CaseCounter",
    "Citizen",
    "Department",
    "DepartmentLevel",
    "EvidenceRow",
    "FieldEdit",
    "FieldSuggestion",
    "SuggestionStatus",
    "User",
    "UserRole",
    "UtteranceRecord",
    "WordRow",
]

Json = JSON(none_as_null=True)


class DepartmentLevel(StrEnum):
    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class UserRole(StrEnum):
    CLERK = "clerk"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class SuggestionStatus(StrEnum):
    """Suggested is open; from there once to one of the others, never back."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class WordRow(TypedDict):
    """A word as recognised; start and end in seconds since the visit began."""

    text: str
    start: float
    end: float
    confidence: float


class EvidenceRow(TypedDict):
    """Words `start` to `end`, the end not included, of one utterance that support a value."""

    utterance_id: str
    start: int
    end: int


class Department(Base):
    """An office in the five-level tree; `code` is how rules and other systems call it."""

    __tablename__ = "department"
    __table_args__ = (CheckConstraint("parent_id <> id", name="no_own_parent"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(64), unique=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"), index=True)
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    level: Mapped[DepartmentLevel]


class User(Base):
    """A member of staff; `login` is kept in the normal form of `people.normalize_login`."""

    __tablename__ = "user"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), index=True)
    roles: Mapped[list[UserRole]] = mapped_column(WordList(UserRole))
    active: Mapped[bool] = mapped_column(default=True)

    department: Mapped[Department] = relationship(lazy="raise")


class Citizen(Base):
    __tablename__ = "citizen"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(32))


class CaseCounter(Base):
    """The last case number given out in a year."""

    __tablename__ = "case_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Case(Base):
    """One matter, one number, and the twelve fields that people have accepted into it."""

    __tablename__ = "case"
    __table_args__ = (CheckConstraint("people_count > 0", name="some_people"),)

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    lang: Mapped[str] = mapped_column(String(8))
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"), index=True)
    lead_department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), index=True)
    created_at: Mapped[datetime]

    petitioner_name: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(32))
    id_number: Mapped[str | None] = mapped_column(String(18))
    address: Mapped[str | None] = mapped_column(Text)
    respondent: Mapped[str | None] = mapped_column(Text)
    demand: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(String(64))
    departments: Mapped[list[str] | None] = mapped_column(Json)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(15, 2))
    people_count: Mapped[int | None]
    event_date: Mapped[str | None] = mapped_column(String(10))
    prior_petition: Mapped[bool | None]

    citizen: Mapped[Citizen] = relationship(lazy="raise")
    lead_department: Mapped[Department] = relationship(lazy="raise")


class UtteranceRecord(Base):
    """What one speaker said in one breath, as recognised; rows are added and never changed."""

    __tablename__ = "utterance_record"
    __table_args__ = (
        UniqueConstraint("visit_id", "track", "first_sample"),
        CheckConstraint("speaker_role IN ('citizen', 'officer')", name="speaker_role"),
        Index(None, "visit_id", "started"),
    )

    id: Mapped[Id]
    visit_id: Mapped[UUID]
    participant_id: Mapped[str] = mapped_column(String(64))
    speaker_name: Mapped[str] = mapped_column(String(200))
    speaker_role: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(8))
    started: Mapped[float]
    ended: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[list[WordRow]] = mapped_column(Json)
    track: Mapped[str] = mapped_column(String(128))
    first_sample: Mapped[int] = mapped_column(BigInteger)


class FieldSuggestion(Base):
    """A value for one case field with the words it came from; at most one is open per field."""

    __tablename__ = "field_suggestion"
    __table_args__ = (
        Index(
            "uq_field_suggestion_open",
            "case_id",
            "field",
            unique=True,
            sqlite_where=text("status = 'suggested'"),
            postgresql_where=text("status = 'suggested'"),
        ),
        Index(None, "visit_id"),
        Index(None, "case_id"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    visit_id: Mapped[UUID]
    field: Mapped[str] = mapped_column(String(32))
    value: Mapped[Any] = mapped_column(Json, nullable=False)
    quote: Mapped[str] = mapped_column(Text)
    evidence: Mapped[list[EvidenceRow]] = mapped_column(Json)
    speaker_id: Mapped[str] = mapped_column(String(64))
    speaker_name: Mapped[str] = mapped_column(String(200))
    at_seconds: Mapped[float]
    rule: Mapped[str] = mapped_column(String(64))
    status: Mapped[SuggestionStatus] = mapped_column(default=SuggestionStatus.SUGGESTED)
    suggested_at: Mapped[datetime]
    previous_value: Mapped[Any | None] = mapped_column(Json)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decided_value: Mapped[Any | None] = mapped_column(Json)


class FieldEdit(Base):
    """One writing of a value into a case field by a person; without a suggestion: by hand."""

    __tablename__ = "field_edit"
    __table_args__ = (UniqueConstraint("case_id", "field", "number"),)

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    field: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    value: Mapped[Any | None] = mapped_column(Json)
    previous_value: Mapped[Any | None] = mapped_column(Json)
    suggestion_id: Mapped[UUID | None] = mapped_column(ForeignKey("field_suggestion.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    suggestion: Mapped[FieldSuggestion | None] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


class AuditEntry(Base):
    """Who did what to which thing, written in the transaction of the act; ids, never content."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject", "at"), Index(None, "at"))

    id: Mapped[Id]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
