"""Moving, cancelling and the other changes of status, on the real database as real logins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.errors import (
    BadInput,
    ChangedElsewhere,
    Conflict,
    SlotTaken,
)
from opd_desktop.services import appointments
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import (
    Cancel,
    ChangeStatus,
    Moved,
    PatchAppointment,
    Reschedule,
    ResetStatus,
)
from opd_desktop.services.dto.common import ById
from opd_desktop.services.operations import Operation
from tests.support import build
from tests.support.booking import book, counters, events, undo_it

SignIn = Callable[..., Clinic]
ABOUT_NOW = timedelta(minutes=5)


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


# Moving


def test_moving_keeps_the_appointment_and_its_history(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    made = book(desk, build.patient(database), slots[0], slots[1])
    moved = desk.call(
        appointments.reschedule,
        Reschedule(id=made.id, row_version=made.row_version, slot_ids=(slots[1], slots[2]), why="Bus is late"),
    )
    assert moved.appointment.id == made.id
    assert moved.appointment.starts_at == made.starts_at + timedelta(minutes=15)
    assert [booked for booked, _, _ in counters(database, *slots)] == [0, 1, 1, 0]
    told = desk.call(appointments.history, ById(id=made.id))
    assert [(one.by, one.desk, one.from_starts_at, one.to_starts_at, one.reason) for one in told] == [
        ("Asha Menon", "Desk 1", None, made.starts_at, ""),
        ("Asha Menon", "Desk 1", made.starts_at, moved.appointment.starts_at, "Bus is late"),
    ]
    undo_it(desk, moved.undo)
    back = desk.call(appointments.get, ById(id=made.id))
    assert (back.starts_at, back.ends_at) == (made.starts_at, made.ends_at)
    assert events(database) == ["Appointment.Created", *["Appointment.Rescheduled"] * 2]


def test_a_move_that_is_refused_changes_nothing(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    made = book(desk, build.patient(database), slots[0])
    book(desk, build.patient(database), slots[1])
    with pytest.raises(SlotTaken) as refused:
        desk.call(appointments.reschedule, Reschedule(id=made.id, slot_ids=(slots[1],)))
    assert refused.value.params["start"] == (made.starts_at + timedelta(minutes=15)).isoformat()
    assert desk.call(appointments.get, ById(id=made.id)) == made
    assert [booked for booked, _, _ in counters(database, *slots)] == [1, 1, 0, 0]


def test_moving_to_where_it_is_does_nothing(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    made = book(desk, build.patient(database), slots[0])
    same = desk.call(appointments.reschedule, Reschedule(id=made.id, slot_ids=(slots[0],)))
    assert same == Moved(appointment=made)
    assert events(database) == ["Appointment.Created"]


def test_moving_to_another_doctor(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    (other,) = build.slots(database, 1, practitioner=build.MEHTA)
    made = book(desk, build.patient(database), slot)
    moved = desk.call(appointments.reschedule, Reschedule(id=made.id, slot_ids=(other,))).appointment
    assert moved.practitioner_name == "Dr Mehta"
    assert counters(database, slot, other) == [(0, 0, "free"), (1, 0, "busy")]


def test_a_stale_move_is_refused_with_who_was_faster(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database)
    desk, manager = sign_in("reception"), sign_in("manager")
    made = book(desk, build.patient(database), slots[0])
    manager.call(appointments.patch, PatchAppointment(id=made.id, reason="Fever"))
    with pytest.raises(ChangedElsewhere) as refused:
        desk.call(appointments.reschedule, Reschedule(id=made.id, row_version=made.row_version, slot_ids=(slots[1],)))
    assert refused.value.params["by"] == "manager"


def test_who_is_here_already_is_not_moved(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    visit = build.appointment(database, build.patient(database), slots[:1], "arrived")
    with pytest.raises(Conflict, match=r"appointment\.not_movable"):
        desk.call(appointments.reschedule, Reschedule(id=visit, slot_ids=(slots[1],)))


def test_two_desks_swapping_visits_both_get_an_answer(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database, 2, capacity=2)
    visits = [build.appointment(database, build.patient(database), [slot]) for slot in slots]
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(2)]

    def swap(number: int) -> None:
        for turn in range(6):
            target = slots[(number + turn + 1) % 2]
            desks[number].call(appointments.reschedule, Reschedule(id=visits[number], slot_ids=(target,)))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(swap, range(2)))
    assert [booked for booked, _, _ in counters(database, *slots)] == [1, 1]


# Changes of status


def test_cancelling_frees_the_slot_and_can_be_undone(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    made = book(desk, build.patient(database), slot)
    gone = desk.call(appointments.cancel, Cancel(id=made.id, cancel_reason="Feels better"))
    assert (gone.appointment.cancel_reason, gone.appointment.cancelled_by) == ("Feels better", "patient")
    assert counters(database, slot) == [(0, 0, "free")]
    assert desk.call(appointments.history, ById(id=made.id))[-1].reason == "Feels better"
    undo_it(desk, gone.undo)
    back = desk.call(appointments.get, ById(id=made.id))
    assert (back.status, back.cancel_reason, back.cancelled_by) == (AppointmentStatus.BOOKED, None, None)
    assert counters(database, slot) == [(1, 0, "busy")]
    assert events(database) == ["Appointment.Created", "Appointment.Cancelled", "Appointment.Reverted"]
    with pytest.raises(Conflict, match=r"undo\.already_done"):
        undo_it(desk, gone.undo)


def test_an_undo_never_takes_the_place_from_who_has_it_now(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    made = book(desk, build.patient(database), slot)
    gone = desk.call(appointments.cancel, Cancel(id=made.id, cancel_reason="Feels better"))
    book(desk, build.patient(database, "Arjun Nair"), slot)
    with pytest.raises(SlotTaken):
        undo_it(desk, gone.undo)
    assert counters(database, slot) == [(1, 0, "busy")]


def test_a_time_that_is_no_longer_in_the_calendar_is_not_given_back(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    made = book(desk, build.patient(database), slot)
    gone = desk.call(appointments.cancel, Cancel(id=made.id, cancel_reason="Feels better"))
    build.rows(database, "DELETE FROM time_slot")
    with pytest.raises(Conflict, match=r"appointment\.time_is_gone"):
        undo_it(desk, gone.undo)


def test_arrived_and_no_show_and_back(database: URL, desk: Clinic) -> None:
    early = build.booked(database, datetime.now(UTC) + ABOUT_NOW)
    here = desk.call(appointments.arrive, ChangeStatus(id=early))
    assert here.appointment.status is AppointmentStatus.ARRIVED
    undo_it(desk, here.undo)
    with pytest.raises(Conflict, match=r"appointment\.too_early_for_noshow"):
        desk.call(appointments.no_show, ChangeStatus(id=early))
    late = build.booked(database, datetime.now(UTC) - timedelta(minutes=30))
    missed = desk.call(appointments.no_show, ChangeStatus(id=late))
    assert missed.appointment.status is AppointmentStatus.NOSHOW
    undo_it(desk, missed.undo)
    assert desk.call(appointments.get, ById(id=late)).status is AppointmentStatus.BOOKED
    names = ["Appointment.Updated", "Appointment.Reverted", "Appointment.NoShow", "Appointment.Reverted"]
    assert events(database) == names


@pytest.mark.parametrize(
    ("status", "operation"),
    [
        ("cancelled", appointments.arrive), ("fulfilled", appointments.no_show), ("noshow", appointments.arrive),
        ("cancelled", appointments.no_show),
    ],
)  # fmt: skip
def test_moves_outside_the_table_are_refused(
    database: URL, desk: Clinic, status: str, operation: Operation[ChangeStatus, Moved]
) -> None:
    visit = build.booked(database, datetime.now(UTC) - timedelta(hours=1), status=status)
    with pytest.raises(Conflict) as refused:
        desk.call(operation, ChangeStatus(id=visit))
    assert refused.value.code == "appointment.illegal_move"
    assert refused.value.params["start"] == status


def test_a_late_reset_needs_the_right_and_a_reason(database: URL, sign_in: SignIn) -> None:
    visit = build.booked(database, datetime.now(UTC) - timedelta(hours=2), status="noshow")
    build.rows(database, "UPDATE appointment SET status_changed_at = now() - interval '11 minutes'")
    manager = sign_in("manager")
    with pytest.raises(Conflict, match=r"appointment\.reset_needs_right"):
        sign_in("reception").call(appointments.reset, ResetStatus(id=visit, why="Was here"))
    with pytest.raises(BadInput, match=r"appointment\.reason_needed"):
        manager.call(appointments.reset, ResetStatus(id=visit))
    back = manager.call(appointments.reset, ResetStatus(id=visit, why="Was here"))
    assert back.appointment.status is AppointmentStatus.BOOKED
    assert manager.call(appointments.history, ById(id=visit))[-1].reason == "Was here"


def test_who_waits_in_the_queue_is_not_cancelled_behind_their_back(database: URL, desk: Clinic) -> None:
    visit = build.booked(database, datetime.now(UTC) + ABOUT_NOW, status="checked-in")
    build.rows(
        database,
        "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, appointment_id, service_point, day, "
        "token_number) SELECT opd.uuid7(), facility_id, practitioner_id, patient_id, id, 'A', current_date, 7 "
        "FROM appointment",
    )
    assert desk.call(appointments.get, ById(id=visit)).token == "A-007"
    with pytest.raises(Conflict, match=r"appointment\.still_in_queue"):
        desk.call(appointments.cancel, Cancel(id=visit, cancel_reason="Left"))
