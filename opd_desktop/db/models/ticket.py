"""Support tickets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Keyed, Versioned


class Ticket(Versioned):
    """Something that somebody has to do for a patient or a desk."""

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint("status IN ('open','pending','resolved','closed')", name="status"),
        CheckConstraint("priority IN ('low','normal','high','urgent')", name="priority"),
        Index("ticket_facility_id_status_idx", "facility_id", "status", "created_at"),
        Index("ticket_patient_id_idx", "patient_id"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True), unique=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    subject: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    category: Mapped[str] = mapped_column(server_default="general")
    priority: Mapped[str] = mapped_column(server_default="normal")
    status: Mapped[str] = mapped_column(server_default="open")
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    due_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    journey_instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("journey_instance.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"))
    communication_id: Mapped[UUID | None] = mapped_column(ForeignKey("communication.id"))
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class TicketNote(Keyed):
    """One entry of a ticket's thread; append-only."""

    __tablename__ = "ticket_note"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    text: Mapped[str]
