"""One day of the clinic: each role signed in as itself, a real worker process, the real dictation's text."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import Draft, NoteSentence, OrderType, Section
from opd_desktop.fhir import translate
from opd_desktop.services import (
    appointments,
    check_in,
    communications,
    encounters,
    fhir_export,
    journey_instances,
    patients,
    queue,
    reports,
    schedules,
    scribe,
    slots,
    timeline,
)
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment, CheckIn
from opd_desktop.services.dto.common import ById, Change
from opd_desktop.services.dto.communications import CommunicationDto, ListCommunications
from opd_desktop.services.dto.encounters import CompleteEncounter, FhirExport, NoteDto, PatchEncounter, Vitals
from opd_desktop.services.dto.journeys import BoardRequest, InstanceDto, InstanceStory, ListInstances
from opd_desktop.services.dto.patients import PatientDto, RegisterPatient, TimelineRequest
from opd_desktop.services.dto.queue import CallNext, ListQueue
from opd_desktop.services.dto.reports import DayReportRequest
from opd_desktop.services.dto.schedules import CreateSchedule, ListSlots, Materialize, Session
from opd_desktop.services.dto.scribe import DraftNote
from tests.conftest import SignIn
from tests.e2e import processes
from tests.e2e.conftest import StartWorker
from tests.e2e.processes import until
from tests.support import build, clock
from tests.support import journeys as support

pytestmark = pytest.mark.e2e

DICTATION = Path(__file__).parents[2] / "resources" / "samples" / "dictation.txt"
VITALS = Vitals(temperature=38.4, systolic=118, diastolic=76, pulse=92, spo2=98)


@pytest.fixture
def place(database: URL, sign_in: SignIn) -> UUID:
    """The next free slot of Dr Rao today, made by the manager; at the facility it is mid-morning."""
    support.defaults(database)
    today = datetime.now(clock.make_it(database, 10)).date()
    manager = sign_in("manager")
    made = manager.call(
        schedules.create,
        CreateSchedule(
            practitioner_id=build.RAO, facility_id=build.CITY, slot_minutes=15, valid_from=today,
            sessions=tuple(Session(weekday=day, start=time(8), end=time(18)) for day in range(7)),
        ),
    )  # fmt: skip
    manager.call(schedules.materialize, Materialize(id=made.id, start=today, end=today + timedelta(days=7)))
    now = datetime.now(UTC)
    wanted = ListSlots(start=now, end=now + timedelta(hours=4), practitioner_id=build.RAO, free_only=True)
    return sign_in("reception").call(slots.list_, wanted)[0].id


class Day:
    """The patient's visit as each role sees it."""

    def __init__(self, manager: Clinic, patient: PatientDto) -> None:
        self._manager = manager
        self.patient = patient

    def journey(self) -> InstanceDto | None:
        """The visit's journey; there is never more than one."""
        wanted = ListInstances(patient_id=self.patient.id, state=("active", "completed", "cancelled"))
        found = self._manager.call(journey_instances.list_, wanted)
        assert len(found) <= 1
        return found[0] if found else None

    def stage(self) -> str:
        found = self.journey()
        return found.stage if found else ""

    def story(self) -> InstanceStory:
        found = self.journey()
        assert found is not None
        return self._manager.call(journey_instances.get, ById(id=found.id))

    def messages(self) -> dict[str, CommunicationDto]:
        """By template; there is never a second one of the same."""
        found = self._manager.call(communications.list_, ListCommunications(patient_id=self.patient.id))
        assert len({message.template_key for message in found}) == len(found)
        return {message.template_key: message for message in found}

    def is_sent(self, template: str) -> bool:
        found = self.messages().get(template)
        return found is not None and found.status == "sent"

    def column(self) -> str:
        """The column of the manager's board that has the patient's card."""
        board = self._manager.call(journey_instances.board, BoardRequest(facility_id=build.CITY))
        (key,) = [column.key for column in board.columns for card in column.cards if card.patient_id == self.patient.id]
        return key


