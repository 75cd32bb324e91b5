"""The table of rights in domain/permissions.py, against what the database lets each role do by SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import LiteralString

import pytest
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import ROLE_PERMISSIONS, Permission, Role
from opd_desktop.services.clinic import Clinic
from tests.support import build, sql
from tests.support import visit as visits

P = Permission
LOGINS = {
    Role.RECEPTION: "reception",
    Role.DOCTOR: "doctor",
    Role.MANAGER: "manager",
    Role.ADMIN: "admin",
    Role.WORKER: "opd_worker",
}

#: A statement that does what the right is for; ``{name}`` are ids of `clinic`.
PROBES: dict[Permission, LiteralString] = {
    P.PATIENT_READ: "SELECT FROM patient WHERE id = {patient}",
    P.PATIENT_WRITE: "UPDATE patient SET address = 'New road' WHERE id = {patient}",
    P.BOOK: "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, "
    "status) SELECT {new}, {new}, {patient}, practitioner_id, facility_id, starts_at, ends_at, 'booked' "
    "FROM time_slot WHERE id = {free}; INSERT INTO appointment_slot VALUES ({new}, {free})",
    P.CHECK_IN: "UPDATE appointment SET status = 'arrived' WHERE id = {booked}",
    P.RESET_STATUS: "SELECT set_config('opd.reason', 'Comes after all', true); "
    "UPDATE appointment SET status = 'booked' WHERE id = {cancelled}; "
    "INSERT INTO appointment_slot VALUES ({cancelled}, {empty})",
    P.OVERBOOK: "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, "
    "ends_at, status, overbooked, overbook_reason) SELECT {new}, {new}, {patient}, practitioner_id, facility_id, "
    "starts_at, ends_at, 'booked', true, 'urgent' FROM time_slot WHERE id = {full}; "
    "INSERT INTO appointment_slot VALUES ({new}, {full})",
    P.QUEUE: "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day) "
    "VALUES (opd.uuid7(), {facility}, {practitioner}, {patient}, 'A', current_date)",
    P.VITALS: "INSERT INTO fhir_resource (resource_type, id, facility_id, patient_id, encounter_id, category, content) "
    "SELECT 'Observation', x.id, {facility}, {here_patient}, {here}, 'vital-signs', jsonb_build_object("
    "'resourceType', 'Observation', 'id', x.id, "
    '\'category\', \'[{{"coding": [{{"code": "vital-signs"}}]}}]\'::jsonb) FROM (SELECT opd.uuid7() AS id) AS x',
    P.ENCOUNTER_READ: "SELECT FROM encounter WHERE id = {here}",
    P.ENCOUNTER_START: "UPDATE queue_entry SET state = 'in-consultation' WHERE id = {queued}; "
    "UPDATE encounter SET status = 'in-progress' WHERE id = {here}",
    P.NOTE_READ: "SELECT FROM fhir_resource WHERE resource_type = 'Composition'",
    P.NOTE_WRITE: "INSERT INTO fhir_resource (resource_type, id, facility_id, patient_id, encounter_id, content) "
    "SELECT 'Composition', x.id, {facility}, {here_patient}, {here}, "
    "jsonb_build_object('resourceType', 'Composition', 'id', x.id) FROM (SELECT opd.uuid7() AS id) AS x",
    P.NOTE_SIGN: "UPDATE encounter SET signed_at = now() WHERE id = {finished}",
    P.JOURNEY_READ: "SELECT FROM journey_instance WHERE id = {journey}",
    P.JOURNEY_MANAGE: "INSERT INTO journey_definition (id, key, version, name) VALUES (opd.uuid7(), 'new', 1, 'New')",
    P.JOURNEY_RUN: "INSERT INTO event_consumed (consumer, event_id) VALUES ('probe', 1)",
    P.MESSAGE_READ: "SELECT FROM communication WHERE id = {message}",
    P.MESSAGE_SEND: "INSERT INTO communication (id, facility_id, patient_id, channel, body) "
    "VALUES (opd.uuid7(), {facility}, {patient}, 'desk', 'Come')",
    P.TICKET: "INSERT INTO ticket (id, facility_id, subject) VALUES (opd.uuid7(), {facility}, 'Call')",
    P.SCHEDULE: "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, "
    "valid_from) VALUES (opd.uuid7(), {practitioner}, {facility}, '[]', 15, '2020-01-01')",
    P.STAFF: "UPDATE facility SET name = 'Other' WHERE id = {facility}",
    P.NOTE_TEMPLATE: "INSERT INTO note_template (id, facility_id, name, headings) "
    "VALUES (opd.uuid7(), {facility}, 'Short', '[]')",
    P.AUDIT_READ: "SELECT FROM audit_log WHERE facility_id = {facility} LIMIT 1",
}
#: Rights that no table stands for: what they do reads what other rights let one read.
NO_TABLE = {P.SCRIBE, P.REPORT}
#: Where the database knows more or less than the table, and why.
DIFFERENT = {
    (Role.WORKER, P.PATIENT_READ): (True, "messages and journeys are about patients"),
    (Role.WORKER, P.ENCOUNTER_READ): (True, "journeys follow encounters"),
    (Role.WORKER, P.TICKET): (True, "a journey's step opens tickets"),
    (Role.WORKER, P.SCHEDULE): (False, "the worker makes slots by opd.materialize, and never writes schedules"),
}


@dataclass(frozen=True)
class Situation:
    """A clinic in which every probe could succeed."""

    database: URL
    ids: dict[str, object]


@pytest.fixture
def clinic(database: URL, sign_in: Callable[..., Clinic]) -> Situation:
    signed = visits.whole(database, sign_in)
    del signed
    (free, full, empty) = build.slots(database, 3, overbook=1)
    soon = datetime.now(UTC) + timedelta(hours=1)
    patient = build.patient(database, "Ravi Kumar")
    booked = build.appointment(database, patient, build.slots(database, 1, soon))
    build.appointment(database, build.patient(database, "Anna Braun"), [full])
    cancelled = build.appointment(database, patient, [empty], "cancelled")
    here, queued, here_patient, finished, journey, message = (uuid7() for _ in range(6))
    here_patient = build.patient(database, "Omar Haddad")
    definition = uuid7()
    with build.owner(database) as owner:
        owner.exec_driver_sql(
            "UPDATE appointment SET status_changed_at = now() - interval '1 day' WHERE id = %s", (cancelled,)
        )
        owner.exec_driver_sql(
            "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day, token_number) "
            "VALUES (%s, %s, %s, %s, 'A', current_date, 77)",
            (queued, build.CITY, build.RAO, here_patient),
        )
        for key, status, entry in ((here, "arrived", queued), (finished, "finished", None)):
            owner.exec_driver_sql(
                "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, queue_entry_id, status) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                (key, build.CITY, here_patient, build.RAO, entry, status),
            )
        owner.exec_driver_sql(
            "INSERT INTO fhir_resource (id, resource_type, patient_id, encounter_id, content) "
            "VALUES (%s, 'Composition', %s, %s, '{\"resourceType\": \"Composition\"}')",
            (uuid7(), here_patient, finished),
        )
        owner.exec_driver_sql(
            "INSERT INTO journey_definition (id, key, version, name) VALUES (%s, 'probe', 1, 'Probe')", (definition,)
        )
        owner.exec_driver_sql(
            "INSERT INTO journey_instance (id, definition_id, patient_id, facility_id, anchor_kind, anchor_id, stage) "
            "VALUES (%s, %s, %s, %s, 'patient', %s, 'first')",
            (journey, definition, patient, build.CITY, patient),
        )
        owner.exec_driver_sql(
            "INSERT INTO communication (id, facility_id, patient_id, channel, body) VALUES (%s, %s, %s, 'desk', 'Hi')",
            (message, build.CITY, patient),
        )
    ids = {
        "patient": patient, "free": free, "full": full, "empty": empty, "booked": booked, "cancelled": cancelled,
        "facility": build.CITY, "practitioner": build.RAO, "here": here, "queued": queued,
        "here_patient": here_patient, "new": uuid7(), "finished": finished, "journey": journey, "message": message,
    }  # fmt: skip
    return Situation(database, ids)


def allowed(clinic: Situation, login: str, probe: LiteralString) -> bool:
    statement = probe.format(**{name: f"'{value}'::uuid" for name, value in clinic.ids.items()})
    with sql.connect(clinic.database, login) as connection:
        outcome = sql.attempt(connection, *statement.split("; "))  # type: ignore[arg-type]
    assert isinstance(outcome, int) or outcome in sql.REFUSALS, f"{login}: {outcome}: {statement}"
    return isinstance(outcome, int) and outcome > 0


def test_the_database_grants_what_the_table_says(clinic: Situation) -> None:
    found = {
        (role, permission): allowed(clinic, login, probe)
        for role, login in LOGINS.items()
        for permission, probe in PROBES.items()
    }
    table = {(role, permission): permission in ROLE_PERMISSIONS[role] for role, permission in found}
    expected = table | {pair: really for pair, (really, _why) in DIFFERENT.items()}
    assert {pair for pair in found if found[pair] != expected[pair]} == set()
    assert {pair for pair in DIFFERENT if table[pair] == DIFFERENT[pair][0]} == set()


def test_every_right_is_probed() -> None:
    assert PROBES.keys() | NO_TABLE == set(Permission)
    assert not PROBES.keys() & NO_TABLE


def test_own_means_own_for_doctors(clinic: Situation) -> None:
    """Dr Mehta may do nothing of this with Dr Rao's visits, notes and hours."""
    for permission in (P.BOOK, P.CHECK_IN, P.RESET_STATUS, P.OVERBOOK, P.NOTE_SIGN, P.SCHEDULE):
        assert not allowed(clinic, "doctor2", PROBES[permission]), permission
        assert allowed(clinic, "doctor", PROBES[permission]), permission


