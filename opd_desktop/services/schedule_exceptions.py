"""Exceptions from schedules: leave, holidays, blocked time, extra sessions, running late."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from opd_desktop.db.models import Facility, ProviderSchedule, ScheduleException
from opd_desktop.domain.clinic_time import local_date, zone_named
from opd_desktop.domain.errors import BadInput, NotFound
from opd_desktop.domain.events import ScheduleUpdated, SlotsMaterialized
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import materializing, registry, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Change, UndoDto
from opd_desktop.services.dto.schedules import (
    AnnounceLate,
    CreateException,
    ExceptionAdded,
    ExceptionDto,
    ListExceptions,
    Materialized,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own_hours, check_works_at
from opd_desktop.services.uow import Tx


@operation("scheduling.exception.list", needs=Permission.PATIENT_READ)
def exceptions(tx: Tx, actor: Actor, request: ListExceptions) -> tuple[ExceptionDto, ...]:
    """Exceptions of a facility, soonest first."""
    del actor
    parts, params = ["e.facility_id = :facility"], {"facility": request.facility_id}
    more: dict[str, tuple[str, Any]] = {
        "practitioner": ("(e.practitioner_id IS NULL OR e.practitioner_id = :practitioner)", request.practitioner_id),
        "start": ("e.ends_at > :start", request.start),
        "end": ("e.starts_at < :end", request.end),
    }
    for name, (condition, value) in more.items():
        if value is not None:
            parts.append(condition)
            params[name] = value
    rows = tx.rows(
        "SELECT e.id, e.practitioner_id, e.facility_id, e.kind, e.starts_at, e.ends_at, e.reason, e.minutes, "
        f"e.row_version FROM schedule_exception e WHERE {' AND '.join(parts)} ORDER BY e.starts_at, e.id",
        **params,
    )
    return tuple(ExceptionDto.model_validate(row) for row in rows)


@operation("scheduling.exception.create", needs=Permission.SCHEDULE, emits=[ScheduleUpdated, SlotsMaterialized])
def add_exception(tx: Tx, actor: Actor, request: CreateException) -> ExceptionAdded:
    """Note leave, a holiday, blocked time or an extra session; slots that were made already follow.

    Booked visits stay and are listed in ``slots.affected``, for somebody to call. Running late is announced
    (``late.announce``).

    Raises:
        BadInput: ``schedule.bad_dates``; ``schedule.practitioner_not_here``.
        NotPermitted: ``schedule.own_only`` for a doctor and anybody else's time.
    """
    check_own_hours(actor, request.practitioner_id)
    if request.ends_at <= request.starts_at:
        raise BadInput("schedule.bad_dates")
    tx.get(Facility, request.facility_id)
    if request.facility_id not in actor.facility_ids:
        raise NotFound("facility.not_found", id=str(request.facility_id))
    if request.practitioner_id is not None:
        check_works_at(tx, request.practitioner_id, request.facility_id)
    row = ScheduleException(id=uuid7(), **request.model_dump())
    tx.session.add(row)
    tx.session.flush()
    slots = _follow(tx, row, beyond=row.kind == "extra")
    shown = ExceptionDto.model_validate(row, from_attributes=True)
    back = undo.offer(
        tx, f"exception.{row.kind}", {}, remove_exception, Change(id=row.id, row_version=row.row_version)
    )  # fmt: skip
    return ExceptionAdded(**shown.model_dump(), slots=slots, undo=back)


@operation("scheduling.exception.remove", needs=Permission.SCHEDULE, emits=[ScheduleUpdated, SlotsMaterialized])
def remove_exception(tx: Tx, actor: Actor, request: Change) -> Materialized:
    """Take an exception back; slots follow.

    Raises:
        NotFound: ``schedule_exception.not_found``.
        NotPermitted: ``schedule.own_only``.
    """
    check_own_hours(actor, tx.get(ScheduleException, request.id).practitioner_id)
    row = tx.lock(ScheduleException, request.id, request.row_version)
    tx.session.delete(row)
    tx.session.flush()
    # The days that it had closed may have no slot left to follow.
    slots = _follow(tx, row, beyond=True)
    if row.kind == "late":
        return slots.model_copy(update={"undo": _late_again(tx, row)})
    fields = {name: getattr(row, name) for name in CreateException.model_fields}
    back = undo.offer(tx, "exception.removed", {}, add_exception, CreateException.model_validate(fields))
    return slots.model_copy(update={"undo": back})


def _late_again(tx: Tx, row: ScheduleException) -> UndoDto | None:
    """The undo of taking a lateness back; none for one that is over."""
    if row.practitioner_id is None or row.minutes is None or row.ends_at <= tx.now:
        return None
    again = AnnounceLate(
        facility_id=row.facility_id, practitioner_id=row.practitioner_id, minutes=row.minutes, expected=0
    )
    # By its name: the module that announces builds on this one.
    return undo.offer(tx, "late.announced", {}, registry.named("scheduling.late.announce"), again)


def follow(
    tx: Tx, facility_id: UUID, practitioner_id: UUID | None, dates: tuple[date, date], *, beyond: bool = False
) -> Materialized:
    """Bring the slots of a practitioner (None: of all at the facility) in line with exceptions on the dates.

    Args:
        dates: the first and the last day that the exceptions touch, both inclusive.
        beyond: also make slots on days that have none yet.
    """
    parts = [
        materializing.follow(tx, schedule.id, facility_id, dates, beyond=beyond)
        for schedule in _concerned(tx, facility_id, practitioner_id)
    ]
    return materializing.total(parts)


def lock_exceptions(tx: Tx, facility_id: UUID) -> None:
    """One at a time per facility until the end of the transaction, for those who first look what there is."""
    tx.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"exceptions:{facility_id}"}
    )


def tell_schedules(tx: Tx, facility_id: UUID, practitioner_id: UUID | None) -> None:
    """Record that the exceptions of these schedules changed, without touching slots."""
    _concerned(tx, facility_id, practitioner_id)


def _concerned(tx: Tx, facility_id: UUID, practitioner_id: UUID | None) -> list[ProviderSchedule]:
    found = select(ProviderSchedule).where(ProviderSchedule.facility_id == facility_id, ProviderSchedule.active)
    if practitioner_id is not None:
        found = found.where(ProviderSchedule.practitioner_id == practitioner_id)
    # The same order for everybody: materializing takes a lock per practitioner.
    ordered = found.order_by(ProviderSchedule.practitioner_id, ProviderSchedule.id)
    schedules = list(tx.session.execute(ordered).scalars())
    for schedule in schedules:
        tx.record(ScheduleUpdated(id=schedule.id, facility_id=schedule.facility_id))
    return schedules


def _follow(tx: Tx, row: ScheduleException, *, beyond: bool) -> Materialized:
    if row.kind == "late":
        tell_schedules(tx, row.facility_id, row.practitioner_id)
        return materializing.total(())
    return follow(tx, row.facility_id, row.practitioner_id, _dates(tx, row), beyond=beyond)


def _dates(tx: Tx, row: ScheduleException) -> tuple[date, date]:
    zone = zone_named(tx.get(Facility, row.facility_id).time_zone)
    return local_date(row.starts_at, zone), local_date(row.ends_at - timedelta(microseconds=1), zone)
