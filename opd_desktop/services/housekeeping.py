"""What the worker keeps in order by itself: places held too long, calendars made ahead, partitions."""

from pydantic import Field

from opd_desktop.domain.events import HoldReleased
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Nothing, Request
from opd_desktop.services.dto.worker import Batch, Done
from opd_desktop.services.materializing import WEEKS_AHEAD
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx


class MakeAhead(Request):
    """How far ahead calendars are made."""

    weeks: int = Field(default=WEEKS_AHEAD, ge=1, le=104)


@operation("worker.holds.expire", needs=Permission.JOURNEY_RUN, emits=[HoldReleased])
def expire_holds(tx: Tx, actor: Actor, request: Batch) -> Done:
    """Give back the places whose hold has run out."""
    del actor
    gone = tx.rows(
        "DELETE FROM slot_hold h USING time_slot s WHERE s.id = h.slot_id AND h.expires_at <= now() "
        "AND (h.id, h.slot_id) IN (SELECT id, slot_id FROM slot_hold "
        "WHERE expires_at <= now() ORDER BY slot_id LIMIT :limit) RETURNING h.id, h.facility_id, s.practitioner_id",
        limit=request.limit,
    )
    for released in {row["id"]: row for row in gone}.values():
        tx.record(HoldReleased(**released))
    return Done(count=len(gone))


@operation("worker.slots.make_ahead", needs=Permission.JOURNEY_RUN)
def make_ahead(tx: Tx, actor: Actor, request: MakeAhead) -> Done:
    """Make the slots of all schedules for the weeks to come; what is there stays."""
    del actor
    made = tx.rows("SELECT opd.materialize_all(CAST(:weeks AS int)) AS n", weeks=request.weeks)
    return Done(count=int(made[0]["n"]))


@operation("worker.partitions.make", needs=Permission.JOURNEY_RUN)
def make_partitions(tx: Tx, actor: Actor, request: Nothing) -> Done:
    """Make the months to come of the events and the audit trail."""
    del actor, request
    made = tx.rows("SELECT opd.ensure_partitions() AS n")
    return Done(count=int(made[0]["n"]))
