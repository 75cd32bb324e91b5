"""Slots: what is free, soonest first, and the nearest free times to one that was wanted."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from opd_desktop.domain.clinic_time import day_bounds, instant_of, local_date, zone_named
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.conditions import equal_to
from opd_desktop.services.dto.booking import FindFirst, Found
from opd_desktop.services.dto.schedules import ListSlots, SlotDto
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: Places held right now; the counter of a slot still has holds that have run out but were not cleared yet.
HELD = "(SELECT count(*) FROM slot_hold h WHERE h.slot_id = s.id AND h.expires_at > now())"
_LIVE_HELD = f"CASE WHEN s.held = 0 THEN 0 ELSE {HELD} END"
#: Selects the columns of `SlotDto` from ``time_slot s``.
SELECT = f"""
SELECT s.id, s.practitioner_id, s.facility_id, s.location_id, s.service_type, s.starts_at, s.ends_at, s.capacity,
    s.overbook_limit, s.booked, {_LIVE_HELD} AS held,
    CASE WHEN s.status = 'busy-unavailable' THEN s.status
         WHEN s.booked + {_LIVE_HELD} >= s.capacity THEN 'busy' ELSE 'free' END AS status
FROM time_slot s
"""
FREE = f"s.status <> 'busy-unavailable' AND s.booked + {_LIVE_HELD} < s.capacity"

_NEAR = timedelta(days=14)
_SUGGESTED = 5
#: How far `find` looks.
_HORIZON = timedelta(days=366)
#: How far it looks first when more is asked than a free slot.
_SOON = timedelta(days=56)


@operation("scheduling.slot.list", route="GET /api/v1/scheduling/slots", needs=Permission.PATIENT_READ)
def list_(tx: Tx, actor: Actor, request: ListSlots) -> tuple[SlotDto, ...]:
    """Slots that start in ``[start, end)``, soonest first: the first one that is free is "first available".

    Raises:
        BadInput: ``input.invalid`` when the end is not after the start.
    """
    del actor
    if request.end <= request.start:
        raise BadInput("input.invalid", operation="scheduling.slot.list", fields={"end": "must be after start"})
    parts, params = equal_to(request, "s", "facility_id", "practitioner_id", "service_type")
    parts += ["s.starts_at >= :start", "s.starts_at < :end"]
    params |= {"start": request.start, "end": request.end, "limit": request.limit}
    if request.specialty is not None:
        parts.append("s.practitioner_id IN (SELECT id FROM practitioner WHERE specialty = :specialty)")
        params["specialty"] = request.specialty
    if request.free_only:
        # What has ended can't be booked, so it is not free either.
        parts += [FREE, "s.ends_at > now()"]
    rows = tx.rows(f"{SELECT} WHERE {' AND '.join(parts)} ORDER BY s.starts_at, s.id LIMIT :limit", **params)
    return tuple(SlotDto.model_validate(row) for row in rows)


def nearest_free(
    tx: Tx, practitioner_id: UUID, facility_id: UUID, wanted: datetime, count: int, gap: timedelta
) -> list[datetime]:  # fmt: skip
    """Starts of the nearest free runs of ``count`` slots of a practitioner, within two weeks, soonest first.

    Args:
        gap: the buffer between one slot and the next of a run.
    """
    rows = tx.rows(
        f"SELECT s.starts_at, s.ends_at FROM time_slot s WHERE s.practitioner_id = :practitioner "
        f"AND s.facility_id = :facility AND s.starts_at > greatest(now(), CAST(:low AS timestamptz)) "
        f"AND s.starts_at < :high AND {FREE} ORDER BY s.starts_at",
        practitioner=practitioner_id, facility=facility_id, low=wanted - _NEAR, high=wanted + _NEAR,
    )  # fmt: skip
    starts = [rows[place]["starts_at"] for place in range(len(rows) - count + 1) if _joined(rows, place, count, gap)]
    nearest: list[datetime] = sorted(starts, key=lambda at: abs(at - wanted))[:_SUGGESTED]
    return sorted(nearest)


def _joined(rows: Sequence[dict[str, Any]], place: int, count: int, gap: timedelta) -> bool:
    run = rows[place : place + count]
    return all(run[n + 1]["starts_at"] - run[n]["ends_at"] <= gap for n in range(count - 1))


# First available ------------------------------------------------------------------------------------

#: The predicate of the partial index ``time_slot_free_idx``, so that full and closed slots are never looked at; what
#: a live hold takes away is looked at for the few that remain.
_OPEN = f"s.booked < s.capacity AND s.status <> 'busy-unavailable' AND {FREE}"
#: Whether more than the buffers is between a slot and the one before it. Schedules are only looked up at a gap.
_APART = """CASE WHEN coalesce(a.starts_at <= lag(a.ends_at) OVER each, true) THEN 0 ELSE (
    a.starts_at - lag(a.ends_at) OVER each > (SELECT make_interval(mins => p.buffer_before + p.buffer_after)
        FROM provider_schedule p WHERE p.id = a.schedule_id))::int END"""
_FOUND = "d.id AS practitioner_id, d.display_name AS practitioner_name, d.facility_id, x.*"
_ORDER = "ORDER BY starts_at, practitioner_name, practitioner_id"
#: From the start of a slot to the start of the next one of a run: the longest slot and the longest buffers.
_STEP = timedelta(minutes=480 + 2 * 120)

#: Whose hours of some day, within the days and wall times that are asked for, are as long as the slots of the visit:
#: nobody else is walked, so a visit longer than anybody's hours is answered at once. Hours may be taken for too long,
#: never for too short: whoever works at night (when clocks change, and days join), has an extra session, or slots on a
#: schedule without hours, is walked in any case.
_LONG_ENOUGH = """
    SELECT s.practitioner_id, s.facility_id
    FROM provider_schedule s LEFT JOIN LATERAL (
        SELECT (h ->> 'weekday')::int AS weekday, (h ->> 'start')::time AS opens, (h ->> 'end')::time AS closes
        FROM jsonb_array_elements(s.weekly_pattern) AS h
    ) AS h ON true
    WHERE s.facility_id = ANY(:facilities) AND (h.weekday IS NULL OR h.weekday = ANY(:days))
    GROUP BY s.practitioner_id, s.facility_id, h.weekday
    HAVING h.weekday IS NULL OR min(h.opens) < '04:00' OR max(h.closes) > '22:00'
        OR CAST(:length AS int) * min(s.slot_minutes) * interval '1 minute' <= sum(greatest(interval '0',
            least(h.closes, CAST(:to_time AS time)) - greatest(h.opens, CAST(:from_time AS time))))
    UNION
    SELECT r.practitioner_id, r.facility_id
    FROM schedule_exception e JOIN practitioner_role r ON r.facility_id = e.facility_id
        AND coalesce(e.practitioner_id, r.practitioner_id) = r.practitioner_id
    WHERE e.kind = 'extra' AND e.facility_id = ANY(:facilities) AND e.ends_at > :start
