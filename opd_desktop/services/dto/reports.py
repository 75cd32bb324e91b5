"""Reports."""

from datetime import date
from uuid import UUID

from opd_desktop.services.dto.common import Dto, Request


class DayReportRequest(Request):
    """``day`` None is today in the facility's zone."""

    facility_id: UUID
    day: date | None = None


class PractitionerDay(Dto):
    """One doctor's day; times in minutes."""

    practitioner_id: UUID
    practitioner_name: str
    booked: int
    seen: int
    no_show: int
    cancelled: int
    walk_ins: int
    mean_wait_minutes: int | None
    mean_consultation_minutes: int | None
    used_percent: int | None


class HourCount(Dto):
    """Arrivals and finished visits of one local hour."""

    hour: int
    arrived: int
    seen: int


class DayReport(Dto):
    """A facility's day in figures.

    ``booked`` counts all appointments of the day but the cancelled ones; waits run from arrival to the start of the
    consultation; ``used_percent`` is booked places over places offered.
    """

    facility_id: UUID
    day: date
    booked: int
    to_come: int
    waiting: int
    in_consultation: int
    seen: int
    no_show: int
    cancelled: int
    walk_ins: int
    mean_wait_minutes: int | None
    p90_wait_minutes: int | None
    longest_wait_minutes: int | None
    mean_consultation_minutes: int | None
    used_percent: int | None
    no_show_percent: int | None
    messages_sent: int
    messages_failed: int
    messages_unknown: int
    tickets_opened: int
    tickets_open: int
    tickets_overdue: int
    practitioners: tuple[PractitionerDay, ...] = ()
    hours: tuple[HourCount, ...] = ()
