"""Appointments: book, move, cancel, and every change of status outside the queue."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Appointment, Patient
from opd_desktop.domain.appointment import UNDO_WINDOW, AppointmentStatus, check_move
from opd_desktop.domain.errors import BadInput, Conflict, OpdError
from opd_desktop.domain.events import (
    AppointmentCancelled,
    AppointmentCreated,
    AppointmentEvent,
    AppointmentNoShow,
    AppointmentRescheduled,
    AppointmentReverted,
    AppointmentUpdated,
)
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view as view
from opd_desktop.services import undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.booking_warnings import warn
from opd_desktop.services.dto.appointments import (
    AppointmentDto,
    BookAppointment,
    Booked,
    BookWarning,
    Cancel,
    ChangeStatus,
    CheckWarnings,
    HistoryEntry,
    ListAppointments,
    Moved,
    PatchAppointment,
    Reschedule,
    ResetStatus,
)
from opd_desktop.services.dto.common import ById, Page, UndoDto
from opd_desktop.services.operations import Operation, operation
from opd_desktop.services.placing import (
    NewVisit,
    Place,
    book,
    check_own,
    check_room,
    choose,
    drop_holds,
    occupy,
    slots_of,
    taking,
    vacate,
)
from opd_desktop.services.uow import Tx

_S = AppointmentStatus
#: Statuses in which a visit can be put to another time.
_MOVABLE = frozenset({_S.PENDING, _S.BOOKED})
#: These have no time yet or are mistakes; lists leave them out unless asked for by status.
NOT_IN_CALENDAR = ("waitlist", "proposed", "entered-in-error")


@operation(
    "scheduling.appointment.create",
    route="POST /api/v1/scheduling/appointments",
    needs=Permission.BOOK,
    emits=[AppointmentCreated],
)
def create(tx: Tx, actor: Actor, request: BookAppointment) -> Booked:
    """Book a patient into slots; the same request again returns the same appointment.

    Raises:
        SlotTaken: somebody was faster; ``alternatives`` are the nearest free starts.
        Conflict: ``booking.overbook_limit``, ``booking.slot_unavailable``, ``patient.not_active``,
            ``request.already_done`` (the id was used for another patient).
        NotPermitted: ``appointment.overbook_needs_right``, ``appointment.own_only``.
        BadInput: ``booking.not_consecutive``, ``appointment.in_the_past``.
    """
    if request.waitlist_id is not None and (again := _repeated(tx, request)) is not None:
        return Booked(appointment=again)
    try:
        return _book(tx, actor, request)
    except OpdError:
        # A request that was answered before, whose answer got lost: what is in its way is its own visit.
        if (again := _repeated(tx, request)) is None:
            raise
        return Booked(appointment=again)


def _book(tx: Tx, actor: Actor, request: BookAppointment) -> Booked:
    patient = bookable_patient(tx, request.patient_id)
    place = choose(tx, actor, request.slot_ids, hold=request.hold_id)
    overbooked = check_room(tx, actor, place, request.overbook_reason)
    if request.hold_id is not None or place.held_by_us:
        drop_holds(tx, actor, place.slot_ids, request.hold_id)
    if request.waitlist_id is not None:
        made = _from_waitlist(tx, request, request.waitlist_id, place, overbooked)
    else:
        made = _new(tx, request, place, overbooked)
    booked = view.one(tx, made)
    tx.record(AppointmentCreated(id=made, facility_id=place.facility_id, patient_id=patient.id))
    mistake = Cancel(id=made, row_version=booked.row_version, cancel_reason="Booked by mistake", cancelled_by="clinic")
    return Booked(
        appointment=booked,
        warnings=warn(tx, patient, place, but=made),
        undo=_offer(tx, "created", booked, cancel, mistake),
    )


def _repeated(tx: Tx, request: BookAppointment) -> AppointmentDto | None:
    found = view.some(tx, "a.request_id = :request", request=request.request_id)
    if not found and request.waitlist_id is not None:
        found = view.some(tx, "a.id = :id AND a.status <> 'waitlist'", id=request.waitlist_id)
        if found and set(slots_of(tx, found[0].id)) != set(request.slot_ids):
            raise Conflict("waitlist.already_booked")
    if found and found[0].patient_id != request.patient_id:
        raise Conflict("request.already_done")
    return found[0] if found else None


def bookable_patient(tx: Tx, patient_id: UUID) -> Patient:
    """The patient, who must be one that visits can be booked for.

    Raises:
        NotFound: ``patient.not_found``.
        Conflict: ``patient.not_active``; a merged record names the one to use in ``merged_into``.
    """
    patient = tx.get(Patient, patient_id)
    if not patient.active or patient.merged_into_id is not None:
        into = patient.merged_into_id
        raise Conflict("patient.not_active", id=str(patient.id), merged_into=str(into) if into else None)
    return patient


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


def _from_waitlist(tx: Tx, request: BookAppointment, waiting: UUID, place: Place, overbooked: bool) -> UUID:
    row = tx.lock(Appointment, waiting)
    if row.patient_id != request.patient_id:
        raise BadInput("waitlist.other_patient")
    _check(tx, row, _S.BOOKED)
    with taking(tx, place, overbooked=overbooked):
        _put(row, place, overbooked, request.overbook_reason)
        row.status = _S.BOOKED
        row.reason = request.reason or row.reason
        row.visit_kind = request.visit_kind
        tx.session.flush()
        occupy(tx, row.id, place)
    return row.id


@operation("scheduling.appointment.warnings", needs=Permission.BOOK)
def warnings(tx: Tx, actor: Actor, request: CheckWarnings) -> tuple[BookWarning, ...]:
    """What booking there would warn about."""
    return warn(tx, bookable_patient(tx, request.patient_id), choose(tx, actor, request.slot_ids))


@operation(
    "scheduling.appointment.list", route="GET /api/v1/scheduling/appointments", needs=Permission.PATIENT_READ
)  # fmt: skip
def list_(tx: Tx, actor: Actor, request: ListAppointments) -> Page[AppointmentDto]:
    """Appointments of the actor's facilities, soonest first; the waiting list only when asked for by status."""
    del actor
    parts = ["a.status = ANY(:status)" if request.status else "a.status <> ALL(:hidden)"]
    params: dict[str, Any] = {"status": list(request.status)} if request.status else {"hidden": list(NOT_IN_CALENDAR)}
    for name in ("facility_id", "practitioner_id", "patient_id"):
        value = getattr(request, name)
        if value is not None:
            parts.append(f"a.{name} = :{name}")
            params[name] = value
    if request.start is not None:
        parts.append("a.starts_at >= :start")
        params["start"] = request.start
    if request.end is not None:
        parts.append("a.starts_at < :end")
        params["end"] = request.end
    found = view.some(tx, " AND ".join(parts), limit=request.limit + 1, **params)
    return Page(items=found[: request.limit], more=len(found) > request.limit)


