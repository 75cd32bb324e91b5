"""The journey engine: where a patient stands, and what has to be done next. Pure: no clock, no database.

Events may come twice, late or in any order, and some may be missing: a patient only moves forward, except by
hand or when the front desk takes a status back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.domain.journey_spec import Facts, Journey, Stage, StepSpec, stage_due, step_due, step_expiry

CANCELLING = frozenset({"Appointment.Cancelled"})
REVERTING = frozenset({"Appointment.Reverted"})
MOVING = frozenset({"Appointment.Rescheduled"})
#: Step states in which a step has had its effect, or may have, or may still get it.
TAKEN = frozenset({"ready", "leased", "dispatching", "done", "unknown", "failed", "dead"})


class Why(StrEnum):
    """Reasons that are kept with stages and steps; front ends word them."""

    APPOINTMENT_CANCELLED = "appointment-cancelled"
    CANCELLED_BY_HAND = "cancelled-by-hand"
    NO_EVENT = "no-event"
    STAGE_LEFT = "stage-left"
    TAKEN_BACK = "taken-back"
    TIME_PASSED = "time-passed"
    TOO_LATE = "too-late"
    EXPIRED = "expired"
    WRONG_STATUS = "wrong-status"
    NO_CONSENT = "no-consent"
    TOO_MANY = "too-many"
    QUIET_HOURS = "quiet-hours"
    JOURNEY_ENDED = "journey-ended"
    PATIENT_INACTIVE = "patient-inactive"


@dataclass(frozen=True)
class Happened:
    """An event by its name, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class StageProgress:
    """What became of one stage."""

    state: Literal["pending", "active", "completed", "skipped"] = "pending"
    entered_at: datetime | None = None
    due_at: datetime | None = None
    completed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """A step that exists; ``key`` is ``stage/step``."""

    key: str
    occurrence: int
    state: str
    due_at: datetime
    expires_at: datetime | None
    spec: StepSpec

    @property
    def stage(self) -> str:
        """The stage that the step belongs to."""
        return self.key.partition("/")[0]


@dataclass(frozen=True)
class Progress:
    """Where a patient stands."""

    state: Literal["active", "completed", "cancelled"]
    stage: str
    stages: Mapping[str, StageProgress]
    steps: tuple[Step, ...] = ()

    @property
    def current(self) -> StageProgress:
        """The stage that the patient is in, or was last."""
        return self.stages[self.stage]


@dataclass(frozen=True)
class Advance:
    """The new state, and what to write for it.

    Attributes:
        add: new steps, all ``ready``.
        cancel: ready steps that will not be done, each with why.
        move: ready steps with their new times.
        entered: stages entered, in order.
    """

    progress: Progress
    add: tuple[Step, ...] = ()
    cancel: tuple[tuple[Step, str], ...] = ()
    move: tuple[Step, ...] = ()
    entered: tuple[str, ...] = ()
    ended: Literal["completed", "cancelled"] | None = None

    @property
    def is_change(self) -> bool:
        """Whether anything has to be written."""
        return bool(self.add or self.cancel or self.move or self.entered or self.ended)


@dataclass
class _Work:
    """An advance being put together."""

    journey: Journey
    facts: Facts
    at: datetime
    progress: Progress
    add: list[Step] = field(default_factory=list)
    cancel: list[tuple[Step, str]] = field(default_factory=list)
    move: list[Step] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    ended: Literal["completed", "cancelled"] | None = None

    def result(self) -> Advance:
        return Advance(
            self.progress, tuple(self.add), tuple(self.cancel), tuple(self.move), tuple(self.entered), self.ended
        )

    def set_stage(self, key: str, status: StageProgress) -> None:
        self.progress = replace(self.progress, stages={**self.progress.stages, key: status})

    def leave(self, to_rank: float, reason: str = "") -> None:
        """Close the present stage, mark those that are jumped over, and drop what was still to be done in them."""
        here = self.progress.stage
        self.set_stage(here, replace(self.progress.current, state="completed", completed_at=self.at, reason=reason))
        rank = self.journey.rank(here)
        for stage in self.journey.stages:
            between = stage.spec.branch_of is None and rank < self.journey.rank(stage.key) < to_rank
            if between and self.progress.stages[stage.key].state == "pending":
                self.set_stage(stage.key, StageProgress(state="skipped", reason=reason or Why.NO_EVENT))
        self.drop(Why.STAGE_LEFT)

    def drop(self, why: Why, *, keep_outliving: bool = True) -> None:
        """Cancel the ready steps of all stages."""
        kept = []
        for step in self.progress.steps:
            if step.state == "ready" and not (keep_outliving and step.spec.outlives_stage):
                self.cancel.append((step, why))
                step = replace(step, state="cancelled")
            kept.append(step)
        self.progress = replace(self.progress, steps=tuple(kept))

    def enter(self, stage: Stage, reason: str = "") -> None:
        """Enter a stage and plan its steps; a final one completes the journey."""
        due = stage_due(stage.spec, self.facts, self.at)
        self.set_stage(stage.key, StageProgress("active", self.at, due, None, reason))
        self.progress = replace(self.progress, state="active", stage=stage.key)
        self.entered.append(stage.key)
        for step in stage.spec.steps:
            if step.when != "event":
                self.plan(stage, step, self.at)
        if stage.spec.leave_after:
            leave = StepSpec(key="leave", kind="advance", minutes=stage.spec.leave_after, quiet=False)
            self.plan(stage, leave, self.at)
        if stage.spec.final:
            self.set_stage(stage.key, StageProgress("completed", self.at, None, self.at, reason))
            self.progress = replace(self.progress, state="completed")
            self.ended = "completed"

    def plan(self, stage: Stage, spec: StepSpec, base: datetime, *, again: bool = False) -> None:
        """Add a step unless it was done (or will be) already; ``again`` allows a further occurrence."""
        key = f"{stage.key}/{spec.key}"
        before = [step for step in self.progress.steps if step.key == key]
        if not again and any(step.state in TAKEN for step in before):
            return
        due = step_due(spec, stage.spec, self.facts, base)
        if due is None or (spec.when == "before-appointment" and due < self.at):
            return
        number = 1 + max((step.occurrence for step in before), default=0)
        step = Step(key, number, "ready", due, step_expiry(spec, self.facts, due), spec)
        self.add.append(step)
        self.progress = replace(self.progress, steps=(*self.progress.steps, step))


