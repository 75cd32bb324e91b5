"""The plan of a day: its stops, and where a visit may go and why not."""

from datetime import date, timedelta

import pytest

from opd_desktop.ui.calendar.placing import Wish, place
from opd_desktop.ui.calendar.planning import Look, plan_day
from tests.support.calendar_day import DAY, at, calendar, hold, slot, slots, visit
from tests.ui.sheet import RAO, busy_day, plan_of


def test_a_plan_has_a_stop_for_every_visit_hold_and_free_place() -> None:
    plan = plan_of(busy_day())
    kinds = [(stop.column, f"{plan.local(stop.start):%H:%M}", stop.kind) for stop in plan.stops]
    assert sorted(kinds) == [
        (0, "10:00", "visit"), (0, "10:15", "free"), (0, "10:30", "free"), (0, "10:45", "visit"),
        (1, "10:00", "visit"), (1, "10:30", "held"), (1, "10:45", "free"),
        (2, "10:00", "free"), (2, "10:15", "free"),
    ]  # fmt: skip
    assert (plan.columns[0].booked, plan.columns[0].capacity) == (2, 4)
    assert (plan.columns[1].booked, plan.columns[1].capacity) == (2, 4)


def test_a_slot_with_several_places_shows_its_visits_and_what_is_left() -> None:
    triple = slot(RAO, "10:00", capacity=3)
    plan = plan_of(calendar((RAO,), [triple], (visit(RAO, "10:00", "A"), visit(RAO, "10:00", "B"))))
    assert [(stop.kind, stop.places) for stop in plan.stops] == [("visit", 0), ("visit", 0), ("free", 1)]
    assert [lane.first for lane in plan.lanes] == [0, 1, 2]


def test_cancelled_visits_are_hidden_unless_wanted_and_ended_holds_are_gone() -> None:
    day = calendar(
        (RAO,),
        slots(RAO, "10:00", 2),
        (visit(RAO, "10:00", "Meena Patil", status="cancelled"),),
        (hold(slots(RAO, "10:15", 1), expires="09:30"),),
    )
    assert [stop.kind for stop in plan_of(day).stops] == ["free", "free"]
    assert [stop.kind for stop in plan_of(day, cancelled=True).stops] == ["visit", "free", "free"]


def test_a_day_with_a_change_of_clocks_has_23_or_25_hours() -> None:
    berlin = busy_day().model_copy(update={"time_zone": "Europe/Berlin", "slots": (), "appointments": (), "holds": ()})
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day, hours in ((spring, 23), (autumn, 25), (DAY, 24)):
        plan = plan_day(berlin, day, Look(), berlin.now)
        after = plan_day(berlin, day + timedelta(days=1), Look(), berlin.now)
        assert plan.minute(after.origin) == hours * 60
    plan = plan_day(berlin, autumn, Look(), berlin.now)
    assert [f"{plan.local(minute):%H:%M}" for minute in (120, 180, 240)] == ["02:00", "02:00", "03:00"]


def test_slots_with_buffers_between_follow_each_other() -> None:
    buffered = [slot(RAO, "10:00", 15), slot(RAO, "10:20", 15), slot(RAO, "10:40", 15)]
    plan = plan_of(calendar((RAO,), buffered))
    assert [len(run) for run in plan.lengths_from(plan.columns[0].slots[0])] == [1, 2, 3]
    with_break = [slot(RAO, "10:00"), slot(RAO, "10:15"), slot(RAO, "11:30")]
    plan = plan_of(calendar((RAO,), with_break))
    assert [len(run) for run in plan.lengths_from(plan.columns[0].slots[0])] == [1, 2]


@pytest.mark.parametrize(
    ("column", "time", "why"),
    [(0, "10:15", ""), (0, "10:00", "same"), (0, "10:45", "full"), (1, "10:30", "held"), (1, "10:45", ""),
     (2, "10:30", "away"), (0, "12:00", "off")],
)  # fmt: skip
def test_where_a_visit_may_go_and_why_not(column: int, time: str, why: str) -> None:
    plan = plan_of(busy_day())
    moved = next(one for one in plan.visits if one.patient_name == "Meena Patil")
    assert place(plan, column, plan.minute(at(time)), Wish(moved)).refusal == why


def test_a_long_visit_needs_as_many_slots_and_may_overlap_its_old_place() -> None:
    plan = plan_of(busy_day())
    long = next(one for one in plan.visits if one.patient_name == "Li Wei")
    assert len(place(plan, 0, plan.minute(at("10:15")), Wish(long)).slot_ids) == 2
    assert place(plan, 0, plan.minute(at("10:30")), Wish(long)).refusal == "full"
    assert place(plan, 1, plan.minute(at("10:45")), Wish(long)).refusal == "short"
    assert place(plan, 1, plan.minute(at("10:15")), Wish(long)).refusal == "held"
    alone = plan_of(busy_day().model_copy(update={"holds": ()}))
    assert len(place(alone, 1, alone.minute(at("10:15")), Wish(long)).slot_ids) == 2


def test_the_past_and_visits_under_way_stay() -> None:
    late = busy_day().model_copy(update={"now": at("10:31")})
    plan = plan_of(late)
    moved = next(one for one in plan.visits if one.patient_name == "Meena Patil")
    assert place(plan, 0, plan.minute(at("10:15")), Wish(moved)).refusal == "past"
    inside = next(one for one in plan.visits if one.patient_name == "Arjun Nair")
    assert place(plan, 0, plan.minute(at("10:30")), Wish(inside)).refusal == "not_movable"
