"""Visits that hours were taken from, with the whole appointment (a module of its own: it needs both sides)."""

from datetime import datetime
from uuid import UUID

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.common import Dto, UndoDto
from opd_desktop.services.dto.schedules import AffectedCause, AffectedOutcome


class AffectedVisit(Dto):
    """Somebody must call the patient.

    Attributes:
        starts_at: the visit's time when the hours were taken away.
        calls: how often nobody answered.
    """

    id: UUID
    appointment: AppointmentDto
    starts_at: datetime
    cause: AffectedCause
    reason: str
    noted_at: datetime
    outcome: AffectedOutcome
    note: str
    calls: int
    decided_at: datetime | None
    decided_by: str | None
    row_version: int
    undo: UndoDto | None = None
