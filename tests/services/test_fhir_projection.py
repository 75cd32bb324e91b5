"""Patients, appointments and encounters as FHIR, following the events."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.events import EVENTS, Event, PatientUpdated, TicketCreated
from opd_desktop.domain.ids import uuid7
from opd_desktop.fhir import translate
from opd_desktop.services import fhir_projection, outbox, patients
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.patients import PatchPatient, RegisterPatient
from opd_desktop.services.uow import UnitOfWork
from tests.support import build
from tests.support import visit as visits

SignIn = Callable[..., Clinic]


@pytest.fixture
def worker(sign_in: SignIn) -> Clinic:
    return sign_in("opd_worker")


def project(worker: Clinic, event: Event) -> int:
    with UnitOfWork(worker._engine, worker.ports)(worker.actor) as tx:
        return fhir_projection.project(tx, event)


def relay_all(worker: Clinic) -> None:
    while relayed := worker.call(outbox.relay, Nothing()):
        assert relayed.failed == ()


def stored(database: URL, kind: str) -> list[dict[str, Any]]:
    return build.rows(
        database,
        "SELECT id, version_id, is_current, content, patient_id, facility_id, encounter_id, author FROM fhir_resource "
        "WHERE resource_type = :kind ORDER BY version_id",
        kind=kind,
    )


def test_a_registered_patient_becomes_a_resource(database: URL, sign_in: SignIn, worker: Clinic) -> None:
    desk = sign_in("reception")
    made = desk.call(patients.register, RegisterPatient(name="Meena Patil", sex="female", facility_id=build.CITY))
    relay_all(worker)
    (row,) = stored(database, "Patient")
    assert (row["id"], row["patient_id"], row["version_id"], row["author"]) == (made.id, made.id, 1, "opd_worker")
    assert row["content"] == translate.resource("Patient", made)
    desk.call(patients.patch, PatchPatient(id=made.id, phone="9812345678"))
    relay_all(worker)
    old, new = stored(database, "Patient")
    assert (old["is_current"], new["is_current"]) == (False, True)
    assert new["content"]["telecom"] == [{"system": "phone", "value": "+919812345678"}]


def test_the_same_event_again_writes_nothing(database: URL, worker: Clinic) -> None:
    key = build.patient(database)
    event = PatientUpdated(id=key, patient_id=key)
    assert [project(worker, event) for _ in range(3)] == [1, 0, 0]
    assert len(stored(database, "Patient")) == 1


def test_a_visit_is_followed(database: URL, sign_in: SignIn, worker: Clinic) -> None:
    visit = visits.whole(database, sign_in)
    relay_all(worker)
    (appointment,) = [row for row in stored(database, "Appointment") if row["is_current"]]
    (encounter,) = [row for row in stored(database, "Encounter") if row["is_current"]]
    assert (appointment["id"], appointment["content"]["status"]) == (visit.appointment_id, "fulfilled")
    assert (encounter["id"], encounter["content"]["status"]) == (visit.encounter_id, "finished")
    history = [one["status"] for one in encounter["content"]["statusHistory"]]
    assert history == ["arrived", "in-progress", "finished"]
    assert encounter["facility_id"] == build.CITY
    assert encounter["content"]["appointment"] == [{"reference": f"Appointment/{visit.appointment_id}"}]
    assert len(stored(database, "Patient")) == 1


@pytest.mark.parametrize(
    "name", [name for name, kind in EVENTS.items() if kind.aggregate in ("appointment", "encounter", "patient")]
)
def test_events_of_things_that_are_gone_are_no_error(worker: Clinic, name: str) -> None:
    assert project(worker, EVENTS[name](id=uuid7(), patient_id=uuid7())) == 0


def test_other_events_are_left_alone(database: URL, worker: Clinic) -> None:
    key: UUID = build.patient(database)
    project(worker, PatientUpdated(id=key, patient_id=key))
    assert project(worker, TicketCreated(id=uuid7(), patient_id=key)) == 0


def test_what_is_projected_is_valid_and_readable_by_the_front_desk(
    database: URL, sign_in: SignIn, worker: Clinic
) -> None:
    visits.whole(database, sign_in)
    relay_all(worker)
    for kind in ("Patient", "Appointment", "Encounter"):
        for row in stored(database, kind):
            translate.validate(row["content"])
    desk = sign_in("reception")
    with desk._engine.connect() as connection:
        seen = connection.exec_driver_sql("SELECT DISTINCT resource_type FROM fhir_resource ORDER BY 1").scalars().all()
    assert seen == ["Appointment", "Encounter", "Observation", "Patient"]
