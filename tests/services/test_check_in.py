"""Check-in: one token, one encounter, one queue entry, whoever presses and how often."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput, Conflict, NotPermitted
from opd_desktop.services import appointments, check_in, encounters, queue, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import ChangeStatus, CheckedIn, CheckIn
from opd_desktop.services.dto.common import ById, RunUndo
from opd_desktop.services.dto.encounters import CreateEncounter
from opd_desktop.services.dto.queue import CallNext
from tests.conftest import SignIn
from tests.support import build
from tests.support.clock import soon
from tests.support.sql import try_as


def arrive(database: URL, clinic: Clinic, **how: object) -> CheckedIn:
    visit = build.booked(database, soon(), **how)  # type: ignore[arg-type]
    return clinic.call(check_in.check_in, CheckIn(id=visit))


def counts(database: URL, visit: UUID) -> tuple[int, int]:
    (row,) = build.rows(
        database,
        "SELECT (SELECT count(*) FROM encounter WHERE appointment_id = :id) AS encounters, "
        "(SELECT count(*) FROM queue_entry WHERE appointment_id = :id AND state <> 'left') AS entries",
        id=visit,
    )
    return row["encounters"], row["entries"]


def test_checking_in_gives_a_token_a_place_and_an_encounter(database: URL, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    done = arrive(database, reception)
    assert done.token == "A-001"
    assert done.appointment.status == "checked-in"
    assert done.appointment.token == done.token
    assert done.promised_wait_minutes is not None
    assert done.promised_wait_minutes % 5 == 0
    assert reception.call(encounters.get, ById(id=done.encounter_id)).status == "arrived"
    events = [row["name"] for row in build.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
    assert set(events) >= {"Appointment.CheckedIn", "Queue.Joined", "Encounter.Created"}


def test_a_second_press_gives_the_same_token(database: URL, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    first = arrive(database, reception)
    again = reception.call(check_in.check_in, CheckIn(id=first.appointment.id, row_version=1))
    assert (again.token, again.encounter_id, again.queue_entry_id) == (
        first.token,
        first.encounter_id,
        first.queue_entry_id,
    )
    assert counts(database, first.appointment.id) == (1, 1)


def test_who_is_in_the_queue_has_not_merely_arrived(database: URL, sign_in: SignIn) -> None:
    """Neither for the program nor for SQL: the place in the queue would be left without its visit."""
    reception = sign_in("reception")
    done = arrive(database, reception)
    with pytest.raises(Conflict, match=r"appointment\.illegal_move"):
        reception.call(appointments.arrive, ChangeStatus(id=done.appointment.id))
    for who in ("reception", "manager"):
        assert (
            try_as(database, who, f"UPDATE appointment SET status = 'arrived' WHERE id = '{done.appointment.id}'")
            == "OP005"
        )
    assert counts(database, done.appointment.id) == (1, 1)


def test_eight_desks_at_once_make_one_encounter(database: URL, sign_in: SignIn) -> None:
    visit = build.booked(database, soon())
    desks = [sign_in("reception", f"Desk {number}") for number in range(8)]
    barrier = threading.Barrier(8)
    tokens: list[str] = []

    def press(clinic: Clinic) -> None:
        barrier.wait()
        tokens.append(clinic.call(check_in.check_in, CheckIn(id=visit)).token)

    threads = [threading.Thread(target=press, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tokens == ["A-001"] * 8
    assert counts(database, visit) == (1, 1)


def test_tokens_count_by_service_point_without_gaps(database: URL, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    rao = [arrive(database, reception, practitioner=build.RAO).token]
    mehta = [arrive(database, reception, practitioner=build.MEHTA).token]
    visit = build.booked(database, soon(20), practitioner=build.RAO)
    rao.append(reception.call(check_in.check_in, CheckIn(id=visit)).token)
    assert rao == ["A-001", "A-002"]
    assert mehta == ["B-001"]


def test_another_day_cannot_be_checked_in(database: URL, sign_in: SignIn) -> None:
    visit = build.booked(database, soon() + timedelta(days=2))
    with pytest.raises(BadInput) as refused:
        sign_in("reception").call(check_in.check_in, CheckIn(id=visit))
    assert refused.value.code == "appointment.not_today"
    assert counts(database, visit) == (0, 0)


@pytest.mark.parametrize("status", ["cancelled", "fulfilled"])
def test_a_visit_that_is_over_cannot_be_checked_in(database: URL, sign_in: SignIn, status: str) -> None:
    visit = build.booked(database, soon(), status=status)
    with pytest.raises(Conflict) as refused:
        sign_in("reception").call(check_in.check_in, CheckIn(id=visit))
    assert refused.value.code == "appointment.illegal_move"


def test_a_doctor_checks_in_own_visits_only(database: URL, sign_in: SignIn) -> None:
    mine = build.booked(database, soon(), practitioner=build.RAO)
    other = build.booked(database, soon(), practitioner=build.MEHTA)
    doctor = sign_in("doctor")
    assert doctor.call(check_in.check_in, CheckIn(id=mine)).token == "A-001"
    with pytest.raises(NotPermitted) as refused:
        doctor.call(check_in.check_in, CheckIn(id=other))
    assert refused.value.code == "appointment.own_only"


def test_undo_books_again_and_the_next_check_in_takes_the_encounter_up(database: URL, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    first = arrive(database, reception)
    assert first.undo is not None
    reception.call(undo.run, RunUndo(id=first.undo.id))
    shown = reception.call(appointments.get, ById(id=first.appointment.id))
    assert shown.status == "booked"
    assert counts(database, first.appointment.id) == (1, 0)
    again = reception.call(check_in.check_in, CheckIn(id=first.appointment.id))
    assert again.token == "A-002"
    assert again.encounter_id == first.encounter_id


def test_undo_is_refused_once_the_patient_was_seen(database: URL, sign_in: SignIn) -> None:
    reception, doctor = sign_in("reception"), sign_in("doctor")
    done = arrive(database, reception)
    doctor.call(check_in.complete, ChangeStatus(id=done.appointment.id))
    assert done.undo is not None
    with pytest.raises(Conflict):
        reception.call(undo.run, RunUndo(id=done.undo.id))


def test_completing_a_visit_ends_all_three(database: URL, sign_in: SignIn) -> None:
    reception, doctor = sign_in("reception"), sign_in("doctor")
    done = arrive(database, reception)
    doctor.call(queue.call_next, CallNext(facility_id=build.CITY, practitioner_id=build.RAO))
    moved = doctor.call(check_in.complete, ChangeStatus(id=done.appointment.id))
    assert moved.appointment.status == "fulfilled"
    assert moved.appointment.queue_state == "done"
    assert doctor.call(encounters.get, ById(id=done.encounter_id)).status == "finished"


def test_an_arrived_visit_can_be_given_an_encounter_once(database: URL, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    visit = build.booked(database, soon(), status="arrived")
    made = reception.call(encounters.create, CreateEncounter(appointment_id=visit))
    assert made.status == "arrived"
    with pytest.raises(Conflict) as refused:
        reception.call(encounters.create, CreateEncounter(appointment_id=visit))
    assert refused.value.code == "encounter.exists"
    checked = reception.call(check_in.check_in, CheckIn(id=visit))
    assert checked.encounter_id == made.id