@operation(
    "scheduling.appointment.get", route="GET /api/v1/scheduling/appointments/{id}", needs=Permission.PATIENT_READ
)  # fmt: skip
def get(tx: Tx, actor: Actor, request: ById) -> AppointmentDto:
    """One appointment."""
    del actor
    return view.one(tx, request.id)


@operation(
    "scheduling.appointment.patch",
    route="PATCH /api/v1/scheduling/appointments/{id}",
    needs=Permission.BOOK,
    emits=[AppointmentUpdated],
)
def patch(tx: Tx, actor: Actor, request: PatchAppointment) -> AppointmentDto:
    """Change what the visit is for. Time, status and the like have operations of their own."""
    row = _lock(tx, actor, request.id, request.row_version)
    if request.reason is not None:
        row.reason = request.reason
    if request.visit_kind is not None:
        row.visit_kind = request.visit_kind
    if tx.session.is_modified(row):
        _record(tx, AppointmentUpdated, row)
    return view.one(tx, row.id)


@operation("scheduling.appointment.reschedule", needs=Permission.BOOK, emits=[AppointmentRescheduled])
def reschedule(tx: Tx, actor: Actor, request: Reschedule) -> Moved:
    """Put a visit to other slots; it stays the same appointment, with its journey and history.

    Raises:
        SlotTaken: the new place is gone; the visit keeps the old one.
        Conflict: ``appointment.not_movable`` once the patient is here or the visit is over.
    """
    row = _lock(tx, actor, request.id, request.row_version)
    if row.status not in _MOVABLE:
        raise Conflict("appointment.not_movable", status=row.status)
    place = choose(tx, actor, request.slot_ids, leaving=row.id)
    old = slots_of(tx, row.id)
    if set(old) == set(place.slot_ids):
        return Moved(appointment=view.one(tx, row.id))
    overbooked = check_room(tx, actor, place, request.overbook_reason)
    back_reason = row.overbook_reason or None
    _because(tx, request.why)
    with taking(tx, place, overbooked=overbooked):
        if place.held_by_us:
            drop_holds(tx, actor, place.slot_ids)
        vacate(tx, row.id)
        _put(row, place, overbooked, request.overbook_reason)
        tx.session.flush()
        occupy(tx, row.id, place)
    _record(tx, AppointmentRescheduled, row)
    moved = view.one(tx, row.id)
    back = Reschedule(id=row.id, row_version=row.row_version, slot_ids=old, overbook_reason=back_reason)
    return Moved(appointment=moved, undo=_offer(tx, "rescheduled", moved, reschedule, back))


