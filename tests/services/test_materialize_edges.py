"""Making slots where it is hard: extra sessions that overlap, buffers of others, offers of a slot, who has left."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, schedules, waitlist
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import Cancel
from opd_desktop.services.dto.booking import AddToWaitlist, AnswerOffer, OfferPlace
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.schedules import (
    CreateException,
    CreateSchedule,
    Materialize,
    PatchSchedule,
    PreviewSchedule,
    ScheduleDto,
    Session,
)
from tests.support import build
from tests.support.booking import book, check_counters, look

SignIn = Callable[..., Clinic]
IST = ZoneInfo("Asia/Kolkata")
DAY = datetime.now(IST).date() + timedelta(days=7)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), IST)


@pytest.fixture
def manager(sign_in: SignIn) -> Clinic:
    return sign_in("manager")


def made(manager: Clinic, start: time = time(9), end: time = time(10), **fields: object) -> ScheduleDto:
    """A schedule of one weekday, with slots for that day."""
    request = {
        "practitioner_id": build.RAO, "facility_id": build.CITY, "slot_minutes": 20, "valid_from": DAY,
        "sessions": (Session(weekday=DAY.weekday(), start=start, end=end),),
    } | fields  # fmt: skip
    schedule = manager.call(schedules.create, CreateSchedule.model_validate(request))
    manager.call(schedules.materialize, Materialize(id=schedule.id, start=DAY, end=DAY))
    return schedule


def slots(database: URL, practitioner: UUID = build.RAO) -> list[tuple[str, str]]:
    """The slots of the day as wall times, soonest first."""
    found = build.rows(
        database, "SELECT starts_at, ends_at FROM time_slot WHERE practitioner_id = :who ORDER BY 1", who=practitioner
    )
    return [
        (f"{row['starts_at'].astimezone(IST):%H:%M}", f"{row['ends_at'].astimezone(IST):%H:%M}")
        for row in found
        if row["starts_at"].astimezone(IST).date() == DAY
    ]


def ids(database: URL) -> list[UUID]:
    found = build.rows(
        database, "SELECT id FROM time_slot WHERE practitioner_id = :who ORDER BY starts_at", who=build.RAO
    )
    return [row["id"] for row in found]


def extra(manager: Clinic, start: datetime, end: datetime) -> None:
    request = CreateException(
        practitioner_id=build.RAO, facility_id=build.CITY, kind="extra", starts_at=start, ends_at=end
    )
    manager.call(schedules.add_exception, request)


def test_extra_sessions_that_overlap_are_one(database: URL, manager: Clinic) -> None:
    made(manager)
    extra(manager, at(14), at(15))
    extra(manager, at(14, 30), at(15, 30))
    assert [start for start, _ in slots(database)] == [
        "09:00", "09:20", "09:40", "14:00", "14:20", "14:40", "15:00",
    ]  # fmt: skip


def test_an_extra_session_is_of_the_schedule_that_is_valid_then(database: URL, manager: Clinic) -> None:
    """The older one has ended the week before; its slots would be of another length."""
    made(manager, valid_from=DAY - timedelta(days=20), valid_to=DAY - timedelta(days=1))
    newer = made(manager, slot_minutes=30)
    extra(manager, at(14), at(15))
    assert slots(database)[-2:] == [("14:00", "14:30"), ("14:30", "15:00")]
    found = build.rows(database, "SELECT DISTINCT schedule_id FROM time_slot WHERE starts_at >= :at", at=at(14))
    assert [row["schedule_id"] for row in found] == [newer.id]


def test_the_buffers_of_one_schedule_are_no_room_for_another(database: URL, manager: Clinic) -> None:
    made(manager, buffer_after=10)
    assert slots(database) == [("09:00", "09:20"), ("09:30", "09:50")]
    made(manager, time(11), time(12), slot_minutes=10)
    extra(manager, at(14), at(15))
    assert ("14:20", "14:30") not in slots(database)
    afternoon = [slot for slot in slots(database) if slot[0] >= "14"]
    assert afternoon == [("14:00", "14:20"), ("14:30", "14:50")]


def test_nothing_is_made_inside_a_long_visit_when_buffers_go(database: URL, manager: Clinic) -> None:
    schedule = made(manager, buffer_after=10)
    reception = manager
    visit = book(reception, build.patient(database), *ids(database))
    assert (visit.starts_at, visit.ends_at) == (at(9), at(9, 50))
    manager.call(schedules.patch, PatchSchedule(id=schedule.id, slot_minutes=5, buffer_after=0))
    assert slots(database) == [("09:00", "09:20"), ("09:30", "09:50"), ("09:50", "09:55"), ("09:55", "10:00")]


def test_a_preview_says_the_same(database: URL, manager: Clinic) -> None:
    schedule = made(manager, buffer_after=10)
    book(manager, build.patient(database), *ids(database))
    fields = schedule.model_dump(include=set(CreateSchedule.model_fields)) | {"slot_minutes": 5, "buffer_after": 0}
    asked = PreviewSchedule.model_validate(fields | {"id": schedule.id, "start": DAY, "end": DAY})
    shown = [f"{one.starts_at.astimezone(IST):%H:%M}" for one in manager.call(schedules.preview, asked).slots]
    manager.call(schedules.patch, PatchSchedule(id=schedule.id, slot_minutes=5, buffer_after=0))
    free = build.rows(database, "SELECT starts_at FROM time_slot WHERE booked = 0 ORDER BY 1")
    assert shown == [f"{row['starts_at'].astimezone(IST):%H:%M}" for row in free]


def waiting(clinic: Clinic, patient: UUID) -> UUID:
    request = AddToWaitlist(
        request_id=uuid7(), patient_id=patient, practitioner_id=build.RAO, facility_id=build.CITY,
        start=at(0), end=at(23, 30),
    )  # fmt: skip
    return clinic.call(waitlist.add, request).appointment.id


@pytest.mark.parametrize("outcome", ["open", "declined", "withdrawn"])
def test_hours_of_an_offered_place_can_be_taken_away(
    database: URL, manager: Clinic, sign_in: SignIn, outcome: str
) -> None:
    """An offer outlives its slot: the list still tells what was offered."""
    made(manager)
    desk, patient = sign_in("reception"), build.patient(database)
    entry = waiting(desk, patient)
    offered = desk.call(waitlist.offer, OfferPlace(waitlist_id=entry, slot_id=ids(database)[0]))
    if outcome == "declined":
        desk.call(waitlist.answer, AnswerOffer(offer_id=offered.id, outcome="declined"))
    elif outcome == "withdrawn":
        visit = look(desk, entry)
        desk.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels"))
    leave = CreateException(
        practitioner_id=build.RAO, facility_id=build.CITY, kind="leave", starts_at=at(0), ends_at=at(23)
    )
    manager.call(schedules.add_exception, leave)
    assert slots(database) == []
    told = [one for one in desk.call(appointments.history, ById(id=entry)) if one.what == "offered"]
    assert [(one.to_starts_at, one.status) for one in told] == [(at(9), outcome if outcome != "open" else "withdrawn")]


def test_a_place_that_was_accepted_and_cancelled_can_go(database: URL, manager: Clinic, sign_in: SignIn) -> None:
    made(manager)
    desk = sign_in("reception")
    entry = waiting(desk, build.patient(database))
    offered = desk.call(waitlist.offer, OfferPlace(waitlist_id=entry, slot_id=ids(database)[0]))
    desk.call(waitlist.answer, AnswerOffer(offer_id=offered.id, outcome="accepted"))
    desk.call(appointments.cancel, Cancel(id=entry, cancel_reason="Travels"))
    leave = CreateException(
        practitioner_id=build.RAO, facility_id=build.CITY, kind="leave", starts_at=at(0), ends_at=at(23)
    )
    manager.call(schedules.add_exception, leave)
    assert slots(database) == []
    check_counters(database)


@pytest.mark.parametrize("gone", ["practitioner", "practitioner_role", "facility"])
def test_who_does_not_work_here_any_more_gets_no_slots(
    database: URL, manager: Clinic, sign_in: SignIn, gone: str
) -> None:
    """The free ones are taken away at once and who is booked is listed; all is as before when they are back."""
    made(manager)
    before, desk = slots(database), sign_in("reception")
    free, visit = ids(database)[0], book(desk, build.patient(database), ids(database)[1])
    key = {"practitioner": "id", "practitioner_role": "practitioner_id", "facility": "id"}[gone]
    switch = f"UPDATE {gone} SET active = :on WHERE {key} = :who"
    who = build.CITY if gone == "facility" else build.RAO
    build.rows(database, switch, on=False, who=who)
    assert slots(database) == [("09:20", "09:40")]
    with pytest.raises(NotFound, match=r"slot\.not_found"):
        book(desk, build.patient(database), free)
    noted = "SELECT appointment_id FROM affected_visit WHERE outcome = 'open'"
    assert [row["appointment_id"] for row in build.rows(database, noted)] == [visit.id]
    build.rows(database, "SELECT opd.materialize_all(4)")
    assert slots(database) == [("09:20", "09:40")]
    build.rows(database, switch, on=True, who=who)
    assert set(before) <= set(slots(database))
    assert build.rows(database, noted) == []
    assert look(desk, visit.id).starts_at == visit.starts_at
    (far,) = build.rows(database, "SELECT max(starts_at) > now() + interval '80 days' AS far FROM time_slot")
    assert far["far"]
    told = build.rows(database, "SELECT id FROM outbox_event WHERE name = 'Schedule.Updated'")
    assert len(told) == 2
    check_counters(database)


@pytest.mark.parametrize("change", ["active = false", "valid_from = current_date - 9, valid_to = current_date - 2"])
def test_the_nightly_run_leaves_nothing_to_book_of_a_schedule_that_ended(
    database: URL, manager: Clinic, sign_in: SignIn, change: str
) -> None:
    """Somebody ended it by SQL, so nothing followed at once; some slots are far ahead."""
    schedule = made(manager)
    far = at(0).date() + timedelta(days=100)
    manager.call(schedules.materialize, Materialize(id=schedule.id, start=far, end=far + timedelta(days=7)))
    visit = book(sign_in("reception"), build.patient(database), ids(database)[-1])
    build.rows(database, f"UPDATE provider_schedule SET {change}")
    build.rows(database, "SELECT opd.materialize_all(4)")
    assert [row["booked"] for row in build.rows(database, "SELECT booked FROM time_slot")] == [1]
    noted = build.rows(database, "SELECT appointment_id FROM affected_visit WHERE outcome = 'open'")
    assert [row["appointment_id"] for row in noted] == [visit.id]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            "weekly_pattern || jsonb_build_array(jsonb_set(weekly_pattern -> 0, '{start}', '\"09:10\"'))",
            "sessions_overlap",
        ),
        ("jsonb_set(weekly_pattern, '{0,start}', '\"10:00\"')", "bad_dates"),
        ("jsonb_set(weekly_pattern, '{0,weekday}', '7')", "bad_dates"),
        ("jsonb_set(weekly_pattern, '{0,end}', '\"late\"')", "bad_dates"),
        ("weekly_pattern #- '{0,end}'", "bad_dates"),
        ('jsonb_set(weekly_pattern, \'{0,breaks}\', \'[{"start": "09:30", "end": "09:20"}]\')', "bad_dates"),
        ("'{}'", "bad_dates"),
    ],
)
def test_hours_that_make_no_sense_are_refused_by_sql_too(
    database: URL, manager: Clinic, change: str, code: str
) -> None:
    """The nightly run goes over all schedules: one that makes no sense would stop the others."""
    schedule = made(manager)
    with pytest.raises(DBAPIError, match=rf"schedule\.{code}"):
        build.rows(database, f"UPDATE provider_schedule SET weekly_pattern = {change} WHERE id = :id", id=schedule.id)


def test_a_facility_that_changes_its_zone_keeps_its_wall_times(database: URL, manager: Clinic, sign_in: SignIn) -> None:
    """The nightly run makes the free places anew; who is booked stays where they are and is listed."""
    made(manager)
    visit = book(sign_in("reception"), build.patient(database), ids(database)[0])
    build.rows(database, "UPDATE facility SET time_zone = 'Australia/Lord_Howe' WHERE id = :id", id=build.CITY)
    build.rows(database, "SELECT opd.materialize_all(4)")
    free = build.rows(database, "SELECT starts_at FROM time_slot WHERE booked = 0 ORDER BY 1")
    there = ZoneInfo("Australia/Lord_Howe")
    assert {f"{row['starts_at'].astimezone(there):%H:%M}" for row in free} == {"09:00", "09:20", "09:40"}
    assert look(manager, visit.id).starts_at == visit.starts_at
    noted = build.rows(database, "SELECT appointment_id FROM affected_visit WHERE outcome = 'open'")
    assert [row["appointment_id"] for row in noted] == [visit.id]


def test_capacity_lowered_below_what_is_booked_takes_nobody_away(
    database: URL, manager: Clinic, sign_in: SignIn
) -> None:
    schedule = made(manager, capacity=3, overbook_limit=1)
    desk, full = sign_in("reception"), ids(database)[0]
    visits = [book(desk, build.patient(database, f"Patient {number}"), full) for number in range(3)]
    manager.call(schedules.patch, PatchSchedule(id=schedule.id, capacity=1, overbook_limit=0))
    assert [look(desk, one.id).status for one in visits] == ["booked"] * 3
    check_counters(database)
    for one in visits:
        desk.call(appointments.cancel, Cancel(id=one.id, cancel_reason="Travels"))
    build.rows(database, "SELECT opd.materialize_all(4)")
    found = build.rows(database, "SELECT DISTINCT capacity, overbook_limit FROM time_slot")
    assert [(row["capacity"], row["overbook_limit"]) for row in found] == [(1, 0)]


def test_slots_end_with_the_last_day_of_a_schedule(database: URL, manager: Clinic, sign_in: SignIn) -> None:
    """A last day that comes nearer leaves who is booked after it, listed; one that is taken away gives slots again."""
    schedule = made(manager)
    visit = book(sign_in("reception"), build.patient(database), ids(database)[2])
    ends = PatchSchedule(id=schedule.id, valid_from=DAY - timedelta(days=30), valid_to=DAY - timedelta(days=1))
    changed = manager.call(schedules.patch, ends)
    assert [one.appointment_id for one in changed.slots.affected] == [visit.id]
    assert slots(database) == [("09:40", "10:00")]
    manager.call(schedules.patch, PatchSchedule(id=schedule.id, valid_to=None))
    assert [start for start, _ in slots(database)] == ["09:00", "09:20", "09:40"]
    noted = build.rows(database, "SELECT outcome FROM affected_visit")
    assert [row["outcome"] for row in noted] == ["lifted"]
