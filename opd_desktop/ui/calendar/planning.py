"""From what the service sent to the plan of a day or a week: columns, bands, stops; no Qt, no pixels."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice, pairwise
from operator import attrgetter, gt
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from opd_desktop.domain.agenda_layout import assign_lanes
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto, HoldDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import ExceptionDto, SlotDto
from opd_desktop.ui.calendar.day import AWAY, USUAL_DAY, Band, Column, DayPlan, Part, Stop, midnight, wall_origin
from opd_desktop.ui.calendar.filters import NO_FILTER, Filter

HIDDEN = frozenset({AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR})
_NOON = timedelta(hours=12)
_LONGEST_BUFFER = timedelta(minutes=60)
_start_of, _end_of = attrgetter("starts_at"), attrgetter("ends_at")
_Thing = TypeVar("_Thing", SlotDto, AppointmentDto, HoldDto)


@dataclass(frozen=True)
class Look:
    """What of a day is wanted: ``only`` these practitioners (empty = all), ``me`` as (login, desk)."""

    only: tuple[UUID, ...] = ()
    cancelled: bool = False
    me: tuple[str, str] = ("", "")
    filter: Filter = NO_FILTER


def plan_day(calendar: CalendarDto, day: date, look: Look, now: datetime, before: DayPlan | None = None) -> DayPlan:
    """A day of a `CalendarDto` with a column per practitioner.

    Args:
        now: server time; holds that ended are left out, and free places that are over can't be booked.
        before: an older plan; its columns that show the same are taken over, so that a change costs little.
    """
    wanted = set(look.only)
    people = [one for one in calendar.practitioners if not wanted or one.id in wanted]
    people = [one for one in people if look.filter.shows_person(one)]
    return _plan(calendar, day, [(one, day) for one in people], look, now, before, week=False)


def plan_week(
    calendar: CalendarDto, day: date, days: Sequence[date], practitioner_id: UUID | None, look: Look, now: datetime,
    before: DayPlan | None = None,
) -> DayPlan:  # fmt: skip
    """Some days of one practitioner, a column each; ``day`` is the one that was asked for."""
    person = next((one for one in calendar.practitioners if one.id == practitioner_id), None)
    pairs = [(person, one) for one in days] if person is not None else []
    return _plan(calendar, day, pairs, look, now, before, week=True)


def _plan(
    calendar: CalendarDto, day: date, pairs: Sequence[tuple[PractitionerDto, date]], look: Look, now: datetime,
    before: DayPlan | None, *, week: bool,
) -> DayPlan:  # fmt: skip
    zone = ZoneInfo(calendar.time_zone)
    begins = {one: midnight(one, zone) for one in {at for _who, at in pairs} | {day}}
    ends = {one: midnight(one + timedelta(days=1), zone) for one in begins}
    slots, visits = _by_practitioner(calendar.slots), _by_practitioner(calendar.appointments)
    holds = _by_practitioner(hold for hold in calendar.holds if hold.expires_at > now)
    made = []
    for person, at in pairs:
        cut = begins[at], ends[at]
        own_slots, own_visits = _within(slots[person.id.int], *cut), _within(visits[person.id.int], *cut)
        origin = _wall_origin(at, zone, own_slots, own_visits) if week else begins[at]
        made.append(
            _Source(
                person, at, origin, own_slots, own_visits, _within(holds[person.id.int], *cut),
                tuple(one for one in calendar.exceptions if one.practitioner_id in (None, person.id)
                      and one.starts_at < cut[1] and one.ends_at > cut[0]),
            )
        )  # fmt: skip
    old = before.parts if before is not None and before.zone == zone else ()
    kept = [
        old[place] if place < len(old) and old[place].source == (place, source, look) else None
        for place, source in enumerate(made)
    ]
    extents = [part.extent if part else _extent(source, look) for source, part in zip(made, kept, strict=True)]
    frame = _frame(extents)
    parts = tuple(
        part if part and part.frame == frame else _part(place, source, look, frame, extents[place])
        for place, (source, part) in enumerate(zip(made, kept, strict=True))
    )
    return DayPlan(
        day=day,
        zone=zone,
        now=now,
        parts=parts,
        columns=tuple(part.column for part in parts),
        stops=tuple(chain.from_iterable(part.stops for part in parts)),
        spans=tuple(chain.from_iterable(part.spans for part in parts)),
        lanes=tuple(chain.from_iterable(part.lanes for part in parts)),
        bands=tuple(chain.from_iterable(part.bands for part in parts)),
        start=frame[0],
        end=frame[1],
        hidden=0 if week else len(calendar.practitioners) - len(pairs),
        week=week,
        next_expiry=min((hold.expires_at for source in made for hold in source.holds), default=None),
    )


def _wall_origin(
    day: date, zone: ZoneInfo, slots: Sequence[SlotDto], visits: Sequence[AppointmentDto]
) -> datetime:  # fmt: skip
    """What the minutes of a day in a week count from: the wall clock, unless something stands before a change of it."""
    origin, begin = wall_origin(day, zone), midnight(day, zone)
    if origin == begin:
        return origin
    first = min((things[0].starts_at for things in (slots, visits) if things), default=origin + _NOON)
    early = first.astimezone(zone).utcoffset() != (origin + _NOON).astimezone(zone).utcoffset()
    return begin if early else origin


@dataclass(frozen=True)
class _Source:
    """All that a column is made from."""

    person: PractitionerDto
    day: date
    origin: datetime
    slots: tuple[SlotDto, ...]
    visits: tuple[AppointmentDto, ...]
    holds: tuple[HoldDto, ...]
    exceptions: tuple[ExceptionDto, ...]

    def minute(self, moment: datetime) -> float:
        return (moment - self.origin).total_seconds() / 60


def _within(things: list[_Thing], begin: datetime, end: datetime) -> tuple[_Thing, ...]:
    if not things or (begin <= things[0].starts_at and things[-1].starts_at < end):
        return tuple(things)
    return tuple(thing for thing in things if begin <= thing.starts_at < end)


def _shown(visit: AppointmentDto, look: Look) -> bool:
    """Whether a visit is of those that are shown when nothing is filtered."""
    return look.cancelled or visit.status not in HIDDEN or visit.status.value in look.filter.states


def _extent(source: _Source, look: Look) -> tuple[float, float] | None:
    """The minutes from the first to the last thing of a column, None for an empty one."""
    shown = [visit for visit in source.visits if _shown(visit, look)]
    if not source.slots and not shown:
        return None
    first = min(things[0].starts_at for things in (source.slots, shown) if things)
    last = max(map(_end_of, chain(source.slots, shown)))
    return source.minute(first), source.minute(last)


def _frame(extents: Sequence[tuple[float, float] | None]) -> tuple[float, float]:
    """The stretch of the day that is shown: from the first hour with anything to the last, of all columns."""
    found = [one for one in extents if one is not None]
    if not found:
        return USUAL_DAY
    start = min(first for first, _last in found) // 60 * 60
    return start, max(-(-max(last for _first, last in found) // 60) * 60, start + 60)


def _by_practitioner(things: Iterable[_Thing]) -> dict[int, list[_Thing]]:
    """Things by the number of their practitioner's id, in order of time.

    By number, since hashing and comparing `UUID` objects is Python code that would take longer than all else here.
    """
    found: dict[int, list[_Thing]] = defaultdict(list)
    for thing in things:
        found[thing.practitioner_id.int].append(thing)
    for group in found.values():
        # They come in order of time; sorting them again would cost more than looking.
        starts = list(map(_start_of, group))
        if any(map(gt, starts, islice(starts, 1, None))):
            group.sort(key=_start_of)
    return found


def _part(
    place: int, source: _Source, look: Look, frame: tuple[float, float], extent: tuple[float, float] | None
) -> Part:
    bands = _bands(place, source, frame)
    shown = [visit for visit in source.visits if _shown(visit, look)]
    wanted = [visit for visit in shown if look.filter.shows_visit(visit)]
    begin = source.origin
    minutes = [
        ((slot.starts_at - begin).total_seconds() / 60, (slot.ends_at - begin).total_seconds() / 60)
        for slot in source.slots
    ]
    stops = _stops(place, source, wanted, bands, look, minutes)
    spans = tuple(stop.span for stop in stops)
    return Part(
        source=(place, source, look),
        frame=frame,
        extent=extent,
        column=_column(source, shown, len(shown) - len(wanted), frame, minutes),
        bands=tuple(bands),
        stops=tuple(stops),
        spans=spans,
        lanes=assign_lanes(spans),
        keys={stop.key: index for index, stop in enumerate(stops)},
        holds=source.holds,
        rows=tuple(index for index, stop in enumerate(stops) if stop.visit is not None),
        visits=tuple(stop.visit for stop in stops if stop.visit is not None),
    )


def _column(
    source: _Source, shown: Sequence[AppointmentDto], hidden: int, frame: tuple[float, float],
    minutes: Sequence[tuple[float, float]],
) -> Column:  # fmt: skip
    open_slots = [slot for slot in source.slots if slot.status != "busy-unavailable"]
    hours: list[tuple[float, float]] = []
    for start, end in minutes:
        if hours and hours[-1][1] == start:
            hours[-1] = (hours[-1][0], end)
        else:
            hours.append((start, end))
    late = (
        one
        for one in source.exceptions
        if one.kind == "late" and one.practitioner_id == source.person.id and _cut(one, source, frame)
    )
    return Column(
        practitioner=source.person,
        day=source.day,
        origin=source.origin,
        slots=source.slots,
        hours=tuple(hours),
        booked=sum(slot.booked for slot in open_slots),
        capacity=sum(slot.capacity for slot in open_slots),
        late=next(late, None),
        off=not source.slots and not shown,
        gap=_usual_gap(source.slots),
        hidden=hidden,
    )


def _usual_gap(slots: Sequence[SlotDto]) -> timedelta:
    """The buffer of a schedule, which slots don't carry: the least time that lies between two that follow."""
    gaps = [after.starts_at - one.ends_at for one, after in pairwise(slots)]
    least = min(gaps, default=timedelta(0))
    return least if timedelta(0) < least <= _LONGEST_BUFFER else timedelta(0)


