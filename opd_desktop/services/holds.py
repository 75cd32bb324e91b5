"""Holds: a place kept for three minutes while somebody fills in the booking form."""

from sqlalchemy import text

from opd_desktop.domain.appointment import HOLD_TIME
from opd_desktop.domain.events import HoldPlaced, HoldReleased
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.appointments import HoldDto, HoldSlots, ReleaseHold
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import choose, drop_holds, taken, taking
from opd_desktop.services.uow import Tx

#: Selects the columns of `HoldDto`, grouped by hold.
SELECT = """
SELECT h.id, array_agg(h.slot_id ORDER BY s.starts_at) AS slot_ids, s.practitioner_id, h.facility_id,
    min(s.starts_at) AS starts_at, max(s.ends_at) AS ends_at, h.login, h.desk, h.expires_at
FROM slot_hold h JOIN time_slot s ON s.id = h.slot_id
"""
GROUP = "GROUP BY h.id, s.practitioner_id, h.facility_id, h.login, h.desk, h.expires_at"


@operation("scheduling.hold.create", needs=Permission.BOOK, emits=[HoldPlaced])
def hold(tx: Tx, actor: Actor, request: HoldSlots) -> HoldDto:
    """Hold slots for this desk for three minutes; other desks see who books there. Holding again starts anew.

    Raises:
        SlotTaken: it is full, or another desk holds it; carries alternatives.
        Conflict: ``booking.slot_unavailable``.
        BadInput: ``booking.not_consecutive``.
    """
    place = choose(tx, actor, request.slot_ids)
    if place.full:
        raise taken(tx, place)
    made = uuid7()
    with taking(tx, place):
        if place.held_by_us:
            drop_holds(tx, actor, place.slot_ids)
        tx.session.execute(
            text(
                "INSERT INTO slot_hold (id, slot_id, facility_id, desk, expires_at) "
                "SELECT CAST(:id AS uuid), slot, CAST(:facility AS uuid), :desk, now() + CAST(:time AS interval) "
                "FROM unnest(CAST(:slots AS uuid[])) AS slot ORDER BY slot"
            ),
            {
                "id": made, "facility": place.facility_id, "desk": actor.desk, "time": HOLD_TIME,
                "slots": list(place.slot_ids),
            },
        )  # fmt: skip
    tx.record(HoldPlaced(id=made, facility_id=place.facility_id, practitioner_id=place.practitioner_id))
    (row,) = tx.rows(f"{SELECT} WHERE h.id = :id {GROUP}", id=made)
    return HoldDto.model_validate(row)


@operation("scheduling.hold.release", needs=Permission.BOOK, emits=[HoldReleased])
def release(tx: Tx, actor: Actor, request: ReleaseHold) -> Nothing:
    """Give a hold back. One that has run out, or was given back already, is no error."""
    del actor
    gone = tx.rows(
        "DELETE FROM slot_hold h USING time_slot s WHERE h.id = :id AND s.id = h.slot_id "
        "RETURNING h.facility_id, s.practitioner_id",
        id=request.id,
    )
    if gone:
        tx.record(HoldReleased(id=request.id, **gone[0]))
    return Nothing()
