"""What waits for somebody: people, messages, tickets, as far as the role sees to them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.services import attention, communications, queue, tickets
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.attention import Attention, AttentionRequest
from opd_desktop.services.dto.communications import SendCommunication
from opd_desktop.services.dto.queue import QueueChange, WalkIn
from opd_desktop.services.dto.tickets import CreateTicket, PatchTicket
from tests.support import build
from tests.support import journeys as support

SignIn = Callable[..., Clinic]


def of(clinic: Clinic, facility: UUID = build.CITY) -> Attention:
    return clinic.call(attention.read, AttentionRequest(facility_id=facility))


def nothing(found: Attention) -> bool:
    return found == Attention(now=found.now)


@pytest.fixture
def reception(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


def wait(database: URL, clinic: Clinic, name: str, practitioner: UUID = build.RAO) -> UUID:
    request = WalkIn(
        facility_id=build.CITY, practitioner_id=practitioner, patient_id=build.patient(database, name)
    )  # fmt: skip
    return clinic.call(queue.walk_in, request).entry.id


def test_nothing_waits(reception: Clinic) -> None:
    assert nothing(of(reception))


def test_people_who_wait_are_counted_with_the_busiest_queue(database: URL, reception: Clinic, sign_in: SignIn) -> None:
    wait(database, reception, "Meena Patil", build.MEHTA)
    first = wait(database, reception, "Li Wei")
    wait(database, reception, "Arjun Nair")
    skipped = wait(database, reception, "Omar Haddad")
    build.rows(database, "UPDATE queue_entry SET arrived_at = now() - interval '40 minutes' WHERE id = :id", id=first)
    reception.call(queue.call, QueueChange(id=skipped))
    reception.call(queue.skip, QueueChange(id=skipped))
    seen = of(reception)
    assert seen.waiting == 4
    assert seen.busiest is not None
    assert (seen.busiest.practitioner_name, seen.busiest.waiting) == ("Dr Rao", 2)
    assert 40 <= seen.busiest.longest_minutes < 42
    assert of(sign_in("doctor", "Room 3")).waiting == 3, "a doctor's own"
    assert nothing(of(reception, build.LAKESIDE))


def test_who_was_forgotten_yesterday_waits_no_more(database: URL, reception: Clinic) -> None:
    wait(database, reception, "Meena Patil")
    with build.owner(database) as owner:
        owner.exec_driver_sql("ALTER TABLE queue_entry DISABLE TRIGGER ALL")
        owner.exec_driver_sql("UPDATE queue_entry SET day = day - 1, arrived_at = arrived_at - interval '13 hours'")
        owner.exec_driver_sql("ALTER TABLE queue_entry ENABLE TRIGGER ALL")
    assert nothing(of(reception))


@pytest.mark.parametrize(
    ("status", "error", "counted"),
    [("unknown", "worker-died", 1), ("failed", "smtp.550", 1), ("failed", "resolved-by-hand", 0), ("queued", "", 0)],
)
def test_messages_that_need_a_look(database: URL, reception: Clinic, status: str, error: str, counted: int) -> None:
    patient = support.patient(database)
    request = SendCommunication(patient_id=patient, facility_id=build.CITY, body="Come at ten.")
    sent = reception.call(communications.create, request)
    for step in ("sending", status):
        build.rows(
            database, "UPDATE communication SET status = :status, error = :error WHERE id = :id",
            status=step, error=error, id=sent.id,
        )  # fmt: skip
    assert of(reception).messages == counted


def test_tickets_whose_time_is_over(database: URL, reception: Clinic, sign_in: SignIn) -> None:
    late, done = (
        reception.call(tickets.create, CreateTicket(facility_id=build.CITY, subject=subject))
        for subject in ("Chairs", "Lamp")
    )
    reception.call(tickets.create, CreateTicket(facility_id=build.CITY, subject="In time"))
    reception.call(tickets.patch, PatchTicket(id=done.id, status="resolved"))
    for one in (late, done):
        build.rows(database, "UPDATE ticket SET due_at = now() - interval '1 hour' WHERE id = :id", id=one.id)
    assert of(reception).tickets == 1
    assert of(sign_in("doctor", "Room 3")).tickets == 0, "tickets are not theirs"
