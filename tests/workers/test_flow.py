"""The event flow in one process: booking to confirmation, check-in to day of visit, completion to follow-up."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.services.clinic import Clinic
from opd_desktop.workers.flow import Flow
from opd_desktop.workers.sender import Sender
from tests.support import journeys as support

SignIn = Callable[..., Clinic]


@pytest.fixture
def clinic(database: URL, sign_in: SignIn) -> Clinic:
    support.defaults(database)
    return sign_in("opd_worker")


def work(clinic: Clinic) -> None:
    """Everything that is there to do."""
    flow, sender = Flow(clinic, "test"), Sender(clinic, "test")
    while flow.work() or sender.send_one():
        pass


def sent(url: URL, patient: UUID) -> list[str]:
    found = support.rows(
        url, "SELECT template_key, status FROM communication WHERE patient_id = :p ORDER BY created_at, id", p=patient
    )
    assert {row["status"] for row in found} <= {"sent"}
    return [row["template_key"] for row in found]


def journey(url: URL, appointment: UUID) -> dict:
    found = support.rows(url, "SELECT * FROM journey_instance WHERE appointment_id = :a", a=appointment)
    assert len(found) == 1
    return found[0]


def test_a_day_end_to_end(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    appointment = support.booked(database, patient)
    work(clinic)
    assert journey(database, appointment)["stage"] == "booked"
    assert sent(database, patient) == ["appointment-confirmation"]

    support.set_status(database, appointment, "checked-in")
    support.happen(database, "Appointment.CheckedIn", appointment, patient)
    work(clinic)
    assert journey(database, appointment)["stage"] == "day-of-visit"
    waiting = support.rows(database, "SELECT step_key FROM step_run WHERE state = 'ready'")
    assert waiting == [], "the reminder of a patient who is here was dropped"

    support.set_status(database, appointment, "fulfilled")
    support.happen(database, "Encounter.Completed", UUID(int=7), patient, appointment_id=appointment)
    support.happen(database, "Appointment.Completed", appointment, patient)
    work(clinic)
    assert journey(database, appointment)["stage"] == "post-visit"
    assert sent(database, patient) == ["appointment-confirmation", "visit-follow-up"]

    names = [row["name"] for row in support.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
    assert names == [
        "Appointment.Created", "Journey.Created", "Communication.Queued", "Communication.Sent",
        "Appointment.CheckedIn", "Journey.StageAdvanced",
        "Encounter.Completed", "Appointment.Completed", "Journey.StageAdvanced",
        "Communication.Queued", "Communication.Sent",
    ]  # fmt: skip
    left = support.rows(database, "SELECT name, last_error FROM outbox_event WHERE dispatched_at IS NULL")
    assert left == []
