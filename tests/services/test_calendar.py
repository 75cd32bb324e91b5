"""The calendar's one read: the facility's own days, all in one answer."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput, NotFound
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, calendar, holds, patients, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment, CalendarDto, CalendarRequest, HoldSlots, Reschedule
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.patients import RegisterPatient
from opd_desktop.services.dto.schedules import ListSlots
from tests.support import build

SignIn = Callable[..., Clinic]
#: 00:00 in Asia/Kolkata, the city clinic's zone.
MIDNIGHT = build.tomorrow(18) + timedelta(minutes=30)
DAY = MIDNIGHT.date() + timedelta(days=1)


def read(clinic: Clinic, start: date = DAY, end: date = DAY, **more: object) -> CalendarDto:
    return clinic.call(calendar.read, CalendarRequest(facility_id=build.CITY, start=start, end=end, **more))


def test_everything_of_the_day_and_nothing_else(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    made = build.slots(database, 4, MIDNIGHT - timedelta(minutes=30))
    later = build.slots(database, 2, MIDNIGHT + timedelta(hours=23, minutes=45))
    patient = build.patient(database)
    request = BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(made[2],))
    booked = desk.call(appointments.create, request).appointment
    build.appointment(database, patient, [made[1]])
    held = desk.call(holds.hold, HoldSlots(slot_ids=(made[3],)))
    gone = build.appointment(database, patient, [made[3]], "cancelled")
    for start, kind in ((MIDNIGHT, "leave"), (MIDNIGHT - timedelta(hours=2), "blocked")):
        build.rows(
            database,
            "INSERT INTO schedule_exception (id, facility_id, kind, starts_at, ends_at, reason) "
            "VALUES (opd.uuid7(), :facility, :kind, :start, :end, 'Ward round')",
            facility=build.CITY, kind=kind, start=start, end=start + timedelta(hours=2),
        )  # fmt: skip
    seen = read(desk)
    assert (seen.facility_id, seen.time_zone, seen.start, seen.end) == (build.CITY, "Asia/Kolkata", DAY, DAY)
    assert abs(seen.now - datetime.now(UTC)) < timedelta(minutes=1)
    assert [one.id for one in seen.slots] == [made[2], made[3], later[0]]
    assert seen.slots == desk.call(
        slots.list_, ListSlots(start=MIDNIGHT, end=MIDNIGHT + timedelta(days=1), facility_id=build.CITY)
    )
    assert [one.id for one in seen.appointments] == [booked.id, gone]
    assert seen.appointments[0] == desk.call(appointments.get, ById(id=booked.id))
    assert seen.holds == (held,)
    assert [(one.kind, one.reason, one.practitioner_id) for one in seen.exceptions] == [("leave", "Ward round", None)]
    assert [one.display_name for one in seen.practitioners] == ["Dr Rao", "Dr Mehta", "Dr Silva", "Dr Khan", "Dr Okoye"]
    assert (seen.practitioners[0].room, seen.practitioners[0].token_prefix) == ("Room 3", "A")
    (last,) = build.rows(database, "SELECT max(id) AS id FROM outbox_event")
    assert seen.last_event_id == last["id"]
    assert len(read(desk, end=DAY + timedelta(days=1)).slots) == 4


def test_an_empty_day(sign_in: SignIn) -> None:
    seen = read(sign_in("reception"))
    assert (seen.slots, seen.appointments, seen.holds, seen.exceptions, seen.last_event_id) == ((), (), (), (), 0)
    assert len(seen.practitioners) == 5


def test_only_some_doctors(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    build.slots(database, 2, MIDNIGHT)
    mehta = build.slots(database, 2, MIDNIGHT, practitioner=build.MEHTA)
    visit = build.appointment(database, build.patient(database), mehta[:1])
    seen = read(desk, practitioner_ids=(build.MEHTA,))
    assert [one.id for one in seen.slots] == mehta
    assert [one.id for one in seen.appointments] == [visit]
    assert [one.display_name for one in seen.practitioners] == ["Dr Mehta"]


def test_a_day_of_twenty_five_hours_has_them_all(database: URL, sign_in: SignIn) -> None:
    build.rows(database, "UPDATE facility SET time_zone = 'America/Havana' WHERE id = :id", id=build.CITY)
    # Clocks go back from 01:00 to 00:00 on 1 November 2026: that day begins at 04:00 UTC.
    build.slots(database, 27, datetime(2026, 11, 1, 3, tzinfo=UTC), minutes=60)
    seen = read(sign_in("reception"), date(2026, 11, 1), date(2026, 11, 1))
    assert (len(seen.slots), seen.slots[0].starts_at) == (25, datetime(2026, 11, 1, 4, tzinfo=UTC))


def test_ranges_and_facilities_that_are_refused(sign_in: SignIn) -> None:
    desk = sign_in("reception")
    for end in (DAY - timedelta(days=1), DAY + timedelta(days=45)):
        with pytest.raises(BadInput, match=r"input\.invalid"):
            read(desk, end=end)
    with pytest.raises(NotFound, match=r"facility\.not_found"):
        sign_in("doctor").call(calendar.read, CalendarRequest(facility_id=build.LAKESIDE, start=DAY, end=DAY))


def test_a_full_day_is_read_fast(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    patient = build.patient(database)
    for doctor in build.DOCTORS[:5]:
        made = build.slots(database, 96, MIDNIGHT, practitioner=doctor.id)
        for slot in made[::8]:
            build.appointment(database, patient, [slot])
    build.rows(database, "ANALYZE")
    read(desk)
    begin = time.perf_counter()
    seen = read(desk)
    spent = time.perf_counter() - begin
    assert (len(seen.slots), len(seen.appointments)) == (480, 60)
    assert spent < 1, f"{spent:.3f} s"


def test_after_events_only_those_whom_they_touch_are_read_again(database: URL, sign_in: SignIn) -> None:
    desk, other = sign_in("reception"), sign_in("reception", desk="Desk 2")
    start = MIDNIGHT + timedelta(hours=10)
    rao, mehta = build.slots(database, 3, start), build.slots(database, 3, start, practitioner=build.MEHTA)
    patient = build.patient(database)
    before = read(desk)

    def book(slot: UUID) -> None:
        other.call(appointments.create, BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(slot,)))

    def since(last: int) -> tuple[int, ...]:
        return tuple(row["id"] for row in build.rows(database, f"SELECT id FROM outbox_event WHERE id > {last}"))

    book(rao[0])
    newer = read(desk, events=since(before.last_event_id))
    assert newer.touched == (build.RAO,)
    assert {one.practitioner_id for one in newer.slots} == {build.RAO}
    after = before.merged(newer)
    assert after.model_dump(exclude={"now"}) == read(desk).model_dump(exclude={"now"})

    (visit,) = after.appointments
    moved = Reschedule(id=visit.id, row_version=visit.row_version, slot_ids=(mehta[1],))
    other.call(appointments.reschedule, moved)
    other.call(holds.hold, HoldSlots(slot_ids=(mehta[2],)))
    newer = read(desk, events=since(after.last_event_id))
    assert set(newer.touched or ()) == {build.RAO, build.MEHTA}
    assert after.merged(newer).model_dump(exclude={"now"}) == read(desk).model_dump(exclude={"now"})


def test_an_event_that_touches_no_visit_reads_nobody_again(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    build.slots(database, 3, MIDNIGHT + timedelta(hours=10))
    desk.call(patients.register, RegisterPatient(name="Meera Nair", facility_id=build.CITY))
    (last,) = build.rows(database, "SELECT max(id) AS id FROM outbox_event")
    seen = read(desk, events=(last["id"],))
    assert seen.touched == ()
    assert not seen.slots


def test_an_event_reads_its_visits_again_not_the_doctors_others(database: URL, sign_in: SignIn) -> None:
    desk, other = sign_in("reception"), sign_in("reception", desk="Desk 2")
    made = build.slots(database, 3, MIDNIGHT + timedelta(hours=10))
    tomorrow = build.slots(database, 1, MIDNIGHT + timedelta(hours=34))
    for slot in made[:2]:
        build.appointment(database, build.patient(database), [slot])
    before = read(desk)
    visit = before.appointments[0]
    other.call(appointments.reschedule, Reschedule(id=visit.id, row_version=visit.row_version, slot_ids=(tomorrow[0],)))
    (last,) = build.rows(database, "SELECT max(id) AS id FROM outbox_event WHERE name LIKE 'Appointment.%'")
    newer = read(desk, events=(last["id"],))
    assert newer.touched_visits == (visit.id,)
    assert not newer.appointments, "it went to another day"
    after = before.merged(newer)
    assert [one.id for one in after.appointments] == [before.appointments[1].id]
    assert after.model_dump(exclude={"now"}) == read(desk).model_dump(exclude={"now"})


def test_those_who_are_not_asked_for_are_not_read_after_an_event(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    rao = build.slots(database, 3, MIDNIGHT + timedelta(hours=10))
    patient = build.patient(database)
    desk.call(appointments.create, BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(rao[0],)))
    (last,) = build.rows(database, "SELECT max(id) AS id FROM outbox_event")
    assert read(desk, events=(last["id"],), practitioner_ids=(build.MEHTA,)).touched == ()
    both = read(desk, events=(last["id"],), practitioner_ids=(build.MEHTA, build.RAO))
    assert both.touched == (build.RAO,)
    assert len(both.appointments) == 1


def test_changed_hours_and_events_nobody_knows_mean_all(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    build.slots(database, 3, MIDNIGHT + timedelta(hours=10))
    assert read(desk, events=(999_999_999,)).touched is None
    build.rows(
        database,
        "INSERT INTO outbox_event (name, version, aggregate, aggregate_id, facility_id, payload) "
        "VALUES ('Slots.Materialized', 1, 'schedule', opd.uuid7(), :facility, '{}')",
        facility=build.CITY,
    )
    (last,) = build.rows(database, "SELECT max(id) AS id FROM outbox_event")
    seen = read(desk, events=(last["id"],))
    assert seen.touched is None
    assert len(seen.slots) == 3
