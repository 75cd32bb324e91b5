"""Patients, practitioners and places as FHIR resources."""

from urllib.parse import quote

from opd_desktop.fhir.common import Json, clean, coding, hl7_concept, ref, without_empty
from opd_desktop.services.dto.facilities import FacilityDto, PractitionerDto
from opd_desktop.services.dto.fhir import LocationRecord
from opd_desktop.services.dto.patients import ContactPerson, Identifier, PatientDto

MRN = "urn:opd-desk:mrn"


def patient(source: PatientDto) -> Json:
    """A Patient. An estimated birth date is given as its year only, which is what is known."""
    born = source.birth_date
    birth = None if born is None else f"{born.year:04d}" if source.birth_date_estimated else born.isoformat()
    usual = source.usual_practitioner_id
    number = {"use": "usual", "type": hl7_concept("v2-0203", "MR"), "system": MRN, "value": source.mrn}
    return without_empty(
        {
            "resourceType": "Patient",
            "id": str(source.id),
            "identifier": [number, *(_identifier(one) for one in source.identifiers)],
            "active": True,
            "name": [{"use": "official", "text": clean(source.name)}],
            "telecom": _telecom(source.phone, source.email),
            "gender": source.sex,
            "birthDate": birth,
            "address": [{"text": clean(source.address)}] if source.address else [],
            "contact": [_contact(one) for one in source.contacts],
            "communication": _communication(source.language),
            "generalPractitioner": [ref("Practitioner", usual)] if usual else [],
        }
    )


def practitioner(source: PractitionerDto) -> Json:
    """A Practitioner; the specialty stands in the qualification, since roles are not exported."""
    return without_empty(
        {
            "resourceType": "Practitioner",
            "id": str(source.id),
            "active": True,
            "name": [{"text": clean(source.display_name)}],
            "qualification": [{"code": {"text": clean(source.specialty)}}] if source.specialty else [],
        }
    )


def organization(source: FacilityDto) -> Json:
    """A facility as an Organization."""
    address = without_empty({"text": clean(source.address), "country": source.country})
    return without_empty(
        {
            "resourceType": "Organization",
            "id": str(source.id),
            "identifier": [{"system": "urn:opd-desk:facility", "value": source.code}],
            "active": True,
            "type": [hl7_concept("organization-type", "prov", "Healthcare Provider")],
            "name": clean(source.name),
            "telecom": _telecom(source.phone, ""),
            "address": [address] if address else [],
        }
    )


def location(source: LocationRecord) -> Json:
    """A room."""
    room = coding("http://terminology.hl7.org/CodeSystem/location-physical-type", "ro", "Room")
    return {
        "resourceType": "Location",
        "id": str(source.id),
        "status": "active",
        "name": clean(source.name),
        "physicalType": {"coding": [room]},
        "managingOrganization": ref("Organization", source.facility_id),
    }


def _identifier(one: Identifier) -> Json:
    system = one.system if ":" in one.system else f"urn:opd-desk:id:{quote(one.system.lower(), safe='')}"
    return {"type": {"text": clean(one.system)}, "system": system, "value": clean(one.value)}


def _telecom(phone: str, email: str) -> list[Json]:
    both = (("phone", phone), ("email", email))
    return [{"system": system, "value": clean(value)} for system, value in both if value]


def _contact(person: ContactPerson) -> Json:
    related = without_empty({"text": clean(person.relationship)})
    return without_empty(
        {
            "relationship": [related] if related else [],
            "name": {"text": clean(person.name)},
            "telecom": _telecom(person.phone, ""),
        }
    )


def _communication(language: str) -> list[Json]:
    return [{"language": {"coding": [coding("urn:ietf:bcp:47", language)]}, "preferred": True}] if language else []
