"""Appointments, the slots they occupy, holds, and the history of every move."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Versioned
from opd_desktop.domain.ids import uuid7


class Appointment(Versioned):
    """A visit to come, under way or past. ``request_id`` makes booking idempotent.

    For status ``waitlist`` the period is the window in which the patient could come.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("request_id"),
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("NOT overbooked OR overbook_reason <> ''", name="overbook_reason"),
        Index("appointment_facility_id_starts_at_idx", "facility_id", "starts_at"),
        Index("appointment_practitioner_id_starts_at_idx", "practitioner_id", "starts_at"),
        Index("appointment_patient_id_starts_at_idx", "patient_id", "starts_at"),
    )

    request_id: Mapped[UUID]
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str]
    status_changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    service_type: Mapped[str] = mapped_column(server_default="consultation")
    visit_kind: Mapped[str] = mapped_column(server_default="new-problem")
    reason: Mapped[str] = mapped_column(server_default="")
    overbooked: Mapped[bool] = mapped_column(server_default=text("false"))
    overbook_reason: Mapped[str] = mapped_column(server_default="")
    cancel_reason: Mapped[str | None]
    cancelled_by: Mapped[str | None]
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class AppointmentSlot(Base):
    """Which slots an appointment occupies (several for a long visit); triggers keep the slots' counters."""

    __tablename__ = "appointment_slot"
    __table_args__ = (Index("appointment_slot_slot_id_idx", "slot_id"),)

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("time_slot.id"), primary_key=True)


class AppointmentHistory(Base):
    """Who did what to an appointment; written by a trigger, append-only."""

    __tablename__ = "appointment_history"
    __table_args__ = (Index("appointment_history_appointment_id_idx", "appointment_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("opd.uuid7()"))
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    desk: Mapped[str] = mapped_column(server_default="")
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    from_starts_at: Mapped[datetime | None]
    to_starts_at: Mapped[datetime]
    from_practitioner_id: Mapped[UUID | None]
    to_practitioner_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(server_default="")


class AppointmentTransition(Base):
    """The status machine as data, equal to `domain.appointment.TRANSITIONS`."""

    __tablename__ = "appointment_transition"

    from_status: Mapped[str] = mapped_column(primary_key=True)
    to_status: Mapped[str] = mapped_column(primary_key=True)
    needs_right: Mapped[bool]


class SlotHold(Base):
    """A place held for a few minutes while somebody fills in the booking form; one row per slot held."""

    __tablename__ = "slot_hold"
    __table_args__ = (
        Index("slot_hold_slot_id_idx", "slot_id"),
        Index("slot_hold_expires_at_idx", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("time_slot.id"), primary_key=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    desk: Mapped[str] = mapped_column(server_default="")
    expires_at: Mapped[datetime]
