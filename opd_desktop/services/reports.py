"""The manager's figures of a day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from opd_desktop.db.models import Facility
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.reports import DayReport, DayReportRequest, HourCount, PractitionerDay
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: Waits of the day: from arrival to the start of the consultation, in minutes.
_WAIT = "extract(epoch FROM q.started_at - q.arrived_at) / 60"
_CONSULT = "extract(epoch FROM q.ended_at - q.started_at) / 60"

_VISITS = """
SELECT count(*) FILTER (WHERE a.status NOT IN ('cancelled', 'entered-in-error', 'waitlist', 'proposed')) AS booked,
    count(*) FILTER (WHERE a.status IN ('pending', 'booked')) AS to_come,
    count(*) FILTER (WHERE a.status = 'noshow') AS no_show,
    count(*) FILTER (WHERE a.status = 'cancelled') AS cancelled
FROM appointment a WHERE a.facility_id = :facility AND a.starts_at >= :start AND a.starts_at < :end
"""
_QUEUE = f"""
SELECT count(*) FILTER (WHERE q.state IN ('waiting', 'called', 'skipped')) AS waiting,
    count(*) FILTER (WHERE q.state = 'in-consultation') AS in_consultation,
    count(*) FILTER (WHERE q.state = 'done') AS seen,
    count(*) FILTER (WHERE q.appointment_id IS NULL) AS walk_ins,
    round(avg({_WAIT})) AS mean_wait_minutes,
    round(percentile_cont(0.9) WITHIN GROUP (ORDER BY {_WAIT})) AS p90_wait_minutes,
    round(max(CASE WHEN q.started_at IS NOT NULL THEN {_WAIT}
                   WHEN q.state IN ('waiting', 'called') THEN extract(epoch FROM now() - q.arrived_at) / 60 END))
        AS longest_wait_minutes,
    round(avg({_CONSULT})) AS mean_consultation_minutes
FROM queue_entry q WHERE q.facility_id = :facility AND q.day = :day
"""
_PLACES = """
SELECT s.practitioner_id, sum(s.booked) AS booked, sum(s.capacity) AS capacity FROM time_slot s
WHERE s.facility_id = :facility AND s.starts_at >= :start AND s.starts_at < :end
    AND s.status <> 'busy-unavailable' GROUP BY 1
"""
_MESSAGES = """
SELECT count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')) AS messages_sent,
    count(*) FILTER (WHERE status = 'failed') AS messages_failed,
    count(*) FILTER (WHERE status = 'unknown') AS messages_unknown
FROM communication WHERE facility_id = :facility AND direction = 'out' AND status_at >= :start AND status_at < :end
"""
_TICKETS = """
SELECT count(*) FILTER (WHERE created_at >= :start AND created_at < :end) AS tickets_opened,
    count(*) FILTER (WHERE status IN ('open', 'pending')) AS tickets_open,
    count(*) FILTER (WHERE status IN ('open', 'pending') AND due_at < now()) AS tickets_overdue
FROM ticket WHERE facility_id = :facility
"""
_PRACTITIONERS = f"""
WITH visits AS (
    SELECT a.practitioner_id,
        count(*) FILTER (WHERE a.status NOT IN ('cancelled', 'entered-in-error', 'waitlist', 'proposed')) AS booked,
        count(*) FILTER (WHERE a.status = 'noshow') AS no_show,
        count(*) FILTER (WHERE a.status = 'cancelled') AS cancelled
    FROM appointment a WHERE a.facility_id = :facility AND a.starts_at >= :start AND a.starts_at < :end GROUP BY 1),
queued AS (
    SELECT q.practitioner_id, count(*) FILTER (WHERE q.state = 'done') AS seen,
        count(*) FILTER (WHERE q.appointment_id IS NULL) AS walk_ins, round(avg({_WAIT})) AS mean_wait_minutes,
        round(avg({_CONSULT})) AS mean_consultation_minutes
    FROM queue_entry q WHERE q.facility_id = :facility AND q.day = :day GROUP BY 1)
SELECT p.id AS practitioner_id, p.display_name AS practitioner_name, coalesce(v.booked, 0) AS booked,
    coalesce(q.seen, 0) AS seen, coalesce(v.no_show, 0) AS no_show, coalesce(v.cancelled, 0) AS cancelled,
    coalesce(q.walk_ins, 0) AS walk_ins, q.mean_wait_minutes, q.mean_consultation_minutes
FROM practitioner p LEFT JOIN visits v ON v.practitioner_id = p.id LEFT JOIN queued q ON q.practitioner_id = p.id
WHERE v.practitioner_id IS NOT NULL OR q.practitioner_id IS NOT NULL ORDER BY p.display_name
"""
_HOURS = """
SELECT hour, sum(arrived)::int AS arrived, sum(seen)::int AS seen FROM (
    SELECT extract(hour FROM q.arrived_at AT TIME ZONE :zone)::int AS hour, 1 AS arrived, 0 AS seen
    FROM queue_entry q WHERE q.facility_id = :facility AND q.day = :day
    UNION ALL
    SELECT extract(hour FROM q.ended_at AT TIME ZONE :zone)::int, 0, 1
    FROM queue_entry q WHERE q.facility_id = :facility AND q.day = :day AND q.state = 'done'
        AND q.ended_at IS NOT NULL) AS moments
GROUP BY hour ORDER BY hour
"""


@operation("report.day", needs=Permission.REPORT)
def day(tx: Tx, actor: Actor, request: DayReportRequest) -> DayReport:
    """A facility's day in figures: visits, waits, use of the places, messages, tickets."""
    del actor
    facility = tx.get(Facility, request.facility_id)
    bounds = tx.rows(
        "SELECT d.day, (d.day::timestamp AT TIME ZONE :zone) AS start, "
        "((d.day + 1)::timestamp AT TIME ZONE :zone) AS end "
        "FROM (SELECT coalesce(CAST(:day AS date), (now() AT TIME ZONE :zone)::date) AS day) AS d",
        zone=facility.time_zone, day=request.day,
    )[0]  # fmt: skip
    return _report(tx, facility.id, facility.time_zone, bounds["day"], bounds["start"], bounds["end"])


def _report(tx: Tx, facility: UUID, zone: str, on: date, start: datetime, end: datetime) -> DayReport:
    period = {"facility": facility, "start": start, "end": end}
    figures: dict[str, Any] = {
        **tx.rows(_VISITS, **period)[0],
        **tx.rows(_QUEUE, facility=facility, day=on)[0],
        **tx.rows(_MESSAGES, **period)[0],
        **tx.rows(_TICKETS, **period)[0],
    }
    places = {row["practitioner_id"]: (int(row["booked"]), int(row["capacity"])) for row in tx.rows(_PLACES, **period)}
    doctors = tuple(
        PractitionerDay.model_validate({**row, "used_percent": _percent(*places.get(row["practitioner_id"], (0, 0)))})
        for row in tx.rows(_PRACTITIONERS, **period, day=on)
    )
    expected = figures["booked"] - figures["to_come"]
    return DayReport.model_validate(
        {
            **figures,
            "facility_id": facility,
            "day": on,
            "used_percent": _percent(sum(one for one, _ in places.values()), sum(all_ for _, all_ in places.values())),
            "no_show_percent": _percent(figures["no_show"], expected),
            "practitioners": doctors,
            "hours": tuple(
                HourCount.model_validate(row) for row in tx.rows(_HOURS, facility=facility, day=on, zone=zone)
            ),
        }
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
