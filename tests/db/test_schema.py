"""The schema: models and migrations agree, every write leaves its trace, every version counts."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy import URL, text

from opd_desktop.db import migrate
from opd_desktop.db.base import Base, Versioned
from opd_desktop.db.models import __all__ as model_names
from opd_desktop.domain import appointment, encounter
from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, facilities, patients, series, tickets, waitlist
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment
from opd_desktop.services.dto.booking import AddToWaitlist, BookSeries, OfferPlace
from opd_desktop.services.dto.facilities import ListLocations
from opd_desktop.services.dto.patients import Consent, ContactPerson, Identifier, RegisterPatient
from opd_desktop.services.dto.tickets import CreateTicket, PatchTicket
from tests.support import build, journeys, pg
from tests.support import visit as visits

SignIn = Callable[..., Clinic]

#: Tables whose rows are no person's edits: why the audit trail leaves them out.
NOT_AUDITED = {
    "alembic_version": "the migrations' own",
    "appointment_transition": "fixed with the schema",
    "encounter_transition": "fixed with the schema",
    "audit_log": "the trail itself",
    "appointment_history": "a trail itself",
    "encounter_status_history": "a trail itself",
    "queue_move": "a trail itself",
    "outbox_event": "tells of audited rows, append-only",
    "event_consumed": "the worker's bookkeeping",
    "undo_record": "of one person, for ten minutes",
    "late_notice": "tells of a message that is audited",
    "slot_hold": "gone after three minutes",
    "staff_setting": "zoom and filters of one person",
    "token_counter": "counted by a trigger; the tokens are in queue_entry",
    "time_slot": "made from audited schedules, counted by triggers",
    "step_run": "the worker's bookkeeping; effects are audited where they happen",
    "communication_attempt": "the worker's bookkeeping; the message is audited",
}


@pytest.fixture
def empty(server: pg.TestServer) -> Iterator[URL]:
    """A database without anything in it."""
    name = f"t_{uuid7().hex}"
    with server.admin() as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    yield server.url(name).set(username="postgres")
    with server.admin() as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


def tables(database: URL) -> set[str]:
    rows = build.rows(
        database,
        "SELECT relname FROM pg_class WHERE relnamespace = 'opd'::regnamespace AND relkind IN ('r', 'p') "
        "AND NOT relispartition",
    )
    return {row["relname"] for row in rows}


# Migrations -----------------------------------------------------------------------------------------


def test_an_empty_database_is_brought_up_once(empty: URL) -> None:
    with pytest.raises(ServiceUnavailable, match=r"database\.no_schema"):
        migrate.check(empty)
    assert migrate.upgrade(empty)
    assert not migrate.upgrade(empty)
    assert migrate.check(empty) == []


def test_models_and_migrations_agree(database: URL) -> None:
    assert migrate.check(database.set(username="postgres")) == []
    assert {table.name for table in Base.metadata.tables.values()} == tables(database) - {"alembic_version"}
    assert len(model_names) == len(Base.metadata.tables)


def test_a_difference_is_told(database: URL) -> None:
    build.rows(database, "ALTER TABLE ticket ADD COLUMN surplus text")
    (told,) = migrate.check(database.set(username="postgres"))
    assert "surplus" in told


def test_everything_belongs_to_the_owner_role(database: URL) -> None:
    rows = build.rows(
        database,
        "SELECT relname FROM pg_class WHERE relnamespace = 'opd'::regnamespace AND relkind IN ('r', 'p', 'S') "
        "AND relowner <> 'opd_owner'::regrole AND relname <> 'alembic_version'",
    )
    assert rows == []


def test_the_status_machines_are_those_of_the_domain(database: URL) -> None:
    rows = build.rows(database, "SELECT from_status, to_status FROM encounter_transition")
    assert {(row["from_status"], row["to_status"]) for row in rows} == {
        (start.value, end.value) for start, end in encounter.TRANSITIONS
    }
    rows = build.rows(database, "SELECT from_status, to_status, needs_right FROM appointment_transition")
    assert {(row["from_status"], row["to_status"]): row["needs_right"] for row in rows} == {
        (start.value, end.value): needs for (start, end), needs in appointment.TRANSITIONS.items()
    }


# The audit trail ------------------------------------------------------------------------------------


def audited(database: URL) -> set[str]:
    rows = build.rows(
        database,
        "SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'audit' AND NOT tgisinternal "
        # 4 = INSERT, 8 = DELETE, 16 = UPDATE, 1 = for each row
        "AND tgtype & 29 = 29",
    )
    return {row["name"].removeprefix("opd.") for row in rows}


def test_every_table_is_audited_or_says_why_not(database: URL) -> None:
    assert tables(database) - audited(database) == set(NOT_AUDITED)
    assert all(NOT_AUDITED.values())


def booking(database: URL, desk: Clinic, patient: UUID) -> None:
    """A series, a room reserved for a visit, and a place offered to somebody on the waiting list."""
    slots = build.slots(database, 3, build.tomorrow(), practitioner=build.MEHTA)
    (room, *_) = desk.call(facilities.locations, ListLocations(facility_id=build.CITY))
    desk.call(
        appointments.create,
        BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(slots[0],), resource_ids=(room.id,)),
    )
    desk.call(
        series.create,
        BookSeries(request_id=uuid7(), patient_id=patient, slot_ids=(slots[1],), rrule="FREQ=WEEKLY;COUNT=1"),
    )
    wish = AddToWaitlist(
        request_id=uuid7(), patient_id=patient, practitioner_id=build.MEHTA, facility_id=build.CITY,
        start=build.tomorrow(), end=build.tomorrow(12),
    )  # fmt: skip
    waiting = desk.call(waitlist.add, wish)
    desk.call(waitlist.offer, OfferPlace(waitlist_id=waiting.appointment.id, slot_id=slots[2]))


@pytest.fixture
def busy(database: URL, sign_in: SignIn) -> URL:
    """A clinic in which rows of nearly every kind have been written."""
    journeys.defaults(database)
    desk, manager = sign_in("reception"), sign_in("manager")
    made = desk.call(
        patients.register,
        RegisterPatient(
            name="Meena Patil",
            facility_id=build.CITY,
            identifiers=(Identifier(system="national", value="1"),),
            contacts=(ContactPerson(name="Ravi"),),
            consents=(Consent(purpose="messages", granted=True),),
        ),
    )
    visit = visits.arrive(database, desk, made.id)
    visits.see(sign_in("doctor"), visit)
    booking(database, desk, made.id)
    ticket = manager.call(tickets.create, CreateTicket(facility_id=build.CITY, subject="Call back", patient_id=made.id))
    manager.call(tickets.patch, PatchTicket(id=ticket.id, note="called, no answer"))
    with build.owner(database) as owner:
        owner.exec_driver_sql(
            "INSERT INTO journey_instance (id, definition_id, patient_id, facility_id, anchor_kind, anchor_id, stage) "
            "SELECT opd.uuid7(), id, %s, %s, 'patient', %s, 'booked' FROM journey_definition WHERE key = 'opd-visit'",
            (made.id, build.CITY, made.id),
        )
        owner.exec_driver_sql(
            "INSERT INTO journey_instance_stage_status (instance_id, stage) SELECT id, 'booked' FROM journey_instance"
        )
        owner.exec_driver_sql(
            "INSERT INTO communication (id, facility_id, patient_id, channel, subject, body) "
            "VALUES (opd.uuid7(), %s, %s, 'desk', 'secret-subject', 'secret-body')",
            (build.CITY, made.id),
        )
        owner.exec_driver_sql(
            "INSERT INTO schedule_exception (id, facility_id, kind, starts_at, ends_at) "
            "VALUES (opd.uuid7(), %s, 'holiday', '2030-01-01', '2030-01-02')",
            (build.CITY,),
        )
        owner.exec_driver_sql(
            "INSERT INTO note_template (id, facility_id, name, headings) VALUES (opd.uuid7(), %s, 'Short', '[]')",
            (build.CITY,),
        )
        owner.exec_driver_sql("INSERT INTO scribe_rule (id, kind, before) VALUES (opd.uuid7(), 'replace', 'word')")
        owner.exec_driver_sql(
            "INSERT INTO affected_visit (id, facility_id, appointment_id, starts_at, cause) "
            "SELECT opd.uuid7(), facility_id, id, starts_at, 'holiday' FROM appointment LIMIT 1"
        )
    return database


#: Key of a row as the trail names it, for tables without an ``id``.
KEYS = {
    "appointment_slot": "t.appointment_id || '/' || t.slot_id",
    "appointment_resource": "t.appointment_id || '/' || t.location_id",
    "waitlist_wish": "t.appointment_id::text",
    "staff_facility": "t.staff_id::text",
    "journey_instance_stage_status": "t.instance_id || '/' || t.stage",
}


def test_every_row_has_the_trace_of_its_insertion(busy: URL) -> None:
    for table in sorted(audited(busy)):
        key = KEYS.get(table, "t.id::text")
        (found,) = build.rows(
            busy,
            f"SELECT count(*) AS written, count(*) FILTER (WHERE NOT EXISTS (SELECT FROM audit_log l "
            f"WHERE l.table_name = '{table}' AND l.action = 'insert' AND l.row_id = {key})) AS untraced "
            f"FROM {table} AS t",
        )
        assert found["written"] > 0, f"nothing was written to {table}"
        assert found["untraced"] == 0, table


def test_changes_and_deletions_are_traced_with_old_and_new(busy: URL) -> None:
    with build.owner(busy, importing=False) as owner:
        owner.execute(text("SELECT set_config('opd.operation', 'test.change', true)"))
        owner.execute(text("UPDATE patient SET address = 'New road'"))
        owner.execute(text("UPDATE patient SET address = 'New road'"))  # changes nothing
        owner.execute(text("DELETE FROM patient_contact"))
    rows = build.rows(
        busy, "SELECT action, table_name, old, new, login FROM audit_log WHERE operation = 'test.change' ORDER BY id"
    )
    assert rows[0] | {"login": ""} == {
        "action": "update", "table_name": "patient", "old": {"address": ""}, "new": {"address": "New road"},
        "login": "",
    }  # fmt: skip
    assert [row["action"] for row in rows] == ["update", "delete"]
    assert rows[1]["old"]["name"] == "Ravi"
    assert rows[1]["new"] is None
    assert {row["login"] for row in rows} == {"postgres"}


def test_the_trail_names_person_desk_and_operation(busy: URL) -> None:
    rows = build.rows(
        busy,
        "SELECT DISTINCT login, desk, operation FROM audit_log WHERE table_name = 'encounter' AND action = 'insert'",
    )
    assert rows == [{"login": "reception", "desk": "opd:Desk 1", "operation": "scheduling.appointment.check_in"}]


def test_free_text_of_notes_messages_and_tickets_is_not_in_the_trail(busy: URL) -> None:
    for secret in ("marker-history", "secret-subject", "secret-body", "called, no answer"):
        assert build.rows(busy, "SELECT FROM audit_log WHERE concat(old, new) LIKE :text", text=f"%{secret}%") == [], (
            secret
        )


# Versions -------------------------------------------------------------------------------------------


def test_every_edited_table_counts_its_versions(database: URL) -> None:
    rows = build.rows(
        database,
        "SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'touch' AND tgtype & 23 = 23",
    )
    versioned = {
        mapper.class_.__tablename__ for mapper in Base.registry.mappers if issubclass(mapper.class_, Versioned)
    }
    assert {row["name"].removeprefix("opd.") for row in rows} == versioned


def test_a_version_is_one_more_whatever_the_client_says(busy: URL) -> None:
    counted = 0
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Versioned) or mapper.class_.__tablename__ == "journey_stage":
            continue  # a published journey's stages never change
        table = mapper.class_.__tablename__
        with build.owner(busy) as owner:
            before = owner.execute(text(f"SELECT id, row_version FROM {table} ORDER BY id LIMIT 1")).one_or_none()
            if before is None:
                continue
            owner.execute(
                text(
                    f"UPDATE {table} SET row_version = 999, updated_by = 'nobody', created_at = '2001-01-01' "
                    "WHERE id = :id"
                ),
                {"id": before.id},
            )
            after = owner.execute(
                text(f"SELECT row_version, updated_by, created_at > '2001-01-01' AS kept FROM {table} WHERE id = :id"),
                {"id": before.id},
            ).one()
        assert after == (before.row_version + 1, "postgres", True), table
        counted += 1
    assert counted >= 14


def test_the_clinical_versions_are_numbered_and_one_is_current(busy: URL) -> None:
    rows = build.rows(
        busy,
        "SELECT array_agg(version_id ORDER BY version_id) AS numbers, array_agg(is_current ORDER BY version_id) AS "
        "current FROM fhir_resource GROUP BY resource_type, id",
    )
    assert rows
    for row in rows:
        assert row["numbers"] == list(range(1, len(row["numbers"]) + 1))
        assert row["current"] == [False] * (len(row["numbers"]) - 1) + [True]


def test_record_numbers_of_database_and_program_agree(database: URL) -> None:
    from opd_desktop.domain.ids import luhn_check_digit

    rows = build.rows(
        database, "SELECT n::text AS n, opd.luhn_digit(n::text) AS digit FROM generate_series(1, 30000, 7) AS n"
    )
    assert [row for row in rows if luhn_check_digit(row["n"]) != row["digit"]] == []


def test_ids_of_the_database_are_version_7_and_sort_by_time(database: URL) -> None:
    from uuid import UUID

    rows = build.rows(database, "SELECT opd.uuid7() AS id FROM generate_series(1, 500)")
    ids: list[UUID] = [row["id"] for row in rows]
    assert {one.version for one in ids} == {7}
    stamps = [one.int >> 80 for one in ids]
    assert stamps == sorted(stamps)
