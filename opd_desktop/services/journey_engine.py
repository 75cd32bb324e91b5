"""Between the journey engine (`domain.journey`) and its rows: load, save, start."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from opd_desktop.db.models import (
    Appointment,
    Facility,
    JourneyInstance,
    JourneyInstanceStageStatus,
    StepRun,
)
from opd_desktop.domain import journey as engine
from opd_desktop.domain.events import JourneyCancelled, JourneyCompleted, JourneyCreated, JourneyStageAdvanced
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.journey import Advance, Happened, Progress, StageProgress, Step
from opd_desktop.domain.journey_spec import Facts, Journey, StepSpec
from opd_desktop.services import journeys
from opd_desktop.services.uow import Tx

#: The events that moving a journey may record; operations that do it declare them.
JOURNEY_EVENTS = (JourneyCreated, JourneyStageAdvanced, JourneyCompleted, JourneyCancelled)


@dataclass(frozen=True)
class Loaded:
    """An instance, locked, with what the engine needs."""

    row: JourneyInstance
    journey: Journey
    progress: Progress
    facts: Facts


def load(tx: Tx, instance_id: UUID, row_version: int | None = None) -> Loaded:
    """Lock an instance for this transaction and read where it stands.

    Raises:
        NotFound: ``journey_instance.not_found``.
        ChangedElsewhere: it is not the version that the caller saw.
    """
    row = tx.lock(JourneyInstance, instance_id, row_version)
    journey = journeys.load(tx, row.definition_id)
    known = {status.stage: status for status in _statuses(tx, row.id)}
    stages = {
        stage.key: _stage_progress(known[stage.key]) if stage.key in known else StageProgress()
        for stage in journey.stages
    }
    steps = tuple(_step(step) for step in _steps(tx, row.id))
    progress = Progress(row.state, row.stage, stages, steps)  # type: ignore[arg-type]
    return Loaded(row, journey, progress, facts(tx, row.facility_id, row.appointment_id))


def facts(tx: Tx, facility_id: UUID, appointment_id: UUID | None) -> Facts:
    """What the engine needs to know about the facility and the appointment."""
    zone = tx.get(Facility, facility_id).time_zone
    if appointment_id is None:
        return Facts(zone)
    appointment = tx.get(Appointment, appointment_id)
    return Facts(zone, appointment.starts_at, appointment.status)


@dataclass(frozen=True)
class Anchor:
    """What a journey hangs on; one journey per definition and anchor."""

    kind: str
    id: UUID
    patient_id: UUID
    facility_id: UUID
    appointment_id: UUID | None = None


def start(tx: Tx, definition_id: UUID, anchor: Anchor, happened: Happened) -> UUID | None:
    """Put a patient on a journey; None if that anchor has one of this definition already."""
    journey = journeys.load(tx, definition_id)
    begun = engine.begin(journey, happened, facts(tx, anchor.facility_id, anchor.appointment_id))
    instance_id = uuid7()
    made = tx.session.execute(
        insert(JourneyInstance)
        .values(
            id=instance_id,
            definition_id=definition_id,
            patient_id=anchor.patient_id,
            facility_id=anchor.facility_id,
            anchor_kind=anchor.kind,
            anchor_id=anchor.id,
            appointment_id=anchor.appointment_id,
            stage=begun.progress.stage,
            state="active",
            stage_entered_at=happened.at,
            stage_due_at=begun.progress.current.due_at,
        )
        .on_conflict_do_nothing(constraint="journey_instance_definition_anchor_key")
        .returning(JourneyInstance.id)
    ).scalar_one_or_none()
    if made is None:
        return None
    row = tx.get(JourneyInstance, instance_id)
    tx.record(JourneyCreated(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))
    save(tx, row, begun)
    return instance_id


def save(tx: Tx, row: JourneyInstance, change: Advance, *, moved_from: str | None = None) -> None:
    """Write what the engine decided, and record the events of it.

    Args:
        moved_from: the stage before, to tell a real move from a correction.
    """
    progress = change.progress
    _save_stages(tx, row.id, progress)
    row.stage, row.state = progress.stage, progress.state
    if progress.current.entered_at is not None:
        row.stage_entered_at = progress.current.entered_at
    row.stage_due_at = progress.current.due_at if progress.state == "active" else None
    row.ended_at = None if progress.state == "active" else row.ended_at or tx.now
    for step in change.add:
        tx.session.add(_step_row(row, step))
    tx.session.flush()
    for step, why in change.cancel:
        _cancel_step(tx, row.id, step, why)
    for step in change.move:
        _move_step(tx, row.id, step)
    ids = {"id": row.id, "facility_id": row.facility_id, "patient_id": row.patient_id}
    if moved_from is not None and moved_from != progress.stage:
        tx.record(JourneyStageAdvanced(**ids, stage=progress.stage))
    if change.ended is not None:
        tx.record((JourneyCompleted if change.ended == "completed" else JourneyCancelled)(**ids))


def apply_event(tx: Tx, instance_id: UUID, name: str, at: datetime) -> None:
    """Tell one journey that something happened."""
    loaded = load(tx, instance_id)
    change = engine.advance(loaded.journey, loaded.progress, Happened(name, at), loaded.facts)
    if change.is_change or change.progress != loaded.progress:
        save(tx, loaded.row, change, moved_from=loaded.progress.stage)


def _save_stages(tx: Tx, instance_id: UUID, progress: Progress) -> None:
    rows = [
        {
            "instance_id": instance_id, "stage": key, "state": status.state, "entered_at": status.entered_at,
            "due_at": status.due_at, "completed_at": status.completed_at, "reason": status.reason,
        }
        for key, status in progress.stages.items()
    ]  # fmt: skip
    query = insert(JourneyInstanceStageStatus).values(rows)
    fresh = {name: query.excluded[name] for name in ("state", "entered_at", "due_at", "completed_at", "reason")}
    tx.session.execute(query.on_conflict_do_update(index_elements=["instance_id", "stage"], set_=fresh))


def _statuses(tx: Tx, instance_id: UUID) -> list[JourneyInstanceStageStatus]:
    query = select(JourneyInstanceStageStatus).where(JourneyInstanceStageStatus.instance_id == instance_id)
    return list(tx.session.execute(query.execution_options(populate_existing=True)).scalars())


def _steps(tx: Tx, instance_id: UUID) -> list[StepRun]:
    query = select(StepRun).where(StepRun.instance_id == instance_id).order_by(StepRun.due_at, StepRun.id)
    return list(tx.session.execute(query.execution_options(populate_existing=True)).scalars())


def _stage_progress(row: JourneyInstanceStageStatus) -> StageProgress:
    return StageProgress(row.state, row.entered_at, row.due_at, row.completed_at, row.reason)  # type: ignore[arg-type]


def _step(row: StepRun) -> Step:
    return Step(row.step_key, row.occurrence, row.state, row.due_at, row.expires_at, StepSpec.model_validate(row.spec))


def _step_row(row: JourneyInstance, step: Step) -> StepRun:
    return StepRun(
        id=uuid7(),
        instance_id=row.id,
        facility_id=row.facility_id,
        step_key=step.key,
        occurrence=step.occurrence,
        kind=step.spec.kind,
        spec=step.spec.model_dump(mode="json", exclude_defaults=True),
        due_at=step.due_at,
        expires_at=step.expires_at,
    )


def _cancel_step(tx: Tx, instance_id: UUID, step: Step, why: str) -> None:
    tx.session.execute(
        text(
            "UPDATE step_run SET state = 'cancelled', reason = :why, ended_at = now() WHERE instance_id = :instance "
            "AND step_key = :key AND occurrence = :occurrence AND state = 'ready'"
        ),
        {"why": str(why), "instance": instance_id, "key": step.key, "occurrence": step.occurrence},
    )


def _move_step(tx: Tx, instance_id: UUID, step: Step) -> None:
    tx.session.execute(
        text(
            "UPDATE step_run SET due_at = :due, expires_at = :expires WHERE instance_id = :instance "
            "AND step_key = :key AND occurrence = :occurrence AND state = 'ready'"
        ),
        {
            "due": step.due_at, "expires": step.expires_at, "instance": instance_id, "key": step.key,
            "occurrence": step.occurrence,
        },
    )  # fmt: skip
