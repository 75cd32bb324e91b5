"""Series: booked whole or not at all, over changes of clocks, one / following / all, and back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotPermitted, SlotTaken
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, holds, series, waitlist
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import (
    AppointmentDto,
    Cancel,
    HoldSlots,
    ListAppointments,
    PatchAppointment,
    Reschedule,
)
from opd_desktop.services.dto.booking import AddToWaitlist, ChangeSeries, InsteadOf, SeriesChanged
from tests.support import build, sql
from tests.support.booking import book, book_weekly, booked_at, check_counters, look, undo_it, weekly

SignIn = Callable[..., Clinic]
WEEK = timedelta(weeks=1)
QUARTER = timedelta(minutes=15)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


@pytest.fixture
def weeks(database: URL) -> list[list[UUID]]:
    """Four quarters of an hour with Dr Rao, on the same weekday of four weeks."""
    return [build.slots(database, 4, build.tomorrow() + WEEK * number) for number in range(4)]


def starts(visits: tuple[AppointmentDto, ...]) -> list[datetime]:
    return [visit.starts_at for visit in visits]


def change(clinic: Clinic, visit: UUID, scope: str, **more: object) -> SeriesChanged:
    fields = {"appointment_id": visit, "scope": scope, "what": "move"} | more
    return clinic.call(series.change, ChangeSeries.model_validate(fields))


# Booking


def test_a_series_is_booked_and_taken_back(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    patient = build.patient(database)
    plan = desk.call(series.plan, weekly(patient, *weeks[0][:2], count=4))
    assert [date.slot_ids for date in plan.dates] == [tuple(week[:2]) for week in weeks]
    assert booked_at(database) == []
    made = book_weekly(desk, patient, *weeks[0][:2], count=4, reason="Physiotherapy")
    assert starts(made.appointments) == [build.tomorrow() + WEEK * number for number in range(4)]
    assert {(visit.series_id, visit.reason, visit.status.value) for visit in made.appointments} == {
        (made.series_id, "Physiotherapy", "booked")
    }
    assert all(visit.ends_at - visit.starts_at == 2 * QUARTER for visit in made.appointments)
    undo_it(desk, made.undo)
    assert booked_at(database) == []
    assert {look(desk, visit.id).status for visit in made.appointments} == {AppointmentStatus.CANCELLED}
    check_counters(database)


def test_the_same_request_again_is_the_same_series(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    request = weekly(build.patient(database), weeks[0][0])
    first = desk.call(series.create, request)
    again = desk.call(series.create, request)
    assert (again.series_id, again.appointments, again.undo) == (first.series_id, first.appointments, None)
    other = request.model_copy(update={"patient_id": build.patient(database, "Arjun Nair")})
    with pytest.raises(Conflict, match=r"request\.already_done"):
        desk.call(series.create, other)
    assert len(booked_at(database)) == 3


def test_dates_without_a_place_stop_the_series_unless_left_out(
    database: URL, desk: Clinic, weeks: list[list[UUID]]
) -> None:
    patient = build.patient(database)
    book(desk, build.patient(database, "Arjun Nair"), weeks[1][0])
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE id = :id", id=weeks[2][0])
    request = weekly(patient, weeks[0][0], count=5)
    dates = [build.tomorrow() + WEEK * number for number in range(5)]
    planned = desk.call(series.plan, request).dates
    assert [(one.at, one.why) for one in planned] == list(
        zip(dates, (None, "full", "closed", None, "no_slots"), strict=True)
    )
    with pytest.raises(Conflict, match=r"series\.dates_missing") as refused:
        desk.call(series.create, request)
    assert [one["why"] for one in refused.value.params["dates"]] == ["full", "closed", "no_slots"]
    assert booked_at(database) == [dates[1]]
    made = desk.call(series.create, request.model_copy(update={"skip_missing": True}))
    assert starts(made.appointments) == [dates[0], dates[3]]
    assert [(gap.at, gap.why) for gap in made.missing] == [
        (dates[1], "full"), (dates[2], "closed"), (dates[4], "no_slots"),
    ]  # fmt: skip


def test_leave_is_told_as_closed(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    build.rows(
        database,
        "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at) "
        "VALUES (opd.uuid7(), :rao, :city, 'leave', :start, :end)",
        rao=build.RAO, city=build.CITY, start=build.tomorrow(0) + WEEK, end=build.tomorrow(23) + WEEK,
    )  # fmt: skip
    build.rows(database, "DELETE FROM time_slot WHERE id = :id", id=weeks[1][0])
    planned = desk.call(series.plan, weekly(build.patient(database), weeks[0][0])).dates
    assert [one.why for one in planned] == [None, "closed", None]


def test_a_hold_of_another_desk_is_in_the_way_and_the_own_is_not(
    database: URL, sign_in: SignIn, weeks: list[list[UUID]]
) -> None:
    first, second = sign_in("reception", desk="Desk 1"), sign_in("reception", desk="Desk 2")
    patient = build.patient(database)
    first.call(holds.hold, HoldSlots(slot_ids=(weeks[0][0],)))
    request = weekly(patient, weeks[0][0])
    with pytest.raises(Conflict, match=r"series\.dates_missing"):
        second.call(series.create, request)
    assert len(first.call(series.create, request).appointments) == 3
    assert build.rows(database, "SELECT FROM slot_hold") == []
    check_counters(database)


def test_a_visit_keeps_its_wall_time_when_clocks_change(database: URL, sign_in: SignIn) -> None:
    """Three Mondays at nine in Berlin, the last Sunday of a coming October between the second and the third."""
    year = build.tomorrow().year + 1
    change_day = max(datetime(year, 10, day, 9, tzinfo=BERLIN) for day in range(25, 32)
                     if datetime(year, 10, day, tzinfo=BERLIN).weekday() == 6)  # fmt: skip
    mondays = [change_day + timedelta(days=1) + timedelta(weeks=number) for number in (-2, -1, 0)]
    slots = [build.slots(database, 1, at, practitioner=build.LINDQVIST, facility=build.LAKESIDE)[0] for at in mondays]
    made = book_weekly(sign_in("reception"), build.patient(database), slots[0])
    assert starts(made.appointments) == mondays
    assert [one.starts_at.astimezone(BERLIN).hour for one in made.appointments] == [9, 9, 9]
    assert made.appointments[2].starts_at - made.appointments[1].starts_at == WEEK + timedelta(hours=1)


def test_a_doctor_books_own_series_only(database: URL, sign_in: SignIn, weeks: list[list[UUID]]) -> None:
    patient = build.patient(database)
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        sign_in("doctor2").call(series.create, weekly(patient, weeks[0][0]))
    made = book_weekly(sign_in("doctor"), patient, weeks[0][0])
    insert = (
        "INSERT INTO appointment_series (id, request_id, facility_id, patient_id, practitioner_id, rrule, starts_at) "
        "SELECT opd.uuid7(), opd.uuid7(), facility_id, patient_id, practitioner_id, rrule, starts_at "
        "FROM appointment_series"
    )
    assert sql.try_as(database, "doctor2", insert) == sql.DENIED
    assert sql.try_as(database, "admin", insert) == sql.DENIED
    assert sql.try_as(database, "doctor", insert) == 1
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        change(sign_in("doctor2"), made.appointments[0].id, "all", minutes=15)


def test_a_visit_stays_in_its_series_by_sql(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    single = book(desk, build.patient(database, "Arjun Nair"), weeks[0][1])
    leave = "UPDATE appointment SET series_id = NULL WHERE id = %(id)s"
    join = "UPDATE appointment SET series_id = %(series)s WHERE id = %(id)s"
    assert sql.try_as(database, "manager", leave, id=made.appointments[0].id) == "OP005"
    assert sql.try_as(database, "manager", join, id=single.id, series=made.series_id) == "OP005"
    born = (
        "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, "
        "status, series_id) SELECT opd.uuid7(), opd.uuid7(), patient_id, practitioner_id, facility_id, starts_at, "
        "ends_at, 'waitlist', %(series)s FROM appointment WHERE id = %(id)s"
    )
    assert sql.try_as(database, "manager", born, id=single.id, series=made.series_id) == "OP005"
    assert sql.try_as(database, "manager", born, id=made.appointments[0].id, series=made.series_id) == 1


# Changing


@pytest.mark.parametrize(("scope", "moved"), [("one", {1}), ("following", {1, 2, 3}), ("all", {0, 1, 2, 3})])
def test_one_the_following_or_all_are_moved_and_go_back(
    database: URL, desk: Clinic, weeks: list[list[UUID]], scope: str, moved: set[int]
) -> None:
    made = book_weekly(desk, build.patient(database), *weeks[0][:2], count=4)
    before = starts(made.appointments)
    done = change(desk, made.appointments[1].id, scope, minutes=15)
    assert {made.appointments.index(look_like) for look_like in made.appointments if look_like.id in
            {visit.id for visit in done.changed}} == moved  # fmt: skip
    now = [look(desk, visit.id).starts_at for visit in made.appointments]
    assert now == [at + (QUARTER if number in moved else timedelta()) for number, at in enumerate(before)]
    check_counters(database)
    undo_it(desk, done.undo)
    back = [look(desk, visit.id) for visit in made.appointments]
    assert [visit.starts_at for visit in back] == before
    assert booked_at(database) == sorted([*before, *(at + QUARTER for at in before)])
    check_counters(database)


@pytest.mark.parametrize(("scope", "gone"), [("one", {1}), ("following", {1, 2}), ("all", {0, 1, 2})])
def test_one_the_following_or_all_are_cancelled_and_come_back(
    database: URL, desk: Clinic, weeks: list[list[UUID]], scope: str, gone: set[int]
) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    done = change(
        desk, made.appointments[1].id, scope, what="cancel", cancel_reason="Feels better", cancelled_by="patient"
    )  # fmt: skip
    status = [look(desk, visit.id).status.value for visit in made.appointments]
    assert status == ["cancelled" if number in gone else "booked" for number in range(3)]
    assert {look(desk, visit.id).cancel_reason for visit in done.changed} == {"Feels better"}
    undo_it(desk, done.undo)
    assert {look(desk, visit.id).status.value for visit in made.appointments} == {"booked"}
    assert booked_at(database) == starts(made.appointments)


def test_visits_that_follow_each_other_move_into_each_others_places(database: URL, desk: Clinic) -> None:
    days = [build.slots(database, 2, build.tomorrow() + timedelta(days=number))[0] for number in range(4)]
    made = book_weekly(desk, build.patient(database), days[0], rrule="FREQ=DAILY;COUNT=3")
    before = starts(made.appointments)
    later = change(desk, made.appointments[0].id, "all", minutes=24 * 60)
    assert starts(later.changed) == [at + timedelta(days=1) for at in before]
    undo_it(desk, later.undo)
    assert booked_at(database) == before
    check_counters(database)


def test_a_move_that_one_visit_can_not_make_moves_none(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0], count=4)
    before = booked_at(database)
    book(desk, build.patient(database, "Arjun Nair"), weeks[2][1])
    refused = change(desk, made.appointments[0].id, "all", minutes=15)
    assert (refused.changed, refused.undo) == ((), None)
    assert [(gap.at, gap.why) for gap in refused.refused] == [(before[2], "full")]
    assert [look(desk, visit.id) for visit in made.appointments] == list(made.appointments)
    done = change(desk, made.appointments[0].id, "all", minutes=15, skip_refused=True)
    assert len(done.changed) == 3
    assert look(desk, made.appointments[2].id).starts_at == before[2]
    check_counters(database)


def test_a_series_goes_to_another_doctor_with_other_slots(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    for number in range(3):
        build.slots(database, 3, build.tomorrow() + WEEK * number, practitioner=build.MEHTA, minutes=10)
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    done = change(desk, made.appointments[0].id, "all", practitioner_id=build.MEHTA)
    assert {(visit.practitioner_name, visit.ends_at - visit.starts_at) for visit in done.changed} == {
        ("Dr Mehta", timedelta(minutes=20))
    }
    assert booked_at(database) == []
    undo_it(desk, done.undo)
    assert booked_at(database, build.MEHTA) == []
    assert booked_at(database) == starts(made.appointments)


def test_only_visits_still_to_come_change(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    desk.call(appointments.cancel, Cancel(id=made.appointments[1].id, cancel_reason="Travels"))
    done = change(desk, made.appointments[0].id, "all", minutes=30)
    assert {visit.id for visit in done.changed} == {made.appointments[0].id, made.appointments[2].id}
    with pytest.raises(Conflict, match=r"series\.nothing_to_come"):
        change(desk, made.appointments[1].id, "one", minutes=15)


def test_what_a_change_needs(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    single = book(desk, build.patient(database, "Arjun Nair"), weeks[0][1])
    visit = made.appointments[0].id
    with pytest.raises(BadInput, match=r"series\.nothing_to_change"):
        change(desk, visit, "all")
    with pytest.raises(BadInput, match=r"series\.reason_needed"):
        change(desk, visit, "all", what="cancel")
    with pytest.raises(Conflict, match=r"series\.not_in_one"):
        change(desk, single.id, "all", minutes=15)


def test_an_undo_never_overwrites_what_somebody_did_since(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    moved = change(desk, made.appointments[0].id, "all", minutes=15)
    book(desk, build.patient(database, "Arjun Nair"), weeks[1][0])
    with pytest.raises(SlotTaken):
        undo_it(desk, moved.undo)
    assert [look(desk, visit.id).starts_at for visit in made.appointments] == starts(moved.changed)
    desk.call(appointments.patch, PatchAppointment(id=made.appointments[2].id, reason="Bring the X-ray"))
    with pytest.raises(ChangedElsewhere):
        undo_it(desk, made.undo)
    check_counters(database)


def test_one_visit_of_a_series_moves_alone_and_stays_in_it(
    database: URL, desk: Clinic, weeks: list[list[UUID]]
) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    moved = desk.call(
        appointments.reschedule, Reschedule(id=made.appointments[0].id, slot_ids=(weeks[0][3],))
    ).appointment
    assert moved.series_id == made.series_id
    # The hours end where it is now.
    refused = change(desk, moved.id, "all", minutes=15)
    assert [(gap.at, gap.why) for gap in refused.refused] == [(moved.starts_at, "no_slots")]
    done = change(desk, moved.id, "all", minutes=15, skip_refused=True)
    assert starts(done.changed) == [visit.starts_at + QUARTER for visit in made.appointments[1:]]


def test_what_was_asked_twice_at_once_is_booked_once(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    request = weekly(build.patient(database), weeks[0][0])

    def send(_number: int) -> UUID:
        return desk.call(series.create, request).series_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert len(booked_at(database)) == 3
    listed = desk.call(appointments.list_, ListAppointments(patient_id=request.patient_id)).items
    assert len(listed) == 3


# Other times for dates without a place


def test_other_times_for_missing_dates_belong_to_the_series(
    database: URL, desk: Clinic, weeks: list[list[UUID]]
) -> None:
    book(desk, build.patient(database, "Arjun Nair"), weeks[1][0])
    patient = build.patient(database)
    missing = build.tomorrow() + WEEK
    request = weekly(patient, weeks[0][0], instead=(InsteadOf(at=missing, slot_ids=(weeks[1][2],)),))
    made = desk.call(series.create, request)
    assert starts(made.appointments) == [build.tomorrow(), missing + 2 * QUARTER, build.tomorrow() + 2 * WEEK]
    assert made.missing == ()
    assert {visit.series_id for visit in made.appointments} == {made.series_id}
    undo_it(desk, made.undo)
    assert len(booked_at(database)) == 1
    check_counters(database)


def test_a_chosen_time_that_is_gone_books_nothing(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    other = build.patient(database, "Arjun Nair")
    book(desk, other, weeks[1][0])
    book(desk, other, weeks[1][2])
    missing = build.tomorrow() + WEEK
    request = weekly(
        build.patient(database), weeks[0][0], skip_missing=True,
        instead=(InsteadOf(at=missing, slot_ids=(weeks[1][2],)),),
    )  # fmt: skip
    with pytest.raises(Conflict, match=r"series\.dates_missing") as refused:
        desk.call(series.create, request)
    assert [gap["at"] for gap in refused.value.params["dates"]] == [
        (missing + 2 * QUARTER).isoformat().replace("+00:00", "Z")
    ]
    assert len(booked_at(database)) == 2


def test_a_time_at_another_facility_is_no_part_of_a_series(
    database: URL, sign_in: SignIn, weeks: list[list[UUID]]
) -> None:
    away = build.slots(database, 1, build.tomorrow() + WEEK, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    request = weekly(
        build.patient(database), weeks[0][0], instead=(InsteadOf(at=build.tomorrow() + WEEK, slot_ids=tuple(away)),)
    )
    with pytest.raises(BadInput, match=r"series\.other_facility"):
        sign_in("manager").call(series.create, request)


# What becomes free


def test_places_that_a_series_leaves_are_told_with_who_could_take_them(
    database: URL, desk: Clinic, weeks: list[list[UUID]]
) -> None:
    made = book_weekly(desk, build.patient(database), weeks[0][0])
    asked = AddToWaitlist(
        request_id=uuid7(), patient_id=build.patient(database, "Li Wei"), practitioner_id=build.RAO,
        facility_id=build.CITY, start=build.tomorrow(), end=build.tomorrow() + WEEK + QUARTER,
    )  # fmt: skip
    desk.call(waitlist.add, asked)
    moved = change(desk, made.appointments[0].id, "all", minutes=15)
    told = [(place.starts_at, place.practitioner_id, place.matches) for place in moved.freed]
    assert told == [(build.tomorrow() + WEEK * number, build.RAO, 1) for number in range(2)]
    cancelled = change(desk, made.appointments[0].id, "following", what="cancel", cancel_reason="Travels")
    assert [place.starts_at for place in cancelled.freed] == [build.tomorrow() + QUARTER]
    assert cancelled.freed[0].practitioner_name


def test_a_place_that_the_series_takes_again_is_not_free(database: URL, desk: Clinic, weeks: list[list[UUID]]) -> None:
    made = book_weekly(desk, build.patient(database), *weeks[0][:2], count=2)
    asked = AddToWaitlist(
        request_id=uuid7(), patient_id=build.patient(database, "Li Wei"), practitioner_id=build.RAO,
        facility_id=build.CITY, start=build.tomorrow(), end=build.tomorrow() + QUARTER * 4,
    )  # fmt: skip
    desk.call(waitlist.add, asked)
    moved = change(desk, made.appointments[0].id, "all", minutes=15)
    assert [place.starts_at for place in moved.freed] == [build.tomorrow()]
