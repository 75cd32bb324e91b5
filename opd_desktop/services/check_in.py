"""Check-in: the visit, its token, its place in the queue and its encounter, in one transaction."""

from uuid import UUID

from sqlalchemy import select

from opd_desktop.db.models import Appointment, Encounter, QueueEntry
from opd_desktop.domain.appointment import AppointmentStatus, check_move
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.errors import Conflict
from opd_desktop.domain.events import (
    AppointmentCheckedIn,
    AppointmentCompleted,
    AppointmentReverted,
    EncounterCompleted,
    EncounterCreated,
    EncounterStarted,
    EncounterUpdated,
    QueueJoined,
    QueueLeft,
)
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view, queue, queue_view, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointment_rows import must_be_today, offer
from opd_desktop.services.appointment_status import reset
from opd_desktop.services.dto.appointments import ChangeStatus, CheckedIn, CheckIn, Moved, ResetStatus, UndoCheckIn
from opd_desktop.services.dto.queue import QueueEntryDto
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own
from opd_desktop.services.uow import Tx

_S = AppointmentStatus


@operation(
    "scheduling.appointment.check_in",
    route="POST /api/v1/scheduling/appointments/{id}/check-in",
    needs=Permission.CHECK_IN,
    emits=[AppointmentCheckedIn, QueueJoined, EncounterCreated, EncounterUpdated],
)
def check_in(tx: Tx, actor: Actor, request: CheckIn) -> CheckedIn:
    """Check a booked patient in. A second press, here or on another desk, gives the same token again.

    Raises:
        Conflict: ``appointment.illegal_move``, for a cancelled or finished visit.
        BadInput: ``appointment.not_today``.
        NotPermitted: ``appointment.own_only``, for a doctor and somebody else's visit.
    """
    visit = _lock(tx, actor, request.id)
    if visit.status == _S.CHECKED_IN.value and (entry := queue_view.of_appointment(tx, visit.id)) is not None:
        return _result(tx, visit.id, entry)
    tx.lock(Appointment, request.id, request.row_version)
    _check(tx, actor, visit, _S.CHECKED_IN)
    must_be_today(tx, visit)
    before, visit.status = visit.status, _S.CHECKED_IN.value
    tx.session.flush()
    entry_row = queue.join(
        tx,
        facility_id=visit.facility_id,
        practitioner_id=visit.practitioner_id,
        patient_id=visit.patient_id,
        appointment_id=visit.id,
        priority=request.priority,
    )
    _encounter(tx, visit, entry_row)
    tx.record(AppointmentCheckedIn(id=visit.id, facility_id=visit.facility_id, patient_id=visit.patient_id))
    tx.session.refresh(visit)
    result = _result(tx, visit.id, queue_view.one(tx, entry_row.id))
    inverse = UndoCheckIn.model_validate({"id": visit.id, "row_version": visit.row_version, "to": before})
    params = {"patient": result.appointment.patient_name, "token": result.token}
    offered = undo.offer(tx, "appointment.checked_in", params, undo_check_in, inverse)
    return result.model_copy(update={"undo": offered})


def _lock(tx: Tx, actor: Actor, appointment_id: UUID, row_version: int | None = None) -> Appointment:
    # Row-level security lets a doctor lock own visits only; say why rather than "not found".
    check_own(actor, tx.get(Appointment, appointment_id).practitioner_id)
    return tx.lock(Appointment, appointment_id, row_version)


def _check(tx: Tx, actor: Actor, visit: Appointment, end: AppointmentStatus) -> None:
    check_move(
        _S(visit.status),
        end,
        now=tx.now,
        changed_at=visit.status_changed_at,
        starts_at=visit.starts_at,
        may_reset=actor.may(Permission.RESET_STATUS),
    )


def _encounter(tx: Tx, visit: Appointment, entry: QueueEntry) -> Encounter:
    """The visit's encounter: made at the first check-in, taken up again at a later one."""
    query = select(Encounter).where(Encounter.appointment_id == visit.id).with_for_update()
    found = tx.session.execute(query).scalar_one_or_none()
    if found is None:
        found = Encounter(
            id=uuid7(),
            facility_id=visit.facility_id,
            patient_id=visit.patient_id,
            practitioner_id=visit.practitioner_id,
            appointment_id=visit.id,
            queue_entry_id=entry.id,
            status=EncounterStatus.ARRIVED.value,
        )
        tx.session.add(found)
        event: type[EncounterCreated | EncounterUpdated] = EncounterCreated
    else:
        found.queue_entry_id = entry.id
        found.practitioner_id = visit.practitioner_id
        found.status = EncounterStatus.ARRIVED.value
        event = EncounterUpdated
    tx.session.flush()
    tx.record(event(id=found.id, facility_id=visit.facility_id, patient_id=visit.patient_id, appointment_id=visit.id))
    return found


