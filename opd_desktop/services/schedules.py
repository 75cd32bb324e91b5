"""Provider schedules, their exceptions, and making slots from them."""

from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from opd_desktop.db.models import Facility, ProviderSchedule
from opd_desktop.domain.clinic_time import local_date, zone_named
from opd_desktop.domain.errors import BadInput, Conflict, NotFound
from opd_desktop.domain.events import ScheduleCreated, ScheduleUpdated, SlotsMaterialized
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.domain.slots import Hours, Pattern, patterns_overlap, sessions_overlap
from opd_desktop.services import materializing, previewing, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.conditions import equal_to
from opd_desktop.services.dto.schedules import (
    CreateSchedule,
    ListSchedules,
    Materialize,
    Materialized,
    PatchSchedule,
    Preview,
    PreviewSchedule,
    ScheduleChanged,
    ScheduleDto,
    ScheduleMade,
    Session,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own_hours, check_works_at
from opd_desktop.services.schedule_exceptions import add_exception, exceptions, remove_exception
from opd_desktop.services.uow import Tx

__all__ = ["add_exception", "create", "exceptions", "list_", "materialize", "patch", "preview", "remove_exception"]

_SELECT = """
SELECT s.id, s.practitioner_id, d.display_name AS practitioner_name, s.facility_id, s.location_id, s.service_type,
    s.weekly_pattern AS sessions, s.slot_minutes, s.capacity, s.overbook_limit, s.buffer_before, s.buffer_after,
    s.valid_from, s.valid_to, s.active, s.row_version
FROM provider_schedule s JOIN practitioner d ON d.id = s.practitioner_id
"""


#: Given as None, these are taken away; the others then stay as they are.
_MAY_BE_NONE = frozenset({"valid_to", "location_id"})


@operation(
    "scheduling.schedule.create",
    route="POST /api/v1/scheduling/schedules",
    needs=Permission.SCHEDULE,
    emits=[ScheduleCreated],
)
def create(tx: Tx, actor: Actor, request: CreateSchedule) -> ScheduleMade:
    """Write down when a practitioner works. Slots are made from it by `materialize`, and each night by the worker.

    Raises:
        NotPermitted: ``schedule.own_only``.
        BadInput: ``schedule.practitioner_not_here``, ``schedule.sessions_overlap``, ``schedule.bad_dates``.
        Conflict: ``schedule.overlaps_another`` of this practitioner, at any facility.
    """
    check_own_hours(actor, request.practitioner_id)
    check_works_at(tx, request.practitioner_id, request.facility_id)
    fields = request.model_dump(exclude={"sessions"})
    row = ProviderSchedule(id=uuid7(), weekly_pattern=_stored(request.sessions), active=True, **fields)
    _check(tx, row)
    tx.session.add(row)
    tx.session.flush()
    tx.record(ScheduleCreated(id=row.id, facility_id=row.facility_id))
    made = _one(tx, row.id)
    off = PatchSchedule(id=row.id, row_version=made.row_version, active=False)
    back = undo.offer(tx, "schedule.created", {"practitioner": made.practitioner_name}, patch, off)
    return ScheduleMade(**made.model_dump(), undo=back)


@operation("scheduling.schedule.list", route="GET /api/v1/scheduling/schedules", needs=Permission.PATIENT_READ)
def list_(tx: Tx, actor: Actor, request: ListSchedules) -> tuple[ScheduleDto, ...]:
    """Schedules of the actor's facilities, by practitioner."""
    del actor
    parts, params = equal_to(request, "s", "facility_id", "practitioner_id")
    if not request.include_inactive:
        parts.append("s.active")
    rows = tx.rows(f"{_SELECT} WHERE {' AND '.join(parts)} ORDER BY d.display_name, s.valid_from, s.id", **params)
    return tuple(ScheduleDto.model_validate(row) for row in rows)


@operation(
    "scheduling.schedule.patch",
    route="PATCH /api/v1/scheduling/schedules/{id}",
    needs=Permission.SCHEDULE,
    emits=[ScheduleUpdated, SlotsMaterialized],
)
def patch(tx: Tx, actor: Actor, request: PatchSchedule) -> ScheduleChanged:
    """Change a schedule; free future slots that were made already follow.

    Booked ones stay, and visits that now stand outside the hours are listed in ``slots.affected``.

    Raises:
        BadInput: ``schedule.sessions_overlap``, ``schedule.bad_dates``.
        Conflict: ``schedule.overlaps_another``; `ChangedElsewhere`.
    """
    check_own_hours(actor, tx.get(ProviderSchedule, request.id).practitioner_id)
    row = tx.lock(ProviderSchedule, request.id, request.row_version)
    before = _one(tx, row.id)
    given = request.model_dump(exclude={"id", "row_version", "sessions"}, exclude_unset=True)
    for name, value in given.items():
        if value is not None or name in _MAY_BE_NONE:
            setattr(row, name, value)
    if request.sessions is not None:
        row.weekly_pattern = _stored(request.sessions)
    _check(tx, row)
    tx.session.flush()
    slots = materializing.follow(tx, row.id, row.facility_id)
    tx.record(ScheduleUpdated(id=row.id, facility_id=row.facility_id))
    after = _one(tx, row.id)
    fields = before.model_dump(include=set(PatchSchedule.model_fields)) | {"row_version": after.row_version}
    back = undo.offer(
        tx, "schedule.changed", {"practitioner": after.practitioner_name}, patch, PatchSchedule.model_validate(fields)
    )  # fmt: skip
    return ScheduleChanged(**after.model_dump(), slots=slots, undo=back)


@operation(
    "scheduling.schedule.materialize",
    route="POST /api/v1/scheduling/schedules/{id}/materialize",
    needs=Permission.SCHEDULE,
    emits=[SlotsMaterialized],
)
def materialize(tx: Tx, actor: Actor, request: Materialize) -> Materialized:
    """Make the slots of a schedule for a range of dates. A second run makes nothing twice.

    Raises:
        BadInput: ``schedule.dates_passed`` when the last date is over.
    """
    row = tx.get(ProviderSchedule, request.id)
    check_own_hours(actor, row.practitioner_id)
    zone = zone_named(tx.get(Facility, row.facility_id).time_zone)
    if request.end < local_date(tx.now, zone):
        raise BadInput("schedule.dates_passed", end=request.end.isoformat())
    return materializing.make(tx, row.id, row.facility_id, request.start, request.end)


@operation("scheduling.schedule.preview", needs=Permission.SCHEDULE)
def preview(tx: Tx, actor: Actor, request: PreviewSchedule) -> Preview:
    """What a schedule would make if it were saved, without saving it.

    Raises:
        NotPermitted: ``schedule.own_only``.
        BadInput: ``schedule.sessions_overlap``, ``schedule.bad_dates``.
        Conflict: ``schedule.overlaps_another``.
    """
    check_own_hours(actor, request.practitioner_id)
    fields = request.model_dump(exclude={"sessions", "id", "start", "end"})
    row = ProviderSchedule(
        id=request.id or uuid7(), weekly_pattern=_stored(request.sessions), active=True, row_version=1, **fields
    )
    _check_itself(row)
    _check_others(tx, row)
    return previewing.preview(tx, row, request.start, request.end)


def _check_itself(row: ProviderSchedule) -> None:
    if row.valid_to is not None and row.valid_to < row.valid_from:
        raise BadInput("schedule.bad_dates")
    if sessions_overlap(_pattern(row).hours):
        raise BadInput("schedule.sessions_overlap")


def _check(tx: Tx, row: ProviderSchedule) -> None:
    _check_itself(row)
    if not row.active:
        return
    # One at a time per practitioner, so that two such checks can't pass each other.
    tx.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"schedule:{row.practitioner_id}"}
    )
    _check_others(tx, row)


