"""The outbox: each committed event is given to its consumers, and has its effect once.

A consumer's effect, its row in ``event_consumed`` and the end of the event commit together. Events of one patient
are handled in their order, as long as all goes well; one that a consumer failed on comes again later, out of order.
Several workers share the work.
"""

import importlib
import importlib.util
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from opd_desktop.db.meanings import Retry, meaning_of
from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.domain.events import EVENTS, Event
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import journey_flow
from opd_desktop.services.actor import Actor
from opd_desktop.services.bug_trace import trace
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.worker import Batch, Done, Relayed, StuckEvent
from opd_desktop.services.journey_engine import JOURNEY_EVENTS
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

log = logging.getLogger(__name__)

#: After so many tries an event waits for a person (`stuck`).
MAX_ATTEMPTS = 12


@dataclass(frozen=True)
class Consumer:
    """Something that follows events. ``name`` is stable: it is the key of what has been consumed."""

    name: str
    events: frozenset[str]
    run: Callable[[Tx, Event, datetime], None]


def _of(*aggregates: str) -> frozenset[str]:
    return frozenset(name for name, kind in EVENTS.items() if kind.aggregate in aggregates)


def _project(tx: Tx, event: Event, at: datetime) -> None:
    del at
    if importlib.util.find_spec("opd_desktop.services.fhir_projection") is not None:
        importlib.import_module("opd_desktop.services.fhir_projection").project(tx, event)


CONSUMERS = (
    Consumer("journeys", _of("appointment", "encounter"), journey_flow.consume),
    Consumer("fhir", _of("appointment", "encounter", "patient"), _project),
)
_HEARD = frozenset[str]().union(*(consumer.events for consumer in CONSUMERS))

_WAITING = "e.dispatched_at IS NULL AND e.attempts < :tries AND e.name = ANY(:names)"
_CLAIM = f"""
SELECT e.id, e.occurred_at, e.name, e.payload, e.attempts FROM outbox_event e
WHERE {_WAITING} AND (e.not_before IS NULL OR e.not_before <= now())
    AND NOT EXISTS (SELECT FROM outbox_event b WHERE b.patient_id = e.patient_id AND b.id < e.id
        AND b.dispatched_at IS NULL AND b.attempts = 0 AND b.name = ANY(:names))
ORDER BY e.id LIMIT 1 FOR UPDATE OF e SKIP LOCKED
"""


@operation("worker.outbox.relay", needs=Permission.JOURNEY_RUN, emits=JOURNEY_EVENTS)
def relay(tx: Tx, actor: Actor, request: Nothing) -> Relayed | None:
    """Give the oldest waiting event to its consumers; None when there is none.

    A consumer that fails is rolled back alone and gets the event again later, ever more slowly.
    """
    del actor, request
    found = tx.rows(_CLAIM, tries=MAX_ATTEMPTS, names=sorted(_HEARD))
    if not found:
        return None
    row = found[0]
    failed: dict[str, str] = {}
    try:
        event = EVENTS[row["name"]].model_validate(row["payload"])
    except ValidationError:
        # One that nobody can read must not stand in the way of all that came after it.
        log.error("event %s %s can't be read", row["name"], row["id"])
        _end(tx, row, {"event": "unreadable"})
        return Relayed(event_id=row["id"], name=row["name"], failed=("event",))
    for consumer in CONSUMERS:
        if event.name in consumer.events and (why := _consume(tx, consumer, event, row)):
            failed[consumer.name] = why
    _end(tx, row, failed)
    return Relayed(event_id=row["id"], name=event.name, failed=tuple(failed))


@operation("worker.outbox.skip", needs=Permission.JOURNEY_RUN)
def skip(tx: Tx, actor: Actor, request: Batch) -> Done:
    """Mark the events that no consumer wants."""
    del actor
    done = tx.rows(
        "UPDATE outbox_event SET dispatched_at = now() WHERE id IN (SELECT e.id FROM outbox_event e "
        "WHERE e.dispatched_at IS NULL AND e.name = ANY(:names) ORDER BY e.id LIMIT :limit "
        "FOR UPDATE SKIP LOCKED) AND dispatched_at IS NULL RETURNING id",
        names=sorted(EVENTS.keys() - _HEARD), limit=request.limit,
    )  # fmt: skip
    return Done(count=len(done))


@operation("worker.outbox.stuck", needs=Permission.AUDIT_READ)
def stuck(tx: Tx, actor: Actor, request: Batch) -> tuple[StuckEvent, ...]:
    """Events that consumers could not handle, for a person to look into."""
    del actor
    rows = tx.rows(
        "SELECT id, name, occurred_at, attempts, last_error FROM outbox_event "
        "WHERE dispatched_at IS NULL AND attempts >= :tries ORDER BY id LIMIT :limit",
        tries=MAX_ATTEMPTS, limit=request.limit,
    )  # fmt: skip
    return tuple(StuckEvent.model_validate(row) for row in rows)


def _consume(tx: Tx, consumer: Consumer, event: Event, row: dict[str, Any]) -> str:
    """Let one consumer have the event, unless it had it before; why it failed, or ""."""
    try:
        with tx.savepoint():
            fresh = tx.rows(
                "INSERT INTO event_consumed (consumer, event_id) VALUES (:consumer, :event) "
                "ON CONFLICT DO NOTHING RETURNING event_id",
                consumer=consumer.name, event=row["id"],
            )  # fmt: skip
            if fresh:
                consumer.run(tx, event, row["occurred_at"])
    except DBAPIError as failed:
        meaning = meaning_of(failed)
        if isinstance(meaning, Retry | ServiceUnavailable):
            raise
        return _note(consumer, event, meaning.code if meaning else type(failed.orig).__name__)
    except OpdError as refused:
        return _note(consumer, event, refused.code)
    except Exception as bug:
        log.error("consumer %s failed on event %s: %s", consumer.name, row["id"], trace(bug))
        return _note(consumer, event, type(bug).__name__)
    return ""


def _note(consumer: Consumer, event: Event, code: str) -> str:
    log.warning("consumer %s could not handle %s %s: %s", consumer.name, event.name, event.id, code)
    return code


def _end(tx: Tx, row: dict[str, Any], failed: dict[str, str]) -> None:
    if not failed:
        tx.session.execute(
            text("UPDATE outbox_event SET dispatched_at = now() WHERE id = :id AND occurred_at = :at"),
            {"id": row["id"], "at": row["occurred_at"]},
        )
        return
    tx.session.execute(
        text(
            "UPDATE outbox_event SET attempts = attempts + 1, last_error = :error, "
            "not_before = now() + make_interval(secs => least(2 ^ attempts, 600)) WHERE id = :id AND occurred_at = :at"
        ),
        {
            "id": row["id"], "at": row["occurred_at"],
            "error": "; ".join(f"{name}: {why}" for name, why in failed.items()),
        },
    )  # fmt: skip