def test_a_receptionist_with_the_personal_right_may_overbook(clinic: Situation) -> None:
    build.rows(clinic.database, "UPDATE staff SET can_overbook = true WHERE login = 'reception'")
    assert allowed(clinic, "reception", PROBES[P.OVERBOOK])
    assert allowed(clinic, "reception", PROBES[P.RESET_STATUS])


@pytest.mark.parametrize("role", Role)
def test_nobody_holds_more_privileges_than_the_groups(database: URL, role: Role) -> None:
    """Staff roles carry nothing of their own; no group may log in, create roles or databases, or bypass policies."""
    login, group = LOGINS[role], f"opd_{role.value}"
    (own,) = build.rows(
        database,
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles "
        "WHERE rolname = :login",
        login=login,
    )
    assert not any(own.values())
    groups = build.rows(
        database,
        "SELECT g.rolname, m.admin_option FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member "
        "JOIN pg_roles g ON g.oid = m.roleid WHERE r.rolname = :login",
        login=login,
    )
    expected = [] if role is Role.WORKER else [{"rolname": group, "admin_option": False}]
    assert groups == expected


def test_row_level_security_is_on_everywhere(database: URL) -> None:
    """Every table, and every partition by no grant at all."""
    tables = build.rows(
        database,
        "SELECT c.relname, c.relrowsecurity, c.relispartition, EXISTS (SELECT FROM unnest(ARRAY['reception', 'doctor', "
        "'manager', 'admin', 'opd_worker']) AS r (name) WHERE has_any_column_privilege(r.name, c.oid, 'SELECT, INSERT, "
        "UPDATE')) AS reachable FROM pg_class c WHERE c.relnamespace = 'opd'::regnamespace AND c.relkind IN ('r', 'p')",
    )
    assert [row["relname"] for row in tables if row["relispartition"] and row["reachable"]] == []
    assert [row["relname"] for row in tables if row["reachable"] and not row["relrowsecurity"]] == ["alembic_version"]


def test_deletes_and_truncates_are_granted_where_meant_only(database: URL) -> None:
    granted = build.rows(
        database,
        "SELECT DISTINCT table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE table_schema = 'opd' AND grantee LIKE 'opd\\_%' AND grantee <> 'opd_owner' "
        "AND privilege_type IN ('DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER') ORDER BY 1",
    )
    assert {(row["table_name"], row["privilege_type"]) for row in granted} == {
        (table, "DELETE")
        for table in (
            "appointment_slot", "journey_stage", "patient_contact", "patient_identifier", "schedule_exception",
            "scribe_rule", "slot_hold",
        )
    }  # fmt: skip
