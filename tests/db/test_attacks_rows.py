"""More of what staff may not do by SQL, each test in a database of its own."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.services.clinic import Clinic
from tests.support import build, sql
from tests.support import visit as visits
from tests.support.sql import DENIED, INSERT_RESOURCE, STAFF, VITAL, refused, resource, try_as

SignIn = Callable[..., Clinic]


def test_the_front_desk_writes_nothing_but_vital_signs(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    key = uuid7()
    good = resource(visit, "Observation", id=key, category="vital-signs", content=VITAL)
    assert try_as(database, "reception", INSERT_RESOURCE, **good) == 1
    for wrong in (
        resource(visit),
        resource(visit, category="vital-signs", content=VITAL),
        resource(visit, "Observation", id=key, content=VITAL),
        resource(visit, "Observation", id=key, category="vital-signs"),
        resource(
            visit,
            "Observation",
            id=key,
            category="vital-signs",
            content={"category": [{"coding": [{"code": "laboratory"}]}]},
        ),
        resource(visit, "Encounter", id=visit.encounter_id),
    ):
        assert try_as(database, "reception", INSERT_RESOURCE, **wrong) == DENIED
    for login in ("manager", "admin"):
        assert try_as(database, login, INSERT_RESOURCE, **good) == DENIED


def test_doctors_and_worker_keep_to_their_kinds(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    for kind, key in (
        ("Patient", visit.patient_id),
        ("Appointment", visit.appointment_id),
        ("Encounter", visit.encounter_id),
    ):
        made = resource(visit, kind, id=key)
        assert try_as(database, "doctor", INSERT_RESOURCE, **made) == DENIED
        assert try_as(database, "opd_worker", INSERT_RESOURCE, **made) == 1
    assert try_as(database, "opd_worker", INSERT_RESOURCE, **resource(visit)) == DENIED


def test_author_time_and_version_are_the_databases(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    with sql.connect(database, "doctor") as connection:
        connection.execute(INSERT_RESOURCE, resource(visit))  # claims to be doctor2, in 2001, not current
        row = connection.execute(
            "SELECT author, last_updated > now() - interval '1 minute', is_current, version_id FROM fhir_resource "
            "WHERE resource_type = 'Composition'"
        ).fetchone()
    assert row == ("doctor", True, True, 1)


def test_nobody_signs_for_another(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    visits.see(sign_in("doctor"), visit, sign=False)
    sign = f"UPDATE encounter SET signed_at = now(), signed_by = 'doctor' WHERE id = '{visit.encounter_id}'"
    for login in ("reception", "doctor2", "manager", "admin"):
        assert refused(try_as(database, login, sign))
    with sql.connect(database, "doctor") as connection:
        claimed = sign.replace("now(), signed_by = 'doctor'", "'2001-01-01', signed_by = 'doctor2'")
        connection.execute(claimed)  # type: ignore[call-overload]
        row = connection.execute("SELECT signed_by, signed_at > now() - interval '1 minute' FROM encounter").fetchone()
    assert row == ("doctor", True)


def test_who_reads_the_trail(database: URL, sign_in: SignIn) -> None:
    visits.whole(database, sign_in)
    for login in ("reception", "doctor", "doctor2", "opd_worker"):
        assert try_as(database, login, "SELECT FROM audit_log") == DENIED
    build.rows(
        database,
        "DELETE FROM staff_facility USING staff s WHERE s.id = staff_id AND s.login = 'manager' AND facility_id = :f",
        f=build.CITY,
    )
    assert try_as(database, "manager", "SELECT FROM audit_log WHERE table_name = 'appointment'") == 0
    seen = try_as(database, "admin", "SELECT FROM audit_log")
    assert isinstance(seen, int)
    assert seen > 10


def test_names_in_rows_are_those_of_the_session(database: URL, sign_in: SignIn) -> None:
    """Whatever the statement claims: who recorded it, and when."""
    del sign_in
    patient = build.patient(database)
    p, f = str(patient), str(build.CITY)
    with sql.connect(database, "reception") as connection:
        connection.execute(
            "INSERT INTO patient_consent (id, patient_id, purpose, granted, recorded_by, given_at) "
            "VALUES (opd.uuid7(), %s, 'messages', true, 'doctor', '2001-01-01')",
            (p,),
        )
        connection.execute(
            "INSERT INTO ticket (id, facility_id, subject, created_by, updated_by, created_at) "
            "VALUES (opd.uuid7(), %s, 'x', 'doctor', 'doctor', '2001-01-01')",
            (f,),
        )
        connection.execute(
            "INSERT INTO ticket_note (id, ticket_id, text, login, at) SELECT opd.uuid7(), id, 'x', 'doctor', '2001-01-01' FROM ticket"
        )
        connection.execute(
            "INSERT INTO communication (id, facility_id, patient_id, channel, body, created_by, status) "
            "VALUES (opd.uuid7(), %s, %s, 'desk', 'x', 'doctor', 'sent')",
            (f, p),
        )
        connection.execute("UPDATE ticket SET created_by = 'doctor', updated_by = 'doctor', row_version = 77")
        connection.execute(
            "UPDATE patient SET name = 'Meena', updated_by = 'doctor', mrn = 'mine', created_at = '2001-01-01'"
        )
        connection.commit()
    for query in (
        "SELECT recorded_by AS who, given_at AS at FROM patient_consent",
        "SELECT created_by AS who, created_at AS at FROM ticket",
        "SELECT updated_by AS who, updated_at AS at FROM ticket WHERE row_version = 2",
        "SELECT login AS who, at FROM ticket_note",
        "SELECT created_by AS who, status_at AS at FROM communication WHERE status = 'queued'",
        "SELECT updated_by AS who, created_at AS at FROM patient WHERE mrn <> 'mine'",
    ):
        (row,) = build.rows(database, f"SELECT who, at > now() - interval '1 hour' AS recent FROM ({query}) AS q")
        assert row == {"who": "reception", "recent": True}, query


def test_settings_give_no_rights(database: URL) -> None:
    """The import mode is the owner's; saying so is not being so."""
    patient = build.patient(database)
    slot = str(build.slots(database, 1)[0])
    past = (
        "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, status) "
        f"SELECT opd.uuid7(), opd.uuid7(), '{patient}', practitioner_id, facility_id, starts_at, ends_at, 'fulfilled' "
        f"FROM time_slot WHERE id = '{slot}'"
    )
    for login in ("reception", "doctor", "manager"):
        assert try_as(database, login, "SELECT set_config('opd.importing', 'on', false)", past) == "OP005"
        assert (
            try_as(database, login, "SELECT FROM (SELECT opd.has('admin') OR opd.has('owner') AS x) AS q WHERE x") == 0
        )


