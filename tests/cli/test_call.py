"""`opd-desktop call`: JSON in and out, exit codes by kind of error, nothing half-written."""

import dataclasses
import io
import json
import os
import subprocess
import sys

import psycopg
import pytest
from sqlalchemy import URL, text

from opd_desktop import cli as command_line
from opd_desktop.db import migrate
from opd_desktop.db.meanings import why_refused
from opd_desktop.demo.base import CITY
from opd_desktop.services import tickets
from opd_desktop.services.operations import OPERATIONS
from opd_desktop.words import describe
from tests.cli.conftest import Run

TICKET = json.dumps({"facility_id": str(CITY), "subject": "The printer is out of paper"})


def test_a_call_prints_its_result_as_json(cli: Run, on_database: URL) -> None:
    made = cli("call", "prm.ticket.create", TICKET, "--as", "reception")
    assert (made.code, made.err) == (0, "")
    assert made.result["subject"] == "The printer is out of paper"
    listed = cli("call", "prm.ticket.list", "{}", "--as", "manager")
    assert [ticket["id"] for ticket in listed.result] == [made.result["id"]]


def test_the_input_may_come_from_stdin(cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(TICKET))
    assert cli("call", "prm.ticket.create", "-", "--as", "reception").code == 0


#: No row has this id.
NOBODY = "0190f000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("name", "request_text", "login", "exit_code", "code"),
    [
        ("prm.ticket.create", "{not json", "reception", 2, "input.not_json"),
        ("prm.ticket.create", "[" * 100_000, "reception", 2, "input.not_json"),
        ("prm.ticket.create", "[]", "reception", 2, "input.invalid"),
        ("prm.ticket.create", '{"subject": "", "colour": "red"}', "reception", 2, "input.invalid"),
        ("prm.journey.create", "{}", "reception", 2, "input.invalid"),
        ("prm.tickets.list", "{}", "reception", 4, "operation.unknown"),
        (
            "prm.ticket.get",
            f'{{"id": "{NOBODY}"}}',
            "reception",
            4,
            "ticket.not_found",
        ),
        ("prm.ticket.list", "{}", "nobody", 3, "auth.wrong_password"),
        ("report.day", json.dumps({"facility_id": str(CITY)}), "reception", 3, "permission.missing"),
    ],
)
def test_errors_are_json_with_code_parameters_and_a_sentence(
    cli: Run, on_database: URL, name: str, request_text: str, login: str, exit_code: int, code: str
) -> None:
    ran = cli("call", name, request_text, "--as", login)
    assert (ran.code, ran.out) == (exit_code, "")
    assert ran.error["code"] == code
    assert set(ran.error) == {"code", "params", "message"}
    assert ran.error["message"].endswith(".")


def test_invalid_fields_are_named(cli: Run, on_database: URL) -> None:
    ran = cli("call", "prm.ticket.create", '{"subject": "", "colour": "red"}', "--as", "reception")
    assert set(ran.error["params"]["fields"]) == {"facility_id", "subject", "colour"}
    assert "facility_id: Field required" in ran.error["message"]


def test_an_unknown_operation_is_answered_with_near_ones(cli: Run, on_database: URL) -> None:
    ran = cli("call", "prm.ticket.lst", "{}", "--as", "reception")
    assert "Did you mean prm.ticket.list" in ran.error["message"]


