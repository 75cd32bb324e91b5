"""The chart: what a doctor sees of a patient before asking anything."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import NotFound, NotPermitted
from opd_desktop.domain.note import Order, OrderStatus, OrderType, Problem
from opd_desktop.services import chart, check_in, encounters
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import CheckIn
from opd_desktop.services.dto.common import Change
from opd_desktop.services.dto.encounters import Chart, ChartRequest, CompleteEncounter, NoteDto, PatchEncounter, Vitals
from tests.conftest import SignIn
from tests.support import build, clock, visit


def read(doctor: Clinic, patient_id: object) -> Chart:
    return doctor.call(chart.read, ChartRequest.model_validate({"patient_id": patient_id}))


def second_visit(database: URL, reception: Clinic, doctor: Clinic, first: visit.Visit) -> visit.Visit:
    """Another visit of the same patient, half an hour later, seen but not finished."""
    start = clock.soon(30)
    booked = build.appointment(database, first.patient_id, build.slots(database, 1, start))
    here = reception.call(check_in.check_in, CheckIn(id=booked))
    doctor.call(encounters.start, Change(id=here.encounter_id))
    return visit.Visit(first.patient_id, booked, here.encounter_id)


def test_a_new_patient_has_an_empty_chart(database: URL, sign_in: SignIn) -> None:
    who = build.patient(database)
    assert read(sign_in("doctor"), who) == Chart(patient_id=who)


def test_the_newest_visit_comes_first_and_nothing_twice(database: URL, sign_in: SignIn) -> None:
    reception, doctor = sign_in("reception"), sign_in("doctor")
    first = visit.arrive(database, reception)
    visit.see(doctor, first)
    second = second_visit(database, reception, doctor, first)
    later = NoteDto(
        sentences=visit.NOTE.sentences,
        problems=(
            Problem(text="acute bronchitis, better", icd10="J20.9", confidence=1.0),
            Problem(text="Itching", confidence=0.5),
        ),
        orders=(
            Order(order_type=OrderType.MEDICATION, description="Salbutamol inhaler", status=OrderStatus.ALREADY_TAKING),
            Order(order_type=OrderType.MEDICATION, description="Cetirizine 10 mg", status=OrderStatus.ORDERED),
            Order(order_type=OrderType.MEDICATION, description="Prednisolone", status=OrderStatus.DECLINED),
        ),
    )
    doctor.call(encounters.patch, PatchEncounter(id=second.encounter_id, note=later, vitals=Vitals(weight=62)))
    seen = read(doctor, first.patient_id)
    assert [one.encounter_id for one in seen.visits] == [second.encounter_id, first.encounter_id]
    assert seen.visits[1].problems == ("Acute bronchitis",)
    assert [one.text for one in seen.problems] == ["acute bronchitis, better", "Itching"]
    assert seen.medications == ("Salbutamol inhaler", "Cetirizine 10 mg")
    assert [one.weight for one in seen.vitals] == [62, 61.5]
    assert all(one.taken_at is not None for one in seen.vitals)


def test_a_drug_that_was_stopped_later_is_not_among_the_medicines(database: URL, sign_in: SignIn) -> None:
    reception, doctor = sign_in("reception"), sign_in("doctor")
    first = visit.arrive(database, reception)
    doctor.call(encounters.start, Change(id=first.encounter_id))

    def noted(seen: visit.Visit, said: str) -> Chart:
        order = Order(order_type=OrderType.MEDICATION, description=said, status=OrderStatus.ORDERED)
        note = NoteDto(sentences=visit.NOTE.sentences, orders=(order,))
        doctor.call(encounters.patch, PatchEncounter(id=seen.encounter_id, note=note))
        return read(doctor, first.patient_id)

    assert noted(first, "Ibuprofen 400 mg").medications == ("Ibuprofen 400 mg",)
    doctor.call(encounters.complete, CompleteEncounter(id=first.encounter_id, sign=False))
    second = second_visit(database, reception, doctor, first)
    assert noted(second, "stop ibuprofen").medications == ()


def test_what_was_taken_back_is_not_in_the_trend(database: URL, sign_in: SignIn) -> None:
    reception, doctor = sign_in("reception"), sign_in("doctor")
    here = visit.arrive(database, reception)
    reception.call(encounters.patch, PatchEncounter(id=here.encounter_id, vitals=Vitals(pulse=80)))
    reception.call(encounters.patch, PatchEncounter(id=here.encounter_id, vitals=Vitals()))
    assert read(doctor, here.patient_id).vitals == ()


def test_allergies_are_listed_newest_first(database: URL, sign_in: SignIn) -> None:
    who = build.patient(database)
    for days, what in ((2, "Penicillin"), (1, "Peanut")):
        key = uuid4()
        content = {"resourceType": "AllergyIntolerance", "id": str(key), "code": {"text": what}}
        build.rows(
            database,
            "INSERT INTO fhir_resource (resource_type, id, facility_id, patient_id, content, last_updated) VALUES "
            "('AllergyIntolerance', :id, :facility, :patient, CAST(:content AS jsonb), now() - :days * interval '1 d')",
            id=key, facility=build.CITY, patient=who, content=json.dumps(content), days=days,
        )  # fmt: skip
    assert read(sign_in("doctor"), who).allergies == ("Peanut", "Penicillin")


def test_who_may_not_read_notes_has_no_chart(database: URL, sign_in: SignIn) -> None:
    here = visit.whole(database, sign_in)
    for login in ("reception", "manager", "admin"):
        with pytest.raises(NotPermitted):
            read(sign_in(login), here.patient_id)


def test_an_unknown_patient_is_said_to_be_unknown(database: URL, sign_in: SignIn) -> None:
    with pytest.raises(NotFound) as refused:
        read(sign_in("doctor"), uuid4())
    assert refused.value.code == "patient.not_found"


def test_a_finished_visit_without_a_note_is_listed(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    here = visit.arrive(database, sign_in("reception"))
    doctor.call(encounters.start, Change(id=here.encounter_id))
    doctor.call(encounters.complete, CompleteEncounter(id=here.encounter_id))
    (one,) = read(doctor, here.patient_id).visits
    assert (one.encounter_id, one.problems) == (here.encounter_id, ())
