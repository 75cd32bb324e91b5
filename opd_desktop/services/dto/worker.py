"""What the background worker asks of the database, and gets."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from opd_desktop.services.dto.common import Dto, Request
from opd_desktop.services.ports import Outcome


class Batch(Request):
    """How many rows at most."""

    limit: int = Field(default=500, ge=1, le=10000)


class Done(Dto):
    """How many rows were dealt with."""

    count: int


class Relayed(Dto):
    """The event that was handled; ``failed`` names the consumers that could not and will get it again."""

    event_id: int
    name: str
    failed: tuple[str, ...] = ()


class Lease(Request):
    """A worker takes something for a while; nobody else touches it until the lease is over.

    ``worker`` is unique to the process. The time is the database's.
    """

    worker: str = Field(min_length=1)
    seconds: float = Field(default=60, gt=0, le=3600)


class ClaimedStep(Dto):
    """A step that this worker holds, by its fence."""

    id: UUID
    step_key: str
    kind: str
    fence: int


class StepRef(Request):
    """A claimed step; a fence that is not the newest changes nothing."""

    id: UUID
    fence: int


class StepFailed(StepRef):
    """``code`` says why, without patient data."""

    code: str


class StepResult(Dto):
    """What became of a step; ``state`` is ``lost`` when somebody else holds it now."""

    state: str
    reason: str = ""


class ClaimedMessage(Dto):
    """A message that this worker may hand to its channel; ``again`` tells of a keyed repeat of the same attempt."""

    attempt_id: UUID
    communication_id: UUID
    number: int
    channel: str
    to_address: str
    subject: str
    body: str
    again: bool = False


class FinishAttempt(Request):
    """How an attempt ended."""

    attempt_id: UUID
    worker: str
    outcome: Outcome
    provider_id: str | None = None
    detail: str = ""
    retry_after_s: float | None = None


class StuckEvent(Dto):
    """An event that its consumers could not handle, however often they tried."""

    id: int
    name: str
    occurred_at: datetime
    attempts: int
    last_error: str
