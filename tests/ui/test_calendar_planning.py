"""Plans of days and weeks, the filter, the list: pure computations of the calendar."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.empty import is_full
from opd_desktop.ui.calendar.filters import NO_FILTER, STATES, Filter
from opd_desktop.ui.calendar.placing import Wish, place, resize
from opd_desktop.ui.calendar.planning import Look, changed_minutes, plan_day, plan_week
from opd_desktop.ui.calendar.visits import list_visits
from tests.support.calendar_day import DAY, at, calendar, doctor, leave, slot, slots, visit

RAO, MEHTA, SILVA = doctor("Dr Rao"), doctor("Dr Mehta", "Paediatrics"), doctor("Dr Silva", "Cardiology")


def busy() -> CalendarDto:
    return calendar(
        (RAO, MEHTA, SILVA),
        [*slots(RAO, "10:00", 4), *slots(MEHTA, "10:00", 4), *slots(SILVA, "10:00", 4)],
        (
            visit(RAO, "10:00", "Meena Patil"),
            visit(RAO, "10:45", "Arjun Nair", status="arrived"),
            visit(MEHTA, "10:00", "Li Wei", minutes=30),
        ),
    )


def plan_of(day: CalendarDto, before: DayPlan | None = None, **look: object) -> DayPlan:
    return plan_day(day, DAY, Look(**look), day.now, before)  # type: ignore[arg-type]


def find(plan: DayPlan, name: str) -> AppointmentDto:
    return next(one for one in plan.visits if one.patient_name == name)


# Filters


def test_a_filter_hides_visits_and_columns_and_counts_them() -> None:
    plan = plan_of(busy(), filter=Filter(states=frozenset({"arrived"})))
    assert [one.patient_name for one in plan.visits] == ["Arjun Nair"]
    assert [column.hidden for column in plan.columns] == [1, 1, 0]
    assert plan.columns[0].booked == 2
    plan = plan_of(busy(), filter=Filter(specialties=frozenset({"Cardiology"}), doctors=frozenset({RAO.id})))
    assert [column.practitioner for column in plan.columns] == [RAO, SILVA]
    assert plan.hidden == 1


def test_a_filter_by_service_hides_other_free_places() -> None:
    day = busy()
    other = tuple(
        one.model_copy(update={"service_type": "vaccination"}) if one.practitioner_id == RAO.id else one
        for one in day.slots
    )
    plan = plan_of(day.model_copy(update={"slots": other}), filter=Filter(services=frozenset({"vaccination"})))
    assert {plan.columns[stop.column].practitioner for stop in plan.stops} == {RAO}
    assert all(stop.kind == "free" for stop in plan.stops)


def test_cancelled_visits_are_shown_when_the_filter_asks_for_them() -> None:
    day = calendar((RAO,), slots(RAO, "10:00", 2), (visit(RAO, "10:00", "Meena Patil", status="cancelled"),))
    assert plan_of(day).visits == ()
    assert [one.patient_name for one in plan_of(day, filter=Filter(states=frozenset({"cancelled"}))).visits] == [
        "Meena Patil"
    ]


@given(
    st.frozensets(st.uuids(), max_size=4),
    st.frozensets(st.text(max_size=12), max_size=3),
    st.frozensets(st.text(max_size=12), max_size=3),
    st.frozensets(st.sampled_from(STATES)),
)
def test_a_filter_is_kept_and_read_back(
    doctors: frozenset, special: frozenset[str], services: frozenset[str], states: frozenset[str]
) -> None:
    wanted = Filter(doctors, special, services, states)
    assert Filter.from_json(wanted.to_json()) == wanted
    assert bool(wanted) == (wanted != NO_FILTER)


@pytest.mark.parametrize("kept", [{}, {"doctors": "x"}, {"doctors": ["no uuid", 3]}, {"states": ["gone-by"]}])
def test_a_filter_that_is_not_understood_is_left_open(kept: dict[str, object]) -> None:
    assert Filter.from_json(kept) == NO_FILTER


# Weeks


def week_of(day: CalendarDto, who: object = RAO, **look: object) -> DayPlan:
    days = [DAY + timedelta(days=n) for n in range(-1, 6)]
    return plan_week(day, DAY, days, who.id, Look(**look), day.now)  # type: ignore[attr-defined, arg-type]


def test_a_week_has_a_column_per_day_of_one_doctor() -> None:
    later = visit(RAO, "34:00", "Priya Mehra")
    day = busy()
    day = day.model_copy(
        update={
            "slots": (*day.slots, slot(RAO, "34:00")),
            "appointments": (*day.appointments, later),
        }
    )
    plan = week_of(day)
    assert plan.week
    assert [column.day.day for column in plan.columns] == [23, 24, 25, 26, 27, 28, 29]
    assert {column.practitioner for column in plan.columns} == {RAO}
    assert [(stop.column, stop.start) for stop in plan.stops if stop.visit] == [(1, 600), (1, 645), (2, 600)]
    assert plan.column_at(RAO.id, later.starts_at) == 2
    assert plan.minute(later.starts_at) == 600
    assert plan.local(600, 2).date() == DAY + timedelta(days=1)
    assert plan.now_in(1) == 9 * 60 + 36
    assert plan.now_in(2) is None


def test_a_visit_is_placed_on_another_day_of_the_week() -> None:
    day = busy()
    day = day.model_copy(update={"slots": (*day.slots, *slots(RAO, "34:00", 2))})
    plan = week_of(day)
    moved = find(plan, "Meena Patil")
    target = place(plan, 2, 600, Wish(moved))
    assert (target.refusal, len(target.slot_ids)) == ("", 1)
    assert place(plan, 0, 600, Wish(moved)).refusal == "off"
    stop = plan.stops[plan.index_of(("visit", moved.id))]  # type: ignore[index]
    assert place(plan, stop.column, stop.start, Wish(moved)).refusal == "same"


def test_a_week_of_nobody_is_empty() -> None:
    day = busy()
    assert plan_week(day, DAY, [DAY], None, Look(), day.now).columns == ()


# Taking over what stays the same


def test_columns_that_show_the_same_are_taken_over() -> None:
    day = busy()
    before = plan_of(day)
    fresh = CalendarDto.model_validate_json(day.model_dump_json())
    changed = tuple(
        one.model_copy(update={"status": "arrived"}) if one.patient_name == "Meena Patil" else one
        for one in fresh.appointments
    )
    after = plan_of(fresh.model_copy(update={"appointments": changed}), before)
    assert [new is old for new, old in zip(after.parts, before.parts, strict=True)] == [False, True, True]
    assert after.stops == plan_of(fresh.model_copy(update={"appointments": changed})).stops
    assert changed_minutes(before.parts[0], after.parts[0]) == (600, 615)


def test_a_change_of_hours_is_more_than_a_change_of_some_stops() -> None:
    before = plan_of(busy())
    away = busy().model_copy(update={"exceptions": (leave(RAO, "10:30", "11:00"),)})
    after = plan_of(away, before)
    assert changed_minutes(before.parts[0], after.parts[0]) is None
    assert after.parts[1] is before.parts[1]


def test_lateness_moves_what_is_expected_and_says_by_how_much() -> None:
    late = leave(RAO, "09:00", "18:00", kind="late", reason="Ward round").model_copy(update={"minutes": 20})
    plan = plan_of(busy().model_copy(update={"exceptions": (late,)}))
    stops = {stop.visit.patient_name: stop for stop in plan.stops if stop.visit}
    assert plan.expected(stops["Meena Patil"]) == at("10:20")
    assert plan.expected(stops["Li Wei"]) is None
    assert plan.columns[0].late_by == timedelta(minutes=20)


# Resizing and copying


def test_a_visit_is_made_longer_as_far_as_places_are_free() -> None:
    plan = plan_of(busy())
    meena = plan.index_of(("visit", find(plan, "Meena Patil").id))
    assert meena is not None
    grown = resize(plan, meena, 10 * 60 + 40)
    assert grown is not None
    assert (grown.refusal, grown.end, len(grown.slot_ids)) == ("", 645, 3)
    refused = resize(plan, meena, 11 * 60)
    assert refused is not None
    assert refused.refusal == "full"
    same = resize(plan, meena, 10 * 60 + 16)
    assert same is not None
    assert same.refusal == "same"


def test_a_visit_is_made_shorter_to_one_slot_at_least() -> None:
    plan = plan_of(busy())
    index = plan.index_of(("visit", find(plan, "Li Wei").id))
    assert index is not None
    shorter = resize(plan, index, 10 * 60)
    assert shorter is not None
    assert (shorter.refusal, shorter.end) == ("", 615)


@given(until=st.floats(min_value=0, max_value=24 * 60))
def test_a_resize_never_takes_a_place_that_is_taken(until: float) -> None:
    plan = plan_of(busy())
    for index, stop in enumerate(plan.stops):
        if stop.visit is None:
            continue
        made = resize(plan, index, until)
        assert made is not None
        if not made.refusal:
            own = {one.id for one in plan.columns[stop.column].slots
                   if one.starts_at < stop.visit.ends_at and stop.visit.starts_at < one.ends_at}  # fmt: skip
            free = {one.slot.id for one in plan.stops if one.kind == "free" and one.slot}
            assert set(made.slot_ids) <= own | free
            assert made.start == stop.start


def test_a_copy_needs_a_place_of_its_own_and_tells_of_the_other_visit() -> None:
    plan = plan_of(busy())
    meena = find(plan, "Meena Patil")
    assert place(plan, 0, 600, Wish(meena, copy=True)).refusal == "full"
    made = place(plan, 2, 600, Wish(meena, copy=True))
    assert made.refusal == ""
    assert made.other == meena
    arrived = find(plan, "Arjun Nair")
    assert place(plan, 0, 615, Wish(arrived)).refusal == "not_movable"
    assert place(plan, 0, 615, Wish(arrived, copy=True)).refusal == ""


# Full, and the list


def test_a_day_is_full_when_hours_are_to_come_and_nothing_is_free() -> None:
    full = calendar((RAO,), slots(RAO, "10:00", 1), (visit(RAO, "10:00", "Meena Patil"),))
    assert is_full(plan_of(full))
    assert not is_full(plan_of(busy()))
    over = full.model_copy(update={"now": at("11:00")})
    assert not is_full(plan_of(over))
    assert not is_full(plan_of(calendar((RAO,), ())))


def test_the_list_is_by_time_and_says_what_the_filter_hides() -> None:
    listing = list_visits(busy(), [DAY], Look())
    assert [row.visit.patient_name for row in listing.rows] == ["Li Wei", "Meena Patil", "Arjun Nair"]
    assert [row.first for row in listing.rows] == [True, False, False]
    only = list_visits(busy(), [DAY], Look(only=(RAO.id,), filter=Filter(states=frozenset({"booked"}))))
    assert [row.visit.patient_name for row in only.rows] == ["Meena Patil"]
    assert only.hidden == 2
    assert list_visits(busy(), [DAY + timedelta(days=1)], Look()).rows == ()


def test_a_slot_of_an_older_plan_is_found_or_gone() -> None:
    plan = plan_of(busy())
    known = plan.columns[0].slots[1]
    assert plan.same_slot(known) == known
    assert plan.same_slot(known.model_copy(update={"id": uuid4()})) is None
    assert plan_of(busy(), only=(MEHTA.id,)).same_slot(known) is None
