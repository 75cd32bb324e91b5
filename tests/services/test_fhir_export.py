"""Export: a record as a collection, a visit as a document, each reader what they may see."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain import fhir_read
from opd_desktop.domain.errors import BadInput, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.fhir import translate
from opd_desktop.services import fhir_export
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.encounters import FhirExport, NoteDto, Vitals
from tests.support import build
from tests.support import visit as visits

SignIn = Callable[..., Clinic]


@pytest.fixture
def visit(database: URL, sign_in: SignIn) -> visits.Visit:
    return visits.whole(database, sign_in)


def export(clinic: Clinic, patient: UUID, **more: object) -> dict[str, Any]:
    return clinic.call(fhir_export.export, FhirExport.model_validate({"patient_id": patient} | more)).bundle


def kinds(bundle: dict[str, Any]) -> list[str]:
    return [entry["resource"]["resourceType"] for entry in bundle["entry"]]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_a_visit_is_a_document_that_holds_all_it_refers_to(visit: visits.Visit, sign_in: SignIn) -> None:
    bundle = export(sign_in("doctor"), visit.patient_id, kind="visit", encounter_id=visit.encounter_id)
    translate.validate(bundle)
    assert (bundle["type"], kinds(bundle)[0]) == ("document", "Composition")
    assert bundle["identifier"]["value"].startswith("urn:uuid:")
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    assert set(references(bundle)) <= set(urls)
    assert set(kinds(bundle)) == {
        "Composition", "Patient", "Practitioner", "Organization", "Location", "Appointment", "Encounter",
        "Observation", "Condition", "ServiceRequest", "MedicationRequest",
    }  # fmt: skip
    titles = [section["title"] for section in bundle["entry"][0]["resource"]["section"]]
    assert titles == ["Subjective", "Objective", "Assessment", "Plan", "Vital signs"]


def test_the_document_says_what_the_note_says(visit: visits.Visit, sign_in: SignIn) -> None:
    bundle = export(sign_in("doctor"), visit.patient_id, kind="visit", encounter_id=visit.encounter_id)
    resources = [entry["resource"] for entry in bundle["entry"]]
    composition = resources[0]
    assert (composition["status"], composition["meta"]["versionId"]) == ("final", "2")
    assert NoteDto.model_validate(fhir_read.note_fields(composition)).sentences == visits.NOTE.sentences
    problems = [fhir_read.problem(one) for one in resources if one["resourceType"] == "Condition"]
    orders = [
        fhir_read.order(one) for one in resources if one["resourceType"] in ("ServiceRequest", "MedicationRequest")
    ]
    assert tuple(problems) == visits.NOTE.problems
    assert tuple(orders) == visits.NOTE.orders
    read = Vitals.model_validate(
        fhir_read.vitals_fields(one for one in resources if one["resourceType"] == "Observation")
    )
    assert read.model_dump(exclude={"taken_at", "taken_by"}) == visits.VITALS.model_dump(
        exclude={"taken_at", "taken_by"}
    )


def test_everything_is_a_collection(visit: visits.Visit, sign_in: SignIn) -> None:
    bundle = export(sign_in("doctor"), visit.patient_id)
    translate.validate(bundle)
    assert bundle["type"] == "collection"
    assert kinds(bundle)[0] == "Patient"
    assert {"Composition", "Observation", "Encounter", "Appointment"} <= set(kinds(bundle))
    assert set(references(bundle)) <= {entry["fullUrl"] for entry in bundle["entry"]}


def test_the_front_desk_gets_no_notes(visit: visits.Visit, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    bundle = export(desk, visit.patient_id)
    assert not {"Composition", "Condition", "ServiceRequest"} & set(kinds(bundle))
    assert "Observation" in kinds(bundle)
    assert "marker-history" not in json.dumps(bundle)
    assert "Observation" not in kinds(export(sign_in("manager"), visit.patient_id))
    for login in ("reception", "manager", "admin"):
        with pytest.raises(NotPermitted, match=r"permission\.missing"):
            export(sign_in(login), visit.patient_id, kind="visit", encounter_id=visit.encounter_id)


def test_exports_are_logged(database: URL, visit: visits.Visit, sign_in: SignIn) -> None:
    export(sign_in("doctor"), visit.patient_id)
    logged = build.rows(
        database,
        "SELECT login, table_name, row_id FROM audit_log WHERE action = 'read' AND operation = 'fhir.export'",
    )
    assert logged == [{"login": "doctor", "table_name": "patient", "row_id": str(visit.patient_id)}]


def test_what_cannot_be_exported(database: URL, visit: visits.Visit, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    with pytest.raises(NotFound, match=r"patient\.not_found"):
        export(doctor, uuid7())
    with pytest.raises(BadInput, match=r"fhir\.encounter_needed"):
        export(doctor, visit.patient_id, kind="visit")
    with pytest.raises(NotFound, match=r"encounter\.not_found"):
        export(doctor, visit.patient_id, kind="visit", encounter_id=uuid7())
    with pytest.raises(NotFound, match=r"encounter\.not_found"):
        export(doctor, build.patient(database), kind="visit", encounter_id=visit.encounter_id)


def test_a_visit_without_a_note_is_no_document(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    with pytest.raises(NotFound, match=r"note\.not_found"):
        export(sign_in("doctor"), visit.patient_id, kind="visit", encounter_id=visit.encounter_id)


def test_a_retracted_reading_is_not_exported(database: URL, sign_in: SignIn) -> None:
    from opd_desktop.services import encounters
    from opd_desktop.services.dto.encounters import PatchEncounter

    desk = sign_in("reception")
    visit = visits.arrive(database, desk)
    for vitals in (Vitals(pulse=80, weight=600 / 10), Vitals(pulse=82)):
        desk.call(encounters.patch, PatchEncounter(id=visit.encounter_id, vitals=vitals))
    found = [
        entry["resource"]
        for entry in export(desk, visit.patient_id)["entry"]
        if entry["resource"]["resourceType"] == "Observation"
    ]
    assert [one["valueQuantity"]["value"] for one in found] == [82]
