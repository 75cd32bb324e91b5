"""Appointments, the slots they occupy, holds, and the history of every move."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Keyed, Versioned
from opd_desktop.domain.ids import uuid7


class Appointment(Versioned):
    """A visit to come, under way or past. ``request_id`` makes booking idempotent.

    For status ``waitlist`` the period is the window in which the patient could come.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("request_id"),
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("NOT overbooked OR btrim(overbook_reason) <> ''", name="overbook_reason"),
        Index("appointment_facility_id_starts_at_idx", "facility_id", "starts_at"),
        Index("appointment_practitioner_id_starts_at_idx", "practitioner_id", "starts_at"),
        Index("appointment_patient_id_starts_at_idx", "patient_id", "starts_at"),
        # Who waits for a place, and whose visit is over without an end.
        Index("appointment_waitlist_idx", "facility_id", "ends_at", postgresql_where=text("status = 'waitlist'")),
        Index(
            "appointment_unresolved_idx",
            "facility_id",
            "ends_at",
            postgresql_where=text("status IN ('booked','arrived','checked-in')"),
        ),
        Index("appointment_series_id_idx", "series_id", "starts_at", postgresql_where=text("series_id IS NOT NULL")),
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
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment_series.id"))
    cancel_reason: Mapped[str | None]
    cancelled_by: Mapped[str | None]
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class AppointmentSlot(Base):
    """Which slots an appointment occupies (several for a long visit); triggers keep the slots' counters."""

    __tablename__ = "appointment_slot"
    __table_args__ = (Index("appointment_slot_slot_id_idx", "slot_id"),)

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("time_slot.id"), primary_key=True)


class AppointmentSeries(Keyed):
    """Visits of one patient that repeat by a rule (RFC 5545) of wall time; ``starts_at`` is the first one."""

    __tablename__ = "appointment_series"
    __table_args__ = (UniqueConstraint("request_id"),)

    request_id: Mapped[UUID]
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    rrule: Mapped[str]
    starts_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class AppointmentResource(Base):
    """A location reserved for a visit besides its doctor. Triggers keep the times equal to the visit's.

    An exclusion constraint (``appointment_resource_no_overlap``) forbids two visits in one location.
    """

    __tablename__ = "appointment_resource"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class WaitlistWish(Base):
    """What an appointment of status ``waitlist`` would take, beyond its practitioner and its period."""

    __tablename__ = "waitlist_wish"
    __table_args__ = (
        CheckConstraint("urgency BETWEEN 0 AND 2", name="urgency"),
        CheckConstraint("weekdays <@ ARRAY[0,1,2,3,4,5,6] AND array_position(weekdays, NULL) IS NULL", name="weekdays"),
    )

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    any_practitioner: Mapped[bool] = mapped_column(server_default=text("false"))
    specialty: Mapped[str | None]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    from_time: Mapped[time | None]
    to_time: Mapped[time | None]
    urgency: Mapped[int] = mapped_column(server_default="0")
    note: Mapped[str] = mapped_column(server_default="")


class WaitlistOffer(Keyed):
    """A free slot offered to somebody who waits; at most one open offer of a slot, and to an entry.

    Triggers note when and with whom the place is (or was: ``slot_id`` is None after the slot was taken away).
    """

    __tablename__ = "waitlist_offer"
    __table_args__ = (
        CheckConstraint("outcome IN ('open','accepted','declined','no-answer','withdrawn')", name="outcome"),
        Index("waitlist_offer_appointment_id_idx", "appointment_id", "offered_at"),
        Index("waitlist_offer_slot_id_idx", "slot_id"),
        Index("waitlist_offer_one_of_slot", "slot_id", unique=True, postgresql_where=text("outcome = 'open'")),
        Index("waitlist_offer_one_of_entry", "appointment_id", unique=True, postgresql_where=text("outcome = 'open'")),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("time_slot.id", ondelete="SET NULL"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    offered_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    desk: Mapped[str] = mapped_column(server_default="")
    outcome: Mapped[str] = mapped_column(server_default="open")
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(server_default="")


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
