"""Events, written with the change that they tell of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base


class OutboxEvent(Base):
    """One event. Partitioned by month; only the relay's own columns ever change."""

    __tablename__ = "outbox_event"
    __table_args__ = (
        Index("outbox_event_undispatched_idx", "id", postgresql_where=text("dispatched_at IS NULL")),
        Index("outbox_event_patient_id_idx", "patient_id", "occurred_at"),
        Index("outbox_event_aggregate_id_idx", "aggregate_id"),
        {"postgresql_partition_by": "RANGE (occurred_at)"},
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    occurred_at: Mapped[datetime] = mapped_column(primary_key=True, server_default=text("now()"))
    name: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="1")
    aggregate: Mapped[str]
    aggregate_id: Mapped[UUID]
    facility_id: Mapped[UUID | None]
    patient_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]]
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    dispatched_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(server_default="")


class EventConsumed(Base):
    """That a consumer has had an event: inserted first, so that an event has its effect once."""

    __tablename__ = "event_consumed"

    consumer: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
