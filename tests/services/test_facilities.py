"""Facilities and who works there."""

from collections.abc import Callable

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import facilities, schedules, staff
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.facilities import (
    CreateLocation,
    CreatePractitioner,
    CreateStaff,
    ListPractitioners,
    PatchFacility,
)
from opd_desktop.services.dto.schedules import CreateSchedule
from tests.support import build

SignIn = Callable[..., Clinic]


def test_a_person_sees_the_facilities_they_work_at(sign_in: SignIn) -> None:
    assert [one.code for one in sign_in("reception").call(facilities.list_, Nothing())] == ["CITY", "LAKE"]
    assert [one.code for one in sign_in("doctor").call(facilities.list_, Nothing())] == ["CITY"]
    assert [one.code for one in sign_in("opd_worker").call(facilities.list_, Nothing())] == ["CITY", "LAKE"]


def test_a_closed_facility_is_not_offered(database: URL, sign_in: SignIn) -> None:
    build.rows(database, "UPDATE facility SET active = false WHERE id = :id", id=build.LAKESIDE)
    assert [one.code for one in sign_in("reception").call(facilities.list_, Nothing())] == ["CITY"]


def test_practitioners_with_room_and_letter(sign_in: SignIn) -> None:
    desk = sign_in("reception")
    everybody = desk.call(facilities.practitioners, ListPractitioners())
    assert [one.display_name for one in everybody] == [
        "Dr Khan", "Dr Lindqvist", "Dr Mehta", "Dr Okoye", "Dr Rao", "Dr Silva",
    ]  # fmt: skip
    rao = next(one for one in everybody if one.id == build.RAO)
    assert (rao.room, rao.token_prefix, rao.specialty) == ("Room 3", "A", "General medicine")
    at_lakeside = desk.call(facilities.practitioners, ListPractitioners(facility_id=build.LAKESIDE))
    assert [one.id for one in at_lakeside] == [build.LINDQVIST]
    hearts = desk.call(facilities.practitioners, ListPractitioners(specialty="Cardiology", facility_id=build.CITY))
    assert [one.id for one in hearts] == [build.SILVA]


def test_who_left_is_not_offered(database: URL, sign_in: SignIn) -> None:
    build.rows(database, "UPDATE practitioner SET active = false WHERE id = :id", id=build.RAO)
    build.rows(database, "UPDATE practitioner_role SET active = false WHERE practitioner_id = :id", id=build.MEHTA)
    left = {one.id for one in sign_in("reception").call(facilities.practitioners, ListPractitioners())}
    assert not {build.RAO, build.MEHTA} & left


def test_an_administrator_changes_name_phone_and_address(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    changed = admin.call(
        facilities.patch,
        PatchFacility(id=build.LAKESIDE, row_version=1, name="Lakeside", phone="030 4000 2000", address="Ufer 2"),
    )
    assert (changed.name, changed.phone, changed.address) == ("Lakeside", "+493040002000", "Ufer 2")
    assert changed.row_version == 2
    with pytest.raises(ChangedElsewhere) as stale:
        admin.call(facilities.patch, PatchFacility(id=build.LAKESIDE, row_version=1, name="Other"))
    assert stale.value.params["by"] == "admin"
    kept = admin.call(facilities.patch, PatchFacility(id=build.LAKESIDE, address="Ufer 3"))
    assert (kept.name, kept.phone) == ("Lakeside", "+493040002000")


def test_what_a_facility_refuses(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    with pytest.raises(BadInput, match=r"facility\.phone_invalid"):
        admin.call(facilities.patch, PatchFacility(id=build.CITY, phone="12"))
    with pytest.raises(NotFound, match=r"facility\.not_found"):
        admin.call(facilities.patch, PatchFacility(id=uuid7(), name="Nowhere"))
    for login in ("reception", "doctor", "manager"):
        with pytest.raises(NotPermitted, match=r"permission\.missing"):
            sign_in(login).call(facilities.patch, PatchFacility(id=build.CITY, name="Mine"))


def test_an_administrator_makes_a_room_and_a_doctor_who_gets_hours_and_a_login(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    room = admin.call(facilities.create_location, CreateLocation(facility_id=build.LAKESIDE, name="Room 9"))
    doctor = admin.call(
        facilities.create_practitioner,
        CreatePractitioner(
            facility_id=build.LAKESIDE, display_name="Dr Adeyemi", specialty="Dermatology", token_prefix="Z",
            location_id=room.id,
        ),
    )  # fmt: skip
    assert (doctor.display_name, doctor.room, doctor.token_prefix) == ("Dr Adeyemi", "Room 9", "Z")
    login = admin.call(
        staff.create,
        CreateStaff.model_validate(
            {
                "login": "adeyemi", "display_name": "Dr Adeyemi", "role": "doctor", "password": "a-long-password",
                "facility_ids": [build.LAKESIDE], "practitioner_id": doctor.id,
            }
        ),
    )  # fmt: skip
    assert login.practitioner_id == doctor.id
    hours = admin.call(
        schedules.create,
        CreateSchedule.model_validate(
            {
                "practitioner_id": doctor.id, "facility_id": build.LAKESIDE, "slot_minutes": 20,
                "sessions": [{"weekday": 1, "start": "09:00", "end": "10:00"}], "valid_from": "2030-01-01",
            }
        ),
    )  # fmt: skip
    assert hours.practitioner_id == doctor.id


@pytest.mark.parametrize("who", ["reception", "doctor", "manager"])
def test_nobody_else_makes_doctors_and_rooms(sign_in: SignIn, who: str) -> None:
    clinic = sign_in(who)
    with pytest.raises(NotPermitted):
        clinic.call(facilities.create_location, CreateLocation(facility_id=build.CITY, name="Room 9"))
    with pytest.raises(NotPermitted):
        clinic.call(facilities.create_practitioner, _doctor())


def test_what_does_not_fit_a_new_doctor_is_refused_whole(database: URL, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    elsewhere = admin.call(facilities.create_location, CreateLocation(facility_id=build.LAKESIDE, name="Room 9"))
    with pytest.raises(Conflict) as taken:
        admin.call(facilities.create_practitioner, _doctor(token_prefix="A"))
    assert taken.value.code == "practitioner.token_prefix_taken"
    with pytest.raises(NotFound):
        admin.call(facilities.create_practitioner, _doctor(location_id=elsewhere.id))
    with pytest.raises(NotFound):
        admin.call(facilities.create_practitioner, _doctor(facility_id=uuid7()))
    assert not build.rows(database, "SELECT FROM practitioner WHERE display_name = 'Dr Adeyemi'")


def _doctor(**changed: object) -> CreatePractitioner:
    values = {
        "facility_id": build.CITY, "display_name": "Dr Adeyemi", "specialty": "Dermatology", "token_prefix": "Z",
    }  # fmt: skip
    return CreatePractitioner.model_validate(values | changed)
