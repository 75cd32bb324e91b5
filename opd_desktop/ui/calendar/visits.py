"""The visits of some days as a list, by day and time; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto
from opd_desktop.ui.calendar.planning import HIDDEN, Look


@dataclass(frozen=True)
class Row:
    """A visit of the list: ``start`` on the facility's clock; ``first`` of its day; ``late`` by how much it is."""

    visit: AppointmentDto
    start: datetime
    first: bool
    late: timedelta = timedelta(0)


@dataclass(frozen=True)
class Listing:
    """The rows, and how many visits the filter leaves out."""

    rows: tuple[Row, ...] = ()
    hidden: int = 0


def list_visits(calendar: CalendarDto, days: Sequence[date], look: Look) -> Listing:
    """The visits of ``days`` that are wanted, by time, then by doctor."""
    zone = ZoneInfo(calendar.time_zone)
    people = {one.id: one for one in calendar.practitioners}
    late = {one.practitioner_id: one for one in calendar.exceptions if one.kind == "late" and one.minutes is not None}
    wanted, hidden = [], 0
    for visit in calendar.appointments:
        start = visit.starts_at.astimezone(zone)
        if not days[0] <= start.date() <= days[-1]:
            continue
        if not look.cancelled and visit.status in HIDDEN and visit.status.value not in look.filter.states:
            continue
        person = people.get(visit.practitioner_id)
        chosen = not look.only or visit.practitioner_id in look.only
        if not chosen or (person and not look.filter.shows_person(person)) or not look.filter.shows_visit(visit):
            hidden += 1
            continue
        wanted.append((start, visit))
    wanted.sort(key=lambda one: (one[0], one[1].practitioner_name, one[1].id))
    rows, day = [], None
    for start, visit in wanted:
        one = late.get(visit.practitioner_id)
        lateness = timedelta(0)
        if one is not None and one.starts_at < visit.ends_at and visit.starts_at < one.ends_at:
            lateness = timedelta(minutes=one.minutes or 0)
        rows.append(Row(visit, start, first=start.date() != day, late=lateness))
        day = start.date()
    return Listing(tuple(rows), hidden)
