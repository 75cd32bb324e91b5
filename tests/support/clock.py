"""The hour at the clinic, so that a test about a day holds at every hour of the night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import URL

from tests.support import build


def soon(minutes: float = 5) -> datetime:
    """This minute and some more; below zero, it is over."""
    return datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=minutes)


def zone_at(hour: int) -> str:
    """A zone in which this hour runs now (to the hour: its minutes are those of UTC)."""
    ahead = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    # POSIX signs: Etc/GMT-5 is five hours ahead of UTC.
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def make_it(database: URL, hour: int) -> ZoneInfo:
    """Put every facility where this hour runs now."""
    name = zone_at(hour)
    build.rows(database, "UPDATE facility SET time_zone = :zone", zone=name)
    return ZoneInfo(name)