def _check_others(tx: Tx, row: ProviderSchedule) -> None:
    """Refuse hours at which the practitioner works by another schedule."""
    pattern = _pattern(row)
    others = select(ProviderSchedule, Facility.time_zone).join(Facility, Facility.id == ProviderSchedule.facility_id)
    others = others.where(
        ProviderSchedule.practitioner_id == row.practitioner_id, ProviderSchedule.active, ProviderSchedule.id != row.id
    )
    zone = zone_named(tx.get(Facility, row.facility_id).time_zone)
    today = local_date(tx.now, zone)
    with tx.session.no_autoflush:
        for other, other_zone in tx.session.execute(others):
            if patterns_overlap(pattern, zone, _pattern(other), zone_named(other_zone), today):
                raise Conflict("schedule.overlaps_another", id=str(other.id))


def _stored(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    return [
        {
            "weekday": one.weekday,
            "start": one.start.isoformat("minutes"),
            "end": one.end.isoformat("minutes"),
            "breaks": [
                {"start": pause.start.isoformat("minutes"), "end": pause.end.isoformat("minutes")}
                for pause in one.breaks
            ],
        }
        for one in sessions
    ]


def _pattern(row: ProviderSchedule) -> Pattern:
    hours = tuple(
        Hours(
            one["weekday"],
            time.fromisoformat(one["start"]),
            time.fromisoformat(one["end"]),
            tuple(
                (time.fromisoformat(pause["start"]), time.fromisoformat(pause["end"]))
                for pause in one.get("breaks", ())
            ),
        )
        for one in row.weekly_pattern
    )
    return Pattern(hours, row.slot_minutes, row.valid_from, row.valid_to)


def _one(tx: Tx, schedule_id: UUID) -> ScheduleDto:
    rows = tx.rows(f"{_SELECT} WHERE s.id = :id", id=schedule_id)
    if not rows:
        raise NotFound("provider_schedule.not_found", id=str(schedule_id))
    return ScheduleDto.model_validate(rows[0])
