"""The event flow in one process: booking to confirmation, check-in to day of visit, completion to follow-up."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import Conflict
from opd_desktop.domain.events import Event, JourneyCancelled
from opd_desktop.services import housekeeping, outbox, steps
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.worker import Batch, Lease, StepRef
from opd_desktop.services.uow import Tx
from opd_desktop.workers.flow import Flow
from opd_desktop.workers.sender import Sender
from tests.support import clock
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


def test_the_same_events_again_and_in_any_order_change_nothing(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    appointment = support.booked(database, patient)
    support.set_status(database, appointment, "fulfilled")
    for name in ("Appointment.Completed", "Appointment.CheckedIn", "Appointment.Created", "Appointment.Completed"):
        support.happen(database, name, appointment, patient)
    work(clinic)
    assert journey(database, appointment)["stage"] == "post-visit"
    assert sent(database, patient) == ["appointment-confirmation", "visit-follow-up"]


def test_an_event_that_was_consumed_is_not_consumed_again(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    support.booked(database, patient)
    work(clinic)
    support.rows(database, "UPDATE outbox_event SET dispatched_at = NULL RETURNING id")
    work(clinic)
    assert sent(database, patient) == ["appointment-confirmation"]


def test_a_no_show_is_missed_and_somebody_is_told_to_call(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    appointment = support.booked(database, patient)
    support.set_status(database, appointment, "noshow")
    support.happen(database, "Appointment.NoShow", appointment, patient)
    work(clinic)
    assert journey(database, appointment)["stage"] == "missed"
    support.rows(database, "UPDATE step_run SET due_at = now() WHERE step_key = 'missed/call' RETURNING id")
    work(clinic)
    tickets = support.rows(database, "SELECT subject, appointment_id, due_at FROM ticket")
    assert [(row["subject"], row["appointment_id"]) for row in tickets] == [
        ("Call the patient about the missed visit", appointment)
    ]


def test_cancelling_tells_the_patient_and_ends_the_journey(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database, language="es")
    appointment = support.booked(database, patient)
    work(clinic)
    support.set_status(database, appointment, "cancelled")
    support.happen(database, "Appointment.Cancelled", appointment, patient)
    work(clinic)
    assert journey(database, appointment)["state"] == "cancelled"
    assert sent(database, patient) == ["appointment-confirmation", "appointment-cancelled"]
    [body] = [row["body"] for row in support.rows(
        database, "SELECT body FROM communication WHERE template_key = 'appointment-cancelled'")]  # fmt: skip
    assert "ha sido cancelada" in body


def test_a_waiting_list_entry_is_no_visit(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    appointment = support.appointment(database, patient, status="waitlist")
    support.happen(database, "Appointment.Created", appointment, patient)
    work(clinic)
    assert support.rows(database, "SELECT id FROM journey_instance") == []


def test_who_refused_messages_gets_none_and_the_step_says_why(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database, consent=False)
    support.booked(database, patient)
    work(clinic)
    assert sent(database, patient) == []
    steps = support.rows(database, "SELECT state, reason FROM step_run WHERE step_key = 'booked/confirmation'")
    assert steps == [{"state": "skipped", "reason": "no-consent"}]


def test_no_more_than_eight_messages_a_day(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    for _ in range(10):
        support.booked(database, patient)
    work(clinic)
    assert len(sent(database, patient)) == 8
    assert len(support.rows(database, "SELECT id FROM step_run WHERE reason = 'too-many'")) == 2


def test_an_expired_step_is_not_done(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    support.booked(database, patient)
    clinic.call(outbox.relay, Nothing())
    support.rows(database, "UPDATE step_run SET expires_at = now() - interval '1 second' RETURNING id")
    work(clinic)
    assert sent(database, patient) == []


def test_quiet_hours_put_a_reminder_off_till_the_morning(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    support.booked(database, patient)
    work(clinic)
    clock.make_it(database, 2)
    support.rows(database, "UPDATE step_run SET due_at = now() WHERE step_key = 'booked/reminder' RETURNING id")
    work(clinic)
    [step] = support.rows(database, "SELECT * FROM step_run WHERE step_key = 'booked/reminder'")
    assert (step["state"], step["reason"], step["attempts"]) == ("ready", "quiet-hours", 0)
    assert timedelta(hours=5) < step["due_at"] - clock.soon(0) < timedelta(hours=7)


def test_a_broken_template_kills_the_step_and_opens_a_ticket(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    support.rows(database, "UPDATE message_template SET body = '{{ secret }}' RETURNING id")
    support.booked(database, patient)
    for _ in range(steps.MAX_ATTEMPTS):
        work(clinic)
        support.rows(database, "UPDATE step_run SET due_at = now() WHERE state = 'ready' AND attempts > 0 RETURNING id")
    [step] = support.rows(database, "SELECT * FROM step_run WHERE step_key = 'booked/confirmation'")
    assert (step["state"], step["reason"], step["attempts"]) == ("dead", "template.broken", steps.MAX_ATTEMPTS)
    [ticket] = support.rows(database, "SELECT subject, priority FROM ticket")
    assert ticket == {"subject": "A message about the appointment did not reach the patient", "priority": "high"}


def test_a_consumer_that_fails_is_tried_again_and_does_not_hold_up_the_others(
    database: URL, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([RuntimeError("broken"), Conflict("some.code")])

    def fragile(tx: Tx, event: Event, at: datetime) -> None:
        tx.record(JourneyCancelled(id=event.id))
        raise next(failures)

    consumers = (*outbox.CONSUMERS, outbox.Consumer("fragile", frozenset({"Appointment.Created"}), fragile))
    monkeypatch.setattr(outbox, "CONSUMERS", consumers)
    patient = support.patient(database)
    support.booked(database, patient)
    for expected in ("RuntimeError", "some.code"):
        work(clinic)
        [event] = support.rows(database, "SELECT * FROM outbox_event WHERE name = 'Appointment.Created'")
        assert event["dispatched_at"] is None
        assert event["last_error"] == f"fragile: {expected}"
        support.rows(database, "UPDATE outbox_event SET not_before = now() RETURNING id")
    assert sent(database, patient) == ["appointment-confirmation"]
    monkeypatch.setattr(outbox, "CONSUMERS", consumers[:-1])
    work(clinic)
    assert support.rows(database, "SELECT name FROM outbox_event WHERE dispatched_at IS NULL") == []
    assert support.rows(database, "SELECT id FROM outbox_event WHERE name = 'Journey.Cancelled'") == []
    assert sent(database, patient) == ["appointment-confirmation"]


def test_an_event_that_never_works_is_listed(database: URL, clinic: Clinic, sign_in: SignIn) -> None:
    patient = support.patient(database)
    support.booked(database, patient)
    support.rows(
        database,
        "UPDATE outbox_event SET attempts = :n, last_error = 'journeys: x' RETURNING id",
        n=outbox.MAX_ATTEMPTS,
    )
    work(clinic)
    [stuck] = sign_in("admin").call(outbox.stuck, Batch())
    assert (stuck.name, stuck.last_error) == ("Appointment.Created", "journeys: x")


def test_a_step_of_a_dead_worker_is_freed_and_its_old_fence_is_worthless(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    support.booked(database, patient)
    clinic.call(outbox.relay, Nothing())
    old = clinic.call(steps.claim, Lease(worker="dead"))
    assert old is not None
    assert clinic.call(steps.claim, Lease(worker="other")) is None
    assert clinic.call(steps.recover, Nothing()).count == 0, "the lease still stands"
    support.rows(database, "UPDATE step_run SET lease_until = now() WHERE state = 'leased' RETURNING id")
    assert clinic.call(steps.recover, Nothing()).count == 1
    new = clinic.call(steps.claim, Lease(worker="other"))
    assert new is not None
    assert new.id == old.id
    assert clinic.call(steps.run, StepRef(id=old.id, fence=old.fence)).state == "lost"
    assert clinic.call(steps.run, StepRef(id=new.id, fence=new.fence)).state == "done"
    assert clinic.call(steps.run, StepRef(id=new.id, fence=new.fence)).state == "lost"
    assert len(support.rows(database, "SELECT id FROM communication")) == 1


def test_a_step_that_kills_its_workers_is_dead_in_the_end(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    support.booked(database, patient)
    clinic.call(outbox.relay, Nothing())
    for _ in range(steps.MAX_ATTEMPTS):
        assert clinic.call(steps.claim, Lease(worker="dead")) is not None
        support.rows(database, "UPDATE step_run SET lease_until = now() WHERE state = 'leased' RETURNING id")
        clinic.call(steps.recover, Nothing())
    assert clinic.call(steps.claim, Lease(worker="dead")) is None
    assert len(support.rows(database, "SELECT id FROM ticket")) == 1


def test_holds_that_ran_out_are_given_back(database: URL, clinic: Clinic) -> None:
    patient = support.patient(database)
    support.appointment(database, patient, status="cancelled")
    support.rows(
        database,
        "INSERT INTO slot_hold (id, slot_id, facility_id, expires_at) SELECT opd.uuid7(), id, facility_id, "
        "now() - interval '1 second' FROM time_slot RETURNING id",
    )
    assert clinic.call(housekeeping.expire_holds, Batch()).count == 1
    assert support.rows(database, "SELECT held FROM time_slot") == [{"held": 0}]
    assert [row["name"] for row in support.rows(database, "SELECT name FROM outbox_event")] == ["Hold.Released"]
    assert clinic.call(housekeeping.make_partitions, Nothing()).count == 0


def test_two_flows_at_once_do_everything_once(database: URL, clinic: Clinic) -> None:
    patients = [support.patient(database) for _ in range(12)]
    for patient in patients:
        appointment = support.booked(database, patient)
        support.set_status(database, appointment, "checked-in")
        support.happen(database, "Appointment.CheckedIn", appointment, patient)

    def one(number: int) -> None:
        flow, sender = Flow(clinic, f"w{number}"), Sender(clinic, f"w{number}")
        while flow.work() or sender.send_one():
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))
    work(clinic)
    assert len(support.rows(database, "SELECT id FROM journey_instance WHERE stage = 'day-of-visit'")) == 12
    assert len(support.rows(database, "SELECT id FROM communication WHERE status = 'sent'")) == 12
    assert len(support.rows(database, "SELECT id FROM communication_attempt")) == 12
    names = Counter(row["name"] for row in support.rows(database, "SELECT name FROM outbox_event"))
    assert {names[name] for name in ("Journey.Created", "Journey.StageAdvanced", "Communication.Sent")} == {12}
