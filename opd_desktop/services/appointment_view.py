"""Appointments as DTOs: the one SELECT with the names, token and encounter that screens show."""

from typing import Any
from uuid import UUID

from opd_desktop.domain.errors import NotFound
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.uow import Tx

#: Selects the columns of `AppointmentDto` from ``appointment a``; the newest queue entry counts.
SELECT = """
SELECT a.id, a.patient_id, p.name AS patient_name, p.mrn AS patient_mrn, p.phone AS patient_phone,
    p.sex AS patient_sex,
    extract(year FROM age((now() AT TIME ZONE f.time_zone)::date, p.birth_date))::int AS patient_age,
    a.practitioner_id, d.display_name AS practitioner_name, a.facility_id, a.location_id, a.starts_at, a.ends_at,
    a.status, a.status_changed_at, a.service_type, a.visit_kind, a.reason, a.overbooked, a.overbook_reason,
    a.cancel_reason, a.cancelled_by, e.id AS encounter_id, q.id AS queue_entry_id, q.state AS queue_state,
    q.service_point || '-' || lpad(q.token_number::text, greatest(3, length(q.token_number::text)), '0') AS token,
    a.created_by, a.row_version, a.series_id, ARRAY(SELECT l.name FROM appointment_resource r
        JOIN location l ON l.id = r.location_id WHERE r.appointment_id = a.id ORDER BY l.name) AS resource_names
FROM appointment a
JOIN patient p ON p.id = a.patient_id
JOIN practitioner d ON d.id = a.practitioner_id
JOIN facility f ON f.id = a.facility_id
LEFT JOIN encounter e ON e.appointment_id = a.id
LEFT JOIN LATERAL (
    SELECT id, state, service_point, token_number FROM queue_entry
    WHERE appointment_id = a.id ORDER BY arrived_at DESC LIMIT 1
) q ON true
"""


def one(tx: Tx, appointment_id: UUID) -> AppointmentDto:
    """The appointment with this id.

    Raises:
        NotFound: ``appointment.not_found``; also for one of a facility that the actor does not belong to.
    """
    found = some(tx, "a.id = :id", id=appointment_id)
    if not found:
        raise NotFound("appointment.not_found", id=str(appointment_id))
    return found[0]


def some(
    tx: Tx, where: str, *, limit: int | None = None, order: str = "a.starts_at, a.id", **params: Any
) -> tuple[AppointmentDto, ...]:
    """Appointments that meet a condition on ``a`` (our own SQL, values as parameters), soonest first."""
    tx.session.flush()
    # One column: to learn the names of thirty takes longer than to read a visit from JSON.
    rows = tx.rows(
        f"SELECT to_jsonb(x)::text AS visit FROM ({SELECT} WHERE {where} ORDER BY {order} LIMIT :rows) AS x",
        rows=limit, **params,
    )  # fmt: skip
    return tuple(AppointmentDto.model_validate_json(row["visit"]) for row in rows)
