"""Encounters, vitals, notes."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import NoteSentence, Order, Problem
from opd_desktop.services.dto.common import Change, Dto, Request, UndoDto


class Vitals(Dto):
    """Measurements in UCUM units: °C, mmHg, beats and breaths a minute, %, kg, cm. None = not measured."""

    temperature: float | None = Field(default=None, ge=25, le=45)
    systolic: int | None = Field(default=None, ge=40, le=300)
    diastolic: int | None = Field(default=None, ge=20, le=200)
    pulse: int | None = Field(default=None, ge=20, le=300)
    respiratory_rate: int | None = Field(default=None, ge=4, le=100)
    spo2: int | None = Field(default=None, ge=40, le=100)
    weight: float | None = Field(default=None, ge=0.3, le=350)
    height: float | None = Field(default=None, ge=20, le=250)
    taken_at: datetime | None = None
    taken_by: str = ""

    @property
    def bmi(self) -> float | None:
        """kg/m², one decimal."""
        if not self.weight or not self.height:
            return None
        return round(self.weight / (self.height / 100) ** 2, 1)


class NoteDto(Dto):
    """A SOAP note; ``version`` counts from 1, ``status`` is FHIR Composition's."""

    sentences: tuple[NoteSentence, ...]
    problems: tuple[Problem, ...] = ()
    orders: tuple[Order, ...] = ()
    status: Literal["preliminary", "final", "amended"] = "preliminary"
    version: int = 0
    author: str = ""
    updated_at: datetime | None = None
    amendment_reason: str = ""


class EncounterDto(Dto):
    """``note`` is None for who may not read it or when there is none yet."""

    id: UUID
    facility_id: UUID
    patient_id: UUID
    patient_name: str
    patient_mrn: str
    patient_sex: str
    patient_age: int | None
    patient_phone: str
    practitioner_id: UUID
    practitioner_name: str
    room: str
    appointment_id: UUID | None
    appointment_at: datetime | None
    appointment_row_version: int | None
    reason: str
    queue_entry_id: UUID | None
    token: str | None
    status: EncounterStatus
    status_changed_at: datetime
    period_start: datetime | None
    period_end: datetime | None
    signed_at: datetime | None
    signed_by: str | None
    vitals: Vitals | None = None
    note: NoteDto | None = None
    row_version: int


class EncounterSummary(Dto):
    id: UUID
    patient_id: UUID
    patient_name: str
    practitioner_id: UUID
    practitioner_name: str
    facility_id: UUID
    status: EncounterStatus
    day: date
    created_at: datetime
    token: str | None
    reason: str
    signed_at: datetime | None


class ListEncounters(Request):
    """Newest first."""

    facility_id: UUID | None = None
    practitioner_id: UUID | None = None
    patient_id: UUID | None = None
    status: tuple[EncounterStatus, ...] = ()
    limit: int = Field(default=100, ge=1, le=1000)


class CreateEncounter(Request):
    """For a visit that has none yet: an arrived appointment, or a queue entry of a walk-in."""

    appointment_id: UUID | None = None
    queue_entry_id: UUID | None = None


class PatchEncounter(Change):
    """Save vitals and/or the note (a new version each time). ``note_version`` guards the note by itself.

    Raises `ChangedElsewhere` if another person saved meanwhile: nobody's typing is overwritten.
    """

    vitals: Vitals | None = None
    note: NoteDto | None = None
    note_version: int | None = None


class CompleteEncounter(Change):
    """Finish encounter, appointment and queue entry; ``sign`` locks the note as well."""

    sign: bool = False


class AmendNote(Change):
    note: NoteDto
    why: str = Field(min_length=3)


class EncounterChanged(Dto):
    encounter: EncounterDto
    undo: UndoDto | None = None


class ChartRequest(Request):
    patient_id: UUID


class ChartVisit(Dto):
    encounter_id: UUID
    at: datetime
    practitioner_name: str
    reason: str
    problems: tuple[str, ...] = ()


class Chart(Dto):
    """The left side of an encounter: what is known of the patient. Needs NOTE_READ."""

    patient_id: UUID
    allergies: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    medications: tuple[str, ...] = ()
    visits: tuple[ChartVisit, ...] = ()


class FhirExport(Request):
    """``kind``: ``visit`` needs ``encounter_id`` (document Bundle), ``everything`` a collection Bundle."""

    patient_id: UUID
    kind: Literal["visit", "everything"] = "everything"
    encounter_id: UUID | None = None


class FhirBundle(Dto):
    bundle: dict[str, Any]
