"""Staff with psql and their own password: what the program refuses, the database refuses as well.

One signed visit for all tests here, since each of them only tries; those that leave something behind are in
``test_attacks_rows.py``.
"""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import URL

from opd_desktop.app import LazyFhir, LazyScribe, open_clinic
from opd_desktop.db.scram import scram_verifier
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.ids import uuid7
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.ports import Ports
from tests.support import build, pg, sql
from tests.support import visit as visits
from tests.support.sql import DENIED, INSERT_RESOURCE, STAFF, VITAL, resource, try_as

#: What is no password, and what Postgres would hash or keep as one in clear.
NO_VERIFIERS = (None, "", "plain password", "md5abc", "SCRAM-SHA-256$", "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy")
NOT_CLINICAL = ("reception", "manager", "admin", "opd_worker")


@pytest.fixture(scope="module")
def database(server: pg.TestServer) -> Iterator[URL]:
    """One database for the module."""
    with server.clone() as url:
        yield url


@pytest.fixture(scope="module")
def visit(database: URL) -> visits.Visit:
    """A visit that Dr Rao has signed."""
    opened: list[Clinic] = []

    def sign_in(login: str) -> Clinic:
        opened.append(open_clinic(database, login, PASSWORD, "Desk 1", Ports(scribe=LazyScribe(), fhir=LazyFhir())))
        return opened[-1]

    made = visits.whole(database, sign_in)
    for clinic in opened:
        clinic.close()
    return made


# Reading notes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", NOT_CLINICAL)
def test_notes_are_read_by_doctors_only(database: URL, visit: visits.Visit, login: str) -> None:
    del visit
    with sql.connect(database, login) as connection:
        rows = connection.execute("SELECT resource_type, content FROM fhir_resource").fetchall()
        assert "marker-history" not in str(rows)
        assert "Composition" not in {row[0] for row in rows}
        assert connection.execute(
            "SELECT count(*) FROM fhir_resource WHERE content::text LIKE '%bronchitis%'"
        ).fetchone() == (0,)


@pytest.mark.parametrize("login", NOT_CLINICAL)
def test_notes_leak_through_no_side_door(database: URL, visit: visits.Visit, login: str) -> None:
    """Statistics, a spying function in the filter, errors, the audit trail, the outbox."""
    del visit
    with psycopg.connect(
        host=str(database.query["host"]), dbname=database.database, user="postgres", autocommit=True
    ) as owner:
        owner.execute("ANALYZE opd.fhir_resource")
    said: list[str] = []
    with sql.connect(database, login) as connection:
        assert connection.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'fhir_resource'").fetchone() == (0,)
        connection.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
        connection.execute(
            "CREATE FUNCTION pg_temp.spy(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
            "$$ BEGIN RAISE NOTICE '%', t; RETURN true; END $$"
        )
        connection.execute("SELECT count(*) FROM fhir_resource WHERE pg_temp.spy(content::text)")
        for table in ("outbox_event", "audit_log"):
            if sql.attempt(connection, f"SELECT 1 FROM {table} LIMIT 1") != DENIED:  # type: ignore[arg-type]
                said.append(str(connection.execute(f"SELECT t::text FROM {table} t").fetchall()))  # type: ignore[call-overload]
    assert "marker-history" not in " ".join(said)


def test_the_audit_trail_holds_digests_of_clinical_text(database: URL, visit: visits.Visit) -> None:
    del visit
    (found,) = build.rows(
        database,
        "SELECT count(*) AS n, count(*) FILTER (WHERE new ->> 'content' LIKE 'sha256:%') AS hashed FROM audit_log "
        "WHERE table_name = 'fhir_resource' AND action = 'insert'",
    )
    assert found["n"] == found["hashed"] > 0
    assert build.rows(database, "SELECT FROM audit_log WHERE new::text LIKE '%marker-history%'") == []


# Writing notes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["preliminary", "final", None, "amended ", "AMENDED"])
def test_a_signed_note_has_no_new_version(database: URL, visit: visits.Visit, status: str | None) -> None:
    for login in ("doctor", "doctor2"):
        assert try_as(database, login, INSERT_RESOURCE, **resource(visit, content={"status": status})) == "OP005"


def test_a_signed_note_is_amended_by_its_author_only(database: URL, visit: visits.Visit) -> None:
    amended = resource(visit, content={"status": "amended"})
    assert try_as(database, "doctor2", INSERT_RESOURCE, **amended) == "OP003"
    assert try_as(database, "doctor", INSERT_RESOURCE, **amended) == 1


