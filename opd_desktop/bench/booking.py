"""A booking through the service, against the very statements it sent, replayed by pgbench on an equal copy."""

import itertools
import statistics
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from uuid import UUID

import psycopg

from opd_desktop.bench import Result, pgbench
from opd_desktop.bench.scratch import Scratch, Statement, scratch
from opd_desktop.demo.base import CITY, DOCTORS
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, patients, schedules, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment
from opd_desktop.services.dto.patients import RegisterPatient
from opd_desktop.services.dto.schedules import CreateSchedule, ListSlots, Materialize, Session

_WARM_UP = 20
#: So many that nobody has more visits than a patient may have.
_PATIENTS = 60
_HOURS = (8, 18)
_SLOT_MINUTES = 10


def run(rounds: int) -> Result:
    """Book ``rounds`` different slots through the service, then replay them."""
    with scratch() as place:
        free, people = prepare(place, rounds + _WARM_UP, _PATIENTS)
        copy = place.copy("opd_copy")
        log: list[Statement] = []
        sent: list[list[Statement]] = []
        ours: list[float] = []
        with place.clinic(place.url(), "reception", log) as clinic:
            for slot, patient in zip(free, itertools.cycle(people), strict=False):
                log.clear()
                ours.append(book(clinic, patient, slot))
                sent.append(list(log))
        (bare,) = pgbench.replay(copy, "reception", copy.set(username="postgres"), [sent])
        overfull = over_capacity(place.server.dsn("opd"))
    return Result(
        "booking",
        "scheduling.appointment.create, one transaction",
        ours[_WARM_UP:],
        "the same statements by pgbench, prepared",
        bare[_WARM_UP:],
        {
            "statements": len(sent[-1]),
            "share_of_pgbench": round(statistics.fmean(bare[_WARM_UP:]) / statistics.fmean(ours[_WARM_UP:]), 3),
            "slots_over_capacity": overfull,
        },
    )


def over_capacity(dsn: str) -> int:
    """Slots with more visits than places, counted from the visits themselves."""
    with psycopg.connect(dsn) as owner:
        (count,) = owner.execute(
            "SELECT count(*) FROM opd.time_slot s WHERE s.capacity < "
            "(SELECT count(*) FROM opd.appointment_slot x WHERE x.slot_id = s.id)"
        ).fetchone() or (0,)
    return int(count)


def prepare(place: Scratch, needed: int, people: int) -> tuple[list[UUID], list[UUID]]:
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
