"""What every change of an appointment does: lock it, check the move, say why, tell it, offer the way back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Appointment
from opd_desktop.domain.appointment import AppointmentStatus, check_move
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.events import AppointmentEvent
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.operations import Operation
from opd_desktop.services.placing import check_own
from opd_desktop.services.queue_view import TODAY
from opd_desktop.services.uow import Tx

#: So long before the visit somebody is here in time though it is still the day before.
_EARLY = timedelta(hours=2)


def lock(tx: Tx, actor: Actor, appointment_id: UUID, row_version: int | None) -> Appointment:
    """Lock an appointment that this person may change.

    Raises:
        NotFound: ``appointment.not_found``.
        NotPermitted: ``appointment.own_only``.
        ChangedElsewhere: it is not the version that the person saw.
    """
    # Row-level security lets a doctor lock own visits only; say why rather than "not found".
    check_own(actor, tx.get(Appointment, appointment_id).practitioner_id)
    return tx.lock(Appointment, appointment_id, row_version)


def check(tx: Tx, row: Appointment, end: AppointmentStatus, actor: Actor | None = None) -> None:
    """Refuse a move that the status machine does not have (see `domain.appointment.check_move`)."""
    check_move(
        AppointmentStatus(row.status),
        end,
        now=tx.now,
        changed_at=row.status_changed_at,
        starts_at=row.starts_at,
        may_reset=actor is not None and actor.may(Permission.RESET_STATUS),
    )


def must_be_today(tx: Tx, row: Appointment) -> None:
    """Refuse who comes on another day than the visit's.

    Raises:
        BadInput: ``appointment.not_today``.
    """
    # At night a visit can be of the day before and not over, or of the next and soon.
    if row.starts_at - _EARLY <= tx.now < row.ends_at:
        return
    (found,) = tx.rows(
        f"SELECT (CAST(:start AS timestamptz) AT TIME ZONE f.time_zone)::date = {TODAY} AS today "
        "FROM facility f WHERE f.id = :facility",
        start=row.starts_at, facility=row.facility_id,
    )  # fmt: skip
    if not found["today"]:
        raise BadInput("appointment.not_today", start=row.starts_at.isoformat())


def because(tx: Tx, why: str) -> None:
    """Why, for the history row that a trigger writes. It holds until the transaction ends."""
    if why:
        tx.session.execute(text("SELECT set_config('opd.reason', :why, true)"), {"why": why})


def record(tx: Tx, kind: type[AppointmentEvent], row: Appointment) -> None:
    """Write the row and publish what happened to it."""
    tx.session.flush()
    tx.record(kind(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))


def offer(tx: Tx, what: str, shown: AppointmentDto, inverse: Operation[Any, Any], request: Any) -> UndoDto:
    """Offer to undo a change; ``what`` is the label's code after ``appointment.``."""
    return undo.offer(tx, f"appointment.{what}", {"patient": shown.patient_name}, inverse, request)
