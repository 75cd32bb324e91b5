from datetime import UTC, datetime

import pytest

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import Problem
from opd_desktop.fhir.note_bundle import SPAN, note_bundle
from opd_desktop.scribe import drafting, turns

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def made(visit: str):  # type: ignore[no-untyped-def]
    return drafting.draft(turns.from_text(visit))


def _kinds(bundle: dict) -> list[str]:
    return [entry["resource"]["resourceType"] for entry in bundle["entry"]]


def test_the_document_holds_note_problems_orders_and_provenance(made) -> None:  # type: ignore[no-untyped-def]
    bundle = note_bundle(made, at=AT)
    assert (bundle["type"], bundle["timestamp"]) == ("document", "2026-03-02T09:30:00Z")
    assert _kinds(bundle)[0] == "Composition"
    assert {
        "Encounter",
        "Patient",
        "Condition",
        "MedicationRequest",
        "ServiceRequest",
        "MedicationStatement",
        "Provenance",
    } <= set(_kinds(bundle))
    composition = bundle["entry"][0]["resource"]
    assert [section["title"] for section in composition["section"]] == ["Subjective", "Objective", "Assessment", "Plan"]


def test_every_reference_within_the_document_resolves(made) -> None:  # type: ignore[no-untyped-def]
    bundle = note_bundle(made, at=AT)
    known = {entry["fullUrl"] for entry in bundle["entry"]}

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["reference"]] if isinstance(node.get("reference"), str) else []
            return own + [ref for value in node.values() for ref in references(value)]
        return [ref for value in node for ref in references(value)] if isinstance(node, list) else []

    assert set(references(bundle)) <= known


