"""Days and weeks in which the clocks of the facility change: 29 March and 25 October 2026 in London."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.placing import Wish, place
from opd_desktop.ui.calendar.planning import Look, plan_day, plan_week
from opd_desktop.ui.text import clock_text
from tests.support.calendar_day import FACILITY, doctor, slot, visit

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
RAO = doctor("Dr Rao")


def wall(day: date, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    """A moment by London's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON, fold=fold).astimezone(UTC)


def slot_at(start: datetime, minutes: int = 15) -> SlotDto:
    made = slot(RAO, "08:00")
    end = start + timedelta(minutes=minutes)
    return made.model_copy(update={"id": uuid5(RAO.id, f"{start}"), "starts_at": start, "ends_at": end})


def visit_at(start: datetime, name: str) -> AppointmentDto:
    made = visit(RAO, "08:00", name)
    end = start + timedelta(minutes=15)
    return made.model_copy(update={"id": uuid5(RAO.id, f"{start} {name}"), "starts_at": start, "ends_at": end})


def clinic(slots: list[SlotDto], visits: tuple[AppointmentDto, ...], now: datetime) -> CalendarDto:
    taken = {one.starts_at for one in visits}
    return CalendarDto(
        facility_id=FACILITY, time_zone="Europe/London", now=now, start=now.date(), end=now.date(),
        practitioners=(RAO,), slots=tuple(one.model_copy(update={"booked": one.starts_at in taken}) for one in slots),
        appointments=visits, holds=(), exceptions=(), last_event_id=0,
    )  # fmt: skip


def days_around(sunday: date) -> list[date]:
    return [sunday + timedelta(days=number) for number in range(-6, 1)]


def week_around(sunday: date, *, now: datetime | None = None, asked: date | None = None) -> DayPlan:
    """Every day from nine to noon, with a visit at ten on Saturday."""
    days = days_around(sunday)
    slots = [slot_at(wall(day, 9) + timedelta(minutes=15 * number)) for day in days for number in range(12)]
    found = clinic(slots, (visit_at(wall(sunday - timedelta(days=1), 10), "Meena Patil"),), now or wall(days[0], 8))
    return plan_week(found, asked or sunday, days, RAO.id, Look(), found.now)


@pytest.fixture(params=["2026-03-29", "2026-10-25"])
def sunday(request: pytest.FixtureRequest) -> date:
    """The day of the change."""
    return date.fromisoformat(request.param)


# The week


def test_ten_o_clock_is_at_one_height_on_all_days_of_a_week(sunday: date) -> None:
    plan = week_around(sunday)
    assert (plan.start, plan.end) == (540, 720)
    for column, day in enumerate(days_around(sunday)):
        stops = [stop for stop in plan.stops if stop.column == column]
        assert sorted(stop.start for stop in stops) == [540 + 15 * number for number in range(12)]
        assert clock_text(plan.local(600, column)) == "10:00"
        assert plan.moment(column, 600) == wall(day, 10)
        assert plan.column_at(RAO.id, wall(day, 10)) == column


@pytest.mark.parametrize("asked", [0, 6])
def test_the_clock_beside_a_week_is_that_of_every_day(sunday: date, asked: int) -> None:
    plan = week_around(sunday, asked=days_around(sunday)[asked])
    assert [clock_text(plan.local(minute)) for minute in (540, 600, 705)] == ["09:00", "10:00", "11:45"]


def test_a_visit_goes_over_the_change_of_clocks_and_keeps_its_time(sunday: date) -> None:
    plan = week_around(sunday)
    moved = plan.visits[0]
    target = place(plan, 6, plan.minute(moved.starts_at), Wish(moved))
    assert (target.refusal, target.start, target.end) == ("", 600, 615)
    assert plan.slot_at(6, 600).starts_at == wall(sunday, 10)  # type: ignore[union-attr]
    assert target.slot_ids == (plan.slot_at(6, 600).id,)  # type: ignore[union-attr]


