"""The audit trail, and what can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Keyed


class AuditLog(Base):
    """One write (or one opened chart). Partitioned by month; append-only, by triggers alone."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("audit_log_row_id_idx", "row_id"),
        Index("audit_log_facility_id_idx", "facility_id", "at"),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True, server_default=text("now()"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    desk: Mapped[str] = mapped_column(server_default="")
    operation: Mapped[str] = mapped_column(server_default="")
    action: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[str]
    facility_id: Mapped[UUID | None]
    old: Mapped[dict[str, Any] | None]
    new: Mapped[dict[str, Any] | None]


class UndoRecord(Keyed):
    """The inverse of something just done: an operation and its request, good for a while, for its author."""

    __tablename__ = "undo_record"
    __table_args__ = (Index("undo_record_login_idx", "login", "created_at"),)

    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]
    label: Mapped[str]
    label_params: Mapped[dict[str, Any]]
    operation: Mapped[str]
    request: Mapped[dict[str, Any]]
    used_at: Mapped[datetime | None]
