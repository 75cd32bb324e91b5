"""Patients, search, duplicates, timeline."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.services.dto.common import Change, Dto, Request

Sex = Literal["female", "male", "other", "unknown"]
ChannelName = Literal["desk", "email", "sms", "whatsapp"]


class Identifier(Dto):
    system: str = Field(min_length=1)
    value: str = Field(min_length=1)


class ContactPerson(Dto):
    name: str = Field(min_length=1)
    relationship: str = ""
    phone: str = ""


class Consent(Dto):
    """``purpose``: ``messages`` or ``recording``; ``channel``: ``any`` or a channel's name."""

    purpose: Literal["messages", "recording"]
    channel: str = "any"
    granted: bool


class PatientHit(Dto):
    """One result; ``score`` 0..1, ``why`` names what matched (name, phone, mrn, birth_date)."""

    id: UUID
    mrn: str
    name: str
    sex: Sex
    birth_date: date | None
    age_years: int | None
    phone: str
    score: float
    why: str


class PatientDto(Dto):
    """A patient. ``duplicates`` is filled by registering only: who might be the same person."""

    id: UUID
    mrn: str
    name: str
    sex: Sex
    birth_date: date | None
    birth_date_estimated: bool
    age_years: int | None
    phone: str
    email: str
    address: str
    language: str
    preferred_channel: ChannelName
    usual_practitioner_id: UUID | None
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[ContactPerson, ...] = ()
    consents: tuple[Consent, ...] = ()
    duplicates: tuple[PatientHit, ...] = ()
    row_version: int


class SearchPatients(Request):
    """``text``: part of a name in any order, digits of a phone, an MRN, or a birth date."""

    text: str = Field(min_length=1, max_length=200)
    limit: int = Field(default=12, ge=1, le=100)


class RegisterPatient(Request):
    """Age, if no birth date is known, gives an estimated one. Phones are stored as E.164."""

    name: str = Field(min_length=1, max_length=200)
    sex: Sex = "unknown"
    birth_date: date | None = None
    age_years: int | None = Field(default=None, ge=0, le=130)
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "en"
    preferred_channel: ChannelName = "desk"
    facility_id: UUID
    usual_practitioner_id: UUID | None = None
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[ContactPerson, ...] = ()
    consents: tuple[Consent, ...] = ()


class PatchPatient(Change):
    """Only the fields that are given change."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    sex: Sex | None = None
    birth_date: date | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    language: str | None = None
    preferred_channel: ChannelName | None = None
    usual_practitioner_id: UUID | None = None
    facility_id: UUID | None = None


class RecordConsent(Request):
    patient_id: UUID
    consent: Consent


class FindDuplicates(Request):
    """Who might be the same person as the one being typed."""

    name: str = ""
    phone: str = ""
    birth_date: date | None = None
    facility_id: UUID | None = None


class TimelineRequest(Request):
    patient_id: UUID
    before: datetime | None = None
    kinds: tuple[str, ...] = ()
    limit: int = Field(default=50, ge=1, le=500)


class TimelineEntry(Dto):
    """One thing that happened.

    ``kind``: appointment, check-in, encounter, note, order, message, ticket, journey.

    ``code`` is what happened (``appointment.booked``), ``params`` what the words need, ``text`` free text.
    """

    at: datetime
    kind: str
    code: str
    text: str = ""
    params: dict[str, str] = {}
    ref_id: UUID
    by: str = ""
