"""Tickets: something that somebody has to do, with a due time by priority and a thread."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Facility, Ticket, TicketNote
from opd_desktop.domain import ticket as rules
from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.events import TicketAssigned, TicketCreated, TicketResolved, TicketUpdated
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import ROLE_PERMISSIONS, Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.conditions import equal_to
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.tickets import (
    AssigneeDto,
    CreateTicket,
    ListAssignees,
    ListTickets,
    PatchTicket,
    TicketDto,
    TicketNoteDto,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_SELECT = """
SELECT t.id, t.number, t.facility_id, t.patient_id, p.name AS patient_name, t.subject, t.description, t.category,
    t.priority, t.status, t.assignee_id, s.display_name AS assignee_name, t.due_at, t.resolved_at,
    t.journey_instance_id, t.appointment_id, t.created_at, t.created_by, t.row_version
FROM ticket t LEFT JOIN patient p ON p.id = t.patient_id LEFT JOIN staff s ON s.id = t.assignee_id
"""


@operation(
    "prm.ticket.create",
    route="POST /api/v1/prm/tickets",
    needs=Permission.TICKET,
    emits=[TicketCreated, TicketAssigned],
)
def create(tx: Tx, actor: Actor, request: CreateTicket) -> TicketDto:
    """Open a ticket; without a due time it gets the one of its priority, in working hours."""
    del actor
    row = open_ticket(
        tx,
        facility_id=request.facility_id,
        patient_id=request.patient_id,
        subject=request.subject,
        description=request.description,
        category=request.category,
        priority=request.priority,
        assignee_id=request.assignee_id,
        due_at=request.due_at,
        journey_instance_id=request.journey_instance_id,
        appointment_id=request.appointment_id,
    )
    return _one(tx, row.id)


@operation("prm.ticket.list", route="GET /api/v1/prm/tickets", needs=Permission.TICKET)
def list_(tx: Tx, actor: Actor, request: ListTickets) -> tuple[TicketDto, ...]:
    """Tickets without their threads, those due soonest first."""
    del actor
    parts, params = equal_to(request, "t", "facility_id", "patient_id")
    params["limit"] = request.limit
    if request.status:
        parts.append("t.status = ANY(:status)")
        params["status"] = list(request.status)
    rows = tx.rows(
        f"{_SELECT} WHERE {' AND '.join(parts)} ORDER BY t.status IN ('resolved', 'closed'), "
        "t.due_at NULLS LAST, t.number LIMIT :limit",
        **params,
    )
    return tuple(TicketDto.model_validate(row) for row in rows)


@operation("prm.ticket.get", needs=Permission.TICKET)
def get(tx: Tx, actor: Actor, request: ById) -> TicketDto:
    """One ticket with its thread."""
    del actor
    return _one(tx, request.id)


@operation("prm.ticket.assignees", needs=Permission.TICKET)
def assignees(tx: Tx, actor: Actor, request: ListAssignees) -> tuple[AssigneeDto, ...]:
    """Who may be given a ticket at a facility: its active staff whose role works on tickets, by name."""
    del actor
    rows = tx.rows(
        "SELECT s.id, s.display_name FROM staff s JOIN staff_facility f ON f.staff_id = s.id "
        "WHERE s.active AND f.facility_id = :facility AND s.role = ANY(:roles) ORDER BY s.display_name, s.id",
        facility=request.facility_id,
        roles=[role.value for role, rights in ROLE_PERMISSIONS.items() if Permission.TICKET in rights],
    )
    return tuple(AssigneeDto.model_validate(row) for row in rows)


@operation(
    "prm.ticket.patch",
    route="PATCH /api/v1/prm/tickets/{id}",
    needs=Permission.TICKET,
    emits=[TicketAssigned, TicketUpdated, TicketResolved],
)
def patch(tx: Tx, actor: Actor, request: PatchTicket) -> TicketDto:
    """Change a ticket or add to its thread. A new priority gives a new due time, unless one is given.

    Raises:
        Conflict: ``ticket.illegal_move``.
    """
    del actor
    row = tx.lock(Ticket, request.id, request.row_version)
    kinds: list[type[TicketAssigned | TicketUpdated | TicketResolved]] = []
    if request.status is not None and request.status != row.status:
        rules.check_move(row.status, request.status)
        row.status = request.status
        row.resolved_at = (row.resolved_at or tx.now) if request.status in ("resolved", "closed") else None
        kinds.append(TicketResolved if request.status == "resolved" else TicketUpdated)
    if request.assignee_id is not None and request.assignee_id != row.assignee_id:
        row.assignee_id = request.assignee_id
        kinds.append(TicketAssigned)
    if request.priority is not None and request.priority != row.priority:
        row.priority = request.priority
        row.due_at = rules.due_at(row.priority, row.created_at, tx.get(Facility, row.facility_id).time_zone)
        kinds.append(TicketUpdated)
    for name in ("subject", "due_at"):
        value = getattr(request, name)
        if value is not None and value != getattr(row, name):
            setattr(row, name, value)
            kinds.append(TicketUpdated)
    if request.note:
        tx.session.add(TicketNote(id=uuid7(), ticket_id=row.id, text=request.note))
        kinds.append(TicketUpdated)
    tx.session.flush()
    for kind in dict.fromkeys(kinds):
        tx.record(kind(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))
    return _one(tx, row.id)


def open_ticket(tx: Tx, *, facility_id: UUID, priority: str = "normal", **fields: Any) -> Ticket:
    """Write a ticket and record its events; journeys and the sender use it too."""
    row = Ticket(id=uuid7(), facility_id=facility_id, priority=priority, **fields)
    if row.due_at is None:
        row.due_at = rules.due_at(priority, tx.now, tx.get(Facility, facility_id).time_zone)
    tx.session.add(row)
    tx.session.flush()
    kinds: list[type[TicketCreated | TicketAssigned]] = [TicketCreated]
    if row.assignee_id is not None:
        kinds.append(TicketAssigned)
    for kind in kinds:
        tx.record(kind(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))
    return row


def _one(tx: Tx, ticket_id: UUID) -> TicketDto:
    rows = tx.rows(f"{_SELECT} WHERE t.id = :id", id=ticket_id)
    if not rows:
        raise NotFound("ticket.not_found", id=str(ticket_id))
    return TicketDto.model_validate({**rows[0], "notes": _notes(tx, [ticket_id])[ticket_id]})


def _notes(tx: Tx, tickets: list[UUID]) -> dict[UUID, tuple[TicketNoteDto, ...]]:
    found: dict[UUID, list[TicketNoteDto]] = defaultdict(list)
    query = text(
        "SELECT n.ticket_id, n.at, coalesce(s.display_name, n.login) AS by, n.text FROM ticket_note n "
        "LEFT JOIN staff s ON s.login = n.login WHERE n.ticket_id = ANY(:tickets) ORDER BY n.at, n.id"
    )
    for row in tx.session.execute(query, {"tickets": tickets}).mappings():
        found[row["ticket_id"]].append(TicketNoteDto(at=row["at"], by=row["by"], text=row["text"]))
    return defaultdict(tuple, {key: tuple(notes) for key, notes in found.items()})
