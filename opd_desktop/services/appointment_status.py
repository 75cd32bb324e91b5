"""The changes of status outside the queue: cancelled, arrived, no-show, back to booked or waiting, in error."""

from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select

from opd_desktop.db.models import Appointment, Encounter, WaitlistOffer
from opd_desktop.domain.appointment import UNDO_WINDOW, AppointmentStatus
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.domain.events import (
    AppointmentCancelled,
    AppointmentNoShow,
    AppointmentReverted,
    AppointmentUpdated,
    EncounterUpdated,
)
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view as view
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointment_rows import because, check, lock, must_be_today, offer, record
from opd_desktop.services.dto.appointments import Cancel, ChangeStatus, EnterInError, Moved, ResetStatus
from opd_desktop.services.dto.booking import PutBack
from opd_desktop.services.matching import matches
from opd_desktop.services.operations import Operation, operation
from opd_desktop.services.placing import Place, check_room, choose, occupy, slots_of, taking
from opd_desktop.services.resources import reserve, rooms_of
from opd_desktop.services.uow import Tx

_S = AppointmentStatus


@operation("scheduling.appointment.cancel", needs=Permission.BOOK, emits=[AppointmentCancelled])
def cancel(tx: Tx, actor: Actor, request: Cancel) -> Moved:
    """Cancel with a reason and who asked; the slots and rooms are free at once. Takes off the waiting list, too.

    Raises:
        Conflict: ``appointment.illegal_move``, ``appointment.still_in_queue``.
    """
    row = lock(tx, actor, request.id, request.row_version)
    check(tx, row, _S.CANCELLED, actor)
    before, waiting = row.status, put_back_request(row) if row.status == _S.WAITLIST else None
    freed, rooms = slots_of(tx, row.id), rooms_of(tx, row.id)
    row.cancel_reason, row.cancelled_by = request.cancel_reason, request.cancelled_by
    row.status = _S.CANCELLED
    record(tx, AppointmentCancelled, row)
    if waiting is None:
        told = _moved(tx, row, "cancelled", rooms, to="arrived" if before == _S.ARRIVED else "booked")
    else:
        shown = view.one(tx, row.id)
        back = waiting.model_copy(update={"row_version": row.row_version})
        told = Moved(appointment=shown, undo=offer(tx, "cancelled", shown, put_back, back))
    return told.model_copy(update={"matches": len(matches(tx, freed))}) if freed else told


@operation("scheduling.appointment.arrive", needs=Permission.CHECK_IN, emits=[AppointmentUpdated])
def arrive(tx: Tx, actor: Actor, request: ChangeStatus) -> Moved:
    """The patient is in the house, but not checked in yet.

    Raises:
        BadInput: ``appointment.not_today``.
        Conflict: ``appointment.illegal_move``.
    """
    row = lock(tx, actor, request.id, request.row_version)
    _check_from_booked(tx, actor, row, _S.ARRIVED)
    must_be_today(tx, row)
    row.status = _S.ARRIVED
    record(tx, AppointmentUpdated, row)
    return _moved(tx, row, "arrived")


@operation(
    "scheduling.appointment.no_show",
    route="POST /api/v1/scheduling/appointments/{id}/no-show",
    needs=Permission.CHECK_IN,
    emits=[AppointmentNoShow],
)
def no_show(tx: Tx, actor: Actor, request: ChangeStatus) -> Moved:
    """The patient did not come. A person says so, never a timer.

    Raises:
        Conflict: ``appointment.too_early_for_noshow`` before the visit's start and some minutes' grace.
    """
    row = lock(tx, actor, request.id, request.row_version)
    _check_from_booked(tx, actor, row, _S.NOSHOW)
    row.status = _S.NOSHOW
    record(tx, AppointmentNoShow, row)
    return _moved(tx, row, "noshow")


def _check_from_booked(tx: Tx, actor: Actor, row: Appointment, end: AppointmentStatus) -> None:
    # From elsewhere these are ways back, which an undo takes, with all that belongs to them.
    if row.status != _S.BOOKED:
        raise Conflict("appointment.illegal_move", start=row.status, end=end)
    check(tx, row, end, actor)


@operation("scheduling.appointment.reset", needs=Permission.BOOK, emits=[AppointmentReverted, EncounterUpdated])
def reset(tx: Tx, actor: Actor, request: ResetStatus) -> Moved:
    """Back to booked, or to arrived: an undo within ten minutes, later with the right and a reason.

    A cancelled visit needs its old slots to be free, and its rooms if they are asked for. The encounter of a visit
    that was completed is cancelled, until the patient is checked in.

    Raises:
        BadInput: ``appointment.reason_needed``.
        Conflict: ``appointment.reset_needs_right``, ``appointment.illegal_move``, ``appointment.still_in_queue``,
            ``booking.room_taken``, ``encounter.signed``.
        SlotTaken: the old time has been given to somebody else.
    """
    way_back = _way_back(tx.get(Appointment, request.id))
    row = rebook(tx, actor, request)
    shown = view.one(tx, row.id)
    if way_back is None:
        return Moved(appointment=shown)
    inverse, wanted = way_back
    return Moved(
        appointment=shown,
        undo=offer(tx, "reset", shown, inverse, wanted.model_copy(update={"row_version": row.row_version})),
    )


