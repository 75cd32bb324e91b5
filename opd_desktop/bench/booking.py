"""A booking through the service, against the very statements it sent, replayed by plain psycopg on an equal copy."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from uuid import UUID

import psycopg

from opd_desktop.bench import Result
from opd_desktop.bench.scratch import Scratch, Statement, scratch
from opd_desktop.demo.base import CITY, DOCTORS
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, patients, schedules, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment
from opd_desktop.services.dto.patients import RegisterPatient
from opd_desktop.services.dto.schedules import CreateSchedule, ListSlots, Materialize, Session

_WARM_UP = 20
_DAYS = 21


def run(rounds: int) -> Result:
    """Book ``rounds`` different slots both ways, taking turns."""
    with scratch() as place:
        free, patient = _prepare(place, rounds + _WARM_UP)
        copy = place.copy("opd_copy")
        log: list[Statement] = []
        ours: list[float] = []
        bare: list[float] = []
        with place.clinic(place.url(), "reception", log) as clinic, place.psycopg(copy, "reception") as plain:
            for slot in free:
                log.clear()
                ours.append(_book(clinic, patient, slot))
                bare.append(_replay(plain, log))
        statements = len(log)
    return Result(
        "booking",
        "scheduling.appointment.create, one transaction",
        ours[_WARM_UP:],
        "the same statements by psycopg",
        bare[_WARM_UP:],
        {"statements": statements},
    )


def _prepare(place: Scratch, needed: int) -> tuple[Sequence[UUID], UUID]:
    doctor = DOCTORS[0]
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    with place.clinic(place.url(), "manager") as manager:
        made = manager.call(
            schedules.create,
            CreateSchedule(
                practitioner_id=doctor.id,
                facility_id=CITY,
                sessions=tuple(Session(weekday=day, start=clock(8), end=clock(18)) for day in range(7)),
                slot_minutes=10,
                valid_from=tomorrow,
            ),
        )
        last = tomorrow + timedelta(days=_DAYS)
        manager.call(schedules.materialize, Materialize(id=made.id, start=tomorrow, end=last))
    with place.clinic(place.url(), "reception") as reception:
        patient = reception.call(patients.register, RegisterPatient(name="Bench Patient", facility_id=CITY))
        start = datetime.combine(tomorrow, clock(0), UTC)
        listed = reception.call(
            slots.list_,
            ListSlots(start=start, end=start + timedelta(days=_DAYS), practitioner_id=doctor.id, free_only=True),
        )
    return [slot.id for slot in listed[:needed]], patient.id


def _book(clinic: Clinic, patient: UUID, slot: UUID) -> float:
    request = BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(slot,), reason="Cough")
    begin = time.perf_counter()
    clinic.call(appointments.create, request)
    return 1000 * (time.perf_counter() - begin)


def _replay(plain: "psycopg.Connection[tuple[object, ...]]", log: list[Statement]) -> float:
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
