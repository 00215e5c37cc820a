"""When departments are on duty: hours of the week, days that differ, and the rooms there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from cases.base import Base, Id

from .errors import InvalidRosterError
from .resources import normalize_place

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


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """A stretch of duty: weekday 0 is Monday; minutes since midnight, the end not included."""

    weekday: int
    starts: int
    ends: int


USUAL_HOURS = tuple(
    WeeklyHours(weekday, starts, ends)
    for weekday in range(5)
    for starts, ends in ((9 * 60, 12 * 60), (14 * 60, 17 * 60))
)


@dataclass(frozen=True, slots=True)
class DayException:
    """A day with other hours; none of both: nobody is on duty."""

    day: date
    starts: int | None
    ends: int | None
    note: str = ""


async def find_roster(session: AsyncSession, department_id: UUID) -> Roster | None:
    """Find a department's roster with its hours and exceptions."""
    return (await list_rosters(session, [department_id])).get(department_id)


async def list_rosters(
    session: AsyncSession, department_ids: Collection[UUID]
) -> Mapping[UUID, Roster]:
    """List the rosters there are, by department, with hours and exceptions."""
    query = (
        select(Roster)
        .where(Roster.department_id.in_(department_ids))
        .options(selectinload(Roster.hours), selectinload(Roster.exceptions))
    )
    return {roster.department_id: roster for roster in await session.scalars(query)}


async def set_roster(
    session: AsyncSession,
    department_id: UUID,
    hours: Sequence[WeeklyHours],
    exceptions: Sequence[DayException] = (),
    notice_email: str = "",
) -> Roster:
    """Replace a department's hours and exceptions; raises InvalidRosterError when they clash."""
    check_hours(hours)
    check_exceptions(exceptions)
    roster = await find_roster(session, department_id)
    if roster is None:
        roster = Roster(department_id=department_id, hours=[], exceptions=[])
        session.add(roster)
    roster.notice_email = notice_email
    roster.hours.clear()
    roster.exceptions.clear()
    await session.flush()  # rows go before their like come, for a day is named once
    roster.hours.extend(DutyHours(**asdict(one)) for one in hours)
    roster.exceptions.extend(RosterException(**asdict(one)) for one in exceptions)
    await session.flush()
    return roster


def check_hours(hours: Sequence[WeeklyHours]) -> None:
    ordered = sorted(hours, key=lambda one: (one.weekday, one.starts))
    for one in ordered:
        if not (0 <= one.weekday <= 6 and 0 <= one.starts < one.ends <= MINUTES_OF_DAY):
            raise InvalidRosterError(one.weekday)
    for one, following in pairwise(ordered):
        if one.weekday == following.weekday and following.starts < one.ends:
            raise InvalidRosterError(one.weekday)


def check_exceptions(exceptions: Sequence[DayException]) -> None:
    days = set()
    for one in exceptions:
        is_closed = one.starts is None and one.ends is None
        if one.day in days or not (is_closed or _is_stretch(one.starts, one.ends)):
            raise InvalidRosterError(one.day.weekday())
        days.add(one.day)


def _is_stretch(starts: int | None, ends: int | None) -> bool:
    return starts is not None and ends is not None and 0 <= starts < ends <= MINUTES_OF_DAY


async def list_places(session: AsyncSession) -> Sequence[Place]:
    """List the rooms in use by name."""
    query = select(Place).where(Place.active).order_by(Place.name)
    return (await session.scalars(query)).all()


async def add_place(session: AsyncSession, name: str) -> Place:
    """Add a room, or take the one of this name into use again."""
    key = normalize_place(name)
    place = await session.scalar(select(Place).where(Place.key == key))
    if place is None:
        place = Place(key=key, name=name.strip())
        session.add(place)
    place.active = True
    await session.flush()
    return place