def test_the_now_line_of_a_week_stands_at_the_time_of_the_clock(sunday: date) -> None:
    now = wall(sunday, 10, 20)
    plan = week_around(sunday, now=now)
    assert plan.minute(now) == 620
    assert plan.now_in(6) == 620
    assert [plan.now_in(column) for column in range(6)] == [None] * 6


def test_arrows_go_sideways_over_the_change_at_the_same_time(qtbot: QtBot, sunday: date) -> None:
    view = AgendaView()
    qtbot.addWidget(view)
    view.resize(1200, 700)
    view.set_plan(week_around(sunday))
    view.put_cursor_on(view.plan.visits[0].id)  # type: ignore[union-attr]
    view._step("right")
    stop = view.cursor_stop
    assert stop is not None
    assert stop.slot is not None
    assert stop.slot.starts_at == wall(sunday, 10)


def test_a_night_clinic_keeps_both_hours_of_the_fold_apart_in_a_week() -> None:
    slots = [slot_at(wall(AUTUMN, 1, fold=fold), 60) for fold in (0, 1)]
    found = clinic(slots, (), wall(AUTUMN, 0))
    plan = plan_week(found, AUTUMN, [AUTUMN], RAO.id, Look(), found.now)
    assert [(stop.start, stop.end) for stop in plan.stops] == [(60, 120), (120, 180)]
    assert [clock_text(plan.local(stop.start, 0)) for stop in plan.stops] == ["01:00", "01:00"]


@given(st.sampled_from([SPRING, AUTUMN]), st.integers(-6, 1), st.integers(0, 95))
def test_a_moment_of_a_week_and_its_minute_belong_together(sunday: date, day: int, quarter: int) -> None:
    at = sunday + timedelta(days=day)
    start = wall(at, quarter // 4, quarter % 4 * 15)
    found = clinic([slot_at(start)], (), wall(at, 0))
    plan = plan_week(found, at, [at], RAO.id, Look(), found.now)
    (stop,) = plan.stops
    assert plan.moment(0, stop.start) == start
    assert plan.minute(start) == stop.start == plan.minute_in(0, start)
    assert plan.local(stop.start, 0) == start.astimezone(LONDON)
    assert plan.start <= stop.start < stop.end <= plan.end


# The day


def test_the_hour_that_is_missing_in_spring_is_not_on_the_clock() -> None:
    found = clinic([slot_at(wall(SPRING, 0, 30)), slot_at(wall(SPRING, 2, 0))], (), wall(SPRING, 0))
    plan = plan_day(found, SPRING, Look(), found.now)
    assert [clock_text(plan.local(minute)) for minute in (0, 30, 60, 120)] == ["00:00", "00:30", "02:00", "03:00"]
    assert [(stop.start, clock_text(plan.local(stop.start, 0))) for stop in plan.stops] == [
        (30, "00:30"),
        (60, "02:00"),
    ]


def test_the_hour_that_comes_twice_in_autumn_is_on_the_clock_twice() -> None:
    slots = [slot_at(wall(AUTUMN, 1, 15, fold=fold)) for fold in (0, 1)]
    found = clinic(slots, (), wall(AUTUMN, 0))
    plan = plan_day(found, AUTUMN, Look(), found.now)
    assert [clock_text(plan.local(minute)) for minute in (60, 120, 180)] == ["01:00", "01:00", "02:00"]
    assert [stop.start for stop in plan.stops] == [75, 135]
    early, late = plan.columns[0].slots
    assert plan.slot_at(0, 75) == early
    assert plan.slot_at(0, 135) == late


def test_ordinary_hours_of_a_day_with_a_change_stand_at_their_clock(sunday: date) -> None:
    found = clinic([slot_at(wall(sunday, 9))], (), wall(sunday, 9, 5))
    plan = plan_day(found, sunday, Look(), found.now)
    assert clock_text(plan.local(plan.start)) == "09:00"
    assert plan.stops[0].start == plan.start
    assert plan.now_in(0) == plan.start + 5