def _put(row: Appointment, place: Place, overbooked: bool, why: str | None) -> None:
    row.practitioner_id, row.facility_id = place.practitioner_id, place.facility_id
    row.location_id, row.service_type = place.location_id, place.service_type
    row.starts_at, row.ends_at = place.starts_at, place.ends_at
    row.overbooked, row.overbook_reason = overbooked, (why or "") if overbooked else ""


@operation("scheduling.appointment.cancel", needs=Permission.BOOK, emits=[AppointmentCancelled])
def cancel(tx: Tx, actor: Actor, request: Cancel) -> Moved:
    """Cancel with a reason and who asked; the slots are free at once.

    Raises:
        Conflict: ``appointment.illegal_move``, ``appointment.still_in_queue``.
    """
    row = _lock(tx, actor, request.id, request.row_version)
    _check(tx, row, _S.CANCELLED, actor)
    row.cancel_reason, row.cancelled_by = request.cancel_reason, request.cancelled_by
    row.status = _S.CANCELLED
    _record(tx, AppointmentCancelled, row)
    return _moved(tx, row, "cancelled")


@operation("scheduling.appointment.arrive", needs=Permission.CHECK_IN, emits=[AppointmentUpdated])
def arrive(tx: Tx, actor: Actor, request: ChangeStatus) -> Moved:
    """The patient is in the house, but not checked in yet."""
    row = _lock(tx, actor, request.id, request.row_version)
    _check(tx, row, _S.ARRIVED, actor)
    row.status = _S.ARRIVED
    _record(tx, AppointmentUpdated, row)
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
    row = _lock(tx, actor, request.id, request.row_version)
    _check(tx, row, _S.NOSHOW, actor)
    row.status = _S.NOSHOW
    _record(tx, AppointmentNoShow, row)
    return _moved(tx, row, "noshow")


