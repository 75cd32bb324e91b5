"""The queue: who waits, who is called, and every move in it. The database refuses the same illegal moves."""

from uuid import UUID

from sqlalchemy import select

from opd_desktop.db.models import Appointment, Encounter, QueueEntry
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.errors import Conflict, NotFound
from opd_desktop.domain.events import (
    AppointmentCancelled,
    AppointmentReverted,
    EncounterCreated,
    EncounterUpdated,
    QueueCalled,
    QueueEvent,
    QueueJoined,
    QueueLeft,
    QueueRequeued,
)
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.domain.queue import QueueState, calling_order, check_move, promised_wait
from opd_desktop.services import appointments, queue_view, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointment_status import rebook
from opd_desktop.services.dto.appointments import ResetStatus
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.dto.queue import (
    CallNext,
    ListQueue,
    PutBackInQueue,
    QueueBoard,
    QueueChange,
    QueueEntryDto,
    QueueMoved,
    Rejoin,
    Transfer,
    WalkIn,
)
from opd_desktop.services.operations import Operation, Request, operation
from opd_desktop.services.uow import Tx

_S = QueueState
#: Why an appointment was cancelled whose patient went away; a code that the ui words.
LEFT_UNSEEN = "left-without-being-seen"
_TO_ARRIVE = f"""
SELECT count(*) AS count FROM appointment a JOIN facility f ON f.id = a.facility_id
WHERE a.facility_id = :facility AND a.status IN ('booked', 'arrived')
    AND (a.starts_at AT TIME ZONE f.time_zone)::date = {queue_view.TODAY}
"""


@operation("queue.board", needs=Permission.ENCOUNTER_READ)
def board(tx: Tx, actor: Actor, request: ListQueue) -> QueueBoard:
    """Today's queues in calling order, with places, reasons and expected waits."""
    del actor
    shown = queue_view.queues(tx, request.facility_id, request.practitioner_ids)
    to_arrive = tx.rows(_TO_ARRIVE, facility=request.facility_id)[0]["count"]
    return QueueBoard(facility_id=request.facility_id, now=tx.now, queues=shown, to_arrive=to_arrive)


@operation("queue.walk_in", needs=Permission.CHECK_IN, emits=[QueueJoined, EncounterCreated])
def walk_in(tx: Tx, actor: Actor, request: WalkIn) -> QueueMoved:
    """Put a patient without an appointment into a queue: token, place, expected wait, encounter.

    Raises:
        NotFound: ``patient.not_found``, ``queue.practitioner_not_here``.
        Conflict: ``patient.not_active``, ``queue.already_waiting`` (the patient is in this queue already).
    """
    appointments.bookable_patient(tx, request.patient_id)
    already = tx.rows(
        "SELECT id FROM queue_entry WHERE patient_id = :patient AND practitioner_id = :practitioner "
        f"AND facility_id = :facility AND day = {queue_view.TODAY} "
        "AND state IN ('waiting', 'called', 'in-consultation', 'skipped')",
        patient=request.patient_id, practitioner=request.practitioner_id, facility=request.facility_id,
    )  # fmt: skip
    if already:
        raise Conflict("queue.already_waiting")
    entry = join(
        tx,
        facility_id=request.facility_id,
        practitioner_id=request.practitioner_id,
        patient_id=request.patient_id,
        priority=request.priority,
        reason=request.reason,
    )
    encounter = Encounter(
        id=uuid7(),
        facility_id=request.facility_id,
        patient_id=request.patient_id,
        practitioner_id=request.practitioner_id,
        queue_entry_id=entry.id,
        status=EncounterStatus.ARRIVED.value,
    )
    tx.session.add(encounter)
    tx.session.flush()
    tx.record(EncounterCreated(id=encounter.id, facility_id=entry.facility_id, patient_id=entry.patient_id))
    shown = queue_view.one(tx, entry.id)
    back = QueueChange(id=entry.id, row_version=entry.row_version)
    return QueueMoved(entry=shown, undo=_offer(tx, shown, "queue.walked_in", leave, back))


