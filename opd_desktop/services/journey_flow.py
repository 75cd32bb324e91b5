"""What events of appointments and encounters mean for journeys: start one, or move it on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from opd_desktop.db.models import Appointment, JourneyInstance
from opd_desktop.domain.events import AppointmentEvent, EncounterEvent, Event
from opd_desktop.domain.journey import Happened
from opd_desktop.services import journey_engine, journeys
from opd_desktop.services.journey_engine import Anchor
from opd_desktop.services.uow import Tx

#: The event that starts journeys of visits.
BOOKED = "Appointment.Created"
#: Appointments in these statuses are no visits (yet, or any more).
_NO_VISIT = frozenset({"waitlist", "proposed", "cancelled", "entered-in-error"})


def consume(tx: Tx, event: Event, at: datetime) -> None:
    """Bring the journeys of an appointment up to date with an event of it.

    Args:
        at: when the event happened.
    """
    appointment_id = _appointment_of(event)
    if appointment_id is None:
        return
    appointment = tx.session.get(Appointment, appointment_id, populate_existing=True)
    if appointment is None:
        return
    query = select(JourneyInstance.id).where(JourneyInstance.appointment_id == appointment_id)
    there = tx.session.execute(query.order_by(JourneyInstance.id)).scalars().all()
    if event.name != BOOKED:
        for instance_id in there:
            journey_engine.apply_event(tx, instance_id, event.name, at)
    if appointment.status not in _NO_VISIT:
        _start(tx, appointment, event.name, at, already=bool(there))


def _appointment_of(event: Event) -> UUID | None:
    if isinstance(event, AppointmentEvent):
        return event.id
    return event.appointment_id if isinstance(event, EncounterEvent) else None


def _start(tx: Tx, appointment: Appointment, name: str, at: datetime, *, already: bool) -> None:
    """Start what the event triggers, and what the booking would have, had the journey been there then."""
    anchor = Anchor("appointment", appointment.id, appointment.patient_id, appointment.facility_id, appointment.id)
    for definition in journeys.published(tx, name):
        journey_engine.start(tx, definition, anchor, Happened(name, at))
    if already or name == BOOKED:
        return
    for definition in journeys.published(tx, BOOKED):
        journey = journeys.load(tx, definition)
        known = any(name in stage.spec.enter_on for stage in journey.stages)
        if known or name == "Appointment.Rescheduled":
            journey_engine.start(tx, definition, anchor, Happened(name, at))
