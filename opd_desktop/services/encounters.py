"""Encounters: start, vitals and note, complete, sign, amend, reopen."""

from opd_desktop.db.models import Appointment, Encounter, QueueEntry
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.encounter import EncounterStatus, check_move
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotPermitted
from opd_desktop.domain.events import (
    AppointmentCompleted,
    EncounterAmended,
    EncounterCompleted,
    EncounterCreated,
    EncounterEvent,
    EncounterSigned,
    EncounterStarted,
    EncounterUpdated,
    QueueRequeued,
)
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import DraftSentence
from opd_desktop.domain.permissions import Permission
from opd_desktop.domain.queue import QueueState
from opd_desktop.domain.queue import check_move as check_queue_move
from opd_desktop.services import clinical, encounter_view, note_templates, scribe_rules, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.conditions import equal_to
from opd_desktop.services.dto.common import ById, Change, Page
from opd_desktop.services.dto.encounters import (
    AmendNote,
    CompleteEncounter,
    CreateEncounter,
    EncounterChanged,
    EncounterDto,
    EncounterSummary,
    ListEncounters,
    NoteDto,
    PatchEncounter,
    ReopenEncounter,
    SignNote,
    StopEncounter,
)
from opd_desktop.services.dto.scribe_rules import RuleDto
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_S = EncounterStatus
#: Statuses in which vitals and note can be written.
_OPEN = frozenset({_S.ARRIVED, _S.TRIAGED, _S.IN_PROGRESS, _S.ONLEAVE, _S.FINISHED})


@operation("encounter.create", route="POST /api/v1/encounters", needs=Permission.CHECK_IN, emits=[EncounterCreated])
def create(tx: Tx, actor: Actor, request: CreateEncounter) -> EncounterDto:
    """Make the encounter of a visit that has none yet: an arrived appointment, or a walk-in's queue entry.

    Raises:
        BadInput: ``encounter.needs_visit``.
        Conflict: ``encounter.exists``, ``queue.appointment_not_checked_in``.
    """
    del actor
    if request.appointment_id is not None:
        visit = tx.lock(Appointment, request.appointment_id)
        if visit.status not in (AppointmentStatus.ARRIVED, AppointmentStatus.CHECKED_IN):
            raise Conflict("queue.appointment_not_checked_in")
        source: Appointment | QueueEntry = visit
    elif request.queue_entry_id is not None:
        source = tx.lock(QueueEntry, request.queue_entry_id)
    else:
        raise BadInput("encounter.needs_visit")
    known = "appointment_id" if isinstance(source, Appointment) else "queue_entry_id"
    if tx.rows(f"SELECT FROM encounter WHERE {known} = :id", id=source.id):
        raise Conflict("encounter.exists")
    made = Encounter(
        id=uuid7(),
        facility_id=source.facility_id,
        patient_id=source.patient_id,
        practitioner_id=source.practitioner_id,
        appointment_id=source.id if isinstance(source, Appointment) else source.appointment_id,
        queue_entry_id=request.queue_entry_id,
        status=_S.ARRIVED.value,
    )
    tx.session.add(made)
    _record(tx, EncounterCreated, made)
    return encounter_view.one(tx, made.id)


@operation("encounter.list", route="GET /api/v1/encounters", needs=Permission.ENCOUNTER_READ)
def list_(tx: Tx, actor: Actor, request: ListEncounters) -> Page[EncounterSummary]:
    """Encounters, newest first."""
    del actor
    conditions, params = equal_to(request, "e", "facility_id", "practitioner_id", "patient_id")
    if request.status:
        conditions.append("e.status = ANY(:status)")
        params["status"] = [status.value for status in request.status]
    found = encounter_view.some(tx, " AND ".join(conditions), limit=request.limit + 1, **params)
    return Page(items=found[: request.limit], more=len(found) > request.limit)