@operation("scheduling.appointment.reset", needs=Permission.BOOK, emits=[AppointmentReverted])
def reset(tx: Tx, actor: Actor, request: ResetStatus) -> Moved:
    """Back to booked: an undo within ten minutes, later with the right and a reason.

    A cancelled visit needs its old slots to be free.

    Raises:
        BadInput: ``appointment.reason_needed``.
        Conflict: ``appointment.reset_needs_right``, ``appointment.illegal_move``, ``appointment.still_in_queue``.
        SlotTaken: the old time has been given to somebody else.
    """
    row = _lock(tx, actor, request.id, request.row_version)
    _check(tx, row, _S.BOOKED, actor)
    if not request.why and tx.now - row.status_changed_at > UNDO_WINDOW:
        raise BadInput("appointment.reason_needed")
    _because(tx, request.why)
    place = _old_place(tx, actor, row) if row.status == _S.CANCELLED else None
    row.status, row.cancel_reason, row.cancelled_by = _S.BOOKED, None, None
    if place is None:
        tx.session.flush()
    else:
        overbooked = check_room(tx, actor, place, row.overbook_reason)
        with taking(tx, place, overbooked=overbooked):
            tx.session.flush()
            occupy(tx, row.id, place)
    _record(tx, AppointmentReverted, row)
    return Moved(appointment=view.one(tx, row.id))


def _old_place(tx: Tx, actor: Actor, row: Appointment) -> Place:
    found = tx.rows(
        "SELECT id FROM time_slot WHERE practitioner_id = :practitioner AND facility_id = :facility "
        "AND starts_at >= :start AND ends_at <= :end",
        practitioner=row.practitioner_id, facility=row.facility_id, start=row.starts_at, end=row.ends_at,
    )  # fmt: skip
    if not found:
        raise Conflict("appointment.time_is_gone")
    place = choose(tx, actor, [one["id"] for one in found])
    if (place.starts_at, place.ends_at) != (row.starts_at, row.ends_at):
        raise Conflict("appointment.time_is_gone")
    return place


@operation("scheduling.appointment.history", needs=Permission.PATIENT_READ)
def history(tx: Tx, actor: Actor, request: ById) -> tuple[HistoryEntry, ...]:
    """Who did what to an appointment, oldest first."""
    del actor
    tx.get(Appointment, request.id)
    rows = tx.rows(
        "SELECT h.at, coalesce(s.display_name, h.login) AS by, regexp_replace(h.desk, '^opd:', '') AS desk, "
        "h.from_status, h.to_status, h.from_starts_at, h.to_starts_at, h.reason FROM appointment_history h "
        "LEFT JOIN staff s ON s.login = h.login WHERE h.appointment_id = :id ORDER BY h.at, h.id",
        id=request.id,
    )
    return tuple(HistoryEntry.model_validate(row) for row in rows)


def _lock(tx: Tx, actor: Actor, appointment_id: UUID, row_version: int | None) -> Appointment:
    # Row-level security lets a doctor lock own visits only; say why rather than "not found".
    check_own(actor, tx.get(Appointment, appointment_id).practitioner_id)
    return tx.lock(Appointment, appointment_id, row_version)


def _check(tx: Tx, row: Appointment, end: AppointmentStatus, actor: Actor | None = None) -> None:
    check_move(
        AppointmentStatus(row.status),
        end,
        now=tx.now,
        changed_at=row.status_changed_at,
        starts_at=row.starts_at,
        may_reset=actor is not None and actor.may(Permission.RESET_STATUS),
    )


def _because(tx: Tx, why: str) -> None:
    """Why, for the history row that a trigger writes. It holds until the transaction ends."""
    if why:
        tx.session.execute(text("SELECT set_config('opd.reason', :why, true)"), {"why": why})


def _record(tx: Tx, kind: type[AppointmentEvent], row: Appointment) -> None:
    tx.session.flush()
    tx.record(kind(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))


def _moved(tx: Tx, row: Appointment, what: str) -> Moved:
    shown = view.one(tx, row.id)
    return Moved(
        appointment=shown, undo=_offer(tx, what, shown, reset, ResetStatus(id=row.id, row_version=row.row_version))
    )


def _offer(tx: Tx, what: str, shown: AppointmentDto, inverse: Operation[Any, Any], request: Any) -> UndoDto:
    return undo.offer(tx, f"appointment.{what}", {"patient": shown.patient_name}, inverse, request)
