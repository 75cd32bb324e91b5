"""Geometry of a calendar day: columns side by side, boxes by minutes, overlaps next to each other.

Pure arithmetic: minutes since the day began go in, boxes in pixels come out. Lanes depend on the data only and are
kept while the window is resized; boxes depend on the window and are cheap.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple, overload

Direction = Literal["up", "down", "left", "right", "next", "previous"]


class Span(NamedTuple):
    """Something that takes time in one column; ``start`` < ``end`` in minutes since the day began."""

    column: int
    start: float
    end: float

    def overlaps(self, other: "Span") -> bool:
        """Whether both are in one column at the same time (touching is not overlapping)."""
        return self.column == other.column and self.start < other.end and other.start < self.end


class Lane(NamedTuple):
    """The part of a column that a span gets: ``width`` lanes from ``first`` on, out of ``lanes``."""

    first: int
    width: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the whole sheet (not of what is scrolled into view)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside; right and lower edge belong to the neighbour."""
        return self.x <= x < self.right and self.y <= y < self.bottom


_WHOLE = Lane(0, 1, 1)


def assign_lanes(spans: Sequence[Span]) -> tuple[Lane, ...]:
    """Lanes for spans, in the order given: no two that overlap share one, and earlier ones stand further left.

    Spans that overlap directly or through others form a group with equally wide lanes; a span grows to the right
    over lanes that are free for all of its time.
    """
    by_column: dict[int, list[int]] = defaultdict(list)
    for index, span in enumerate(spans):
        by_column[span.column].append(index)
    found: dict[int, Lane] = {}
    for members in by_column.values():
        members.sort(key=lambda index: (spans[index].start, -spans[index].end, index))
        for group in _groups(spans, members):
            if len(group) == 1:
                found[group[0]] = _WHOLE
            else:
                found |= _lanes_of_group(spans, group)
    return tuple(found[index] for index in range(len(spans)))


def _groups(spans: Sequence[Span], ordered: list[int]) -> Iterator[list[int]]:
    group: list[int] = []
    until = float("-inf")
    for index in ordered:
        if group and spans[index].start >= until:
            yield group
            group = []
        group.append(index)
        until = max(until, spans[index].end) if len(group) > 1 else spans[index].end
    if group:
        yield group


def _lanes_of_group(spans: Sequence[Span], group: list[int]) -> dict[int, Lane]:
    lanes: list[list[int]] = []
    first: dict[int, int] = {}
    for index in group:
        number = next((n for n, lane in enumerate(lanes) if spans[lane[-1]].end <= spans[index].start), len(lanes))
        if number == len(lanes):
            lanes.append([])
        lanes[number].append(index)
        first[index] = number
    found = {}
    for index in group:
        edge = first[index] + 1
        while edge < len(lanes) and not any(spans[index].overlaps(spans[other]) for other in lanes[edge]):
            edge += 1
        found[index] = Lane(first[index], edge - first[index], len(lanes))
    return found


@dataclass(frozen=True, slots=True)
class Grid:
    """The sheet: ``columns`` of ``column_width`` pixels; ``start`` to ``end`` minutes, ``minute_height`` each."""

    columns: int
    column_width: float
    minute_height: float
    start: float
    end: float

    @property
    def width(self) -> float:
        """Width of the sheet in pixels."""
        return self.columns * self.column_width

    @property
    def height(self) -> float:
        """Height of the sheet in pixels."""
        return (self.end - self.start) * self.minute_height

    def x(self, column: int) -> float:
        """Left edge of a column."""
        return column * self.column_width

    def y(self, minute: float) -> float:
        """Height of a minute, kept within the sheet."""
        return (min(max(minute, self.start), self.end) - self.start) * self.minute_height

    def column_at(self, x: float) -> int | None:
        """The column at ``x``, or None beside the sheet."""
        if not 0 <= x < self.width:
            return None
        return min(int(x // self.column_width), self.columns - 1)

    def minute_at(self, y: float) -> float:
        """The minute at ``y``, kept within the sheet."""
        return min(max(self.start + y / self.minute_height, self.start), self.end)

    def box(self, span: Span, lane: Lane = _WHOLE) -> Box:
        """Where a span in its lane is painted; what lies before or after the sheet is cut."""
        left, top = self.x(span.column), self.y(span.start)
        x = left + self.column_width * lane.first / lane.lanes
        right = left + self.column_width * (lane.first + lane.width) / lane.lanes
        return Box(x, top, right - x, self.y(span.end) - top)


class _Boxes(Sequence[Box]):
    """The boxes of spans, each computed when it is first looked at."""

    def __init__(self, spans: Sequence[Span], lanes: Sequence[Lane], grid: Grid) -> None:
        self._spans, self._lanes, self._grid = spans, lanes, grid
        self._made: dict[int, Box] = {}

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, index: int) -> Box: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Box]: ...

    def __getitem__(self, index: int | slice) -> Box | Sequence[Box]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        box = self._made.get(index)
        if box is None:
            box = self._made[index] = self._grid.box(self._spans[index], self._lanes[index])
        return box


