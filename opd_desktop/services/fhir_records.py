"""Visits and people as the FHIR translators want them, read from the rows."""

from uuid import UUID

from opd_desktop.services.dto.facilities import FacilityDto, PractitionerDto
from opd_desktop.services.dto.fhir import AppointmentRecord, EncounterRecord, LocationRecord, StatusPeriod
from opd_desktop.services.uow import Tx


def appointments(tx: Tx, where: str, key: UUID) -> tuple[AppointmentRecord, ...]:
    """Appointments whose column ``where`` (``id`` or ``patient_id``) is ``key``, oldest first."""
    rows = tx.rows(
        "SELECT id, patient_id, practitioner_id, facility_id, location_id, starts_at, ends_at, status, service_type, "
        f"visit_kind, reason, cancel_reason, created_at FROM appointment WHERE {where} = :key ORDER BY starts_at, id",
        key=key,
    )
    return tuple(AppointmentRecord.model_validate(row) for row in rows)


def encounters(tx: Tx, where: str, key: UUID) -> tuple[EncounterRecord, ...]:
    """Encounters whose column ``where`` (``id`` or ``patient_id``) is ``key``, oldest first."""
    rows = tx.rows(
        "SELECT e.id, e.patient_id, e.practitioner_id, e.facility_id, r.location_id, e.appointment_id, e.status, "
        "coalesce(nullif(q.reason, ''), a.reason, '') AS reason, e.period_start, e.period_end FROM encounter e "
        "LEFT JOIN appointment a ON a.id = e.appointment_id LEFT JOIN queue_entry q ON q.id = e.queue_entry_id "
        "LEFT JOIN practitioner_role r ON r.practitioner_id = e.practitioner_id AND r.facility_id = e.facility_id "
        f"WHERE e.{where} = :key ORDER BY e.created_at, e.id",
        key=key,
    )
    return tuple(EncounterRecord.model_validate(row | {"history": _history(tx, row["id"])}) for row in rows)


def _history(tx: Tx, encounter_id: UUID) -> tuple[StatusPeriod, ...]:
    rows = tx.rows(
        'SELECT to_status AS status, at AS start, lead(at) OVER (ORDER BY at, id) AS "end" '
        "FROM encounter_status_history WHERE encounter_id = :id ORDER BY at, id",
        id=encounter_id,
    )
    return tuple(StatusPeriod.model_validate(row) for row in rows)


def practitioners(tx: Tx, keys: set[UUID]) -> tuple[PractitionerDto, ...]:
    """Practitioners, each once."""
    rows = tx.rows(
        "SELECT DISTINCT ON (p.id) p.id, p.display_name, p.specialty, r.facility_id, r.token_prefix, '' AS room, "
        "r.location_id FROM practitioner p JOIN practitioner_role r ON r.practitioner_id = p.id "
        "WHERE p.id = ANY(:keys) ORDER BY p.id, r.id",
        keys=list(keys),
    )
    return tuple(PractitionerDto.model_validate(row) for row in rows)


def facilities(tx: Tx, keys: set[UUID]) -> tuple[FacilityDto, ...]:
    """Facilities."""
    rows = tx.rows(
        "SELECT id, name, code, time_zone, country, phone, address, row_version FROM facility WHERE id = ANY(:keys) "
        "ORDER BY id",
        keys=list(keys),
    )
    return tuple(FacilityDto.model_validate(row) for row in rows)


def locations(tx: Tx, keys: set[UUID]) -> tuple[LocationRecord, ...]:
    """Rooms."""
    rows = tx.rows("SELECT id, facility_id, name FROM location WHERE id = ANY(:keys) ORDER BY id", keys=list(keys))
    return tuple(LocationRecord.model_validate(row) for row in rows)
