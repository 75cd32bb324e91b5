"""Tickets: which status may follow which, and when one is due."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opd_desktop.domain.errors import Conflict

OPENS = time(8)
CLOSES = time(18)
#: Python's ``weekday()`` of the day on which nobody works.
CLOSED_WEEKDAY = 6

#: Working time until a ticket should be resolved. An urgent one does not wait for working hours.
RESOLVE_WITHIN = {
    "urgent": timedelta(hours=1),
    "high": timedelta(hours=4),
    "normal": timedelta(hours=20),
    "low": timedelta(hours=50),
}
MOVES = frozenset(
    {
        ("open", "pending"), ("open", "resolved"), ("open", "closed"), ("pending", "open"), ("pending", "resolved"),
        ("pending", "closed"), ("resolved", "open"), ("resolved", "closed"), ("closed", "open"),
    }
)  # fmt: skip


def check_move(start: str, end: str) -> None:
    """Refuse a status move that makes no sense.

    Raises:
        Conflict: ``ticket.illegal_move``.
    """
    if start != end and (start, end) not in MOVES:
        raise Conflict("ticket.illegal_move", start=start, end=end)


def due_at(priority: str, opened_at: datetime, zone: str) -> datetime:
    """When a ticket should be resolved: working time from ``opened_at`` on, in the facility's zone."""
    within = RESOLVE_WITHIN[priority]
    if priority == "urgent":
        return opened_at + within
    return add_working_time(opened_at, within, zone)


def add_working_time(start: datetime, span: timedelta, zone: str) -> datetime:
    """The moment at which ``span`` of working time (Monday to Saturday, 8 to 18 o'clock local) has passed."""
    day, left, at = start.astimezone(ZoneInfo(zone)).date(), span, start.astimezone(UTC)
    while True:
        opens = datetime.combine(day, OPENS, ZoneInfo(zone)).astimezone(UTC)
        closes = datetime.combine(day, CLOSES, ZoneInfo(zone)).astimezone(UTC)
        begin = max(at, opens)
        if day.weekday() != CLOSED_WEEKDAY and begin < closes:
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        day += timedelta(days=1)
