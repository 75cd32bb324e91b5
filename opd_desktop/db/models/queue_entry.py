"""Tokens and the queue."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Versioned


class TokenCounter(Base):
    """The last token of a service point on a day; a trigger counts it, so no number comes twice."""

    __tablename__ = "token_counter"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    service_point: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class QueueEntry(Versioned):
    """One person waiting for one practitioner (or service point). The trigger issues the token.

    ``service_point`` is the token prefix of the practitioner at the facility.
    """

    __tablename__ = "queue_entry"
    __table_args__ = (
        UniqueConstraint("facility_id", "service_point", "day", "token_number"),
        CheckConstraint(
            "state IN ('waiting','called','in-consultation','done','skipped','left')", name="state"
        ),
        CheckConstraint("priority IN ('emergency','urgent','elderly','normal')", name="priority"),
        Index("queue_entry_one_active", "appointment_id", unique=True,
              postgresql_where=text("state IN ('waiting','called','in-consultation','skipped')")),
        Index("queue_entry_appointment_id_idx", "appointment_id", "arrived_at"),
        Index("queue_entry_facility_id_day_idx", "facility_id", "day"),
        Index("queue_entry_practitioner_id_day_idx", "practitioner_id", "day", "state"),
    )  # fmt: skip

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"))
    service_point: Mapped[str]
    day: Mapped[date]
    token_number: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str] = mapped_column(server_default="waiting")
    priority: Mapped[str] = mapped_column(server_default="normal")
    reason: Mapped[str] = mapped_column(server_default="")
    arrived_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    state_changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    skip_count: Mapped[int] = mapped_column(server_default="0")
    promised_wait_minutes: Mapped[int | None]


class QueueMove(Base):
    """Every move of a queue entry; written by a trigger, append-only."""

    __tablename__ = "queue_move"
    __table_args__ = (Index("queue_move_queue_entry_id_idx", "queue_entry_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("opd.uuid7()"))
    queue_entry_id: Mapped[UUID] = mapped_column(ForeignKey("queue_entry.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    from_practitioner_id: Mapped[UUID | None]
    to_practitioner_id: Mapped[UUID]
