"""Staff are logins of the database: made, switched off, passwords changed."""

from collections.abc import Callable, Iterator

import pytest
from pydantic import ValidationError
from sqlalchemy import URL

from opd_desktop.app import LazyFhir, LazyScribe, open_clinic
from opd_desktop.domain.errors import BadInput, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission, Role
from opd_desktop.services import patients, staff
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.facilities import ChangePassword, CreateStaff, SetStaffActive, StaffDto
from opd_desktop.services.dto.patients import SearchPatients
from opd_desktop.services.ports import Ports
from tests.support import build

SignIn = Callable[..., Clinic]
PASSWORD = "a long password"


@pytest.fixture
def login(database: URL) -> Iterator[str]:
    """A login of this test's own: roles are shared by all databases of the server."""
    name = f"t{uuid7().hex[:20]}"
    yield name
    with build.owner(database) as connection:
        connection.exec_driver_sql(f'DROP ROLE IF EXISTS "{name}"')


def hire(sign_in: SignIn, login: str, **fields: object) -> StaffDto:
    request = {
        "login": login, "display_name": "New Person", "role": "reception", "password": PASSWORD,
        "facility_ids": [build.CITY],
    }  # fmt: skip
    return sign_in("admin").call(staff.create, CreateStaff.model_validate(request | fields))


def connect(database: URL, login: str, password: str = PASSWORD) -> Clinic:
    return open_clinic(database, login, password, "Desk 9", Ports(scribe=LazyScribe(), fhir=LazyFhir()))


def test_a_new_person_can_sign_in_and_must_change_the_password(database: URL, sign_in: SignIn, login: str) -> None:
    made = hire(sign_in, login, can_overbook=True)
    assert (made.login, made.role, made.must_change_password, made.active) == (login, Role.RECEPTION, True, True)
    assert made.facility_ids == (build.CITY,)
    clinic = connect(database, login)
    try:
        assert clinic.actor.must_change_password
        assert clinic.actor.may(Permission.OVERBOOK)
        assert clinic.call(staff.me, Nothing()) == made
        changed = clinic.call(staff.change_password, ChangePassword.model_validate({"password": "another password"}))
        assert not changed.must_change_password
    finally:
        clinic.close()
    with pytest.raises(NotPermitted, match=r"auth\.wrong_password"):
        connect(database, login)
    again = connect(database, login, "another password")
    assert not again.actor.must_change_password
    again.close()
    events = build.rows(database, "SELECT name, aggregate_id, login FROM outbox_event ORDER BY id")
    assert events == [
        {"name": "Staff.Changed", "aggregate_id": made.id, "login": "admin"},
        {"name": "Staff.Changed", "aggregate_id": made.id, "login": login},
    ]


def test_the_password_is_in_no_table_and_no_log(database: URL, sign_in: SignIn, login: str) -> None:
    hire(sign_in, login)
    (role,) = build.rows(database, "SELECT rolpassword FROM pg_authid WHERE rolname = :login", login=login)
    assert role["rolpassword"].startswith("SCRAM-SHA-256$")
    audit = build.rows(database, "SELECT new::text AS new FROM audit_log WHERE table_name LIKE 'staff%'")
    assert len(audit) >= 2
    assert not [row for row in audit if PASSWORD in row["new"] or "SCRAM" in row["new"]]


def test_a_doctor_is_one_of_the_practitioners(sign_in: SignIn, login: str) -> None:
    with pytest.raises(BadInput, match=r"staff\.doctor_needs_practitioner"):
        hire(sign_in, login, role="doctor")
    with pytest.raises(BadInput, match=r"staff\.doctor_needs_practitioner"):
        hire(sign_in, login, practitioner_id=build.RAO)
    with pytest.raises(NotFound, match=r"reference\.not_found"):
        hire(sign_in, login, role="doctor", practitioner_id=uuid7())
    assert hire(sign_in, login, role="doctor", practitioner_id=build.SILVA).practitioner_id == build.SILVA


def test_what_is_refused(database: URL, sign_in: SignIn, login: str) -> None:
    with pytest.raises(Conflict, match=r"staff\.login_exists"):
        hire(sign_in, "reception")
    with pytest.raises(NotFound, match=r"reference\.not_found"):
        hire(sign_in, login, facility_ids=[uuid7()])
    for wrong in ({"login": "opd_owner"}, {"login": "pg_monitor"}):
        with pytest.raises(BadInput, match=r"staff\.bad_login"):
            hire(sign_in, **wrong)
    for bad in ({"login": "Capital"}, {"login": "a b"}, {"password": "short"}, {"facility_ids": []}, {"role": "owner"}):
        with pytest.raises(ValidationError):
            hire(sign_in, **({"login": login} | bad))
    assert build.rows(database, "SELECT FROM pg_roles WHERE rolname = :login", login=login) == []


def test_switching_a_login_off_works_at_once(database: URL, sign_in: SignIn, login: str) -> None:
    build.patient(database)
    made = hire(sign_in, login)
    clinic = connect(database, login)
    try:
        assert len(clinic.call(patients.search, SearchPatients(text="meena"))) == 1
        admin = sign_in("admin")
        assert not admin.call(staff.set_active, SetStaffActive(id=made.id, active=False)).active
        with pytest.raises(NotPermitted):
            clinic.call(patients.search, SearchPatients(text="meena"))
        assert build.rows(database, "SELECT rolcanlogin AS c FROM pg_roles WHERE rolname = :l", l=login) == [
            {"c": False}
        ]
        with pytest.raises(NotPermitted, match=r"auth\."):
            connect(database, login)
        assert admin.call(staff.set_active, SetStaffActive(id=made.id, active=True)).active
        connect(database, login).close()
    finally:
        clinic.close()


def test_nobody_switches_themselves_off(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    me = admin.call(staff.me, Nothing())
    with pytest.raises(Conflict, match=r"staff\.not_yourself"):
        admin.call(staff.set_active, SetStaffActive(id=me.id, active=False))
    with pytest.raises(NotFound, match=r"staff\.not_found"):
        admin.call(staff.set_active, SetStaffActive(id=uuid7(), active=False))


def test_the_list_and_who_may_see_it(sign_in: SignIn) -> None:
    people = sign_in("admin").call(staff.list_, Nothing())
    assert {one.login for one in people} == {"reception", "doctor", "doctor2", "manager", "admin"}
    for login in ("reception", "doctor", "manager"):
        with pytest.raises(NotPermitted, match=r"permission\.missing"):
            sign_in(login).call(staff.list_, Nothing())


def test_me(sign_in: SignIn) -> None:
    me = sign_in("doctor").call(staff.me, Nothing())
    assert (me.login, me.practitioner_id, me.facility_ids) == ("doctor", build.RAO, (build.CITY,))
    with pytest.raises(NotFound, match=r"staff\.not_found"):
        sign_in("opd_worker").call(staff.me, Nothing())
