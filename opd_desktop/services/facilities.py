"""Facilities and who works at them."""

from opd_desktop.db.models import Facility, Location, Practitioner, PractitionerRole
from opd_desktop.domain.errors import BadInput, NotFound
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.patient import e164
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.facilities import (
    CreateLocation,
    CreatePractitioner,
    FacilityDto,
    ListLocations,
    ListPractitioners,
    ListTaken,
    LocationDto,
    PatchFacility,
    PractitionerDto,
    TakenLocation,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_COLUMNS = "id, name, code, time_zone, country, phone, address, row_version"


@operation("facility.list")
def list_(tx: Tx, actor: Actor, request: Nothing) -> tuple[FacilityDto, ...]:
    """The facilities that the person works at, by name."""
    del request
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM facility WHERE active AND id = ANY(:mine) ORDER BY name, id",
        mine=list(actor.facility_ids),
    )
    return tuple(FacilityDto.model_validate(row) for row in rows)


@operation("facility.practitioners")
def practitioners(tx: Tx, actor: Actor, request: ListPractitioners) -> tuple[PractitionerDto, ...]:
    """Practitioners with their usual room, once for each facility that they work at."""
    del actor
    rows = tx.rows(
        "SELECT p.id, p.display_name, p.specialty, r.facility_id, r.token_prefix, coalesce(l.name, '') AS room, "
        "r.location_id FROM practitioner p JOIN practitioner_role r ON r.practitioner_id = p.id "
        "LEFT JOIN location l ON l.id = r.location_id WHERE p.active AND r.active "
        "AND (CAST(:facility AS uuid) IS NULL OR r.facility_id = :facility) "
        "AND (CAST(:specialty AS text) IS NULL OR p.specialty = :specialty) "
        "ORDER BY p.display_name, r.facility_id",
        facility=request.facility_id, specialty=request.specialty,
    )  # fmt: skip
    return tuple(PractitionerDto.model_validate(row) for row in rows)


@operation("facility.location.list")
def locations(tx: Tx, actor: Actor, request: ListLocations) -> tuple[LocationDto, ...]:
    """The rooms and service points of a facility that a visit can reserve, by name."""
    del actor
    rows = tx.rows(
        "SELECT id, name FROM location WHERE facility_id = :facility AND active ORDER BY name, id",
        facility=request.facility_id,
    )
    return tuple(LocationDto.model_validate(row) for row in rows)


@operation("facility.location.create", needs=Permission.STAFF)
def create_location(tx: Tx, actor: Actor, request: CreateLocation) -> LocationDto:
    """A new room or service point of a facility."""
    del actor
    made = Location(id=uuid7(), facility_id=request.facility_id, name=request.name)
    tx.session.add(made)
    tx.session.flush()
    return LocationDto(id=made.id, name=made.name)


@operation("facility.practitioner.create", needs=Permission.STAFF)
def create_practitioner(tx: Tx, actor: Actor, request: CreatePractitioner) -> PractitionerDto:
    """A practitioner who works at a facility from now on: can be given hours, and a login (`staff.create`).

    Raises:
        Conflict: ``practitioner.token_prefix_taken``.
        NotFound: ``location.not_found`` for a room that is not the facility's.
    """
    room = tx.get(Location, request.location_id) if request.location_id else None
    if room is not None and (room.facility_id != request.facility_id or not room.active):
        raise NotFound("location.not_found")
    made = Practitioner(
        id=uuid7(),
        display_name=request.display_name,
        specialty=request.specialty,
        qualification=request.qualification,
        registration_number=request.registration_number,
    )
    tx.session.add(made)
    tx.session.flush()
    tx.session.add(
        PractitionerRole(
            id=uuid7(),
            practitioner_id=made.id,
            facility_id=request.facility_id,
            location_id=request.location_id,
            token_prefix=request.token_prefix,
        )
    )
    tx.session.flush()
    here = practitioners.run(tx, actor, ListPractitioners(facility_id=request.facility_id))
    return next(one for one in here if one.id == made.id)


# The same visits as the guard of the table refuses (opd.resource_guard).
_TAKEN = """
SELECT DISTINCT ON (t.location_id) t.location_id, p.name AS patient_name, d.display_name AS practitioner_name,
    a.starts_at, a.ends_at
FROM (
    SELECT r.location_id, r.appointment_id FROM appointment_resource r JOIN location l ON l.id = r.location_id
    WHERE l.facility_id = :facility AND tstzrange(r.starts_at, r.ends_at) && tstzrange(:begin, :stop)
    UNION ALL
    SELECT o.location_id, o.id FROM appointment o
    WHERE o.facility_id = :facility AND o.location_id IS NOT NULL AND o.practitioner_id <> :practitioner
      AND o.status IN ('pending', 'booked', 'arrived', 'checked-in')
      AND o.starts_at < :stop AND o.ends_at > :begin AND o.starts_at > CAST(:begin AS timestamptz) - interval '1 day'
) t JOIN appointment a ON a.id = t.appointment_id
JOIN patient p ON p.id = a.patient_id JOIN practitioner d ON d.id = a.practitioner_id
ORDER BY t.location_id, a.ends_at DESC
"""


@operation("facility.location.taken", needs=Permission.BOOK)
def taken(tx: Tx, actor: Actor, request: ListTaken) -> tuple[TakenLocation, ...]:
    """The rooms that can't be reserved at a time, each with the visit that is there the longest."""
    del actor
    rows = tx.rows(
        _TAKEN, facility=request.facility_id, practitioner=request.practitioner_id, begin=request.starts_at,
        stop=request.ends_at,
    )  # fmt: skip
    return tuple(TakenLocation.model_validate(row) for row in rows)


@operation("facility.patch", needs=Permission.STAFF)
def patch(tx: Tx, actor: Actor, request: PatchFacility) -> FacilityDto:
    """Change the name, phone or address that patients see on letters and messages.

    Raises:
        BadInput: ``facility.phone_invalid``.
        ChangedElsewhere: somebody changed it since.
    """
    del actor
    row = tx.lock(Facility, request.id, request.row_version)
    if request.name is not None:
        row.name = request.name
    if request.phone is not None and request.phone != row.phone:
        try:
            row.phone = e164(request.phone, row.country)
        except BadInput as wrong:
            raise BadInput("facility.phone_invalid", **wrong.params) from None
    if request.address is not None:
        row.address = request.address
    tx.session.flush()
    return FacilityDto.model_validate(tx.rows(f"SELECT {_COLUMNS} FROM facility WHERE id = :id", id=row.id)[0])
