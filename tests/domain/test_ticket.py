"""When tickets are due, and their moves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain import ticket
from opd_desktop.domain.errors import Conflict

MOMENTS = st.integers(0, 525600).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
BERLIN = ZoneInfo("Europe/Berlin")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("priority", "opened", "due"),
    [
        ("urgent", local(7, 23), local(8, 0)),
        ("high", local(6, 9), local(6, 13)),
        ("high", local(6, 17), local(7, 11)),  # one hour on Friday, three on Saturday
        ("high", local(7, 17), local(9, 11)),  # Sunday is closed
        ("high", local(6, 3), local(6, 12)),
        ("normal", local(6, 8), local(7, 18)),
        ("low", local(2, 8), local(6, 18)),
        ("high", local(28, 17), local(30, 11)),  # over the change of time
    ],
)
def test_due_in_working_hours(priority: str, opened: datetime, due: datetime) -> None:
    assert ticket.due_at(priority, opened, "Europe/Berlin") == due


@given(
    MOMENTS,
    st.integers(1, 6000),
    st.integers(1, 6000),
    st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York"]),
)
def test_working_time_adds_up(start: datetime, one: int, two: int, zone: str) -> None:
    first, second = timedelta(minutes=one), timedelta(minutes=two)
    step = ticket.add_working_time(start, first, zone)
    assert step - start >= first
    assert ticket.add_working_time(step, second, zone) == ticket.add_working_time(start, first + second, zone)
    at = step.astimezone(ZoneInfo(zone))
    assert at.weekday() != ticket.CLOSED_WEEKDAY
    assert ticket.OPENS < at.time() <= ticket.CLOSES


def test_moves() -> None:
    ticket.check_move("open", "open")
    ticket.check_move("closed", "open")
    with pytest.raises(Conflict, match=r"ticket\.illegal_move"):
        ticket.check_move("closed", "resolved")
