"""Slots: what is free, soonest first, and the nearest free times to one that was wanted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
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


@operation("scheduling.slot.list", route="GET /api/v1/scheduling/slots", needs=Permission.PATIENT_READ)
def list_(tx: Tx, actor: Actor, request: ListSlots) -> tuple[SlotDto, ...]:
    """Slots that start in ``[start, end)``, soonest first: the first one that is free is "first available".

    Raises:
        BadInput: ``input.invalid`` when the end is not after the start.
    """
    del actor
    if request.end <= request.start:
        raise BadInput("input.invalid", operation="scheduling.slot.list", fields={"end": "must be after start"})
    parts = ["s.starts_at >= :start", "s.starts_at < :end"]
    params: dict[str, Any] = {"start": request.start, "end": request.end, "limit": request.limit}
    for name in ("facility_id", "practitioner_id", "service_type"):
        value = getattr(request, name)
        if value is not None:
            parts.append(f"s.{name} = :{name}")
            params[name] = value
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
