"""When a journey can't do something by itself, a person gets a ticket."""

from uuid import UUID

from opd_desktop.domain.journey_spec import FailureSpec
from opd_desktop.services.journey_engine import Loaded
from opd_desktop.services.tickets import open_ticket
from opd_desktop.services.uow import Tx

_DEFAULT = FailureSpec(subject="A step of the patient's journey could not be done")


def open_failure_ticket(
    tx: Tx, loaded: Loaded, step_key: str, *, detail: str, communication_id: UUID | None = None
) -> None:
    """Open the ticket that the step's stage asks for.

    Args:
        detail: a code that says what failed; no patient data.
    """
    stage = loaded.journey.stage(step_key.partition("/")[0]) or loaded.journey.stage(loaded.progress.stage)
    wanted = (stage.spec.on_failure if stage else None) or _DEFAULT
    open_ticket(
        tx,
        facility_id=loaded.row.facility_id,
        patient_id=loaded.row.patient_id,
        subject=wanted.subject,
        description=detail,
        category=wanted.category,
        priority=wanted.priority,
        journey_instance_id=loaded.row.id,
        appointment_id=loaded.row.appointment_id,
        communication_id=communication_id,
    )
