"""Tickets."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.services.dto.common import Change, Dto, Request

TicketStatus = Literal["open", "pending", "resolved", "closed"]
TicketPriority = Literal["low", "normal", "high", "urgent"]


class TicketNoteDto(Dto):
    at: datetime
    by: str
    text: str


class TicketDto(Dto):
    id: UUID
    number: int
    facility_id: UUID
    patient_id: UUID | None
    patient_name: str | None
    subject: str
    description: str
    category: str
    priority: TicketPriority
    status: TicketStatus
    assignee_id: UUID | None
    assignee_name: str | None
    due_at: datetime | None
    resolved_at: datetime | None
    journey_instance_id: UUID | None
    appointment_id: UUID | None
    created_at: datetime
    created_by: str
    notes: tuple[TicketNoteDto, ...] = ()
    row_version: int


class CreateTicket(Request):
    facility_id: UUID
    patient_id: UUID | None = None
    subject: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=4000)
    category: str = "general"
    priority: TicketPriority = "normal"
    assignee_id: UUID | None = None
    due_at: datetime | None = None
    journey_instance_id: UUID | None = None
    appointment_id: UUID | None = None


class ListTickets(Request):
    facility_id: UUID | None = None
    patient_id: UUID | None = None
    status: tuple[TicketStatus, ...] = ("open", "pending")
    limit: int = Field(default=200, ge=1, le=2000)


class PatchTicket(Change):
    """Only the fields that are given change; ``note`` is added to the thread."""

    status: TicketStatus | None = None
    priority: TicketPriority | None = None
    assignee_id: UUID | None = None
    subject: str | None = Field(default=None, min_length=1)
    due_at: datetime | None = None
    note: str | None = None


class ListAssignees(Request):
    facility_id: UUID


class AssigneeDto(Dto):
    """Somebody who may be given a ticket."""

    id: UUID
    display_name: str
