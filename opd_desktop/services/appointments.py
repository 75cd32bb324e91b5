"""Appointments: book them, and say what they are for.

All that is done to an appointment can be called from here; moves, changes of status and what only reads have modules
of their own.
"""

from typing import NamedTuple
from uuid import UUID

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.errors import BadInput, Conflict, NotFound, OpdError
from opd_desktop.domain.events import AppointmentCreated, AppointmentUpdated
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view as view
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointment_moves import put, reschedule, resize
from opd_desktop.services.appointment_reading import NOT_IN_CALENDAR, get, history, list_
from opd_desktop.services.appointment_rows import check, lock, offer, record
from opd_desktop.services.appointment_status import (
    arrive,
    cancel,
    enter_in_error,
    no_show,
    put_back,
    put_back_request,
    reset,
)
from opd_desktop.services.booking_warnings import warn
from opd_desktop.services.dto.appointments import (
    AppointmentDto,
    BookAppointment,
    Booked,
    BookWarning,
    Cancel,
    CheckWarnings,
    PatchAppointment,
)
from opd_desktop.services.dto.booking import PutBack
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import (
    NewVisit,
    Place,
    book,
    check_room,
    choose,
    drop_holds,
    occupy,
    slots_of,
    taking,
)
from opd_desktop.services.resources import reserve
from opd_desktop.services.unresolved import unresolved
from opd_desktop.services.uow import Tx

__all__ = [
    "NOT_IN_CALENDAR",
    "arrive",
    "bookable_patient",
    "cancel",
    "create",
    "enter_in_error",
    "get",
    "history",
    "list_",
    "make",
    "no_show",
    "patch",
    "reschedule",
    "reset",
    "resize",
    "unresolved",
    "warnings",
]

_S = AppointmentStatus


@operation(
    "scheduling.appointment.create",
    route="POST /api/v1/scheduling/appointments",
    needs=Permission.BOOK,
    emits=[AppointmentCreated],
)
def create(tx: Tx, actor: Actor, request: BookAppointment) -> Booked:
    """Book a patient into slots, and rooms for the same time; the same request again returns the same appointment.

    Raises:
        SlotTaken: somebody was faster; ``alternatives`` are the nearest free starts.
        Conflict: ``booking.overbook_limit``, ``booking.slot_unavailable``, ``booking.room_taken`` (names the
            ``room``), ``patient.not_active``, ``request.already_done`` (the id was used for another patient).
        NotPermitted: ``appointment.overbook_needs_right``, ``appointment.own_only``.
        BadInput: ``booking.not_consecutive``, ``appointment.in_the_past``.
        NotFound: ``location.not_found``.
    """
    if request.waitlist_id is not None and (again := _repeated(tx, request)) is not None:
        return Booked(appointment=again)
    try:
        return make(tx, actor, request)
    except OpdError:
        # A request that was answered before, whose answer got lost: what is in its way is its own visit.
        if (again := _repeated(tx, request)) is None:
            raise
        return Booked(appointment=again)


def make(tx: Tx, actor: Actor, request: BookAppointment, *, offer_id: UUID | None = None) -> Booked:
    """Book, without asking whether the request was made before.

    Args:
        offer_id: the offer that this booking accepts; its undo opens the offer again.
    """
    patient = bookable_patient(tx, request.patient_id)
    place = choose(tx, actor, request.slot_ids, hold=request.hold_id)
    overbooked = check_room(tx, actor, place, request.overbook_reason)
    if request.hold_id is not None or place.held_by_us:
        drop_holds(tx, actor, place.slot_ids, request.hold_id)
    waited: PutBack | None = None
    if request.waitlist_id is not None:
        made, waited = _from_waitlist(tx, actor, request, request.waitlist_id, place, overbooked)
    else:
        made = _new(tx, request, place, overbooked)
    reserve(tx, made, request.resource_ids)
    booked = view.one(tx, made)
    tx.record(AppointmentCreated(id=made, facility_id=place.facility_id, patient_id=patient.id))
    return Booked(
        appointment=booked, warnings=warn(tx, patient.id, place, but=made), undo=_undo(tx, booked, waited, offer_id)
    )


def _undo(tx: Tx, booked: AppointmentDto, waited: PutBack | None, offer_id: UUID | None) -> UndoDto:
    if waited is not None:
        back = waited.model_copy(update={"row_version": booked.row_version, "offer_id": offer_id})
        return offer(tx, "created", booked, put_back, back)
    mistake = Cancel(
        id=booked.id, row_version=booked.row_version, cancel_reason="Booked by mistake", cancelled_by="clinic"
    )
    return offer(tx, "created", booked, cancel, mistake)


