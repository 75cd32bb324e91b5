"""The journey engine on a clock that skips: months of a journey in milliseconds, and what would be done when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from opd_desktop.domain import journey as engine
from opd_desktop.domain.journey import Advance, Happened, Progress, Step
from opd_desktop.domain.journey_spec import Facts, Journey, quiet_until


@dataclass(frozen=True)
class Scripted:
    """Something that happens: an event, and what the appointment is from then on."""

    name: str
    at: datetime
    status: str | None = None


@dataclass(frozen=True)
class Did:
    """A step whose turn came: ``state`` is ``done`` or ``skipped``, with why."""

    step: Step
    at: datetime
    state: str
    why: str = ""


@dataclass(frozen=True)
class Story:
    """How a journey went.

    Attributes:
        moves: stages entered, with when.
        did: steps done and skipped, in order.
        cancelled: steps that were dropped before their turn, with why.
    """

    progress: Progress
    moves: tuple[tuple[str, datetime], ...]
    did: tuple[Did, ...]
    cancelled: tuple[tuple[Step, str], ...]
    ended_at: datetime | None = None


def simulate(journey: Journey, script: Sequence[Scripted], facts: Facts, until: datetime) -> Story:
    """Run a journey from its first scripted event to ``until``.

    Args:
        script: what happens, in order; the first event starts the journey.
        facts: the world at the start; the script changes the appointment's status.
    """
    return _Run(journey, facts, until).play(script)


class _Run:
    def __init__(self, journey: Journey, facts: Facts, until: datetime) -> None:
        self._journey, self._facts, self._until = journey, facts, until
        self._moves: list[tuple[str, datetime]] = []
        self._did: list[Did] = []
        self._cancelled: list[tuple[Step, str]] = []
        self._ended_at: datetime | None = None

    def play(self, script: Sequence[Scripted]) -> Story:
        first, *rest = script
        self._facts = replace(self._facts, appointment_status=first.status or self._facts.appointment_status)
        begun = engine.begin(self._journey, Happened(first.name, first.at), self._facts)
        progress = self._took(begun, first.at)
        for happened in rest:
            if happened.at > self._until:
                break
            progress = self._steps_until(progress, happened.at)
            self._facts = replace(self._facts, appointment_status=happened.status or self._facts.appointment_status)
            change = engine.advance(self._journey, progress, Happened(happened.name, happened.at), self._facts)
            progress = self._took(change, happened.at)
        progress = self._steps_until(progress, self._until)
        return Story(progress, tuple(self._moves), tuple(self._did), tuple(self._cancelled), self._ended_at)

    def _took(self, change: Advance, at: datetime) -> Progress:
        self._moves += [(stage, at) for stage in change.entered]
        self._cancelled += change.cancel
        if change.ended is not None:
            self._ended_at = at
        return change.progress

    def _steps_until(self, progress: Progress, moment: datetime) -> Progress:
        while True:
            due = [step for step in progress.steps if step.state == "ready" and step.due_at <= moment]
            if not due:
                return progress
            progress = self._step(progress, min(due, key=lambda step: (step.due_at, step.key)))

    def _step(self, progress: Progress, step: Step) -> Progress:
        at = step.due_at
        if (why := engine.pointless(progress, step, at, self._facts)) is not None:
            self._did.append(Did(step, at, "skipped", why))
            return _with(progress, step, replace(step, state="skipped"))
        later = quiet_until(at, self._facts.zone) if step.spec.kind == "message" and step.spec.quiet else None
        if later is not None:
            return _with(progress, step, replace(step, due_at=later))
        self._did.append(Did(step, at, "done"))
        progress = _with(progress, step, replace(step, state="done"))
        if step.spec.kind != "advance":
            return progress
        return self._took(engine.leave_by_time(self._journey, progress, at, self._facts), at)


def _with(progress: Progress, old: Step, new: Step) -> Progress:
    return replace(progress, steps=tuple(new if step is old else step for step in progress.steps))
