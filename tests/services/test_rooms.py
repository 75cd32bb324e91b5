"""A doctor and rooms in one booking: both or neither, moved and freed together, and never two visits in one room."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import Conflict, NotFound
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, facilities
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment, Cancel, Reschedule, Resize
from opd_desktop.services.dto.facilities import ListLocations, ListTaken, TakenLocation
from tests.support import build, sql
from tests.support.booking import book, booked_at, check_counters, look, undo_it

SignIn = Callable[..., Clinic]
QUARTER = timedelta(minutes=15)


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


@pytest.fixture
def rooms(desk: Clinic) -> dict[str, UUID]:
    """The city clinic's rooms by name."""
    return {one.name: one.id for one in desk.call(facilities.locations, ListLocations(facility_id=build.CITY))}


def reserved(database: URL) -> list[tuple[str, datetime, datetime]]:
    found = build.rows(
        database,
        "SELECT l.name, r.starts_at, r.ends_at FROM appointment_resource r JOIN location l ON l.id = r.location_id "
        "ORDER BY r.starts_at, l.name",
    )
    return [(row["name"], row["starts_at"], row["ends_at"]) for row in found]


def test_rooms_are_listed_without_those_closed_or_elsewhere(
    database: URL, desk: Clinic, rooms: dict[str, UUID]
) -> None:
    assert list(rooms) == sorted(rooms)
    assert "Room 3" in rooms
    build.rows(database, "UPDATE location SET active = false WHERE id = :id", id=rooms["Room 3"])
    left = desk.call(facilities.locations, ListLocations(facility_id=build.CITY))
    assert {one.name for one in left} == set(rooms) - {"Room 3"}


def test_a_visit_takes_its_rooms_along_and_gives_them_back(database: URL, desk: Clinic, rooms: dict[str, UUID]) -> None:
    slots, at = build.slots(database), build.tomorrow()
    two = (rooms["Room 8"], rooms["Room 7"])
    visit = book(desk, build.patient(database), slots[0], resource_ids=two)
    assert visit.resource_names == ("Room 7", "Room 8")
    assert reserved(database) == [("Room 7", at, at + QUARTER), ("Room 8", at, at + QUARTER)]
    longer = desk.call(appointments.resize, Resize(id=visit.id, slots=2))
    assert reserved(database)[0] == ("Room 7", at, at + 2 * QUARTER)
    moved = desk.call(appointments.reschedule, Reschedule(id=visit.id, slot_ids=(slots[3],)))
    assert reserved(database)[1] == ("Room 8", at + 3 * QUARTER, at + 4 * QUARTER)
    undo_it(desk, moved.undo)
    assert reserved(database)[0] == ("Room 7", at, at + 2 * QUARTER)
    gone = desk.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels"))
    assert (reserved(database), gone.appointment.resource_names) == ([], ())
    undo_it(desk, gone.undo)
    assert look(desk, visit.id).resource_names == ("Room 7", "Room 8")
    assert longer.appointment.resource_names == ("Room 7", "Room 8")


def test_a_taken_room_stops_the_whole_booking_and_is_named(database: URL, desk: Clinic, rooms: dict[str, UUID]) -> None:
    (mine,) = build.slots(database, 1, minutes=30)
    others = build.slots(database, 3, practitioner=build.MEHTA)
    patient = build.patient(database, "Arjun Nair")
    first = book(desk, build.patient(database), mine, resource_ids=(rooms["Room 8"],))
    with pytest.raises(Conflict, match=r"booking\.room_taken") as refused:
        book(desk, patient, others[1], resource_ids=(rooms["Room 7"], rooms["Room 8"]))
    assert refused.value.params["room"] == "Room 8"
    assert booked_at(database, build.MEHTA) == []
    assert [name for name, _, _ in reserved(database)] == ["Room 8"]
    # The room is free the moment that the visit ends.
    after = book(desk, patient, others[2], resource_ids=(rooms["Room 8"],))
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        desk.call(appointments.reschedule, Reschedule(id=after.id, slot_ids=(others[1],)))
    assert look(desk, after.id) == after
    gone = desk.call(appointments.cancel, Cancel(id=first.id, cancel_reason="Travels"))
    desk.call(appointments.reschedule, Reschedule(id=after.id, slot_ids=(others[1],)))
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        undo_it(desk, gone.undo)
    assert look(desk, first.id).status.value == "cancelled"
    check_counters(database)


def test_a_room_of_another_facility_or_closed_is_no_room(database: URL, desk: Clinic, rooms: dict[str, UUID]) -> None:
    slots = build.slots(database)
    (away,) = (one.id for one in desk.call(facilities.locations, ListLocations(facility_id=build.LAKESIDE)))
    with pytest.raises(NotFound, match=r"location\.not_found"):
        book(desk, build.patient(database), slots[0], resource_ids=(away,))
    build.rows(database, "UPDATE location SET active = false WHERE id = :id", id=rooms["Room 8"])
    with pytest.raises(NotFound, match=r"location\.not_found"):
        book(desk, build.patient(database), slots[0], resource_ids=(rooms["Room 8"],))
    assert booked_at(database) == []


