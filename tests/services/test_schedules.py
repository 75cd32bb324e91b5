"""Schedules and exceptions: who may write them, what is refused, and how slots follow."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, schedules
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment
from opd_desktop.services.dto.common import Change
from opd_desktop.services.dto.schedules import (
    Break,
    CreateException,
    ListExceptions,
    ListSchedules,
    Materialize,
    Materialized,
    PatchSchedule,
    ScheduleDto,
    Session,
    SlotDto,
)
from tests.support import build
from tests.support.hours import IST, TODAY, asked, daily, found

SignIn = Callable[..., Clinic]
FIRST, LAST = TODAY + timedelta(days=1), TODAY + timedelta(days=2)


def made_with_slots(clinic: Clinic, **more: Any) -> ScheduleDto:
    made = clinic.call(schedules.create, asked(**more))
    clinic.call(schedules.materialize, Materialize(id=made.id, start=FIRST, end=LAST))
    return made


def at(slot: SlotDto) -> str:
    return slot.starts_at.astimezone(IST).strftime("%H:%M")


def book(database: URL, clinic: Clinic, slot: SlotDto) -> UUID:
    request = BookAppointment(request_id=uuid7(), patient_id=build.patient(database), slot_ids=(slot.id,))
    return clinic.call(appointments.create, request).appointment.id


@pytest.fixture
def manager(sign_in: SignIn) -> Clinic:
    return sign_in("manager")


def test_a_schedule_is_written_listed_and_made_into_slots(database: URL, manager: Clinic) -> None:
    pause = Break(start=time(10), end=time(10, 30))
    made = manager.call(schedules.create, asked(sessions=daily(9, 12, pause), capacity=2, overbook_limit=1))
    assert (made.practitioner_name, made.sessions[0].breaks, made.active) == ("Dr Rao", (pause,), True)
    (listed,) = manager.call(schedules.list_, ListSchedules(facility_id=build.CITY))
    assert listed.model_dump() == made.model_dump(exclude={"undo"})
    assert manager.call(schedules.list_, ListSchedules(practitioner_id=build.MEHTA)) == ()
    request = Materialize(id=made.id, start=FIRST, end=LAST)
    assert manager.call(schedules.materialize, request) == Materialized(made=10, removed=0, kept=0)
    assert manager.call(schedules.materialize, request) == Materialized(made=0, removed=0, kept=10)
    slot = found(manager)[0]
    assert (at(slot), slot.capacity, slot.overbook_limit, slot.status) == ("09:00", 2, 1, "free")
    names = [row["name"] for row in build.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
    assert names == ["Schedule.Created", "Slots.Materialized", "Slots.Materialized"]


def test_schedules_that_make_no_sense_are_refused(database: URL, manager: Clinic) -> None:
    two = (Session(weekday=0, start=time(9), end=time(12)), Session(weekday=0, start=time(11), end=time(13)))
    with pytest.raises(BadInput, match=r"schedule\.sessions_overlap"):
        manager.call(schedules.create, asked(sessions=two))
    with pytest.raises(BadInput, match=r"schedule\.practitioner_not_here"):
        manager.call(schedules.create, asked(practitioner_id=build.LINDQVIST))
    with pytest.raises(BadInput, match=r"schedule\.bad_dates"):
        manager.call(schedules.create, asked(valid_to=TODAY - timedelta(days=1)))
    made = manager.call(schedules.create, asked())
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(BadInput, match=r"schedule\.dates_passed"):
        manager.call(schedules.materialize, Materialize(id=made.id, start=yesterday, end=yesterday))
    with pytest.raises(NotFound, match=r"provider_schedule\.not_found"):
        manager.call(schedules.materialize, Materialize(id=uuid7(), start=FIRST, end=LAST))
    assert build.rows(database, "SELECT * FROM time_slot") == []


def test_a_practitioner_is_in_one_place_at_a_time(database: URL, manager: Clinic) -> None:
    made = manager.call(schedules.create, asked())
    with pytest.raises(Conflict, match=r"schedule\.overlaps_another"):
        manager.call(schedules.create, asked(sessions=daily(11, 14)))
    afternoon = manager.call(schedules.create, asked(sessions=daily(14, 17)))
    with pytest.raises(Conflict, match=r"schedule\.overlaps_another"):
        manager.call(schedules.patch, PatchSchedule(id=afternoon.id, sessions=daily(11, 14)))
    manager.call(schedules.patch, PatchSchedule(id=made.id, active=False))
    changed = manager.call(schedules.patch, PatchSchedule(id=afternoon.id, sessions=daily(11, 14)))
    assert changed.sessions == daily(11, 14)
    # 09:00 in Berlin is in the afternoon of Kolkata, by the clock of neither the same.
    build.rows(
        database,
        "INSERT INTO practitioner_role (id, practitioner_id, facility_id, token_prefix) "
        "VALUES (opd.uuid7(), :rao, :lakeside, 'R')",
        rao=build.RAO, lakeside=build.LAKESIDE,
    )  # fmt: skip
    with pytest.raises(Conflict, match=r"schedule\.overlaps_another"):
        manager.call(schedules.create, asked(facility_id=build.LAKESIDE, sessions=daily(8, 10)))
    manager.call(schedules.create, asked(facility_id=build.LAKESIDE, sessions=daily(11, 14)))


def test_hours_at_two_facilities_are_compared_in_summer_and_in_winter(database: URL, manager: Clinic) -> None:
    build.rows(
        database,
        "INSERT INTO practitioner_role (id, practitioner_id, facility_id, token_prefix) "
        "VALUES (opd.uuid7(), :rao, :lakeside, 'R')",
        rao=build.RAO, lakeside=build.LAKESIDE,
    )  # fmt: skip
    here = manager.call(schedules.create, asked(sessions=daily(9, 12)))
    # 12:00 in Kolkata is 07:30 in Berlin in winter and 08:30 in summer, whichever of them it is now.
    for hours in (daily(6, 8), daily(7, 9), daily(8, 10)):
        with pytest.raises(Conflict, match=r"schedule\.overlaps_another") as refused:
            manager.call(schedules.create, asked(facility_id=build.LAKESIDE, sessions=hours))
        assert refused.value.params["id"] == str(here.id)
    manager.call(schedules.create, asked(facility_id=build.LAKESIDE, sessions=daily(9, 12)))


def test_free_slots_follow_a_change_and_visits_outside_hours_are_listed(database: URL, manager: Clinic) -> None:
    made = made_with_slots(manager, valid_from=FIRST)
    visit = book(database, manager, found(manager)[0])
    changed = manager.call(
        schedules.patch, PatchSchedule(id=made.id, row_version=1, sessions=daily(10, 13), capacity=2)
    )
    assert (changed.slots.made, changed.slots.removed, changed.slots.kept) == (4, 3, 9)
    (affected,) = changed.slots.affected
    assert (affected.appointment_id, affected.patient_name, affected.phone) == (visit, "Meena Patil", "+919812345678")
    now = found(manager)
    assert [at(slot) for slot in now[:3]] == ["09:00", "10:00", "10:30"]
    assert [(slot.capacity, slot.status) for slot in now[:2]] == [(1, "busy-unavailable"), (2, "free")]
    with pytest.raises(ChangedElsewhere):
        manager.call(schedules.patch, PatchSchedule(id=made.id, row_version=1, capacity=3))


def test_a_switched_off_schedule_has_no_free_slots(database: URL, manager: Clinic) -> None:
    made = made_with_slots(manager)
    changed = manager.call(schedules.patch, PatchSchedule(id=made.id, active=False))
    assert (changed.active, changed.slots.removed) == (False, 12)
    assert manager.call(schedules.list_, ListSchedules()) == ()
    assert len(manager.call(schedules.list_, ListSchedules(include_inactive=True))) == 1
    assert build.rows(database, "SELECT * FROM time_slot") == []


def test_leave_takes_free_slots_away_and_taking_it_back_returns_them(database: URL, manager: Clinic) -> None:
    made_with_slots(manager)
    first = found(manager)[0]
    visit = book(database, manager, first)
    leave = CreateException(
        practitioner_id=build.RAO, facility_id=build.CITY, kind="leave", starts_at=first.starts_at,
        ends_at=datetime.combine(LAST, time(23, 59), IST), reason="Conference",
    )  # fmt: skip
    added = manager.call(schedules.add_exception, leave)
    assert (added.kind, added.reason, added.slots.made, added.slots.removed) == ("leave", "Conference", 0, 11)
    assert [one.appointment_id for one in added.slots.affected] == [visit]
    listed = manager.call(
        schedules.exceptions,
        ListExceptions(facility_id=build.CITY, practitioner_id=build.RAO, start=first.starts_at, end=first.ends_at),
    )
    assert [one.id for one in listed] == [added.id]
    before = ListExceptions(facility_id=build.CITY, end=first.starts_at)
    assert manager.call(schedules.exceptions, before) == ()
    back = manager.call(schedules.remove_exception, Change(id=added.id, row_version=added.row_version))
    assert (back.made, back.affected) == (11, ())
    assert {slot.status for slot in found(manager)} == {"busy", "free"}


def test_a_holiday_closes_the_whole_facility(manager: Clinic) -> None:
    made_with_slots(manager)
    made_with_slots(manager, practitioner_id=build.MEHTA)
    start = datetime.combine(FIRST, time(0), IST)
    holiday = CreateException(
        facility_id=build.CITY, kind="holiday", starts_at=start, ends_at=start + timedelta(days=1)
    )  # fmt: skip
    assert manager.call(schedules.add_exception, holiday).slots.removed == 12
    assert {slot.starts_at.astimezone(IST).date() for slot in found(manager)} == {LAST}


def test_an_extra_session_is_made_also_on_a_day_that_has_no_slots_yet(manager: Clinic) -> None:
    weekday = (TODAY + timedelta(days=20)).weekday()
    manager.call(schedules.create, asked(sessions=(Session(weekday=(weekday + 1) % 7, start=time(9), end=time(12)),)))
    start = datetime.combine(TODAY + timedelta(days=20), time(18), IST)
    extra = CreateException(
        practitioner_id=build.RAO, facility_id=build.CITY, kind="extra", starts_at=start,
        ends_at=start + timedelta(hours=2),
    )  # fmt: skip
    assert manager.call(schedules.add_exception, extra).slots.made == 4
    assert [at(slot) for slot in found(manager)] == ["18:00", "18:30", "19:00", "19:30"]


def test_running_late_changes_no_slots(database: URL, manager: Clinic) -> None:
    made = made_with_slots(manager)
    first = found(manager)[0]
    build.rows(
        database,
        "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, minutes) "
        "VALUES (opd.uuid7(), :practitioner, :facility, 'late', :start, :end, 20)",
        practitioner=build.RAO, facility=build.CITY, start=first.starts_at,
        end=first.starts_at + timedelta(minutes=40),
    )  # fmt: skip
    again = manager.call(schedules.materialize, Materialize(id=made.id, start=FIRST, end=LAST))
    assert again == Materialized(made=0, removed=0, kept=12)
    assert len(found(manager)) == 12


def test_running_late_is_announced_and_never_planned() -> None:
    start = datetime.now(UTC)
    fields = {
        "practitioner_id": build.RAO, "facility_id": build.CITY, "kind": "late", "starts_at": start,
        "ends_at": start + timedelta(minutes=40),
    }  # fmt: skip
    with pytest.raises(ValidationError, match="kind"):
        CreateException.model_validate(fields)


def test_a_lateness_without_minutes_of_older_data_is_listed_and_removed(database: URL, manager: Clinic) -> None:
    build.rows(database, "ALTER TABLE schedule_exception DROP CONSTRAINT schedule_exception_late_minutes_check")
    build.rows(
        database,
        "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at) "
        "VALUES (opd.uuid7(), :practitioner, :facility, 'late', now(), now() + interval '1 hour')",
        practitioner=build.RAO, facility=build.CITY,
    )  # fmt: skip
    (known,) = manager.call(schedules.exceptions, ListExceptions(facility_id=build.CITY))
    assert (known.kind, known.minutes) == ("late", None)
    assert manager.call(schedules.remove_exception, Change(id=known.id)).undo is None
    assert manager.call(schedules.exceptions, ListExceptions(facility_id=build.CITY)) == ()


def test_exceptions_that_make_no_sense_are_refused(sign_in: SignIn, manager: Clinic) -> None:
    start = datetime.combine(FIRST, time(9), IST)
    fields = {"facility_id": build.CITY, "kind": "leave", "starts_at": start, "ends_at": start}
    with pytest.raises(BadInput, match=r"schedule\.bad_dates"):
        manager.call(schedules.add_exception, CreateException.model_validate(fields))
    fields["ends_at"] = start + timedelta(hours=1)
    with pytest.raises(BadInput, match=r"schedule\.practitioner_not_here"):
        manager.call(
            schedules.add_exception, CreateException.model_validate(fields | {"practitioner_id": build.LINDQVIST})
        )
    away = fields | {"facility_id": build.LAKESIDE, "practitioner_id": build.RAO}
    with pytest.raises(NotFound, match=r"facility\.not_found"):
        sign_in("doctor").call(schedules.add_exception, CreateException.model_validate(away))
    with pytest.raises(NotFound, match=r"schedule_exception\.not_found"):
        manager.call(schedules.remove_exception, Change(id=uuid7()))


def test_a_doctor_changes_own_hours_only(sign_in: SignIn, manager: Clinic) -> None:
    doctor, other = sign_in("doctor"), sign_in("doctor2")
    made = made_with_slots(doctor)
    with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
        doctor.call(schedules.create, asked(practitioner_id=build.MEHTA))
    with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
        other.call(schedules.patch, PatchSchedule(id=made.id, capacity=9))
    with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
        other.call(schedules.materialize, Materialize(id=made.id, start=FIRST, end=LAST))
    start = datetime.combine(FIRST, time(9), IST)
    for who in (None, build.RAO):
        leave = CreateException(
            practitioner_id=who, facility_id=build.CITY, kind="leave", starts_at=start,
            ends_at=start + timedelta(hours=1),
        )  # fmt: skip
        with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
            other.call(schedules.add_exception, leave)
    added = doctor.call(schedules.add_exception, leave)
    assert added.slots.removed == 2
    with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
        other.call(schedules.remove_exception, Change(id=added.id))
    assert doctor.call(schedules.remove_exception, Change(id=added.id)).made == 2


def test_the_database_keeps_others_out_too(database: URL, sign_in: SignIn, manager: Clinic) -> None:
    made_with_slots(manager)
    with sign_in("doctor2")._engine.connect() as connection:
        assert connection.execute(text("UPDATE provider_schedule SET capacity = 9")).rowcount == 0
    for login in ("reception", "manager", "admin"):
        for statement in ("DELETE FROM time_slot", "UPDATE time_slot SET capacity = 99"):
            with (
                sign_in(login)._engine.connect() as connection,
                pytest.raises(DBAPIError, match="permission denied"),
            ):
                connection.execute(text(statement))
    with pytest.raises(NotPermitted, match=r"permission\.missing"):
        sign_in("reception").call(schedules.create, asked())
    assert build.rows(database, "SELECT DISTINCT capacity FROM time_slot") == [{"capacity": 1}]
