"""Encounters, vitals, notes."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.domain import vitals as rules
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import DraftSentence, NoteSentence, Order, Problem
from opd_desktop.services.dto.common import Change, Dto, Request, UndoDto
from opd_desktop.services.dto.scribe_rules import RuleDto


def _measured(name: str) -> Any:
    """A field whose schema tells unit and range; `domain.vitals.check` refuses what lies outside, with words."""
    one = rules.MEASURE[name]
    return Field(default=None, description=one.unit, json_schema_extra={"minimum": one.low, "maximum": one.high})


class Vitals(Dto):
    """Measurements in UCUM units: °C, mmHg, beats and breaths a minute, %, kg, cm. None = not measured."""

    temperature: float | None = _measured("temperature")
    systolic: int | None = _measured("systolic")
    diastolic: int | None = _measured("diastolic")
    pulse: int | None = _measured("pulse")
    respiratory_rate: int | None = _measured("respiratory_rate")
    spo2: int | None = _measured("spo2")
    weight: float | None = _measured("weight")
    height: float | None = _measured("height")
    taken_at: datetime | None = None
    taken_by: str = ""

    @property
    def bmi(self) -> float | None:
        """kg/m², one decimal."""
        return rules.bmi(self.weight, self.height)


class NoteDto(Dto):
    """A SOAP note; ``version`` counts from 1, ``status`` is FHIR Composition's.

    ``template`` and ``language`` are those it was written with ("" for none). ``titles`` are the titles of its headings
    by code, as the template had them when it was saved; what a request brings there is not looked at.
    """

    sentences: tuple[NoteSentence, ...]
    problems: tuple[Problem, ...] = ()
    orders: tuple[Order, ...] = ()
    status: Literal["preliminary", "final", "amended"] = "preliminary"
    version: int = 0
    author: str = ""
    updated_at: datetime | None = None
    amendment_reason: str = ""
    template: str = Field(default="", max_length=80)
    language: str = Field(default="", pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    titles: dict[str, str] = {}


class EncounterDto(Dto):
    """``note`` is None for who may not read it or when there is none yet.

    Attributes:
        patient_age: completed years on the day of the visit, or today where it has not begun.
        signature_holds: whether the signed version of the note still has the checksum that was taken when it was
            signed; None when it is not signed, was signed elsewhere, or is not for the actor to read.
        learned: the rules that the scribe follows from now on because of this signing; nobody else sees them.
    """

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
    signature_holds: bool | None = None
    vitals: Vitals | None = None
    note: NoteDto | None = None
    row_version: int
    learned: tuple[RuleDto, ...] = ()


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
    """Finish encounter, appointment and queue entry; ``sign`` locks the note as well, ``drafted`` as in `SignNote`."""

    sign: bool = False
    drafted: tuple[DraftSentence, ...] = ()


class SignNote(Change):
    """``drafted`` are the sentences as the scribe proposed them in this visit, for it to learn from the edits."""

    drafted: tuple[DraftSentence, ...] = ()


class StopEncounter(Change):
    """``to`` is where the patient stood in the queue before the consultation began."""

    to: Literal["waiting", "called"] = "waiting"


class ReopenEncounter(Change):
    """``why`` is kept in the encounter's history and shown in the timeline."""

    why: str = Field(default="", max_length=500)


class AmendNote(Change):
    note: NoteDto
    why: str = Field(min_length=3)


class EncounterChanged(Dto):
    """``learned`` as in `EncounterDto`."""

    encounter: EncounterDto
    undo: UndoDto | None = None
    learned: tuple[RuleDto, ...] = ()


class ChartRequest(Request):
    patient_id: UUID


class ChartVisit(Dto):
    encounter_id: UUID
    at: datetime
    practitioner_name: str
    reason: str
    problems: tuple[str, ...] = ()


class Chart(Dto):
    """The left side of an encounter: what is known of the patient. Needs NOTE_READ.

    Attributes:
        vitals: one for each visit in which something was measured, the newest first (for trends).
    """

    patient_id: UUID
    allergies: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    medications: tuple[str, ...] = ()
    vitals: tuple[Vitals, ...] = ()
    visits: tuple[ChartVisit, ...] = ()


class FhirExport(Request):
    """``kind``: ``visit`` needs ``encounter_id`` (document Bundle), ``everything`` a collection Bundle."""

    patient_id: UUID
    kind: Literal["visit", "everything"] = "everything"
    encounter_id: UUID | None = None


class FhirBundle(Dto):
    bundle: dict[str, Any]
