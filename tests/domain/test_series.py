"""When the visits of a series are: the rule in wall time, over changes of clocks, and what is refused."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from opd_desktop.domain.clinic_time import instant_of
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.series import MOST_DAYS, MOST_VISITS, occurrences

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Berlin", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: 00:00 to 23:45 in quarters, the hours that clocks skip or repeat among them.
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
DATES = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return instant_of(day, at, zone)


def test_a_weekly_visit_at_ten_stays_at_ten_when_clocks_change() -> None:
    first = datetime(2026, 10, 19, 10, tzinfo=BERLIN)
    found = occurrences(first, "FREQ=WEEKLY;COUNT=3", BERLIN)
    assert [one.astimezone(BERLIN).strftime("%d %H:%M") for one in found] == ["19 10:00", "26 10:00", "02 10:00"]
    assert [one.hour for one in found] == [8, 9, 9]


def test_a_wall_time_that_a_spring_change_leaves_out_is_at_the_change() -> None:
    first = datetime(2026, 3, 22, 2, 30, tzinfo=BERLIN)
    found = occurrences(first, "FREQ=WEEKLY;COUNT=2", BERLIN)
    assert found[1] == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_the_first_visit_stays_in_the_second_of_two_like_hours() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    found = occurrences(first, "FREQ=DAILY;COUNT=2", BERLIN)
    assert found[0] == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert found[1] == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@given(DATES, TIMES, st.sampled_from(ZONES), st.sets(st.integers(0, 6)), st.integers(1, 3), st.integers(1, 20))
def test_weeks_are_those_of_a_plain_walk_through_the_days(
    day: date, at: time, name: str, weekdays: set[int], every: int, count: int
) -> None:
    zone = ZoneInfo(name)
    first = local(day, at, zone)
    assume(first.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at))
    wanted = weekdays | {day.weekday()}
    rule = f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(DAYS[one] for one in sorted(wanted))};COUNT={count}"
    monday = day - timedelta(days=day.weekday())
    walk = (day + timedelta(days=step) for step in range(7 * every * count + 7))
    days = [one for one in walk if one.weekday() in wanted and (one - monday).days // 7 % every == 0][:count]
    assert occurrences(first, rule, zone) == tuple(local(one, at, zone) for one in days)


@given(DATES, TIMES, st.integers(1, 9), st.integers(0, 60), st.booleans())
def test_days_end_with_the_last_one(day: date, at: time, every: int, lasting: int, utc: bool) -> None:
    first = local(day, at, BERLIN)
    assume(first.astimezone(BERLIN).replace(tzinfo=None) == datetime.combine(day, at))
    last = day + timedelta(days=lasting)
    until = local(last, time(23, 59), BERLIN).strftime("%Y%m%dT%H%M%SZ") if utc else last.strftime("%Y%m%d")
    found = occurrences(first, f"FREQ=DAILY;INTERVAL={every};UNTIL={until}", BERLIN)
    assert found == tuple(local(day + timedelta(days=n), at, BERLIN) for n in range(0, lasting + 1, every))


@given(DATES, st.integers(1, 6), st.booleans())
def test_months_by_day_or_by_the_number_of_a_weekday(day: date, count: int, by_weekday: bool) -> None:
    first = local(day, time(9), BERLIN)
    number = (day.day - 1) // 7 + 1
    part = f"BYDAY={number}{DAYS[day.weekday()]}" if by_weekday else f"BYMONTHDAY={day.day}"
    found = occurrences(first, f"FREQ=MONTHLY;{part};COUNT={count}", BERLIN)
    assert len(found) == count
    for one in found:
        here = one.astimezone(BERLIN)
        assert here.hour == 9
        if by_weekday:
            assert (here.weekday(), (here.day - 1) // 7 + 1) == (day.weekday(), number)
        else:
            assert here.day == day.day
    months = {(one.astimezone(BERLIN).year, one.astimezone(BERLIN).month) for one in found}
    assert len(months) == count


def test_the_last_working_day_of_the_month() -> None:
    first = datetime(2026, 1, 30, 9, tzinfo=BERLIN)
    found = occurrences(first, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=12", BERLIN)
    for one in found:
        here = one.astimezone(BERLIN).date()
        last = calendar.monthrange(here.year, here.month)[1]
        assert here.weekday() < 5
        assert all((here + timedelta(days=n)).weekday() >= 5 for n in range(1, last - here.day + 1))


@given(DATES, TIMES, st.sampled_from(ZONES), st.sampled_from(("DAILY", "WEEKLY", "MONTHLY")), st.integers(1, 24))
def test_dates_rise_and_the_first_is_the_first(day: date, at: time, name: str, freq: str, count: int) -> None:
    zone = ZoneInfo(name)
    first = local(day, at, zone)
    assume(first.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at))
    # The 31st of a month comes seven times a year, so that so many visits can take too long.
    assume(freq != "MONTHLY" or day.day <= 28)
    found = occurrences(first, f"FREQ={freq};COUNT={count}", zone)
    assert found[0] == first
    assert len(found) == count
    assert all(one < after for one, after in pairwise(found))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("", "series.bad_rule"),
        ("COUNT=3", "series.bad_rule"),
        ("FREQ=HOURLY;COUNT=3", "series.bad_rule"),
        ("FREQ=WEEKLY;BYHOUR=9;COUNT=3", "series.bad_rule"),
        ("FREQ=WEEKLY;FREQ=DAILY;COUNT=3", "series.bad_rule"),
        ("FREQ=WEEKLY;BYDAY=2MO;COUNT=3", "series.bad_rule"),
        ("FREQ=DAILY;BYDAY=MO;COUNT=3", "series.bad_rule"),
        ("FREQ=MONTHLY;BYDAY=6MO;COUNT=3", "series.bad_rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO;COUNT=3", "series.bad_rule"),
        ("FREQ=MONTHLY;BYSETPOS=1;COUNT=3", "series.bad_rule"),
        ("FREQ=WEEKLY;INTERVAL=0;COUNT=3", "series.bad_rule"),
        ("FREQ=WEEKLY;UNTIL=20261340", "series.bad_rule"),
        ("FREQ=WEEKLY", "series.no_end"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "series.no_end"),
        (f"FREQ=DAILY;COUNT={MOST_VISITS + 1}", "series.too_long"),
        ("FREQ=DAILY;UNTIL=20271231", "series.too_long"),
        ("FREQ=MONTHLY;COUNT=30", "series.too_long"),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=3", "series.rule_misses_first"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12;COUNT=3", "series.rule_misses_first"),
        ("FREQ=WEEKLY;UNTIL=20260101", "series.rule_misses_first"),
    ],
)
def test_what_is_not_understood_or_has_no_end_is_refused(rule: str, code: str) -> None:
    monday = datetime(2026, 10, 19, 10, tzinfo=BERLIN)
    with pytest.raises(BadInput) as refused:
        occurrences(monday, rule, BERLIN)
    assert refused.value.code == code


def test_a_series_lasts_two_years_at_most() -> None:
    first = datetime(2026, 10, 19, 10, tzinfo=BERLIN)
    found = occurrences(first, "FREQ=WEEKLY;COUNT=104", BERLIN)
    assert len(found) == MOST_VISITS
    assert found[-1] - found[0] <= timedelta(days=MOST_DAYS)
