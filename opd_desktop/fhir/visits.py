"""Appointments and encounters as FHIR resources."""

from opd_desktop.fhir.common import Json, clean, coding, hl7_concept, instant, ref, without_empty
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.encounters import EncounterDto
from opd_desktop.services.dto.fhir import AppointmentRecord, EncounterRecord


def appointment(source: AppointmentDto | AppointmentRecord) -> Json:
    """An Appointment; on the waiting list it has a requested period instead of a time (R4 invariant app-3)."""
    waiting = source.status == "waitlist"
    period = {"start": instant(source.starts_at), "end": instant(source.ends_at)}
    cancelled = source.status in ("cancelled", "noshow") and source.cancel_reason
    participants = [ref("Patient", source.patient_id), ref("Practitioner", source.practitioner_id)]
    if source.location_id:
        participants.append(ref("Location", source.location_id))
    minutes = round((source.ends_at - source.starts_at).total_seconds() / 60)
    return without_empty(
        {
            "resourceType": "Appointment",
            "id": str(source.id),
            "status": str(source.status),
            "cancelationReason": {"text": clean(source.cancel_reason or "")} if cancelled else None,
            "serviceType": [{"text": clean(source.service_type)}] if source.service_type else [],
            "appointmentType": {"text": clean(source.visit_kind)} if source.visit_kind else None,
            "reasonCode": [{"text": clean(source.reason)}] if source.reason else [],
            **({"requestedPeriod": [period]} if waiting else period),
            "minutesDuration": None if waiting else max(1, minutes),
            "created": instant(getattr(source, "created_at", None)),
            "participant": [{"actor": actor, "status": "accepted"} for actor in participants],
        }
    )


def encounter(source: EncounterDto | EncounterRecord) -> Json:
    """An ambulatory Encounter with its status history."""
    history = source.history if isinstance(source, EncounterRecord) else ()
    room = source.location_id if isinstance(source, EncounterRecord) else None
    return without_empty(
        {
            "resourceType": "Encounter",
            "id": str(source.id),
            "status": str(source.status),
            "statusHistory": [
                {"status": one.status, "period": without_empty({"start": instant(one.start), "end": instant(one.end)})}
                for one in history
            ],
            "class": coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory"),
            "subject": ref("Patient", source.patient_id),
            "participant": [
                {
                    "type": [hl7_concept("v3-ParticipationType", "ATND", "attender")],
                    "individual": ref("Practitioner", source.practitioner_id),
                }
            ],
            "appointment": [ref("Appointment", source.appointment_id)] if source.appointment_id else [],
            "period": without_empty({"start": instant(source.period_start), "end": instant(source.period_end)}),
            "reasonCode": [{"text": clean(source.reason)}] if source.reason else [],
            "location": [{"location": ref("Location", room)}] if room else [],
            "serviceProvider": ref("Organization", source.facility_id),
        }
    )
