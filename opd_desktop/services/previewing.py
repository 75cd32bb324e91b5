"""What a schedule would make if it were saved: the same SQL as making slots, on a row that is not written."""

import json
from datetime import date
from typing import Any

from opd_desktop.db.models import Facility, ProviderSchedule
from opd_desktop.domain.clinic_time import local_date, zone_named
from opd_desktop.services.dto.schedules import AffectedAppointment, ClosedDay, Preview, PreviewSlot
from opd_desktop.services.uow import Tx

#: The schedule as a row, though it may not be one, and the facility's zone.
_ROW = "jsonb_populate_record(NULL::opd.provider_schedule, CAST(:row AS jsonb))"

#: Planned slots, but for those that another schedule's slot or its buffers, a booked slot of another grid, or a long
#: visit is in the way of. What is there already stays, whatever is beside it.
_SLOTS = f"""
WITH s AS MATERIALIZED (SELECT {_ROW} AS s), planned AS MATERIALIZED (
    SELECT at, at + make_interval(mins => CAST(:minutes AS int)) AS ends,
        at - make_interval(mins => CAST(:before AS int)) AS low,
        at + make_interval(mins => CAST(:minutes AS int) + CAST(:after AS int)) AS high
    FROM s, opd.plan_slots(s.s, :zone, :start, :end) AS p, unnest(p.starts) AS at
), near AS MATERIALIZED (
    SELECT t.starts_at, t.ends_at,
        t.starts_at - make_interval(mins => CASE WHEN p.id = :id THEN CAST(:before AS int) ELSE p.buffer_before END)
            AS low,
        t.ends_at + make_interval(mins => CASE WHEN p.id = :id THEN CAST(:after AS int) ELSE p.buffer_after END) AS high
    FROM time_slot t JOIN provider_schedule p ON p.id = t.schedule_id
    WHERE t.practitioner_id = :practitioner AND (t.schedule_id <> :id OR t.booked + t.held > 0)
      AND t.starts_at > CAST(:start AS date) - interval '2 days'
      AND t.starts_at < CAST(:end AS date) + interval '3 days'
    UNION ALL
    SELECT a.starts_at, a.ends_at, a.starts_at, a.ends_at FROM appointment a
    WHERE a.practitioner_id = :practitioner
      AND a.status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'noshow')
      AND a.starts_at > CAST(:start AS date) - interval '2 days'
      AND a.starts_at < CAST(:end AS date) + interval '3 days'
)
SELECT at AS starts_at, ends AS ends_at FROM planned
WHERE EXISTS (SELECT FROM time_slot t WHERE t.schedule_id = :id AND (t.starts_at, t.ends_at) = (at, ends)
              AND t.booked + t.held > 0)
   OR NOT EXISTS (SELECT FROM near WHERE near.low < planned.high AND near.high > planned.low)
ORDER BY at
"""
#: Days with hours by the pattern that an exception takes.
_CLOSED = f"""
WITH s AS MATERIALIZED (SELECT {_ROW} AS s), hours AS (
    SELECT (lower(run) AT TIME ZONE :zone)::date AS day, lower(run) AS low, upper(run) AS high
    FROM s, opd.pattern_runs(s.s, :zone, :start, :end) AS run
)
SELECT DISTINCT ON (h.day) h.day, e.kind AS why, e.reason
FROM hours h JOIN schedule_exception e ON e.facility_id = :facility AND e.kind IN ('leave', 'holiday', 'blocked')
    AND (e.practitioner_id IS NULL OR e.practitioner_id = :practitioner) AND e.starts_at < h.high AND e.ends_at > h.low
WHERE NOT h.day = ANY(:open) ORDER BY h.day, e.starts_at
"""
#: Booked visits of this schedule that are inside its hours now and would not be.
_AFFECTED = f"""
WITH span AS (
    SELECT (min(t.starts_at) AT TIME ZONE :zone)::date AS first, (max(t.starts_at) AT TIME ZONE :zone)::date AS last
    FROM time_slot t WHERE t.schedule_id = :id AND t.starts_at > now() AND t.booked > 0
), p AS MATERIALIZED (
    SELECT p.open FROM span, opd.plan_slots({_ROW}, :zone, span.first, span.last) AS p WHERE span.first IS NOT NULL
)
SELECT DISTINCT a.id AS appointment_id, a.patient_id, n.name AS patient_name, n.phone, a.starts_at
FROM p, time_slot t JOIN appointment_slot x ON x.slot_id = t.id JOIN appointment a ON a.id = x.appointment_id
JOIN patient n ON n.id = a.patient_id
WHERE t.schedule_id = :id AND t.starts_at > now() AND t.booked > 0 AND t.status <> 'busy-unavailable'
    AND a.status IN ('pending', 'booked') AND NOT coalesce(p.open, '{{}}') @> tstzrange(t.starts_at, t.ends_at)
ORDER BY a.starts_at
"""


def preview(tx: Tx, row: ProviderSchedule, start: date, end: date) -> Preview:
    """The slots of the days, the days that exceptions close, and the visits that would stand outside hours.

    Args:
        row: a schedule with all its fields, not added to the session.
    """
    zone = tx.get(Facility, row.facility_id).time_zone
    params: dict[str, Any] = {
        "row": _as_json(row), "zone": zone, "start": start, "end": end, "id": row.id, "minutes": row.slot_minutes,
        "before": row.buffer_before, "after": row.buffer_after,
        "practitioner": row.practitioner_id, "facility": row.facility_id,
    }  # fmt: skip
    slots = tuple(PreviewSlot.model_validate(one) for one in tx.rows(_SLOTS, **params))
    local = zone_named(zone)
    open_days = sorted({local_date(slot.starts_at, local) for slot in slots})
    closed = tx.rows(_CLOSED, open=open_days, **params)
    return Preview(
        slots=slots,
        closed=tuple(ClosedDay.model_validate(one) for one in closed),
        affected=tuple(AffectedAppointment.model_validate(one) for one in tx.rows(_AFFECTED, **params)),
    )


def _as_json(row: ProviderSchedule) -> str:
    values = {column.key: getattr(row, column.key) for column in ProviderSchedule.__table__.columns}
    return json.dumps(values, default=str)
