"""Days and wall times of a facility, in its own time zone. Instants are timezone-aware; results are in UTC."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opd_desktop.domain.errors import BadInput

#: One side of a change of clocks is never nearer than this to the other.
_FAR = timedelta(hours=36)


@lru_cache
def zone_named(name: str) -> ZoneInfo:
    """The zone with this IANA name.

    Raises:
        BadInput: ``settings.time_zone``.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("settings.time_zone", zone=name) from None


def local_date(instant: datetime, zone: tzinfo) -> date:
    """The calendar day at a facility."""
    return instant.astimezone(zone).date()


def instant_of(day: date, wall: time, zone: tzinfo) -> datetime:
    """When the clock first shows this wall time on this day, or has first gone past it.

    Of a time that an autumn change repeats it is the first; one that a spring change leaves out gives the moment
    of the change.
    """
    wanted = datetime.combine(day, wall)
    found = wanted.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wanted:
        return found
    return next(at for at, _ in clock_changes(zone, found - _FAR, found + _FAR) if at <= found)


def day_bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first instant of a day, and of the next one."""
    return instant_of(day, time(0), zone), instant_of(day + timedelta(days=1), time(0), zone)


def week_bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first instants of the Monday of this day's week and of the Monday after it (ISO 8601 weeks)."""
    monday = day - timedelta(days=day.weekday())
    return instant_of(monday, time(0), zone), instant_of(monday + timedelta(days=7), time(0), zone)


def clock_changes(zone: tzinfo, start: datetime, end: datetime) -> list[tuple[datetime, timedelta]]:
    """When the zone changes its UTC offset between two instants, and to what; to the minute, soonest first.

    Two changes within one day would be missed; no zone has had such.
    """
    found: list[tuple[datetime, timedelta]] = []
    at = start.astimezone(UTC)
    while at < end:
        after = min(at + timedelta(days=1), end.astimezone(UTC))
        if _offset(at, zone) != _offset(after, zone):
            found.append((_bisect(zone, at, after), _offset(after, zone)))
        at = after
    return found


def _bisect(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    old = _offset(before, zone)
    minutes = int((after - before) / timedelta(minutes=1))
    low, high = 0, minutes + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(before + timedelta(minutes=middle), zone) == old:
            low = middle
        else:
            high = middle
    return before + timedelta(minutes=high)


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)