def test_a_signed_note_is_not_pushed_aside_by_a_version_filed_elsewhere(database: URL, visit: visits.Visit) -> None:
    """Version numbers count by resource id: another encounter, or none, must not get at it."""
    other = uuid7()
    with build.owner(database) as owner:
        owner.exec_driver_sql(
            "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id) VALUES (%s, %s, %s, %s)",
            (other, build.CITY, visit.patient_id, build.RAO),
        )
    for changes in ({"encounter": None}, {"encounter": other}, {"encounter": None, "patient": None}):
        assert try_as(database, "doctor", INSERT_RESOURCE, **resource(visit, **changes)) == "OP005"
    current = build.rows(
        database, "SELECT version_id FROM fhir_resource WHERE resource_type = 'Composition' AND is_current"
    )
    assert len(current) == 1


def test_clinical_rows_say_the_truth_about_themselves(database: URL, visit: visits.Visit) -> None:
    fresh = {"id": uuid7(), "category": "vital-signs"}
    good = resource(visit, "Observation", content=VITAL, **fresh)
    stranger = build.patient(database, "Ravi Kumar")
    for wrong in (
        good | {"content": Jsonb({"resourceType": "Composition", "id": str(fresh["id"])} | VITAL)},
        good | {"content": Jsonb({"resourceType": "Observation", "id": str(uuid7())} | VITAL)},
        good | {"patient": stranger},
        good | {"facility": build.LAKESIDE},
        good | {"encounter": uuid7()},
    ):
        assert try_as(database, "reception", INSERT_RESOURCE, **wrong) in ("OP002", "OP005", DENIED)


@pytest.mark.parametrize("login", STAFF)
def test_clinical_versions_never_change(database: URL, visit: visits.Visit, login: str) -> None:
    del visit
    for statement in (
        "UPDATE fhir_resource SET content = '{}'",
        "UPDATE fhir_resource SET is_current = false",
        "DELETE FROM fhir_resource",
        "TRUNCATE fhir_resource",
    ):
        assert try_as(database, login, statement) == DENIED


# Signing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    ["signed_at = NULL", "signed_by = 'doctor2'", "status = 'in-progress'", "practitioner_id = (SELECT opd.uuid7())"],
)
def test_a_signature_stays(database: URL, visit: visits.Visit, change: str) -> None:
    for login in ("doctor", "doctor2", "reception", "manager"):
        with sql.connect(database, login) as connection:
            sql.attempt(connection, f"UPDATE encounter SET {change}")  # type: ignore[arg-type]
            try:
                connection.execute(f"UPDATE encounter SET {change}")  # type: ignore[call-overload]
                connection.commit()
            except psycopg.Error:
                connection.rollback()
    (row,) = build.rows(
        database,
        "SELECT signed_by, signed_at IS NOT NULL AS signed, status FROM encounter WHERE id = :id",
        id=visit.encounter_id,
    )
    assert row == {"signed_by": "doctor", "signed": True, "status": "finished"}


# The trail ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", STAFF)
def test_the_trail_is_written_by_triggers_alone(database: URL, visit: visits.Visit, login: str) -> None:
    del visit
    months = build.rows(database, "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent IN "
                        "('opd.audit_log'::regclass, 'opd.outbox_event'::regclass)")  # fmt: skip
    assert len(months) >= 4
    statements = [
        "INSERT INTO audit_log (action, table_name, row_id) VALUES ('insert', 'patient', 'x')",
        "UPDATE audit_log SET login = 'doctor2'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "DELETE FROM outbox_event",
        "UPDATE outbox_event SET payload = '{}'",
        "INSERT INTO outbox_event (name, aggregate, aggregate_id, payload, login) VALUES ('x', 'x', opd.uuid7(), '{}', 'doctor')",
        "UPDATE appointment_history SET login = 'doctor2'",
        "DELETE FROM appointment_history",
        (
            "INSERT INTO appointment_history (appointment_id, to_status, to_starts_at, to_practitioner_id) "
            "SELECT id, 'booked', now(), practitioner_id FROM appointment"
        ),
        "DELETE FROM encounter_status_history",
        "DELETE FROM queue_move",
        "DELETE FROM patient_consent",
        "DELETE FROM ticket_note",
        "ALTER TABLE opd.audit_log DISABLE TRIGGER ALL",
        "DROP TRIGGER audit ON opd.patient",
        "SET session_replication_role = replica",
    ]
    for month in months:
        statements += [f"SELECT * FROM {month['name']}", f"DELETE FROM {month['name']}"]
    for statement in statements:
        assert try_as(database, login, statement) == DENIED, statement


def test_even_the_owner_adds_to_the_trail_only(database: URL, visit: visits.Visit) -> None:
    del visit
    for table in ("audit_log", "appointment_history", "queue_move", "encounter_status_history"):
        for statement in (f"UPDATE {table} SET login = 'x'", f"DELETE FROM {table}"):
            assert try_as(database, "postgres", "SET ROLE opd_owner", statement) == "OP003", statement


# Becoming somebody else -----------------------------------------------------------------------------


