"""Free places at given starts, for the dates of a series: one statement for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from opd_desktop.services.actor import Actor
from opd_desktop.services.placing import Place
from opd_desktop.services.uow import Tx

#: As many slots as a visit can have.
_MOST = 32

#: Per wanted start the slots of the doctor from there on. Neither this desk's own holds nor the visit that leaves its
#: slots are in the way.
AT = """
SELECT n.at, n.at <= now() AS past, r.*, EXISTS (
    SELECT FROM schedule_exception e WHERE e.facility_id = :facility AND e.kind IN ('leave', 'holiday', 'blocked')
    AND (e.practitioner_id IS NULL OR e.practitioner_id = :practitioner) AND e.starts_at <= n.at AND e.ends_at > n.at
) AS away
FROM unnest(CAST(:starts AS timestamptz[])) AS n (at)
LEFT JOIN LATERAL (
    SELECT s.id, s.starts_at, s.ends_at, s.location_id, s.service_type, s.status = 'busy-unavailable' AS closed,
        s.booked - (SELECT count(*) FROM appointment_slot x WHERE x.slot_id = s.id AND x.appointment_id = :leaving)
        + CASE WHEN s.held = 0 THEN 0 ELSE (
            SELECT count(*) FROM slot_hold h WHERE h.slot_id = s.id AND h.expires_at > now()
            AND NOT (h.login = session_user AND h.desk = :desk)) END < s.capacity AS free,
        (SELECT make_interval(mins => p.buffer_before + p.buffer_after) FROM provider_schedule p
         WHERE p.id = s.schedule_id) AS gap
    FROM time_slot s WHERE s.practitioner_id = :practitioner AND s.facility_id = :facility
        AND s.starts_at >= n.at AND s.starts_at < n.at + interval '1 day'
    ORDER BY s.starts_at LIMIT :count
) AS r ON true
ORDER BY n.at, r.starts_at
"""


@dataclass(frozen=True)
class Dated:
    """A start, and the free place there or the code of why there is none (see `dto.booking.SeriesDate`)."""

    at: datetime
    place: Place | None
    why: str | None


def places_at(
    tx: Tx,
    actor: Actor,
    practitioner_id: UUID,
    facility_id: UUID,
    starts: Sequence[datetime],
    *,
    count: int | None = None,
    lasting: timedelta | None = None,
    leaving: UUID | None = None,
) -> list[Dated]:
    """The place at each of some starts, in their order; starts must differ.

    Args:
        count: how many slots it takes.
        lasting: or how long it is at least, whatever the length of a slot.
        leaving: an appointment whose own slots do not count as taken.
    """
    rows = tx.rows(
        AT, starts=list(starts), practitioner=practitioner_id, facility=facility_id, count=count or _MOST,
        leaving=leaving or UUID(int=0), desk=actor.desk,
    )  # fmt: skip
    by_start = {at: list(found) for at, found in groupby(rows, key=lambda row: row["at"])}
    return [_dated(at, by_start[at], practitioner_id, facility_id, count, lasting) for at in starts]


def _dated(
    at: datetime,
    rows: list[dict[str, Any]],
    practitioner_id: UUID,
    facility_id: UUID,
    count: int | None,
    lasting: timedelta | None,
) -> Dated:
    if rows[0]["past"]:
        return Dated(at, None, "in_the_past")
    run = _run(at, [row for row in rows if row["id"] is not None], count, lasting)
    if run is None:
        return Dated(at, None, "closed" if rows[0]["away"] else "no_slots")
    if any(row["closed"] for row in run):
        return Dated(at, None, "closed")
    if not all(row["free"] for row in run):
        return Dated(at, None, "full")
    place = Place(
        slot_ids=tuple(row["id"] for row in run),
        practitioner_id=practitioner_id,
        facility_id=facility_id,
        location_id=run[0]["location_id"],
        service_type=run[0]["service_type"],
        starts_at=run[0]["starts_at"],
        ends_at=run[-1]["ends_at"],
        gap=run[0]["gap"],
        full=False,
        held_by_us=False,
    )
    return Dated(at, place, None)


def _run(
    at: datetime, rows: list[dict[str, Any]], count: int | None, lasting: timedelta | None
) -> list[dict[str, Any]] | None:
    """The slots from the start on that are long enough and follow one another, or None."""
    if count is None:
        ends = [number for number, row in enumerate(rows, 1) if lasting is not None and row["ends_at"] - at >= lasting]
        count = ends[0] if ends else _MOST + 1
    run = rows[:count]
    if len(run) < count or run[0]["starts_at"] != at:
        return None
    joined = all(after["starts_at"] - one["ends_at"] <= one["gap"] for one, after in pairwise(run))
    return run if joined else None