def _way_back(row: Appointment) -> tuple[Operation[Any, Any], Cancel | ChangeStatus] | None:
    """What brings a visit that is put back to booked to where it is now; None for one that was here."""
    if row.status == _S.CANCELLED:
        asked = row.cancelled_by
        return cancel, Cancel(
            id=row.id,
            cancel_reason=row.cancel_reason or "Cancelled before",
            cancelled_by="patient" if asked == "patient" else "clinic",
        )
    inverse = {_S.NOSHOW: no_show, _S.ARRIVED: arrive}.get(_S(row.status))
    return (inverse, ChangeStatus(id=row.id)) if inverse is not None else None


def rebook(tx: Tx, actor: Actor, request: ResetStatus) -> Appointment:
    """What `reset` does, without an offer to undo it."""
    row = lock(tx, actor, request.id, request.row_version)
    target = _S(request.to)
    check(tx, row, target, actor)
    if not request.why and tx.now - row.status_changed_at > UNDO_WINDOW:
        raise BadInput("appointment.reason_needed")
    because(tx, request.why)
    place = _old_place(tx, actor, row) if row.status == _S.CANCELLED else None
    if row.status == _S.FULFILLED:
        _drop_encounter(tx, row)
    row.status, row.cancel_reason, row.cancelled_by = target, None, None
    if place is None:
        tx.session.flush()
    else:
        overbooked = check_room(tx, actor, place, row.overbook_reason)
        with taking(tx, place, overbooked=overbooked):
            tx.session.flush()
            occupy(tx, row.id, place)
        reserve(tx, row.id, request.resource_ids)
    record(tx, AppointmentReverted, row)
    return row


def _drop_encounter(tx: Tx, row: Appointment) -> None:
    query = select(Encounter).where(Encounter.appointment_id == row.id).with_for_update()
    found = tx.session.execute(query).scalar_one_or_none()
    if found is None or found.status != EncounterStatus.FINISHED:
        return
    if found.signed_at is not None:
        raise Conflict("encounter.signed")
    found.status = EncounterStatus.CANCELLED
    tx.session.flush()
    tx.record(
        EncounterUpdated(id=found.id, facility_id=row.facility_id, patient_id=row.patient_id, appointment_id=row.id)
    )


def _old_place(tx: Tx, actor: Actor, row: Appointment) -> Place:
    found = tx.rows(
        "SELECT id FROM time_slot WHERE practitioner_id = :practitioner AND facility_id = :facility "
        "AND starts_at >= :start AND ends_at <= :end AND starts_at < :end",
        practitioner=row.practitioner_id, facility=row.facility_id, start=row.starts_at, end=row.ends_at,
    )  # fmt: skip
    if not found:
        raise Conflict("appointment.time_is_gone")
    place = choose(tx, actor, [one["id"] for one in found])
    if (place.starts_at, place.ends_at) != (row.starts_at, row.ends_at):
        raise Conflict("appointment.time_is_gone")
    return place


@operation("scheduling.appointment.enter_in_error", needs=Permission.RESET_STATUS, emits=[AppointmentUpdated])
def enter_in_error(tx: Tx, actor: Actor, request: EnterInError) -> Moved:
    """This visit was never meant to be: it leaves the calendar and every count. There is no way back.

    Raises:
        Conflict: ``appointment.illegal_move``, ``appointment.still_in_queue``.
    """
    row = lock(tx, actor, request.id, request.row_version)
    check(tx, row, _S.ENTERED_IN_ERROR, actor)
    freed = slots_of(tx, row.id)
    because(tx, request.why)
    row.status = _S.ENTERED_IN_ERROR
    record(tx, AppointmentUpdated, row)
    return Moved(appointment=view.one(tx, row.id), matches=len(matches(tx, freed)) if freed else 0)


def put_back_request(row: Appointment) -> PutBack:
    """What puts an entry of the waiting list back as it is now."""
    return PutBack(
        id=row.id, practitioner_id=row.practitioner_id, start=row.starts_at, end=row.ends_at,
        service_type=row.service_type, visit_kind=row.visit_kind, reason=row.reason,
    )  # fmt: skip


@operation("scheduling.waitlist.put_back", needs=Permission.BOOK, emits=[AppointmentReverted])
def put_back(tx: Tx, actor: Actor, request: PutBack) -> Moved:
    """Back to the waiting list: the undo of booking from it, or of taking off it. An accepted offer is open again.

    Raises:
        Conflict: ``appointment.illegal_move``, ``appointment.reset_needs_right``, ``waitlist.place_offered``.
    """
    row = lock(tx, actor, request.id, request.row_version)
    check(tx, row, _S.WAITLIST, actor)
    row.status, row.cancel_reason, row.cancelled_by = _S.WAITLIST, None, None
    row.practitioner_id, row.location_id = request.practitioner_id, None
    row.starts_at, row.ends_at = request.start, request.end
    row.service_type, row.visit_kind, row.reason = request.service_type, request.visit_kind, request.reason
    row.overbooked, row.overbook_reason = False, ""
    record(tx, AppointmentReverted, row)
    if request.offer_id is not None:
        tx.get(WaitlistOffer, request.offer_id).outcome = "open"
        tx.session.flush()
    return Moved(appointment=view.one(tx, row.id))


def _moved(
    tx: Tx, row: Appointment, what: str, rooms: tuple[UUID, ...] = (), *, to: Literal["booked", "arrived"] = "booked"
) -> Moved:
    shown = view.one(tx, row.id)
    back = ResetStatus(id=row.id, row_version=row.row_version, resource_ids=rooms, to=to)
    return Moved(appointment=shown, undo=offer(tx, what, shown, reset, back))
