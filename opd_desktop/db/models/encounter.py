"""Encounters. What was found and decided is clinical and lives in `fhir_resource`, not here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Versioned


class Encounter(Versioned):
    """A visit under way or past (FHIR Encounter, class AMB). One per appointment; walk-ins have none.

    Attributes:
        note_sha256: of the note's version that was signed (hexadecimal); taken by a trigger and fixed from then on.
    """

    __tablename__ = "encounter"
    __table_args__ = (
        UniqueConstraint("appointment_id"),
        Index("encounter_patient_id_idx", "patient_id", "created_at"),
        Index("encounter_facility_id_idx", "facility_id", "created_at"),
        Index("encounter_practitioner_id_idx", "practitioner_id", "status"),
        Index("encounter_queue_entry_id_idx", "queue_entry_id", unique=True),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"))
    queue_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("queue_entry.id"))
    status: Mapped[str] = mapped_column(server_default="planned")
    status_changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    period_start: Mapped[datetime | None]
    period_end: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str | None]
    note_sha256: Mapped[str | None]


class EncounterStatusHistory(Base):
    """FHIR Encounter.statusHistory; written by a trigger, append-only."""

    __tablename__ = "encounter_status_history"
    __table_args__ = (Index("encounter_status_history_encounter_id_idx", "encounter_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("opd.uuid7()"))
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")


class EncounterTransition(Base):
    """The status machine as data, equal to `domain.encounter.TRANSITIONS`."""

    __tablename__ = "encounter_transition"

    from_status: Mapped[str] = mapped_column(primary_key=True)
    to_status: Mapped[str] = mapped_column(primary_key=True)