"""


def find_sql(*, several: bool, windows: bool, service: bool) -> str:
    """The search as SQL.

    Only doctors whose hours are long enough are looked at. The first free slot of each is one step in an index; no
    place of theirs is sooner than it, or than the window that it lies in or that follows it. The doctors who come
    first by that are walked as far as is asked; when nothing but a free slot is asked, that is the answer. Otherwise
    the first place of each other doctor is looked for, no further than the last of those places, and not at all of who
    can have none before it.

    Args:
        several: whether a place takes more than one slot.
        windows: whether only some days or hours will do.
        service: whether only one service type will.
    """
    first = _walk("CAST(:start AS timestamptz)", ":until", service=service)
    since, within = "v.starts_at", ""
    if windows:
        since = "greatest(v.starts_at, i.low)"
        following = "SELECT w.low FROM windows w WHERE w.zone = d.zone AND w.high > v.starts_at LIMIT 1"
        within = f"CROSS JOIN LATERAL ({following}) AS i"
    near = _walk("d.since", ":until", several=several, windows=windows, service=service)
    sql = f"""
WITH doctors AS MATERIALIZED (
    SELECT p.id, p.display_name, r.facility_id, f.time_zone AS zone
    FROM practitioner_role r JOIN practitioner p ON p.id = r.practitioner_id JOIN facility f ON f.id = r.facility_id
    WHERE r.active AND p.active AND r.facility_id = ANY(:facilities)
      AND (:anybody OR p.id = ANY(:practitioners)) AND (CAST(:specialty AS text) IS NULL OR p.specialty = :specialty)
      {f"AND (p.id, r.facility_id) IN ({_LONG_ENOUGH})" if several else ""}
), windows AS MATERIALIZED (
    SELECT z.zone, lower(w.free) AS low, upper(w.free) AS high
    FROM unnest(CAST(:zones AS text[]), CAST(:windows AS text[])) AS z (zone, windows)
    CROSS JOIN unnest(CAST(z.windows AS tstzmultirange)) AS w (free)
), firsts AS MATERIALIZED (
    SELECT d.*, {since} AS since, row_number() OVER (ORDER BY {since}, d.display_name, d.id) AS turn
    FROM doctors d CROSS JOIN LATERAL ({first} LIMIT 1) AS v {within}
), near AS MATERIALIZED (
    SELECT {_FOUND} FROM firsts d CROSS JOIN LATERAL ({near} LIMIT :limit) AS x WHERE d.turn <= :limit
    {_ORDER} LIMIT :limit
)"""
    if not (several or windows):
        return f"{sql} SELECT * FROM near {_ORDER}"
    other = _walk("d.since", "d.until", several=several, windows=windows, service=service)
    slot_ids = "f.slot_ids"
    if several:
        fits = _fits("f", "practitioner_id", "f.starts_at", "f.ends_at", service=service)
        slot_ids = f"ARRAY(SELECT s.id FROM time_slot s WHERE {fits} ORDER BY s.starts_at) AS slot_ids"
    return f"""{sql}, last AS (SELECT * FROM near {_ORDER} OFFSET :limit - 1), others AS MATERIALIZED (
    SELECT d.id, d.display_name, d.facility_id, d.zone, d.until, x.starts_at AS since
    FROM (
        SELECT f.*, least(CAST(:until AS timestamptz), l.starts_at + interval '1 microsecond' + :further) AS until
        FROM firsts f LEFT JOIN last l ON true
        WHERE f.turn > :limit AND
            (f.since, f.display_name, f.id) < (l.starts_at, l.practitioner_name, l.practitioner_id) IS NOT FALSE
    ) AS d CROSS JOIN LATERAL ({other} LIMIT 1) AS x
    ORDER BY x.starts_at, d.display_name, d.id LIMIT :limit
)
SELECT f.practitioner_id, f.practitioner_name, f.facility_id, f.starts_at, f.ends_at, {slot_ids}
FROM (
    SELECT * FROM near
    UNION ALL SELECT {_FOUND} FROM others d CROSS JOIN LATERAL ({other} LIMIT :limit) AS x
    {_ORDER} LIMIT :limit
) AS f {_ORDER}
"""


def _fits(of: str, doctor: str, start: str, until: str, *, service: bool) -> str:
    """What makes ``time_slot s`` one of a doctor's that is free, from a moment on and until another."""
    fits = [f"s.practitioner_id = {of}.{doctor}", f"s.facility_id = {of}.facility_id"]
    fits += [f"s.starts_at >= {start}", f"s.starts_at < {until}", _OPEN]
    return " AND ".join([*fits, "s.service_type = :service"] if service else fits)