def note_of(draft: Draft) -> NoteDto:
    """What a doctor who accepts everything saves."""
    return NoteDto(
        sentences=tuple(
            NoteSentence(text=one.text, section=one.section, origin="draft", turns=one.turns) for one in draft.sentences
        ),
        problems=draft.problems,
        orders=draft.orders,
    )


def test_a_visit_from_the_booking_to_the_follow_up(
    database: URL, place: UUID, sign_in: SignIn, start_worker: StartWorker
) -> None:
    start_worker()
    reception, doctor, manager = sign_in("reception"), sign_in("doctor", "Room 3"), sign_in("manager")
    patient = reception.call(
        patients.register,
        RegisterPatient(
            name="Meena Patil", sex="female", age_years=34, phone="98123 45678", facility_id=build.CITY
        ),
    )  # fmt: skip
    day = Day(manager, patient)
    visit = _book(reception, day, place)
    encounter = _check_in(reception, day, visit)
    note = _see(doctor, day, encounter)
    _followed_up(database, manager, day)
    _recorded_as_fhir(database, doctor, day, visit, encounter, note)
    _told_to_everybody(reception, manager, day)


def _book(reception: Clinic, day: Day, place: UUID) -> UUID:
    request = BookAppointment(request_id=uuid7(), patient_id=day.patient.id, slot_ids=(place,), reason="Fever")
    visit = reception.call(appointments.create, request).appointment
    until("the confirmation is sent", lambda: day.is_sent("appointment-confirmation"))
    assert (day.stage(), day.column()) == ("booked", "booked")
    confirmation = day.messages()["appointment-confirmation"]
    assert (confirmation.channel, confirmation.to_address) == ("desk", "+919812345678")
    assert "Dr Rao" in confirmation.body
    again = reception.call(appointments.create, request).appointment
    assert again.id == visit.id
    return visit.id


def _check_in(reception: Clinic, day: Day, visit: UUID) -> UUID:
    here = reception.call(check_in.check_in, CheckIn(id=visit))
    assert here.token.startswith("A")
    until("the journey is at the day of the visit", lambda: day.stage() == "day-of-visit")
    assert day.column() == "day-of-visit"
    board = reception.call(queue.board, ListQueue(facility_id=build.CITY, practitioner_ids=(build.RAO,)))
    (waiting,) = board.queues[0].entries
    assert (waiting.token, waiting.patient_name, waiting.state) == (here.token, "Meena Patil", "waiting")
    return here.encounter_id


def _see(doctor: Clinic, day: Day, encounter: UUID) -> NoteDto:
    called = doctor.call(queue.call_next, CallNext(facility_id=build.CITY, practitioner_id=build.RAO)).entry
    assert (called.encounter_id, called.state) == (encounter, "called")
    doctor.call(encounters.start, Change(id=encounter))
    draft = doctor.call(scribe.draft_note, DraftNote(text=DICTATION.read_text()))
    note = note_of(draft)
    assert {sentence.section for sentence in note.sentences} == set(Section)
    assert [problem.icd10 for problem in note.problems] == ["J06.9"]
    assert any(one.order_type is OrderType.LAB and "blood count" in one.description.lower() for one in note.orders)
    doctor.call(encounters.patch, PatchEncounter(id=encounter, vitals=VITALS, note=note))
    done = doctor.call(encounters.complete, CompleteEncounter(id=encounter, sign=True)).encounter
    assert done.note is not None
    assert (done.status.value, done.note.status, done.signed_by) == ("finished", "final", "doctor")
    until("the journey is after the visit", lambda: day.stage() == "post-visit")
    return note