def test_search_takes_text_as_text(database: URL) -> None:
    build.patient(database)
    find = "SELECT * FROM opd.find_patients(%(words)s, %(digits)s, '{}', true, 10)"
    for text in ("zz') OR true --", "zz'; DELETE FROM opd.patient; --", "zz%", "zz_", "zz\\", "zz' OR ''='"):
        assert try_as(database, "reception", find, words=[text], digits=[]) == 0
        assert try_as(database, "reception", find, words=[], digits=[text + "77777777"]) == 0
    assert len(build.rows(database, "SELECT id FROM patient")) == 1


# Capacity, status, facilities -----------------------------------------------------------------------


def book(slot: UUID, patient: UUID, **more: str) -> tuple[str, str]:
    """An appointment on a slot, written by hand."""
    key = uuid7()
    columns = "".join(f", {name}" for name in more)
    values = "".join(f", {value}" for value in more.values())
    return (
        (
            "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, status"
            f"{columns}) SELECT '{key}', '{key}', '{patient}', practitioner_id, facility_id, starts_at, ends_at, 'booked'"
            f"{values} FROM time_slot WHERE id = '{slot}'"
        ),
        f"INSERT INTO appointment_slot VALUES ('{key}', '{slot}')",
    )


def test_a_full_slot_stays_full(database: URL) -> None:
    patient = build.patient(database)
    full, free = build.slots(database, 2, overbook=1)
    build.appointment(database, patient, [full])
    over = {"overbooked": "true", "overbook_reason": "'because'"}
    assert try_as(database, "reception", *book(free, patient)) == 2
    assert try_as(database, "reception", *book(full, patient)) == "OP005"
    assert try_as(database, "reception", *book(full, patient, **over)) == "OP003"
    assert try_as(database, "manager", *book(full, patient, **over)) == 2
    build_over = build.appointment(database, build.patient(database, "Anna Braun"), [full])
    assert build_over
    assert try_as(database, "manager", *book(full, patient, **over)) == "23514"
    for login in STAFF:
        for statement in (
            "UPDATE time_slot SET capacity = 99",
            "UPDATE time_slot SET booked = 0, held = 0",
            "DELETE FROM time_slot",
            "INSERT INTO time_slot SELECT * FROM time_slot",
            f"SELECT opd.slot_count('{full}', -1, 0, true)",
        ):
            assert try_as(database, login, statement) == DENIED, (login, statement)


