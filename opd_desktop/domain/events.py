"""Domain events: frozen, named and versioned. They are written to ``outbox_event`` with the change itself.

An event carries ids only. A consumer reads the rows for the rest, and trusts the rows: an event is a hint
that something changed, never the proof of it.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """Base of all events. ``facility_id`` is ``None`` for what belongs to no single facility."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: ClassVar[str]
    version: ClassVar[int] = 1
    aggregate: ClassVar[str]

    id: UUID
    facility_id: UUID | None = None
    patient_id: UUID | None = None


class ScheduleEvent(Event):
    """``id`` is the provider schedule."""

    aggregate = "schedule"


class ScheduleCreated(ScheduleEvent):
    name = "Schedule.Created"


class ScheduleUpdated(ScheduleEvent):
    name = "Schedule.Updated"


class SlotsMaterialized(ScheduleEvent):
    name = "Slots.Materialized"
    made: int = 0


class HoldEvent(Event):
    """``id`` is the hold. Holds matter to the other desks only, not to journeys."""

    aggregate = "hold"
    practitioner_id: UUID | None = None


class HoldPlaced(HoldEvent):
    name = "Hold.Placed"


class HoldReleased(HoldEvent):
    name = "Hold.Released"


class AppointmentEvent(Event):
    """``id`` is the appointment."""

    aggregate = "appointment"


class AppointmentCreated(AppointmentEvent):
    name = "Appointment.Created"


class AppointmentUpdated(AppointmentEvent):
    name = "Appointment.Updated"


class AppointmentRescheduled(AppointmentEvent):
    name = "Appointment.Rescheduled"


class AppointmentCancelled(AppointmentEvent):
    name = "Appointment.Cancelled"


class AppointmentCheckedIn(AppointmentEvent):
    name = "Appointment.CheckedIn"


class AppointmentNoShow(AppointmentEvent):
    name = "Appointment.NoShow"


class AppointmentCompleted(AppointmentEvent):
    name = "Appointment.Completed"


class AppointmentReverted(AppointmentEvent):
    """A status was reset (undo of a check-in, a cancel or a no-show)."""

    name = "Appointment.Reverted"


class QueueEvent(Event):
    """``id`` is the queue entry."""

    aggregate = "queue"


class QueueJoined(QueueEvent):
    name = "Queue.Joined"


class QueueCalled(QueueEvent):
    name = "Queue.Called"


class QueueRequeued(QueueEvent):
    name = "Queue.Requeued"


class QueueLeft(QueueEvent):
    name = "Queue.Left"


class EncounterEvent(Event):
    """``id`` is the encounter; ``appointment_id`` is ``None`` for a walk-in."""

    aggregate = "encounter"
    appointment_id: UUID | None = None


class EncounterCreated(EncounterEvent):
    name = "Encounter.Created"


class EncounterUpdated(EncounterEvent):
    name = "Encounter.Updated"


class EncounterStarted(EncounterEvent):
    name = "Encounter.Started"


class EncounterCompleted(EncounterEvent):
    name = "Encounter.Completed"


class EncounterSigned(EncounterEvent):
    name = "Encounter.Signed"


class EncounterAmended(EncounterEvent):
    name = "Encounter.Amended"


class JourneyEvent(Event):
    """``id`` is the journey instance."""

    aggregate = "journey"


class JourneyCreated(JourneyEvent):
    name = "Journey.Created"


class JourneyStageAdvanced(JourneyEvent):
    name = "Journey.StageAdvanced"
    stage: str = ""


class JourneyCompleted(JourneyEvent):
    name = "Journey.Completed"


class JourneyCancelled(JourneyEvent):
    name = "Journey.Cancelled"


class CommunicationEvent(Event):
    """``id`` is the communication."""

    aggregate = "communication"


class CommunicationQueued(CommunicationEvent):
    name = "Communication.Queued"


class CommunicationSent(CommunicationEvent):
    name = "Communication.Sent"


class CommunicationDelivered(CommunicationEvent):
    name = "Communication.Delivered"


class CommunicationRead(CommunicationEvent):
    name = "Communication.Read"


class CommunicationFailed(CommunicationEvent):
    name = "Communication.Failed"


class CommunicationUnknown(CommunicationEvent):
    """It may or may not have been sent; a person decides."""

    name = "Communication.Unknown"


class CommunicationReceived(CommunicationEvent):
    name = "Communication.Received"


class TicketEvent(Event):
    """``id`` is the ticket."""

    aggregate = "ticket"


class TicketCreated(TicketEvent):
    name = "Ticket.Created"


class TicketAssigned(TicketEvent):
    name = "Ticket.Assigned"


class TicketUpdated(TicketEvent):
    name = "Ticket.Updated"


class TicketResolved(TicketEvent):
    name = "Ticket.Resolved"


class PatientEvent(Event):
    """``id`` is the patient."""

    aggregate = "patient"


class PatientRegistered(PatientEvent):
    name = "Patient.Registered"


class PatientUpdated(PatientEvent):
    name = "Patient.Updated"


class PatientMerged(PatientEvent):
    name = "Patient.Merged"


class StaffEvent(Event):
    """``id`` is the staff member."""

    aggregate = "staff"


class StaffChanged(StaffEvent):
    name = "Staff.Changed"


def _named(base: type[Event]) -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for kind in base.__subclasses__():
        if "name" in kind.__dict__:
            found[kind.name] = kind
        found |= _named(kind)
    return found


#: Every event by its stable name.
EVENTS: dict[str, type[Event]] = _named(Event)
