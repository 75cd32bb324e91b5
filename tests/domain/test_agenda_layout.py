"""The calendar's geometry holds for any day: nothing overlaps, nothing leaves its column, order is kept."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.agenda_layout import Agenda, Box, Direction, Grid, Lane, Span, assign_lanes

COLUMNS = 3
DIRECTIONS: tuple[Direction, ...] = ("up", "down", "left", "right")
GRID = Grid(columns=COLUMNS, column_width=120.0, minute_height=2.0, start=480, end=1080)

spans = st.lists(
    st.builds(
        lambda column, start, length: Span(column, 480 + 5 * start, 480 + 5 * (start + length)),
        st.integers(0, COLUMNS - 1),
        st.integers(0, 100),
        st.integers(1, 20),
    ),
    max_size=25,
)


def agenda(some: list[Span], grid: Grid = GRID) -> Agenda:
    return Agenda(some, assign_lanes(some), grid)


def crosses(one: Box, other: Box) -> bool:
    gap = 1e-6
    return (
        one.x + gap < other.right
        and other.x + gap < one.right
        and one.y + gap < other.bottom
        and other.y + gap < one.bottom
    )


@given(spans)
def test_no_two_boxes_overlap(some: list[Span]) -> None:
    for one, other in combinations(agenda(some).boxes, 2):
        assert not crosses(one, other)


@given(spans)
def test_every_box_is_inside_its_column_and_as_high_as_its_time(some: list[Span]) -> None:
    for span, box in zip(some, agenda(some).boxes, strict=True):
        assert box.x >= GRID.x(span.column) - 1e-6
        assert box.right <= GRID.x(span.column + 1) + 1e-6
        assert box.width > 0
        assert box.y == GRID.y(span.start)
        assert box.bottom == pytest.approx(GRID.y(span.end))


@given(spans)
def test_earlier_ones_stand_higher(some: list[Span]) -> None:
    for (one, its), (other, others) in combinations(zip(some, agenda(some).boxes, strict=True), 2):
        assert (one.start < other.start) == (its.y < others.y)


@given(spans)
def test_those_that_start_together_keep_their_order_from_the_left(some: list[Span]) -> None:
    lanes = assign_lanes(some)
    for (one, its), (other, others) in combinations(zip(some, lanes, strict=True), 2):
        if (one.column, one.start, one.end) == (other.column, other.start, other.end):
            assert its.first < others.first


@given(spans)
def test_lonely_ones_have_the_whole_column(some: list[Span]) -> None:
    for span, lane in zip(some, assign_lanes(some), strict=True):
        if not any(span.overlaps(other) for other in some if other is not span):
            assert lane == Lane(0, 1, 1) or lane.width == lane.lanes


@given(spans, st.floats(0, 360, exclude_max=True), st.floats(0, 1200, exclude_max=True))
def test_what_is_at_a_point_is_what_a_search_through_all_boxes_finds(some: list[Span], x: float, y: float) -> None:
    made = agenda(some)
    assert made.at(x, y) == next((i for i, box in enumerate(made.boxes) if box.holds(x, y)), None)


@given(spans, st.tuples(st.floats(-50, 400), st.floats(-50, 1300), st.floats(0, 300), st.floats(0, 600)))
def test_a_rectangle_misses_nothing_that_it_shows(some: list[Span], area: tuple[float, float, float, float]) -> None:
    x, y, width, height = area
    made = agenda(some)
    seen = set(made.within(x, y, x + width, y + height))
    for index, box in enumerate(made.boxes):
        if crosses(box, Box(x, y, width, height)):
            assert index in seen


@given(spans)
def test_all_can_be_reached_by_keys(some: list[Span]) -> None:
    made = agenda(some)
    todo = [0] if some else []
    reached = set(todo)
    while todo:
        here = todo.pop()
        for direction in (*DIRECTIONS, "next", "previous"):
            there = made.step(here, direction)
            if there is not None and there not in reached:
                reached.add(there)
                todo.append(there)
    assert reached == set(range(len(some)))


@given(spans, st.sampled_from(DIRECTIONS[:2]))
def test_up_and_down_stay_in_the_column_and_never_go_back(some: list[Span], direction: Direction) -> None:
    made = agenda(some)
    for index in range(len(some)):
        there = made.step(index, direction)
        if there is None:
            continue
        assert some[there].column == some[index].column
        if direction == "down":
            assert some[there].start >= some[index].end
        else:
            assert some[there].end <= some[index].start


def test_right_goes_through_the_lanes_and_then_to_the_next_column_at_the_same_time() -> None:
    day = [Span(0, 600, 615), Span(0, 600, 615), Span(1, 585, 600), Span(1, 600, 615), Span(2, 700, 715)]
    made = agenda(day)
    assert made.step(0, "right") == 1
    assert made.step(1, "right") == 3
    assert made.step(3, "right") == 4
    assert made.step(4, "right") is None
    assert made.step(4, "left", minute=600) == 3
    assert made.step(3, "left") == 1
    assert made.step(1, "left") == 0


def test_next_goes_through_a_column_and_leaves_none_out() -> None:
    day = [Span(0, 480, 490), Span(0, 485, 490), Span(0, 485, 500), Span(0, 490, 500), Span(0, 495, 500)]
    made = agenda(day)
    here, seen = 0, [0]
    while (there := made.step(here, "next")) is not None:
        seen.append(here := there)
    assert sorted(seen) == [0, 1, 2, 3, 4]
    assert [day[index].start for index in seen] == sorted(span.start for span in day)
    assert made.step(seen[-1], "previous") == seen[-2]
    assert made.step(0, "previous") is None


def test_down_skips_what_a_long_visit_covers() -> None:
    day = [Span(0, 600, 630), Span(0, 630, 645), Span(0, 645, 660)]
    made = agenda(day)
    assert made.step(0, "down") == 1
    assert made.step(1, "up") == 0
    assert made.step(2, "down") is None


def test_a_box_grows_over_lanes_that_are_free() -> None:
    long, first, second = Span(0, 600, 660), Span(0, 600, 615), Span(0, 600, 615)
    later = Span(0, 630, 645)
    lanes = assign_lanes([long, first, second, later])
    assert [lane.lanes for lane in lanes] == [3, 3, 3, 3]
    assert lanes[3] == Lane(1, 2, 3)


def test_what_lies_outside_the_sheet_is_cut() -> None:
    box = GRID.box(Span(0, 400, 500))
    assert (box.y, box.height) == (0.0, 40.0)
    assert GRID.minute_at(-10) == 480
    assert GRID.minute_at(10_000) == 1080
    assert GRID.column_at(-1) is None
    assert GRID.column_at(360) is None
    assert GRID.column_at(359.9) == 2


def test_an_empty_day_has_nothing_anywhere() -> None:
    made = Agenda([], (), Grid(0, 120, 2, 480, 1080))
    assert made.at(1, 1) is None
    assert list(made.within(0, 0, 1000, 1000)) == []
    assert made.nearest(0, 600) is None


@given(spans)
def test_columns_given_by_their_counts_are_those_found_by_looking(some: list[Span]) -> None:
    ordered = sorted(some, key=lambda span: span.column)
    lanes = assign_lanes(ordered)
    counts = [sum(span.column == column for span in ordered) for column in range(COLUMNS)]
    looked, counted = Agenda(ordered, lanes, GRID), Agenda(ordered, lanes, GRID, counts)
    for column in range(COLUMNS):
        assert list(looked.column(column)) == list(counted.column(column))
    assert [looked.step(index, "down") for index in range(len(ordered))] == [
        counted.step(index, "down") for index in range(len(ordered))
    ]
