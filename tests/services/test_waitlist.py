"""The waiting list: on it, found when a place becomes free, booked from it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.errors import BadInput, Conflict, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, calendar, waitlist
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment, CalendarRequest, Cancel
from opd_desktop.services.dto.booking import AddToWaitlist, ListWaitlist, WaitingDto
from tests.support import build

SignIn = Callable[..., Clinic]


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


def wish(patient: UUID, *, days: int = 3, **more: object) -> AddToWaitlist:
    fields = {
        "request_id": uuid7(), "patient_id": patient, "practitioner_id": build.RAO, "facility_id": build.CITY,
        "start": build.tomorrow(0), "end": build.tomorrow(0) + timedelta(days=days), "reason": "Rash",
    }  # fmt: skip
    return AddToWaitlist.model_validate(fields | more)


def add(desk: Clinic, request: AddToWaitlist) -> WaitingDto:
    """The entry, without the undo that only the first call offers."""
    return desk.call(waitlist.add, request).model_copy(update={"undo": None})


def test_who_waits_is_found_for_a_slot_and_booked_from_the_list(database: URL, desk: Clinic) -> None:
    slots = build.slots(database, 2)
    patient, other = build.patient(database), build.patient(database, "Arjun Nair")
    asked = wish(patient)
    entry = add(desk, asked)
    made = entry.appointment
    assert (made.status, made.reason, made.practitioner_name) == (AppointmentStatus.WAITLIST, "Rash", "Dr Rao")
    assert add(desk, asked) == entry
    later = add(desk, wish(other, start=build.tomorrow(12)))
    assert desk.call(waitlist.list_, ListWaitlist(facility_id=build.CITY)) == (entry, later)
    assert desk.call(waitlist.list_, ListWaitlist(practitioner_id=build.MEHTA)) == ()
    assert desk.call(waitlist.list_, ListWaitlist(slot_id=slots[0])) == (entry,)

    request = BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(slots[0],), waitlist_id=made.id)
    booked = desk.call(appointments.create, request).appointment
    assert (booked.id, booked.status, booked.reason) == (made.id, AppointmentStatus.BOOKED, "Rash")
    assert booked.starts_at == build.tomorrow()
    assert desk.call(waitlist.list_, ListWaitlist()) == (later,)
    assert desk.call(appointments.create, request).appointment == booked
    again = request.model_copy(update={"slot_ids": (slots[1],)})
    with pytest.raises(Conflict, match=r"waitlist\.already_booked"):
        desk.call(appointments.create, again)
    names = [row["name"] for row in build.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
    assert names == ["Appointment.Updated", "Appointment.Updated", "Appointment.Created"]


def test_who_waits_is_not_in_the_calendar_and_can_leave_the_list(database: URL, desk: Clinic) -> None:
    made = add(desk, wish(build.patient(database))).appointment
    day = build.tomorrow().date()
    seen = desk.call(calendar.read, CalendarRequest(facility_id=build.CITY, start=day, end=day))
    assert seen.appointments == ()
    desk.call(appointments.cancel, Cancel(id=made.id, cancel_reason="Went elsewhere"))
    assert desk.call(waitlist.list_, ListWaitlist()) == ()


def test_a_window_that_is_over_is_not_listed(database: URL, desk: Clinic) -> None:
    made = add(desk, wish(build.patient(database))).appointment
    build.rows(
        database,
        "UPDATE appointment SET starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' "
        "WHERE id = :id",
        id=made.id,
    )
    assert desk.call(waitlist.list_, ListWaitlist()) == ()


def test_refusals(database: URL, sign_in: SignIn, desk: Clinic) -> None:
    patient = build.patient(database)
    asked = wish(patient)
    made = add(desk, asked).appointment
    with pytest.raises(Conflict, match=r"waitlist\.already_on_it"):
        desk.call(waitlist.add, wish(patient, days=1))
    with pytest.raises(Conflict, match=r"request\.already_done"):
        desk.call(waitlist.add, asked.model_copy(update={"patient_id": build.patient(database, "Arjun Nair")}))
    with pytest.raises(BadInput, match=r"waitlist\.bad_window"):
        desk.call(waitlist.add, wish(patient, days=-9))
    with pytest.raises(BadInput, match=r"schedule\.practitioner_not_here"):
        desk.call(waitlist.add, wish(patient, practitioner_id=build.LINDQVIST))
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        sign_in("doctor2").call(waitlist.add, wish(patient))
    (slot,) = build.slots(database, 1)
    request = BookAppointment(
        request_id=uuid7(), patient_id=build.patient(database, "Arjun Nair"), slot_ids=(slot,), waitlist_id=made.id
    )
    with pytest.raises(BadInput, match=r"waitlist\.other_patient"):
        desk.call(appointments.create, request)
