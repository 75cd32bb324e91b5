"""Patients, practitioners, facilities and rooms as FHIR."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.fhir import translate
from opd_desktop.services.dto.facilities import FacilityDto, PractitionerDto
from opd_desktop.services.dto.fhir import LocationRecord
from opd_desktop.services.dto.patients import ContactPerson, Identifier, PatientDto

PATIENT = PatientDto(
    id=UUID(int=1),
    mrn="001001-4",
    name="Meena Patil",
    sex="female",
    birth_date=date(1984, 3, 12),
    birth_date_estimated=False,
    age_years=42,
    phone="+919812345678",
    email="meena@example.org",
    address="12, Karol Bagh",
    language="hi",
    preferred_channel="sms",
    usual_practitioner_id=UUID(int=3),
    identifiers=(Identifier(system="National ID", value="77"), Identifier(system="urn:oid:1.2.3", value="X")),
    contacts=(ContactPerson(name="Ravi Patil", relationship="husband", phone="+919812345670"),),
    row_version=1,
)


def test_a_patient_in_full() -> None:
    assert translate.resource("Patient", PATIENT) == {
        "resourceType": "Patient",
        "id": "00000000-0000-0000-0000-000000000001",
        "identifier": [
            {
                "use": "usual",
                "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
                "system": "urn:opd-desk:mrn",
                "value": "001001-4",
            },
            {"type": {"text": "National ID"}, "system": "urn:opd-desk:id:national%20id", "value": "77"},
            {"type": {"text": "urn:oid:1.2.3"}, "system": "urn:oid:1.2.3", "value": "X"},
        ],
        "active": True,
        "name": [{"use": "official", "text": "Meena Patil"}],
        "telecom": [
            {"system": "phone", "value": "+919812345678"},
            {"system": "email", "value": "meena@example.org"},
        ],
        "gender": "female",
        "birthDate": "1984-03-12",
        "address": [{"text": "12, Karol Bagh"}],
        "contact": [
            {
                "relationship": [{"text": "husband"}],
                "name": {"text": "Ravi Patil"},
                "telecom": [{"system": "phone", "value": "+919812345670"}],
            }
        ],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "hi"}]}, "preferred": True}],
        "generalPractitioner": [{"reference": "Practitioner/00000000-0000-0000-0000-000000000003"}],
    }


def test_what_is_not_known_is_not_said() -> None:
    bare = PATIENT.model_copy(
        update={
            "birth_date": None, "phone": "", "email": "", "address": "", "language": "", "identifiers": (),
            "contacts": (), "usual_practitioner_id": None, "sex": "unknown",
        }
    )  # fmt: skip
    made = translate.resource("Patient", bare)
    assert set(made) == {"resourceType", "id", "identifier", "active", "name", "gender"}


def test_an_estimated_birth_date_is_a_year() -> None:
    made = translate.resource("Patient", PATIENT.model_copy(update={"birth_date_estimated": True}))
    assert made["birthDate"] == "1984"


def empties(value: Any) -> bool:
    """Whether JSON holds an empty value anywhere, which FHIR forbids."""
    if isinstance(value, dict):
        return not value or any(empties(inner) for inner in value.values())
    if isinstance(value, list):
        return not value or any(empties(inner) for inner in value)
    return value is None or value == ""


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=30), st.text(max_size=30), st.text(min_size=1, max_size=30), st.sampled_from(["", "en", "pt-BR"])
)
def test_any_text_makes_a_valid_patient(name: str, address: str, contact: str, language: str) -> None:
    person = ContactPerson(name=contact, relationship=address)
    made = translate.resource(
        "Patient",
        PATIENT.model_copy(
            update={"name": name or "?", "address": address, "contacts": (person,), "language": language}
        ),
    )
    assert not empties(made)


def test_practitioner_facility_and_room() -> None:
    doctor = PractitionerDto(
        id=UUID(int=3), display_name="Dr Rao", specialty="General medicine", facility_id=UUID(int=4),
        token_prefix="A", room="Room 3", location_id=UUID(int=5),
    )  # fmt: skip
    made = translate.resource("Practitioner", doctor)
    assert made["name"] == [{"text": "Dr Rao"}]
    assert made["qualification"] == [{"code": {"text": "General medicine"}}]
    facility = FacilityDto(
        id=UUID(int=4), name="City clinic", code="CITY", time_zone="Asia/Kolkata", country="IN",
        phone="+912240001000", address="Main Road 1", row_version=1,
    )  # fmt: skip
    made = translate.resource("Organization", facility)
    assert made["address"] == [{"text": "Main Road 1", "country": "IN"}]
    assert made["telecom"] == [{"system": "phone", "value": "+912240001000"}]
    made = translate.resource("Location", LocationRecord(id=UUID(int=5), facility_id=UUID(int=4), name="Room 3"))
    assert made["managingOrganization"] == {"reference": f"Organization/{UUID(int=4)}"}


def test_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        translate.resource("Spaceship", PATIENT)