@operation("encounter.get", route="GET /api/v1/encounters/{id}", needs=Permission.ENCOUNTER_READ)
def get(tx: Tx, actor: Actor, request: ById) -> EncounterDto:
    """One encounter, with its vitals, and its note for who may read notes.

    Opening a note is logged, once in ten minutes for the same person, desk and chart.
    """
    shown = encounter_view.one(tx, request.id)
    if actor.may(Permission.NOTE_READ):
        clinical.log_opened(tx, shown.patient_id, shown.facility_id)
    return shown


@operation("encounter.patch", route="PATCH /api/v1/encounters/{id}", needs=Permission.VITALS, emits=[EncounterUpdated])
def patch(tx: Tx, actor: Actor, request: PatchEncounter) -> EncounterDto:
    """Save vitals and/or a version of the note.

    Raises:
        NotPermitted: ``note.clinicians_only`` for a note from somebody who may not write one.
        Conflict: ``encounter.signed``, ``encounter.not_open``.
        ChangedElsewhere: somebody saved since; the caller keeps both texts and asks.
    """
    row = tx.lock(Encounter, request.id, request.row_version)
    if row.signed_at is not None:
        raise Conflict("encounter.signed")
    if row.status not in _OPEN:
        raise Conflict("encounter.not_open")
    if request.vitals is not None:
        clinical.save_vitals(tx, row, request.vitals)
    if request.note is not None:
        if not actor.may(Permission.NOTE_WRITE):
            raise NotPermitted("note.clinicians_only")
        _check_note_version(tx, row, request.note_version)
        clinical.save_note(tx, row, note_templates.titled(tx, request.note), status="preliminary")
    tx.record(_event(EncounterUpdated, row))
    return encounter_view.one(tx, row.id)


def _check_note_version(tx: Tx, row: Encounter, seen: int | None) -> None:
    now = clinical.note_of(tx, row.id)
    if seen is not None and now is not None and now.version != seen:
        at = now.updated_at.isoformat() if now.updated_at else ""
        raise ChangedElsewhere(by=now.author, at=at)


@operation("encounter.start", needs=Permission.ENCOUNTER_START, emits=[EncounterStarted])
def start(tx: Tx, actor: Actor, request: Change) -> EncounterChanged:
    """The consultation begins: encounter in progress, queue entry in consultation.

    Raises:
        Conflict: ``encounter.illegal_move``, ``encounter.needs_queue``; ``encounter.room_is_taken`` while this
            doctor's previous patient is still in the room.
    """
    del actor
    row = tx.lock(Encounter, request.id, request.row_version)
    if row.status == _S.IN_PROGRESS:
        return EncounterChanged(encounter=encounter_view.one(tx, row.id))
    if row.status == _S.FINISHED:
        # That is `reopen`: to undo it by letting the patient wait again would be wrong.
        raise Conflict("encounter.illegal_move", start=row.status, end=_S.IN_PROGRESS.value)
    stood = _into_room(tx, row)
    back = StopEncounter(id=row.id, row_version=row.row_version, to="waiting" if stood == "waiting" else "called")
    inverse = undo.offer(tx, "encounter.started", _names(tx, row), stop, back)
    return EncounterChanged(encounter=encounter_view.one(tx, row.id), undo=inverse)


def _into_room(tx: Tx, row: Encounter) -> str:
    """The consultation begins; returns where the patient stood in the queue."""
    check_move(_S(row.status), _S.IN_PROGRESS)
    if row.queue_entry_id is None:
        raise Conflict("encounter.needs_queue")
    other = tx.rows(
        "SELECT FROM queue_entry WHERE practitioner_id = :practitioner AND state = 'in-consultation' AND id <> :id "
        "AND day = (SELECT day FROM queue_entry WHERE id = :id)",
        practitioner=row.practitioner_id, id=row.queue_entry_id,
    )  # fmt: skip
    if other:
        raise Conflict("encounter.room_is_taken")
    entry = tx.lock(QueueEntry, row.queue_entry_id)
    stood = entry.state
    if entry.state == QueueState.SKIPPED:
        entry.state = QueueState.CALLED.value
        tx.session.flush()
    check_queue_move(QueueState(entry.state), QueueState.IN_CONSULTATION)
    entry.state = QueueState.IN_CONSULTATION.value
    row.status = _S.IN_PROGRESS.value
    _record(tx, EncounterStarted, row)
    tx.session.refresh(row)
    return stood


