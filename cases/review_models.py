"""What is kept about a review: who corrected which words, took it back, and did what in order."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Id
from .models import User

__all__ = ["ChangeKind", "CorrectionUndo", "ReviewChange", "WordCorrection"]


class ChangeKind(StrEnum):
    """What a person did in a review, and to which kind of record."""

    CORRECTED = "corrected"
    UNDONE = "undone"
    DECIDED = "decided"
    FIELD_SET = "field_set"


class ReviewChange(Base):
    """One act of a person upon a case's words or fields; `number` counts the acts of a case.

    `subject_id` is the correction (also when it was undone), the suggestion or the field edit.
    """

    __tablename__ = "review_change"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    number: Mapped[int]
    kind: Mapped[ChangeKind]
    subject_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class WordCorrection(Base):
    """What should stand for words `start` to `end`, the end not included; "" takes them out.

    The words themselves stay as recognised. `number` is that of its ReviewChange.
    """

    __tablename__ = "word_correction"
    __table_args__ = (
        CheckConstraint("0 <= first_word AND first_word < end_word", name="some_words"),
        Index(None, "visit_id"),
        Index(None, "utterance_id"),
    )

    id: Mapped[Id]
    visit_id: Mapped[UUID]
    utterance_id: Mapped[UUID] = mapped_column(ForeignKey("utterance_record.id"))
    start: Mapped[int] = mapped_column("first_word")  # "end" is a word of SQL
    end: Mapped[int] = mapped_column("end_word")
    text: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
    undo: Mapped["CorrectionUndo | None"] = relationship(lazy="raise")


class CorrectionUndo(Base):
    """The taking back of a correction, by whoever; for good, for another correction may follow."""

    __tablename__ = "correction_undo"

    id: Mapped[Id]
    correction_id: Mapped[UUID] = mapped_column(ForeignKey("word_correction.id"), unique=True)
    number: Mapped[int]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