def _repeated(tx: Tx, request: BookAppointment) -> AppointmentDto | None:
    found = view.some(tx, "a.request_id = :request", request=request.request_id)
    if not found and request.waitlist_id is not None:
        found = view.some(tx, "a.id = :id AND a.status <> 'waitlist'", id=request.waitlist_id)
        if found and set(slots_of(tx, found[0].id)) != set(request.slot_ids):
            raise Conflict("waitlist.already_booked")
    if found and (found[0].patient_id != request.patient_id or _asked_elsewhere(tx, found[0].id, request)):
        raise Conflict("request.already_done")
    return found[0] if found else None


def _asked_elsewhere(tx: Tx, appointment_id: UUID, request: BookAppointment) -> bool:
    """Whether the request is for another place than the one that was booked first; it may have been moved since."""
    return request.waitlist_id is None and bool(tx.rows(
        "SELECT FROM time_slot s, LATERAL (SELECT h.to_starts_at, h.to_practitioner_id FROM appointment_history h "
        "WHERE h.appointment_id = :id ORDER BY h.at, h.id LIMIT 1) AS first WHERE s.id = ANY(:slots) "
        "GROUP BY s.practitioner_id, first.to_starts_at, first.to_practitioner_id "
        "HAVING (s.practitioner_id, min(s.starts_at)) <> (first.to_practitioner_id, first.to_starts_at)",
        id=appointment_id, slots=list(request.slot_ids),
    ))  # fmt: skip


class BookablePatient(NamedTuple):
    """Somebody whom visits can be booked for."""

    id: UUID
    name: str


def bookable_patient(tx: Tx, patient_id: UUID) -> BookablePatient:
    """The patient, who must be one that visits can be booked for.

    Raises:
        NotFound: ``patient.not_found``.
        Conflict: ``patient.not_active``; a merged record names the one to use in ``merged_into``.
    """
    # Columns, not the mapped row: this is on the way of every booking.
    found = tx.rows("SELECT name, active, merged_into_id FROM patient WHERE id = :id", id=patient_id)
    if not found:
        raise NotFound("patient.not_found", id=str(patient_id))
    patient, into = found[0], found[0]["merged_into_id"]
    if not patient["active"] or into is not None:
        raise Conflict("patient.not_active", id=str(patient_id), merged_into=str(into) if into else None)
    return BookablePatient(patient_id, patient["name"])


def _new(tx: Tx, request: BookAppointment, place: Place, overbooked: bool) -> UUID:
    visit = NewVisit(
        id=uuid7(),
        request_id=request.request_id,
        patient_id=request.patient_id,
        practitioner_id=place.practitioner_id,
        facility_id=place.facility_id,
        location_id=place.location_id,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        service_type=place.service_type,
        visit_kind=request.visit_kind,
        reason=request.reason,
        overbooked=overbooked,
        overbook_reason=(request.overbook_reason or "") if overbooked else "",
    )
    made = book(tx, visit, place, overbooked=overbooked)
    if made is None:
        raise Conflict("request.already_done")
    return made


def _from_waitlist(
    tx: Tx, actor: Actor, request: BookAppointment, waiting: UUID, place: Place, overbooked: bool
) -> tuple[UUID, PutBack]:
    row = lock(tx, actor, waiting, None)
    if row.patient_id != request.patient_id:
        raise BadInput("waitlist.other_patient")
    check(tx, row, _S.BOOKED)
    waited = put_back_request(row)
    with taking(tx, place, overbooked=overbooked):
        put(row, place, overbooked, request.overbook_reason)
        row.status = _S.BOOKED
        row.reason = request.reason or row.reason
        row.visit_kind = request.visit_kind
        tx.session.flush()
        occupy(tx, row.id, place)
    return row.id, waited


@operation("scheduling.appointment.warnings", needs=Permission.BOOK)
def warnings(tx: Tx, actor: Actor, request: CheckWarnings) -> tuple[BookWarning, ...]:
    """What booking there would warn about."""
    return warn(tx, bookable_patient(tx, request.patient_id).id, choose(tx, actor, request.slot_ids))


@operation(
    "scheduling.appointment.patch",
    route="PATCH /api/v1/scheduling/appointments/{id}",
    needs=Permission.BOOK,
    emits=[AppointmentUpdated],
)
def patch(tx: Tx, actor: Actor, request: PatchAppointment) -> AppointmentDto:
    """Change what the visit is for. Time, status and the like have operations of their own."""
    row = lock(tx, actor, request.id, request.row_version)
    if row.status == _S.ENTERED_IN_ERROR:
        raise Conflict("appointment.not_movable", status=row.status)
    before = PatchAppointment(id=row.id, reason=row.reason, visit_kind=row.visit_kind)
    if request.reason is not None:
        row.reason = request.reason
    if request.visit_kind is not None:
        row.visit_kind = request.visit_kind
    if tx.session.is_modified(row):
        record(tx, AppointmentUpdated, row)
        shown = view.one(tx, row.id)
        offer(tx, "corrected", shown, patch, before.model_copy(update={"row_version": row.row_version}))
        return shown
    return view.one(tx, row.id)
