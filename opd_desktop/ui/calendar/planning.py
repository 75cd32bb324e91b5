"""From what the service sent to the plan of a day: columns, bands, stops; no Qt, no pixels."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from opd_desktop.domain.agenda_layout import assign_lanes
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto, HoldDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import ExceptionDto, SlotDto
from opd_desktop.ui.calendar.day import AWAY, USUAL_DAY, Band, Column, DayPlan, Stop, midnight

HIDDEN = frozenset({AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR})
_LONGEST_BUFFER = timedelta(minutes=60)
_Thing = TypeVar("_Thing", SlotDto, AppointmentDto, HoldDto)


@dataclass(frozen=True)
class Look:
    """What of a day is wanted: ``only`` these practitioners (empty = all), ``me`` as (login, desk)."""

    only: tuple[UUID, ...] = ()
    cancelled: bool = False
    me: tuple[str, str] = ("", "")


def plan_day(calendar: CalendarDto, day: date, look: Look, now: datetime) -> DayPlan:
    """A day of a `CalendarDto` as columns with stops.

    Args:
        now: server time; holds that ended are left out, and free places that are over can't be booked.
    """
    zone = ZoneInfo(calendar.time_zone)
    begin, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    people = [one for one in calendar.practitioners if not look.only or one.id in look.only]
    slots = _by_practitioner(slot for slot in calendar.slots if begin <= slot.starts_at < end)
    visits = _by_practitioner(
        visit
        for visit in calendar.appointments
        if begin <= visit.starts_at < end and (look.cancelled or visit.status not in HIDDEN)
    )
    holds = _by_practitioner(hold for hold in calendar.holds if begin <= hold.starts_at < end and hold.expires_at > now)
    frame = _Frame(begin, slots, visits)
    columns, bands, stops = [], [], []
    for place, person in enumerate(people):
        exceptions = [one for one in calendar.exceptions if one.practitioner_id in (None, person.id)]
        own = _bands(place, exceptions, frame)
        bands += own
        columns.append(_column(person, slots[person.id], visits[person.id], exceptions, frame))
        stops += _stops(place, slots[person.id], visits[person.id], holds[person.id], own, frame, look)
    return DayPlan(
        day=day,
        zone=zone,
        now=now,
        columns=tuple(columns),
        stops=tuple(stops),
        bands=tuple(bands),
        start=frame.start,
        end=frame.end,
        hidden=len(calendar.practitioners) - len(people),
        lanes=assign_lanes([stop.span for stop in stops]),
        next_expiry=min((hold.expires_at for held in holds.values() for hold in held), default=None),
        _by_key={stop.key: index for index, stop in enumerate(stops)},
    )


class _Frame:
    """The stretch of the day that is shown: from the first hour with anything to the last, of all practitioners."""

    def __init__(
        self,
        begin: datetime,
        slots: dict[UUID, list[SlotDto]],
        visits: dict[UUID, list[AppointmentDto]],
    ) -> None:
        self._begin = begin
        spans = [(one.starts_at, one.ends_at) for group in slots.values() for one in group]
        spans += [(one.starts_at, one.ends_at) for group in visits.values() for one in group]
        if spans:
            first = self.minute(min(start for start, _end in spans))
            last = self.minute(max(end for _start, end in spans))
            self.start = first // 60 * 60
            self.end = max(-(-last // 60) * 60, self.start + 60)
        else:
            self.start, self.end = USUAL_DAY

    def minute(self, moment: datetime) -> float:
        return (moment - self._begin).total_seconds() / 60


def _by_practitioner(things: Iterable[_Thing]) -> dict[UUID, list[_Thing]]:
    found: dict[UUID, list[_Thing]] = defaultdict(list)
    for thing in things:
        found[thing.practitioner_id].append(thing)
    for group in found.values():
        group.sort(key=lambda thing: thing.starts_at)
    return found


def _column(
    person: PractitionerDto,
    slots: list[SlotDto],
    visits: list[AppointmentDto],
    exceptions: list[ExceptionDto],
    frame: _Frame,
) -> Column:
    open_slots = [slot for slot in slots if slot.status != "busy-unavailable"]
    hours: list[tuple[float, float]] = []
    for slot in slots:
        start, end = frame.minute(slot.starts_at), frame.minute(slot.ends_at)
        if hours and hours[-1][1] == start:
            hours[-1] = (hours[-1][0], end)
        else:
            hours.append((start, end))
    late = [one for one in exceptions if one.kind == "late" and _cut(one, frame) and one.practitioner_id == person.id]
    return Column(
        practitioner=person,
        slots=tuple(slots),
        hours=tuple(hours),
        booked=sum(slot.booked for slot in open_slots),
        capacity=sum(slot.capacity for slot in open_slots),
        late=late[0] if late else None,
        off=not slots and not visits,
        gap=_usual_gap(slots),
    )


def _usual_gap(slots: list[SlotDto]) -> timedelta:
    """The buffer of a schedule, which slots don't carry: the least time that lies between two that follow."""
    gaps = [after.starts_at - one.ends_at for one, after in pairwise(slots)]
    least = min(gaps, default=timedelta(0))
    return least if timedelta(0) < least <= _LONGEST_BUFFER else timedelta(0)


def _cut(exception: ExceptionDto, frame: _Frame) -> tuple[float, float] | None:
    start = max(frame.minute(exception.starts_at), frame.start)
    end = min(frame.minute(exception.ends_at), frame.end)
    return (start, end) if start < end else None


def _bands(column: int, exceptions: list[ExceptionDto], frame: _Frame) -> list[Band]:
    found = []
    for one in exceptions:
        cut = _cut(one, frame)
        if cut and one.kind != "late":
            found.append(Band(column, *cut, one))
    return sorted(found, key=lambda band: (band.exception.kind in AWAY, band.start))


def _stops(
    column: int,
    slots: list[SlotDto],
    visits: list[AppointmentDto],
    holds: list[HoldDto],
    bands: list[Band],
    frame: _Frame,
    look: Look,
) -> list[Stop]:
    made = []
    for visit in visits:
        first = next((slot for slot in slots if slot.starts_at <= visit.starts_at < slot.ends_at), None)
        start = frame.minute(visit.starts_at)
        made.append(Stop("visit", column, start, max(frame.minute(visit.ends_at), start + 5), slot=first, visit=visit))
    held: dict[UUID, int] = defaultdict(int)
    for hold in holds:
        for slot_id in hold.slot_ids:
            held[slot_id] += 1
        first = next((slot for slot in slots if slot.id in hold.slot_ids), None)
        made.append(
            Stop(
                "held", column, frame.minute(hold.starts_at), frame.minute(hold.ends_at), slot=first, hold=hold,
                mine=(hold.login, hold.desk) == look.me,
            )
        )  # fmt: skip
    away = [band for band in bands if band.exception.kind in AWAY]
    for slot in slots:
        places = slot.capacity - slot.booked - held[slot.id]
        start, end = frame.minute(slot.starts_at), frame.minute(slot.ends_at)
        shut = slot.status == "busy-unavailable" or any(band.start <= start < band.end for band in away)
        if places > 0 and not shut:
            made.append(Stop("free", column, start, end, slot=slot, places=places))
    return made
