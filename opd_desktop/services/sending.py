"""Handing messages to their channels: an attempt is committed before the message leaves the house.

After a crash the attempt's lease runs out, and what happens then depends on the channel (`ports.Recovery`): a keyed
one gets the same attempt again, a blind one (e-mail) leaves the message ``unknown`` until a person decides.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Communication, CommunicationAttempt
from opd_desktop.domain.events import (
    CommunicationFailed,
    CommunicationQueued,
    CommunicationSent,
    CommunicationUnknown,
    TicketCreated,
)
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.journey import Why
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import communications, journey_engine
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.worker import ClaimedMessage, Done, FinishAttempt, Lease
from opd_desktop.services.failures import open_failure_ticket
from opd_desktop.services.operations import operation
from opd_desktop.services.ports import Outcome, Recovery
from opd_desktop.services.uow import Tx

#: Tries that the provider refused for now; then the message has failed.
MAX_ATTEMPTS = 8
_FIRST_WAIT_S = 30.0
_LONGEST_WAIT_S = 3600.0

_CLAIM = """
SELECT c.id, coalesce(s.expires_at < now(), false) AS expired
FROM communication c LEFT JOIN step_run s ON s.id = c.step_run_id
WHERE c.status = 'queued' AND c.direction = 'out' AND c.channel = ANY(:channels)
    AND (c.not_before IS NULL OR c.not_before <= now())
ORDER BY c.created_at, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""
_ATTEMPT = """
SELECT t.id AS attempt_id, c.id AS communication_id, t.number, c.channel, c.to_address, c.subject, c.body
FROM communication_attempt t JOIN communication c ON c.id = t.communication_id WHERE t.id = :id
"""


@operation("worker.message.claim", needs=Permission.JOURNEY_RUN, emits=[CommunicationFailed, TicketCreated])
def claim(tx: Tx, actor: Actor, request: Lease) -> ClaimedMessage | None:
    """Take the message that has waited longest, and commit the attempt to send it.

    One that has waited too long has failed; one whose patient has withdrawn consent meanwhile is cancelled.
    """
    del actor
    message = _next(tx)
    if message is None:
        return None
    number = tx.rows(
        "SELECT coalesce(max(number), 0) + 1 AS n FROM communication_attempt WHERE communication_id = :id",
        id=message.id,
    )[0]["n"]
    attempt = CommunicationAttempt(id=uuid7(), communication_id=message.id, number=number, worker=request.worker)
    tx.session.add(attempt)
    message.status = "sending"
    tx.session.flush()
    _lease(tx, attempt.id, request)
    return ClaimedMessage.model_validate(tx.rows(_ATTEMPT, id=attempt.id)[0])


@operation(
    "worker.message.finish",
    needs=Permission.JOURNEY_RUN,
    emits=[CommunicationSent, CommunicationFailed, CommunicationUnknown, TicketCreated],
)
def finish(tx: Tx, actor: Actor, request: FinishAttempt) -> Done:
    """Write how an attempt ended; one that was taken over meanwhile only counts if the message was sent."""
    del actor
    attempt = tx.get(CommunicationAttempt, request.attempt_id)
    message = tx.lock(Communication, attempt.communication_id)
    tx.session.refresh(attempt)
    held = attempt.ended_at is None and attempt.worker == request.worker
    late = request.outcome is Outcome.SENT and attempt.outcome != "sent"
    if not (held or late):
        return Done(count=0)
    attempt.outcome, attempt.provider_id, attempt.detail = request.outcome.value, request.provider_id, request.detail
    attempt.ended_at = attempt.ended_at or tx.now
    tx.session.flush()
    if request.outcome is Outcome.SENT:
        if message.status in ("queued", "sending", "unknown", "failed"):
            _settle(tx, message, "sent", "")
    elif request.outcome is Outcome.UNKNOWN:
        _settle(tx, message, "unknown", request.detail)
    elif request.outcome is Outcome.RETRY and attempt.number < MAX_ATTEMPTS:
        wait = request.retry_after_s or min(_FIRST_WAIT_S * 2 ** (attempt.number - 1), _LONGEST_WAIT_S)
        _requeue(tx, message, wait, request.detail)
    else:
        _settle(tx, message, "failed", request.detail)
    return Done(count=1)


