"""The order of the queue and its waits: by example and for any queue."""

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.errors import Conflict
from opd_desktop.domain.queue import (
    DEFAULT_PACE,
    LATE_GRACE,
    SKIP_PENALTY,
    TRANSITIONS,
    Pace,
    Priority,
    QueueState,
    Room,
    Waiting,
    calling_order,
    check_move,
    pace_of,
    predicted_wait,
    promised_wait,
    running_late,
    token_text,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def someone(
    number: int, arrived: float, appointment: float | None = None, priority: str = "normal", skips: int = 0
) -> Waiting:
    """``arrived`` and ``appointment`` in minutes from noon."""
    at = None if appointment is None else NOON + minutes(appointment)
    return Waiting(UUID(int=number), Priority(priority), NOON + minutes(arrived), at, skips)


def order(*waiting: Waiting) -> list[int]:
    return [one.id.int for one in calling_order(waiting)]


def test_appointments_and_walk_ins_take_turns_by_their_due_time() -> None:
    assert order(someone(1, -5, 20), someone(2, 0), someone(3, -1, 10)) == [2, 3, 1]


def test_an_emergency_comes_before_everybody() -> None:
    assert order(someone(1, -60), someone(2, 0, priority="elderly"), someone(3, 5, priority="emergency")) == [3, 2, 1]


def test_who_came_too_late_loses_the_place_of_the_appointment() -> None:
    late = someone(1, 11, 0)
    in_time = someone(2, 10, 0)
    assert late.came_late
    assert not in_time.came_late
    assert order(late, someone(3, 5), in_time) == [2, 3, 1]
    assert late.why_here == "late"


def test_who_was_not_there_waits_a_quarter_of_an_hour_for_each_time() -> None:
    assert order(someone(1, -20, skips=2), someone(2, 0)) == [2, 1]
    assert someone(1, -20, skips=1).why_here == "skipped"


_WAITING = st.builds(
    Waiting,
    id=st.uuids(),
    priority=st.sampled_from(Priority),
    arrived_at=st.integers(-200, 200).map(lambda m: NOON + minutes(m)),
    appointment_at=st.none() | st.integers(-200, 200).map(lambda m: NOON + minutes(m)),
    skip_count=st.integers(0, 3),
)
_QUEUE = st.lists(_WAITING, max_size=12, unique_by=lambda one: one.id)


@given(_QUEUE, st.randoms())
def test_the_order_does_not_depend_on_how_the_rows_came(queue: list[Waiting], chance: object) -> None:
    shuffled = list(queue)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert calling_order(queue) == calling_order(shuffled)
    assert sorted(one.id for one in calling_order(queue)) == sorted(one.id for one in queue)


@given(_QUEUE)
def test_nobody_stands_before_somebody_more_urgent_or_due_earlier(queue: list[Waiting]) -> None:
    line = calling_order(queue)
    ranks = list(Priority)
    for first, second in pairwise(line):
        assert (ranks.index(first.priority), first.due_at) <= (ranks.index(second.priority), second.due_at)


@given(_WAITING)
def test_being_skipped_never_brings_anybody_forward(one: Waiting) -> None:
    again = Waiting(one.id, one.priority, one.arrived_at, one.appointment_at, one.skip_count + 1)
    assert again.due_at - one.due_at == SKIP_PENALTY
    assert (one.appointment_at is not None and one.arrived_at - one.appointment_at > LATE_GRACE) == one.came_late


@given(st.lists(st.floats(0.1, 300), max_size=30))
def test_a_pace_lies_in_its_own_range(taken: list[float]) -> None:
    pace = pace_of(taken)
    assert 0 < pace.low <= pace.usual <= pace.high
    assert pace.usual <= 120
    if not taken:
        assert pace == DEFAULT_PACE


@given(st.integers(1, 20), st.integers(0, 3), st.none() | st.floats(0, 60), st.floats(0, 60), st.floats(0, 90))
def test_waits_are_ranges_that_grow_along_the_line(
    position: int, called: int, in_room: float | None, delay: float, early: float
) -> None:
    room = Room(called=called, in_room_minutes=in_room, delay_minutes=delay)
    pace = Pace(usual=12, low=8, high=18)
    at_least, at_most = predicted_wait(position, pace, room, early)
    _, later = predicted_wait(position + 1, pace, room, early)
    assert 0 <= at_least <= at_most
    assert at_most >= math.ceil(early)
    assert later >= at_most
    assert promised_wait(at_most) >= at_most
    assert promised_wait(at_most) % 5 == 0


def test_running_late_counts_booked_people_who_came_in_time() -> None:
    behind = [someone(1, -30, -20), someone(2, -30), someone(3, -5, -40)]
    assert running_late(behind, NOON) == 20
    assert running_late([], NOON) == 0
    in_room = someone(4, -60, -50)
    assert running_late([], NOON, in_room=in_room, started_at=NOON - minutes(15)) == 35


def test_moves_are_those_of_the_table() -> None:
    for start in QueueState:
        for end in QueueState:
            if (start, end) in TRANSITIONS:
                check_move(start, end)
            else:
                with pytest.raises(Conflict):
                    check_move(start, end)


def test_a_token_has_three_figures_or_more() -> None:
    assert [token_text("A", number) for number in (7, 14, 1203)] == ["A-007", "A-014", "A-1203"]
