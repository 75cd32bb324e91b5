"""`opd-desktop call` with bookings that can't be: an exit code, a sentence that says what to do, nothing written."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from tests.cli.conftest import Ran, Run
from tests.support import build

#: No row has this id.
NOBODY = UUID("0190f000-0000-7000-8000-000000000001")
Book = Callable[..., Ran]


@pytest.fixture
def patient(on_database: URL) -> UUID:
    return build.patient(on_database)


@pytest.fixture
def book(cli: Run) -> Book:
    """Book as the receptionist; ``more`` are further fields."""

    def call(patient_id: object, *slots: object, login: str = "reception", **more: object) -> Ran:
        request = {"request_id": uuid7(), "patient_id": patient_id, "slot_ids": slots} | more
        return cli("call", "scheduling.appointment.create", json.dumps(request, default=str), "--as", login)

    return call


def check(ran: Ran, exit_code: int, code: str, words: str) -> None:
    """The contract of a refusal."""
    assert (ran.code, ran.out) == (exit_code, "")
    assert set(ran.error) == {"code", "params", "message"}
    assert ran.error["code"] == code
    assert words in ran.error["message"]


def written(url: URL) -> dict[str, int]:
    """How many rows there are of everything that a booking writes."""
    tables = ("appointment", "appointment_slot", "appointment_history", "outbox_event", "undo_record", "slot_hold")
    counts = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
    return dict(build.rows(url, f"SELECT {counts}, (SELECT sum(booked) FROM time_slot) AS taken")[0])


def test_a_time_that_has_passed(on_database: URL, patient: UUID, book: Book) -> None:
    (slot,) = build.slots(on_database, 1, build.tomorrow() - timedelta(days=2))
    before = written(on_database)
    check(book(patient, slot), 2, "appointment.in_the_past", "Choose a later one.")
    assert written(on_database) == before


def test_a_patient_that_nobody_registered(on_database: URL, book: Book) -> None:
    (slot,) = build.slots(on_database, 1)
    before = written(on_database)
    ran = book(NOBODY, slot)
    check(ran, 4, "patient.not_found", ".")
    assert ran.error["params"]["id"] == str(NOBODY)
    assert written(on_database) == before


def test_a_slot_that_does_not_exist(on_database: URL, patient: UUID, book: Book) -> None:
    check(book(patient, NOBODY), 4, "slot.not_found", "Refresh and choose another.")


def test_slots_that_do_not_follow_each_other(on_database: URL, patient: UUID, book: Book) -> None:
    first, _, third = build.slots(on_database, 3)
    before = written(on_database)
    check(book(patient, first, third), 2, "booking.not_consecutive", ".")
    assert written(on_database) == before


def test_a_slot_that_is_taken_names_other_times(on_database: URL, patient: UUID, book: Book) -> None:
    taken, free = build.slots(on_database, 2)
    assert book(patient, taken).code == 0
    before = written(on_database)
    ran = book(build.patient(on_database, "Tomas Ferreira"), taken)
    check(ran, 5, "booking.slot_taken", ".")
    (start,) = build.rows(on_database, "SELECT starts_at FROM time_slot WHERE id = :id", id=free)
    assert datetime.fromisoformat(ran.error["params"]["alternatives"][0]) == start["starts_at"]
    assert written(on_database) == before


def test_somebody_who_may_not_book(on_database: URL, patient: UUID, book: Book) -> None:
    (slot,) = build.slots(on_database, 1)
    before = written(on_database)
    check(book(patient, slot, login="admin"), 3, "permission.missing", ".")
    assert written(on_database) == before


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"slot_ids": []}, "slot_ids"),
        ({"slot_ids": ["tomorrow at nine"]}, "slot_ids.0"),
        ({"patient_id": 7}, "patient_id"),
        ({"reason": "x" * 501}, "reason"),
        ({"date": "2026-02-31"}, "date"),
    ],
)
def test_a_request_that_is_no_booking(
    on_database: URL, patient: UUID, book: Book, fields: dict[str, object], wrong: str
) -> None:
    whole = {"patient_id": patient, "slot_ids": build.slots(on_database, 1)}
    ran = book(**(whole | fields))
    check(ran, 2, "input.invalid", wrong)
    assert wrong in ran.error["params"]["fields"]


def test_a_day_that_does_not_exist(cli: Run, on_database: URL) -> None:
    request = {"facility_id": str(build.CITY), "start": "2026-02-30", "end": "2026-03-01"}
    ran = cli("call", "scheduling.calendar.read", json.dumps(request), "--as", "reception")
    check(ran, 2, "input.invalid", "start")


def test_checking_in_on_another_day(cli: Run, on_database: URL) -> None:
    visit = build.booked(on_database, datetime.now(UTC) + timedelta(days=3))
    before = written(on_database)
    ran = cli("call", "scheduling.appointment.check_in", json.dumps({"id": str(visit)}), "--as", "reception")
    check(ran, 2, "appointment.not_today", ".")
    assert written(on_database) == before


def test_a_move_that_a_finished_visit_does_not_make(cli: Run, on_database: URL) -> None:
    visit = build.booked(on_database, status="cancelled")
    ran = cli("call", "scheduling.appointment.check_in", json.dumps({"id": str(visit)}), "--as", "reception")
    check(ran, 5, "appointment.illegal_move", ".")


@pytest.mark.parametrize("name", ["scheduling.appointment.get", "encounter.get", "patient.get", "prm.journey.get"])
def test_what_is_not_there(cli: Run, on_database: URL, name: str) -> None:
    ran = cli("call", name, json.dumps({"id": str(NOBODY)}), "--as", "manager")
    assert (ran.code, ran.out) == (4, "")
    assert ran.error["code"].endswith(".not_found")
    assert ran.error["message"].endswith(".")