def _result(tx: Tx, appointment_id: UUID, entry: QueueEntryDto) -> CheckedIn:
    shown = appointment_view.one(tx, appointment_id)
    if shown.encounter_id is None:
        raise Conflict("appointment.no_encounter")
    return CheckedIn(
        appointment=shown,
        token=entry.token,
        queue_entry_id=entry.id,
        encounter_id=shown.encounter_id,
        promised_wait_minutes=entry.promised_wait_minutes,
    )


@operation(
    "scheduling.appointment.undo_check_in",
    needs=Permission.CHECK_IN,
    emits=[AppointmentReverted, QueueLeft, EncounterUpdated],
)
def undo_check_in(tx: Tx, actor: Actor, request: UndoCheckIn) -> Moved:
    """Take a check-in back: the visit is what it was before, the token is not given to anybody else.

    Raises:
        Conflict: ``queue.illegal_move`` once the patient is with the doctor or done; `ChangedElsewhere`;
            ``appointment.reset_needs_right`` after ten minutes.
    """
    visit = _lock(tx, actor, request.id, request.row_version)
    entry = queue_view.of_appointment(tx, visit.id)
    if entry is not None and entry.state in ("waiting", "called", "skipped"):
        row = tx.lock(QueueEntry, entry.id)
        row.state = "left"
        tx.session.flush()
        tx.record(QueueLeft(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))
    elif entry is not None:
        raise Conflict("queue.illegal_move", start=entry.state, end="left")
    found = tx.session.execute(
        select(Encounter).where(Encounter.appointment_id == visit.id).with_for_update()
    ).scalar_one_or_none()
    if found is not None:
        found.status = EncounterStatus.CANCELLED.value
        tx.session.flush()
        tx.record(
            EncounterUpdated(
                id=found.id, facility_id=visit.facility_id, patient_id=visit.patient_id, appointment_id=visit.id
            )
        )
    target = _S(request.to)
    _check(tx, actor, visit, target)
    visit.status = target.value
    tx.session.flush()
    tx.record(AppointmentReverted(id=visit.id, facility_id=visit.facility_id, patient_id=visit.patient_id))
    return Moved(appointment=appointment_view.one(tx, visit.id))


@operation(
    "scheduling.appointment.complete",
    route="POST /api/v1/scheduling/appointments/{id}/complete",
    needs=Permission.ENCOUNTER_START,
    emits=[AppointmentCompleted, EncounterCompleted, EncounterStarted, QueueLeft],
)
def complete(tx: Tx, actor: Actor, request: ChangeStatus) -> Moved:
    """The visit is over: appointment fulfilled, encounter finished, queue entry done.

    Raises:
        Conflict: ``appointment.illegal_move``, ``queue.illegal_move``.
    """
    visit = _lock(tx, actor, request.id, request.row_version)
    _check(tx, actor, visit, _S.FULFILLED)
    before = visit.status
    found = tx.session.execute(
        select(Encounter).where(Encounter.appointment_id == visit.id).with_for_update()
    ).scalar_one_or_none()
    if found is None:
        visit.status = _S.FULFILLED.value
        tx.session.flush()
        tx.record(AppointmentCompleted(id=visit.id, facility_id=visit.facility_id, patient_id=visit.patient_id))
        shown = appointment_view.one(tx, visit.id)
        back = ResetStatus(
            id=visit.id, row_version=shown.row_version, to="arrived" if before == _S.ARRIVED else "booked"
        )
        return Moved(appointment=shown, undo=offer(tx, "completed", shown, reset, back))
    # Here: who checks in needs nothing of what writes notes, which takes its time to load.
    from opd_desktop.services import encounters
    from opd_desktop.services.dto.encounters import CompleteEncounter, ReopenEncounter

    row = encounters.finish(tx, actor, CompleteEncounter(id=found.id))
    shown = appointment_view.one(tx, visit.id)
    again = ReopenEncounter(id=row.id, row_version=row.row_version)
    return Moved(appointment=shown, undo=offer(tx, "completed", shown, encounters.reopen, again))