@operation("worker.message.recover", needs=Permission.JOURNEY_RUN, emits=[CommunicationUnknown, CommunicationQueued])
def recover(tx: Tx, actor: Actor, request: Lease) -> ClaimedMessage | None:
    """Deal with one attempt whose worker died.

    On a keyed channel this worker takes the same attempt over (returned, to be sent again under the same key).
    Otherwise the message becomes ``unknown``, or is queued again if its template is harmless to repeat.
    """
    del actor
    found = tx.rows(
        "SELECT t.id, t.communication_id, c.channel, coalesce(m.harmless, false) AS harmless "
        "FROM communication_attempt t JOIN communication c ON c.id = t.communication_id "
        "LEFT JOIN (SELECT key, bool_and(repeat_is_harmless) AS harmless FROM message_template GROUP BY key) m "
        "ON m.key = c.template_key "
        "WHERE c.status = 'sending' AND t.ended_at IS NULL AND t.lease_until < now() "
        "ORDER BY t.lease_until LIMIT 1 FOR UPDATE OF t, c SKIP LOCKED"
    )
    if not found:
        return None
    row = found[0]
    if _recovery(tx, row["channel"]) is Recovery.KEYED:
        tx.session.execute(
            text("UPDATE communication_attempt SET worker = :worker WHERE id = :id"),
            {"worker": request.worker, "id": row["id"]},
        )
        _lease(tx, row["id"], request)
        return ClaimedMessage.model_validate({**tx.rows(_ATTEMPT, id=row["id"])[0], "again": True})
    tx.session.execute(
        text(
            "UPDATE communication_attempt SET ended_at = now(), outcome = 'unknown', detail = 'worker-died' "
            "WHERE id = :id"
        ),
        {"id": row["id"]},
    )
    message = tx.get(Communication, row["communication_id"])
    if row["harmless"]:
        _requeue(tx, message, 0, "worker-died")
        tx.record(CommunicationQueued(id=message.id, facility_id=message.facility_id, patient_id=message.patient_id))
    else:
        _settle(tx, message, "unknown", "worker-died")
    return None


@operation("worker.message.lost", needs=Permission.JOURNEY_RUN)
def lost(tx: Tx, actor: Actor, request: Nothing) -> Done:
    """How many attempts wait to be recovered now."""
    del actor, request
    rows = tx.rows(
        "SELECT count(*) AS n FROM communication_attempt t JOIN communication c ON c.id = t.communication_id "
        "WHERE c.status = 'sending' AND t.ended_at IS NULL AND t.lease_until < now()"
    )
    return Done(count=rows[0]["n"])


def _next(tx: Tx) -> Communication | None:
    """The next message that may be sent, locked; settles those that may not be any more."""
    channels = [channel.name for channel in tx.ports.channels]
    while found := tx.rows(_CLAIM, channels=channels):
        message = tx.get(Communication, found[0]["id"])
        if found[0]["expired"]:
            _settle(tx, message, "failed", Why.EXPIRED)
        elif not communications.may_contact(tx, message.patient_id, message.channel):
            message.status, message.error = "cancelled", Why.NO_CONSENT
            tx.session.flush()
        else:
            return message
    return None


def _recovery(tx: Tx, channel: str) -> Recovery:
    """How a channel recovers; one that is not set up here is treated as blind."""
    return next((one.recovery for one in tx.ports.channels if one.name == channel), Recovery.BLIND)


def _lease(tx: Tx, attempt_id: UUID, request: Lease) -> None:
    tx.session.execute(
        text("UPDATE communication_attempt SET lease_until = now() + make_interval(secs => :s) WHERE id = :id"),
        {"s": request.seconds, "id": attempt_id},
    )


def _requeue(tx: Tx, message: Communication, wait_s: float, why: str) -> None:
    message.status, message.error = "queued", why
    message.not_before = tx.rows("SELECT now() + make_interval(secs => :s) AS at", s=wait_s)[0]["at"]
    tx.session.flush()


def _settle(tx: Tx, message: Communication, status: str, error: str) -> None:
    """Give a message its status, tell of it, and open a ticket for one that failed on a journey."""
    message.status, message.error = status, error
    tx.session.flush()
    happened = {"sent": CommunicationSent, "failed": CommunicationFailed, "unknown": CommunicationUnknown}[status]
    ids: dict[str, Any] = {"id": message.id, "facility_id": message.facility_id, "patient_id": message.patient_id}
    tx.record(happened(**ids))
    if status == "failed" and message.journey_instance_id is not None:
        loaded = journey_engine.load(tx, message.journey_instance_id)
        step = tx.rows("SELECT step_key FROM step_run WHERE id = :id", id=message.step_run_id)
        key = str(step[0]["step_key"]) if step else loaded.progress.stage
        open_failure_ticket(tx, loaded, key, detail=error, communication_id=message.id)