def _members(spans: Sequence[Span]) -> dict[int, Sequence[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for index, span in enumerate(spans):
        found[span.column].append(index)
    return dict(found)


def _ranges(counts: Sequence[int]) -> dict[int, Sequence[int]]:
    ends = list(accumulate(counts))
    return {
        column: range(end - count, end) for column, (count, end) in enumerate(zip(counts, ends, strict=True)) if count
    }


class _Sorted:
    """Spans of one column from the top, then from the left, with what a search by time needs."""

    def __init__(self, members: Sequence[int], spans: Sequence[Span], lanes: Sequence[Lane]) -> None:
        self.order = sorted(members, key=lambda index: (spans[index].start, lanes[index].first))
        self.starts = [spans[index].start for index in self.order]
        self.longest = max(spans[index].end - spans[index].start for index in members)


class Agenda:
    """Spans with their boxes: what is at a point, what is in a rectangle, what is next in a direction."""

    def __init__(
        self, spans: Sequence[Span], lanes: Sequence[Lane], grid: Grid, counts: Sequence[int] | None = None
    ) -> None:
        """Args: counts: how many spans each column has, if they are given column by column; saves looking at all."""
        self.spans = spans
        self.lanes = lanes
        self.grid = grid
        self.boxes: Sequence[Box] = _Boxes(spans, lanes, grid)
        self._columns = _members(spans) if counts is None else _ranges(counts)
        self._sorted: dict[int, _Sorted] = {}

    def _members(self, column: int) -> "_Sorted | None":
        """A column in order; sorted when it is first asked for, since most are out of sight."""
        if column not in self._sorted:
            if column not in self._columns:
                return None
            self._sorted[column] = _Sorted(self._columns[column], self.spans, self.lanes)
        return self._sorted[column]

    def column(self, column: int) -> Sequence[int]:
        """The spans of a column, from the top, then from the left."""
        found = self._members(column)
        return found.order if found else ()

    def at(self, x: float, y: float) -> int | None:
        """The span at a point of the sheet."""
        return next((index for index in self.within(x, y, x, y) if self.boxes[index].holds(x, y)), None)

    def within(self, left: float, top: float, right: float, bottom: float) -> Iterator[int]:
        """Spans of which something may be seen in a rectangle of the sheet, column by column, from the top."""
        grid = self.grid
        if not grid.columns or right < 0 or left >= grid.width:
            return
        first = max(int(left // grid.column_width), 0)
        last = min(int(right // grid.column_width), grid.columns - 1)
        begin, end = grid.start + top / grid.minute_height, grid.start + bottom / grid.minute_height
        for column in range(first, last + 1):
            members = self._members(column)
            if members is None:
                continue
            for place in range(bisect_left(members.starts, begin - members.longest), len(members.order)):
                span = self.spans[members.order[place]]
                if span.start > end:
                    break
                if span.end >= begin:
                    yield members.order[place]

    def nearest(self, column: int, minute: float) -> int | None:
        """The span of a column that holds ``minute``, else the one that begins or ends nearest to it."""
        members = self.column(column)
        if not members:
            return None
        return min(members, key=lambda index: (self._distance(index, minute), self.lanes[index].first))

    def _distance(self, index: int, minute: float) -> float:
        span = self.spans[index]
        if span.start <= minute < span.end:
            return 0.0
        # An end is outside its span: a minute at the seam belongs to what begins there.
        return span.start - minute if minute < span.start else minute - span.end + 1e-6

    def step(self, index: int, direction: Direction, minute: float | None = None) -> int | None:
        """The neighbour of a span, or None at the edge.

        Up, down, left and right follow what is seen; among spans that overlap in many ways they may pass some by.
        "next" and "previous" go through a column in order and leave none out.

        Args:
            minute: the time to keep when going sideways (default: the start of the span).
        """
        if direction in {"up", "down"}:
            return self._vertical(index, down=direction == "down")
        if direction in {"next", "previous"}:
            return self._in_order(index, 1 if direction == "next" else -1)
        wanted = self.spans[index].start if minute is None else minute
        right = direction == "right"
        beside = self._beside(index, right=right, minute=wanted)
        if beside is not None:
            return beside
        columns = sorted(self._columns)
        place = columns.index(self.spans[index].column) + (1 if right else -1)
        if not 0 <= place < len(columns):
            return None
        found = self.nearest(columns[place], wanted)
        if found is None or right:
            return found
        last = self._beside(found, right=True, minute=wanted)
        while last is not None:
            found, last = last, self._beside(last, right=True, minute=wanted)
        return found

    def _in_order(self, index: int, by: int) -> int | None:
        members = self.column(self.spans[index].column)
        place = members.index(index) + by
        return members[place] if 0 <= place < len(members) else None

    def _vertical(self, index: int, *, down: bool) -> int | None:
        here = self.spans[index]
        members = self.column(here.column)
        if down:
            after = [other for other in members if self.spans[other].start >= here.end]
            edge = min((self.spans[other].start for other in after), default=None)
            rest = [other for other in after if self.spans[other].start == edge]
        else:
            before = [other for other in members if self.spans[other].end <= here.start]
            edge = max((self.spans[other].end for other in before), default=None)
            rest = [other for other in before if self.spans[other].end == edge]
        middle = self._middle(index)
        return min(rest, key=lambda other: (abs(self._middle(other) - middle), self.lanes[other].first), default=None)

    def _beside(self, index: int, *, right: bool, minute: float) -> int | None:
        here, lane = self.spans[index], self.lanes[index]
        beside = [
            other
            for other in self.column(here.column)
            if here.overlaps(self.spans[other])
            and (
                self.lanes[other].first >= lane.first + lane.width
                if right
                else self.lanes[other].first + self.lanes[other].width <= lane.first
            )
        ]
        return min(
            beside,
            key=lambda other: (abs(self.lanes[other].first - lane.first), self._distance(other, minute)),
            default=None,
        )

    def _middle(self, index: int) -> float:
        lane = self.lanes[index]
        return (lane.first + lane.width / 2) / lane.lanes