def test_a_visit_that_goes_to_another_facility_leaves_its_room_and_comes_back_to_it(
    database: URL, desk: Clinic, rooms: dict[str, UUID]
) -> None:
    (here,) = build.slots(database, 1)
    (there,) = build.slots(database, 1, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    visit = book(desk, build.patient(database), here, resource_ids=(rooms["Room 8"],))
    moved = desk.call(appointments.reschedule, Reschedule(id=visit.id, slot_ids=(there,)))
    assert moved.appointment.resource_names == ()
    undo_it(desk, moved.undo)
    assert look(desk, visit.id).resource_names == ("Room 8",)


def test_of_eight_desks_one_gets_the_room_and_nobody_half_a_booking(
    database: URL, sign_in: SignIn, rooms: dict[str, UUID]
) -> None:
    """Eight visits in slots of their own want two rooms each, named in any order."""
    slots = build.slots(database, 1, capacity=8)
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(4)]
    people = [build.patient(database, f"Patient {number}") for number in range(8)]
    pair = (rooms["Room 7"], rooms["Room 8"])
    gate = Barrier(8)

    def try_to_book(number: int) -> str:
        gate.wait()
        try:
            book(desks[number % 4], people[number], slots[0], resource_ids=pair if number % 2 else pair[::-1])
        except Conflict as refused:
            return f"{refused.code} {refused.params['room']}"
        return "booked"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(try_to_book, range(8)))
    assert answers[0] == "booked"
    assert set(answers[1:]) <= {"booking.room_taken Room 7", "booking.room_taken Room 8"}
    assert len(booked_at(database)) == 1
    assert len(reserved(database)) == 2
    check_counters(database)


def test_the_same_request_with_a_room_again_is_the_same_visit(
    database: URL, desk: Clinic, rooms: dict[str, UUID]
) -> None:
    (slot,) = build.slots(database, 1)
    request = BookAppointment(
        request_id=uuid7(), patient_id=build.patient(database), slot_ids=(slot,), resource_ids=(rooms["Room 8"],)
    )
    first = desk.call(appointments.create, request).appointment
    assert desk.call(appointments.create, request).appointment == first
    assert len(reserved(database)) == 1


INSERT = "INSERT INTO appointment_resource (appointment_id, location_id) VALUES (%(visit)s, %(room)s)"


def test_the_database_keeps_rooms_apart_whatever_a_client_says(
    database: URL, desk: Clinic, rooms: dict[str, UUID]
) -> None:
    slots = build.slots(database, 2, capacity=2)
    first = book(desk, build.patient(database), slots[0], resource_ids=(rooms["Room 8"],))
    second = book(desk, build.patient(database, "Arjun Nair"), slots[0])
    gone = build.appointment(database, build.patient(database, "Sara Thomas"), [slots[1]], "cancelled")
    wanted = {"visit": second.id, "room": rooms["Room 8"]}
    assert sql.try_as(database, "reception", INSERT, **wanted) == "OP005"
    assert sql.try_as(database, "reception", INSERT, **(wanted | {"room": rooms["Room 7"]})) == 1
    assert sql.try_as(database, "doctor", INSERT, **(wanted | {"room": rooms["Room 7"]})) == 1
    for who in ("doctor2", "admin", "opd_worker"):
        assert sql.try_as(database, who, INSERT, **(wanted | {"room": rooms["Room 7"]})) == sql.DENIED
    assert sql.try_as(database, "reception", INSERT, visit=gone, room=rooms["Room 7"]) == "OP005"
    for statement in (
        "UPDATE appointment_resource SET starts_at = starts_at + interval '1 day'",
        "DELETE FROM appointment_resource",
        "INSERT INTO appointment_resource VALUES (%(visit)s, %(room)s, now(), now() + interval '1 hour')",
    ):
        assert sql.try_as(database, "reception", statement, **wanted) == sql.DENIED
    # Without the guard that names the room there is still the constraint.
    with build.owner(database) as owner:
        owner.exec_driver_sql("ALTER TABLE appointment_resource DISABLE TRIGGER guard")
        owner.exec_driver_sql("GRANT INSERT ON appointment_resource TO opd_reception")
    times = (
        "INSERT INTO appointment_resource SELECT %(visit)s, %(room)s, starts_at + interval '5 minutes', ends_at "
        "FROM appointment WHERE id = %(first)s"
    )
    assert sql.try_as(database, "reception", times, first=first.id, **wanted) == "23P01"


# The doctor's own room


@pytest.fixture
def own(database: URL, rooms: dict[str, UUID]) -> list[UUID]:
    """Two slots of Dr Mehta in Room 7."""
    slots = build.slots(database, 2, practitioner=build.MEHTA)
    build.rows(
        database, "UPDATE time_slot SET location_id = :room WHERE id = ANY(:ids)", room=rooms["Room 7"], ids=slots
    )
    return slots


