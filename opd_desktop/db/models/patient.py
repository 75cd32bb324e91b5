"""Patients with identifiers, contact persons and consents."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Keyed, Versioned


class Patient(Versioned):
    """A patient of the organisation (shared by its facilities). The MRN is handed out by the database.

    ``search_text`` is filled by a trigger: name without accents, digits of the phone, MRN.
    """

    __tablename__ = "patient"
    __table_args__ = (
        UniqueConstraint("mrn", name="patient_mrn_key"),
        Index("patient_search_text_idx", "search_text", postgresql_using="gin",
              postgresql_ops={"search_text": "gin_trgm_ops"}),
        Index("patient_birth_date_idx", "birth_date"),
        Index("patient_phone_idx", "phone"),
    )  # fmt: skip

    mrn: Mapped[str] = mapped_column(server_default="")
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(server_default="")
    sex: Mapped[str] = mapped_column(server_default="unknown")
    birth_date: Mapped[date | None]
    birth_date_estimated: Mapped[bool] = mapped_column(server_default=text("false"))
    phone: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str] = mapped_column(server_default="en")
    preferred_channel: Mapped[str] = mapped_column(server_default="desk")
    usual_practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    registered_at_id: Mapped[UUID | None] = mapped_column(ForeignKey("facility.id"))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    search_text: Mapped[str] = mapped_column(server_default="")
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class PatientIdentifier(Keyed):
    """A number by another system: national id, insurance."""

    __tablename__ = "patient_identifier"
    __table_args__ = (UniqueConstraint("system", "value"),)

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    system: Mapped[str]
    value: Mapped[str]


class PatientContact(Keyed):
    """A contact person (FHIR Patient.contact)."""

    __tablename__ = "patient_contact"

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    name: Mapped[str]
    relationship: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")


class PatientConsent(Keyed):
    """Consent for a purpose over a channel; the newest row counts. Append-only."""

    __tablename__ = "patient_consent"
    __table_args__ = (Index("patient_consent_patient_id_idx", "patient_id", "purpose", "channel", "given_at"),)

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    purpose: Mapped[str]
    channel: Mapped[str] = mapped_column(server_default="any")
    granted: Mapped[bool]
    given_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[str] = mapped_column(server_default=text("session_user"))