def begin(journey: Journey, happened: Happened, facts: Facts) -> Advance:
    """Put a patient on a journey.

    The first stage is entered; if the event or the appointment's status belongs to a later one (the journey began
    when the patient was already here), that is entered at once and the ones before it count as skipped.
    """
    target = _target(journey, happened.name) or _by_status(journey, facts) or journey.first
    pending = {stage.key: StageProgress() for stage in journey.stages}
    work = _Work(journey, facts, happened.at, Progress("active", target.key, pending))
    for stage in journey.stages:
        if stage.spec.branch_of is None and journey.rank(stage.key) < journey.rank(target.key):
            work.set_stage(stage.key, StageProgress(state="skipped", reason=Why.NO_EVENT))
    work.enter(target)
    return work.result()


def advance(journey: Journey, progress: Progress, happened: Happened, facts: Facts) -> Advance:
    """What an event does to a patient's journey; an event that does not fit does nothing."""
    work = _Work(journey, facts, happened.at, progress)
    if happened.name in REVERTING:
        _revert(work)
        return work.result()
    if progress.state != "active":
        return work.result()
    stage = journey.stage(progress.stage)
    if stage is None:
        return work.result()
    _answer(work, stage, happened)
    if happened.name in CANCELLING:
        _cancel(work, Why.APPOINTMENT_CANCELLED)
    elif happened.name in MOVING:
        _reschedule(work, stage)
    else:
        _follow(work, happened)
    return work.result()


def leave_by_time(journey: Journey, progress: Progress, at: datetime, facts: Facts) -> Advance:
    """Move on because the time of the stage is over."""
    work = _Work(journey, facts, at, progress)
    here = journey.stage(progress.stage)
    wanted = here.spec.leave_to if here else None
    following = journey.stage(wanted) if wanted else journey.after(progress.stage)
    if progress.state == "active" and following is not None:
        work.leave(journey.rank(following.key), Why.TIME_PASSED)
        work.enter(following)
    return work.result()


def move(journey: Journey, progress: Progress, to: str | None, why: str, at: datetime, facts: Facts) -> Advance:
    """Move a patient by hand.

    Args:
        to: the stage, None for the next one of the main path.
        why: needed to skip a stage or to go back.

    Raises:
        Conflict: ``journey.not_active`` or ``journey.last_stage``.
        BadInput: ``journey.unknown_stage`` or ``journey.reason_needed``.
    """
    if progress.state != "active":
        raise Conflict("journey.not_active", state=progress.state)
    following = journey.after(progress.stage)
    target = following if to is None else journey.stage(to)
    if target is None:
        raise Conflict("journey.last_stage") if to is None else BadInput("journey.unknown_stage", stage=to)
    work = _Work(journey, facts, at, progress)
    if target.key == progress.stage:
        return work.result()
    if target != following and not why.strip():
        raise BadInput("journey.reason_needed", stage=target.key)
    work.leave(journey.rank(target.key), why.strip())
    work.enter(target, why.strip())
    return work.result()


def pointless(progress: Progress, step: Step, at: datetime, facts: Facts) -> Why | None:
    """Why a step that is due should not be done any more, None if it should."""
    if step.expires_at is not None and step.expires_at < at:
        return Why.EXPIRED
    if not step.spec.outlives_stage:
        if progress.state != "active":
            return Why.JOURNEY_ENDED
        if step.stage != progress.stage:
            return Why.STAGE_LEFT
    if step.spec.only_if_status and facts.appointment_status not in step.spec.only_if_status:
        return Why.WRONG_STATUS
    return None