def join(
    tx: Tx,
    *,
    facility_id: UUID,
    practitioner_id: UUID,
    patient_id: UUID,
    priority: str,
    reason: str = "",
    appointment_id: UUID | None = None,
) -> QueueEntry:
    """Add an entry; the trigger issues the token. What is promised as the wait is kept beside the real one."""
    entry = QueueEntry(
        id=uuid7(),
        facility_id=facility_id,
        practitioner_id=practitioner_id,
        patient_id=patient_id,
        appointment_id=appointment_id,
        priority=priority,
        reason=reason,
        service_point="",
        day=tx.now.date(),
    )
    tx.session.add(entry)
    tx.session.flush()
    (mine,) = queue_view.queues(tx, facility_id, (practitioner_id,))
    placed = next(one for one in mine.entries if one.id == entry.id)
    if placed.wait_max_minutes is not None:
        entry.promised_wait_minutes = promised_wait(placed.wait_max_minutes)
    tx.session.flush()
    tx.session.refresh(entry)
    tx.record(QueueJoined(id=entry.id, facility_id=facility_id, patient_id=patient_id))
    return entry


@operation("queue.call_next", needs=Permission.QUEUE, emits=[QueueCalled])
def call_next(tx: Tx, actor: Actor, request: CallNext) -> QueueMoved:
    """Call whoever is next by the rule. Two people pressing at once never call the same patient.

    Raises:
        NotFound: ``queue.nobody_waits``.
    """
    for waiting in _line(tx, request):
        entry = _claim(tx, waiting)
        if entry is not None:
            return _to(tx, entry, _S.CALLED, QueueCalled, "queue.called")
    raise NotFound("queue.nobody_waits")


def _line(tx: Tx, request: CallNext) -> list[UUID]:
    (mine,) = queue_view.queues(tx, request.facility_id, (request.practitioner_id,)) or (None,)
    if mine is None:
        raise NotFound("queue.practitioner_not_here")
    return [one.id for one in calling_order(queue_view.waiting_of(entry) for entry in mine.entries)]


