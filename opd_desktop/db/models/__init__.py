"""All rows. Importing this package loads every module, so that ``Base.metadata`` is complete."""

from opd_desktop.db.models.appointment import (
    Appointment,
    AppointmentHistory,
    AppointmentResource,
    AppointmentSeries,
    AppointmentSlot,
    AppointmentTransition,
    SlotHold,
    WaitlistOffer,
    WaitlistWish,
)
from opd_desktop.db.models.communication import Communication, CommunicationAttempt, MessageTemplate
from opd_desktop.db.models.encounter import Encounter, EncounterStatusHistory, EncounterTransition
from opd_desktop.db.models.facility import Facility, Location
from opd_desktop.db.models.fhir_resource import FhirResource
from opd_desktop.db.models.journey import (
    JourneyDefinition,
    JourneyInstance,
    JourneyInstanceStageStatus,
    JourneyStage,
    StepRun,
)
from opd_desktop.db.models.outbox import EventConsumed, OutboxEvent
from opd_desktop.db.models.patient import Patient, PatientConsent, PatientContact, PatientIdentifier
from opd_desktop.db.models.queue_entry import QueueEntry, QueueMove, TokenCounter
from opd_desktop.db.models.schedule import AffectedVisit, LateNotice, ProviderSchedule, ScheduleException, TimeSlot
from opd_desktop.db.models.scribe import NoteTemplate, ScribeRule
from opd_desktop.db.models.staff import Practitioner, PractitionerRole, Staff, StaffFacility, StaffSetting
from opd_desktop.db.models.ticket import Ticket, TicketNote
from opd_desktop.db.models.trail import AuditLog, UndoRecord

__all__ = [
    "AffectedVisit",
    "Appointment",
    "AppointmentHistory",
    "AppointmentResource",
    "AppointmentSeries",
    "AppointmentSlot",
    "AppointmentTransition",
    "AuditLog",
    "Communication",
    "CommunicationAttempt",
    "Encounter",
    "EncounterStatusHistory",
    "EncounterTransition",
    "EventConsumed",
    "Facility",
    "FhirResource",
    "JourneyDefinition",
    "JourneyInstance",
    "JourneyInstanceStageStatus",
    "JourneyStage",
    "LateNotice",
    "Location",
    "MessageTemplate",
    "NoteTemplate",
    "OutboxEvent",
    "Patient",
    "PatientConsent",
    "PatientContact",
    "PatientIdentifier",
    "Practitioner",
    "PractitionerRole",
    "ProviderSchedule",
    "QueueEntry",
    "QueueMove",
    "ScheduleException",
    "ScribeRule",
    "SlotHold",
    "Staff",
    "StaffFacility",
    "StaffSetting",
    "StepRun",
    "Ticket",
    "TicketNote",
    "TimeSlot",
    "TokenCounter",
    "UndoRecord",
    "WaitlistOffer",
    "WaitlistWish",
]
