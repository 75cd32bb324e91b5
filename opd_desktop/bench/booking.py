"""A booking through the service, against the very statements it sent, replayed by plain psycopg on an equal copy."""

import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from uuid import UUID

import psycopg

from opd_desktop.bench import Result
from opd_desktop.bench.scratch import Scratch, Statement, connect, scratch
from opd_desktop.demo.base import CITY, DOCTORS
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, patients, schedules, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment
from opd_desktop.services.dto.patients import RegisterPatient
from opd_desktop.services.dto.schedules import CreateSchedule, ListSlots, Materialize, Session

_WARM_UP = 20
_HOURS = (8, 18)
_SLOT_MINUTES = 10


def run(rounds: int) -> Result:
    """Book ``rounds`` different slots both ways, taking turns."""
    with scratch() as place:
        free, (patient,) = prepare(place, rounds + _WARM_UP)
        copy = place.copy("opd_copy")
        log: list[Statement] = []
        ours: list[float] = []
        bare: list[float] = []
        with place.clinic(place.url(), "reception", log) as clinic, connect(copy, "reception") as plain:
            for slot in free:
                log.clear()
                ours.append(book(clinic, patient, slot))
                bare.append(replay(plain, log))
        statements = len(log)
    return Result(
        "booking",
        "scheduling.appointment.create, one transaction",
        ours[_WARM_UP:],
        "the same statements by psycopg",
        bare[_WARM_UP:],
        {"statements": statements},
    )


def prepare(place: Scratch, needed: int, people: int = 1) -> tuple[list[UUID], list[UUID]]:
    """Free slots of one doctor in the days to come, soonest first, and some patients."""
    doctor = DOCTORS[0]
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    days = needed * _SLOT_MINUTES // (60 * (_HOURS[1] - _HOURS[0])) + 2
    with place.clinic(place.url(), "manager") as manager:
        made = manager.call(
            schedules.create,
            CreateSchedule(
                practitioner_id=doctor.id,
                facility_id=CITY,
                sessions=tuple(Session(weekday=day, start=clock(_HOURS[0]), end=clock(_HOURS[1])) for day in range(7)),
                slot_minutes=_SLOT_MINUTES,
                valid_from=tomorrow,
            ),
        )
        last = tomorrow + timedelta(days=days)
        manager.call(schedules.materialize, Materialize(id=made.id, start=tomorrow, end=last))
    with place.clinic(place.url(), "reception") as reception:
        known = [
            reception.call(patients.register, RegisterPatient(name=f"Bench Patient {number}", facility_id=CITY)).id
            for number in range(people)
        ]
        start = datetime.combine(tomorrow, clock(0), UTC)
        listed = reception.call(
            slots.list_,
            ListSlots(start=start, end=start + timedelta(days=days), practitioner_id=doctor.id, free_only=True),
        )
    return [slot.id for slot in listed[:needed]], known


def book(clinic: Clinic, patient: UUID, slot: UUID) -> float:
    """Book through the service; milliseconds."""
    request = BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(slot,), reason="Cough")
    begin = time.perf_counter()
    clinic.call(appointments.create, request)
    return 1000 * (time.perf_counter() - begin)


def replay(plain: "psycopg.Connection[tuple[object, ...]]", log: list[Statement]) -> float:
    """Send the statements of one booking in one transaction; milliseconds."""
    begin = time.perf_counter()
    with plain.transaction(), plain.cursor() as cursor:
        for statement in log:
            if statement.many:
                cursor.executemany(statement.sql, statement.params)
            else:
                cursor.execute(statement.sql, statement.params)
                if cursor.description:
                    cursor.fetchall()
    return 1000 * (time.perf_counter() - begin)
