"""What a journey is made of: stages with steps, when these fall due, and what is wrong with a definition.

A definition is data (``resources/journeys/*.json``, or the designer), so these models are also its file format.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

#: Patients are left alone between these local hours, unless a step answers what they have just done.
QUIET_FROM = time(21)
QUIET_TO = time(8)
#: A stage is shown as at risk at most this long before it is overdue.
AT_RISK = timedelta(hours=1)

StepKind = Literal["message", "ticket", "advance"]
Priority = Literal["low", "normal", "high", "urgent"]


class Spec(BaseModel):
    """Base of the parts of a definition; a field that is not known is a typing error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StepSpec(Spec):
    """One thing to do.

    Attributes:
        when: what the due time counts from: entering the stage, the appointment (before or after it), the moment
            that the stage is overdue, or an event that happens during the stage.
        event: the event's name, for ``when="event"``.
        days: whole local days added (subtracted for ``before-appointment``), then ``at`` replaces the clock time.
        minutes: added (or subtracted) last.
        expires_minutes: not done any more this long after it was due. A step before the appointment always expires
            when that starts.
        only_if_status: done only while the appointment is in one of these statuses (empty: in any).
        quiet: whether quiet hours hold it back.
        outlives_stage: done even if the patient has left the stage meanwhile.
        template: key of the message template.
        channel: fixed channel; None takes the patient's preferred one.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,60}$")
    kind: StepKind
    when: Literal["enter", "before-appointment", "after-appointment", "overdue", "event"] = "enter"
    event: str = ""
    days: int = Field(default=0, ge=0, le=400)
    at: time | None = None
    minutes: int = Field(default=0, ge=0, le=60 * 24 * 400)
    expires_minutes: int | None = Field(default=None, gt=0)
    only_if_status: tuple[str, ...] = ()
    quiet: bool = True
    outlives_stage: bool = False
    template: str = ""
    channel: str | None = None
    subject: str = ""
    category: str = "journey"
    priority: Priority = "normal"


class DueSpec(Spec):
    """When a stage is overdue: so long after it was entered, or after the appointment's start."""

    after: Literal["enter", "appointment"] = "enter"
    days: int = Field(default=0, ge=0)
    minutes: int = Field(default=0, ge=0)


class FailureSpec(Spec):
    """The ticket that is opened when a message of the stage could not be delivered."""

    subject: str
    category: str = "contact"
    priority: Priority = "normal"


class StageSpec(Spec):
    """One stage.

    Attributes:
        hint: a few words under the column's title on the board.
        enter_on: events that bring the patient here.
        statuses: appointment statuses that belong to the stage; says where an undo leads back to.
        branch_of: the stage that this one branches off from (a missed visit); None for the main path.
        final: entering it completes the journey.
        leave_after: minutes after which the patient moves on by themselves.
        leave_to: the stage that they then move to; None is the next one of the main path.
        owner_role: who looks after the patients here.
    """

    hint: str = ""
    enter_on: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    branch_of: str | None = None
    final: bool = False
    due: DueSpec | None = None
    leave_after: int | None = Field(default=None, gt=0)
    leave_to: str | None = None
    steps: tuple[StepSpec, ...] = ()
    on_failure: FailureSpec | None = None
    owner_role: str = "manager"


@dataclass(frozen=True)
class Stage:
    """A stage with its key and name."""

    key: str
    name: str
    spec: StageSpec


@dataclass(frozen=True)
class Journey:
    """A definition: stages in their order."""

    trigger: str
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage | None:
        """The stage with this key."""
        return next((stage for stage in self.stages if stage.key == key), None)

    @property
    def first(self) -> Stage:
        """Where the journey starts."""
        return next(stage for stage in self.stages if stage.spec.branch_of is None)

    def after(self, key: str) -> Stage | None:
        """The next stage of the main path, None after the last."""
        rank = self.rank(key)
        main = (stage for stage in self.stages if stage.spec.branch_of is None)
        return next((stage for stage in main if self.rank(stage.key) > rank), None)

    def rank(self, key: str) -> float:
        """How far along a stage is; a branch lies between its origin and the stage after that."""
        stage = self.stage(key)
        if stage is None:
            return -1.0
        if stage.spec.branch_of is not None:
            return self._place(stage.spec.branch_of) + 0.5
        return float(self._place(key))

    def _place(self, key: str) -> int:
        return next((place for place, stage in enumerate(self.stages) if stage.key == key), -1)


@dataclass(frozen=True)
class Facts:
    """What the engine needs to know of the world.

    Attributes:
        zone: IANA zone of the facility.
        starts_at: start of the appointment, if the journey hangs on one.
    """

    zone: str
    starts_at: datetime | None = None
    appointment_status: str | None = None


