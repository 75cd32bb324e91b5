"""Editing the hours of a week: the rules, without a screen."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.slots import Hours, sessions_overlap
from opd_desktop.services.dto.schedules import Break, Session
from opd_desktop.ui.schedules import week as weeks
from opd_desktop.ui.schedules.draft import Draft, History
from opd_desktop.ui.schedules.times import parse_breaks, parse_clock
from opd_desktop.ui.schedules.week import LAST, Block, Week
from opd_desktop.ui.schedules.words import pattern_lines

MINUTES = st.integers(0, LAST)
DAYS = st.integers(0, 6)


def minutes_of(week: Week, weekday: int) -> set[int]:
    """The minutes that are worked on a day."""
    return {
        minute for one in week if one.weekday == weekday for minute in range(one.start, one.end)
        if one.break_at(minute) is None
    }  # fmt: skip


def check(week: Week) -> None:
    """No two sessions overlap, breaks lie inside and apart, and the services take it."""
    assert list(week) == sorted(week)
    sessions = weeks.to_sessions(week)
    assert not sessions_overlap([Hours(one.weekday, one.start, one.end) for one in sessions])
    for one in week:
        assert 0 <= one.start < one.end <= LAST
        assert all(one.start < low < high < one.end for low, high in one.breaks)
        assert all(a[1] < b[0] for a, b in pairwise(one.breaks))


@st.composite
def edits(draw: st.DrawFn) -> Week:
    """A week after some edits of any kind."""
    week: Week = ()
    for _ in range(draw(st.integers(0, 8))):
        kind, day, one, other = draw(st.sampled_from("aabcdm")), draw(DAYS), draw(MINUTES), draw(MINUTES)
        low, high = min(one, other), max(one, other)
        week = edited(week, kind, day, low, high)
    return week


def edited(week: Week, kind: str, day: int, low: int, high: int) -> Week:
    if kind == "a":
        return weeks.add(week, day, low, high)
    if kind == "b":
        return weeks.add_break(week, day, low, high)
    if kind == "c":
        return weeks.cut(week, day, low, high)
    if not week:
        return week
    if kind == "d":
        return weeks.resize(week, week[low % len(week)], low, high)
    return weeks.move(week, week[low % len(week)], day, high) or week


@given(edits(), st.sampled_from("abcdm"), DAYS, MINUTES, MINUTES)
def test_every_edit_leaves_a_week_that_can_be_saved(week: Week, kind: str, day: int, one: int, other: int) -> None:
    check(edited(week, kind, day, min(one, other), max(one, other)))


@given(edits(), DAYS, MINUTES, MINUTES)
def test_added_minutes_are_worked_and_no_others_change(week: Week, day: int, one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    made = weeks.add(week, day, low, high)
    if high - low < weeks.SHORTEST:
        assert made == week
        return
    assert set(range(low, high)) <= minutes_of(made, day)
    assert minutes_of(week, day) <= minutes_of(made, day)
    for other_day in set(range(7)) - {day}:
        assert minutes_of(made, other_day) == minutes_of(week, other_day)


@given(edits(), DAYS, MINUTES, MINUTES)
def test_cut_minutes_are_free(week: Week, day: int, one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    made = weeks.cut(week, day, low, high)
    assert not minutes_of(made, day) & set(range(low, high))
    assert minutes_of(made, day) <= minutes_of(week, day)


@given(edits(), DAYS, MINUTES)
def test_moving_keeps_the_length_and_meets_nothing(week: Week, day: int, start: int) -> None:
    for block in week:
        moved = weeks.move(week, block, day, start)
        if moved is None:
            continue
        (there,) = set(moved) - set(weeks.remove(week, block))
        assert (there.end - there.start, there.minutes) == (block.end - block.start, block.minutes)


@given(edits())
def test_a_week_survives_the_services_and_a_crash(week: Week) -> None:
    assert weeks.of_sessions(weeks.to_sessions(week)) == week
    draft = Draft(uuid7(), uuid7(), date(2026, 1, 5), week=week, valid_to=date(2026, 2, 1), location_id=uuid7())
    assert Draft.from_json(draft.to_json()) == draft


def test_painting_over_a_break_fills_it_and_touching_hours_join() -> None:
    week = weeks.add_break(weeks.add((), 0, 540, 780), 0, 660, 675)
    assert week == (Block(0, 540, 780, ((660, 675),)),)
    assert weeks.add(week, 0, 650, 700) == (Block(0, 540, 780),)
    assert weeks.add(week, 0, 780, 840) == (Block(0, 540, 840, ((660, 675),)),)
    assert weeks.cut(week, 0, 600, 700) == (Block(0, 540, 600), Block(0, 700, 780))
    assert weeks.cut(week, 0, 670, 700) == (Block(0, 540, 660), Block(0, 700, 780))
    assert weeks.add_break(week, 0, 540, 560) == (Block(0, 560, 780, ((660, 675),)),)
    assert weeks.remove_break(week, week[0], (660, 675)) == (Block(0, 540, 780),)


def test_a_day_is_copied_in_place_of_another() -> None:
    week = (Block(0, 540, 600), Block(2, 900, 960))
    assert weeks.copy_day(week, 0, 2) == (Block(0, 540, 600), Block(2, 540, 600))


@pytest.mark.parametrize(
    ("text", "minute"),
    [("9", 540), ("09:30", 570), ("930", 570), ("9.30", 570), ("9h30", 570), (" 14:05 ", 845), ("2 pm", 840),
     ("12am", 0), ("24:00", LAST), ("25", None), ("9:75", None), ("", None), ("13pm", None), ("nine", None)],
)  # fmt: skip
def test_times_as_people_type_them(text: str, minute: int | None) -> None:
    assert parse_clock(text) == minute


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("", ()), ("11-11:15", ((660, 675),)), ("13:00–14, 11 to 11:15", ((660, 675), (780, 840))), ("11", None),
     ("11-10", None), ("11-12, 11:30-13", None), ("x-y", None)],
)  # fmt: skip
def test_breaks_as_people_type_them(text: str, pieces: tuple[tuple[int, int], ...] | None) -> None:
    assert parse_breaks(text) == pieces


def test_what_an_older_program_kept_is_left_alone() -> None:
    assert Draft.from_json({"week": "no"}) is None
    assert Draft.from_json({}) is None


def test_history_steps_back_and_forth_and_forgets_what_was_undone() -> None:
    history = History(Draft(uuid7(), uuid7(), date(2026, 1, 5), schedule_id=uuid7()))
    assert not history.changed
    assert not history.back()
    assert history.change(capacity=2)
    assert history.change(capacity=3)
    assert not history.change(capacity=3)
    assert history.back()
    assert history.now.capacity == 2
    assert history.forth()
    assert not history.forth()
    assert history.back()
    assert history.change(capacity=9)
    assert not history.forth()
    assert history.changed


def test_what_cannot_be_saved_is_told_by_field() -> None:
    whole = (Block(0, 540, 600),)
    draft = Draft(uuid7(), uuid7(), date(2026, 1, 5))
    assert draft.problem() == ("week", "empty")
    problems = [
        Draft(uuid7(), uuid7(), date(2026, 1, 5), week=whole, **more).problem()  # type: ignore[arg-type]
        for more in (
            {}, {"valid_to": date(2026, 1, 4)}, {"service_type": "  "}, {"slot_minutes": 61},
            {"slot_minutes": 50, "buffer_after": 15},
        )
    ]  # fmt: skip
    assert problems == [
        None, ("valid_to", "order"), ("service_type", "empty"), ("slot_minutes", "too_long"),
        ("slot_minutes", "too_long"),
    ]  # fmt: skip


def test_days_with_the_same_hours_are_one_line() -> None:
    def session(day: int, start: int, end: int) -> Session:
        return Session(weekday=day, start=time(start), end=time(end), breaks=(Break(start=time(10), end=time(10, 15)),))

    lines = pattern_lines([*(session(day, 9, 13) for day in (0, 1, 2, 4)), session(4, 15, 18), session(5, 9, 13)])
    assert lines == ("Mon–Wed, Sat 09:00–13:00", "Fri 09:00–13:00 15:00–18:00")
