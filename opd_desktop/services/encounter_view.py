"""Encounters as DTOs: the one SELECT with the names that screens show."""

from typing import Any
from uuid import UUID

from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.fhir_codes import composition_id
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import clinical
from opd_desktop.services.dto.encounters import EncounterDto, EncounterSummary
from opd_desktop.services.uow import Tx

_NUMBER = "q.service_point || '-' || lpad(q.token_number::text, greatest(3, length(q.token_number::text)), '0')"
_FROM = """
FROM encounter e
JOIN facility f ON f.id = e.facility_id
JOIN patient p ON p.id = e.patient_id
JOIN practitioner d ON d.id = e.practitioner_id
LEFT JOIN appointment a ON a.id = e.appointment_id
LEFT JOIN queue_entry q ON q.id = e.queue_entry_id
"""
_ONE = f"""
SELECT e.id, e.facility_id, e.patient_id, p.name AS patient_name, p.mrn AS patient_mrn, p.sex AS patient_sex,
    extract(year FROM age((coalesce(e.period_start, now()) AT TIME ZONE f.time_zone)::date, p.birth_date))::int
        AS patient_age,
    p.phone AS patient_phone, e.practitioner_id, d.display_name AS practitioner_name, coalesce(l.name, '') AS room,
    e.appointment_id, a.starts_at AS appointment_at, a.row_version AS appointment_row_version,
    coalesce(nullif(q.reason, ''), a.reason, '') AS reason, e.queue_entry_id, {_NUMBER} AS token,
    e.status, e.status_changed_at, e.period_start, e.period_end, e.signed_at, e.signed_by, e.row_version,
    (SELECT opd.note_checksum(c) = e.note_sha256 FROM fhir_resource c
     WHERE c.resource_type = 'Composition' AND c.id = :note AND c.content ->> 'status' <> 'amended'
     ORDER BY c.version_id DESC LIMIT 1) AS signature_holds
{_FROM}
LEFT JOIN practitioner_role r ON r.practitioner_id = e.practitioner_id AND r.facility_id = e.facility_id
LEFT JOIN location l ON l.id = r.location_id
WHERE e.id = :id
"""
_LIST = f"""
SELECT e.id, e.patient_id, p.name AS patient_name, e.practitioner_id, d.display_name AS practitioner_name,
    e.facility_id, e.status, coalesce(q.day, (e.created_at AT TIME ZONE f.time_zone)::date) AS day, e.created_at,
    {_NUMBER} AS token, coalesce(nullif(q.reason, ''), a.reason, '') AS reason, e.signed_at
{_FROM}
"""


def one(tx: Tx, encounter_id: UUID) -> EncounterDto:
    """The encounter with its vitals, and with its note for who may read notes.

    Raises:
        NotFound: ``encounter.not_found``; also for one of a facility that the actor does not belong to.
    """
    tx.session.flush()
    found = tx.rows(_ONE, id=encounter_id, note=composition_id(encounter_id))
    if not found:
        raise NotFound("encounter.not_found", id=str(encounter_id))
    may_read = tx.actor.may(Permission.NOTE_READ)
    return EncounterDto.model_validate(
        {
            **found[0],
            "vitals": clinical.vitals_of(tx, encounter_id),
            "note": clinical.note_of(tx, encounter_id) if may_read else None,
        }
    )


def some(tx: Tx, where: str, *, limit: int, **params: Any) -> tuple[EncounterSummary, ...]:
    """Encounters that meet a condition on ``e`` (our own SQL, values as parameters), newest first."""
    tx.session.flush()
    rows = tx.rows(f"{_LIST} WHERE {where} ORDER BY e.created_at DESC, e.id DESC LIMIT :rows", rows=limit, **params)
    return tuple(EncounterSummary.model_validate(row) for row in rows)
