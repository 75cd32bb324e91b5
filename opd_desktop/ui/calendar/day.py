"""What a sheet of the calendar shows, computed from what the service sent; no Qt, no pixels.

A plan has columns: the practitioners of one day, or the days of one practitioner. Minutes of a day count from its
midnight in the facility's zone, so it may have 23 or 25 hours. In a week, days with and without a change of clocks
stand beside one clock: there minutes count from twelve hours before noon, so that 10:00 is at one height in all.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Literal, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from opd_desktop.domain.agenda_layout import Lane, Span
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services.dto.appointments import AppointmentDto, HoldDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import ExceptionDto, SlotDto

MOVABLE = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.PENDING})
#: Who is still to be seen: a late doctor makes them wait.
TO_COME = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.PENDING, AppointmentStatus.ARRIVED})
AWAY = frozenset({"leave", "holiday", "blocked"})
_LONGEST_RUN = 12
#: Minutes that an empty day shows.
USUAL_DAY = (8 * 60.0, 17 * 60.0)

Refusal = Literal["", "off", "away", "past", "full", "held", "short", "same", "not_movable", "not_yours"]


class Stop(NamedTuple):
    """A place that the cursor can stand on: a visit, a free place of a slot, or one that a desk holds.

    ``start`` and ``end`` are minutes since the day began; ``places`` the free places of a free stop; ``mine`` a
    hold of this desk.
    """

    kind: Literal["visit", "free", "held"]
    column: int
    start: float
    end: float
    slot: SlotDto | None = None
    visit: AppointmentDto | None = None
    hold: HoldDto | None = None
    places: int = 0
    mine: bool = False

    @property
    def key(self) -> tuple[str, UUID]:
        """What the stop is called across reloads."""
        thing = self.visit or self.hold or self.slot
        if thing is None:
            raise TypeError("a stop stands on something")
        return self.kind, thing.id

    @property
    def span(self) -> Span:
        """Its time, for the layout."""
        return Span(self.column, self.start, self.end)


@dataclass(frozen=True)
class Band:
    """A stretch of a column without ordinary hours: leave, holiday, blocked, or an extra session."""

    column: int
    start: float
    end: float
    exception: ExceptionDto


@dataclass(frozen=True)
class Column:
    """A practitioner's day: ``hours`` are stretches of slots, ``booked`` of ``capacity`` places are taken.

    ``gap`` is the buffer between slots that follow each other; ``origin`` the moment that its minutes count from, in
    UTC; ``hidden`` counts visits that the filter leaves out.
    """

    practitioner: PractitionerDto
    day: date
    origin: datetime
    slots: tuple[SlotDto, ...] = ()
    hours: tuple[tuple[float, float], ...] = ()
    booked: int = 0
    capacity: int = 0
    late: ExceptionDto | None = None
    off: bool = False
    gap: timedelta = timedelta(0)
    hidden: int = 0

    @property
    def late_by(self) -> timedelta:
        """How late the practitioner runs; zero when on time, or when nobody said by how much."""
        return timedelta(minutes=(self.late.minutes if self.late else None) or 0)


@dataclass(frozen=True)
class Placing:
    """Where a visit would go: ``slot_ids`` from ``start`` to ``end`` (minutes); ``refusal`` says why it can't.

    ``other`` is another visit of the same patient at that time: to tell, not a refusal.
    """

    column: int
    start: float
    end: float
    slot_ids: tuple[UUID, ...] = ()
    refusal: Refusal = ""
    hold: HoldDto | None = None
    band: Band | None = None
    other: AppointmentDto | None = None


@dataclass(frozen=True)
class Part:
    """One column with all that it shows; kept as it is as long as its ``source`` stays the same.

    ``extent`` are the minutes of its first and last thing, ``frame`` those that the whole plan shows; ``rows`` the
    places of the visits among its stops.
    """

    source: tuple[object, ...]
    frame: tuple[float, float]
    extent: tuple[float, float] | None
    column: Column
    bands: tuple[Band, ...]
    stops: tuple[Stop, ...]
    spans: tuple[Span, ...]
    lanes: tuple[Lane, ...]
    keys: dict[tuple[str, UUID], int]
    holds: tuple[HoldDto, ...]
    rows: tuple[int, ...] = ()
    visits: tuple[AppointmentDto, ...] = ()


@dataclass(frozen=True)
class DayPlan:
    """A day by practitioner, or (``week``) some days of one practitioner; ``day`` is the one that was asked for."""

    day: date
    zone: ZoneInfo
    now: datetime
    parts: tuple[Part, ...] = ()
    columns: tuple[Column, ...] = ()
    stops: tuple[Stop, ...] = ()
    spans: tuple[Span, ...] = ()
    lanes: tuple[Lane, ...] = ()
    bands: tuple[Band, ...] = ()
    start: float = USUAL_DAY[0]
    end: float = USUAL_DAY[1]
    hidden: int = 0
    week: bool = False
    next_expiry: datetime | None = None

    @property
    def origin(self) -> datetime:
        """What the minutes of the day that was asked for count from, in UTC."""
        return (wall_origin if self.week else midnight)(self.day, self.zone)

    @property
    def today(self) -> date:
        """The date at the facility when this was planned."""
        return self.now.astimezone(self.zone).date()

    def minute(self, moment: datetime) -> float:
        """Minutes of a moment: of the plan's day, in a week of the moment's own."""
        if not self.week:
            return (moment - self.origin).total_seconds() / 60
        day = moment.astimezone(self.zone).date()
        found = (column.origin for column in self.columns if column.day == day)
        return (moment - next(found, wall_origin(day, self.zone))).total_seconds() / 60

    def minute_in(self, column: int, moment: datetime) -> float:
        """Minutes of a moment in a column."""
        return (moment - self.columns[column].origin).total_seconds() / 60

    def moment(self, column: int, minute: float) -> datetime:
        """The moment of a minute of a column, in UTC."""
        return self.columns[column].origin + timedelta(minutes=minute)

    def local(self, minute: float, column: int | None = None) -> datetime:
        """The wall clock at a minute of the day, or of a column's day; in a week, of a day without a change."""
        if column is None and self.week:
            return datetime.combine(self.day, time(), UTC) + timedelta(minutes=minute)
        begin = self.origin if column is None else self.columns[column].origin
        return (begin + timedelta(minutes=minute)).astimezone(self.zone)

    def is_past(self, stop: Stop) -> bool:
        """Whether the time of a stop is over."""
        return self.moment(stop.column, stop.end) <= self.now

    def now_in(self, column: int) -> float | None:
        """The minute of now in a column, None if its day is another."""
        begin = self.columns[column]
        minute = self.minute_in(column, self.now)
        return minute if self.today == begin.day else None

    def expected(self, stop: Stop) -> datetime | None:
        """When a visit will really begin, if its practitioner runs late and it is still to come."""
        late = self.columns[stop.column].late_by
        visit = stop.visit
        if visit is None or not late or visit.status not in TO_COME or visit.ends_at <= self.now:
            return None
        return visit.starts_at + late

    @property
    def visits(self) -> tuple[AppointmentDto, ...]:
        """The visits shown, column by column."""
        return tuple(chain.from_iterable(part.visits for part in self.parts))

    def index_of(self, key: tuple[str, UUID] | None) -> int | None:
        """The stop of a key."""
        begin = 0
        for part in self.parts if key else ():
            place = part.keys.get(key)  # type: ignore[arg-type]
            if place is not None:
                return begin + place
            begin += len(part.stops)
        return None

    def slot_at(self, column: int, minute: float) -> SlotDto | None:
        """The slot of a column in which a minute lies."""
        slots = self.columns[column].slots
        moment = self.moment(column, minute)
        place = bisect_right(slots, moment, key=lambda slot: slot.starts_at) - 1
        return slots[place] if place >= 0 and moment < slots[place].ends_at else None

    def same_slot(self, slot: SlotDto) -> SlotDto | None:
        """A slot of an older plan as it is now; None if it is not shown or is gone."""
        column = self.column_at(slot.practitioner_id, slot.starts_at)
        found = None if column is None else self.slot_at(column, self.minute_in(column, slot.starts_at))
        return found if found is not None and found.id == slot.id else None

    def column_of(self, practitioner_id: UUID) -> int | None:
        """The (first) column of a practitioner, if shown."""
        return next(
            (place for place, column in enumerate(self.columns) if column.practitioner.id == practitioner_id), None
        )

    def column_at(self, practitioner_id: UUID, moment: datetime) -> int | None:
        """The column of a practitioner in which a moment lies, if shown."""
        day = moment.astimezone(self.zone).date()
        return next(
            (place for place, one in enumerate(self.columns)
             if one.practitioner.id == practitioner_id and one.day == day),
            None,
        )  # fmt: skip

    def band_at(self, column: int, minute: float) -> Band | None:
        """The leave in which a minute of a column lies."""
        return next(
            (
                band
                for band in self.parts[column].bands
                if band.start <= minute < band.end and band.exception.kind in AWAY
            ),
            None,
        )

    def run_from(self, slot: SlotDto) -> tuple[SlotDto, ...]:
        """A slot and those that follow it with no more than the usual buffer between, at most twelve."""
        column = self.column_at(slot.practitioner_id, slot.starts_at)
        if column is None:
            return (slot,)
        slots = self.columns[column].slots
        place = next((n for n, one in enumerate(slots) if one.id == slot.id), None)
        if place is None:
            return (slot,)
        run = [slots[place]]
        for follower in slots[place + 1 : place + _LONGEST_RUN]:
            if follower.starts_at - run[-1].ends_at > self.columns[column].gap:
                break
            run.append(follower)
        return tuple(run)

    def lengths_from(self, slot: SlotDto, holding: Iterable[UUID] = ()) -> tuple[tuple[SlotDto, ...], ...]:
        """Slot rows that a visit from ``slot`` on can take: one, two, ... as long as places are free.

        Args:
            holding: slots that this desk holds for the visit, which count as free.
        """
        mine = set(holding)
        run = self.run_from(slot)
        column = self.column_at(slot.practitioner_id, slot.starts_at) or 0
        found = [run[:1]]
        for length in range(2, len(run) + 1):
            last = run[length - 1]
            shut = last.status == "busy-unavailable" or self.band_at(column, self.minute_in(column, last.starts_at))
            if shut or self.free_places(last) + (last.id in mine) <= 0:
                break
            found.append(run[:length])
        return tuple(found)

    def free_places(self, slot: SlotDto) -> int:
        """Places that nobody has booked or holds (negative when overbooked)."""
        return slot.capacity - slot.booked - len(self.holds_of(slot.id))

    def holds_of(self, slot_id: UUID) -> list[HoldDto]:
        """Who holds a slot now."""
        return [hold for part in self.parts for hold in part.holds if slot_id in hold.slot_ids]

    def bookable(self, slot: SlotDto) -> Stop | None:
        """The place of a slot that is free, or that this desk holds already, and still to come."""
        if slot.ends_at <= self.now:
            return None
        stops = (stop for stop in self.stops if stop.slot is not None and stop.slot.id == slot.id)
        return next((stop for stop in stops if stop.kind == "free" or stop.mine), None)

    def first_free(self, practitioner_id: UUID | None = None) -> int | None:
        """The first free stop that is still to come, else one that has begun and not ended."""
        free = []
        for index, stop in enumerate(self.stops):
            column = self.columns[stop.column]
            if stop.kind != "free" or practitioner_id not in (None, column.practitioner.id):
                continue
            start = self.moment(stop.column, stop.start)
            if self.moment(stop.column, stop.end) > self.now:
                free.append((start < self.now, start, index))
        return min(free)[2] if free else None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The begin of a day at the facility, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def wall_origin(day: date, zone: ZoneInfo) -> datetime:
    """What minutes of a day count from so that they are those of the wall clock after a change, in UTC."""
    return datetime.combine(day, time(12), zone).astimezone(UTC) - timedelta(hours=12)