def test_provenance_carries_the_transcript_spans(made) -> None:  # type: ignore[no-untyped-def]
    bundle = note_bundle(made, at=AT)
    condition = next(entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Condition")
    provenance = next(
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "Provenance"
        and entry["resource"]["target"][0]["reference"] == condition["fullUrl"]
    )
    span = provenance["entity"][0]["extension"][0]
    assert span["url"] == SPAN
    assert [part["valueInteger"] for part in span["extension"]] == list(made.problems[0].turns)


def test_the_visit_and_patient_given_are_referred_to(made) -> None:  # type: ignore[no-untyped-def]
    bundle = note_bundle(made, encounter="Encounter/7", patient="Patient/9", at=AT)
    assert "Patient" not in _kinds(bundle)
    assert bundle["entry"][0]["resource"]["encounter"]["reference"] == "Encounter/7"


def test_without_a_time_none_is_invented_and_the_bytes_repeat(made) -> None:  # type: ignore[no-untyped-def]
    bundle = note_bundle(made)
    assert "timestamp" not in bundle
    assert bundle["_timestamp"]["extension"][0]["valueCode"] == "unknown"
    assert bundle == note_bundle(made)


def test_a_declined_order_is_no_request() -> None:
    declined = drafting.draft(
        turns.from_text("[doctor] i'd like to order a ct scan for your cough .\n[patient] no , i'd rather not .")
    )
    assert declined.orders
    assert "ServiceRequest" not in _kinds(note_bundle(declined))


def test_what_would_not_be_valid_fhir_is_refused(made) -> None:  # type: ignore[no-untyped-def]
    broken = made.model_copy(update={"problems": (Problem(text="", icd10=" ", confidence=0.5),)})
    with pytest.raises(BadInput, match=r"fhir\.invalid"):
        note_bundle(broken)


def test_a_language_model_is_an_agent_with_its_card(made) -> None:  # type: ignore[no-untyped-def]
    card = made.run_card.model_copy(
        update={
            "llm": "embedded:small.gguf",
            "llm_digest": "ab" * 32,
            "llm_runtime": "xllamacpp 1",
            "prompt": "rewrite-2",
            "settings": {"temperature": 0.0},
        }
    )
    first, *rest = made.sentences
    changed = first.model_copy(update={"extracted": first.text})
    bundle = note_bundle(made.model_copy(update={"run_card": card, "sentences": (changed, *rest)}), at=AT)
    device = next(
        entry
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "Device"
        and entry["resource"]["deviceName"][0]["name"] == "embedded:small.gguf"
    )
    versions = {row["type"]["text"]: row["value"] for row in device["resource"]["version"]}
    assert versions == {
        "language model": "embedded:small.gguf",
        "sha-256": "ab" * 32,
        "runtime": "xllamacpp 1",
        "prompt": "rewrite-2",
    }
    assert device["resource"]["property"][0]["valueCode"] == [{"text": "0.0"}]
    note = next(
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "Provenance"
        and entry["resource"]["target"][0]["reference"] == bundle["entry"][0]["fullUrl"]
    )
    assert device["fullUrl"] in {agent["who"]["reference"] for agent in note["agent"]}
    reworded = [
        span
        for span in note["entity"][0]["extension"]
        if {"url": "reworded", "valueBoolean": True} in span["extension"]
    ]
    assert len(reworded) == 1


def _of(bundle: dict, kind: str) -> list[dict]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def _said(text: str) -> dict:
    return note_bundle(drafting.draft(turns.from_text(text)), at=AT)


def test_vital_signs_are_observations_in_the_units_that_were_said() -> None:
    bundle = _said(
        "[doctor] What brings you in?\n[patient] I have a cough.\n[doctor] Blood pressure is 152 over 88. "
        "Heart rate is 76. Temperature is 98.8. Weight is 204 pounds. Lungs are clear.\n"
    )
    found = {one["code"]["coding"][0]["code"]: one for one in _of(bundle, "Observation")}
    parts = found["85354-9"]["component"]
    assert [(part["code"]["coding"][0]["code"], part["valueQuantity"]["value"]) for part in parts] == [
        ("8480-6", 152),
        ("8462-4", 88),
    ]
    assert found["8867-4"]["valueQuantity"] == {
        "value": 76,
        "unit": "/min",
        "system": "http://unitsofmeasure.org",
        "code": "/min",
    }
    assert found["29463-7"]["valueQuantity"]["code"] == "[lb_av]"
    assert (found["8310-5"]["valueQuantity"]["value"], found["8310-5"]["valueQuantity"]["code"]) == (98.8, "[degF]")
    assert {one["status"] for one in found.values()} == {"preliminary"}
    objective = bundle["entry"][0]["resource"]["section"][1]
    assert len(objective["entry"]) == len(found) == 4
    targets = {one["target"][0]["reference"] for one in _of(bundle, "Provenance")}
    assert {one["reference"] for one in objective["entry"]} <= targets


def test_a_drug_that_is_stopped_is_not_requested() -> None:
    bundle = _said(
        "[doctor] I think this is asthma.\n"
        "[doctor] We'll stop the ibuprofen. I'm going to start montelukast 10 mg daily.\n"
    )
    asked = {
        one["medicationCodeableConcept"]["text"]: one.get("doNotPerform", False)
        for one in _of(bundle, "MedicationRequest")
    }
    assert asked == {"ibuprofen": True, "montelukast 10 mg daily": False}


def test_what_is_past_is_a_resolved_condition() -> None:
    bundle = _said("[doctor] What brings you in?\n[patient] I have a cough. I had a stroke three years ago.\n")
    status = {one["code"]["text"]: one["clinicalStatus"]["coding"][0]["code"] for one in _of(bundle, "Condition")}
    assert status["history of stroke"] == "resolved"


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("Temperature is 98.8", "[degF]"),
        ("Temperature is 37.2", "Cel"),
        ("Temperature is 60", None),
        ("Weight is 80", None),
    ],
)
def test_a_unit_that_was_not_said_is_given_only_where_no_other_is_possible(said: str, unit: str | None) -> None:
    bundle = _said(f"[doctor] What brings you in?\n[patient] I have a cough.\n[doctor] {said}. Lungs are clear.\n")
    (found,) = _of(bundle, "Observation")
    assert found["valueQuantity"].get("code") == unit


def test_every_section_has_a_text_also_where_nothing_was_said() -> None:
    bundle = _said("[doctor] What brings you in?\n[patient] I have had a cough for two weeks.\n")
    sections = bundle["entry"][0]["resource"]["section"]
    # R4's invariants cmp-1 (a section has a text, an entry or parts) and cmp-2 (only an empty one has a reason).
    assert all(one["text"]["div"] for one in sections)
    empty = [one["title"] for one in sections if "emptyReason" in one]
    assert "Objective" in empty
    assert not [one for one in sections if "emptyReason" in one and "entry" in one]


def test_a_section_of_orders_alone_tells_them(made) -> None:  # type: ignore[no-untyped-def]
    sections = {key: text for key, text in made.sections.items() if key.value != "plan"}
    bundle = note_bundle(made.model_copy(update={"sections": sections}), at=AT)
    plan = bundle["entry"][0]["resource"]["section"][3]
    assert len(plan["entry"]) == len([one for one in made.orders if one.status.value != "declined"])
    assert made.orders[0].description in plan["text"]["div"]


def test_what_is_past_is_no_diagnosis_of_this_visit() -> None:
    bundle = _said("[doctor] What brings you in?\n[patient] I have a cough. I had a stroke three years ago.\n")
    kinds = {one["code"]["text"]: one["category"][0]["coding"][0]["code"] for one in _of(bundle, "Condition")}
    assert kinds["history of stroke"] == "problem-list-item"
    assert set(kinds.values()) == {"problem-list-item", "encounter-diagnosis"}
