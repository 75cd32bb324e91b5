"""The queue: its states and moves, who is next and why, and how long it will take.

One queue mixes appointments and walk-ins. The rule, in full:

1. priority: emergency, urgent, elderly, then everybody else;
2. within a priority, whoever is due first: a booked patient is due at the appointment (or on arrival, if they
   came more than `LATE_GRACE` after it), a walk-in on arrival;
3. whoever was called and wasn't there is due `SKIP_PENALTY` later for each time;
4. equal: whoever arrived first.

The database refuses the same moves (``opd.queue_transitions``); a test compares the two.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median, quantiles
from uuid import UUID

from opd_desktop.domain.errors import Conflict

LATE_GRACE = timedelta(minutes=10)
SKIP_PENALTY = timedelta(minutes=15)


class QueueState(StrEnum):
    """Where a person in the queue is."""

    WAITING = "waiting"
    CALLED = "called"
    IN_CONSULTATION = "in-consultation"
    DONE = "done"
    SKIPPED = "skipped"
    LEFT = "left"


_S = QueueState

#: States of somebody who is still here for this visit.
ACTIVE = frozenset({_S.WAITING, _S.CALLED, _S.IN_CONSULTATION, _S.SKIPPED})

TRANSITIONS: frozenset[tuple[QueueState, QueueState]] = frozenset(
    {
        *((_S.WAITING, end) for end in (_S.CALLED, _S.IN_CONSULTATION, _S.SKIPPED, _S.LEFT)),
        *((_S.CALLED, end) for end in (_S.WAITING, _S.IN_CONSULTATION, _S.SKIPPED, _S.LEFT)),
        *((_S.SKIPPED, end) for end in (_S.WAITING, _S.CALLED, _S.LEFT)),
        *((_S.IN_CONSULTATION, end) for end in (_S.WAITING, _S.CALLED, _S.DONE, _S.LEFT)),
        (_S.DONE, _S.IN_CONSULTATION),  # the encounter was reopened
        (_S.LEFT, _S.WAITING),  # undo
    }
)


def check_move(start: QueueState, end: QueueState) -> None:
    """Refuse a move that the table does not allow.

    Raises:
        Conflict: ``queue.illegal_move`` with ``start`` and ``end``.
    """
    if (start, end) not in TRANSITIONS:
        raise Conflict("queue.illegal_move", start=start.value, end=end.value)


class Priority(StrEnum):
    """How soon somebody must be seen, most urgent first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ELDERLY = "elderly"
    NORMAL = "normal"


_RANK = {priority: rank for rank, priority in enumerate(Priority)}


class WhyHere(StrEnum):
    """The rule that put somebody at their place; the front ends word it."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ELDERLY = "elderly"
    SKIPPED = "skipped"
    LATE = "late"
    APPOINTMENT = "appointment"
    WALK_IN = "walk-in"


@dataclass(frozen=True)
class Waiting:
    """What the rule looks at. ``appointment_at`` is None for a walk-in."""

    id: UUID
    priority: Priority
    arrived_at: datetime
    appointment_at: datetime | None = None
    skip_count: int = 0

    @property
    def came_late(self) -> bool:
        """Whether a booked patient came too late to keep the place of the appointment."""
        return self.appointment_at is not None and self.arrived_at - self.appointment_at > LATE_GRACE

    @property
    def due_at(self) -> datetime:
        """The moment from which this person could expect to be seen; the earliest is next."""
        base = self.arrived_at if self.appointment_at is None or self.came_late else self.appointment_at
        return base + SKIP_PENALTY * self.skip_count

    @property
    def why_here(self) -> WhyHere:
        """The rule that weighed most."""
        if self.priority is not Priority.NORMAL:
            return WhyHere(self.priority.value)
        if self.skip_count:
            return WhyHere.SKIPPED
        if self.appointment_at is None:
            return WhyHere.WALK_IN
        return WhyHere.LATE if self.came_late else WhyHere.APPOINTMENT


def calling_order(entries: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Everybody who waits, next one first."""
    return tuple(sorted(entries, key=lambda e: (_RANK[e.priority], e.due_at, e.arrived_at, e.id)))