def test_an_appointment_is_where_its_slots_are(database: URL) -> None:
    patient = build.patient(database)
    stranger = build.patient(database, "Anna Braun")
    mine, other = build.slots(database, 2)
    theirs = build.slots(database, 1, practitioner=build.MEHTA)[0]
    held = build.appointment(database, patient, [mine])
    for login in ("reception", "manager", "doctor"):
        for statement in (
            f"DELETE FROM appointment_slot WHERE appointment_id = '{held}'",
            f"UPDATE appointment SET starts_at = starts_at + interval '15 min', ends_at = ends_at + interval '15 min' WHERE id = '{held}'",
            f"INSERT INTO appointment_slot VALUES ('{held}', '{theirs}')",
            f"UPDATE appointment SET practitioner_id = '{build.MEHTA}' WHERE id = '{held}'",
            f"UPDATE appointment SET patient_id = '{stranger}' WHERE id = '{held}'",
        ):
            assert refused(try_as(database, login, statement)), statement
    assert try_as(database, "reception", book(other, patient)[0]) == "OP005"


@pytest.mark.parametrize(
    ("start", "end"),
    [("booked", "fulfilled"), ("booked", "noshow"), ("cancelled", "fulfilled"), ("fulfilled", "checked-in"), ("booked", "nonsense"),
     ("cancelled", "booked"), ("fulfilled", "entered-in-error")],
)  # fmt: skip
def test_statuses_move_as_they_may(database: URL, start: str, end: str) -> None:
    slot = build.slots(database, 1)[0]
    key = build.appointment(database, build.patient(database), [slot], start)
    build.rows(database, "UPDATE appointment SET status_changed_at = now() - interval '1 day' WHERE id = :id", id=key)
    assert try_as(database, "reception", f"UPDATE appointment SET status = '{end}' WHERE id = '{key}'") == "OP005"


