"""Messages."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.services.dto.common import Change, Dto, Request
from opd_desktop.services.dto.patients import ChannelName

CommunicationStatus = Literal[
    "queued", "sending", "sent", "delivered", "read", "failed", "unknown", "received", "cancelled"
]


class CommunicationDto(Dto):
    id: UUID
    facility_id: UUID
    patient_id: UUID
    patient_name: str
    journey_instance_id: UUID | None
    direction: Literal["out", "in"]
    channel: str
    purpose: str
    template_key: str
    to_address: str
    subject: str
    body: str
    status: CommunicationStatus
    status_at: datetime
    error: str
    attempts: int
    created_at: datetime
    created_by: str
    row_version: int


class SendCommunication(Request):
    """Queue a message to a patient. ``channel`` None takes the patient's preferred one that is configured."""

    patient_id: UUID
    facility_id: UUID
    channel: ChannelName | None = None
    subject: str = Field(default="", max_length=200)
    body: str = Field(min_length=1, max_length=4000)
    journey_instance_id: UUID | None = None


class ListCommunications(Request):
    """Newest first."""

    facility_id: UUID | None = None
    patient_id: UUID | None = None
    journey_instance_id: UUID | None = None
    status: tuple[CommunicationStatus, ...] = ()
    channel: str | None = None
    limit: int = Field(default=200, ge=1, le=2000)


class ResolveUnknown(Change):
    """A person decides what became of a message of unknown fate: ``sent``, or ``queued`` to send again."""

    status: Literal["sent", "queued", "failed"]
