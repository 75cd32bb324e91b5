"""A patient's record, or one visit, as a FHIR R4 Bundle."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.domain.errors import BadInput, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import fhir_records, patients
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.encounters import FhirBundle, FhirExport
from opd_desktop.services.dto.fhir import AppointmentRecord, EncounterRecord
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: Written here from the rows, newer than any projection.
_FROM_ROWS = ("Patient", "Appointment", "Encounter")
Json = dict[str, Any]


@operation("fhir.export", needs=Permission.PATIENT_READ)
def export(tx: Tx, actor: Actor, request: FhirExport) -> FhirBundle:
    """Export what the person may read; the access is logged.

    ``everything`` gives a collection, ``visit`` a document: the note and all that belongs to it.

    Raises:
        NotFound: ``patient.not_found``, ``encounter.not_found``, or ``note.not_found`` if the visit has no note.
        NotPermitted: ``permission.missing`` for a document, if the person may not read notes.
        BadInput: ``fhir.encounter_needed``.
    """
    resources = _visit(tx, actor, request) if request.kind == "visit" else _everything(tx, actor, request.patient_id)
    made = tx.ports.fhir.resource(
        "Bundle",
        {
            "type": "document" if request.kind == "visit" else "collection",
            "id": uuid7(),
            "at": tx.now,
            "resources": resources,
        },
    )
    return FhirBundle(bundle=made)


def _visit(tx: Tx, actor: Actor, request: FhirExport) -> list[Json]:
    if request.encounter_id is None:
        raise BadInput("fhir.encounter_needed")
    if not actor.may(Permission.NOTE_READ):
        needs = Permission.NOTE_READ.value
        raise NotPermitted("permission.missing", operation=export.name, needs=needs, role=actor.role.value)
    found = [
        one for one in fhir_records.encounters(tx, "id", request.encounter_id) if one.patient_id == request.patient_id
    ]
    if not found:
        raise NotFound("encounter.not_found", id=str(request.encounter_id))
    _log(tx, "encounter", request.encounter_id, found[0].facility_id)
    stored = _stored(tx, "encounter_id", request.encounter_id)
    notes = [one for one in stored if one["resourceType"] == "Composition"]
    if not notes:
        raise NotFound("note.not_found")
    visit = found[0]
    booked = fhir_records.appointments(tx, "id", visit.appointment_id) if visit.appointment_id else ()
    others = [one for one in stored if one["resourceType"] != "Composition"]
    return [notes[0], *_people(tx, actor, request.patient_id, booked, found), *others]


def _everything(tx: Tx, actor: Actor, patient_id: UUID) -> list[Json]:
    _log(tx, "patient", patient_id, None)
    booked = fhir_records.appointments(tx, "patient_id", patient_id)
    visits = fhir_records.encounters(tx, "patient_id", patient_id)
    return _people(tx, actor, patient_id, booked, visits) + _stored(tx, "patient_id", patient_id)


def _people(
    tx: Tx,
    actor: Actor,
    patient_id: UUID,
    booked: tuple[AppointmentRecord, ...],
    visits: tuple[EncounterRecord, ...] | list[EncounterRecord],
) -> list[Json]:
    """The patient, the visits, and everybody and every place that these refer to."""
    fhir = tx.ports.fhir
    patient = patients.read(tx, patient_id, patients.today(tx, actor))
    both = [*booked, *visits]
    doctors = {one.practitioner_id for one in both} | ({patient.usual_practitioner_id} - {None})
    places = {one.facility_id for one in both}
    rooms = {one.location_id for one in both if one.location_id}
    return [
        fhir.resource("Patient", patient),
        *(fhir.resource("Organization", one) for one in fhir_records.facilities(tx, places)),
        *(fhir.resource("Location", one) for one in fhir_records.locations(tx, rooms)),
        *(fhir.resource("Practitioner", one) for one in fhir_records.practitioners(tx, _known(doctors))),
        *(fhir.resource("Appointment", one) for one in booked),
        *(fhir.resource("Encounter", one) for one in visits),
    ]


def _known(keys: set[UUID | None]) -> set[UUID]:
    return {key for key in keys if key is not None}


def _stored(tx: Tx, where: str, key: UUID) -> list[Json]:
    """The current clinical resources that the person may read, with their version."""
    rows = tx.rows(
        "SELECT content, version_id, last_updated FROM fhir_resource "
        f"WHERE {where} = :key AND is_current AND resource_type <> ALL(:made) "
        "ORDER BY last_updated, resource_type, id",
        key=key, made=list(_FROM_ROWS),
    )  # fmt: skip
    return [
        row["content"] | {"meta": {"versionId": str(row["version_id"]), "lastUpdated": row["last_updated"].isoformat()}}
        for row in rows
        if row["content"].get("status") != "entered-in-error"
    ]


def _log(tx: Tx, table: str, key: UUID, facility: UUID | None) -> None:
    tx.session.execute(
        text("SELECT opd.log_access(:table, :key, :facility)"), {"table": table, "key": key, "facility": facility}
    )
