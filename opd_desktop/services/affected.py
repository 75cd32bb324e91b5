"""The list of visits that hours were taken from, and what became of each: moved, kept, cancelled, nobody answered.

``opd.materialize`` notes the visits. Moving or cancelling one closes its row by a trigger, so that the list is right
whoever does it, and so does giving the hours back.
"""

from sqlalchemy import text

from opd_desktop.db.models import AffectedVisit as Row
from opd_desktop.db.models import Appointment
from opd_desktop.domain.errors import Conflict
from opd_desktop.domain.events import AppointmentUpdated
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.affected import AffectedVisit
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.dto.schedules import DecideAffected, ListAffected
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own
from opd_desktop.services.uow import Tx

_SELECT = """
SELECT v.id, v.appointment_id, v.starts_at, v.cause, v.reason, v.noted_at, v.outcome, v.note, v.calls, v.decided_at,
    v.decided_by, v.row_version
FROM affected_visit v JOIN appointment a ON a.id = v.appointment_id
"""
#: Waits for somebody to call.
OPEN = ("open", "no-answer")


@operation("scheduling.affected.list", needs=Permission.PATIENT_READ)
def list_(tx: Tx, actor: Actor, request: ListAffected) -> tuple[AffectedVisit, ...]:
    """Visits that hours were taken from, soonest first; settled ones of the last thirty days when asked for."""
    del actor
    where = ["v.facility_id = :facility"]
    if request.include_closed:
        where.append("(v.outcome IN ('open', 'no-answer') OR v.noted_at > now() - interval '30 days')")
    else:
        where.append("v.outcome IN ('open', 'no-answer')")
    if request.practitioner_id is not None:
        where.append("a.practitioner_id = :practitioner")
    return _some(
        tx, " AND ".join(where), facility=request.facility_id, practitioner=request.practitioner_id
    )  # fmt: skip


@operation("scheduling.affected.decide", needs=Permission.BOOK, emits=[AppointmentUpdated])
def decide(tx: Tx, actor: Actor, request: DecideAffected) -> AffectedVisit:
    """Note what became of the call. "Kept" settles it; after "no-answer" it stays in the list, counted.

    Moving and cancelling the visit settle it by themselves.

    Raises:
        Conflict: ``affected_visit.closed`` when it is settled already; `ChangedElsewhere`.
        NotPermitted: ``appointment.own_only`` for a doctor and another's visit.
    """
    seen = tx.get(Row, request.id)
    visit = tx.get(Appointment, seen.appointment_id)
    check_own(actor, visit.practitioner_id)
    row = tx.lock(Row, request.id, request.row_version)
    allowed = OPEN if request.outcome != "open" else ("kept", *OPEN)
    if row.outcome not in allowed:
        raise Conflict("affected_visit.closed", outcome=row.outcome)
    # A statement of our own: nobody answered twice is two calls, and the row must change each time.
    tx.session.execute(
        text("UPDATE affected_visit SET outcome = :outcome, note = :note WHERE id = :id"),
        {"outcome": request.outcome, "note": request.note, "id": request.id},
    )
    tx.record(AppointmentUpdated(id=visit.id, facility_id=visit.facility_id, patient_id=visit.patient_id))
    (made,) = _some(tx, "v.id = :id", id=request.id)
    return made.model_copy(update={"undo": _offer(tx, made, row.note)}) if request.outcome == "kept" else made


def _offer(tx: Tx, made: AffectedVisit, note: str) -> UndoDto:
    back = DecideAffected(id=made.id, row_version=made.row_version, outcome="open", note=note)
    return undo.offer(tx, "affected.kept", {"patient": made.appointment.patient_name}, decide, back)


def _some(tx: Tx, where: str, **params: object) -> tuple[AffectedVisit, ...]:
    rows = tx.rows(f"{_SELECT} WHERE {where} ORDER BY a.starts_at, v.id", **params)
    ids = [row["appointment_id"] for row in rows]
    visits = {one.id: one for one in appointment_view.some(tx, "a.id = ANY(:ids)", ids=ids)} if ids else {}
    return tuple(
        AffectedVisit.model_validate({**row, "appointment": visits[row["appointment_id"]]})
        for row in rows
        if row["appointment_id"] in visits
    )