def _walk(start: str, until: str, *, several: bool = False, windows: bool = False, service: bool) -> str:
    """A doctor's places from ``start`` on, soonest first: the start and the end, and the slot when it is one.

    ``OFFSET 0`` keeps the walk apart from what is asked of it, so that it is planned, and stops, for the few that
    are wanted. Consecutive slots are found while it goes, by the gap before each. What is counted over them can be
    counted on from slot to slot, however long the visit; a list of their ids would be made anew for each.
    """
    fits = _fits("d", "id", start, until, service=service)
    within = "AND s.starts_at >= w.low AND s.starts_at < w.high AND s.ends_at <= w.high" if windows else ""
    slot = f"FROM time_slot s WHERE {fits} {within} ORDER BY s.starts_at OFFSET 0"
    place = f"SELECT a.starts_at, a.ends_at, ARRAY[a.id] AS slot_ids FROM (SELECT s.* {slot}) AS a"
    if several:
        place = f"""SELECT c.starts_at, c.ends_at FROM (
        SELECT b.starts_at, nth_value(b.ends_at, CAST(:length AS int)) OVER run AS ends_at,
            sum(b.apart) OVER run - b.apart AS gaps
        FROM (
            SELECT a.*, {_APART} AS apart FROM (SELECT s.starts_at, s.ends_at, s.schedule_id {slot}) AS a
            WINDOW each AS (ORDER BY a.starts_at)
        ) AS b
        WINDOW run AS (ORDER BY b.starts_at ROWS BETWEEN CURRENT ROW AND CAST(:length AS int) - 1 FOLLOWING)
        OFFSET 0
    ) AS c WHERE c.gaps = 0 AND c.ends_at IS NOT NULL"""
    if windows:
        place = f"""SELECT y.* FROM windows w CROSS JOIN LATERAL ({place} LIMIT :limit) AS y
    WHERE w.zone = d.zone AND w.high > d.since AND w.low < {until}"""
    return place


