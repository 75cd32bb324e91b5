"""Provider schedules, their exceptions, and the slots made from them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Versioned


class ProviderSchedule(Versioned):
    """Recurring availability of a practitioner at a facility.

    ``weekly_pattern`` is a list of ``{"weekday": 0-6 (Monday 0), "start": "HH:MM", "end": "HH:MM",
    "breaks": [{"start", "end"}]}`` in the facility's wall time.
    """

    __tablename__ = "provider_schedule"
    __table_args__ = (
        CheckConstraint("slot_minutes BETWEEN 5 AND 480", name="slot_minutes"),
        CheckConstraint("capacity BETWEEN 1 AND 100", name="capacity"),
        CheckConstraint("overbook_limit BETWEEN 0 AND 20", name="overbook_limit"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    )

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"), index=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    service_type: Mapped[str] = mapped_column(server_default="consultation")
    weekly_pattern: Mapped[list[Any]]
    slot_minutes: Mapped[int]
    capacity: Mapped[int] = mapped_column(server_default="1")
    overbook_limit: Mapped[int] = mapped_column(server_default="0")
    buffer_before: Mapped[int] = mapped_column(server_default="0")
    buffer_after: Mapped[int] = mapped_column(server_default="0")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class ScheduleException(Versioned):
    """A deviation from the pattern: leave, holiday, blocked, extra, late."""

    __tablename__ = "schedule_exception"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("kind IN ('leave','holiday','blocked','extra','late')", name="kind"),
        Index("schedule_exception_practitioner_id_idx", "practitioner_id", "starts_at"),
    )

    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(server_default="")


class TimeSlot(Base):
    """One bookable place in time. Counters are kept by triggers; nobody writes them by hand.

    An exclusion constraint (``time_slot_no_overlap``) forbids overlapping slots of one practitioner.
    """

    __tablename__ = "time_slot"
    __table_args__ = (
        CheckConstraint("booked >= 0 AND held >= 0 AND booked + held <= capacity + overbook_limit", name="capacity"),
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("status IN ('free','busy','busy-unavailable','busy-tentative')", name="status"),
        Index("time_slot_facility_id_starts_at_idx", "facility_id", "starts_at"),
        Index("time_slot_practitioner_id_starts_at_idx", "practitioner_id", "starts_at", unique=True),
        Index("time_slot_schedule_id_idx", "schedule_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("opd.uuid7()"))
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("provider_schedule.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    service_type: Mapped[str] = mapped_column(server_default="consultation")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    overbook_limit: Mapped[int] = mapped_column(server_default="0")
    booked: Mapped[int] = mapped_column(server_default="0")
    held: Mapped[int] = mapped_column(server_default="0")
    status: Mapped[str] = mapped_column(server_default="free")
