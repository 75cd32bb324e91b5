"""Note templates and learned rules against staff with psql: the clinic's are its managers', a doctor's the doctor's."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from tests.support import build, pg, sql
from tests.support.sql import DENIED, STAFF, refused, try_as

RULE = uuid7()
HERE, THERE = uuid7(), uuid7()
CHECK = "23514"


@pytest.fixture(scope="module")
def database(server: pg.TestServer) -> Iterator[URL]:
    """A rule that was learned from Dr Rao, and a template at each facility."""
    with server.clone() as url:
        with sql.connect(url, "doctor") as connection:
            connection.execute(
                "INSERT INTO scribe_rule (id, kind, before, after) VALUES (%s, 'replace', 'wordmarker', 'othermarker')",
                (RULE,),
            )
            connection.commit()
        with build.owner(url) as owner:
            for key, facility in ((HERE, build.CITY), (THERE, build.LAKESIDE)):
                owner.exec_driver_sql(
                    "INSERT INTO note_template (id, facility_id, name, headings) VALUES (%s, %s, 'Short', %s)",
                    (key, facility, '[{"code": "PLAN", "title": "Plan"}]'),
                )
        yield url


OTHERS = [login for login in STAFF if login != "doctor"]


@pytest.mark.parametrize("login", OTHERS)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT before FROM scribe_rule",
        "SELECT count(*) FROM scribe_rule HAVING count(*) > 0",
        "UPDATE scribe_rule SET active = false",
        "DELETE FROM scribe_rule",
        "SELECT FROM pg_stats WHERE tablename = 'scribe_rule'",
        "COPY scribe_rule TO STDOUT",
        "TABLE scribe_rule",
    ],
)
def test_nobody_else_reads_or_touches_a_doctors_rules(database: URL, login: str, statement: str) -> None:
    if statement.startswith("COPY") and login == "doctor2":
        statement = "SELECT FROM (TABLE scribe_rule) AS r"
    assert refused(try_as(database, login, statement))


def test_the_doctor_does(database: URL) -> None:
    assert try_as(database, "doctor", "SELECT before FROM scribe_rule") == 1
    assert try_as(database, "doctor", "UPDATE scribe_rule SET seen = 2") == 1
    assert try_as(database, "doctor", "DELETE FROM scribe_rule") == 1


@pytest.mark.parametrize("login", OTHERS)
def test_the_words_leak_through_no_side_door(database: URL, login: str) -> None:
    said: list[str] = []
    with sql.connect(database, login) as connection:
        connection.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
        if login == "doctor2":
            connection.execute(
                "CREATE FUNCTION pg_temp.spy(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
                "$$ BEGIN RAISE NOTICE '%', t; RETURN true; END $$"
            )
            connection.execute("SELECT count(*) FROM scribe_rule WHERE pg_temp.spy(before || after)")
        for table in ("audit_log", "outbox_event", "undo_record", "staff_setting"):
            try:
                found = connection.execute(f"SELECT t::text FROM {table} AS t").fetchall()  # type: ignore[arg-type]
            except psycopg.errors.InsufficientPrivilege:
                connection.rollback()
                continue
            assert "marker" not in str(found), table
    assert not any("marker" in one for one in said)


def test_the_trail_tells_that_there_is_a_rule_and_no_digest_of_its_words(database: URL) -> None:
    rows = build.rows(database, "SELECT login, new, facility_id FROM audit_log WHERE table_name = 'scribe_rule'")
    assert [(row["login"], row["facility_id"]) for row in rows] == [("doctor", None)]
    assert {"before", "after", "heading"} & rows[0]["new"].keys() == set()
    assert "sha256" not in str(rows)
    assert rows[0]["new"]["kind"] == "replace"


@pytest.mark.parametrize(
    ("login", "statement", "outcome"),
    [
        # In another's name, or with a version and stamps of one's own.
        ("doctor2", "INSERT INTO scribe_rule (id, login, kind) VALUES (opd.uuid7(), 'doctor', 'replace')", DENIED),
        ("doctor", "UPDATE scribe_rule SET login = 'doctor2'", DENIED),
        ("doctor", "UPDATE scribe_rule SET before = 'left'", DENIED),
        ("doctor", "UPDATE scribe_rule SET row_version = 9", DENIED),
        # What would change numbers, or be followed without having been learned.
        ("doctor", "INSERT INTO scribe_rule (id, kind, before, after) VALUES (opd.uuid7(), 'replace', '5', '50')", CHECK),
        ("doctor", "INSERT INTO scribe_rule (id, kind, active) VALUES (opd.uuid7(), 'replace', true)", CHECK),
        ("doctor", "INSERT INTO scribe_rule (id, kind) VALUES (opd.uuid7(), 'invent')", CHECK),
        # Not for the staff at all.
        ("reception", "INSERT INTO scribe_rule (id, kind) VALUES (opd.uuid7(), 'replace')", DENIED),
        ("manager", "INSERT INTO scribe_rule (id, kind) VALUES (opd.uuid7(), 'replace')", DENIED),
        ("admin", "TRUNCATE scribe_rule", DENIED),
    ],
)  # fmt: skip
def test_rules_are_written_as_the_scribe_learns_them(database: URL, login: str, statement: str, outcome: str) -> None:
    assert try_as(database, login, statement) == outcome


@pytest.mark.parametrize("login", STAFF)
def test_a_template_is_seen_by_the_staff_of_its_facility(database: URL, login: str) -> None:
    with sql.connect(database, login) as connection:
        try:
            rows = connection.execute("SELECT id FROM note_template").fetchall()
        except psycopg.errors.InsufficientPrivilege:
            assert login == "opd_worker"
            return
    seen = {HERE} if login in {"doctor", "doctor2"} else {HERE, THERE}
    assert {row[0] for row in rows} == seen


@pytest.mark.parametrize("login", ["reception", "doctor", "opd_worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE note_template SET name = 'Mine'",
        "UPDATE note_template SET active = false",
        "DELETE FROM note_template",
        "INSERT INTO note_template (id, facility_id, name, headings) SELECT opd.uuid7(), id, 'Mine', '[]' FROM facility",
    ],
)
def test_templates_are_written_by_managers_only(database: URL, login: str, statement: str) -> None:
    assert refused(try_as(database, login, statement))


@pytest.mark.parametrize("login", ["manager", "admin"])
def test_managers_write_templates_but_move_and_delete_none(database: URL, login: str) -> None:
    assert try_as(database, login, "UPDATE note_template SET active = false") == 2
    assert try_as(database, login, f"UPDATE note_template SET facility_id = '{build.CITY}'") == DENIED
    assert try_as(database, login, "DELETE FROM note_template") == DENIED
    assert try_as(database, login, "UPDATE note_template SET headings = '{}'") == CHECK


def test_a_manager_of_one_facility_writes_none_for_another(database: URL) -> None:
    with build.owner(database) as owner:
        owner.exec_driver_sql(
            "DELETE FROM staff_facility WHERE facility_id = %s AND staff_id = "
            "(SELECT id FROM staff WHERE login = 'manager')",
            (build.LAKESIDE,),
        )
    assert try_as(database, "manager", f"UPDATE note_template SET name = 'x' WHERE id = '{THERE}'") == 0
    insert = (
        "INSERT INTO note_template (id, facility_id, name, headings) "
        f"VALUES (opd.uuid7(), '{build.LAKESIDE}', 'Mine', '[]')"
    )
    assert try_as(database, "manager", insert) == DENIED