@lru_cache(maxsize=64)
def _windows(
    zone: str, first: date, last: date, days: tuple[int, ...], from_time: time | None, to_time: time | None
) -> str:  # fmt: skip
    """The times of the wanted days in a zone, as a multirange: whole days that follow each other are one window."""
    found, here = [], zone_named(zone)
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        if not days or day.weekday() in days:
            low = instant_of(day, from_time or time.min, here)
            high = day_bounds(day, here)[1] if to_time is None else instant_of(day, to_time, here)
            found += [f"[{low.isoformat()},{high.isoformat()})"] if low < high else []
    return "{" + ",".join(found) + "}"


def find_params(tx: Tx, actor: Actor, request: FindFirst, ahead: timedelta) -> dict[str, Any]:
    """The parameters of `find_sql` for a search that looks so far ahead."""
    start = max(request.start or tx.now, tx.now)
    facilities = [request.facility_id] if request.facility_id is not None else list(actor.facility_ids)
    zones: list[str] = []
    if _has_windows(request):
        rows = tx.rows("SELECT DISTINCT time_zone FROM facility WHERE id = ANY(:ids)", ids=facilities)
        zones = [row["time_zone"] for row in rows]
    return {
        "facilities": facilities, "anybody": not request.practitioner_ids,
        "practitioners": list(request.practitioner_ids), "specialty": request.specialty,
        "service": request.service_type, "zones": zones,
        "windows": [
            _windows(
                name, local_date(start, zone_named(name)), local_date(start + ahead, zone_named(name)),
                request.days, request.from_time, request.to_time,
            )
            for name in zones
        ],
        # A slot that begins at the start counts; one that begins now is under way.
        "start": start if start > tx.now else tx.now + timedelta(microseconds=1), "until": start + ahead,
        "days": list(request.days or range(7)), "from_time": request.from_time, "to_time": request.to_time,
        "length": request.length, "limit": request.limit, "further": (request.length - 1) * _STEP,
    }  # fmt: skip


def _has_windows(request: FindFirst) -> bool:
    return bool(request.days) or request.from_time is not None or request.to_time is not None


@operation("scheduling.slot.find", needs=Permission.PATIENT_READ)
def find(tx: Tx, actor: Actor, request: FindFirst) -> tuple[Found, ...]:
    """Free places, soonest first, by doctor, specialty, service, days and hours; a hold of another desk is not free.

    Raises:
        BadInput: ``input.invalid`` when the hours end before they begin.
    """
    if request.from_time is not None and request.to_time is not None and request.to_time <= request.from_time:
        raise BadInput("input.invalid", operation="scheduling.slot.find", fields={"to_time": "must be after from_time"})
    several, windows = request.length > 1, _has_windows(request)
    sql = find_sql(several=several, windows=windows, service=request.service_type is not None)
    rows: list[dict[str, Any]] = []
    # A doctor's first free slot is one step, wherever it is. What else is asked may be years of looking for a doctor
    # who has no such place, and all for nothing when the others have enough of them soon.
    for ahead in (_SOON, _HORIZON) if several or windows else (_HORIZON,):
        rows = tx.rows(sql, **find_params(tx, actor, request, ahead))
        if len(rows) == request.limit:
            break
    return tuple(Found.model_validate(row) for row in rows)