@dataclass(frozen=True)
class Pace:
    """Minutes a visit takes: the usual time, and the range in which the middle half of visits lies."""

    usual: float
    low: float
    high: float


#: Used until a practitioner has finished a visit.
DEFAULT_PACE = Pace(usual=12.0, low=8.0, high=18.0)
_LONGEST_VISIT = 120.0
_ENOUGH_FOR_QUARTILES = 4


def pace_of(minutes: Sequence[float]) -> Pace:
    """The pace shown by recent visits.

    Args:
        minutes: how long each took; a visit that somebody forgot to close counts as two hours at most.
    """
    if not minutes:
        return DEFAULT_PACE
    taken = [min(max(each, 1.0), _LONGEST_VISIT) for each in minutes]
    usual = float(median(taken))
    if len(taken) < _ENOUGH_FOR_QUARTILES:
        scale = usual / DEFAULT_PACE.usual
        return Pace(usual=usual, low=DEFAULT_PACE.low * scale, high=DEFAULT_PACE.high * scale)
    low, _, high = quantiles(taken, n=4, method="inclusive")
    return Pace(usual=usual, low=low, high=high)


@dataclass(frozen=True)
class Room:
    """What stands between the line and the practitioner.

    Attributes:
        called: people called who are not in the room yet.
        in_room_minutes: how long the present visit has lasted, None when the room is empty.
        delay_minutes: until the practitioner, who is announced as late, will be there.
    """

    called: int = 0
    in_room_minutes: float | None = None
    delay_minutes: float = 0.0


#: The shortest range that is honest: nobody is called the very moment the board says so.
_NEXT_MINUTES = 5


def predicted_wait(position: int, pace: Pace, room: Room, until_appointment_minutes: float = 0.0) -> tuple[int, int]:
    """Minutes that a person must expect to wait still, as (at least, at most).

    The spread of a sum of visits grows with the square root of their number.

    Args:
        position: place in the line, 1 is next.
        until_appointment_minutes: time until this person's own appointment; who came early may be called
            early, but can't count on it.
    """
    ahead = position - 1 + room.called
    mean = room.delay_minutes + ahead * pace.usual
    visits = float(ahead)
    if room.in_room_minutes is not None:
        mean += max(pace.usual - room.in_room_minutes, 0.0)
        visits += 1
    low = mean - (pace.usual - pace.low) * math.sqrt(visits)
    high = mean + (pace.high - pace.usual) * math.sqrt(visits)
    at_most = max(math.ceil(high), _NEXT_MINUTES, math.ceil(until_appointment_minutes))
    return max(math.floor(low), 0), at_most


def promised_wait(at_most: int) -> int:
    """What to tell somebody at check-in: the long end, rounded up to five minutes."""
    return 5 * math.ceil(at_most / 5)


def running_late(overdue: Iterable[Waiting], now: datetime, *, in_room: Waiting | None = None,
                 started_at: datetime | None = None) -> int:  # fmt: skip
    """Minutes by which the practitioner is behind the appointments.

    Args:
        overdue: who waits or was called; only booked people who came in time count.
        in_room: the present patient, counted as late as their visit began.
        started_at: when that visit began.
    """
    late = [now - e.appointment_at for e in overdue if e.appointment_at is not None and not e.came_late]
    if in_room is not None and in_room.appointment_at is not None and not in_room.came_late:
        late.append((started_at or now) - in_room.appointment_at)
    worst = max(late, default=timedelta(0))
    return max(int(worst.total_seconds() // 60), 0)


def token_text(service_point: str, number: int) -> str:
    """A token as it is printed and called: ``A-014``."""
    return f"{service_point}-{number:03d}"
