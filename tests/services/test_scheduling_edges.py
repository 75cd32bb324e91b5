"""Scheduling where it goes wrong elsewhere: undo after undo, requests told twice, odd texts, and midnight."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL, event

from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import (
    appointments,
    check_in,
    encounters,
    facilities,
    holidays,
    late,
    queue,
    schedules,
    series,
    undo,
    waitlist,
)
from opd_desktop.services.clinic import Clinic, validate_request
from opd_desktop.services.dto.appointments import (
    BookAppointment,
    Cancel,
    ChangeStatus,
    CheckIn,
    EnterInError,
    PatchAppointment,
    Reschedule,
    ResetStatus,
    UndoCheckIn,
)
from opd_desktop.services.dto.booking import AddToWaitlist, ChangeSeries
from opd_desktop.services.dto.common import ById, Change, Nothing
from opd_desktop.services.dto.facilities import ListLocations
from opd_desktop.services.dto.queue import CallNext, ListQueue, QueueChange
from opd_desktop.services.dto.schedules import (
    AddHolidays,
    AnnounceLate,
    CreateSchedule,
    ListExceptions,
    ListSchedules,
    PatchSchedule,
    Session,
)
from opd_desktop.services.operations import Operation
from tests.support import build, clock
from tests.support.booking import book, book_weekly, booked_at, check_counters, look, undo_it, weekly

SignIn = Callable[..., Clinic]
QUARTER = timedelta(minutes=15)


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception", desk="Desk 1")


# Undo ---------------------------------------------------------------------------------------------------


def test_pressing_undo_twice_undoes_two_things(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    visit = book(desk, build.patient(database), slots[0])
    desk.call(appointments.reschedule, Reschedule(id=visit.id, slot_ids=(slots[1],)))
    desk.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels"))
    undo_it(desk, desk.call(undo.last, Nothing()))
    assert look(desk, visit.id).status == "booked"
    newest = desk.call(undo.last, Nothing())
    assert newest is not None
    assert newest.label == "appointment.rescheduled"


def test_a_series_is_undone_as_one(database: URL, desk: Clinic) -> None:
    days = [build.slots(database, 1, build.tomorrow() + timedelta(days=7 * week)) for week in range(3)]
    made = book_weekly(desk, build.patient(database), *days[0])
    newest = desk.call(undo.last, Nothing())
    assert newest is not None
    assert newest.label == "series.booked"
    change = ChangeSeries(appointment_id=made.appointments[0].id, scope="all", what="cancel", cancel_reason="Travels")
    desk.call(series.change, change)
    undo_it(desk, desk.call(undo.last, Nothing()))
    assert len(booked_at(database)) == 3


def test_a_corrected_reason_is_undone(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    visit = book(desk, build.patient(database), slot, reason="Cough")
    desk.call(appointments.patch, PatchAppointment(id=visit.id, reason="Fever", visit_kind="follow-up"))
    undo_it(desk, desk.call(undo.last, Nothing()))
    back = look(desk, visit.id)
    assert (back.reason, back.visit_kind) == ("Cough", visit.visit_kind)


@pytest.mark.parametrize("status", ["cancelled", "noshow"])
def test_bringing_a_visit_back_is_undone(database: URL, sign_in: SignIn, status: str) -> None:
    manager = sign_in("manager")
    start = datetime.now(UTC) - timedelta(minutes=20)
    (slot,) = build.slots(database, 1, start, minutes=60)
    visit = book(manager, build.patient(database), slot)
    if status == "cancelled":
        manager.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels", cancelled_by="patient"))
    else:
        manager.call(appointments.no_show, ChangeStatus(id=visit.id))
    before = look(manager, visit.id)
    back = manager.call(appointments.reset, ResetStatus(id=visit.id, why="By mistake"))
    undo_it(manager, back.undo)
    after = look(manager, visit.id)
    assert (after.status, after.cancel_reason, after.cancelled_by) == (
        status,
        before.cancel_reason,
        before.cancelled_by,
    )


def test_completing_a_visit_is_undone(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    start = clock.soon(1)
    visit = build.booked(database, start)
    checked = doctor.call(check_in.check_in, CheckIn(id=visit))
    done = doctor.call(check_in.complete, ChangeStatus(id=visit))
    undo_it(doctor, done.undo)
    assert doctor.call(encounters.get, ById(id=checked.encounter_id)).status == "in-progress"


def test_a_visit_without_encounter_that_was_completed_is_as_before(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    visit = build.booked(database, status="arrived")
    undo_it(doctor, doctor.call(check_in.complete, ChangeStatus(id=visit)).undo)
    assert look(doctor, visit).status == "arrived"


def test_holidays_are_undone(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    day = datetime.now(UTC).date() + timedelta(days=10)
    days = ((day, "Diwali"), (day + timedelta(days=3), "Eid"))
    added = manager.call(holidays.add, AddHolidays(facility_id=build.CITY, days=days))
    undo_it(manager, added.undo)
    assert manager.call(schedules.exceptions, ListExceptions(facility_id=build.CITY)) == ()


def test_a_new_schedule_is_undone(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    request = CreateSchedule(
        practitioner_id=build.RAO, facility_id=build.CITY, slot_minutes=15, valid_from=date(2026, 1, 1),
        sessions=(Session(weekday=0, start=time(9), end=time(12)),),
    )  # fmt: skip
    made = manager.call(schedules.create, request)
    undo_it(manager, made.undo)
    assert made.id not in [one.id for one in manager.call(schedules.list_, ListSchedules(practitioner_id=build.RAO))]


def test_a_late_patients_move_is_undone_into_a_slot_that_has_passed(database: URL, desk: Clinic) -> None:
    """The visit was there a moment ago: whoever dragged the wrong one must be able to put it back."""
    start = datetime.now(UTC) - timedelta(minutes=40)
    (past,) = build.slots(database, 1, start)
    (later,) = build.slots(database, 1, datetime.now(UTC) + timedelta(hours=2))
    visit = build.appointment(database, build.patient(database), [past])
    moved = desk.call(appointments.reschedule, Reschedule(id=visit, slot_ids=(later,)))
    undo_it(desk, moved.undo)
    assert look(desk, visit).starts_at == start


# Lateness -----------------------------------------------------------------------------------------------


def test_an_undo_of_lateness_does_not_take_anothers_back(database: URL, sign_in: SignIn) -> None:
    one, other = sign_in("reception", desk="Desk 1"), sign_in("manager", desk="Desk 2")
    late_by = AnnounceLate(facility_id=build.CITY, practitioner_id=build.RAO, minutes=10)
    first = one.call(late.announce, late_by)
    other.call(late.announce, late_by.model_copy(update={"minutes": 30}))
    with pytest.raises(ChangedElsewhere):
        undo_it(one, first.undo)
    found = build.rows(database, "SELECT minutes FROM schedule_exception WHERE kind = 'late'")
    assert [row["minutes"] for row in found] == [30]


def test_a_lateness_that_was_removed_comes_back(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    manager.call(late.announce, AnnounceLate(facility_id=build.CITY, practitioner_id=build.RAO, minutes=20))
    (known,) = manager.call(schedules.exceptions, ListExceptions(facility_id=build.CITY))
    gone = manager.call(schedules.remove_exception, Change(id=known.id, row_version=known.row_version))
    assert manager.call(schedules.exceptions, ListExceptions(facility_id=build.CITY)) == ()
    undo_it(manager, gone.undo)
    (again,) = manager.call(schedules.exceptions, ListExceptions(facility_id=build.CITY))
    assert (again.kind, again.minutes) == ("late", 20)


# Requests told twice ------------------------------------------------------------------------------------


def test_a_request_id_that_is_used_for_another_place_is_refused(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    request = BookAppointment(request_id=uuid7(), patient_id=build.patient(database), slot_ids=(slots[0],))
    visit = desk.call(appointments.create, request).appointment
    with pytest.raises(Conflict, match=r"request\.already_done"):
        desk.call(appointments.create, request.model_copy(update={"slot_ids": (slots[1],)}))
    # The answer may have got lost, and the visit moved by another desk since: then it is the same request.
    desk.call(appointments.reschedule, Reschedule(id=visit.id, slot_ids=(slots[2],)))
    assert desk.call(appointments.create, request).appointment.id == visit.id
    assert len(booked_at(database)) == 1


def test_a_series_request_id_for_another_rule_is_refused(database: URL, desk: Clinic) -> None:
    days = [build.slots(database, 2, build.tomorrow() + timedelta(days=7 * week)) for week in range(3)]
    request = weekly(build.patient(database), days[0][0])
    desk.call(series.create, request)
    for other in ({"rrule": "FREQ=WEEKLY;COUNT=2"}, {"slot_ids": (days[0][1],)}):
        with pytest.raises(Conflict, match=r"request\.already_done"):
            desk.call(series.create, request.model_copy(update=other))
    assert len(booked_at(database)) == 3


def wish(patient: UUID, **more: Any) -> AddToWaitlist:
    fields = {
        "request_id": uuid7(), "patient_id": patient, "practitioner_id": build.RAO, "facility_id": build.CITY,
        "start": build.tomorrow(0), "end": build.tomorrow(23),
    } | more  # fmt: skip
    return AddToWaitlist.model_validate(fields)


def test_a_waiting_list_request_for_another_time_is_refused(database: URL, desk: Clinic) -> None:
    request = wish(build.patient(database))
    entry = desk.call(waitlist.add, request).appointment
    assert desk.call(waitlist.add, request).appointment.id == entry.id
    with pytest.raises(Conflict, match=r"request\.already_done"):
        desk.call(waitlist.add, request.model_copy(update={"end": build.tomorrow(20)}))


@pytest.mark.parametrize("same_request", [True, False])
def test_two_desks_that_put_one_patient_on_the_list_make_one_entry(
    database: URL, sign_in: SignIn, same_request: bool
) -> None:
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(4)]
    patient, gate = build.patient(database), Barrier(4)
    requests = [wish(patient)] * 4 if same_request else [wish(patient) for _ in desks]

    def add(number: int) -> str:
        gate.wait()
        try:
            return str(desks[number].call(waitlist.add, requests[number]).appointment.id)
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(add, range(4)))
    found = build.rows(database, "SELECT id FROM appointment")
    assert len(found) == 1
    mine = str(found[0]["id"])
    assert sorted(told) == sorted([mine] * 4 if same_request else [mine, *["waitlist.already_on_it"] * 3])


def test_one_request_from_two_desks_at_once_is_one_visit(database: URL, sign_in: SignIn) -> None:
    desks = [sign_in(who, desk=f"Desk {number}") for number, who in enumerate(("reception", "manager") * 2)]
    slots, gate = build.slots(database, capacity=4), Barrier(4)
    request = BookAppointment(request_id=uuid7(), patient_id=build.patient(database), slot_ids=tuple(slots[:2]))

    def create(desk: Clinic) -> UUID:
        gate.wait()
        return desk.call(appointments.create, request).appointment.id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(create, desks))) == 1
    assert len(booked_at(database)) == 2
    check_counters(database)


# Texts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 100_000])
@pytest.mark.parametrize(
    ("operation", "field"),
    [
        (appointments.create, "reason"), (appointments.create, "overbook_reason"), (appointments.create, "visit_kind"),
        (appointments.patch, "reason"), (appointments.reschedule, "why"), (appointments.cancel, "cancel_reason"),
        (appointments.reset, "why"), (schedules.add_exception, "reason"), (waitlist.add, "note"),
        (schedules.create, "service_type"),
    ],
)  # fmt: skip
def test_texts_that_no_database_takes_are_refused_as_input(
    operation: Operation[Any, Any], field: str, text: str
) -> None:
    kinds: dict[str, Any] = {
        "slot_ids": [str(uuid7())], "start": build.tomorrow(), "end": build.tomorrow(10), "row_version": 1,
        "starts_at": build.tomorrow(), "ends_at": build.tomorrow(10), "kind": "leave", "slot_minutes": 15,
        "valid_from": "2026-01-01", "sessions": [{"weekday": 0, "start": "09:00", "end": "10:00"}],
    }  # fmt: skip
    known = operation.request.model_fields
    needed = [name for name, one in known.items() if one.is_required()]
    data = {name: kinds.get(name, uuid7()) for name in needed} | {field: text}
    if "cancel_reason" in known:
        data.setdefault("cancel_reason", "Travels")
    with pytest.raises(BadInput, match=r"input\.invalid") as refused:
        validate_request(operation, data)
    assert list(refused.value.params["fields"]) == [field]


def test_emoji_and_long_reasons_are_kept_as_they_are(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    reason = ("🤒 ช่วย दर्द " * 40)[:500].strip()
    visit = book(desk, build.patient(database, "Zoë 🙂 Müller"), slot, reason=reason)
    assert look(desk, visit.id).reason == reason
    gone = desk.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="🤷"))
    assert gone.appointment.cancel_reason == "🤷"


# Midnight -----------------------------------------------------------------------------------------------


def test_who_comes_after_midnight_for_a_visit_before_it_is_checked_in(database: URL, desk: Clinic) -> None:
    """It is some minutes past midnight; the visit of yesterday's last hour is not over."""
    zone = clock.make_it(database, 0)
    midnight = datetime.combine(datetime.now(zone).date(), time(0), zone)
    (slot,) = build.slots(database, 1, midnight - timedelta(minutes=10), minutes=120)
    visit = build.appointment(database, build.patient(database), [slot])
    assert desk.call(check_in.check_in, CheckIn(id=visit)).appointment.status == "checked-in"


