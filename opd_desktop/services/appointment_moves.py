"""Putting a visit to another time, and making it longer or shorter. It stays the same appointment."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Appointment
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.domain.events import AppointmentRescheduled
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view as view
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointment_rows import because, lock, offer, record
from opd_desktop.services.dto.appointments import Moved, Reschedule, Resize
from opd_desktop.services.matching import matches
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import Place, check_room, choose, drop_holds, occupy, slots_of, taking
from opd_desktop.services.resources import reserve, rooms_of
from opd_desktop.services.uow import Tx

_S = AppointmentStatus
#: Statuses in which a visit can be put to another time.
MOVABLE = frozenset({_S.PENDING, _S.BOOKED})
#: A visit that has begun can still get longer or shorter.
_RESIZABLE = MOVABLE | {_S.ARRIVED, _S.CHECKED_IN}


@operation("scheduling.appointment.reschedule", needs=Permission.BOOK, emits=[AppointmentRescheduled])
def reschedule(tx: Tx, actor: Actor, request: Reschedule) -> Moved:
    """Put a visit to other slots; it stays the same appointment, with its rooms, journey and history.

    Raises:
        SlotTaken: the new place is gone; the visit keeps the old one.
        Conflict: ``appointment.not_movable`` once the patient is here or the visit is over; ``booking.room_taken``.
    """
    row = lock(tx, actor, request.id, request.row_version)
    if row.status not in MOVABLE:
        raise Conflict("appointment.not_movable", status=row.status)
    rooms, back_reason = rooms_of(tx, row.id), row.overbook_reason or None
    because(tx, request.why)
    old = relocate(tx, actor, row, request.slot_ids, request.overbook_reason)
    if old is None:
        return Moved(appointment=view.one(tx, row.id))
    reserve(tx, row.id, request.resource_ids)
    record(tx, AppointmentRescheduled, row)
    moved = view.one(tx, row.id)
    back = Reschedule(
        id=row.id, row_version=row.row_version, slot_ids=old, overbook_reason=back_reason, resource_ids=rooms
    )
    freed = [slot for slot in old if slot not in request.slot_ids]
    return Moved(
        appointment=moved, undo=offer(tx, "rescheduled", moved, reschedule, back), matches=len(matches(tx, freed))
    )


@operation("scheduling.appointment.resize", needs=Permission.BOOK, emits=[AppointmentRescheduled])
def resize(tx: Tx, actor: Actor, request: Resize) -> Moved:
    """Make a visit as long as so many consecutive slots from its start.

    Raises:
        SlotTaken: a slot that it would need is taken; the visit stays as it is.
        BadInput: ``booking.not_consecutive``, when the doctor's hours end, or have a gap, before that.
        Conflict: ``appointment.not_movable`` for a visit that is over; ``appointment.time_is_gone``.
    """
    row = lock(tx, actor, request.id, request.row_version)
    if row.status not in _RESIZABLE:
        raise Conflict("appointment.not_movable", status=row.status)
    found = tx.rows(
        "SELECT id, starts_at FROM time_slot WHERE practitioner_id = :practitioner AND facility_id = :facility "
        "AND starts_at >= :start ORDER BY starts_at LIMIT :slots",
        practitioner=row.practitioner_id, facility=row.facility_id, start=row.starts_at, slots=request.slots,
    )  # fmt: skip
    if not found or found[0]["starts_at"] != row.starts_at:
        raise Conflict("appointment.time_is_gone")
    if len(found) < request.slots:
        raise BadInput("booking.not_consecutive")
    old = relocate(tx, actor, row, [slot["id"] for slot in found], row.overbook_reason or None)
    if old is None:
        return Moved(appointment=view.one(tx, row.id))
    record(tx, AppointmentRescheduled, row)
    resized = view.one(tx, row.id)
    back = Resize(id=row.id, row_version=row.row_version, slots=len(old))
    freed = set(old) - {slot["id"] for slot in found}
    return Moved(
        appointment=resized, undo=offer(tx, "resized", resized, resize, back), matches=len(matches(tx, list(freed)))
    )


def relocate(
    tx: Tx, actor: Actor, row: Appointment, slot_ids: Sequence[UUID], overbook_reason: str | None
) -> tuple[UUID, ...] | None:
    """Put a locked appointment to other slots; those that it keeps are not touched.

    Returns:
        The slots that it had, or None when these are the same.

    Raises:
        SlotTaken, BadInput, NotPermitted, Conflict: as for booking there.
    """
    place = choose(tx, actor, slot_ids, leaving=row.id)
    old = slots_of(tx, row.id)
    if set(old) == set(place.slot_ids):
        return None
    more = tuple(slot for slot in place.slot_ids if slot not in old)
    less = [slot for slot in old if slot not in place.slot_ids]
    if more and len(more) < len(place.slot_ids):
        # Whether somebody else is in a slot that the visit has already is no question of room any more.
        full = any(choose(tx, actor, (slot,), leaving=row.id).full for slot in more)
        place = replace(place, full=full)
    overbooked = check_room(tx, actor, place, overbook_reason) if more else False
    still = row.overbooked and len(more) < len(place.slot_ids)
    with taking(tx, place, overbooked=overbooked):
        if place.held_by_us:
            drop_holds(tx, actor, place.slot_ids)
        tx.session.execute(
            text("DELETE FROM appointment_slot WHERE appointment_id = :id AND slot_id = ANY(:less)"),
            {"id": row.id, "less": less},
        )
        put(row, place, overbooked or still, overbook_reason or (row.overbook_reason if still else ""))
        tx.session.flush()
        occupy(tx, row.id, replace(place, slot_ids=more))
    return old


def put(row: Appointment, place: Place, overbooked: bool, why: str | None) -> None:
    """Write a place into an appointment's columns."""
    row.practitioner_id, row.facility_id = place.practitioner_id, place.facility_id
    row.location_id, row.service_type = place.location_id, place.service_type
    row.starts_at, row.ends_at = place.starts_at, place.ends_at
    row.overbooked, row.overbook_reason = overbooked, (why or "") if overbooked else ""
