"""What is written as FHIR reads back as it was."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain import fhir_read
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import NoteSentence, Order, OrderStatus, OrderType, Problem, Section
from opd_desktop.domain.note_template import Heading
from opd_desktop.fhir import translate
from opd_desktop.fhir.common import clean
from opd_desktop.services.dto.encounters import NoteDto, Vitals

CONTEXT = {
    "patient_id": UUID(int=1),
    "encounter_id": UUID(int=2),
    "practitioner_id": UUID(int=3),
    "at": datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
}

#: Any text that FHIR can hold.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40).map(clean)
turns = st.lists(st.integers(1, 5000), max_size=4).map(tuple)
names = st.none() | texts.filter(bool)
seconds = st.none() | st.floats(0, 14_400)
notes = st.builds(
    NoteDto,
    sentences=st.lists(
        st.builds(
            NoteSentence,
            text=texts,
            section=st.sampled_from(Section),
            origin=st.sampled_from(["human", "draft", "edited"]),
            turns=turns,
            heading=st.sampled_from(["", *Heading]) | texts,
            problem=texts,
            start=seconds,
            end=seconds,
        ),
        max_size=6,
    ).map(tuple),
    problems=st.lists(
        st.builds(
            Problem,
            text=texts,
            icd10=st.sampled_from([None, "J06.9", "I10"]),
            icd10_display=names,
            snomed=st.sampled_from([None, "38341003"]),
            snomed_display=names,
            confidence=st.floats(0, 1),
            turns=turns,
            why=texts,
        ),
        max_size=3,
    ).map(tuple),
    orders=st.lists(
        st.builds(
            Order,
            order_type=st.sampled_from(OrderType),
            description=texts,
            reason=texts,
            status=st.sampled_from(OrderStatus),
            turns=turns,
        ),
        max_size=3,
    ).map(tuple),
    status=st.sampled_from(["preliminary", "final", "amended"]),
    author=texts,
    amendment_reason=texts,
    template=texts,
    language=st.sampled_from(["", "es", "pt-BR"]),
).map(lambda note: note.model_copy(update={"titles": _titles(note)}))


def _titles(note: NoteDto) -> dict[str, str]:
    """A title for every other heading that the note has."""
    found = sorted({one.heading for one in note.sentences if one.heading in set(Heading)})
    return {code: f"Title of {code}" for code in found[::2]}


def through_json(resource: Any) -> Any:
    """As jsonb gives it back."""
    return json.loads(json.dumps(resource))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notes)
def test_a_note_reads_back_exactly(note: NoteDto) -> None:
    stored = through_json(translate.resource("Composition", (note, CONTEXT)))
    assert NoteDto.model_validate(fhir_read.note_fields(stored)) == note


measured = st.fixed_dictionaries(
    {},
    optional={
        "temperature": st.floats(25, 45),
        "systolic": st.integers(40, 300),
        "diastolic": st.integers(20, 200),
        "pulse": st.integers(20, 300),
        "respiratory_rate": st.integers(4, 100),
        "spo2": st.integers(40, 100),
        "weight": st.floats(0.3, 350),
        "height": st.floats(20, 250),
    },
)
moments = st.builds(
    lambda micros, minutes: (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).astimezone(
        timezone(timedelta(minutes=minutes))
    ),
    st.integers(0, 3 * 10**15),
    st.integers(-720, 840),
)


@settings(max_examples=150, deadline=None)
@given(measured.filter(bool), moments, texts)
def test_vital_signs_read_back_exactly(values: dict[str, float], at: datetime, by: str) -> None:
    vitals = Vitals.model_validate(values | {"taken_at": at, "taken_by": by})
    stored = through_json(translate.resource("VitalSigns", (vitals, CONTEXT)))
    assert Vitals.model_validate(fhir_read.vitals_fields(stored)) == vitals


@settings(max_examples=80, deadline=None)
@given(measured, measured, moments)
def test_newer_vital_signs_replace_older_ones(old: dict[str, float], new: dict[str, float], at: datetime) -> None:
    before = Vitals.model_validate(old | {"taken_at": at})
    after = Vitals.model_validate(new | {"taken_at": at})
    rows = {one["id"]: one for one in translate.resource("VitalSigns", (before, CONTEXT))}
    replaced = translate.resource("VitalSigns", (after, CONTEXT | {"previous": before}))
    rows |= {one["id"]: one for one in replaced}
    assert {
        k: v for k, v in fhir_read.vitals_fields(through_json(list(rows.values()))).items() if k in old | new
    } == new


def test_nothing_measured_is_no_resource() -> None:
    assert translate.resource("VitalSigns", (Vitals(), CONTEXT)) == []
    assert fhir_read.vitals_fields([]) == {}


def test_a_time_not_said_is_the_time_of_saving() -> None:
    (one,) = translate.resource("VitalSigns", (Vitals(pulse=80), CONTEXT))
    assert one["effectiveDateTime"] == "2026-11-24T09:30:00+00:00"
    assert one["category"][0]["coding"][0]["code"] == "vital-signs"
    assert one["valueQuantity"] == {"value": 80, "unit": "/min", "system": codes.UCUM, "code": "/min"}


def test_blood_pressure_is_one_observation_and_the_bmi_is_calculated() -> None:
    made = translate.resource("VitalSigns", (Vitals(systolic=120, diastolic=80, weight=70, height=175), CONTEXT))
    by_code = {one["code"]["coding"][0]["code"]: one for one in made}
    assert set(by_code) == {"85354-9", "29463-7", "8302-2", "39156-5"}
    assert [part["valueQuantity"]["value"] for part in by_code["85354-9"]["component"]] == [120, 80]
    assert by_code["39156-5"]["valueQuantity"]["value"] == 22.9


def test_versions_of_a_note_share_the_id() -> None:
    made = [translate.resource("Composition", (NoteDto(sentences=()), CONTEXT | {"at": at})) for at in _DAYS]
    assert {one["id"] for one in made} == {str(codes.composition_id(UUID(int=2)))}


_DAYS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))


def test_characters_that_fhir_cannot_hold_become_blanks() -> None:
    note = NoteDto(sentences=(NoteSentence(text="a\x00b\x0bc\ud800d\ttab", section=Section.PLAN),))
    stored = translate.resource("Composition", (note, CONTEXT))
    assert fhir_read.note_fields(through_json(stored))["sentences"][0].text == "a b c d\ttab"


def test_narrative_is_escaped() -> None:
    note = NoteDto(sentences=(NoteSentence(text="<script>1 < 2 & 3</script>", section=Section.PLAN),))
    (section,) = translate.resource("Composition", (note, CONTEXT))["section"]
    assert "<p>&lt;script&gt;1 &lt; 2 &amp; 3&lt;/script&gt;</p>" in section["text"]["div"]


def test_headings_are_sections_inside_those_of_the_soap_note_and_the_plan_goes_by_problem() -> None:
    note = NoteDto(
        sentences=(
            NoteSentence(text="Knee hurts.", section=Section.SUBJECTIVE, heading=Heading.CHIEF),
            NoteSentence(text="Typed by hand.", section=Section.SUBJECTIVE),
            NoteSentence(text="Start.", section=Section.PLAN, heading=Heading.TREATMENT, problem="Gout."),
            NoteSentence(text="Rest.", section=Section.PLAN, problem="Gout."),
            NoteSentence(text="In a week.", section=Section.PLAN, heading=Heading.FOLLOW_UP),
        ),
        titles={Heading.CHIEF: "Motivo de consulta"},
        language="es",
    )
    subjective, plan = translate.resource("Composition", (note, CONTEXT))["section"]
    assert "Typed by hand." in subjective["text"]["div"]
    assert "Knee" not in subjective["text"]["div"]
    (chief,) = subjective["section"]
    assert (chief["title"], chief["code"]["text"]) == ("Motivo de consulta", "Motivo de consulta")
    assert [one["code"] for one in chief["code"]["coding"]] == ["10154-3", "CHIEF COMPLAINT"]
    assert "text" not in plan
    follow_up, gout = plan["section"]
    assert (follow_up["title"], gout["title"]) == ("Follow-up", "Gout.")
    assert "Rest." in gout["text"]["div"]
    assert [one["title"] for one in gout["section"]] == ["Medical Treatment"]


def test_a_note_of_another_program_with_sections_inside_sections_gives_all_of_its_text() -> None:
    inner = {"text": {"status": "generated", "div": "<div>Rest.</div>"}}
    other = {"section": [{"code": {"coding": [{"system": codes.LOINC, "code": "18776-5"}]}, "section": [inner, inner]}]}
    assert [one.text for one in fhir_read.note_fields(other)["sentences"]] == ["Rest. Rest."]


def test_a_note_of_another_program_gives_its_plain_text() -> None:
    other = {
        "resourceType": "Composition",
        "status": "final",
        "author": [{"display": "Dr Who"}],
        "section": [
            {
                "code": {"coding": [{"system": codes.LOINC, "code": "51848-0"}]},
                "text": {"status": "generated", "div": "<div><p>Common   cold.</p><p>A &amp; B</p></div>"},
            }
        ],
    }
    read = NoteDto.model_validate(fhir_read.note_fields(other))
    assert read.sentences == (NoteSentence(text="Common cold. A & B", section=Section.ASSESSMENT),)
    assert (read.status, read.author) == ("final", "Dr Who")


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("order_type", OrderType)
def test_an_order_of_its_own_reads_back(order_type: OrderType, status: OrderStatus) -> None:
    order = Order(order_type=order_type, description="Chest X-ray", reason="cough", status=status, turns=(4,))
    kind = "MedicationRequest" if order_type is OrderType.MEDICATION else "ServiceRequest"
    made = translate.resource(kind, (order, CONTEXT | {"number": 2}))
    assert fhir_read.order(through_json(made)) == order
    assert made["id"] == str(codes.resource_id(UUID(int=2), "order-2"))
    if status is OrderStatus.ORDERED:
        assert (made["status"], made["intent"]) == ("active", "order")


def test_a_problem_of_its_own_reads_back() -> None:
    problem = Problem(
        text="Hypertension", icd10="I10", icd10_display="Essential hypertension", confidence=0.75, turns=(1, 2)
    )
    made = translate.resource("Condition", (problem, CONTEXT))
    assert fhir_read.problem(through_json(made)) == problem
    assert made["verificationStatus"]["coding"][0]["code"] == "confirmed"


def test_a_suspected_problem_stays_unconfirmed_in_a_signed_note() -> None:
    problem = Problem(text="suspected gout", confidence=0.5, turns=(1,), certainty="suspected")
    made = translate.resource("Condition", (problem, CONTEXT))
    assert fhir_read.problem(through_json(made)) == problem
    assert made["verificationStatus"]["coding"][0]["code"] == "unconfirmed"


@pytest.mark.parametrize(
    ("resource", "field"),
    [
        ({}, "resourceType"),
        ({"resourceType": "Nothing"}, "resourceType"),
        ({"resourceType": "../observation"}, "resourceType"),
        ({"resourceType": "Observation", "status": "final"}, "code"),
        ({"resourceType": "Observation", "status": 1, "code": {"text": "x"}}, "status"),
    ],
)
def test_invalid_resources_are_refused_with_the_field(resource: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        translate.validate(resource)
    assert refused.value.code == "fhir.invalid"
    assert field in refused.value.params["field"]


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(BadInput) as refused:
        translate.validate({"resourceType": "Patient", "birthDate": "SECRET-NAME"})
    assert "SECRET" not in str(refused.value.params)
