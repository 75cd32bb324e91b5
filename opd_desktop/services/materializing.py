"""Calling ``opd.materialize`` and telling what it could not do: visits that now stand outside hours."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from opd_desktop.domain.events import SlotsMaterialized
from opd_desktop.services.dto.schedules import AffectedAppointment, Materialized
from opd_desktop.services.uow import Tx

#: How far ahead the worker keeps calendars made.
WEEKS_AHEAD = 12

#: Today, and the last date that has slots, in the facility's calendar.
_HORIZON = """
SELECT (now() AT TIME ZONE f.time_zone)::date AS today, max((s.starts_at AT TIME ZONE f.time_zone)::date) AS last
FROM facility f LEFT JOIN time_slot s ON s.schedule_id = :schedule AND s.facility_id = f.id
WHERE f.id = :facility GROUP BY f.time_zone
"""
_AFFECTED = """
SELECT DISTINCT a.id AS appointment_id, a.patient_id, p.name AS patient_name, p.phone, a.starts_at
FROM time_slot s JOIN appointment_slot x ON x.slot_id = s.id JOIN appointment a ON a.id = x.appointment_id
JOIN patient p ON p.id = a.patient_id JOIN facility f ON f.id = s.facility_id
WHERE s.schedule_id = :schedule AND s.status = 'busy-unavailable' AND s.starts_at > now()
    AND a.status IN ('pending', 'booked')
    AND (s.starts_at AT TIME ZONE f.time_zone)::date BETWEEN :start AND :end
ORDER BY a.starts_at
"""


def make(tx: Tx, schedule_id: UUID, facility_id: UUID, start: date, end: date) -> Materialized:
    """Make the slots of a schedule for the dates, both inclusive."""
    (counts,) = tx.rows(
        "SELECT made, removed, kept FROM opd.materialize(:id, :start, :end)", id=schedule_id, start=start, end=end
    )
    affected = tx.rows(_AFFECTED, schedule=schedule_id, start=start, end=end)
    tx.record(SlotsMaterialized(id=schedule_id, facility_id=facility_id, made=counts["made"]))
    return Materialized(**counts, affected=tuple(AffectedAppointment.model_validate(row) for row in affected))


def follow(
    tx: Tx, schedule_id: UUID, facility_id: UUID, dates: tuple[date, date] | None = None, *, beyond: bool = False
) -> Materialized:
    """Bring slots that were made already in line with a changed schedule or exception.

    Args:
        dates: only these, both inclusive.
        beyond: also make slots on ``dates`` that have none, as far ahead as the worker would.
    """
    (horizon,) = tx.rows(_HORIZON, schedule=schedule_id, facility=facility_id)
    today, last = horizon["today"], horizon["last"]
    first, until = dates or (today, last or today)
    first = max(first, today)
    horizon_end = today + timedelta(weeks=WEEKS_AHEAD) if beyond else last
    if horizon_end is None or min(until, horizon_end) < first:
        return Materialized(made=0, removed=0, kept=0)
    return make(tx, schedule_id, facility_id, first, min(until, horizon_end))


def total(parts: Iterable[Materialized]) -> Materialized:
    """The sum over several schedules."""
    known = list(parts)
    return Materialized(
        made=sum(one.made for one in known),
        removed=sum(one.removed for one in known),
        kept=sum(one.kept for one in known),
        affected=tuple(sorted((a for one in known for a in one.affected), key=lambda a: a.starts_at)),
    )
