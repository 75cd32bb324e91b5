"""Slots of a pattern: against a walk through the minutes of the day, and on the days when clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.domain import clinic_time
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.slots import (
    Deviation,
    Hours,
    Pattern,
    Period,
    pattern_runs,
    patterns_overlap,
    plan,
    sessions_overlap,
)
from tests.support.patterns import CHANGES, ZONES, deviations, patterns

BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = date(2020, 1, 1)


def daily(start: time, end: time, minutes: int = 30, **more: object) -> Pattern:
    hours = tuple(Hours(day, start, end) for day in range(7))
    return Pattern(hours, minutes, ALWAYS, **more)


def walls(slots: list[Period], zone: ZoneInfo) -> list[str]:
    return [start.astimezone(zone).strftime("%H:%M") for start, _ in slots]


def minute_walk(pattern: Pattern, zone: ZoneInfo, day: date) -> list[Period]:
    """Every run of minutes at which the wall clock of this day lies inside one piece of the hours."""
    runs: list[list[datetime]] = []
    at = datetime.combine(day, time(0), UTC) - timedelta(hours=16)
    before = None
    for _ in range(56 * 60):
        local = at.astimezone(zone)
        inside = _piece(pattern, local) if local.date() == day else None
        if inside is not None:
            if inside == before:
                runs[-1][1] = at + timedelta(minutes=1)
            else:
                runs.append([at, at + timedelta(minutes=1)])
        before = inside
        at += timedelta(minutes=1)
    return [(start, end) for start, end in runs]


def _piece(pattern: Pattern, local: datetime) -> tuple[int, int] | None:
    """Which session, and after how many of its breaks."""
    wall = local.time()
    for number, hours in enumerate(pattern.hours):
        if hours.weekday == local.weekday() and hours.start <= wall < hours.end:
            if any(start <= wall < end for start, end in hours.breaks):
                return None
            return number, sum(wall >= end for _, end in hours.breaks)
    return None


@settings(max_examples=25, deadline=None)
@given(pattern=patterns(), change=st.sampled_from(CHANGES), shift=st.integers(-1, 1))
def test_hours_are_the_minutes_when_the_wall_clock_is_inside_them(
    pattern: Pattern, change: tuple[str, date], shift: int
) -> None:
    zone, day = ZoneInfo(change[0]), change[1] + timedelta(days=shift)
    pattern = replace(pattern, valid_to=None)
    assert sorted(pattern_runs(pattern, zone, day, day)) == minute_walk(pattern, zone, day)


@settings(max_examples=100, deadline=None)
@given(patterns(), st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2027, 12, 1)), st.data())
def test_slots_are_apart_long_enough_and_inside_hours(
    pattern: Pattern, name: str, first: date, data: st.DataObject
) -> None:
    zone, last = ZoneInfo(name), first + timedelta(days=10)
    around = data.draw(deviations(zone, first, last))
    slots = plan(pattern, zone, first, last, around)
    length = timedelta(minutes=pattern.slot_minutes)
    assert all(end - start == length for start, end in slots)
    assert all(one[1] <= other[0] for one, other in pairwise(slots))
    closed = [one for one in around if one.kind in ("leave", "holiday", "blocked")]
    assert not [slot for slot in slots for one in closed if one.starts_at < slot[1] and slot[0] < one.ends_at]
    runs = [*pattern_runs(pattern, zone, first, last), *((e.starts_at, e.ends_at) for e in around if e.kind == "extra")]
    before, after = timedelta(minutes=pattern.buffer_before), timedelta(minutes=pattern.buffer_after)
    for start, end in slots:
        assert any(run[0] <= start - before and end + after <= run[1] for run in runs)


def test_no_slot_in_the_spring_gap() -> None:
    slots = plan(daily(time(1), time(4)), BERLIN, date(2026, 3, 29), date(2026, 3, 29))
    assert walls(slots, BERLIN) == ["01:00", "01:30", "03:00", "03:30"]
    assert len({end - start for start, end in slots}) == 1


def test_both_hours_of_the_autumn_fold_have_slots() -> None:
    slots = plan(daily(time(1), time(4)), BERLIN, date(2026, 10, 25), date(2026, 10, 25))
    assert walls(slots, BERLIN) == ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]


def test_hours_that_begin_inside_the_gap_begin_after_it() -> None:
    slots = plan(daily(time(2, 20), time(4)), BERLIN, date(2026, 3, 29), date(2026, 3, 29))
    assert walls(slots, BERLIN) == ["03:00", "03:30"]


def test_breaks_buffers_and_leave() -> None:
    hours = Hours(0, time(9), time(12), ((time(10), time(10, 20)),))
    monday = date(2026, 6, 1)
    pattern = Pattern((hours,), 20, ALWAYS, buffer_before=5, buffer_after=5)
    assert walls(plan(pattern, BERLIN, monday, monday), BERLIN) == ["09:05", "09:35", "10:25", "10:55", "11:25"]
    away = Deviation("leave", datetime(2026, 6, 1, 8, 30, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert walls(plan(pattern, BERLIN, monday, monday, [away]), BERLIN) == ["09:05", "09:35", "11:25"]


def test_an_extra_session_adds_slots_where_there_are_none() -> None:
    monday = date(2026, 6, 1)
    pattern = Pattern((Hours(0, time(9), time(10)),), 30, ALWAYS)
    extra = Deviation("extra", datetime(2026, 6, 1, 7, 30, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert walls(plan(pattern, BERLIN, monday, monday, [extra]), BERLIN) == ["09:00", "09:30", "10:00", "10:30"]


def test_nothing_outside_the_validity() -> None:
    pattern = daily(time(9), time(10), valid_to=date(2026, 6, 2))
    assert len(plan(pattern, BERLIN, date(2026, 6, 1), date(2026, 6, 9))) == 4
    assert plan(pattern, BERLIN, date(2019, 6, 1), date(2019, 6, 9)) == []


def test_an_extra_session_over_midnight_ends_with_the_schedule() -> None:
    extra = Deviation("extra", datetime(2026, 6, 2, 21, 30, tzinfo=UTC), datetime(2026, 6, 2, 23, tzinfo=UTC))
    pattern = replace(daily(time(9), time(10)), slot_minutes=20)
    day, after = date(2026, 6, 2), date(2026, 6, 3)
    assert walls(plan(pattern, BERLIN, day, after, [extra]), BERLIN)[-7:-3] == ["23:30", "23:50", "00:10", "00:30"]
    ended = replace(pattern, valid_to=day)
    assert walls(plan(ended, BERLIN, day, after, [extra]), BERLIN)[-1] == "23:30"


def test_overlaps_are_found() -> None:
    assert sessions_overlap([Hours(1, time(9), time(12)), Hours(1, time(11), time(13))])
    assert not sessions_overlap(
        [Hours(1, time(9), time(12)), Hours(1, time(12), time(13)), Hours(2, time(9), time(12))]
    )
    morning, afternoon = daily(time(9), time(12)), daily(time(13), time(17))
    assert not patterns_overlap(morning, BERLIN, afternoon, BERLIN)
    assert patterns_overlap(morning, BERLIN, afternoon, ZoneInfo("Asia/Kolkata"))
    later = Pattern(morning.hours, 15, date(2027, 1, 1))
    assert patterns_overlap(morning, BERLIN, later, BERLIN)
    assert not patterns_overlap(daily(time(9), time(12), valid_to=date(2026, 12, 31)), BERLIN, later, BERLIN)


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("first", "last", "overlap"),
    [
        # 15:00 in Berlin is 09:00 in New York, but 10:00 in the weeks when only one of them has changed its clocks.
        (date(2026, 11, 10), date(2027, 3, 13), False),
        (date(2026, 11, 10), date(2027, 3, 14), True),
        (date(2027, 3, 28), date(2027, 10, 30), False),
        (date(2027, 3, 29), date(2027, 10, 31), True),
        (date(2026, 11, 10), None, True),
    ],
)
def test_clocks_that_change_on_different_days_move_hours_into_one_another(
    first: date, last: date | None, overlap: bool
) -> None:
    here = daily(time(14), time(15), valid_to=last)
    there = replace(daily(time(9), time(9, 30)), valid_from=first)
    assert patterns_overlap(here, BERLIN, there, NEW_YORK) is overlap
    assert patterns_overlap(there, NEW_YORK, here, BERLIN) is overlap


def test_hours_that_met_once_are_no_conflict_any_more() -> None:
    here, there = daily(time(14), time(15), valid_to=date(2027, 3, 20)), daily(time(9), time(9, 30))
    assert patterns_overlap(here, BERLIN, there, NEW_YORK, date(2027, 3, 15))
    assert not patterns_overlap(here, BERLIN, there, NEW_YORK, date(2027, 3, 22))


@settings(max_examples=60, deadline=None)
@given(
    one=patterns(), other=patterns(), zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    first=st.dates(date(2026, 1, 1), date(2027, 1, 1)), days=st.integers(0, 300),
)  # fmt: skip
def test_two_schedules_overlap_if_any_hours_of_the_whole_time_do(
    one: Pattern, other: Pattern, zones: tuple[str, str], first: date, days: int
) -> None:
    here, there = (ZoneInfo(name) for name in zones)
    # Short hours, or nearly all would overlap.
    one, other = (
        replace(pattern, hours=tuple(Hours(h.weekday, h.start, min(h.end, _later(h.start))) for h in pattern.hours))
        for pattern in (one, other)
    )
    one, last = replace(one, valid_from=first, valid_to=first + timedelta(days=days)), first + timedelta(days=days + 9)
    other = replace(other, valid_to=None)
    runs = [pattern_runs(one, here, first, last), pattern_runs(other, there, first - timedelta(days=9), last)]
    meet = any(a < d and c < b for a, b in runs[0] for c, d in runs[1] if abs(a - c) < timedelta(days=2))
    assert patterns_overlap(one, here, other, there) is meet
    assert patterns_overlap(other, there, one, here) is meet


def _later(wall: time) -> time:
    return time(wall.hour + 1, wall.minute) if wall.hour < 23 else time(23, 59)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2027, 12, 1)))
def test_days_follow_one_another(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    start, end = clinic_time.day_bounds(day, zone)
    assert end == clinic_time.day_bounds(day + timedelta(days=1), zone)[0]
    assert clinic_time.local_date(start, zone) == day
    assert clinic_time.local_date(start - timedelta(seconds=1), zone) == day - timedelta(days=1)
    monday, after = clinic_time.week_bounds(day, zone)
    assert monday <= start < end <= after
    assert clinic_time.local_date(monday, zone).weekday() == 0


def test_a_day_that_begins_in_a_gap_begins_when_the_gap_ends() -> None:
    zone = ZoneInfo("America/Santiago")
    start, _ = clinic_time.day_bounds(date(2026, 9, 6), zone)
    assert start.astimezone(zone).strftime("%d %H:%M") == "06 01:00"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(BadInput, match=r"settings\.time_zone"):
        clinic_time.zone_named("Mars/Olympus")
