"""Longer and shorter visits, buffers, visits in error, the end of the day, and who did what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL

from opd_desktop.domain.appointment import UNRESOLVED, AppointmentStatus
from opd_desktop.domain.errors import BadInput, Conflict, NotPermitted, SlotTaken
from opd_desktop.services import appointments, calendar, check_in
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import (
    CalendarRequest,
    Cancel,
    ChangeStatus,
    CheckIn,
    EnterInError,
    ListUnresolved,
    Reschedule,
    ResetStatus,
    Resize,
)
from opd_desktop.services.dto.common import ById
from tests.support import build, journeys, sql
from tests.support.booking import book, booked_at, check_counters, look, undo_it

SignIn = Callable[..., Clinic]
QUARTER = timedelta(minutes=15)


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


# Length


def test_a_visit_gets_longer_and_shorter_and_back(database: URL, desk: Clinic) -> None:
    slots, at = build.slots(database), build.tomorrow()
    visit = book(desk, build.patient(database), slots[0])
    longer = desk.call(appointments.resize, Resize(id=visit.id, row_version=visit.row_version, slots=3))
    assert longer.appointment.ends_at == at + 3 * QUARTER
    assert booked_at(database) == [at, at + QUARTER, at + 2 * QUARTER]
    shorter = desk.call(appointments.resize, Resize(id=visit.id, slots=2))
    assert booked_at(database) == [at, at + QUARTER]
    undo_it(desk, shorter.undo)
    assert booked_at(database) == [at, at + QUARTER, at + 2 * QUARTER]
    same = desk.call(appointments.resize, Resize(id=visit.id, slots=3))
    assert same.undo is None
    told = desk.call(appointments.history, ById(id=visit.id))
    assert [one.what for one in told] == ["booked", "resized", "resized", "resized"]
    check_counters(database)


def test_a_visit_does_not_get_longer_over_somebody_else_or_the_end(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    visit = book(desk, build.patient(database), slots[0])
    book(desk, build.patient(database, "Arjun Nair"), slots[2])
    with pytest.raises(SlotTaken):
        desk.call(appointments.resize, Resize(id=visit.id, slots=3))
    with pytest.raises(BadInput, match=r"booking\.not_consecutive"):
        desk.call(appointments.resize, Resize(id=visit.id, slots=5))
    assert look(desk, visit.id) == visit
    build.slots(database, 1, build.tomorrow() + 5 * QUARTER)
    with pytest.raises(BadInput, match=r"booking\.not_consecutive"):
        desk.call(appointments.resize, Resize(id=visit.id, slots=5))
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE id = :id", id=slots[1])
    with pytest.raises(Conflict, match=r"booking\.slot_unavailable"):
        desk.call(appointments.resize, Resize(id=visit.id, slots=2))
    check_counters(database)


def test_a_visit_under_way_may_last_longer_but_not_move(database: URL, desk: Clinic) -> None:
    slots = build.slots(database, 3, datetime.now(UTC).replace(microsecond=0) + QUARTER)
    visit = build.appointment(database, build.patient(database), slots[:1], "arrived")
    assert len(booked_at(database)) == 1
    desk.call(appointments.resize, Resize(id=visit, slots=2))
    assert len(booked_at(database)) == 2
    for change in ("starts_at = starts_at + interval '15 minutes'", "practitioner_id = %(mehta)s"):
        statement = f"UPDATE appointment SET {change} WHERE id = %(id)s"
        assert sql.try_as(database, "manager", statement, id=visit, mehta=build.MEHTA) == "OP005"
    over = build.booked(database, datetime.now(UTC) - timedelta(hours=3), practitioner=build.MEHTA, status="fulfilled")
    with pytest.raises(Conflict, match=r"appointment\.not_movable"):
        desk.call(appointments.resize, Resize(id=over, slots=1))
    later = "UPDATE appointment SET ends_at = ends_at + interval '15 minutes' WHERE id = %(id)s"
    assert sql.try_as(database, "manager", later, id=over) == "OP005"


def test_a_visit_shrinks_though_somebody_is_overbooked_into_it(database: URL, sign_in: SignIn) -> None:
    desk, manager = sign_in("reception"), sign_in("manager")
    slots = build.slots(database, 3, overbook=1)
    visit = book(desk, build.patient(database), *slots[:2])
    book(manager, build.patient(database, "Arjun Nair"), slots[0], overbook_reason="Urgent")
    assert not desk.call(appointments.resize, Resize(id=visit.id, slots=1)).appointment.overbooked
    book(desk, build.patient(database, "Sara Thomas"), slots[1])
    over = desk.call(appointments.list_, appointments.list_.request(practitioner_id=build.RAO)).items
    (pushed,) = [one for one in over if one.overbooked]
    moved = manager.call(
        appointments.reschedule, Reschedule(id=pushed.id, slot_ids=tuple(slots[:2]), overbook_reason="Urgent")
    )
    assert (moved.appointment.overbooked, moved.appointment.overbook_reason) == (True, "Urgent")
    undo_it(manager, moved.undo)
    assert look(desk, pushed.id).overbook_reason == "Urgent"
    check_counters(database)


def test_buffers_lie_between_the_slots_of_a_long_visit(database: URL, desk: Clinic) -> None:
    first, second = (
        build.slots(database, 1, build.tomorrow() + timedelta(minutes=20 * number))[0] for number in range(2)
    )
    visit = book(desk, build.patient(database), first)
    with pytest.raises(BadInput, match=r"booking\.not_consecutive"):
        desk.call(appointments.resize, Resize(id=visit.id, slots=2))
    build.rows(database, "UPDATE provider_schedule SET buffer_after = 5")
    longer = desk.call(appointments.resize, Resize(id=visit.id, slots=2)).appointment
    assert longer.ends_at - longer.starts_at == timedelta(minutes=35)
    assert {row["id"] for row in build.rows(database, "SELECT id FROM time_slot WHERE booked = 1")} == {first, second}


# In error


def test_a_visit_in_error_leaves_the_calendar_for_good(database: URL, sign_in: SignIn) -> None:
    desk, manager = sign_in("reception"), sign_in("manager")
    (slot,) = build.slots(database, 1)
    visit = book(desk, build.patient(database), slot)
    wrong = EnterInError(id=visit.id, row_version=visit.row_version, why="Wrong patient")
    with pytest.raises(NotPermitted, match=r"permission\.missing"):
        desk.call(appointments.enter_in_error, wrong)
    done = manager.call(appointments.enter_in_error, wrong)
    assert (done.appointment.status, done.undo) == (AppointmentStatus.ENTERED_IN_ERROR, None)
    day = build.tomorrow().date()
    assert desk.call(calendar.read, CalendarRequest(facility_id=build.CITY, start=day, end=day)).appointments == ()
    assert booked_at(database) == []
    told = manager.call(appointments.history, ById(id=visit.id))[-1]
    assert (told.what, told.reason, told.by) == ("entered-in-error", "Wrong patient", "Daniel Weber")
    for request in (ResetStatus(id=visit.id, why="No"), Cancel(id=visit.id, cancel_reason="No")):
        operation = appointments.reset if isinstance(request, ResetStatus) else appointments.cancel
        with pytest.raises(Conflict, match=r"appointment\.illegal_move"):
            manager.call(operation, request)


def test_who_is_in_the_queue_is_not_entered_in_error(database: URL, sign_in: SignIn) -> None:
    visit = build.booked(database, datetime.now(UTC).replace(microsecond=0))
    sign_in("reception").call(check_in.check_in, CheckIn(id=visit))
    with pytest.raises(Conflict, match=r"appointment\.still_in_queue"):
        sign_in("manager").call(appointments.enter_in_error, EnterInError(id=visit, why="Wrong patient"))


def test_the_right_to_enter_in_error_is_the_databases_too(database: URL) -> None:
    visit = build.booked(database)
    error = "UPDATE appointment SET status = 'entered-in-error' WHERE id = %(id)s"
    back = "UPDATE appointment SET status = 'booked' WHERE id = %(id)s"
    why = "SELECT set_config('opd.reason', 'Wrong patient', true)"
    assert sql.try_as(database, "reception", error, id=visit) == "OP005"
    assert sql.try_as(database, "admin", error, id=visit) == sql.DENIED
    assert sql.try_as(database, "doctor2", error, id=visit) == 0
    assert sql.try_as(database, "manager", why, error, id=visit) == 2
    assert sql.try_as(database, "doctor", why, error, id=visit) == 2
    build.rows(database, "UPDATE staff SET can_overbook = true WHERE login = 'reception'")
    assert sql.try_as(database, "reception", why, error, id=visit) == 2
    assert sql.try_as(database, "manager", why, error, back, id=visit) == "OP005"


# The end of the day


def test_the_end_of_the_day_lists_what_nobody_decided_about(database: URL, desk: Clinic) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    left = {
        status: build.booked(database, now - timedelta(days=number, hours=1), status=status.value)
        for number, status in enumerate(sorted(UNRESOLVED), 1)
    }
    for number, status in enumerate(("fulfilled", "noshow", "cancelled", "waitlist", "entered-in-error")):
        at = now - timedelta(hours=2 + number)
        build.booked(database, at, practitioner=build.MEHTA, status=status)
    # Over for less than half an hour: still under way.
    build.booked(database, now - timedelta(minutes=44), practitioner=build.SILVA)
    build.booked(database, now + timedelta(hours=1), practitioner=build.SILVA)
    found = desk.call(appointments.unresolved, ListUnresolved(facility_id=build.CITY))
    assert [one.id for one in found] == [left[status] for status in sorted(UNRESOLVED)][::-1]
    assert desk.call(appointments.unresolved, ListUnresolved(facility_id=build.LAKESIDE)) == ()
    for one in found:
        day = one.starts_at.astimezone(ZoneInfo("Asia/Kolkata")).date()
        asked = ListUnresolved(facility_id=build.CITY, day=day)
        assert one.id in {entry.id for entry in desk.call(appointments.unresolved, asked)}
        elsewhere = ListUnresolved(facility_id=build.CITY, day=day - timedelta(days=9))
        assert desk.call(appointments.unresolved, elsewhere) == ()
    desk.call(appointments.no_show, ChangeStatus(id=left[AppointmentStatus.BOOKED]))
    desk.call(appointments.cancel, Cancel(id=left[AppointmentStatus.ARRIVED], cancel_reason="Left without being seen"))
    rest = desk.call(appointments.unresolved, ListUnresolved(facility_id=build.CITY))
    assert [one.status for one in rest] == [AppointmentStatus.CHECKED_IN]


# Who did what


def test_the_story_of_a_visit_names_what_who_and_where(database: URL, sign_in: SignIn) -> None:
    journeys.defaults(database)
    desk, manager = sign_in("reception", desk="Desk 2"), sign_in("manager", desk="Office")
    slots = build.slots(database)
    (other,) = build.slots(database, 1, practitioner=build.MEHTA)
    visit = book(desk, build.patient(database), slots[0])
    manager.call(appointments.reschedule, Reschedule(id=visit.id, slot_ids=(other,), why="Dr Rao is away"))
    gone = desk.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels"))
    undo_it(desk, gone.undo)
    message_about(database, visit.id)
    told = desk.call(appointments.history, ById(id=visit.id))
    assert [(one.what, one.by, one.desk) for one in told] == [
        ("booked", "Asha Menon", "Desk 2"), ("moved", "Daniel Weber", "Office"),
        ("cancelled", "Asha Menon", "Desk 2"), ("reverted", "Asha Menon", "Desk 2"), ("message", "postgres", ""),
    ]  # fmt: skip
    assert (told[1].from_practitioner, told[1].to_practitioner, told[1].reason) == (
        "Dr Rao", "Dr Mehta", "Dr Rao is away",
    )  # fmt: skip
    assert (told[4].reason, told[4].channel, told[4].status) == ("Reminder", "desk", "queued")
    # Who administers the program reads messages, too; other people's clinics nobody does.
    assert len(sign_in("admin").call(appointments.history, ById(id=visit.id))) == 5


def message_about(database: URL, visit: UUID) -> None:
    """A reminder that a journey of the visit sent."""
    with build.owner(database) as owner:
        owner.exec_driver_sql(
            "INSERT INTO journey_instance (id, definition_id, patient_id, facility_id, anchor_kind, anchor_id, "
            "appointment_id, stage) SELECT opd.uuid7(), d.id, a.patient_id, a.facility_id, 'appointment', a.id, a.id, "
            "'booked' FROM appointment a, journey_definition d WHERE a.id = %s AND d.key = 'opd-visit'",
            (visit,),
        )
        owner.exec_driver_sql(
            "INSERT INTO communication (id, facility_id, patient_id, journey_instance_id, channel, subject, body, "
            "created_by) SELECT opd.uuid7(), facility_id, patient_id, id, 'desk', 'Reminder', 'Come at nine', "
            "'postgres' FROM journey_instance"
        )
