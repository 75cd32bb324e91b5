"""Made-up visits: four weeks of past, two weeks of bookings, and a morning in full swing."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from opd_desktop.demo.base import DOCTORS
from opd_desktop.demo.people import Person

REASONS = {
    "General medicine": ("Fever, 3 days", "Cough", "Review blood pressure", "Follow-up diabetes", "Back pain",
                         "Headache", "Vaccination"),
    "Paediatrics": ("Fever and cough", "Vaccination", "Rash", "Growth check", "Earache"),
    "Cardiology": ("Chest pain on exertion", "Review blood pressure", "Palpitations", "ECG review"),
    "Dermatology": ("Rash", "Acne review", "Itching", "Mole check"),
}  # fmt: skip


@dataclass
class Visit:
    """One appointment with what became of it; times are UTC."""

    id: UUID
    patient: Person
    slot: dict[str, Any]
    status: str
    reason: str
    created_at: datetime
    encounter_id: UUID
    queue_id: UUID
    queue_state: str | None = None
    encounter_status: str | None = None
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    changed_at: datetime | None = None
    token: int = 0
    cancel_reason: str | None = None

    @property
    def starts_at(self) -> datetime:
        """Start of the appointment."""
        found: datetime = self.slot["starts_at"]
        return found


#: Nobody comes earlier than this before the appointment.
_COMES_EARLY = timedelta(minutes=45)


class VisitMaker:
    """Fills slots with visits. The same seed and the same slots give the same visits."""

    def __init__(self, patients: list[Person], now: datetime, seed: int = 11) -> None:
        self._patients = patients
        self._now = now
        self._chance = random.Random(seed)  # noqa: S311 (made-up visits, not secrets)
        self._busy: dict[UUID, set[datetime]] = defaultdict(set)
        self._specialty = {doctor.id: doctor.specialty for doctor in DOCTORS}

    def make(self, slots: list[dict[str, Any]]) -> list[Visit]:
        """Visits for the slots (sorted by start), with a status that fits the time of day."""
        made = [self._visit(slot) for slot in slots if self._taken(slot)]
        today = [visit for visit in made if abs(visit.starts_at - self._now) < timedelta(hours=14)]
        for doctor in DOCTORS:
            self._morning([visit for visit in today if visit.slot["practitioner_id"] == doctor.id])
        self._every_status(today)
        self._number_tokens(made)
        return made

    def _uuid(self) -> UUID:
        return UUID(int=self._chance.getrandbits(128), version=4)

    def _taken(self, slot: dict[str, Any]) -> bool:
        days = (slot["starts_at"] - self._now).total_seconds() / 86400
        if days < -0.5:
            share = 0.55
        elif days < 0.5:
            # A busy morning, and free places to book into later today.
            share = 0.8 if days < 0.03 else 0.62
        else:
            share = max(0.1, 0.6 - 0.04 * days)
        return self._chance.random() < share

    def _visit(self, slot: dict[str, Any]) -> Visit:
        start: datetime = slot["starts_at"]
        patient = self._pick(slot)
        booked = start - timedelta(days=self._chance.randint(1, 12), minutes=self._chance.randint(0, 300))
        visit = Visit(
            id=self._uuid(),
            patient=patient,
            slot=slot,
            status="booked",
            reason=self._chance.choice(REASONS[self._specialty[slot["practitioner_id"]]]),
            created_at=min(booked, self._now - timedelta(minutes=self._chance.randint(5, 600))),
            encounter_id=self._uuid(),
            queue_id=self._uuid(),
        )
        if slot["ends_at"] < self._now - timedelta(minutes=25):
            self._finish(visit)
        return visit

    def _pick(self, slot: dict[str, Any]) -> Person:
        start: datetime = slot["starts_at"]
        child_doctor = self._specialty[slot["practitioner_id"]] == "Paediatrics"
        while True:
            patient = self._chance.choice(self._patients)
            is_child = (start.date() - patient.birth_date).days < 15 * 365
            if is_child == child_doctor and start.date() not in {day.date() for day in self._busy[patient.id]}:
                self._busy[patient.id].add(start)
                return patient

    def _finish(self, visit: Visit) -> None:
        fate = self._chance.random()
        start = visit.starts_at
        if fate < 0.06:
            visit.status, visit.changed_at = "noshow", start + timedelta(minutes=30)
        elif fate < 0.12:
            visit.status, visit.changed_at = "cancelled", start - timedelta(hours=self._chance.randint(2, 40))
            visit.cancel_reason = self._chance.choice(("Feels better", "Cannot come", "Doctor away"))
        else:
            visit.status, visit.queue_state, visit.encounter_status = "fulfilled", "done", "finished"
            visit.arrived_at = start - timedelta(minutes=self._chance.randint(-2, 20))
            visit.started_at = start + timedelta(minutes=self._chance.randint(0, 12))
            visit.ended_at = visit.started_at + timedelta(minutes=self._chance.randint(6, 14))
            visit.changed_at = visit.ended_at

    def _morning(self, visits: list[Visit]) -> None:
        """The last visits before now are in the room, waiting, or have just arrived."""
        due = [visit for visit in visits if visit.status == "booked" and visit.starts_at <= self._now]
        near = self._now + _COMES_EARLY
        soon = [visit for visit in visits if visit.status == "booked" and self._now < visit.starts_at <= near]
        for place, visit in enumerate(due + soon[:2]):
            late = self._now - visit.starts_at
            visit.arrived_at = self._now - max(late, timedelta(0)) - timedelta(minutes=self._chance.randint(3, 9))
            visit.changed_at = visit.arrived_at
            if visit in soon and place == len(due) + 1:
                visit.status, visit.queue_state = "arrived", None
            elif place == 0 and due:
                visit.status, visit.queue_state, visit.encounter_status = (
                    "checked-in",
                    "in-consultation",
                    "in-progress",
                )
                visit.started_at = self._now - timedelta(minutes=self._chance.randint(2, 9))
            else:
                visit.status, visit.queue_state, visit.encounter_status = "checked-in", "waiting", "arrived"

    def _every_status(self, today: list[Visit]) -> None:
        """Whatever chance left out of today happens to somebody after all."""
        present = {visit.status for visit in today}
        seen = [visit for visit in today if visit.status == "fulfilled"]
        waiting = [visit for visit in today if visit.queue_state == "waiting"]
        for status in sorted({"noshow", "cancelled", "arrived"} - present):
            source = waiting if status == "arrived" else seen
            if not source:
                continue  # Before the first visit of the day nobody has been seen, after the last one nobody waits.
            visit = source.pop()
            visit.status, visit.queue_state, visit.encounter_status = status, None, None
            visit.started_at = visit.ended_at = None
            if status != "arrived":
                visit.arrived_at, visit.changed_at = None, visit.starts_at + timedelta(minutes=30)
            if status == "cancelled":
                visit.changed_at, visit.cancel_reason = visit.starts_at - timedelta(hours=3), "Cannot come"

    def _number_tokens(self, visits: list[Visit]) -> None:
        last: dict[tuple[UUID, Any], int] = defaultdict(int)
        for visit in sorted((v for v in visits if v.queue_state), key=lambda v: v.arrived_at or v.starts_at):
            key = (visit.slot["practitioner_id"], visit.slot["day"])
            last[key] += 1
            visit.token = last[key]


def load_slots(connection: Connection) -> list[dict[str, Any]]:
    """All slots with the day they fall on in their facility, soonest first."""
    rows = connection.execute(
        text(
            "SELECT s.id, s.practitioner_id, s.facility_id, s.location_id, s.starts_at, s.ends_at, s.capacity, "
            "(s.starts_at AT TIME ZONE f.time_zone)::date AS day, r.token_prefix "
            "FROM time_slot s JOIN facility f ON f.id = s.facility_id "
            "JOIN practitioner_role r ON r.practitioner_id = s.practitioner_id AND r.facility_id = s.facility_id "
            "ORDER BY s.starts_at, r.token_prefix, s.facility_id"
        )
    )
    return [dict(row) for row in rows.mappings()]


def insert_visits(connection: Connection, visits: list[Visit]) -> None:
    """Write the visits as appointments, slots, queue entries and encounters; the owner is importing."""
    connection.execute(
        text(
            "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, location_id, "
            "starts_at, ends_at, status, status_changed_at, reason, cancel_reason, cancelled_by, "
            "created_by, created_at) VALUES (:id, :id, :patient, :practitioner, :facility, :location, "
            ":starts, :ends, :status, :changed, :reason, :cancel_reason, :cancelled_by, 'reception', :created)"
        ),
        [
            {
                "id": v.id, "patient": v.patient.id, "practitioner": v.slot["practitioner_id"],
                "facility": v.slot["facility_id"], "location": v.slot["location_id"], "starts": v.starts_at,
                "ends": v.slot["ends_at"], "status": v.status, "changed": v.changed_at or v.created_at,
                "reason": v.reason, "cancel_reason": v.cancel_reason,
                "cancelled_by": "patient" if v.cancel_reason else None, "created": v.created_at,
            }
            for v in visits
        ],
    )  # fmt: skip
    connection.execute(
        text("INSERT INTO appointment_slot (appointment_id, slot_id) VALUES (:appointment, :slot)"),
        [{"appointment": v.id, "slot": v.slot["id"]} for v in visits if v.status != "cancelled"],
    )
    queued = [v for v in visits if v.queue_state]
    connection.execute(
        text(
            "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, appointment_id, service_point, "
            "day, token_number, state, reason, arrived_at, state_changed_at, called_at, started_at, ended_at) "
            "VALUES (:id, :facility, :practitioner, :patient, :appointment, :point, :day, :token, :state, :reason, "
            ":arrived, :changed, :started, :started, :ended)"
        ),
        [
            {
                "id": v.queue_id, "facility": v.slot["facility_id"], "practitioner": v.slot["practitioner_id"],
                "patient": v.patient.id, "appointment": v.id, "point": v.slot["token_prefix"], "day": v.slot["day"],
                "token": v.token, "state": v.queue_state, "reason": v.reason, "arrived": v.arrived_at,
                "changed": v.ended_at or v.started_at or v.arrived_at, "started": v.started_at, "ended": v.ended_at,
            }
            for v in queued
        ],
    )  # fmt: skip
    connection.execute(
        text(
            "INSERT INTO token_counter (facility_id, service_point, day, last) "
            "SELECT facility_id, service_point, day, max(token_number) FROM queue_entry GROUP BY 1, 2, 3"
        )
    )
    connection.execute(
        text(
            "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, appointment_id, queue_entry_id, "
            "status, status_changed_at, period_start, period_end, signed_at, signed_by, created_at) "
            "VALUES (:id, :facility, :patient, :practitioner, :appointment, :queue, :status, :changed, :start, :end, "
            ":signed, :signer, :created)"
        ),
        [
            {
                "id": v.encounter_id, "facility": v.slot["facility_id"], "patient": v.patient.id,
                "practitioner": v.slot["practitioner_id"], "appointment": v.id, "queue": v.queue_id,
                "status": v.encounter_status, "changed": v.ended_at or v.started_at or v.arrived_at,
                "start": v.started_at, "end": v.ended_at, "signed": v.ended_at,
                "signer": _SIGNERS.get(v.slot["practitioner_id"], "doctor") if v.ended_at else None,
                "created": v.arrived_at,
            }
            for v in queued
        ],
    )  # fmt: skip


_SIGNERS = {doctor.id: login for doctor, login in zip(DOCTORS, ("doctor", "doctor2"), strict=False)}