@operation("encounter.stop", needs=Permission.ENCOUNTER_START, emits=[EncounterUpdated, QueueRequeued])
def stop(tx: Tx, actor: Actor, request: StopEncounter) -> EncounterChanged:
    """Take a start back: the patient waits again, or is called."""
    del actor
    row = tx.lock(Encounter, request.id, request.row_version)
    check_move(_S(row.status), _S.ARRIVED)
    row.status = _S.ARRIVED.value
    if row.queue_entry_id is not None:
        entry = tx.lock(QueueEntry, row.queue_entry_id)
        entry.state = request.to
        tx.session.flush()
        tx.record(QueueRequeued(id=entry.id, facility_id=entry.facility_id, patient_id=entry.patient_id))
    _record(tx, EncounterUpdated, row)
    return EncounterChanged(encounter=encounter_view.one(tx, row.id))


@operation(
    "encounter.complete",
    route="POST /api/v1/encounters/{id}/complete",
    needs=Permission.ENCOUNTER_START,
    emits=[EncounterStarted, EncounterCompleted, AppointmentCompleted, EncounterSigned],
)
def complete(tx: Tx, actor: Actor, request: CompleteEncounter) -> EncounterChanged:
    """Finish encounter, appointment and queue entry together; ``sign`` locks the note as well.

    Raises:
        Conflict: ``encounter.illegal_move``, ``encounter.room_is_taken``, ``encounter.nothing_to_sign``.
        NotPermitted: ``encounter.sign_own_only``.
    """
    row = finish(tx, actor, request)
    if request.sign:
        learned = _sign(tx, actor, row, request.drafted)
        return EncounterChanged(encounter=encounter_view.one(tx, row.id), learned=learned)
    offer = undo.offer(
        tx, "encounter.completed", _names(tx, row), reopen, ReopenEncounter(id=row.id, row_version=row.row_version)
    )
    return EncounterChanged(encounter=encounter_view.one(tx, row.id), undo=offer)


def finish(tx: Tx, actor: Actor, request: CompleteEncounter) -> Encounter:
    """What `complete` does, without signing; also for an encounter that was never started."""
    del actor
    row = tx.lock(Encounter, request.id, request.row_version)
    if row.status != _S.IN_PROGRESS:
        check_move(_S(row.status), _S.IN_PROGRESS)
        if row.queue_entry_id is not None:
            _into_room(tx, row)
    check_move(_S(row.status), _S.FINISHED)
    row.status = _S.FINISHED.value
    _record(tx, EncounterCompleted, row)
    if row.queue_entry_id is not None:
        entry = tx.lock(QueueEntry, row.queue_entry_id)
        entry.state = QueueState.DONE.value
        tx.session.flush()
    if row.appointment_id is not None:
        visit = tx.lock(Appointment, row.appointment_id)
        if visit.status != AppointmentStatus.FULFILLED:
            visit.status = AppointmentStatus.FULFILLED.value
            tx.session.flush()
            tx.record(AppointmentCompleted(id=visit.id, facility_id=visit.facility_id, patient_id=visit.patient_id))
    tx.session.refresh(row)
    return row


