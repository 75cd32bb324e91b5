"""Journey definitions, instances, and the board."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.services.dto.common import Change, Dto, Request

DefinitionStatus = Literal["draft", "published", "archived"]
InstanceState = Literal["active", "completed", "cancelled"]


class StageDto(Dto):
    id: UUID
    key: str
    name: str
    position: int
    spec: dict[str, Any]


class JourneyDto(Dto):
    id: UUID
    key: str
    version: int
    name: str
    description: str
    status: DefinitionStatus
    trigger: str
    stages: tuple[StageDto, ...] = ()
    row_version: int


class CreateJourney(Request):
    """A new draft; an existing ``key`` gets the next version."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,60}$")
    name: str = Field(min_length=1, max_length=120)
    description: str = ""
    trigger: str = ""


class ListJourneys(Request):
    status: tuple[DefinitionStatus, ...] = ()


class PatchJourney(Change):
    """``status`` published makes it the one that new journeys start with; a published one only archives."""

    name: str | None = Field(default=None, min_length=1)
    description: str | None = None
    trigger: str | None = None
    status: DefinitionStatus | None = None


class AddStage(Request):
    """``spec`` is a `domain.journey.StageSpec`."""

    id: UUID = Field(description="the journey definition")
    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,60}$")
    name: str = Field(min_length=1)
    position: int | None = None
    spec: dict[str, Any] = {}


class StageStatusDto(Dto):
    stage: str
    name: str
    state: Literal["pending", "active", "completed", "skipped"]
    entered_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    reason: str


class StepDto(Dto):
    id: UUID
    step_key: str
    kind: str
    due_at: datetime
    state: str
    attempts: int
    reason: str


class InstanceDto(Dto):
    """A patient's journey; ``overdue`` and ``at_risk`` by the stage's due time."""

    id: UUID
    definition_id: UUID
    definition_name: str
    patient_id: UUID
    patient_name: str
    practitioner_name: str
    facility_id: UUID
    appointment_id: UUID | None
    appointment_at: datetime | None
    appointment_status: str | None
    stage: str
    stage_name: str
    state: InstanceState
    stage_entered_at: datetime
    stage_due_at: datetime | None
    overdue: bool
    at_risk: bool
    next_step: StepDto | None
    last_message_status: str | None
    last_message_channel: str | None
    last_message_at: datetime | None
    row_version: int


class InstanceStory(Dto):
    """Everything about one journey."""

    instance: InstanceDto
    stages: tuple[StageStatusDto, ...]
    steps: tuple[StepDto, ...]


class CreateInstance(Request):
    """Start a journey by hand (``manual`` anchor) or for an appointment."""

    definition_id: UUID
    patient_id: UUID
    facility_id: UUID
    appointment_id: UUID | None = None


class ListInstances(Request):
    definition_id: UUID | None = None
    facility_id: UUID | None = None
    patient_id: UUID | None = None
    practitioner_id: UUID | None = None
    state: tuple[InstanceState, ...] = ("active",)
    stage: str | None = None
    limit: int = Field(default=500, ge=1, le=10000)


class PatchInstance(Change):
    """Cancel a journey, or correct its due time."""

    state: Literal["cancelled"] | None = None
    stage_due_at: datetime | None = None
    why: str = ""


class AdvanceInstance(Change):
    """Move on to ``stage`` (None = the next one); skipping or going back needs a reason."""

    stage: str | None = None
    why: str = ""


class BoardRequest(Request):
    facility_id: UUID
    definition_id: UUID | None = None
    practitioner_id: UUID | None = None


class BoardColumn(Dto):
    key: str
    name: str
    hint: str
    count: int
    cards: tuple[InstanceDto, ...]


class BoardFigures(Dto):
    open_journeys: int
    new_today: int
    overdue: int
    sent_today: int
    failed_today: int
    unknown_today: int
    returned_percent: int | None


class Board(Dto):
    definition: JourneyDto | None
    now: datetime
    columns: tuple[BoardColumn, ...]
    figures: BoardFigures
