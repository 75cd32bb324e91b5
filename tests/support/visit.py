"""A whole visit through the services: booked, checked in, seen, noted, completed, signed."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import URL

from opd_desktop.domain.note import NoteSentence, Order, OrderStatus, OrderType, Problem, Section
from opd_desktop.services import check_in, encounters
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import CheckIn
from opd_desktop.services.dto.common import Change
from opd_desktop.services.dto.encounters import CompleteEncounter, NoteDto, PatchEncounter, Vitals
from tests.support import build, clock

NOTE = NoteDto(
    sentences=(
        NoteSentence(
            text="Cough for a week, marker-history.", section=Section.SUBJECTIVE, origin="edited", turns=(2, 3)
        ),
        NoteSentence(text="Chest clear.", section=Section.OBJECTIVE),
        NoteSentence(text="Acute bronchitis.", section=Section.ASSESSMENT),
        NoteSentence(text="Fluids, review in a week.", section=Section.PLAN),
    ),
    problems=(Problem(text="Acute bronchitis", icd10="J20.9", confidence=1.0),),
    orders=(
        Order(order_type=OrderType.IMAGING, description="Chest X-ray", status=OrderStatus.ORDERED),
        Order(order_type=OrderType.MEDICATION, description="Salbutamol inhaler", status=OrderStatus.ORDERED),
        Order(order_type=OrderType.LAB, description="Full blood count", status=OrderStatus.CONSIDERED),
    ),
)
VITALS = Vitals(temperature=37.2, systolic=124, diastolic=82, pulse=76, spo2=98, weight=61.5, height=164)


@dataclass(frozen=True)
class Visit:
    """The ids of a visit."""

    patient_id: UUID
    appointment_id: UUID
    encounter_id: UUID


def arrive(database: URL, reception: Clinic, patient_id: UUID | None = None) -> Visit:
    """An appointment of now with Dr Rao, checked in."""
    patient_id = patient_id or build.patient(database)
    slots = build.slots(database, 1, clock.soon(0))
    booked = build.appointment(database, patient_id, slots)
    here = reception.call(check_in.check_in, CheckIn(id=booked))
    return Visit(patient_id, booked, here.encounter_id)


def see(doctor: Clinic, visit: Visit, *, sign: bool = True) -> None:
    """Dr Rao sees the patient, writes the note, and finishes."""
    doctor.call(encounters.start, Change(id=visit.encounter_id))
    doctor.call(encounters.patch, PatchEncounter(id=visit.encounter_id, note=NOTE, vitals=VITALS))
    doctor.call(encounters.complete, CompleteEncounter(id=visit.encounter_id, sign=sign))


def whole(database: URL, sign_in: Callable[..., Clinic]) -> Visit:
    """A signed visit of a new patient."""
    visit = arrive(database, sign_in("reception"))
    see(sign_in("doctor"), visit)
    return visit
