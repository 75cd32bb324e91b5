"""Messages to patients: queue one, list them, and say what became of one of unknown fate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from opd_desktop.db.models import Communication, Facility, JourneyInstance, Patient
from opd_desktop.domain.errors import BadInput, Conflict, NotFound
from opd_desktop.domain.events import CommunicationFailed, CommunicationQueued, CommunicationSent
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.conditions import equal_to
from opd_desktop.services.dto.communications import (
    CommunicationDto,
    ListCommunications,
    ResolveUnknown,
    SendCommunication,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: Shown to the patient by the staff, so it needs neither an address nor consent to be contacted outside.
DESK = "desk"

_SELECT = """
SELECT c.id, c.facility_id, c.patient_id, p.name AS patient_name, c.journey_instance_id, c.direction, c.channel,
    c.purpose, c.template_key, c.to_address, c.subject, c.body, c.status, c.status_at, c.error, c.created_at,
    c.created_by, c.row_version,
    (SELECT count(*) FROM communication_attempt t WHERE t.communication_id = c.id) AS attempts
FROM communication c JOIN patient p ON p.id = c.patient_id
"""


@dataclass(frozen=True)
class Route:
    """Where a message goes."""

    channel: str
    to_address: str


@operation(
    "prm.communication.create",
    route="POST /api/v1/prm/communications",
    needs=Permission.MESSAGE_SEND,
    emits=[CommunicationQueued],
)
def create(tx: Tx, actor: Actor, request: SendCommunication) -> CommunicationDto:
    """Queue a message to a patient; the worker sends it.

    Raises:
        BadInput: ``communication.no_channel`` (not set up here), ``communication.no_address``, or
            ``communication.other_patient`` (the journey is another patient's).
        Conflict: ``communication.no_consent``.
    """
    del actor
    patient = tx.get(Patient, request.patient_id)
    tx.get(Facility, request.facility_id)
    if request.journey_instance_id is not None:
        instance = tx.get(JourneyInstance, request.journey_instance_id)
        if instance.patient_id != patient.id:
            raise BadInput("communication.other_patient")
    route = choose_route(tx, patient, request.channel)
    row = Communication(
        id=uuid7(),
        facility_id=request.facility_id,
        patient_id=patient.id,
        journey_instance_id=request.journey_instance_id,
        channel=route.channel,
        to_address=route.to_address,
        subject=request.subject,
        body=request.body,
    )
    queue(tx, row)
    return one(tx, row.id)


@operation("prm.communication.list", route="GET /api/v1/prm/communications", needs=Permission.MESSAGE_READ)
def list_(tx: Tx, actor: Actor, request: ListCommunications) -> tuple[CommunicationDto, ...]:
    """Messages, newest first."""
    del actor
    parts, params = equal_to(request, "c", "facility_id", "patient_id", "journey_instance_id", "channel")
    params["limit"] = request.limit
    if request.status:
        parts.append("c.status = ANY(:status)")
        params["status"] = list(request.status)
    rows = tx.rows(
        f"{_SELECT} WHERE {' AND '.join(parts)} ORDER BY c.created_at DESC, c.id DESC LIMIT :limit", **params
    )
    return tuple(CommunicationDto.model_validate(row) for row in rows)


@operation(
    "prm.communication.resolve",
    needs=Permission.MESSAGE_SEND,
    emits=[CommunicationQueued, CommunicationSent, CommunicationFailed],
)
def resolve(tx: Tx, actor: Actor, request: ResolveUnknown) -> CommunicationDto:
    """Say what became of a message of unknown fate, or send a failed one again.

    Raises:
        Conflict: ``communication.nothing_to_resolve`` when it is neither unknown nor failed.
    """
    del actor
    seen = tx.get(Communication, request.id)
    if seen.status not in ("unknown", "failed"):
        raise Conflict("communication.nothing_to_resolve", status=seen.status)
    row = tx.lock(Communication, request.id, request.row_version)
    if row.status == request.status:
        return one(tx, row.id)
    row.status = request.status
    row.not_before = None
    row.error = "resolved-by-hand" if request.status != "queued" else ""
    tx.session.flush()
    happened = {"sent": CommunicationSent, "queued": CommunicationQueued, "failed": CommunicationFailed}
    tx.record(happened[request.status](id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))
    return one(tx, row.id)


def queue(tx: Tx, row: Communication) -> None:
    """Write a message that the sender will take up."""
    tx.session.add(row)
    tx.session.flush()
    tx.record(CommunicationQueued(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))


def one(tx: Tx, communication_id: UUID) -> CommunicationDto:
    """A message as a DTO."""
    rows = tx.rows(f"{_SELECT} WHERE c.id = :id", id=communication_id)
    if not rows:
        raise NotFound("communication.not_found", id=str(communication_id))
    return CommunicationDto.model_validate(rows[0])


def choose_route(tx: Tx, patient: Patient, wanted: str | None) -> Route:
    """The channel and address for a patient.

    A named channel is taken or refused. Without one it is the patient's preferred channel where it is set up, has
    an address and is consented to, else the desk. A patient who has refused all messages gets none.

    Raises:
        BadInput: ``communication.no_channel``, ``communication.no_address``.
        Conflict: ``communication.no_consent``.
    """
    configured = {channel.name for channel in tx.ports.channels} | {DESK}
    if wanted is not None:
        if wanted not in configured:
            raise BadInput("communication.no_channel", channel=wanted)
        if not may_contact(tx, patient.id, wanted):
            raise Conflict("communication.no_consent", channel=wanted)
        address = address_of(patient, wanted)
        if not address and wanted != DESK:
            raise BadInput("communication.no_address", channel=wanted)
        return Route(wanted, address)
    preferred = patient.preferred_channel
    if preferred in configured and preferred != DESK:
        address = address_of(patient, preferred)
        if address and may_contact(tx, patient.id, preferred):
            return Route(preferred, address)
    if not may_contact(tx, patient.id, DESK):
        raise Conflict("communication.no_consent", channel=DESK)
    return Route(DESK, address_of(patient, DESK))


def address_of(patient: Patient, channel: str) -> str:
    """Where a patient is reached over a channel; for the desk it is the number that the staff would call."""
    return patient.email if channel == "email" else patient.phone


def may_contact(tx: Tx, patient_id: UUID, channel: str) -> bool:
    """Whether the newest consent allows messages over a channel.

    A consent for the channel itself counts before one for any channel. Without any, only the desk is allowed.
    """
    rows: Sequence[dict[str, Any]] = tx.rows(
        "SELECT granted FROM patient_consent WHERE patient_id = :patient AND purpose = 'messages' "
        "AND channel IN (:channel, 'any') ORDER BY (channel = :channel) DESC, given_at DESC, id DESC LIMIT 1",
        patient=patient_id, channel=channel,
    )  # fmt: skip
    return bool(rows[0]["granted"]) if rows else channel == DESK
