"""What FHIR needs to know of a visit, read straight from the rows."""

from datetime import datetime
from uuid import UUID

from opd_desktop.services.dto.common import Dto


class LocationRecord(Dto):
    """A room of a facility."""

    id: UUID
    facility_id: UUID
    name: str


class AppointmentRecord(Dto):
    """An appointment; for status ``waitlist`` the period is the window in which the patient could come."""

    id: UUID
    patient_id: UUID
    practitioner_id: UUID
    facility_id: UUID
    location_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    status: str
    service_type: str
    visit_kind: str
    reason: str
    cancel_reason: str | None
    created_at: datetime


class StatusPeriod(Dto):
    """A status that an encounter had; ``end`` None for the one that it has."""

    status: str
    start: datetime
    end: datetime | None


class EncounterRecord(Dto):
    """An encounter with all statuses that it has had, oldest first."""

    id: UUID
    patient_id: UUID
    practitioner_id: UUID
    facility_id: UUID
    location_id: UUID | None
    appointment_id: UUID | None
    status: str
    reason: str
    period_start: datetime | None
    period_end: datetime | None
    history: tuple[StatusPeriod, ...]