def local_shift(base: datetime, zone: str, *, days: int = 0, at: time | None = None, minutes: int = 0) -> datetime:
    """``base`` moved by whole local days (DST kept in mind), set to a clock time if given, then by minutes."""
    local = base.astimezone(ZoneInfo(zone))
    moved = datetime.combine(local.date() + timedelta(days=days), at or local.time(), ZoneInfo(zone))
    return moved.astimezone(UTC) + timedelta(minutes=minutes)


def stage_due(spec: StageSpec, facts: Facts, entered_at: datetime) -> datetime | None:
    """When a stage entered at ``entered_at`` is overdue; never before it was entered."""
    if spec.due is None:
        return None
    base = facts.starts_at if spec.due.after == "appointment" and facts.starts_at else entered_at
    return max(entered_at, local_shift(base, facts.zone, days=spec.due.days, minutes=spec.due.minutes))


def step_due(step: StepSpec, stage: StageSpec, facts: Facts, base: datetime) -> datetime | None:
    """When a step falls due, None if it has nothing to count from.

    Args:
        base: when the stage was entered, or the event happened.
    """
    if step.when in ("enter", "event"):
        return local_shift(base, facts.zone, days=step.days, at=step.at, minutes=step.minutes)
    if step.when == "overdue":
        return stage_due(stage, facts, base)
    if facts.starts_at is None:
        return None
    sign = -1 if step.when == "before-appointment" else 1
    return local_shift(facts.starts_at, facts.zone, days=sign * step.days, at=step.at, minutes=sign * step.minutes)


def step_expiry(step: StepSpec, facts: Facts, due_at: datetime) -> datetime | None:
    """When a step is not worth doing any more."""
    if step.when == "before-appointment":
        return facts.starts_at
    return due_at + timedelta(minutes=step.expires_minutes) if step.expires_minutes else None


def quiet_until(moment: datetime, zone: str) -> datetime | None:
    """The end of the quiet hours if ``moment`` falls into them, else None."""
    local = moment.astimezone(ZoneInfo(zone))
    if QUIET_TO <= local.time() < QUIET_FROM:
        return None
    ends = datetime.combine(local.date(), QUIET_TO, ZoneInfo(zone))
    if local.time() >= QUIET_FROM:
        ends += timedelta(days=1)
    return ends.astimezone(UTC)


def is_at_risk(entered_at: datetime, due_at: datetime | None, now: datetime) -> bool:
    """Whether a stage will soon be overdue: less than a fifth of its time is left, and less than an hour."""
    if due_at is None or now >= due_at:
        return False
    return due_at - now <= min((due_at - entered_at) / 5, AT_RISK)


def lint(journey: Journey) -> list[str]:
    """What is wrong with a definition, as codes with the stage or step: ``no_final``, ``no_way_out:booked``."""
    wrong = [] if any(stage.spec.branch_of is None for stage in journey.stages) else ["no_first_stage"]
    if not any(stage.spec.final for stage in journey.stages):
        wrong.append("no_final")
    for stage in journey.stages:
        wrong += _lint_stage(journey, stage)
    return wrong


def _lint_stage(journey: Journey, stage: Stage) -> list[str]:
    spec, wrong = stage.spec, []
    origin = journey.stage(spec.branch_of) if spec.branch_of is not None else None
    if spec.branch_of is not None and (origin is None or origin.spec.branch_of is not None):
        wrong.append(f"unknown_branch:{stage.key}")
    later = [other for other in journey.stages if journey.rank(other.key) > journey.rank(stage.key)]
    if not spec.final and not later:
        wrong.append(f"no_way_out:{stage.key}")
    if spec.leave_to is not None and (journey.stage(spec.leave_to) is None or spec.leave_after is None):
        wrong.append(f"unknown_leave:{stage.key}")
    keys = [step.key for step in spec.steps]
    wrong += [f"step_twice:{stage.key}/{key}" for key in sorted({key for key in keys if keys.count(key) > 1})]
    for step in spec.steps:
        name = f"{stage.key}/{step.key}"
        if step.kind == "advance":
            wrong.append(f"step_kind:{name}")
        if step.kind == "message" and not step.template:
            wrong.append(f"no_template:{name}")
        if step.kind == "ticket" and not step.subject:
            wrong.append(f"no_subject:{name}")
        if (step.when == "event") != bool(step.event):
            wrong.append(f"no_event:{name}")
        if step.when == "overdue" and spec.due is None:
            wrong.append(f"never_overdue:{name}")
    return wrong