@pytest.mark.parametrize("login", STAFF)
def test_nobody_becomes_somebody_else(database: URL, login: str) -> None:
    for statement in (
        "SET ROLE opd_owner",
        "SET ROLE postgres",
        "SET ROLE " + ("manager" if login != "manager" else "doctor"),
        "SET SESSION AUTHORIZATION postgres",
        "SET SESSION AUTHORIZATION " + ("manager" if login != "manager" else "doctor"),
        "GRANT opd_doctor TO " + login,
        "GRANT opd_owner TO " + login,
        "CREATE ROLE backdoor LOGIN",
        "ALTER ROLE admin PASSWORD 'x'" if login != "admin" else "ALTER ROLE manager PASSWORD 'x'",
        "ALTER ROLE " + login + " SUPERUSER",
        "ALTER ROLE " + login + " BYPASSRLS",
        "CREATE SCHEMA mine",
        "CREATE TABLE public.t (x int)",
        "CREATE FUNCTION opd.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION opd.has(role text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "ALTER TABLE opd.patient OWNER TO " + login,
        "ALTER TABLE opd.fhir_resource DISABLE ROW LEVEL SECURITY",
        "DROP POLICY clinicians ON opd.fhir_resource",
        "INSERT INTO staff (id, login, display_name, role) VALUES (opd.uuid7(), 'x', 'x', 'admin')",
        "UPDATE staff SET role = 'admin', can_overbook = true",
        "INSERT INTO staff_facility SELECT s.id, f.id FROM staff s, facility f",
        "DELETE FROM staff_facility",
        "SELECT * FROM pg_authid",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY opd.patient TO PROGRAM 'cat'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
    ):
        outcome = try_as(database, login, statement)
        assert outcome == DENIED or (outcome == 0 and "terminate" in statement), (statement, outcome)


@pytest.mark.parametrize("login", ["reception", "doctor", "manager", "opd_worker"])
def test_staff_are_made_by_administrators_only(database: URL, login: str) -> None:
    verifier = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"
    made = "SELECT opd.create_staff('intruder', %(v)s, 'x', 'admin', ARRAY[]::uuid[])"
    assert try_as(database, login, made, v=verifier) == "OP003"
    off = "SELECT opd.set_staff_active(id, false) FROM staff WHERE login = 'admin'"
    assert try_as(database, login, off) == "OP003"


def test_a_login_name_is_no_sql(database: URL) -> None:
    made = "SELECT opd.create_staff(%(login)s, %(v)s, 'x', 'reception', ARRAY[]::uuid[])"
    verifier = scram_verifier("a-long-password")
    for name in ('x" SUPERUSER; --', "x'; DROP TABLE opd.patient; --", "opd_owner", "postgres x"):
        assert try_as(database, "admin", made, login=name, v=verifier) == "OP002"
    assert try_as(database, "admin", made, login="postgres", v=verifier) == "OP005"
    for password in NO_VERIFIERS:
        assert try_as(database, "admin", made, login="someone", v=password) == "OP002"


@pytest.mark.parametrize("login", STAFF)
def test_nobody_is_left_without_a_password_or_with_one_in_clear(database: URL, login: str) -> None:
    for password in NO_VERIFIERS:
        assert try_as(database, login, "SELECT opd.set_my_password(%(v)s)", v=password) == "OP002"
    with sql.connect(database, login):
        pass  # the old one still holds


@pytest.mark.parametrize("login", ["reception", "doctor", "manager"])
def test_a_hostile_search_path_changes_nothing(database: URL, login: str) -> None:
    """Tables and functions of one's own, in front of the real ones, are not used by the definer's functions."""
    with sql.connect(database, login) as connection:
        before = connection.execute("SELECT opd.my_facilities(), opd.my_practitioner(), opd.may_overbook()").fetchone()
        connection.execute(
            "CREATE TEMP TABLE staff (id uuid, login text, active bool, practitioner_id uuid, can_overbook bool)"
        )
        connection.execute("CREATE TEMP TABLE staff_facility (staff_id uuid, facility_id uuid)")
        connection.execute(
            "INSERT INTO pg_temp.staff SELECT opd.uuid7(), session_user, true, %s, true", (str(build.MEHTA),)
        )
        connection.execute("INSERT INTO pg_temp.staff_facility SELECT s.id, f.id FROM pg_temp.staff s, opd.facility f")
        connection.execute(
            "CREATE FUNCTION pg_temp.pg_has_role(name, name, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
        )
        connection.execute("SET search_path = pg_temp, opd, public, pg_catalog")
        after = connection.execute("SELECT opd.my_facilities(), opd.my_practitioner(), opd.may_overbook()").fetchone()
        assert after == before
        assert connection.execute("SELECT opd.has('admin')").fetchone() == (False,)


def test_every_definer_function_fixes_its_search_path(database: URL) -> None:
    loose = build.rows(
        database,
        "SELECT proname FROM pg_proc WHERE pronamespace = 'opd'::regnamespace AND prosecdef "
        "AND NOT coalesce(array_to_string(proconfig, ','), '') LIKE '%search_path=opd,%pg_temp%'",
    )
    assert loose == []
