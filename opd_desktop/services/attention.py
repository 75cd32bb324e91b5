"""What waits for somebody, counted in one call: the desk shows it beside every screen and asks often."""

from typing import Any
from uuid import UUID

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import queue_view
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.attention import Attention, AttentionRequest, BusiestQueue
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_QUEUES = f"""
SELECT q.practitioner_id, d.display_name AS practitioner_name, count(*) AS here,
    count(*) FILTER (WHERE q.state = 'waiting') AS waiting,
    extract(epoch FROM now() - min(q.arrived_at) FILTER (WHERE q.state = 'waiting')) / 60.0 AS longest_minutes
FROM queue_entry q
JOIN practitioner d ON d.id = q.practitioner_id
JOIN practitioner_role r ON r.practitioner_id = q.practitioner_id AND r.facility_id = q.facility_id AND r.active
WHERE q.facility_id = :facility AND q.state IN ('waiting', 'skipped') AND {queue_view.OF_TODAY}
GROUP BY q.practitioner_id, d.display_name ORDER BY waiting DESC, longest_minutes DESC
"""
_MESSAGES = """
SELECT count(*) AS count FROM communication WHERE facility_id = :facility
    AND (status = 'unknown' OR (status = 'failed' AND error <> 'resolved-by-hand'))
"""
_TICKETS = """
SELECT count(*) AS count FROM ticket
WHERE facility_id = :facility AND status IN ('open', 'pending') AND due_at < now()
"""


@operation("me.attention")
def read(tx: Tx, actor: Actor, request: AttentionRequest) -> Attention:
    """Count what the signed-in person's role sees to at a facility: people, messages, tickets."""
    counts = _queues(tx, actor, request.facility_id) if actor.may(Permission.QUEUE) else {}
    for name, needs, sql in (
        ("messages", Permission.MESSAGE_READ, _MESSAGES), ("tickets", Permission.TICKET, _TICKETS),
    ):  # fmt: skip
        if actor.may(needs):
            counts[name] = tx.rows(sql, facility=request.facility_id)[0]["count"]
    return Attention(now=tx.now, **counts)


def _queues(tx: Tx, actor: Actor, facility_id: UUID) -> dict[str, Any]:
    rows = tx.rows(_QUEUES, facility=facility_id)
    own = actor.practitioner_id
    waiting = sum(row["here"] for row in rows if own in (None, row["practitioner_id"]))
    busiest = BusiestQueue.model_validate(rows[0]) if rows and rows[0]["waiting"] else None
    return {"waiting": waiting, "busiest": busiest}
