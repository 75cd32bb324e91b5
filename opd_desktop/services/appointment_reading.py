"""Appointments to look at: lists, one, and who did what to it."""

from opd_desktop.db.models import Appointment
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view as view
from opd_desktop.services.actor import Actor
from opd_desktop.services.conditions import equal_to
from opd_desktop.services.dto.appointments import AppointmentDto, HistoryEntry, ListAppointments
from opd_desktop.services.dto.common import ById, Page
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: These have no time yet or are mistakes; lists leave them out unless asked for by status.
NOT_IN_CALENDAR = ("waitlist", "proposed", "entered-in-error")


@operation(
    "scheduling.appointment.list", route="GET /api/v1/scheduling/appointments", needs=Permission.PATIENT_READ
)  # fmt: skip
def list_(tx: Tx, actor: Actor, request: ListAppointments) -> Page[AppointmentDto]:
    """Appointments of the actor's facilities, soonest first; the waiting list only when asked for by status."""
    del actor
    parts, params = equal_to(request, "a", "facility_id", "practitioner_id", "patient_id")
    parts.append("a.status = ANY(:status)" if request.status else "a.status <> ALL(:hidden)")
    params |= {"status": list(request.status)} if request.status else {"hidden": list(NOT_IN_CALENDAR)}
    if request.start is not None:
        parts.append("a.starts_at >= :start")
        params["start"] = request.start
    if request.end is not None:
        parts.append("a.starts_at < :end")
        params["end"] = request.end
    found = view.some(tx, " AND ".join(parts), limit=request.limit + 1, **params)
    return Page(items=found[: request.limit], more=len(found) > request.limit)


@operation(
    "scheduling.appointment.get", route="GET /api/v1/scheduling/appointments/{id}", needs=Permission.PATIENT_READ
)  # fmt: skip
def get(tx: Tx, actor: Actor, request: ById) -> AppointmentDto:
    """One appointment."""
    del actor
    return view.one(tx, request.id)


_MOVES = """
SELECT h.at, h.login, h.desk, CASE
        WHEN h.from_status IS NULL AND h.to_status = 'waitlist' THEN 'waiting'
        WHEN h.from_status IS NULL THEN 'booked'
        WHEN h.from_status = h.to_status AND (h.from_starts_at, h.from_practitioner_id)
            IS DISTINCT FROM (h.to_starts_at, h.to_practitioner_id) THEN 'moved'
        WHEN h.from_status = h.to_status THEN 'resized'
        WHEN h.to_status = 'booked' AND h.from_status IN ('waitlist', 'proposed', 'pending') THEN 'booked'
        WHEN h.to_status IN ('booked', 'waitlist') THEN 'reverted'
        ELSE h.to_status END AS what,
    h.from_status, h.to_status, h.from_starts_at, h.to_starts_at, h.reason, b.display_name AS from_practitioner,
    d.display_name AS to_practitioner, '' AS channel, '' AS status, h.id
FROM appointment_history h
JOIN practitioner d ON d.id = h.to_practitioner_id LEFT JOIN practitioner b ON b.id = h.from_practitioner_id
WHERE h.appointment_id = :id
"""
#: Messages of the journeys of this visit.
_MESSAGES = """
SELECT c.created_at, c.created_by, '', 'message', a.status, a.status, NULL, a.starts_at,
    coalesce(nullif(c.subject, ''), left(c.body, 120)), NULL, NULL, c.channel, c.status, c.id
FROM appointment a JOIN journey_instance i ON i.appointment_id = a.id
JOIN communication c ON c.journey_instance_id = i.id AND c.direction = 'out' WHERE a.id = :id
UNION ALL
SELECT c.created_at, c.created_by, '', 'message', a.status, a.status, NULL, a.starts_at,
    coalesce(nullif(c.subject, ''), left(c.body, 120)), NULL, NULL, c.channel, c.status, c.id
FROM appointment a JOIN late_notice n ON n.appointment_id = a.id
JOIN communication c ON c.id = n.communication_id WHERE a.id = :id
"""
_OFFERS = """
SELECT o.offered_at, o.login, o.desk, 'offered', 'waitlist', 'waitlist', NULL, o.starts_at, o.note, NULL,
    d.display_name, '', o.outcome, o.id
FROM waitlist_offer o JOIN practitioner d ON d.id = o.practitioner_id
WHERE o.appointment_id = :id
"""


@operation("scheduling.appointment.history", needs=Permission.PATIENT_READ)
def history(tx: Tx, actor: Actor, request: ById) -> tuple[HistoryEntry, ...]:
    """Who did what to an appointment, oldest first; messages for it only to who may read them.

    Raises:
        NotFound: ``appointment.not_found``.
    """
    tx.get(Appointment, request.id)
    sources = [_MOVES, _OFFERS] + ([_MESSAGES] if actor.may(Permission.MESSAGE_READ) else [])
    rows = tx.rows(
        "SELECT h.at, h.what, h.from_status, h.to_status, h.from_starts_at, h.to_starts_at, h.reason, "
        "h.from_practitioner, h.to_practitioner, h.channel, h.status, coalesce(s.display_name, h.login) AS by, "
        "regexp_replace(h.desk, '^opd:', '') AS desk "
        f"FROM ({' UNION ALL '.join(sources)}) AS h LEFT JOIN staff s ON s.login = h.login ORDER BY h.at, h.id",
        id=request.id,
    )
    return tuple(HistoryEntry.model_validate(row) for row in rows)
