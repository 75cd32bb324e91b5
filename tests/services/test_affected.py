"""Visits that hours were taken from: listed once, settled by what happens to them or by the person who called."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL, text

from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import affected, appointments, holidays, schedules, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.affected import AffectedVisit
from opd_desktop.services.dto.appointments import BookAppointment, Cancel, Reschedule
from opd_desktop.services.dto.common import Change, RunUndo
from opd_desktop.services.dto.schedules import (
    AddHolidays,
    CreateException,
    DecideAffected,
    ExceptionAdded,
    ListAffected,
    ListSchedules,
    Materialize,
    PatchSchedule,
    PreviewSchedule,
    ScheduleDto,
    SuggestHolidays,
)
from tests.support import build, sql
from tests.support.hours import IST, TODAY, asked, daily, found

SignIn = Callable[..., Clinic]
FIRST, LAST = TODAY + timedelta(days=1), TODAY + timedelta(days=3)


def listed(clinic: Clinic, **more: Any) -> tuple[AffectedVisit, ...]:
    return clinic.call(affected.list_, ListAffected(facility_id=build.CITY, **more))


def on_leave(clinic: Clinic, day: date = FIRST, kind: str = "leave") -> ExceptionAdded:
    start = datetime.combine(day, time(0), IST)
    request = CreateException.model_validate(
        {"practitioner_id": build.RAO, "facility_id": build.CITY, "kind": kind, "starts_at": start,
         "ends_at": start + timedelta(days=1), "reason": "Conference"}
    )  # fmt: skip
    return clinic.call(schedules.add_exception, request)


@pytest.fixture
def manager(sign_in: SignIn) -> Clinic:
    return sign_in("manager")


@pytest.fixture
def reception(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


@pytest.fixture
def schedule(manager: Clinic) -> ScheduleDto:
    # From tomorrow on: whether today's hours are over would depend on when the tests run.
    made = manager.call(schedules.create, asked(valid_from=FIRST))
    manager.call(schedules.materialize, Materialize(id=made.id, start=FIRST, end=LAST))
    return made


@pytest.fixture
def visit(database: URL, reception: Clinic, schedule: ScheduleDto) -> UUID:
    """A visit in the first slot of tomorrow."""
    del schedule
    request = BookAppointment(
        request_id=uuid7(), patient_id=build.patient(database), slot_ids=(found(reception)[0].id,)
    )  # fmt: skip
    return reception.call(appointments.create, request).appointment.id


def test_leave_lists_the_visit_and_moving_it_settles_it(manager: Clinic, reception: Clinic, visit: UUID) -> None:
    added = on_leave(manager)
    assert [one.appointment_id for one in added.slots.affected] == [visit]
    (row,) = listed(reception)
    assert (row.appointment.id, row.cause, row.reason, row.outcome, row.calls) == (
        visit, "leave", "Conference", "open", 0,
    )  # fmt: skip
    free = next(slot for slot in found(reception) if slot.status == "free")
    reception.call(appointments.reschedule, Reschedule(id=visit, slot_ids=(free.id,)))
    assert listed(reception) == ()
    (settled,) = listed(reception, include_closed=True)
    assert (settled.outcome, settled.decided_by) == ("moved", "reception")
    assert settled.starts_at == row.appointment.starts_at
    assert settled.appointment.starts_at == free.starts_at


def test_a_cancelled_visit_is_settled(manager: Clinic, reception: Clinic, visit: UUID) -> None:
    on_leave(manager)
    reception.call(appointments.cancel, Cancel(id=visit, cancel_reason="Doctor away", cancelled_by="clinic"))
    assert [one.outcome for one in listed(reception, include_closed=True)] == ["cancelled"]
    assert listed(reception) == ()


def test_nobody_answers_twice_then_the_patient_comes_all_the_same(
    manager: Clinic, reception: Clinic, visit: UUID
) -> None:
    on_leave(manager, kind="blocked")
    (row,) = listed(reception)
    for number in (1, 2):
        row = reception.call(
            affected.decide, DecideAffected(id=row.id, row_version=row.row_version, outcome="no-answer", note="Rang")
        )
        assert (row.outcome, row.calls, row.note) == ("no-answer", number, "Rang")
        assert [one.id for one in listed(reception)] == [row.id]
    kept = reception.call(affected.decide, DecideAffected(id=row.id, outcome="kept", note="Dr Mehta sees them"))
    assert (kept.outcome, kept.decided_by, kept.calls) == ("kept", "reception", 2)
    assert listed(reception) == ()
    # Making slots again asks no second time about a visit that stays where it is.
    manager.call(schedules.patch, PatchSchedule(id=manager.call(schedules.list_, _all())[0].id, capacity=2))
    assert listed(reception) == ()
    assert kept.undo is not None
    reception.call(undo.run, RunUndo(id=kept.undo.id))
    assert [one.appointment.id for one in listed(reception)] == [visit]


def _all() -> ListSchedules:
    return ListSchedules(practitioner_id=build.RAO)


def test_hours_that_come_back_need_no_call(manager: Clinic, reception: Clinic, visit: UUID) -> None:
    added = on_leave(manager)
    manager.call(schedules.remove_exception, Change(id=added.id))
    assert listed(reception) == ()
    assert [one.outcome for one in listed(reception, include_closed=True)] == ["lifted"]
    on_leave(manager)
    assert [one.appointment.id for one in listed(reception)] == [visit]


def test_undoing_leave_takes_it_back(manager: Clinic, reception: Clinic, visit: UUID) -> None:
    added = on_leave(manager)
    assert added.undo is not None
    manager.call(undo.run, RunUndo(id=added.undo.id))
    assert listed(reception) == ()
    assert len([slot for slot in found(reception) if slot.status == "free"]) == 17


def test_undoing_a_move_out_of_leave_asks_for_the_call_again(manager: Clinic, reception: Clinic, visit: UUID) -> None:
    on_leave(manager)
    free = next(slot for slot in found(reception) if slot.status == "free")
    moved = reception.call(appointments.reschedule, Reschedule(id=visit, slot_ids=(free.id,)))
    assert moved.undo is not None
    assert listed(reception) == ()
    back = reception.call(undo.run, RunUndo(id=moved.undo.id))
    assert back.label == "appointment.rescheduled"
    (row,) = listed(reception)
    assert (row.appointment.id, row.outcome, row.decided_by) == (visit, "open", None)
    assert row.starts_at == row.appointment.starts_at
    cancelled = reception.call(appointments.cancel, Cancel(id=visit, cancel_reason="Doctor away"))
    assert listed(reception) == ()
    assert cancelled.matches == 0
    assert cancelled.undo is not None
    reception.call(undo.run, RunUndo(id=cancelled.undo.id))
    assert [one.id for one in listed(reception)] == [row.id]


def test_only_who_took_a_visit_out_of_leave_can_put_it_back(
    database: URL, manager: Clinic, reception: Clinic, visit: UUID
) -> None:
    on_leave(manager)
    closed = next(slot for slot in found(reception) if slot.booked)
    free = next(slot for slot in found(reception) if slot.status == "free")
    reception.call(appointments.reschedule, Reschedule(id=visit, slot_ids=(free.id,)))
    with pytest.raises(Conflict, match=r"booking\.slot_unavailable"):
        manager.call(appointments.reschedule, Reschedule(id=visit, slot_ids=(closed.id,)))
    other = BookAppointment(request_id=uuid7(), patient_id=build.patient(database, "Li Wei"), slot_ids=(closed.id,))
    with pytest.raises(Conflict, match=r"booking\.slot_unavailable"):
        reception.call(appointments.create, other)
    with build.owner(database) as owner:
        # The trail can't be changed, not even here, while its triggers are on.
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        owner.execute(
            text("UPDATE audit_log SET at = at - interval '11 minutes' WHERE table_name = 'appointment_slot'")
        )
    with pytest.raises(Conflict, match=r"booking\.slot_unavailable"):
        reception.call(appointments.reschedule, Reschedule(id=visit, slot_ids=(closed.id,)))


@pytest.mark.usefixtures("visit")
def test_shorter_hours_list_the_visit_with_its_cause(manager: Clinic, reception: Clinic, schedule: ScheduleDto) -> None:
    changed = manager.call(
        schedules.patch, PatchSchedule(id=schedule.id, row_version=schedule.row_version, sessions=daily(10, 12))
    )
    (row,) = listed(reception)
    assert (row.cause, row.reason) == ("hours", "")
    assert changed.undo is not None
    manager.call(undo.run, RunUndo(id=changed.undo.id))
    assert listed(reception) == ()
    assert manager.call(schedules.list_, _all())[0].sessions == daily(9, 12)


def test_one_list_for_each_doctor(manager: Clinic, reception: Clinic, visit: UUID) -> None:
    on_leave(manager)
    assert [one.appointment.id for one in listed(reception, practitioner_id=build.RAO)] == [visit]
    assert listed(reception, practitioner_id=build.MEHTA) == ()


@pytest.mark.usefixtures("visit")
def test_what_is_settled_or_seen_by_others_is_refused(manager: Clinic, reception: Clinic, sign_in: SignIn) -> None:
    on_leave(manager)
    (row,) = listed(reception)
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        sign_in("doctor2").call(affected.decide, DecideAffected(id=row.id, outcome="kept"))
    reception.call(affected.decide, DecideAffected(id=row.id, outcome="no-answer"))
    with pytest.raises(ChangedElsewhere):
        reception.call(affected.decide, DecideAffected(id=row.id, row_version=row.row_version, outcome="kept"))
    reception.call(affected.decide, DecideAffected(id=row.id, outcome="kept"))
    with pytest.raises(Conflict, match=r"affected_visit\.closed"):
        reception.call(affected.decide, DecideAffected(id=row.id, outcome="no-answer"))


@pytest.mark.usefixtures("visit")
def test_the_database_settles_by_itself_only(database: URL, manager: Clinic, reception: Clinic) -> None:
    on_leave(manager)
    (row,) = listed(reception)
    attacks = (
        "UPDATE affected_visit SET outcome = 'moved'",
        "UPDATE affected_visit SET outcome = 'lifted'",
        "UPDATE affected_visit SET calls = 9",
        "UPDATE affected_visit SET decided_by = 'manager'",
        "DELETE FROM affected_visit",
        (
            "INSERT INTO affected_visit (id, facility_id, appointment_id, starts_at, cause) "
            "SELECT opd.uuid7(), facility_id, id, starts_at, 'hours' FROM appointment"
        ),
        "SELECT opd.note_affected(s, now(), now()) FROM provider_schedule s",
    )
    for who in ("reception", "doctor", "manager", "admin", "opd_worker"):
        for attack in attacks:
            assert sql.refused(sql.try_as(database, who, attack)), (who, attack)
    assert sql.refused(sql.try_as(database, "doctor2", "UPDATE affected_visit SET outcome = 'kept'"))
    assert listed(reception) == (row,)
    assert sql.try_as(database, "reception", "UPDATE affected_visit SET outcome = 'kept', note = 'Comes'") == 1


# Preview --------------------------------------------------------------------------------------------


def preview(**more: Any) -> PreviewSchedule:
    return PreviewSchedule.model_validate(asked().model_dump() | {"start": FIRST, "end": LAST} | more)


def test_a_preview_is_what_is_made_and_writes_nothing(database: URL, manager: Clinic) -> None:
    seen = manager.call(schedules.preview, preview(sessions=daily(9, 13), slot_minutes=20))
    assert build.rows(database, "SELECT count(*) AS n FROM provider_schedule") == [{"n": 0}]
    made = manager.call(schedules.create, asked(sessions=daily(9, 13), slot_minutes=20))
    manager.call(schedules.materialize, Materialize(id=made.id, start=FIRST, end=LAST))
    assert [(one.starts_at, one.ends_at) for one in seen.slots] == [
        (one.starts_at, one.ends_at) for one in found(manager)
    ]
    again = manager.call(schedules.preview, preview(id=made.id, sessions=daily(9, 13), slot_minutes=20))
    assert again.slots == seen.slots


def test_a_preview_tells_closed_days_and_visits_left_outside(
    manager: Clinic, schedule: ScheduleDto, visit: UUID
) -> None:
    on_leave(manager, LAST)
    seen = manager.call(schedules.preview, preview(id=schedule.id, sessions=daily(10, 12)))
    assert [(one.day, one.why, one.reason) for one in seen.closed] == [(LAST, "leave", "Conference")]
    assert [one.appointment_id for one in seen.affected] == [visit]
    assert {one.starts_at.astimezone(IST).date() for one in seen.slots} == {FIRST, FIRST + timedelta(days=1)}
    unchanged = manager.call(schedules.preview, preview(id=schedule.id))
    assert unchanged.affected == ()


@pytest.mark.usefixtures("visit")
def test_a_preview_leaves_out_what_a_booked_visit_is_in_the_way_of(manager: Clinic, schedule: ScheduleDto) -> None:
    new_grid = preview(id=schedule.id, slot_minutes=45)
    seen = manager.call(schedules.preview, new_grid)
    changed = manager.call(schedules.patch, PatchSchedule(id=schedule.id, slot_minutes=45))
    free = [slot.starts_at for slot in found(manager) if slot.booked == 0]
    assert changed.slots.made == len(free)
    assert [one.starts_at for one in seen.slots] == free


def test_a_preview_tells_that_another_schedule_has_these_hours(manager: Clinic, schedule: ScheduleDto) -> None:
    with pytest.raises(Conflict, match=r"schedule\.overlaps_another"):
        manager.call(schedules.preview, preview(sessions=daily(11, 14)))
    later = preview(sessions=daily(11, 14), id=schedule.id)
    assert manager.call(schedules.preview, later).slots


def test_a_doctor_previews_own_hours_only(sign_in: SignIn) -> None:
    with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
        sign_in("doctor2").call(schedules.preview, preview())


def test_validity_and_room_can_be_taken_away(manager: Clinic) -> None:
    made = manager.call(schedules.create, asked(valid_to=LAST))
    with_end = manager.call(schedules.patch, PatchSchedule(id=made.id, capacity=2))
    assert with_end.valid_to == LAST
    without = manager.call(schedules.patch, PatchSchedule(id=made.id, valid_to=None, service_type="review"))
    assert (without.valid_to, without.service_type, without.capacity) == (None, "review", 2)


def test_schedules_follow_one_another_by_their_dates(manager: Clinic) -> None:
    """Mornings until a date, afternoons after it: no day has both, none is missing."""
    first = manager.call(schedules.create, asked(valid_to=FIRST))
    second = manager.call(
        schedules.create, asked(sessions=daily(14, 16), valid_from=FIRST + timedelta(days=1), slot_minutes=20)
    )
    for one in (first, second):
        manager.call(schedules.materialize, Materialize(id=one.id, start=FIRST, end=LAST))
    by_day: dict[date, set[int]] = {}
    for slot in found(manager):
        local = slot.starts_at.astimezone(IST)
        by_day.setdefault(local.date(), set()).add(local.hour)
    assert by_day == {FIRST: {9, 10, 11}, FIRST + timedelta(days=1): {14, 15}, LAST: {14, 15}}


# Holidays -------------------------------------------------------------------------------------------


def test_holidays_of_a_country_close_the_facility_once(
    manager: Clinic, reception: Clinic, visit: UUID, database: URL
) -> None:
    year = TODAY.year + 1
    offered = manager.call(holidays.suggest, SuggestHolidays(facility_id=build.CITY, year=year))
    assert date(year, 1, 26) in {one.day for one in offered}
    assert not any(one.already for one in offered)
    days = tuple((one.day, one.name) for one in offered[:3])
    request = AddHolidays(facility_id=build.CITY, days=(*days, (FIRST, "Local fair")))
    added = manager.call(holidays.add, request)
    assert (added.count, [one.appointment_id for one in added.slots.affected]) == (4, [visit])
    assert listed(reception)[0].cause == "holiday"
    assert manager.call(holidays.add, request).count == 0
    again = manager.call(holidays.suggest, SuggestHolidays(facility_id=build.CITY, year=year))
    assert [one.day for one in again if one.already] == [day for day, _ in days]
    assert build.rows(database, "SELECT count(*) AS n FROM schedule_exception") == [{"n": 4}]


def test_holidays_that_nobody_knows_and_who_may_add_them(manager: Clinic, sign_in: SignIn) -> None:
    asked_for = {"facility_id": build.CITY, "year": 2027}
    with pytest.raises(BadInput, match=r"holiday\.no_country"):
        manager.call(holidays.suggest, SuggestHolidays.model_validate(asked_for | {"country": "ZZ"}))
    with pytest.raises(BadInput, match=r"holiday\.no_subdivision"):
        manager.call(
            holidays.suggest, SuggestHolidays.model_validate(asked_for | {"country": "ES", "subdivision": "XX"})
        )
    madrid = SuggestHolidays.model_validate(asked_for | {"country": "ES", "subdivision": "MD"})
    assert date(2027, 3, 19) in {one.day for one in manager.call(holidays.suggest, madrid)}
    add = AddHolidays(facility_id=build.CITY, days=((FIRST, "Fair"),))
    with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
        sign_in("doctor").call(holidays.add, add)
    with pytest.raises(NotPermitted, match=r"permission\.missing"):
        sign_in("reception").call(holidays.add, add)