@operation("encounter.sign", needs=Permission.NOTE_SIGN, emits=[EncounterSigned])
def sign(tx: Tx, actor: Actor, request: SignNote) -> EncounterDto:
    """Sign the note of a finished encounter; from now on it changes by amendment only. The scribe learns from it.

    The database takes a checksum of the signed version, so that `EncounterDto.signature_holds` can tell.

    Raises:
        Conflict: ``encounter.sign_after_complete``, ``encounter.signed``, ``encounter.nothing_to_sign``.
        NotPermitted: ``encounter.sign_own_only``.
    """
    row = tx.lock(Encounter, request.id, request.row_version)
    learned = _sign(tx, actor, row, request.drafted)
    return encounter_view.one(tx, row.id).model_copy(update={"learned": learned})


def _sign(tx: Tx, actor: Actor, row: Encounter, drafted: tuple[DraftSentence, ...]) -> tuple[RuleDto, ...]:
    if row.signed_at is not None:
        raise Conflict("encounter.signed")
    if row.status != _S.FINISHED:
        raise Conflict("encounter.sign_after_complete")
    if row.practitioner_id != actor.practitioner_id:
        raise NotPermitted("encounter.sign_own_only")
    note = clinical.note_of(tx, row.id)
    if note is None or not note.sentences:
        raise Conflict("encounter.nothing_to_sign")
    clinical.save_note(tx, row, note, status="final")
    tx.session.flush()
    row.signed_at = tx.now
    _record(tx, EncounterSigned, row)
    tx.session.refresh(row)
    return scribe_rules.learn(tx, drafted, note)


@operation("encounter.amend", needs=Permission.NOTE_SIGN, emits=[EncounterAmended])
def amend(tx: Tx, actor: Actor, request: AmendNote) -> EncounterDto:
    """Change a signed note, with the reason; the signed version stays readable.

    Raises:
        Conflict: ``encounter.not_signed``.
        NotPermitted: ``encounter.sign_own_only``.
    """
    row = tx.lock(Encounter, request.id, request.row_version)
    if row.signed_at is None:
        raise Conflict("encounter.not_signed")
    if row.practitioner_id != actor.practitioner_id:
        raise NotPermitted("encounter.sign_own_only")
    note = note_templates.titled(tx, request.note).model_copy(update={"amendment_reason": request.why})
    clinical.save_note(tx, row, note, status="amended")
    _record(tx, EncounterAmended, row)
    return encounter_view.one(tx, row.id)


@operation("encounter.versions", needs=Permission.NOTE_READ)
def versions(tx: Tx, actor: Actor, request: ById) -> tuple[NoteDto, ...]:
    """All versions of the note, newest first."""
    del actor
    encounter_view.one(tx, request.id)
    return clinical.note_versions(tx, request.id)


@operation("encounter.reopen", needs=Permission.ENCOUNTER_START, emits=[EncounterStarted])
def reopen(tx: Tx, actor: Actor, request: ReopenEncounter) -> EncounterChanged:
    """Back into the consultation, while the note is not signed; the reason goes into the history.

    Raises:
        Conflict: ``encounter.signed``, ``encounter.illegal_move``, ``encounter.room_is_taken``.
    """
    del actor
    row = tx.lock(Encounter, request.id, request.row_version)
    if row.signed_at is not None:
        raise Conflict("encounter.signed")
    if row.status != _S.FINISHED:
        raise Conflict("encounter.illegal_move", start=row.status, end=_S.IN_PROGRESS.value)
    tx.rows("SELECT set_config('opd.reason', :why, true)", why=request.why)
    # The visit stays fulfilled: it took place. Completing again changes nothing there.
    _into_room(tx, row)
    return EncounterChanged(encounter=encounter_view.one(tx, row.id))


def _event(kind: type[EncounterEvent], row: Encounter) -> EncounterEvent:
    return kind(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id, appointment_id=row.appointment_id)


def _record(tx: Tx, kind: type[EncounterEvent], row: Encounter) -> None:
    tx.session.flush()
    tx.record(_event(kind, row))


def _names(tx: Tx, row: Encounter) -> dict[str, str]:
    (found,) = tx.rows("SELECT name FROM patient WHERE id = :id", id=row.patient_id)
    return {"patient": found["name"]}
