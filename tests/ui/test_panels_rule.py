"""Repeating visits: the rule as a person chooses it, the dates that it gives, the sentence that says so."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.ui.calendar.panels.rule import MOST, Repeat, Unit

#: A Tuesday.
START = datetime(2026, 11, 24, 10, 20, tzinfo=ZoneInfo("Asia/Kolkata"))
units = st.sampled_from(("DAILY", "WEEKLY", "MONTHLY"))


def dates(repeat: Repeat, start: datetime) -> list[date]:
    return [one.date() for one in rrulestr(repeat.rule(start), dtstart=start.replace(tzinfo=None))]


def test_a_rule_says_what_was_chosen(qapp: object) -> None:
    del qapp
    assert Repeat(2, "WEEKLY", (1, 4), 6).rule(START) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;COUNT=6"
    assert Repeat(2, "WEEKLY", (1, 4), 6).sentence(START) == "Every 2 weeks on Tuesday and Friday, 6 visits"
    assert Repeat(1, "DAILY", (), 3).sentence(START) == "Every day, 3 visits"
    assert Repeat(3, "MONTHLY", (), 4).sentence(START) == "Every 3 months on day 24, 4 visits"


def test_an_end_date_counts_its_own_day(qapp: object) -> None:
    del qapp
    weekly = Repeat(1, "WEEKLY", (1,), until=date(2026, 12, 15))
    assert dates(weekly, START) == [date(2026, 11, 24) + timedelta(days=7 * n) for n in range(4)]
    assert weekly.sentence(START) == "Every week on Tuesday, until Tue 15 Dec, 4 visits"
    assert Repeat(1, "WEEKLY", (1,), until=date(2026, 11, 1)).visits(START) == 1


def test_the_first_visit_is_always_one_of_its_weekdays() -> None:
    assert Repeat(weekdays=(4,)).on_day_of(START).weekdays == (1, 4)
    assert Repeat(unit="MONTHLY", weekdays=(4,)).on_day_of(START).weekdays == ()


@given(st.integers(1, 12), units, st.sets(st.integers(0, 6)), st.integers(1, 60), st.integers(0, 400))
def test_counts_and_end_dates_agree_with_the_dates(
    every: int, unit: Unit, days: set[int], count: int, ahead: int
) -> None:
    by_count = Repeat(every, unit, tuple(days), count).on_day_of(START)
    found = dates(by_count, START)
    assert len(found) == by_count.visits(START) == min(count, MOST)
    assert found[0] == START.date()
    until = START.date() + timedelta(days=ahead)
    by_end = Repeat(every, unit, tuple(days), until=until).on_day_of(START)
    assert all(day <= until for day in dates(by_end, START))
    longer = dates(Repeat(every, unit, tuple(days), MOST).on_day_of(START), START)
    assert dates(by_end, START) == [day for day in longer if day <= until]
