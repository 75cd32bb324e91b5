"""Appointments and encounters as FHIR, in every status."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.fhir import translate
from opd_desktop.services.dto.fhir import AppointmentRecord, EncounterRecord, StatusPeriod

START = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
APPOINTMENT = AppointmentRecord(
    id=UUID(int=1),
    patient_id=UUID(int=2),
    practitioner_id=UUID(int=3),
    facility_id=UUID(int=4),
    location_id=UUID(int=5),
    starts_at=START,
    ends_at=START + timedelta(minutes=15),
    status="booked",
    service_type="consultation",
    visit_kind="new-problem",
    reason="Cough",
    cancel_reason="Feels better",
    created_at=START - timedelta(days=3),
)
ENCOUNTER = EncounterRecord(
    id=UUID(int=6),
    patient_id=UUID(int=2),
    practitioner_id=UUID(int=3),
    facility_id=UUID(int=4),
    location_id=UUID(int=5),
    appointment_id=UUID(int=1),
    status="finished",
    reason="Cough",
    period_start=START,
    period_end=START + timedelta(minutes=12),
    history=(
        StatusPeriod(status="arrived", start=START - timedelta(minutes=20), end=START),
        StatusPeriod(status="in-progress", start=START, end=START + timedelta(minutes=12)),
        StatusPeriod(status="finished", start=START + timedelta(minutes=12), end=None),
    ),
)


@pytest.mark.parametrize("status", AppointmentStatus)
def test_an_appointment_is_valid_in_every_status(status: AppointmentStatus) -> None:
    made = translate.resource("Appointment", APPOINTMENT.model_copy(update={"status": status.value}))
    assert made["status"] == status.value
    assert ("start" in made) != ("requestedPeriod" in made)
    assert ("requestedPeriod" in made) == (status is AppointmentStatus.WAITLIST)
    # Invariant app-4: a reason for cancelling belongs to what was cancelled or missed.
    assert ("cancelationReason" in made) == (status.value in ("cancelled", "noshow"))
    assert [one["actor"]["reference"].split("/")[0] for one in made["participant"]] == [
        "Patient",
        "Practitioner",
        "Location",
    ]


def test_times_and_minutes() -> None:
    made = translate.resource("Appointment", APPOINTMENT)
    assert (made["start"], made["end"]) == ("2026-11-24T04:30:00+00:00", "2026-11-24T04:45:00+00:00")
    assert made["minutesDuration"] == 15
    assert made["created"] == "2026-11-21T04:30:00+00:00"
    assert made["reasonCode"] == [{"text": "Cough"}]


@pytest.mark.parametrize("status", EncounterStatus)
def test_an_encounter_is_valid_in_every_status(status: EncounterStatus) -> None:
    made = translate.resource("Encounter", ENCOUNTER.model_copy(update={"status": status.value}))
    assert made["status"] == status.value
    assert made["class"]["code"] == "AMB"


def test_an_encounter_in_full() -> None:
    made = translate.resource("Encounter", ENCOUNTER)
    assert made["period"] == {"start": "2026-11-24T04:30:00+00:00", "end": "2026-11-24T04:42:00+00:00"}
    assert [one["status"] for one in made["statusHistory"]] == ["arrived", "in-progress", "finished"]
    assert "end" not in made["statusHistory"][-1]["period"]
    assert made["appointment"] == [{"reference": f"Appointment/{UUID(int=1)}"}]
    assert made["serviceProvider"] == {"reference": f"Organization/{UUID(int=4)}"}


def test_a_walk_in_that_just_arrived() -> None:
    walk_in = {"appointment_id": None, "location_id": None, "reason": "", "period_start": None, "period_end": None}
    made = translate.resource("Encounter", ENCOUNTER.model_copy(update={**walk_in, "history": ()}))
    assert not {"appointment", "location", "reasonCode", "period", "statusHistory"} & set(made)