def test_who_comes_before_midnight_for_a_visit_after_it_is_checked_in(database: URL, desk: Clinic) -> None:
    zone = clock.make_it(database, 23)
    midnight = datetime.combine(datetime.now(zone).date() + timedelta(days=1), time(0), zone)
    (slot,) = build.slots(database, 1, midnight + timedelta(minutes=5))
    visit = build.appointment(database, build.patient(database), [slot])
    assert desk.call(check_in.check_in, CheckIn(id=visit)).appointment.status == "checked-in"


def test_who_waits_at_midnight_is_still_called(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    start = clock.soon(1)
    visit = build.booked(database, start)
    desk.call(check_in.check_in, CheckIn(id=visit))
    with build.owner(database) as owner:
        owner.exec_driver_sql("ALTER TABLE queue_entry DISABLE TRIGGER ALL")
        owner.exec_driver_sql("UPDATE queue_entry SET day = day - 1, arrived_at = arrived_at - interval '1 hour'")
        owner.exec_driver_sql("ALTER TABLE queue_entry ENABLE TRIGGER ALL")
    board = desk.call(queue.board, ListQueue(facility_id=build.CITY))
    assert sum(len(one.entries) for one in board.queues) == 1
    called = desk.call(queue.call_next, CallNext(facility_id=build.CITY, practitioner_id=build.RAO))
    assert called.entry.appointment_id == visit


# Back and forth -----------------------------------------------------------------------------------------


def test_a_completed_visit_that_is_booked_again_can_be_checked_in_again(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    start = clock.soon(1)
    visit = build.booked(database, start)
    first = doctor.call(check_in.check_in, CheckIn(id=visit))
    doctor.call(check_in.complete, ChangeStatus(id=visit))
    doctor.call(appointments.reset, ResetStatus(id=visit, why="Completed the wrong one"))
    again = doctor.call(check_in.check_in, CheckIn(id=visit))
    assert again.encounter_id == first.encounter_id
    assert doctor.call(encounters.get, ById(id=again.encounter_id)).status == "arrived"


def test_a_series_that_moves_tells_which_visit_a_room_stops(database: URL, desk: Clinic) -> None:
    rooms = {one.name: one.id for one in desk.call(facilities.locations, ListLocations(facility_id=build.CITY))}
    days = [build.slots(database, 2, build.tomorrow() + timedelta(days=7 * week)) for week in range(2)]
    theirs = build.slots(database, 2, practitioner=build.MEHTA)
    made = book_weekly(desk, build.patient(database), days[0][0], count=2)
    build.rows(
        database,
        "INSERT INTO appointment_resource (appointment_id, location_id, starts_at, ends_at) "
        "SELECT id, :room, starts_at, ends_at FROM appointment WHERE id = :visit",
        room=rooms["Room 8"], visit=made.appointments[0].id,
    )  # fmt: skip
    book(desk, build.patient(database, "Arjun Nair"), theirs[1], resource_ids=(rooms["Room 8"],))
    move = ChangeSeries(appointment_id=made.appointments[0].id, scope="all", what="move", minutes=15)
    stopped = desk.call(series.change, move)
    assert (stopped.changed, [gap.why for gap in stopped.refused]) == ((), ["room"])
    moved = desk.call(series.change, move.model_copy(update={"skip_refused": True}))
    assert ([one.id for one in moved.changed], [gap.why for gap in moved.refused]) == (
        [made.appointments[1].id], ["room"],
    )  # fmt: skip


def test_who_left_and_was_booked_by_another_desk_meanwhile(database: URL, desk: Clinic) -> None:
    """Two people end one visit at the same moment, one at the queue and one in the calendar: no deadlock, one wins."""
    start = clock.soon(1)
    visit = build.booked(database, start)
    checked = desk.call(check_in.check_in, CheckIn(id=visit))
    gate = Barrier(2)

    def leave() -> str:
        gate.wait()
        return desk.call(queue.leave, QueueChange(id=checked.queue_entry_id)).entry.state

    def back() -> str:
        gate.wait()
        return str(desk.call(check_in.undo_check_in, UndoCheckIn(id=visit)).appointment.status)

    with ThreadPoolExecutor(2) as pool:
        told = []
        for task in (pool.submit(leave), pool.submit(back)):
            try:
                told.append(task.result())
            except Conflict as refused:
                told.append(refused.code)
    assert ("left" in told) != ("booked" in told)


def test_a_schedules_change_is_undone(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    request = CreateSchedule(
        practitioner_id=build.RAO, facility_id=build.CITY, slot_minutes=15, valid_from=date(2026, 1, 1),
        sessions=(Session(weekday=0, start=time(9), end=time(12)),),
    )  # fmt: skip
    made = manager.call(schedules.create, request)
    changed = manager.call(schedules.patch, PatchSchedule(id=made.id, slot_minutes=30, valid_to=date(2027, 1, 1)))
    undo_it(manager, changed.undo)
    (back,) = manager.call(schedules.list_, ListSchedules(practitioner_id=build.RAO))
    assert (back.slot_minutes, back.valid_to) == (15, None)


def test_a_booking_is_eight_statements(database: URL, desk: Clinic) -> None:
    """The hot path: half of its time is between statements (docs/adr/0014), so one more is noticed here."""
    slots, patients = build.slots(database), [build.patient(database, f"Patient {number}") for number in range(2)]
    book(desk, patients[0], slots[0])
    sent: list[str] = []

    def note(*given: Any) -> None:
        sent.append(given[2])

    event.listen(desk._engine, "before_cursor_execute", note)
    book(desk, patients[1], slots[1])
    event.remove(desk._engine, "before_cursor_execute", note)
    assert len(sent) <= 8, "\n".join(sent)


def test_a_visit_in_error_is_not_corrected_any_more(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    visit = build.booked(database)
    manager.call(appointments.enter_in_error, EnterInError(id=visit, why="Wrong patient"))
    for operation, request in (
        (appointments.patch, PatchAppointment(id=visit, reason="Fever")),
        (appointments.reset, ResetStatus(id=visit, why="By mistake")),
        (appointments.cancel, Cancel(id=visit, cancel_reason="Travels")),
        (check_in.check_in, CheckIn(id=visit)),
    ):
        with pytest.raises(Conflict):
            manager.call(operation, request)


def test_a_cancelled_time_that_is_booked_again_is_the_others(database: URL, sign_in: SignIn) -> None:
    """Desk 1 cancels and takes it back while desk 2 books the freed place: one of the two has it."""
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(2)]
    slots = build.slots(database, 6)
    other = build.patient(database, "Arjun Nair")
    for slot in slots:
        visit = book(desks[0], build.patient(database), slot)
        gone = desks[0].call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels"))
        gate = Barrier(2)

        def back(gate: Barrier = gate, offered: Any = gone.undo) -> bool:
            gate.wait()
            try:
                undo_it(desks[0], offered)
            except Conflict:
                return False
            return True

        def take(gate: Barrier = gate, slot: UUID = slot) -> bool:
            gate.wait()
            try:
                book(desks[1], other, slot)
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(one.result() for one in (pool.submit(back), pool.submit(take))) == [False, True]
    assert len(booked_at(database)) == len(slots)
    check_counters(database)
