"""Patients, appointments and encounters as FHIR resources, following the events.

An event only says what to look at: the resource is made from the rows as they are now. So the same event twice, or
events out of order, end in the same resource; and a version is written only if it says something new.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.events import Event
from opd_desktop.services import fhir_records, patients
from opd_desktop.services.uow import Tx


def project(tx: Tx, event: Event) -> int:
    """Bring the resources that an event may have changed up to date.

    Returns:
        How many new versions were written.
    """
    written = _PROJECT[event.aggregate](tx, event.id) if event.aggregate in _PROJECT else 0
    if event.aggregate != "patient" and event.patient_id is not None and not _has_patient(tx, event.patient_id):
        # Patients of before, or imported, have no event of their own.
        written += _patient(tx, event.patient_id)
    return written


def _patient(tx: Tx, key: UUID) -> int:
    try:
        found = patients.read(tx, key, tx.now.date())
    except NotFound:
        return 0
    return _write(tx, tx.ports.fhir.resource("Patient", found), facility=None, patient=found.id, encounter=None)


def _appointment(tx: Tx, key: UUID) -> int:
    return sum(
        _write(tx, tx.ports.fhir.resource("Appointment", one), one.facility_id, one.patient_id, None)
        for one in fhir_records.appointments(tx, "id", key)
    )


def _encounter(tx: Tx, key: UUID) -> int:
    return sum(
        _write(tx, tx.ports.fhir.resource("Encounter", one), one.facility_id, one.patient_id, one.id)
        for one in fhir_records.encounters(tx, "id", key)
    )


_PROJECT: dict[str, Callable[[Tx, UUID], int]] = {
    "patient": _patient,
    "appointment": _appointment,
    "encounter": _encounter,
}


def _has_patient(tx: Tx, key: UUID) -> bool:
    return bool(
        tx.rows("SELECT FROM fhir_resource WHERE resource_type = 'Patient' AND patient_id = :id AND is_current", id=key)
    )


def _write(tx: Tx, resource: dict[str, Any], facility: UUID | None, patient: UUID, encounter: UUID | None) -> int:
    """A new version, unless the current one says the same; other workers wait for this transaction meanwhile."""
    key = {"type": resource["resourceType"], "id": resource["id"]}
    tx.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:id AS text), 0))"), {"id": key["id"]})
    current = tx.rows(
        "SELECT content FROM fhir_resource WHERE resource_type = :type AND id = CAST(:id AS uuid) AND is_current", **key
    )
    if current and current[0]["content"] == resource:
        return 0
    tx.session.execute(
        text(
            "INSERT INTO fhir_resource (resource_type, id, facility_id, patient_id, encounter_id, content) "
            "VALUES (:type, CAST(:id AS uuid), :facility, :patient, :encounter, CAST(:content AS jsonb))"
        ),
        {**key, "facility": facility, "patient": patient, "encounter": encounter, "content": json.dumps(resource)},
    )
    return 1
