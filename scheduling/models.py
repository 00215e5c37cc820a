"""What is kept about bookings: a panel's meeting and the 5-minute granules it occupies."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.base import Base, Id
from cases.models import Case, Department

__all__ = ["BookedGranule", "Booking", "PanelMember"]


class Booking(Base):
    """One meeting of a panel about a case; a cancelled one stays and holds no granules."""

    __tablename__ = "booking"
    __table_args__ = (CheckConstraint("duration_minutes > 0", name="some_time"),)

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    duration_minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    lead_department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    cancelled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    cancelled_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise")
    members: Mapped[list["PanelMember"]] = relationship(lazy="raise", passive_deletes="all")

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.duration_minutes)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.duration


class PanelMember(Base):
    """A department's seat on a panel; exactly one of a booking leads."""

    __tablename__ = "panel_member"
    __table_args__ = (
        Index(
            "uq_panel_member_lead",
            "booking_id",
            unique=True,
            sqlite_where=text("is_lead"),
            postgresql_where=text("is_lead"),
        ),
    )

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    department_id: Mapped[UUID] = mapped_column(
        ForeignKey("department.id"), primary_key=True, index=True
    )
    is_lead: Mapped[bool] = mapped_column(default=False)

    department: Mapped[Department] = relationship(lazy="raise")


class BookedGranule(Base):
    """Five minutes of one resource, epoch seconds // 300; the key lets nobody book it twice."""

    __tablename__ = "booked_granule"

    resource: Mapped[str] = mapped_column(String(240), primary_key=True)
    granule: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), index=True)
