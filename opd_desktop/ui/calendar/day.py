"""One day of the calendar as columns and stops, computed from what the service sent; no Qt, no pixels."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from opd_desktop.domain.agenda_layout import Lane, Span
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services.dto.appointments import AppointmentDto, HoldDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import ExceptionDto, SlotDto

MOVABLE = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.PENDING})
AWAY = frozenset({"leave", "holiday", "blocked"})
_LONGEST_RUN = 12
#: Minutes that an empty day shows.
USUAL_DAY = (8 * 60.0, 17 * 60.0)

Refusal = Literal["", "off", "away", "past", "full", "held", "short", "same", "not_movable"]


@dataclass(frozen=True)
class Stop:
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

    ``gap`` is the buffer between slots that follow each other.
    """

    practitioner: PractitionerDto
    slots: tuple[SlotDto, ...] = ()
    hours: tuple[tuple[float, float], ...] = ()
    booked: int = 0
    capacity: int = 0
    late: ExceptionDto | None = None
    off: bool = False
    gap: timedelta = timedelta(0)


@dataclass(frozen=True)
class Placing:
    """Where a visit would go: ``slot_ids`` from ``start`` to ``end`` (minutes); ``refusal`` says why it can't."""

    column: int
    start: float
    end: float
    slot_ids: tuple[UUID, ...] = ()
    refusal: Refusal = ""
    hold: HoldDto | None = None
    band: Band | None = None


@dataclass(frozen=True)
class DayPlan:
    """A day by practitioner. Minutes count from midnight in the facility's zone, so a day may have 23 or 25 hours."""

    day: date
    zone: ZoneInfo
    now: datetime
    columns: tuple[Column, ...] = ()
    stops: tuple[Stop, ...] = ()
    bands: tuple[Band, ...] = ()
    start: float = USUAL_DAY[0]
    end: float = USUAL_DAY[1]
    hidden: int = 0
    lanes: tuple[Lane, ...] = ()
    next_expiry: datetime | None = None
    _by_key: dict[tuple[str, UUID], int] = field(default_factory=dict, repr=False)

    @property
    def midnight(self) -> datetime:
        """The begin of the day, in UTC."""
        return midnight(self.day, self.zone)

    def minute(self, moment: datetime) -> float:
        """Minutes since the day began."""
        return (moment - self.midnight).total_seconds() / 60

    def local(self, minute: float) -> datetime:
        """The wall clock at a minute of the day."""
        return (self.midnight + timedelta(minutes=minute)).astimezone(self.zone)

    @property
    def visits(self) -> tuple[AppointmentDto, ...]:
        """The visits shown, column by column."""
        return tuple(stop.visit for stop in self.stops if stop.visit)

    def index_of(self, key: tuple[str, UUID] | None) -> int | None:
        """The stop of a key."""
        return self._by_key.get(key) if key else None

    def slot_at(self, column: int, minute: float) -> SlotDto | None:
        """The slot of a column in which a minute lies."""
        slots = self.columns[column].slots
        moment = self.midnight + timedelta(minutes=minute)
        place = bisect_right(slots, moment, key=lambda slot: slot.starts_at) - 1
        return slots[place] if place >= 0 and moment < slots[place].ends_at else None

    def column_of(self, practitioner_id: UUID) -> int | None:
        """The column of a practitioner, if shown."""
        return next(
            (place for place, column in enumerate(self.columns) if column.practitioner.id == practitioner_id), None
        )

    def band_at(self, column: int, minute: float) -> Band | None:
        """The leave in which a minute of a column lies."""
        return next(
            (
                band
                for band in self.bands
                if band.column == column and band.start <= minute < band.end and band.exception.kind in AWAY
            ),
            None,
        )

    def run_from(self, slot: SlotDto) -> tuple[SlotDto, ...]:
        """A slot and those that follow it with no more than the usual buffer between, at most twelve."""
        column = self.column_of(slot.practitioner_id)
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
        column = self.column_of(slot.practitioner_id) or 0
        found = [run[:1]]
        for length in range(2, len(run) + 1):
            last = run[length - 1]
            shut = last.status == "busy-unavailable" or self.band_at(column, self.minute(last.starts_at))
            if shut or self.free_places(last) + (last.id in mine) <= 0:
                break
            found.append(run[:length])
        return tuple(found)

    def free_places(self, slot: SlotDto) -> int:
        """Places that nobody has booked or holds (negative when overbooked)."""
        return slot.capacity - slot.booked - len(self.holds_of(slot.id))

    def holds_of(self, slot_id: UUID) -> list[HoldDto]:
        """Who holds a slot now."""
        return [stop.hold for stop in self.stops if stop.hold and slot_id in stop.hold.slot_ids]

    def bookable(self, slot: SlotDto) -> Stop | None:
        """The place of a slot that is free, or that this desk holds already, and still to come."""
        if slot.ends_at <= self.now:
            return None
        stops = (stop for stop in self.stops if stop.slot is not None and stop.slot.id == slot.id)
        return next((stop for stop in stops if stop.kind == "free" or stop.mine), None)

    def place(self, column: int, minute: float, visit: AppointmentDto) -> Placing:
        """Where ``visit`` would stand if it were put at a minute of a column, or why it can't."""
        wanted = (visit.ends_at - visit.starts_at).total_seconds() / 60
        first = self.slot_at(column, minute)
        if first is None:
            band = self.band_at(column, minute)
            return Placing(column, minute, minute + wanted, refusal="away" if band else "off", band=band)
        start = self.minute(first.starts_at)
        run = self.run_from(first)
        taken: list[SlotDto] = []
        for slot in run:
            taken.append(slot)
            if self.minute(slot.ends_at) - start >= wanted:
                break
        end = self.minute(taken[-1].ends_at)
        made = Placing(column, start, max(end, start + min(wanted, 5)), tuple(slot.id for slot in taken))
        return _judged(self, made, taken, visit, short=end - start < wanted)

    def first_free(self, practitioner_id: UUID | None = None) -> int | None:
        """The first free stop that is still to come, else one that has begun and not ended."""
        minute = self.minute(self.now)
        free = [
            (stop.start < minute, stop.start, index)
            for index, stop in enumerate(self.stops)
            if stop.kind == "free"
            and stop.end > minute
            and (practitioner_id is None or self.columns[stop.column].practitioner.id == practitioner_id)
        ]
        return min(free)[2] if free else None


def _judged(plan: DayPlan, made: Placing, taken: Sequence[SlotDto], visit: AppointmentDto, *, short: bool) -> Placing:
    def refused(why: Refusal, hold: HoldDto | None = None, band: Band | None = None) -> Placing:
        return Placing(made.column, made.start, made.end, (), why, hold, band)

    if visit.status not in MOVABLE:
        return refused("not_movable")
    if visit.practitioner_id == taken[0].practitioner_id and visit.starts_at == taken[0].starts_at:
        return refused("same")
    if taken[-1].ends_at <= plan.now:
        return refused("past")
    for slot in taken:
        band = plan.band_at(made.column, plan.minute(slot.starts_at))
        if slot.status == "busy-unavailable" or band is not None:
            return refused("away", band=band)
        own = visit.practitioner_id == slot.practitioner_id and (
            visit.starts_at < slot.ends_at and slot.starts_at < visit.ends_at
        )
        if plan.free_places(slot) + own <= 0:
            holds = plan.holds_of(slot.id)
            return refused("held", holds[0]) if holds else refused("full")
    return refused("short") if short else made


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The begin of a day at the facility, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
