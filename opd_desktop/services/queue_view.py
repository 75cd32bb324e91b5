"""Queue entries as DTOs, in calling order with their waits: what `services.queue` shows and moves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.queue import (
    Pace,
    Priority,
    Room,
    Waiting,
    calling_order,
    pace_of,
    predicted_wait,
    running_late,
)
from opd_desktop.services.dto.queue import PractitionerQueue, QueueEntryDto
from opd_desktop.services.uow import Tx

_SELECT = """
SELECT q.id, q.facility_id, q.practitioner_id, d.display_name AS practitioner_name, q.patient_id,
    p.name AS patient_name, p.sex AS patient_sex,
    extract(year FROM age(q.day, p.birth_date))::int AS patient_age,
    q.appointment_id, a.starts_at AS appointment_at, e.id AS encounter_id,
    q.service_point || '-' || lpad(q.token_number::text, greatest(3, length(q.token_number::text)), '0') AS token,
    q.state, q.priority, coalesce(nullif(q.reason, ''), a.reason, '') AS reason, q.arrived_at, q.state_changed_at,
    q.skip_count, q.promised_wait_minutes, q.row_version
FROM queue_entry q
JOIN practitioner d ON d.id = q.practitioner_id
JOIN patient p ON p.id = q.patient_id
LEFT JOIN appointment a ON a.id = q.appointment_id
LEFT JOIN encounter e ON e.queue_entry_id = q.id
"""
#: Today at the facility, by the database's clock.
TODAY = "(now() AT TIME ZONE (SELECT time_zone FROM facility WHERE id = :facility))::date"

#: Midnight does not send those home who wait; whoever was forgotten yesterday is not here any more.
OF_TODAY = (
    f"q.day >= {TODAY} - 1 AND (q.day = {TODAY} OR (q.state <> 'done' AND q.arrived_at > now() - interval '12 hours'))"
)

_POINTS = """
SELECT r.practitioner_id, d.display_name AS practitioner_name, d.specialty, r.token_prefix,
    coalesce(l.name, '') AS room
FROM practitioner_role r
JOIN practitioner d ON d.id = r.practitioner_id
LEFT JOIN location l ON l.id = r.location_id
WHERE r.facility_id = :facility AND r.active
ORDER BY r.token_prefix
"""
#: Minutes of the last visits that ended, at most twenty a practitioner, of the last two weeks.
_PACE = """
SELECT practitioner_id, array_agg(minutes) AS minutes FROM (
    SELECT practitioner_id, extract(epoch FROM ended_at - started_at) / 60.0 AS minutes,
        row_number() OVER (PARTITION BY practitioner_id ORDER BY ended_at DESC) AS place
    FROM queue_entry
    WHERE practitioner_id = ANY(:practitioners) AND state = 'done' AND started_at IS NOT NULL
        AND day > current_date - 15
) AS recent WHERE place <= 20 GROUP BY practitioner_id
"""
_DELAY = """
SELECT practitioner_id, greatest(0, max(extract(epoch FROM
    least(ends_at, starts_at + make_interval(mins => minutes)) - now()) / 60.0)) AS minutes FROM schedule_exception
WHERE facility_id = :facility AND kind = 'late' AND starts_at <= now() AND ends_at > now()
    AND practitioner_id IS NOT NULL GROUP BY practitioner_id
"""


def one(tx: Tx, entry_id: UUID) -> QueueEntryDto:
    """One entry, without its place in the line.

    Raises:
        NotFound: ``queue_entry.not_found``.
    """
    tx.session.flush()
    found = tx.rows(f"{_SELECT} WHERE q.id = :id", id=entry_id)
    if not found:
        raise NotFound("queue_entry.not_found", id=str(entry_id))
    return QueueEntryDto.model_validate(found[0])


def of_appointment(tx: Tx, appointment_id: UUID) -> QueueEntryDto | None:
    """The newest entry of an appointment, if it was checked in."""
    tx.session.flush()
    found = tx.rows(f"{_SELECT} WHERE q.appointment_id = :id ORDER BY q.arrived_at DESC LIMIT 1", id=appointment_id)
    return QueueEntryDto.model_validate(found[0]) if found else None


def queues(tx: Tx, facility_id: UUID, wanted: Sequence[UUID]) -> tuple[PractitionerQueue, ...]:
    """Today's queues of a facility, by token prefix; ``wanted`` narrows them (empty = all)."""
    tx.session.flush()
    points = [
        point for point in tx.rows(_POINTS, facility=facility_id) if not wanted or point["practitioner_id"] in wanted
    ]
    entries = tx.rows(
        f"{_SELECT} WHERE q.facility_id = :facility AND q.state <> 'left' AND {OF_TODAY}", facility=facility_id
    )
    keys = [point["practitioner_id"] for point in points]
    paces = {row["practitioner_id"]: row["minutes"] for row in tx.rows(_PACE, practitioners=keys)}
    delays = {row["practitioner_id"]: float(row["minutes"]) for row in tx.rows(_DELAY, facility=facility_id)}
    made = []
    for point in points:
        key = point["practitioner_id"]
        mine = [QueueEntryDto.model_validate(entry) for entry in entries if entry["practitioner_id"] == key]
        pace = pace_of([float(minutes) for minutes in paces.get(key, ())])
        made.append(_queue(point, mine, pace, delays.get(key, 0.0), tx.now))
    return tuple(made)


def waiting_of(entry: QueueEntryDto) -> Waiting:
    """An entry as the rule of the queue sees it."""
    return Waiting(entry.id, Priority(entry.priority), entry.arrived_at, entry.appointment_at, entry.skip_count)


def _queue(
    point: dict[str, Any], mine: list[QueueEntryDto], pace: Pace, delay: float, now: datetime
) -> PractitionerQueue:
    by_id = {entry.id: entry for entry in mine}
    in_room = next((entry for entry in mine if entry.state == "in-consultation"), None)
    called = tuple(sorted((e for e in mine if e.state == "called"), key=lambda e: e.state_changed_at))
    line = calling_order(waiting_of(entry) for entry in mine if entry.state in ("waiting", "skipped"))
    room = Room(
        called=len(called),
        in_room_minutes=None if in_room is None else (now - in_room.state_changed_at).total_seconds() / 60,
        delay_minutes=delay,
    )
    behind = [*line, *(waiting_of(entry) for entry in called)]
    late = running_late(
        behind,
        now,
        in_room=waiting_of(in_room) if in_room else None,
        started_at=in_room.state_changed_at if in_room else None,
    )
    return PractitionerQueue(
        **point,
        entries=tuple(_placed(by_id[one.id], one, place, pace, room, now) for place, one in enumerate(line, start=1)),
        in_room=in_room,
        called=called,
        done_count=sum(entry.state == "done" for entry in mine),
        pace_minutes=pace.usual,
        running_late_minutes=max(late, round(delay)),
    )


def _placed(entry: QueueEntryDto, waiting: Waiting, place: int, pace: Pace, room: Room, now: datetime) -> QueueEntryDto:
    early = 0.0
    if entry.appointment_at is not None and not waiting.came_late:
        early = max((entry.appointment_at - now).total_seconds() / 60, 0.0)
    at_least, at_most = predicted_wait(place, pace, room, early)
    return entry.model_copy(
        update={
            "position": place,
            "why_here": waiting.why_here.value,
            "wait_min_minutes": at_least,
            "wait_max_minutes": at_most,
        }
    )