def test_a_wrong_password_is_refused(cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_PASSWORD", "not-the-password")
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert (ran.code, ran.error["code"]) == (3, "auth.wrong_password")
    assert "not-the-password" not in ran.err


def test_without_a_password_it_says_where_to_put_it(
    cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPD_PASSWORD")
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert (ran.code, ran.error["code"]) == (3, "auth.password_needed")
    assert "OPD_PASSWORD" in ran.error["message"]


def test_no_command_takes_a_password_as_an_argument(cli: Run) -> None:
    for command in command_line.COMMANDS:
        assert "--password" not in cli(command, "--help").out


def test_a_stale_change_is_a_conflict_and_changes_nothing(cli: Run, on_database: URL) -> None:
    made = cli("call", "prm.ticket.create", TICKET, "--as", "reception").result
    change = {"id": made["id"], "row_version": made["row_version"], "subject": "Paper is here"}
    assert cli("call", "prm.ticket.patch", json.dumps(change), "--as", "manager").code == 0
    stale = cli("call", "prm.ticket.patch", json.dumps({**change, "subject": "No paper"}), "--as", "reception")
    assert (stale.code, stale.error["code"]) == (5, "edit.changed_elsewhere")
    now = cli("call", "prm.ticket.get", json.dumps({"id": made["id"]}), "--as", "reception").result
    assert now["subject"] == "Paper is here"


def test_a_bug_is_told_without_a_traceback_and_without_data(
    cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tx: object, actor: object, request: object) -> None:
        raise ZeroDivisionError("secret of Mrs Example")

    monkeypatch.setitem(OPERATIONS, "prm.ticket.list", dataclasses.replace(tickets.list_, run=broken))
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert ran.code == 1
    assert ran.error["code"] == "error.bug"
    assert "Example" not in ran.err


def test_no_server_is_service_unavailable(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_DATABASE_URL", "postgresql://127.0.0.1:9/opd")
    monkeypatch.setenv("OPD_PASSWORD", "x")
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert (ran.code, ran.error["code"]) == (6, "database.down")
    assert "Check that the server runs" in ran.error["message"]


@pytest.mark.parametrize(
    ("said", "code", "holds"),
    [
        ("server does not support SSL, but SSL was required", "database.tls", "sslmode"),
        ("SSL error: certificate verify failed", "database.tls", "certificate"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.7", SSL encryption', "database.not_allowed", "pg_hba.conf"),
    ],
)
def test_why_a_server_does_not_let_in(said: str, code: str, holds: str) -> None:
    refused = why_refused(psycopg.OperationalError(f'connection to server at "db", port 5432 failed: {said}'))
    assert refused.code == code
    assert holds in describe(refused)


def test_a_server_that_is_too_old(cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "OLDEST_SERVER", 990000)
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert (ran.code, ran.error["code"]) == (6, "database.server_too_old")
    assert "99 or later" in ran.error["message"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE opd.alembic_version SET version_num = '9999'", "database.schema_newer"),
        ("DELETE FROM opd.alembic_version", "database.no_schema"),
    ],
)
def test_a_schema_that_is_not_this_programs(cli: Run, on_database: URL, statement: str, code: str) -> None:
    engine = migrate.owner_engine(on_database.set(username="postgres"))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert (ran.code, ran.error["code"]) == (6, code)
    assert "OPD Desk" in ran.error["message"] or "opd-desktop db init" in ran.error["message"]


def test_a_database_that_does_not_exist(cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_DATABASE_URL", on_database.set(database="nowhere").render_as_string())
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert (ran.code, ran.error["code"]) == (6, "database.no_database")


@pytest.mark.e2e
def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "opd_desktop", "ops", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 0


@pytest.mark.parametrize("action", ["check", "upgrade"])
def test_schema_work_with_a_wrong_password_says_so(
    cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    wrong = on_database.set(username="admin", password="not-it")
    monkeypatch.setenv("OPD_DATABASE_URL", wrong.render_as_string(hide_password=False))
    ran = cli("db", action)
    assert ran.code == 3
    assert ran.err.startswith("opd-desktop: The name or the password is wrong.")
    assert "not-it" not in ran.err


def test_the_url_of_a_shared_server_is_printed_without_its_password(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_DATABASE_URL", "postgresql://owner:secret@db.example:5433/opd")
    ran = cli("db", "url")
    assert (ran.code, ran.out) == (0, "postgresql://owner@db.example:5433/opd\n")
