"""Notes and vital signs as versions of FHIR resources: the only copy of what was found and decided."""

import json
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Encounter
from opd_desktop.domain import fhir_read
from opd_desktop.domain.fhir_codes import composition_id
from opd_desktop.domain.vitals import MEASURE, check
from opd_desktop.services.dto.encounters import NoteDto, Vitals
from opd_desktop.services.uow import Tx

_INSERT = text(
    "INSERT INTO fhir_resource (resource_type, id, facility_id, patient_id, encounter_id, category, content) "
    "VALUES (:type, :id, :facility, :patient, :encounter, :category, CAST(:content AS jsonb))"
)
VITAL_SIGNS = "vital-signs"


def note_of(tx: Tx, encounter_id: UUID) -> NoteDto | None:
    """The newest version of the encounter's note, None when there is none (or none that the actor may read)."""
    found = note_versions(tx, encounter_id, current_only=True)
    return found[0] if found else None


def note_versions(tx: Tx, encounter_id: UUID, *, current_only: bool = False) -> tuple[NoteDto, ...]:
    """The versions of the encounter's note, newest first."""
    rows = tx.rows(
        "SELECT content, version_id, last_updated FROM fhir_resource WHERE resource_type = 'Composition' "
        "AND id = :id AND (is_current OR NOT :current) ORDER BY version_id DESC",
        id=composition_id(encounter_id), current=current_only,
    )  # fmt: skip
    return tuple(
        NoteDto.model_validate(
            {
                **fhir_read.note_fields(row["content"]),
                "version": row["version_id"],
                "updated_at": row["last_updated"],
            }
        )
        for row in rows
    )


def save_note(tx: Tx, encounter: Encounter, note: NoteDto, status: Literal["preliminary", "final", "amended"]) -> None:
    """Write the next version of the note, in the name of the actor.

    Raises:
        BadInput: ``fhir.invalid``.
        Conflict: ``encounter.signed``, from the database, unless ``status`` is ``amended``.
    """
    signed = note.model_copy(update={"status": status, "author": tx.actor.display_name})
    resource = tx.ports.fhir.resource("Composition", (signed, _context(tx, encounter)))
    _write(tx, encounter, [resource], "")


def vitals_of(tx: Tx, encounter_id: UUID) -> Vitals | None:
    """The encounter's vital signs, None when none were taken (or the actor may not read them)."""
    rows = tx.rows(
        "SELECT content FROM fhir_resource WHERE encounter_id = :id AND resource_type = 'Observation' "
        "AND category = :category AND is_current",
        id=encounter_id, category=VITAL_SIGNS,
    )  # fmt: skip
    fields = fhir_read.vitals_fields(row["content"] for row in rows)
    return Vitals.model_validate(fields) if fields else None


def vitals_of_patient(tx: Tx, patient_id: UUID, visits: int) -> tuple[Vitals, ...]:
    """What was measured in the patient's last visits, one for each visit, the newest first."""
    rows = tx.rows(
        "SELECT encounter_id, jsonb_agg(content) AS contents FROM fhir_resource WHERE patient_id = :patient "
        "AND resource_type = 'Observation' AND category = :category AND is_current AND encounter_id IS NOT NULL "
        "GROUP BY encounter_id ORDER BY max(content ->> 'effectiveDateTime') DESC LIMIT :visits",
        patient=patient_id, category=VITAL_SIGNS, visits=visits,
    )  # fmt: skip
    found = (fhir_read.vitals_fields(row["contents"]) for row in rows)
    return tuple(Vitals.model_validate(fields) for fields in found if fields)


def save_vitals(tx: Tx, encounter: Encounter, vitals: Vitals) -> None:
    """Write what was measured; what an earlier version measured and this one leaves out is retracted.

    Raises:
        BadInput: ``vitals.out_of_range``, ``vitals.pressure_order``.
    """
    check(vitals.model_dump(include=set(MEASURE)))
    taken = vitals.model_copy(
        update={"taken_at": vitals.taken_at or tx.now, "taken_by": vitals.taken_by or tx.actor.display_name}
    )
    context = {**_context(tx, encounter), "previous": vitals_of(tx, encounter.id)}
    _write(tx, encounter, tx.ports.fhir.resource("VitalSigns", (taken, context)), VITAL_SIGNS)


def log_opened(tx: Tx, patient_id: UUID, facility_id: UUID) -> None:
    """Leave a trace in the audit trail: this person opened this patient's chart.

    Of a chart that stays open the database writes a row once in ten minutes, however often it is read.
    """
    tx.session.execute(
        text("SELECT opd.log_opened(:patient, :facility)"),
        {"patient": patient_id, "facility": facility_id},
    )


def _context(tx: Tx, encounter: Encounter) -> dict[str, Any]:
    return {
        "patient_id": encounter.patient_id,
        "encounter_id": encounter.id,
        "practitioner_id": encounter.practitioner_id,
        "at": tx.now,
    }


def _write(tx: Tx, encounter: Encounter, resources: Any, category: str) -> None:
    tx.session.flush()
    for resource in resources:
        tx.session.execute(
            _INSERT,
            {
                "type": resource["resourceType"],
                "id": UUID(resource["id"]),
                "facility": encounter.facility_id,
                "patient": encounter.patient_id,
                "encounter": encounter.id,
                "category": category,
                "content": json.dumps(resource, default=str),
            },
        )
