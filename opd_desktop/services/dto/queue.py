"""The queue, as the board shows it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.services.dto.common import Change, Dto, Request, UndoDto

Priority = Literal["emergency", "urgent", "elderly", "normal"]
QueueState = Literal["waiting", "called", "in-consultation", "done", "skipped", "left"]


class QueueEntryDto(Dto):
    """One person in a queue. ``why_here`` names the rule of `domain.queue` that put them at this place."""

    id: UUID
    facility_id: UUID
    practitioner_id: UUID
    practitioner_name: str
    patient_id: UUID
    patient_name: str
    patient_sex: str
    patient_age: int | None
    appointment_id: UUID | None
    appointment_at: datetime | None
    encounter_id: UUID | None
    token: str
    state: QueueState
    priority: Priority
    reason: str
    arrived_at: datetime
    state_changed_at: datetime
    skip_count: int
    position: int | None = None
    why_here: str = ""
    wait_min_minutes: int | None = None
    wait_max_minutes: int | None = None
    promised_wait_minutes: int | None = None
    row_version: int


class PractitionerQueue(Dto):
    """One practitioner's queue in calling order. ``pace_minutes`` is the recent time per visit."""

    practitioner_id: UUID
    practitioner_name: str
    specialty: str
    room: str
    token_prefix: str
    entries: tuple[QueueEntryDto, ...]
    in_room: QueueEntryDto | None
    called: tuple[QueueEntryDto, ...]
    done_count: int
    pace_minutes: float
    running_late_minutes: int


class QueueBoard(Dto):
    facility_id: UUID
    now: datetime
    queues: tuple[PractitionerQueue, ...]
    to_arrive: int


class ListQueue(Request):
    facility_id: UUID
    practitioner_ids: tuple[UUID, ...] = ()


class WalkIn(Request):
    """A patient without an appointment joins a queue; an encounter is made too."""

    facility_id: UUID
    practitioner_id: UUID
    patient_id: UUID
    priority: Priority = "normal"
    reason: str = Field(default="", max_length=500)


class CallNext(Request):
    facility_id: UUID
    practitioner_id: UUID


class QueueChange(Change):
    """Call, requeue, skip, or leave: ``id`` is the queue entry."""


class PutBackInQueue(QueueChange):
    """Where somebody stood before, for an undo: ``skips`` is how often they had been skipped."""

    to: Literal["waiting", "called", "skipped"]
    skips: int = Field(ge=0)
    practitioner_id: UUID


class Rejoin(QueueChange):
    """Who left is here again; who had been called when they left, by an undo, is called."""

    to: Literal["waiting", "called"] = "waiting"


class Transfer(Change):
    practitioner_id: UUID


class QueueMoved(Dto):
    entry: QueueEntryDto
    undo: UndoDto | None = None
