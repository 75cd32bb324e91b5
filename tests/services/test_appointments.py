"""Booking on the real database as real logins: races, holds, refusals, warnings; correcting and listing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.errors import (
    BadInput,
    Conflict,
    NotFound,
    NotPermitted,
    OpdError,
    SlotTaken,
)
from opd_desktop.domain.ids import mrn_is_valid, uuid7
from opd_desktop.services import appointments, holds, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import (
    BookAppointment,
    Booked,
    Cancel,
    CheckWarnings,
    HoldSlots,
    ListAppointments,
    PatchAppointment,
)
from opd_desktop.services.dto.common import ById, Nothing
from tests.support import build
from tests.support.booking import book, counters, events, undo_it

SignIn = Callable[..., Clinic]


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


def request_for(patient: UUID, *slots: UUID, **more: object) -> BookAppointment:
    return BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=slots, **more)


# Booking


def test_a_booking_has_all_that_screens_show(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    patient = build.patient(database, birth_date="1990-01-31")
    made = book(desk, patient, slots[0], slots[1], reason="Cough", visit_kind="follow-up")
    assert (made.patient_name, made.practitioner_name, made.reason) == ("Meena Patil", "Dr Rao", "Cough")
    assert made.patient_age is not None
    assert made.patient_age >= 35
    assert mrn_is_valid(made.patient_mrn)
    assert (made.starts_at, made.ends_at) == (build.tomorrow(), build.tomorrow() + timedelta(minutes=30))
    assert made.status is AppointmentStatus.BOOKED
    assert (made.token, made.encounter_id, made.created_by) == (None, None, "reception")
    assert counters(database, *slots) == [(1, 0, "busy"), (1, 0, "busy"), (0, 0, "free"), (0, 0, "free")]
    assert events(database) == ["Appointment.Created"]
    assert desk.call(appointments.get, ById(id=made.id)) == made


def test_the_same_request_gives_the_same_appointment(database: URL, desk: Clinic) -> None:
    slots, patient = build.slots(database), build.patient(database)
    request = request_for(patient, slots[0])
    first = desk.call(appointments.create, request)
    assert desk.call(appointments.create, request) == Booked(appointment=first.appointment)
    assert events(database) == ["Appointment.Created"]
    other = request.model_copy(update={"patient_id": build.patient(database, "Arjun Nair")})
    with pytest.raises(Conflict, match=r"request\.already_done"):
        desk.call(appointments.create, other)


def test_the_same_request_sent_eight_times_at_once_books_once(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1, capacity=8)
    request = request_for(build.patient(database), slot)
    gate = Barrier(8)

    def send(_number: int) -> UUID:
        gate.wait()
        return desk.call(appointments.create, request).appointment.id

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(send, range(8)))
    assert len(made) == 1
    assert counters(database, slot) == [(1, 0, "free")]


@pytest.mark.parametrize("capacity", [1, 3])
def test_sixteen_desks_race_for_one_slot(database: URL, sign_in: SignIn, capacity: int) -> None:
    slots = build.slots(database, 3, capacity=capacity)
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(4)]
    people = [build.patient(database, f"Patient {number}") for number in range(16)]
    gate = Barrier(16)

    def try_to_book(number: int) -> OpdError | None:
        gate.wait()
        try:
            book(desks[number % 4], people[number], slots[1])
        except OpdError as refused:
            return refused
        return None

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(try_to_book, range(16)))
    refused = [answer for answer in answers if answer is not None]
    assert len(refused) == 16 - capacity
    free = [build.tomorrow().isoformat(), (build.tomorrow() + timedelta(minutes=30)).isoformat()]
    for error in refused:
        assert isinstance(error, SlotTaken), error
        assert error.params["alternatives"] == free
    assert counters(database, slots[1]) == [(capacity, 0, "busy")]
    found = build.rows(database, "SELECT count(*) AS n FROM appointment")
    assert found[0]["n"] == capacity
    assert events(database) == ["Appointment.Created"] * capacity


def test_long_visits_that_cross_do_not_block_each_other(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database, 6, capacity=8)
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(2)]
    people = [build.patient(database, f"Patient {number}") for number in range(8)]

    def long_visit(number: int) -> None:
        order = slots if number % 2 else slots[::-1]
        book(desks[number % 2], people[number], *order)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(long_visit, range(8)))
    assert counters(database, *slots) == [(8, 0, "busy")] * 6


def test_alternatives_of_a_long_visit_are_as_long(database: URL, desk: Clinic) -> None:
    slots = build.slots(database, 6)
    patient = build.patient(database)
    book(desk, patient, slots[2])
    with pytest.raises(SlotTaken) as refused:
        book(desk, patient, slots[1], slots[2])
    starts = [build.tomorrow() + timedelta(minutes=15 * place) for place in (0, 3, 4)]
    assert refused.value.params["alternatives"] == [at.isoformat() for at in starts]


def test_slots_of_one_visit_must_follow_one_another(database: URL, desk: Clinic) -> None:
    patient, slots = build.patient(database), build.slots(database)
    other = build.slots(database, 1, build.tomorrow() + timedelta(minutes=15), practitioner=build.MEHTA)
    for chosen in ((slots[0], slots[2]), (slots[0], other[0])):
        with pytest.raises(BadInput, match=r"booking\.not_consecutive"):
            book(desk, patient, *chosen)
    with pytest.raises(NotFound, match=r"slot\.not_found"):
        book(desk, patient, slots[0], uuid7())
    assert counters(database, *slots) == [(0, 0, "free")] * 4


def test_nobody_is_booked_into_the_past(database: URL, desk: Clinic) -> None:
    hour_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    slots = build.slots(database, 5, hour_ago)
    with pytest.raises(BadInput, match=r"appointment\.in_the_past"):
        book(desk, build.patient(database), slots[0])
    # The visit that is under way can be given to a walk-in.
    assert book(desk, build.patient(database), slots[4]).status is AppointmentStatus.BOOKED


def test_an_unknown_inactive_or_merged_patient_is_refused(database: URL, desk: Clinic) -> None:
    slots = build.slots(database)
    with pytest.raises(NotFound, match=r"patient\.not_found"):
        book(desk, uuid7(), slots[0])
    with pytest.raises(Conflict, match=r"patient\.not_active"):
        book(desk, build.patient(database, active=False), slots[0])
    kept = build.patient(database)
    with pytest.raises(Conflict) as refused:
        book(desk, build.patient(database, merged_into_id=kept), slots[0])
    assert refused.value.params["merged_into"] == str(kept)


def test_overbooking_is_a_right_with_a_reason_and_a_limit(database: URL, sign_in: SignIn) -> None:
    (slot,) = build.slots(database, 1, overbook=1)
    desk, manager = sign_in("reception"), sign_in("manager")
    people = [build.patient(database, f"Patient {number}") for number in range(4)]
    assert not book(manager, people[0], slot, overbook_reason="Not needed").overbooked
    with pytest.raises(SlotTaken):
        book(manager, people[1], slot)
    with pytest.raises(NotPermitted, match=r"appointment\.overbook_needs_right"):
        book(desk, people[1], slot, overbook_reason="Urgent")
    made = book(manager, people[1], slot, overbook_reason="Urgent")
    assert (made.overbooked, made.overbook_reason) == (True, "Urgent")
    with pytest.raises(Conflict, match=r"booking\.overbook_limit"):
        book(manager, people[2], slot, overbook_reason="Urgent too")
    assert counters(database, slot) == [(2, 0, "busy")]


def test_the_database_too_refuses_to_overbook_without_the_right(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1, overbook=2)
    patient = build.patient(database)
    book(desk, patient, slot)
    insert = text(
        "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, "
        "status, overbooked, overbook_reason) SELECT opd.uuid7(), opd.uuid7(), :patient, practitioner_id, "
        "facility_id, starts_at, ends_at, 'booked', :over, :why FROM time_slot WHERE id = :slot RETURNING id"
    )
    values = {"patient": patient, "slot": slot}
    with desk._engine.connect() as connection:
        with pytest.raises(DBAPIError, match=r"appointment\.overbook_needs_right"):
            connection.execute(insert, values | {"over": True, "why": "because"})
        connection.rollback()
        made = connection.execute(insert, values | {"over": False, "why": ""}).scalar_one()
        with pytest.raises(DBAPIError, match=r"booking\.slot_taken"):
            connection.execute(text("INSERT INTO appointment_slot VALUES (:made, :slot)"), {"made": made, "slot": slot})


def test_a_doctor_books_own_visits_only(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    (mine,) = build.slots(database, 1)
    (other,) = build.slots(database, 1, practitioner=build.MEHTA)
    patient = build.patient(database)
    assert book(doctor, patient, mine).practitioner_id == build.RAO
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        book(doctor, patient, other)
    visit = build.appointment(database, patient, [other])
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        doctor.call(appointments.cancel, Cancel(id=visit, cancel_reason="Away"))
    with doctor._engine.connect() as connection:
        moved = connection.execute(text("UPDATE appointment SET reason = 'x' WHERE id = :id"), {"id": visit})
        assert moved.rowcount == 0


def test_slots_of_another_facility_do_not_exist_for_who_is_not_there(database: URL, sign_in: SignIn) -> None:
    (slot,) = build.slots(database, 1, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    with pytest.raises(NotFound, match=r"slot\.not_found"):
        book(sign_in("doctor"), build.patient(database), slot)
    with pytest.raises(NotPermitted, match=r"permission\.missing"):
        book(sign_in("admin"), build.patient(database), slot)


def test_a_hold_keeps_others_out_and_goes_with_the_booking(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database)
    first, second = sign_in("reception", desk="Desk 1"), sign_in("reception", desk="Desk 2")
    patient = build.patient(database)
    held = first.call(holds.hold, HoldSlots(slot_ids=(slots[0],)))
    with pytest.raises(SlotTaken) as refused:
        book(second, patient, slots[0])
    assert refused.value.params["alternatives"][0] == (build.tomorrow() + timedelta(minutes=15)).isoformat()
    book(first, patient, slots[0], hold_id=held.id)
    assert counters(database, slots[0]) == [(1, 0, "busy")]
    # Without its id, too, the desk's own hold is not in the way.
    first.call(holds.hold, HoldSlots(slot_ids=(slots[1],)))
    book(first, patient, slots[1])
    assert counters(database, slots[1]) == [(1, 0, "busy")]
    assert build.rows(database, "SELECT * FROM slot_hold") == []


def test_an_expired_hold_is_in_nobodys_way(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    build.rows(
        database,
        "INSERT INTO slot_hold (id, slot_id, facility_id, desk, expires_at) "
        "VALUES (opd.uuid7(), :slot, :facility, 'Desk 9', now() - interval '1 second')",
        slot=slot,
        facility=build.CITY,
    )
    assert counters(database, slot) == [(0, 1, "busy")]
    book(desk, build.patient(database), slot)
    assert counters(database, slot) == [(1, 0, "busy")]


def test_taking_a_booking_back(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    made = desk.call(appointments.create, request_for(build.patient(database), slot))
    assert made.undo is not None
    assert (made.undo.label, made.undo.params) == ("appointment.created", {"patient": "Meena Patil"})
    assert desk.call(undo.last, Nothing()) == made.undo
    undo_it(desk, made.undo)
    assert desk.call(appointments.get, ById(id=made.appointment.id)).status is AppointmentStatus.CANCELLED
    assert counters(database, slot) == [(0, 0, "free")]


# Warnings


def test_warnings_tell_and_do_not_refuse(database: URL, desk: Clinic) -> None:
    # A Wednesday, so that the days around it are of the same week.
    day = build.tomorrow()
    day += timedelta(days=(2 - day.weekday()) % 7)
    rao = build.slots(database, 2, day)
    later = build.slots(database, 1, day + timedelta(days=1))
    next_week = build.slots(database, 1, day + timedelta(days=6))
    mehta = build.slots(database, 1, day, practitioner=build.MEHTA)
    patient = build.patient(database, usual_practitioner_id=build.RAO)

    def codes(*slots: UUID) -> list[str]:
        found = desk.call(appointments.warnings, CheckWarnings(patient_id=patient, slot_ids=slots))
        return [one.code for one in found]

    assert codes(rao[0]) == []
    book(desk, patient, rao[0])
    assert codes(mehta[0]) == ["patient_overlap", "not_usual_doctor"]
    assert codes(later[0]) == ["same_doctor_this_week"]
    assert codes(next_week[0]) == []
    booked = desk.call(appointments.create, request_for(patient, mehta[0]))
    assert [one.code for one in booked.warnings] == ["patient_overlap", "not_usual_doctor"]
    assert booked.warnings[0].params == {"practitioner": "Dr Rao", "starts_at": day.isoformat()}
    assert booked.warnings[1].params == {"practitioner": "Dr Rao"}


# Reading and correcting


def test_what_a_visit_is_for_can_be_corrected(database: URL, desk: Clinic) -> None:
    visit = build.booked(database)
    changed = desk.call(appointments.patch, PatchAppointment(id=visit, reason="Fever", visit_kind="follow-up"))
    assert (changed.reason, changed.visit_kind, changed.row_version) == ("Fever", "follow-up", 2)
    assert desk.call(appointments.patch, PatchAppointment(id=visit, reason="Fever")) == changed
    assert events(database) == ["Appointment.Updated"]


def test_lists_are_filtered_sorted_and_cut(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    slots = build.slots(database, 3)
    patient = build.patient(database)
    made = [build.appointment(database, patient, [slot]) for slot in reversed(slots)][::-1]
    gone = build.appointment(database, build.patient(database), [slots[0]], "cancelled")
    build.appointment(database, patient, [slots[1]], "waitlist")

    def ids(**asked: object) -> list[UUID]:
        return [one.id for one in desk.call(appointments.list_, ListAppointments(**asked)).items]

    assert ids(patient_id=patient) == made
    assert set(ids()) == {*made, gone}
    assert ids(status=("cancelled",)) == [gone]
    assert ids(start=build.tomorrow() + timedelta(minutes=15), facility_id=build.CITY) == made[1:]
    assert ids(end=build.tomorrow() + timedelta(minutes=15), status=("booked",)) == made[:1]
    assert ids(practitioner_id=build.MEHTA) == []
    cut = desk.call(appointments.list_, ListAppointments(limit=2))
    assert (len(cut.items), cut.more) == (2, True)
    assert not desk.call(appointments.list_, ListAppointments(limit=4)).more
    with pytest.raises(NotFound, match=r"appointment\.not_found"):
        desk.call(appointments.get, ById(id=uuid7()))
    with pytest.raises(NotFound, match=r"appointment\.not_found"):
        desk.call(appointments.history, ById(id=uuid7()))
