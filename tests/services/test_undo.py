"""What is undone is as it was before: a patient who was here is here again."""

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import URL

from opd_desktop import services
from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.services import appointments, check_in, encounters, queue, series
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import Cancel, ChangeStatus, CheckIn
from opd_desktop.services.dto.booking import ChangeSeries
from opd_desktop.services.dto.common import ById, Change
from opd_desktop.services.dto.queue import CallNext
from opd_desktop.services.operations import OPERATIONS
from tests.support import build
from tests.support.booking import book_weekly, look, undo_it
from tests.support.clock import soon
from tests.support.sql import try_as

SignIn = Callable[..., Clinic]


def status(clinic: Clinic, database: URL, visit: object) -> tuple[str, str, int]:
    """The status that the program shows, the one that the history ends with, and how many are in the queue."""
    (row,) = build.rows(
        database,
        "SELECT a.id, (SELECT to_status FROM appointment_history h WHERE h.appointment_id = a.id "
        "ORDER BY h.at DESC, h.id DESC LIMIT 1) AS told, (SELECT count(*) FROM queue_entry q "
        "WHERE q.appointment_id = a.id AND q.state IN ('waiting', 'called', 'skipped')) AS waits "
        "FROM appointment a WHERE a.id = :visit",
        visit=visit,
    )
    return look(clinic, row["id"]).status, row["told"], row["waits"]


def test_who_was_here_when_the_visit_was_cancelled_is_here_again(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    visit = build.booked(database, soon())
    desk.call(appointments.arrive, ChangeStatus(id=visit))
    gone = desk.call(appointments.cancel, Cancel(id=visit, cancel_reason="Goes home"))
    undo_it(desk, gone.undo)
    assert status(desk, database, visit) == ("arrived", "arrived", 0)


def test_a_check_in_that_is_taken_back_leaves_who_was_here_here(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    visit = build.booked(database, soon())
    desk.call(appointments.arrive, ChangeStatus(id=visit))
    undo_it(desk, desk.call(check_in.check_in, CheckIn(id=visit)).undo)
    assert status(desk, database, visit) == ("arrived", "arrived", 0)


def test_a_check_in_of_who_came_late_that_is_taken_back_is_a_no_show_again(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    (slot,) = build.slots(database, 1, soon() - timedelta(minutes=20), minutes=60)
    visit = build.appointment(database, build.patient(database), [slot])
    desk.call(appointments.no_show, ChangeStatus(id=visit))
    undo_it(desk, desk.call(check_in.check_in, CheckIn(id=visit)).undo)
    assert status(desk, database, visit) == ("noshow", "noshow", 0)


def test_a_cancelled_series_gives_back_who_was_here_and_who_was_not(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    first = soon()
    weeks = [build.slots(database, 1, first + timedelta(days=7 * week))[0] for week in range(2)]
    made = book_weekly(desk, build.patient(database), weeks[0], count=2)
    here, later = (one.id for one in made.appointments)
    desk.call(appointments.arrive, ChangeStatus(id=here))
    change = ChangeSeries(appointment_id=here, scope="all", what="cancel", cancel_reason="Travels")
    done = desk.call(series.change, change)
    undo_it(desk, done.undo)
    assert [look(desk, one).status for one in (here, later)] == ["arrived", "booked"]


def test_a_visit_that_a_doctor_completed_without_a_check_in_is_arrived_again(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    visit = build.booked(database, soon())
    doctor.call(appointments.arrive, ChangeStatus(id=visit))
    undo_it(doctor, doctor.call(check_in.complete, ChangeStatus(id=visit)).undo)
    assert status(doctor, database, visit) == ("arrived", "arrived", 0)


@pytest.mark.parametrize("called", [True, False])
def test_a_consultation_that_did_not_begin_leaves_the_patient_where_they_stood(
    database: URL, sign_in: SignIn, called: bool
) -> None:
    doctor = sign_in("doctor")
    visit = build.booked(database, soon())
    here = doctor.call(check_in.check_in, CheckIn(id=visit))
    if called:
        doctor.call(queue.call_next, CallNext(facility_id=build.CITY, practitioner_id=build.RAO))
    undo_it(doctor, doctor.call(encounters.start, Change(id=here.encounter_id)).undo)
    (entry,) = build.rows(database, "SELECT state FROM queue_entry WHERE id = :id", id=here.queue_entry_id)
    assert entry["state"] == ("called" if called else "waiting")
    assert doctor.call(encounters.get, ById(id=here.encounter_id)).status == "arrived"


def test_nobody_arrives_for_a_visit_of_another_day(database: URL, sign_in: SignIn) -> None:
    visit = build.booked(database, soon() + timedelta(days=2))
    with pytest.raises(BadInput, match=r"appointment\.not_today"):
        sign_in("reception").call(appointments.arrive, ChangeStatus(id=visit))
    update = f"UPDATE appointment SET status = 'arrived' WHERE id = '{visit}'"
    assert try_as(database, "reception", update) == "OP002"


def test_an_undo_that_came_too_late_is_refused(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    visit = build.booked(database, soon())
    desk.call(appointments.arrive, ChangeStatus(id=visit))
    gone = desk.call(appointments.cancel, Cancel(id=visit, cancel_reason="Goes home"))
    build.rows(database, "UPDATE undo_record SET expires_at = now() - interval '1 second'")
    with pytest.raises(Conflict) as refused:
        undo_it(desk, gone.undo)
    assert refused.value.code == "undo.expired"
    assert look(desk, visit).status == "cancelled"


def test_a_desk_undoes_what_is_of_a_part_that_it_has_not_loaded(
    database: URL, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restart: the visit was completed before, and encounters were not looked at since."""
    doctor = sign_in("doctor")
    visit = build.booked(database, soon())
    sign_in("reception").call(check_in.check_in, CheckIn(id=visit))
    offered = doctor.call(check_in.complete, ChangeStatus(id=visit)).undo
    for name in [name for name, one in OPERATIONS.items() if one.run.__module__ == encounters.__name__]:
        monkeypatch.delitem(OPERATIONS, name)
    monkeypatch.delitem(sys.modules, encounters.__name__)
    monkeypatch.setattr(services, "encounters", encounters)  # Importing it again would replace it for the next tests.
    undo_it(doctor, offered)
    (row,) = build.rows(database, "SELECT status FROM encounter WHERE appointment_id = :visit", visit=visit)
    assert row["status"] == "in-progress"
