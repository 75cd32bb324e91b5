"""What the scheduling services refuse, SQL by the same person refuses as well."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import Conflict, OpdError
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, facilities, queue
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import Reschedule
from opd_desktop.services.dto.facilities import ListLocations
from opd_desktop.services.dto.queue import WalkIn
from tests.support import build
from tests.support.booking import book, check_counters
from tests.support.sql import DENIED, try_as

SignIn = Callable[..., Clinic]


def insert(patient: UUID, *slots: UUID, **more: str) -> tuple[str, ...]:
    """The statements with which psql books."""
    key, ids = uuid7(), ", ".join(f"'{slot}'" for slot in slots)
    names = "".join(f", {name}" for name in more)
    values = "".join(f", {value}" for value in more.values())
    return (
        (
            "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, "
            f"status{names}) SELECT '{key}', '{key}', '{patient}', practitioner_id, facility_id, min(starts_at), "
            f"max(ends_at), 'booked'{values} FROM time_slot WHERE id IN ({ids}) GROUP BY practitioner_id, facility_id"
        ),
        f"INSERT INTO appointment_slot SELECT '{key}', id FROM time_slot WHERE id IN ({ids})",
    )


def set_status(visit: UUID, status: str, **more: str) -> str:
    rest = "".join(f", {name} = {value}" for name, value in more.items())
    return f"UPDATE appointment SET status = '{status}'{rest} WHERE id = '{visit}'"


BECAUSE = "SELECT set_config('opd.reason', 'By mistake', true)"


def test_a_long_visit_leaves_no_slot_out(database: URL) -> None:
    """Else somebody else could be booked into its middle."""
    patient = build.patient(database)
    slots = build.slots(database, 3)
    assert try_as(database, "reception", *insert(patient, *slots)) == 4
    assert try_as(database, "reception", *insert(patient, slots[0], slots[2])) == "OP005"
    visit = build.appointment(database, patient, slots)
    middle = f"DELETE FROM appointment_slot WHERE appointment_id = '{visit}' AND slot_id = '{slots[1]}'"
    for who in ("reception", "doctor", "doctor2", "manager"):
        assert try_as(database, who, middle) == "OP005"


def test_an_overbooked_visit_is_no_licence_to_overbook_elsewhere(database: URL, sign_in: SignIn) -> None:
    full, other, free = build.slots(database, 3, overbook=1)
    for slot in (full, other):
        build.appointment(database, build.patient(database), [slot])
    visit = book(sign_in("manager"), build.patient(database, "Arjun Nair"), full, overbook_reason="Urgent")

    def move(slot: UUID) -> tuple[str, ...]:
        return (
            f"DELETE FROM appointment_slot WHERE appointment_id = '{visit.id}'",
            (
                "UPDATE appointment a SET starts_at = s.starts_at, ends_at = s.ends_at FROM time_slot s "
                f"WHERE s.id = '{slot}' AND a.id = '{visit.id}'"
            ),
            f"INSERT INTO appointment_slot VALUES ('{visit.id}', '{slot}')",
        )

    assert try_as(database, "reception", *move(other)) == "OP005"
    assert try_as(database, "manager", *move(other)) == 3
    assert try_as(database, "reception", *move(free)) == 3
    with pytest.raises(OpdError):
        sign_in("reception").call(
            appointments.reschedule, Reschedule(id=visit.id, slot_ids=(other,), overbook_reason="Urgent")
        )


def test_a_reason_to_overbook_is_more_than_blanks(database: URL) -> None:
    (slot,) = build.slots(database, 1, overbook=1)
    patient = build.patient(database)
    assert try_as(database, "manager", *insert(patient, slot, overbooked="true", overbook_reason="'  '")) == "23514"


@pytest.mark.parametrize("gone", ["inactive", "merged"])
def test_nobody_is_booked_whose_record_is_out_of_use(database: URL, sign_in: SignIn, gone: str) -> None:
    patient, other = build.patient(database), build.patient(database, "Arjun Nair")
    (slot,) = build.slots(database, 1)
    waits = build.appointment(database, patient, [slot], "waitlist")
    change = "active = false" if gone == "inactive" else f"merged_into_id = '{other}'"
    build.rows(database, f"UPDATE patient SET {change} WHERE id = :id", id=patient)
    assert try_as(database, "reception", *insert(patient, slot)) == "OP005"
    assert try_as(database, "reception", *insert(other, slot)) == 2
    from_list = (
        set_status(waits, "booked"),
        f"INSERT INTO appointment_slot VALUES ('{waits}', '{slot}')",
    )
    assert try_as(database, "reception", *from_list) == "OP005"
    walk_in = (
        "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day) "
        f"VALUES (opd.uuid7(), '{build.CITY}', '{build.RAO}', '{patient}', '', now()::date)"
    )
    assert try_as(database, "reception", walk_in) == "OP005"
    assert try_as(database, "reception", walk_in.replace(str(patient), str(other))) == 1


def test_a_cancellation_says_why_and_who_asked(database: URL) -> None:
    visit = build.booked(database)
    why = {"cancel_reason": "'Travels'", "cancelled_by": "'patient'"}
    assert try_as(database, "reception", set_status(visit, "cancelled", **why)) == 1
    for less in ({"cancel_reason": "'  '"}, {"cancelled_by": "NULL"}, {"cancelled_by": "'weather'"}):
        assert try_as(database, "reception", set_status(visit, "cancelled", **(why | less))) == "OP002"


def test_what_is_over_comes_back_with_a_reason(database: URL) -> None:
    visit = build.booked(database, status="noshow")
    later = "UPDATE appointment SET status_changed_at = now() - interval '1 hour' WHERE id = :id"
    assert try_as(database, "manager", set_status(visit, "booked")) == 1, "within ten minutes it is an undo"
    assert try_as(database, "manager", set_status(visit, "entered-in-error")) == "OP002"
    build.rows(database, later, id=visit)
    assert try_as(database, "manager", set_status(visit, "booked")) == "OP002"
    assert try_as(database, "manager", BECAUSE, set_status(visit, "booked")) == 2
    assert try_as(database, "manager", BECAUSE, set_status(visit, "entered-in-error")) == 2


def test_a_visit_is_completed_by_doctors(database: URL) -> None:
    visit = build.booked(database, status="arrived")
    for who in ("reception", "manager"):
        assert try_as(database, who, set_status(visit, "fulfilled")) == "OP003"
    assert try_as(database, "doctor", set_status(visit, "fulfilled")) == 1


def test_a_doctor_holds_own_places_only(database: URL) -> None:
    (mine,) = build.slots(database, 1)
    (theirs,) = build.slots(database, 1, practitioner=build.MEHTA)
    hold = (
        "INSERT INTO slot_hold (id, slot_id, facility_id, desk, expires_at) "
        f"VALUES (opd.uuid7(), %(slot)s, '{build.CITY}', '', now())"
    )
    assert try_as(database, "doctor", hold, slot=mine) == 1
    assert try_as(database, "doctor", hold, slot=theirs) == DENIED
    assert try_as(database, "reception", hold, slot=theirs) == 1


# A room in which a doctor sits ------------------------------------------------------------------------


@pytest.fixture
def room(database: URL, sign_in: SignIn) -> UUID:
    """A room of the city clinic, where all visits of Mehta take place."""
    found = sign_in("reception").call(facilities.locations, ListLocations(facility_id=build.CITY))
    return next(one.id for one in found if one.name == "Room 8")


def sits_there(database: URL, room: UUID, count: int = 2) -> list[UUID]:
    made = build.slots(database, count, practitioner=build.MEHTA)
    build.rows(database, "UPDATE time_slot SET location_id = :room WHERE id = ANY(:ids)", room=room, ids=made)
    return made


def test_a_room_is_not_reserved_while_its_doctor_sees_somebody(database: URL, sign_in: SignIn, room: UUID) -> None:
    desk = sign_in("reception")
    theirs, mine = sits_there(database, room), build.slots(database, 2)
    seen = book(desk, build.patient(database), theirs[0])
    with pytest.raises(Conflict, match=r"booking\.room_taken") as refused:
        book(desk, build.patient(database, "Arjun Nair"), mine[0], resource_ids=(room,))
    assert refused.value.params["room"] == "Room 8"
    other = book(desk, build.patient(database, "Arjun Nair"), mine[1], resource_ids=(room,))
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        book(desk, build.patient(database, "Sara Thomas"), theirs[1])
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        desk.call(appointments.reschedule, Reschedule(id=seen.id, slot_ids=(theirs[1],)))
    assert try_as(
        database, "reception", *insert(build.patient(database, "Om Rao"), theirs[1], location_id=f"'{room}'")
    ) == "OP005"  # fmt: skip
    with pytest.raises(Conflict, match=r"booking\.room_taken"):
        desk.call(appointments.reschedule, Reschedule(id=other.id, slot_ids=(mine[0],)))
    check_counters(database)


def test_a_doctor_reserves_the_own_room_for_nothing(database: URL, sign_in: SignIn, room: UUID) -> None:
    theirs = sits_there(database, room)
    visit = book(sign_in("reception"), build.patient(database), theirs[0], resource_ids=(room,))
    assert visit.resource_names == ("Room 8",)


def test_of_a_visit_there_and_a_reservation_one_comes_through(database: URL, sign_in: SignIn, room: UUID) -> None:
    theirs, mine = sits_there(database, room, 6), build.slots(database, 6)
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(2)]
    people = [build.patient(database, f"Patient {number}") for number in range(12)]
    for round_ in range(6):
        gate = Barrier(2)

        def go(number: int, round_: int = round_, gate: Barrier = gate) -> bool:
            gate.wait()
            try:
                if number:
                    book(desks[1], people[round_], theirs[round_])
                else:
                    book(desks[0], people[6 + round_], mine[round_], resource_ids=(room,))
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(go, range(2))) == [False, True]
    check_counters(database)


def test_two_desks_that_let_one_patient_walk_in_give_one_token(database: URL, sign_in: SignIn) -> None:
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(4)]
    patient, gate = build.patient(database), Barrier(4)

    def walk_in(desk: Clinic) -> str:
        gate.wait()
        try:
            request = WalkIn(facility_id=build.CITY, practitioner_id=build.RAO, patient_id=patient)
            return desk.call(queue.walk_in, request).entry.token
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(walk_in, desks)) == ["A-001", *["queue.already_waiting"] * 3]
