"""Messages to and from patients, each attempt to send them, and their templates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Keyed, Versioned


class Communication(Versioned):
    """One message (FHIR Communication), over one channel. ``not_before`` is when a refused try may go again."""

    __tablename__ = "communication"
    __table_args__ = (
        CheckConstraint(
            "status IN ('queued','sending','sent','delivered','read','failed','unknown','received','cancelled')",
            name="status",
        ),
        CheckConstraint("direction IN ('out','in')", name="direction"),
        UniqueConstraint("step_run_id"),
        Index("communication_facility_id_idx", "facility_id", "created_at"),
        Index("communication_patient_id_idx", "patient_id", "created_at"),
        Index("communication_queued_idx", "created_at", postgresql_where=text("status = 'queued'")),
        Index("communication_sending_idx", "status_at", postgresql_where=text("status = 'sending'")),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    journey_instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("journey_instance.id"), index=True)
    step_run_id: Mapped[UUID | None] = mapped_column(ForeignKey("step_run.id"))
    direction: Mapped[str] = mapped_column(server_default="out")
    channel: Mapped[str]
    purpose: Mapped[str] = mapped_column(server_default="care")
    template_key: Mapped[str] = mapped_column(server_default="")
    to_address: Mapped[str] = mapped_column(server_default="")
    subject: Mapped[str] = mapped_column(server_default="")
    body: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="queued")
    status_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    error: Mapped[str] = mapped_column(server_default="")
    not_before: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class CommunicationAttempt(Keyed):
    """One attempt to hand a message over; its id is the provider's idempotency key."""

    __tablename__ = "communication_attempt"
    __table_args__ = (UniqueConstraint("communication_id", "number"),)

    communication_id: Mapped[UUID] = mapped_column(ForeignKey("communication.id"))
    number: Mapped[int]
    worker: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    lease_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default="pending")
    provider_id: Mapped[str | None]
    detail: Mapped[str] = mapped_column(server_default="")


class MessageTemplate(Versioned):
    """A message in one language (sandboxed Jinja2)."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("key", "language"),)

    key: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    purpose: Mapped[str] = mapped_column(server_default="care")
    subject: Mapped[str] = mapped_column(server_default="")
    body: Mapped[str]
    repeat_is_harmless: Mapped[bool] = mapped_column(server_default=text("false"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