def _followed_up(database: URL, manager: Clinic, day: Day) -> None:
    until("the follow-up is sent", lambda: day.is_sent("visit-follow-up"))
    assert day.column() == "post-visit"
    story = day.story()
    (feedback,) = [step for step in story.steps if step.step_key.endswith("/feedback")]
    assert feedback.state == "ready"
    assert timedelta(hours=24) < feedback.due_at - datetime.now(UTC) < timedelta(hours=72)
    assert [stage.state for stage in story.stages if stage.stage in ("booked", "day-of-visit")] == ["completed"] * 2
    build.rows(database, "UPDATE step_run SET due_at = now() WHERE id = :id", id=feedback.id)
    until("the feedback, now that it is due, is sent", lambda: day.is_sent("visit-feedback"))
    figures = manager.call(journey_instances.board, BoardRequest(facility_id=build.CITY)).figures
    assert (figures.open_journeys, figures.new_today, figures.sent_today, figures.failed_today) == (1, 1, 3, 0)


def _recorded_as_fhir(database: URL, doctor: Clinic, day: Day, visit: UUID, encounter: UUID, note: NoteDto) -> None:
    def stored() -> dict[str, dict[str, Any]]:
        found = build.rows(
            database,
            "SELECT resource_type, id, content FROM fhir_resource WHERE is_current AND resource_type = "
            "ANY(ARRAY['Patient', 'Appointment', 'Encounter'])",
        )
        assert len({row["resource_type"] for row in found}) == len(found)
        return {row["resource_type"]: row["content"] for row in found}

    until("the visit is finished in FHIR", lambda: stored().get("Encounter", {}).get("status") == "finished")
    now = stored()
    assert {kind: one["id"] for kind, one in now.items()} == {
        "Patient": str(day.patient.id), "Appointment": str(visit), "Encounter": str(encounter),
    }  # fmt: skip
    assert now["Appointment"]["status"] == "fulfilled"
    for request in (
        FhirExport(patient_id=day.patient.id),
        FhirExport(patient_id=day.patient.id, kind="visit", encounter_id=encounter),
    ):
        bundle = doctor.call(fhir_export.export, request).bundle
        translate.validate(bundle)
        assert {"Patient", "Encounter", "Composition"} <= {one["resource"]["resourceType"] for one in bundle["entry"]}
    shown = doctor.call(encounters.get, ById(id=encounter))
    assert shown.vitals is not None
    assert shown.vitals.temperature == VITALS.temperature
    assert shown.note is not None
    assert shown.note.sentences == note.sentences


def _told_to_everybody(reception: Clinic, manager: Clinic, day: Day) -> None:
    entries = reception.call(timeline.read, TimelineRequest(patient_id=day.patient.id)).items
    assert {"appointment", "check-in", "encounter", "message", "journey"} <= {entry.kind for entry in entries}
    report = manager.call(reports.day, DayReportRequest(facility_id=build.CITY))
    assert (report.booked, report.seen, report.waiting, report.messages_sent) == (1, 1, 0, 3)


def test_the_front_desks_part_from_the_command_line(
    database: URL, place: UUID, sign_in: SignIn, start_worker: StartWorker, tmp_path: Path
) -> None:
    start_worker()
    call = _command_line(processes.environment(database, tmp_path))
    about = {"name": "Tomás Ferreira", "sex": "male", "facility_id": str(build.CITY), "phone": "+351 912 345 678"}
    patient = call("patient.register", about)
    assert patient["phone"] == "+351912345678"
    request = {"request_id": str(uuid7()), "patient_id": patient["id"], "slot_ids": [str(place)]}
    visit = call("scheduling.appointment.create", request)["appointment"]
    here = call("scheduling.appointment.check_in", {"id": visit["id"]})
    day = Day(sign_in("manager"), PatientDto.model_validate(patient))
    until("the journey is at the day of the visit", lambda: day.stage() == "day-of-visit")
    until("the confirmation is sent", lambda: day.is_sent("appointment-confirmation"))
    queues = call("queue.board", {"facility_id": str(build.CITY)})["queues"]
    assert [entry["token"] for one in queues for entry in one["entries"]] == [here["token"]]


def _command_line(environ: dict[str, str]) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    def call(name: str, request: dict[str, Any]) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "opd_desktop", "call", name, json.dumps(request), "--as", "reception"],
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return dict(json.loads(done.stdout))

    return call
