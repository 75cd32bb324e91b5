"""The waiting list: patients who would come if a place becomes free."""

from opd_desktop.db.models import Appointment
from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.domain.events import AppointmentUpdated
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view as view
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointments import bookable_patient
from opd_desktop.services.dto.appointments import AddToWaitlist, AppointmentDto, ListWaitlist
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own, check_works_at
from opd_desktop.services.uow import Tx


@operation("scheduling.waitlist.add", needs=Permission.BOOK, emits=[AppointmentUpdated])
def add(tx: Tx, actor: Actor, request: AddToWaitlist) -> AppointmentDto:
    """Put a patient on the waiting list of a practitioner; the same request again returns the same entry.

    `appointments.create` with ``waitlist_id`` turns the entry into a booked visit, and cancelling takes it off.

    Raises:
        BadInput: ``waitlist.bad_window``, ``schedule.practitioner_not_here``.
        Conflict: ``waitlist.already_on_it``, ``patient.not_active``.
    """
    again = view.some(tx, "a.request_id = :request", request=request.request_id)
    if again:
        if again[0].patient_id != request.patient_id:
            raise Conflict("request.already_done")
        return again[0]
    check_own(actor, request.practitioner_id)
    if request.end <= max(request.start, tx.now):
        raise BadInput("waitlist.bad_window")
    patient = bookable_patient(tx, request.patient_id)
    check_works_at(tx, request.practitioner_id, request.facility_id)
    if view.some(
        tx, "a.patient_id = :patient AND a.practitioner_id = :practitioner AND a.status = 'waitlist' "
        "AND a.starts_at < :end AND a.ends_at > :start",
        patient=patient.id, practitioner=request.practitioner_id, start=request.start, end=request.end,
    ):  # fmt: skip
        raise Conflict("waitlist.already_on_it")
    row = Appointment(
        id=uuid7(),
        request_id=request.request_id,
        patient_id=patient.id,
        practitioner_id=request.practitioner_id,
        facility_id=request.facility_id,
        starts_at=request.start,
        ends_at=request.end,
        status="waitlist",
        reason=request.reason,
    )
    tx.session.add(row)
    tx.session.flush()
    tx.record(AppointmentUpdated(id=row.id, facility_id=row.facility_id, patient_id=patient.id))
    return view.one(tx, row.id)


@operation("scheduling.waitlist.list", needs=Permission.PATIENT_READ)
def list_(tx: Tx, actor: Actor, request: ListWaitlist) -> tuple[AppointmentDto, ...]:
    """Who waits for a place, by the start of the time in which they could come; windows that are over are left out.

    With ``slot_id`` only those who could come at that slot: whom to call when it becomes free.
    """
    del actor
    parts, params = ["a.status = 'waitlist'", "a.ends_at > now()"], {}
    for name in ("facility_id", "practitioner_id"):
        value = getattr(request, name)
        if value is not None:
            parts.append(f"a.{name} = :{name}")
            params[name] = value
    if request.slot_id is not None:
        parts.append(
            "EXISTS (SELECT FROM time_slot s WHERE s.id = :slot AND s.practitioner_id = a.practitioner_id "
            "AND s.facility_id = a.facility_id AND s.starts_at >= a.starts_at AND s.ends_at <= a.ends_at)"
        )
        params["slot"] = request.slot_id
    return view.some(tx, " AND ".join(parts), **params)
