"""Facilities, practitioners, staff."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, SecretStr

from opd_desktop.domain.permissions import Role
from opd_desktop.services.dto.common import Change, Dto, Request


class FacilityDto(Dto):
    id: UUID
    name: str
    code: str
    time_zone: str
    country: str
    phone: str
    address: str
    row_version: int


class PractitionerDto(Dto):
    """A practitioner as seen at one facility."""

    id: UUID
    display_name: str
    specialty: str
    facility_id: UUID
    token_prefix: str
    room: str
    location_id: UUID | None


class ListPractitioners(Request):
    facility_id: UUID | None = None
    specialty: str | None = None


class StaffDto(Dto):
    id: UUID
    login: str
    display_name: str
    role: Role
    practitioner_id: UUID | None
    facility_ids: tuple[UUID, ...]
    can_overbook: bool
    must_change_password: bool
    active: bool
    row_version: int


class CreateStaff(Request):
    """``password`` is hashed (SCRAM-SHA-256) before it is sent to the server."""

    login: str = Field(pattern=r"^[a-z][a-z0-9_.-]{1,40}$")
    display_name: str = Field(min_length=1, max_length=120)
    role: Literal["reception", "doctor", "manager", "admin"]
    password: SecretStr = Field(min_length=8)
    facility_ids: tuple[UUID, ...] = Field(min_length=1)
    practitioner_id: UUID | None = None
    can_overbook: bool = False


class SetStaffActive(Request):
    id: UUID
    active: bool


class ChangePassword(Request):
    password: SecretStr = Field(min_length=8)


class PatchFacility(Change):
    name: str | None = Field(default=None, min_length=1)
    phone: str | None = None
    address: str | None = None


class DatabaseInfo(Dto):
    """What Settings shows of the database."""

    server_version: str
    database: str
    host: str
    schema_revision: str
    size_bytes: int
    now: datetime
    connections: int


class ListLocations(Request):
    """The rooms and service points of a facility."""

    facility_id: UUID


class LocationDto(Dto):
    """A room or service point that a visit can reserve."""

    id: UUID
    name: str


class CreateLocation(Request):
    """A room or service point."""

    facility_id: UUID
    name: str = Field(min_length=1, max_length=60)


class CreatePractitioner(Request):
    """Who will see patients at a facility.

    Attributes:
        token_prefix: the letter before the numbers of this doctor's tokens, of its own at the facility.
        location_id: the usual room.
    """

    facility_id: UUID
    display_name: str = Field(min_length=1, max_length=120)
    specialty: str = Field(min_length=1, max_length=80)
    token_prefix: str = Field(pattern=r"^[A-Z]{1,2}$")
    location_id: UUID | None = None
    qualification: str = Field(default="", max_length=120)
    registration_number: str = Field(default="", max_length=60)


class ListTaken(Request):
    """Which rooms of a facility are taken from ``starts_at`` to ``ends_at`` for visits of others."""

    facility_id: UUID
    practitioner_id: UUID
    starts_at: datetime
    ends_at: datetime


class TakenLocation(Dto):
    """A room that a visit stands in: whose, with whom, and until when."""

    location_id: UUID
    patient_name: str
    practitioner_name: str
    starts_at: datetime
    ends_at: datetime
