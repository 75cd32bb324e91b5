"""Bundles: what a Composition contains becomes entries, and every reference finds its entry."""

from typing import Any
from uuid import UUID

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain.note_template import Heading
from opd_desktop.fhir import translate
from opd_desktop.services.dto.encounters import NoteDto
from tests.fhir.test_notes import CONTEXT
from tests.fhir.test_people import PATIENT
from tests.fhir.test_visits import APPOINTMENT, ENCOUNTER
from tests.support.visit import NOTE, VITALS

COMPOSITION = translate.resource("Composition", (NOTE, CONTEXT))


def bundle(kind: str, *resources: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = translate.resource(
        "Bundle", {"type": kind, "id": UUID(int=99), "at": CONTEXT["at"], "resources": list(resources)}
    )
    return made


def entries(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["fullUrl"]: entry["resource"] for entry in made["entry"]}


def test_contained_resources_become_entries() -> None:
    made = bundle("document", COMPOSITION)
    found = entries(made)
    kinds = [resource["resourceType"] for resource in found.values()]
    assert kinds == ["Composition", "Condition", "ServiceRequest", "MedicationRequest", "ServiceRequest"]
    composition = made["entry"][0]["resource"]
    assert "contained" not in composition
    linked = [one["reference"] for section in composition["section"] for one in section.get("entry", ())]
    assert len(linked) == 4
    assert set(linked) <= set(found)


def test_the_source_is_not_changed() -> None:
    before = str(COMPOSITION)
    bundle("document", COMPOSITION, *translate.resource("VitalSigns", (VITALS, CONTEXT)))
    assert str(COMPOSITION) == before


def test_a_problem_that_is_there_by_itself_is_there_once() -> None:
    alone = translate.resource("Condition", (NOTE.problems[0], CONTEXT))
    found = [
        one for one in entries(bundle("collection", alone, COMPOSITION)).values() if one["resourceType"] == "Condition"
    ]
    assert found[0]["id"] == alone["id"] == str(codes.resource_id(UUID(int=2), "problem-1"))
    assert len(found) == 1


def test_references_point_to_entries_where_these_are_known() -> None:
    made = bundle(
        "collection",
        translate.resource("Patient", PATIENT),
        translate.resource("Appointment", APPOINTMENT.model_copy(update={"patient_id": PATIENT.id, "id": UUID(int=8)})),
        translate.resource("Encounter", ENCOUNTER.model_copy(update={"patient_id": PATIENT.id})),
    )
    found = entries(made)
    encounter = found[f"urn:uuid:{ENCOUNTER.id}"]
    assert encounter["subject"] == {"reference": f"urn:uuid:{PATIENT.id}"}
    assert encounter["serviceProvider"] == {"reference": f"Organization/{UUID(int=4)}"}
    assert "identifier" not in made


def test_vital_signs_are_reached_from_the_document() -> None:
    made = bundle("document", COMPOSITION, *translate.resource("VitalSigns", (VITALS, CONTEXT)))
    section = made["entry"][0]["resource"]["section"][-1]
    assert section["title"] == "Vital signs"
    assert len(section["entry"]) == 7
    assert {one["reference"] for one in section["entry"]} <= set(entries(made))
    assert "Heart rate" in section["text"]["div"]


def test_an_empty_note_is_a_document_too() -> None:
    made = bundle("document", translate.resource("Composition", (NoteDto(sentences=()), CONTEXT)))
    assert [entry["resource"]["resourceType"] for entry in made["entry"]] == ["Composition"]
    assert made["timestamp"] == "2026-11-24T09:30:00+00:00"


def test_a_document_keeps_the_headings_inside_its_sections_and_stays_valid() -> None:
    first, *others = NOTE.sentences
    note = NOTE.model_copy(
        update={
            "sentences": (
                first.model_copy(update={"heading": Heading.HISTORY}),
                *(one.model_copy(update={"problem": "Acute bronchitis."}) for one in others),
            ),
            "language": "es",
            "titles": {Heading.HISTORY: "Enfermedad actual"},
        }
    )
    made = bundle("document", translate.resource("Composition", (note, CONTEXT)))
    translate.validate(made)
    sections = made["entry"][0]["resource"]["section"]
    assert [part["title"] for section in sections for part in section["section"]] == [
        "Enfermedad actual", "Acute bronchitis.", "Acute bronchitis.", "Acute bronchitis.",
    ]  # fmt: skip