def test_a_room_in_which_another_doctor_has_a_visit_cannot_be_reserved(
    database: URL, desk: Clinic, rooms: dict[str, UUID], own: list[UUID]
) -> None:
    mine = build.slots(database, 2)
    book(desk, build.patient(database, "Li Wei"), own[0])
    with pytest.raises(Conflict, match=r"booking\.room_taken") as refused:
        book(desk, build.patient(database), mine[0], resource_ids=(rooms["Room 7"],))
    assert refused.value.params["room"] == "Room 7"
    visit = book(desk, build.patient(database), mine[1], resource_ids=(rooms["Room 7"],))
    assert visit.resource_names == ("Room 7",)
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        desk.call(appointments.reschedule, Reschedule(id=visit.id, slot_ids=(mine[0],)))


def test_nobody_is_booked_with_a_doctor_whose_room_another_visit_has(
    database: URL, desk: Clinic, rooms: dict[str, UUID], own: list[UUID]
) -> None:
    visit = book(desk, build.patient(database), build.slots(database, 2)[0], resource_ids=(rooms["Room 7"],))
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        book(desk, build.patient(database, "Li Wei"), own[0])
    later = book(desk, build.patient(database, "Li Wei"), own[1])
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        desk.call(appointments.reschedule, Reschedule(id=later.id, slot_ids=(own[0],)))
    desk.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels"))
    moved = desk.call(appointments.reschedule, Reschedule(id=later.id, slot_ids=(own[0],)))
    assert moved.appointment.starts_at == build.tomorrow()


def test_a_doctor_may_reserve_the_own_room(
    database: URL, desk: Clinic, rooms: dict[str, UUID], own: list[UUID]
) -> None:
    visit = book(desk, build.patient(database), own[0], resource_ids=(rooms["Room 7"],))
    assert visit.resource_names == ("Room 7",)


# What is taken, told beforehand


def taken(desk: Clinic, who: UUID, start: datetime, minutes: int = 15) -> dict[UUID, TakenLocation]:
    request = ListTaken(
        facility_id=build.CITY, practitioner_id=who, starts_at=start, ends_at=start + timedelta(minutes=minutes)
    )
    return {one.location_id: one for one in desk.call(facilities.taken, request)}


def test_a_reserved_room_is_taken_for_as_long_as_its_visit_and_no_longer(
    database: URL, desk: Clinic, rooms: dict[str, UUID]
) -> None:
    slots, at = build.slots(database), build.tomorrow()
    room = rooms["Room 8"]
    visit = book(desk, build.patient(database), slots[1], resource_ids=(room,))
    (found,) = (one for key, one in taken(desk, build.MEHTA, at, 60).items() if key == room)
    assert (found.patient_name, found.practitioner_name) == ("Meena Patil", "Dr Rao")
    assert (found.starts_at, found.ends_at) == (at + QUARTER, at + 2 * QUARTER)
    assert room not in taken(desk, build.MEHTA, at)
    assert room not in taken(desk, build.MEHTA, at + 2 * QUARTER)
    desk.call(appointments.cancel, Cancel(id=visit.id, row_version=visit.row_version, cancel_reason="pat-crs",
                                          cancelled_by="patient"))  # fmt: skip
    assert not taken(desk, build.MEHTA, at, 60)


def test_a_doctors_own_room_is_taken_for_others_and_free_for_the_doctor(
    database: URL, desk: Clinic, rooms: dict[str, UUID]
) -> None:
    slots, at = build.slots(database), build.tomorrow()
    visit = book(desk, build.patient(database), slots[0])
    build.rows(database, "UPDATE appointment SET location_id = :room WHERE id = :id", room=rooms["Room 7"], id=visit.id)
    assert taken(desk, build.MEHTA, at)[rooms["Room 7"]].ends_at == at + QUARTER
    assert rooms["Room 7"] not in taken(desk, build.RAO, at)


def test_what_is_told_beforehand_is_what_the_database_refuses(
    database: URL, desk: Clinic, rooms: dict[str, UUID]
) -> None:
    slots, at = build.slots(database, 1), build.tomorrow()
    other = build.slots(database, 1, practitioner=build.MEHTA)
    book(desk, build.patient(database), slots[0], resource_ids=(rooms["Room 8"],))
    told = set(taken(desk, build.MEHTA, at))
    codes: dict[str, str] = {}
    for number, (name, room) in enumerate(sorted(rooms.items())):
        who = build.patient(database, f"Patient {name}", phone=f"+9198200411{number:02}")
        try:
            made = book(desk, who, other[0], resource_ids=(room,))
        except Conflict as refused:
            codes[name] = refused.code
        else:
            codes[name] = ""
            desk.call(appointments.cancel, Cancel(id=made.id, row_version=made.row_version, cancel_reason="pat-crs",
                                                  cancelled_by="patient"))  # fmt: skip
    assert codes == {name: "booking.room_taken" if room in told else "" for name, room in rooms.items()}
