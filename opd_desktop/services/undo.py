"""Undo on shared data: a use case records its inverse; running it is a use case like any other.

The inverse carries the row versions that the original left behind, so an undo never overwrites what somebody
did meanwhile: it is refused with who and when.
"""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text

from opd_desktop.db.models import UndoRecord
from opd_desktop.domain.appointment import UNDO_WINDOW
from opd_desktop.domain.errors import Conflict, NotFound
from opd_desktop.domain.events import EVENTS
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import registry
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Nothing, RunUndo, UndoDto, Undone
from opd_desktop.services.operations import Operation, Request, operation
from opd_desktop.services.uow import Tx

_INSERT = text(
    "INSERT INTO undo_record (id, expires_at, label, label_params, operation, request) "
    "VALUES (:id, :expires_at, :label, CAST(:params AS jsonb), :operation, CAST(:request AS jsonb))"
)

_ONLY = text(
    "UPDATE undo_record SET used_at = now() WHERE login = session_user AND created_at = now() AND used_at IS NULL "
    "AND id IS DISTINCT FROM CAST(:id AS uuid)"
)


def offer(
    tx: Tx,
    label: str,
    params: dict[str, str],
    inverse: Operation[Request, Any],
    request: Request,
    *,
    window: timedelta = UNDO_WINDOW,
) -> UndoDto:
    """Record how to undo what this transaction does.

    Args:
        label: a code the ui words, ``appointment.checked_in``; ``params`` is what the words need.
        inverse: the operation that undoes it, with its ``request``.
    """
    made, expires_at = uuid7(), tx.now + window
    tx.session.execute(
        _INSERT,
        {
            "id": made, "expires_at": expires_at, "label": label, "params": json.dumps(params),
            "operation": inverse.name, "request": request.model_dump_json(),
        },
    )  # fmt: skip
    return UndoDto(id=made, label=label, params=params, expires_at=expires_at)


def only(tx: Tx, offered: UndoDto | None) -> None:
    """Of all that this transaction offered to undo, only this counts: one thing was done, and is undone as one."""
    tx.session.flush()
    tx.session.execute(_ONLY, {"id": offered.id if offered else None})


@operation("undo.run", emits=EVENTS.values())
def run(tx: Tx, actor: Actor, request: RunUndo) -> Undone:
    """Undo something that this person did, once, while it can be.

    Raises:
        NotFound: ``undo.not_found`` (somebody else's, or none).
        Conflict: ``undo.expired`` or ``undo.already_done``; `ChangedElsewhere` if the data moved on.
    """
    query = select(UndoRecord).where(UndoRecord.id == request.id).with_for_update()
    record = tx.session.execute(query).scalar_one_or_none()
    if record is None:
        raise NotFound("undo.not_found")
    if record.used_at is not None:
        raise Conflict("undo.already_done")
    if tx.now > record.expires_at:
        raise Conflict("undo.expired")
    # By its name: what was done at another desk may be of a part that this one has not loaded.
    inverse = registry.named(record.operation)
    inverse.run(tx, actor, inverse.request.model_validate(record.request))
    record.used_at = tx.now
    # What the inverse offers would be a redo: the next undo is of what was done before.
    only(tx, None)
    return Undone(label=record.label, params=record.label_params)


@operation("undo.last")
def last(tx: Tx, actor: Actor, request: Nothing) -> UndoDto | None:
    """The newest thing that this person can still undo, if any."""
    del request
    query = (
        select(UndoRecord)
        .where(UndoRecord.login == actor.login, UndoRecord.used_at.is_(None), UndoRecord.expires_at > tx.now)
        .order_by(UndoRecord.created_at.desc())
        .limit(1)
    )
    record = tx.session.execute(query).scalar_one_or_none()
    if record is None:
        return None
    return UndoDto(id=record.id, label=record.label, params=record.label_params, expires_at=record.expires_at)
