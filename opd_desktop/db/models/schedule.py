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
    """A deviation from the pattern: leave, holiday, blocked, extra, late.

    ``minutes`` is by how much visits of a practitioner who runs late begin later, and of nothing else.
    """

    __tablename__ = "schedule_exception"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("kind IN ('leave','holiday','blocked','extra','late')", name="kind"),
        CheckConstraint("minutes BETWEEN 1 AND 240", name="minutes"),
        CheckConstraint("(kind = 'late') = (minutes IS NOT NULL)", name="late_minutes"),
        CheckConstraint(
            "kind <> 'late' OR (practitioner_id IS NOT NULL AND ends_at <= starts_at + interval '36 hours')",
            name="late",
        ),
        Index("schedule_exception_practitioner_id_idx", "practitioner_id", "starts_at"),
    )

    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(server_default="")
    minutes: Mapped[int | None]


class AffectedVisit(Versioned):
    """A visit that hours were taken from: somebody calls, and the outcome is kept.

    ``opd.materialize`` writes the rows; ``starts_at`` is the visit's time when it did. "Moved", "cancelled" and
    "lifted" (the hours came back) set themselves, "kept" and "no-answer" are set by the person who called.
    """

    __tablename__ = "affected_visit"
    __table_args__ = (
        CheckConstraint("cause IN ('leave','holiday','blocked','hours')", name="cause"),
        CheckConstraint("outcome IN ('open','no-answer','moved','kept','cancelled','lifted')", name="outcome"),
        Index("affected_visit_appointment_id_idx", "appointment_id", "starts_at"),
        Index(
            "affected_visit_open_idx",
            "appointment_id",
            unique=True,
            postgresql_where=text("outcome IN ('open','no-answer')"),
        ),
        Index(
            "affected_visit_facility_id_open_idx",
            "facility_id",
            postgresql_where=text("outcome IN ('open','no-answer')"),
        ),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    starts_at: Mapped[datetime]
    exception_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("schedule_exception.id", ondelete="SET NULL"), index=True
    )
    schedule_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider_schedule.id"))
    cause: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    noted_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    outcome: Mapped[str] = mapped_column(server_default="open")
    note: Mapped[str] = mapped_column(server_default="")
    calls: Mapped[int] = mapped_column(server_default="0")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]


class LateNotice(Base):
    """That the patient of a visit was told of a lateness: once for each."""

    __tablename__ = "late_notice"

    exception_id: Mapped[UUID] = mapped_column(
        ForeignKey("schedule_exception.id", ondelete="CASCADE"), primary_key=True
    )
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True, index=True)
    communication_id: Mapped[UUID] = mapped_column(ForeignKey("communication.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


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
        # What `slots.find` walks. A hold may have run out, so held places are in it.
        Index(
            "time_slot_free_idx",
            "practitioner_id",
            "starts_at",
            postgresql_where=text("booked < capacity AND status <> 'busy-unavailable'"),
        ),
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