def test_an_encounter_is_moved_by_doctors_and_by_the_rules(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    for status in ("in-progress", "finished", "onleave"):
        change = f"UPDATE encounter SET status = '{status}' WHERE id = '{visit.encounter_id}'"
        for login in ("reception", "manager"):
            assert try_as(database, login, change) in ("OP003", "OP005")
        assert try_as(database, "doctor", change) == "OP005"  # not in consultation, or out of order


def test_tokens_are_the_databases(database: URL, sign_in: SignIn) -> None:
    visits.arrive(database, sign_in("reception"))
    for login in ("reception", "doctor", "manager"):
        for statement in ("UPDATE queue_entry SET token_number = 1, arrived_at = '2001-01-01'", "UPDATE token_counter SET last = 0",
                          "DELETE FROM queue_entry"):  # fmt: skip
            assert try_as(database, login, statement) in (DENIED, "OP005"), statement
    other = build.patient(database, "Anna Braun")
    with sql.connect(database, "reception") as connection:
        row = connection.execute(
            "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day, token_number, "
            "arrived_at, state) SELECT opd.uuid7(), facility_id, practitioner_id, %s, 'Z', '2001-01-01', 1, "
            "'2001-01-01', 'called' FROM queue_entry RETURNING service_point, token_number, state, day > '2020-01-01'",
            (other,),
        ).fetchone()
    assert row == ("A", 2, "waiting", True)


@pytest.fixture
def city_only(database: URL) -> URL:
    """The receptionist and the manager no longer work at Lakeside."""
    build.rows(
        database,
        "DELETE FROM staff_facility USING staff s WHERE s.id = staff_id AND s.login IN ('reception', 'manager') "
        "AND facility_id = :f",
        f=build.LAKESIDE,
    )
    return database


def test_another_facility_is_out_of_reach(city_only: URL) -> None:
    patient = build.patient(city_only)
    far = build.slots(city_only, 2, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    booked = build.appointment(city_only, patient, [far[0]])
    lakeside, lindqvist = build.LAKESIDE, build.LINDQVIST
    for login in ("reception", "doctor", "manager"):
        for statement in (
            f"SELECT FROM appointment WHERE id = '{booked}'",
            f"SELECT FROM appointment_slot WHERE appointment_id = '{booked}'",
            f"SELECT FROM appointment_history WHERE appointment_id = '{booked}'",
            f"SELECT FROM time_slot WHERE facility_id = '{lakeside}'",
            f"UPDATE appointment SET reason = 'x' WHERE id = '{booked}'",
            f"UPDATE appointment SET status = 'cancelled', cancel_reason = 'x' WHERE id = '{booked}'",
            (
                "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, status) "
                f"VALUES (opd.uuid7(), opd.uuid7(), '{patient}', '{lindqvist}', '{lakeside}', now() + interval '1 day', "
                "now() + interval '25 hours', 'waitlist')"
            ),
            f"INSERT INTO appointment_slot VALUES ('{booked}', '{far[1]}')",
            f"DELETE FROM appointment_slot WHERE appointment_id = '{booked}'",
            f"INSERT INTO slot_hold (id, slot_id, facility_id, expires_at) VALUES (opd.uuid7(), '{far[1]}', '{lakeside}', now())",
            f"INSERT INTO slot_hold (id, slot_id, facility_id, expires_at) VALUES (opd.uuid7(), '{far[1]}', '{build.CITY}', now())",
            (
                "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day) "
                f"VALUES (opd.uuid7(), '{lakeside}', '{lindqvist}', '{patient}', 'A', current_date)"
            ),
            (
                "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, appointment_id, status) "
                f"VALUES (opd.uuid7(), '{lakeside}', '{patient}', '{lindqvist}', '{booked}', 'planned')"
            ),
            f"INSERT INTO communication (id, facility_id, patient_id, channel, body) VALUES (opd.uuid7(), '{lakeside}', '{patient}', 'desk', 'x')",
            f"INSERT INTO ticket (id, facility_id, subject) VALUES (opd.uuid7(), '{lakeside}', 'x')",
            (
                "INSERT INTO outbox_event (name, version, aggregate, aggregate_id, facility_id, payload) "
                f"VALUES ('Appointment.Cancelled', 1, 'appointment', '{booked}', '{lakeside}', '{{}}')"
            ),
        ):
            assert refused(try_as(city_only, login, statement)), (login, statement)


def test_a_row_does_not_move_to_another_facility(city_only: URL) -> None:
    patient = build.patient(city_only)
    build.appointment(city_only, patient, build.slots(city_only, 1))
    assert try_as(city_only, "reception", f"UPDATE appointment SET facility_id = '{build.LAKESIDE}'") == DENIED
    ticket = f"INSERT INTO ticket (id, facility_id, subject) VALUES (opd.uuid7(), '{build.CITY}', 'x')"
    move = f"UPDATE ticket SET facility_id = '{build.LAKESIDE}'"
    assert try_as(city_only, "reception", ticket, move) == DENIED


def test_who_was_switched_off_sees_nothing(database: URL) -> None:
    build.patient(database)
    with sql.connect(database, "reception") as connection:
        assert connection.execute("SELECT count(*) FROM patient").fetchone() == (1,)
        connection.commit()
        build.rows(database, "UPDATE staff SET active = false WHERE login = 'reception'")
        for table in ("patient", "appointment", "encounter", "communication", "ticket", "fhir_resource"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # type: ignore[call-overload]


# Messages, journeys, undo ---------------------------------------------------------------------------


def test_messages_and_journeys_keep_to_their_roles(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    with build.owner(database) as owner:
        owner.exec_driver_sql(
            "INSERT INTO communication (id, facility_id, patient_id, channel, body, status) "
            "VALUES (opd.uuid7(), %s, %s, 'desk', 'Come at nine', 'sent')",
            (build.CITY, visit.patient_id),
        )
    for login in ("reception", "doctor", "manager", "admin"):
        for statement in (
            "UPDATE communication SET body = 'Other'",
            "UPDATE communication SET status = 'queued'",
            "UPDATE communication SET to_address = 'me@example.org'",
            "DELETE FROM communication",
            "INSERT INTO communication_attempt (id, communication_id, number, worker) SELECT opd.uuid7(), id, 1, 'x' FROM communication",
        ):
            assert refused(try_as(database, login, statement)), (login, statement)
    for login in ("reception", "doctor"):
        for statement in (
            "INSERT INTO journey_definition (id, key, version, name) VALUES (opd.uuid7(), 'x', 1, 'x')",
            "INSERT INTO message_template (id, key, body) VALUES (opd.uuid7(), 'x', 'x')",
            "UPDATE step_run SET state = 'done'",
        ):
            assert try_as(database, login, statement) == DENIED


def test_an_undo_belongs_to_who_did_it(database: URL, sign_in: SignIn) -> None:
    visits.arrive(database, sign_in("reception"))
    assert try_as(database, "reception", "SELECT FROM undo_record") == 1
    for login in ("doctor", "manager", "admin"):
        assert refused(try_as(database, login, "SELECT FROM undo_record"))
    for statement in (
        "UPDATE undo_record SET expires_at = 'infinity'",
        "UPDATE undo_record SET request = '{}'",
        "DELETE FROM undo_record",
    ):
        assert try_as(database, "reception", statement) == DENIED
