"""When departments are on duty: hours of the week, days that differ, and the rooms there are."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.base import Base, Id

MINUTES_OF_DAY = 24 * 60


class Roster(Base):
    """A department's duty hours; one that has none is taken to keep the usual hours."""

    __tablename__ = "roster"

    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True)
    notice_email: Mapped[str] = mapped_column(String(320), default="")
    hours: Mapped[list["DutyHours"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="DutyHours.weekday, DutyHours.starts"
    )
    exceptions: Mapped[list["RosterException"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="RosterException.day"
    )


class DutyHours(Base):
    """One stretch of every week: weekday 0 is Monday; minutes since midnight at the office."""

    __tablename__ = "duty_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="some_time"),
    )

    id: Mapped[Id]
    department_id: Mapped[UUID] = mapped_column(ForeignKey("roster.department_id"), index=True)
    weekday: Mapped[int]
    starts: Mapped[int]
    ends: Mapped[int]


class RosterException(Base):
    """A day that differs: other hours, or none at all when both times are NULL."""

    __tablename__ = "roster_exception"
    __table_args__ = (
        UniqueConstraint("department_id", "day"),
        CheckConstraint(
            "starts IS NULL AND ends IS NULL OR starts >= 0 AND starts < ends AND ends <= 1440",
            name="some_time",
        ),
    )

    id: Mapped[Id]
    department_id: Mapped[UUID] = mapped_column(ForeignKey("roster.department_id"))
    day: Mapped[date]
    starts: Mapped[int | None]
    ends: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")


class Place(Base):
    """A room for visits; `key` is the one form of its name that bookings occupy."""

    __tablename__ = "place"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