def _claim(tx: Tx, entry_id: UUID) -> QueueEntry | None:
    """Lock the entry if nobody else is calling it and it still waits."""
    query = (
        select(QueueEntry)
        .where(QueueEntry.id == entry_id, QueueEntry.state.in_((_S.WAITING.value, _S.SKIPPED.value)))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return tx.session.execute(query).scalar_one_or_none()


@operation("queue.call", needs=Permission.QUEUE, emits=[QueueCalled])
def call(tx: Tx, actor: Actor, request: QueueChange) -> QueueMoved:
    """Call one person out of turn."""
    del actor
    return _to(tx, _locked(tx, request), _S.CALLED, QueueCalled, "queue.called")


@operation("queue.recall", needs=Permission.QUEUE, emits=[QueueCalled])
def recall(tx: Tx, actor: Actor, request: QueueChange) -> QueueMoved:
    """Announce once more who was called.

    Raises:
        Conflict: ``queue.illegal_move`` unless the person is called.
    """
    del actor
    entry = _locked(tx, request)
    if entry.state != _S.CALLED.value:
        raise Conflict("queue.illegal_move", start=entry.state, end=_S.CALLED.value)
    entry.called_at = tx.now
    tx.session.flush()
    _record(tx, QueueCalled, entry)
    return QueueMoved(entry=queue_view.one(tx, entry.id))


@operation("queue.requeue", needs=Permission.QUEUE, emits=[QueueRequeued, EncounterUpdated])
def requeue(tx: Tx, actor: Actor, request: QueueChange) -> QueueMoved:
    """Back among those who wait, at the place that the rule gives; a consultation that had begun is undone.

    Raises:
        Conflict: ``queue.illegal_move``, also for who has left: they come back by `rejoin`, with visit and encounter.
    """
    del actor
    entry = _locked(tx, request)
    if entry.state == _S.LEFT.value:
        raise Conflict("queue.illegal_move", start=entry.state, end=_S.WAITING.value)
    if entry.state == _S.IN_CONSULTATION.value:
        _encounter_to(tx, entry, EncounterStatus.ARRIVED)
    return _to(tx, entry, _S.WAITING, QueueRequeued)


@operation("queue.skip", needs=Permission.QUEUE, emits=[QueueRequeued])
def skip(tx: Tx, actor: Actor, request: QueueChange) -> QueueMoved:
    """Not there when called: comes up again later."""
    del actor
    return _to(tx, _locked(tx, request), _S.SKIPPED, QueueRequeued, "queue.skipped")


@operation("queue.put_back", needs=Permission.QUEUE, emits=[QueueRequeued, EncounterUpdated])
def put_back(tx: Tx, actor: Actor, request: PutBackInQueue) -> QueueMoved:
    """To where somebody stood before they were called, skipped or transferred: the undo of these.

    A skip that is undone counts no more in the order; the database allows this for ten minutes.
    """
    del actor
    entry = _locked(tx, request)
    if entry.practitioner_id != request.practitioner_id:
        _hand_over(tx, entry, request.practitioner_id)
    if entry.state != request.to:
        check_move(_S(entry.state), _S(request.to))
        entry.state = request.to
        # The trigger counts a skip more.
        entry.skip_count = request.skips - (1 if request.to == _S.SKIPPED.value else 0)
    tx.session.flush()
    tx.session.refresh(entry)
    _record(tx, QueueRequeued, entry)
    return QueueMoved(entry=queue_view.one(tx, entry.id))


@operation("queue.leave", needs=Permission.QUEUE, emits=[QueueLeft, EncounterUpdated, AppointmentCancelled])
def leave(tx: Tx, actor: Actor, request: QueueChange) -> QueueMoved:
    """The person went away without being seen; visit and encounter are cancelled."""
    del actor
    entry = _locked(tx, request)
    was_called = entry.state == _S.CALLED.value
    moved = _to(tx, entry, _S.LEFT, QueueLeft)
    back = Rejoin(id=entry.id, row_version=entry.row_version, to="called" if was_called else "waiting")
    moved = moved.model_copy(update={"undo": _offer(tx, moved.entry, "queue.left", rejoin, back)})
    _encounter_to(tx, entry, EncounterStatus.CANCELLED)
    if entry.appointment_id is not None:
        visit = tx.lock(Appointment, entry.appointment_id)
        visit.status = AppointmentStatus.CANCELLED.value
        visit.cancel_reason = LEFT_UNSEEN
        visit.cancelled_by = "patient"
        tx.session.flush()
        tx.record(AppointmentCancelled(id=visit.id, facility_id=visit.facility_id, patient_id=visit.patient_id))
    return moved


@operation("queue.rejoin", needs=Permission.QUEUE, emits=[QueueJoined, EncounterUpdated, AppointmentReverted])
def rejoin(tx: Tx, actor: Actor, request: Rejoin) -> QueueMoved:
    """Who left came back: the same token waits again, and the visit takes place.

    Raises:
        SlotTaken: the place in the calendar was given to somebody else meanwhile.
    """
    entry = _locked(tx, request)
    check_move(_S(entry.state), _S.WAITING)
    if entry.appointment_id is not None:
        visit = tx.lock(Appointment, entry.appointment_id)
        if visit.status == AppointmentStatus.CANCELLED.value:
            rebook(tx, actor, ResetStatus(id=visit.id, why=LEFT_UNSEEN))
            tx.session.refresh(visit)
        visit.status = AppointmentStatus.CHECKED_IN.value
        tx.session.flush()
    _encounter_to(tx, entry, EncounterStatus.ARRIVED)
    moved = _to(tx, entry, _S.WAITING, QueueJoined)
    return _to(tx, entry, _S.CALLED, QueueRequeued) if request.to == "called" else moved


@operation("queue.transfer", needs=Permission.QUEUE, emits=[QueueLeft, QueueJoined, EncounterUpdated])
def transfer(tx: Tx, actor: Actor, request: Transfer) -> QueueMoved:
    """Move to another practitioner's queue, with the same token; the encounter goes along.

    Raises:
        Conflict: ``queue.illegal_move`` for somebody who is with a doctor or has gone.
        NotFound: ``queue.practitioner_not_here``.
    """
    del actor
    entry = _locked(tx, request)
    if entry.state not in (_S.WAITING.value, _S.CALLED.value, _S.SKIPPED.value):
        raise Conflict("queue.illegal_move", start=entry.state, end="transferred")
    here = tx.rows(
        "SELECT FROM practitioner_role WHERE practitioner_id = :practitioner AND facility_id = :facility AND active",
        practitioner=request.practitioner_id, facility=entry.facility_id,
    )  # fmt: skip
    if not here:
        raise NotFound("queue.practitioner_not_here")
    before = _stand(entry)
    if entry.state != _S.WAITING.value:
        entry.state = _S.WAITING.value
    _hand_over(tx, entry, request.practitioner_id)
    tx.session.flush()
    _record(tx, QueueLeft, entry)
    _record(tx, QueueJoined, entry)
    tx.session.refresh(entry)
    shown = queue_view.one(tx, entry.id)
    back = before.model_copy(update={"row_version": entry.row_version})
    return QueueMoved(entry=shown, undo=_offer(tx, shown, "queue.transferred", put_back, back))


def _hand_over(tx: Tx, entry: QueueEntry, practitioner_id: UUID) -> None:
    # Encounter and entry change together; that they agree is checked at the end.
    with tx.session.no_autoflush:
        found = _encounter_of(tx, entry)
    entry.practitioner_id = practitioner_id
    if found is not None:
        found.practitioner_id = practitioner_id
        tx.record(EncounterUpdated(id=found.id, facility_id=found.facility_id, patient_id=found.patient_id))


def _locked(tx: Tx, request: QueueChange | Transfer) -> QueueEntry:
    return tx.lock(QueueEntry, request.id, request.row_version)


def _stand(entry: QueueEntry) -> PutBackInQueue:
    """What puts an entry back to where it is now; only for one in the line or called."""
    return PutBackInQueue.model_validate(
        {"id": entry.id, "to": entry.state, "skips": entry.skip_count, "practitioner_id": entry.practitioner_id}
    )


def _to(
    tx: Tx, entry: QueueEntry, state: QueueState, event: type[QueueEvent], label: str | None = None
) -> QueueMoved:  # fmt: skip
    """Move an entry; with a label, that can be undone."""
    check_move(_S(entry.state), state)
    if label is not None and entry.state == _S.IN_CONSULTATION.value:
        raise Conflict("queue.illegal_move", start=entry.state, end=state.value)
    before = _stand(entry) if label is not None else None
    entry.state = state.value
    tx.session.flush()
    tx.session.refresh(entry)
    _record(tx, event, entry)
    shown = queue_view.one(tx, entry.id)
    if label is None or before is None:
        return QueueMoved(entry=shown)
    back = before.model_copy(update={"row_version": entry.row_version})
    return QueueMoved(entry=shown, undo=_offer(tx, shown, label, put_back, back))


def _offer(
    tx: Tx, shown: QueueEntryDto, label: str, inverse: Operation[Request, QueueMoved], request: Request
) -> UndoDto:  # fmt: skip
    return undo.offer(tx, label, {"patient": shown.patient_name, "token": shown.token}, inverse, request)


def _record(tx: Tx, kind: type[QueueEvent], entry: QueueEntry) -> None:
    tx.record(kind(id=entry.id, facility_id=entry.facility_id, patient_id=entry.patient_id))


def _encounter_of(tx: Tx, entry: QueueEntry) -> Encounter | None:
    query = select(Encounter).where(Encounter.queue_entry_id == entry.id).with_for_update()
    return tx.session.execute(query).scalar_one_or_none()


def _encounter_to(tx: Tx, entry: QueueEntry, status: EncounterStatus) -> None:
    found = _encounter_of(tx, entry)
    if found is not None and found.status != status.value:
        found.status = status.value
        # The entry leaves or enters the consultation in this transaction; both are checked at its end.
        tx.session.flush()
        tx.record(
            EncounterUpdated(
                id=found.id,
                facility_id=found.facility_id,
                patient_id=found.patient_id,
                appointment_id=found.appointment_id,
            )
        )