def _cut(exception: ExceptionDto, source: _Source, frame: tuple[float, float]) -> tuple[float, float] | None:
    start = max(source.minute(exception.starts_at), frame[0])
    end = min(source.minute(exception.ends_at), frame[1])
    return (start, end) if start < end else None


def _bands(column: int, source: _Source, frame: tuple[float, float]) -> list[Band]:
    found = []
    for one in source.exceptions:
        cut = _cut(one, source, frame)
        if cut and one.kind != "late":
            found.append(Band(column, *cut, one))
    return sorted(found, key=lambda band: (band.exception.kind in AWAY, band.start))


def _stops(
    column: int, source: _Source, visits: Sequence[AppointmentDto], bands: Sequence[Band], look: Look,
    minutes: Sequence[tuple[float, float]],
) -> list[Stop]:  # fmt: skip
    made, slots, place = [], source.slots, 0
    for visit in visits:
        # Both are in order of time, so the slots are walked once.
        while place < len(slots) and slots[place].ends_at <= visit.starts_at:
            place += 1
        first = slots[place] if place < len(slots) and slots[place].starts_at <= visit.starts_at else None
        start = source.minute(visit.starts_at)
        end = max(source.minute(visit.ends_at), start + 5)
        made.append(Stop("visit", column, start, end, slot=first, visit=visit))
    held: dict[UUID, int] = defaultdict(int)
    for hold in source.holds:
        for slot_id in hold.slot_ids:
            held[slot_id] += 1
        first = next((slot for slot in slots if slot.id in hold.slot_ids), None)
        made.append(
            Stop(
                "held", column, source.minute(hold.starts_at), source.minute(hold.ends_at), slot=first, hold=hold,
                mine=(hold.login, hold.desk) == look.me,
            )
        )  # fmt: skip
    away = [band for band in bands if band.exception.kind in AWAY]
    for slot, (start, end) in zip(slots, minutes, strict=True):
        places = slot.capacity - slot.booked - held.get(slot.id, 0) if held else slot.capacity - slot.booked
        if places <= 0 or slot.status == "busy-unavailable" or not look.filter.shows_slot(slot):
            continue
        if not any(band.start <= start < band.end for band in away):
            made.append(Stop("free", column, start, end, slot=slot, places=places))
    return made


def changed_minutes(old: Part, new: Part) -> tuple[float, float] | None:
    """From and to which minute a column looks different; None if more than some stops differ."""
    one, other = old.column, new.column
    if (one.hours, one.late, one.day, one.off, old.bands, old.frame) != (
        other.hours, other.late, other.day, other.off, new.bands, new.frame
    ):  # fmt: skip
        return None
    before = {stop.key: (stop, lane) for stop, lane in zip(old.stops, old.lanes, strict=True)}
    changed: list[Stop] = []
    for stop, lane in zip(new.stops, new.lanes, strict=True):
        was = before.pop(stop.key, None)
        if was != (stop, lane):
            changed += [stop] if was is None else [stop, was[0]]
    changed += [stop for stop, _lane in before.values()]
    if not changed:
        return old.frame[0], old.frame[0]
    return min(stop.start for stop in changed), max(stop.end for stop in changed)