def cancel(journey: Journey, progress: Progress, at: datetime, why: str, facts: Facts) -> Advance:
    """End a journey by hand.

    Raises:
        Conflict: ``journey.not_active``.
    """
    if progress.state != "active":
        raise Conflict("journey.not_active", state=progress.state)
    work = _Work(journey, facts, at, progress)
    _cancel(work, why.strip() or Why.CANCELLED_BY_HAND, keep_outliving=False)
    return work.result()


def _target(journey: Journey, event: str) -> Stage | None:
    return next((stage for stage in journey.stages if event in stage.spec.enter_on), None)


def _by_status(journey: Journey, facts: Facts) -> Stage | None:
    return next((stage for stage in journey.stages if facts.appointment_status in stage.spec.statuses), None)


def _answer(work: _Work, stage: Stage, happened: Happened) -> None:
    """Plan the steps of the present stage that answer this event."""
    for step in stage.spec.steps:
        if step.when == "event" and step.event == happened.name:
            work.plan(stage, step, happened.at, again=True)


def _follow(work: _Work, happened: Happened) -> None:
    target = _target(work.journey, happened.name)
    if target is None:
        return
    rank = work.journey.rank(target.key)
    if rank > work.journey.rank(work.progress.stage):
        work.leave(rank)
        work.enter(target)
    elif work.progress.stages[target.key].state == "skipped":
        # The event came late: the patient was there after all.
        late = replace(work.progress.stages[target.key], state="completed", completed_at=happened.at, reason="")
        work.set_stage(target.key, late)
        work.entered.append(target.key)


def _cancel(work: _Work, why: str, *, keep_outliving: bool = True) -> None:
    status = replace(work.progress.current, state="skipped", completed_at=work.at, reason=why)
    work.set_stage(work.progress.stage, status)
    work.drop(Why.JOURNEY_ENDED, keep_outliving=keep_outliving)
    work.progress = replace(work.progress, state="cancelled")
    work.ended = "cancelled"


def _revert(work: _Work) -> None:
    """Go to the stage that the appointment's status belongs to, unless the patient is there already."""
    target = _by_status(work.journey, work.facts)
    progress = work.progress
    by_appointment = progress.state == "cancelled" and progress.current.reason == Why.APPOINTMENT_CANCELLED
    if target is None or not (progress.state == "active" or by_appointment):
        return
    if target.key == progress.stage and progress.state == "active":
        return
    if not by_appointment:
        work.set_stage(progress.stage, StageProgress(reason=Why.TAKEN_BACK))
    # What was planned for the mistaken status is dropped, also messages that would outlive their stage.
    work.drop(Why.TAKEN_BACK, keep_outliving=False)
    entered = progress.stages[target.key].entered_at
    work.enter(target)
    if entered is not None and not target.spec.final:
        # The clock of the stage runs on from when it was first entered.
        due = stage_due(target.spec, work.facts, entered)
        work.set_stage(target.key, StageProgress("active", entered, due, None, Why.TAKEN_BACK))


def _reschedule(work: _Work, stage: Stage) -> None:
    """New times for what counts from the appointment; what has no place any more is dropped."""
    entered = work.progress.current.entered_at or work.at
    due = stage_due(stage.spec, work.facts, entered)
    if due != work.progress.current.due_at:
        work.set_stage(stage.key, replace(work.progress.current, due_at=due))
        work.entered.append(stage.key)
    kept: list[Step] = []
    for step in work.progress.steps:
        timed = step.spec.when in ("before-appointment", "after-appointment", "overdue")
        if step.state == "ready" and timed and step.stage == stage.key:
            step = _retimed(work, stage, step, entered)
        kept.append(step)
    work.progress = replace(work.progress, steps=tuple(kept))
    for spec in stage.spec.steps:
        if spec.when == "before-appointment":
            # The reminder of the old day may have gone out: the new day gets one of its own.
            waiting = any(s.key == f"{stage.key}/{spec.key}" and s.state == "ready" for s in work.progress.steps)
            if not waiting:
                work.plan(stage, spec, work.at, again=True)


def _retimed(work: _Work, stage: Stage, step: Step, entered: datetime) -> Step:
    due = step_due(step.spec, stage.spec, work.facts, entered)
    if due is None or (step.spec.when == "before-appointment" and due < work.at - timedelta(seconds=1)):
        work.cancel.append((step, Why.TOO_LATE))
        return replace(step, state="cancelled")
    moved = replace(step, due_at=due, expires_at=step_expiry(step.spec, work.facts, due))
    if moved != step:
        work.move.append(moved)
    return moved
