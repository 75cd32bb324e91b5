"""What a receptionist may not do with psql, because the program would not either: dates, queues, encounters, messages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import check_in, encounters, outbox, queue
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import CheckIn
from opd_desktop.services.dto.common import ById, Nothing
from opd_desktop.services.dto.encounters import CompleteEncounter
from opd_desktop.services.dto.queue import WalkIn
from tests.support import build, sql
from tests.support import visit as visits
from tests.support.sql import try_as

SignIn = Callable[..., Clinic]
ENCOUNTER = (
    "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, appointment_id, status) "
    "SELECT opd.uuid7(), facility_id, {patient}, practitioner_id, id, 'arrived' FROM appointment WHERE id = '{visit}'"
)
ENTRY = (
    "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, appointment_id, service_point, day) "
    "SELECT opd.uuid7(), facility_id, practitioner_id, patient_id, id, 'Z', current_date "
    "FROM appointment WHERE id = '{visit}'"
)
MESSAGE = (
    "INSERT INTO communication (id, facility_id, patient_id, channel, body, to_address{more}) "
    "VALUES (opd.uuid7(), '{facility}', '{patient}', '{channel}', 'x', 'mallory@example.org'{values})"
)


@pytest.mark.parametrize("status", ["booked", "pending", "waitlist", "proposed"])
def test_nobody_is_booked_into_the_past_by_a_detour(database: URL, status: str) -> None:
    patient, key = build.patient(database), uuid7()
    (slot,) = build.slots(database, 1, datetime.now(UTC).replace(microsecond=0) - timedelta(days=2))
    made = (
        "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, status) "
        f"SELECT '{key}', '{key}', '{patient}', practitioner_id, facility_id, starts_at, ends_at, '{status}' "
        f"FROM time_slot WHERE id = '{slot}'"
    )
    booked = f"UPDATE appointment SET status = 'booked' WHERE id = '{key}'"
    assert try_as(database, "reception", made, booked, f"INSERT INTO appointment_slot VALUES ('{key}', '{slot}')") == (
        "OP002"
    )


def test_nobody_is_checked_in_on_another_day(database: URL) -> None:
    visit = build.booked(database, build.tomorrow() + timedelta(days=7))
    here = f"UPDATE appointment SET status = 'checked-in' WHERE id = '{visit}'"
    encounter = ENCOUNTER.format(visit=visit, patient="patient_id")
    assert try_as(database, "reception", here, ENTRY.format(visit=visit)) == "OP002"
    # Without a place in the queue nobody is checked in.
    assert try_as(database, "reception", here, encounter) == "OP005"
    assert try_as(database, "reception", encounter) == "OP005"


def test_an_encounter_is_of_the_patient_who_is_here(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    other, here = build.patient(database, "Anna Braun"), build.booked(database, build.tomorrow(11), status="arrived")
    entry = f"(SELECT queue_entry_id FROM encounter WHERE id = '{visit.encounter_id}')"
    for statement in (
        ENCOUNTER.format(visit=here, patient=f"'{other}'"),
        (
            "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, queue_entry_id, status) "
            f"SELECT opd.uuid7(), facility_id, '{other}', practitioner_id, {entry}, 'arrived' FROM encounter"
        ),
        f"UPDATE encounter SET queue_entry_id = NULL WHERE id = '{visit.encounter_id}'",
        f"UPDATE encounter SET practitioner_id = '{build.MEHTA}' WHERE id = '{visit.encounter_id}'",
        f"UPDATE queue_entry SET practitioner_id = '{build.MEHTA}' WHERE id = {entry}",
    ):
        for login in ("reception", "doctor", "doctor2", "manager"):
            assert try_as(database, login, statement) == "OP005", (login, statement)
    assert try_as(database, "reception", ENCOUNTER.format(visit=here, patient="patient_id")) == 1


@pytest.mark.parametrize("signed", [False, True])
def test_nobody_makes_the_encounter_of_another_the_own_one(database: URL, sign_in: SignIn, signed: bool) -> None:
    """Whoever it belongs to may sign and amend the note."""
    visit, doctor = visits.arrive(database, sign_in("reception")), sign_in("doctor")
    visits.see(doctor, visit, sign=signed)
    if not signed:
        doctor.call(encounters.complete, CompleteEncounter(id=visit.encounter_id))
    take = f"UPDATE encounter SET practitioner_id = '{build.MEHTA}' WHERE id = '{visit.encounter_id}'"
    line = f"UPDATE queue_entry SET practitioner_id = '{build.MEHTA}' WHERE appointment_id = '{visit.appointment_id}'"
    for statements in ((take,), (take, line), (line, take)):
        assert try_as(database, "doctor2", *statements) == "OP005"


def test_the_times_of_the_queue_are_the_databases(database: URL, sign_in: SignIn) -> None:
    visits.arrive(database, sign_in("reception"))
    before = build.rows(database, "SELECT * FROM queue_entry")
    with sql.connect(database, "reception") as connection:
        connection.execute(
            "UPDATE queue_entry SET called_at = now() - interval '3 hours', started_at = now() - interval '2 hours', "
            "ended_at = now() - interval '1 hour', state_changed_at = '2001-01-01', skip_count = 7, "
            "promised_wait_minutes = 90"
        )
        connection.commit()
    (after,), (was,) = build.rows(database, "SELECT * FROM queue_entry"), before
    kept = set(was) - {"row_version", "updated_at", "updated_by"}
    assert {key: after[key] for key in kept} == {key: was[key] for key in kept}
    with sql.connect(database, "reception") as connection:
        row = connection.execute(
            "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day, skip_count, "
            "called_at, started_at, ended_at) SELECT opd.uuid7(), facility_id, practitioner_id, %s, '', current_date, "
            "7, '2001-01-01', '2001-01-01', '2001-01-01' FROM queue_entry "
            "RETURNING skip_count, called_at, started_at, ended_at",
            (build.patient(database, "Anna Braun"),),
        ).fetchone()
    assert row == (0, None, None, None)


def test_the_front_desk_sees_no_patient_nor_sends_one_to_who_is_not_here(database: URL, sign_in: SignIn) -> None:
    visit = visits.arrive(database, sign_in("reception"))
    state = "UPDATE queue_entry SET state = '{}'"
    for login in ("reception", "manager"):
        assert try_as(database, login, state.format("in-consultation")) == "OP003"
        elsewhere = f"UPDATE queue_entry SET practitioner_id = '{build.LINDQVIST}'"
        assert try_as(database, login, elsewhere) == "OP004"
        # Who left cancels the visit as well.
        assert try_as(database, login, state.format("left")) == "OP005"
    sign_in("doctor").call(encounters.get, ById(id=visit.encounter_id))
    assert try_as(database, "doctor", state.format("in-consultation")) == 1


def test_a_record_is_closed_or_merged_by_managers(database: URL) -> None:
    patient, other = build.patient(database), build.patient(database, "Anna Braun")
    for change in (f"merged_into_id = '{other}'", "active = false"):
        statement = f"UPDATE patient SET {change} WHERE id = '{patient}'"
        assert try_as(database, "reception", statement) == "OP003"
        assert try_as(database, "manager", statement) == 1


def test_why_a_visit_was_cancelled_is_not_written_anew(database: URL) -> None:
    booked, gone = build.booked(database), build.booked(database, build.tomorrow(11), status="cancelled")
    for visit in (booked, gone):
        change = f"UPDATE appointment SET cancel_reason = 'Rude', cancelled_by = 'clinic' WHERE id = '{visit}'"
        assert try_as(database, "reception", change) == "OP005"
    room = f"(SELECT id FROM location WHERE facility_id = '{build.LAKESIDE}' LIMIT 1)"
    assert try_as(database, "manager", f"UPDATE appointment SET location_id = {room} WHERE id = '{booked}'") == "OP004"


def test_the_times_of_an_encounter_are_the_databases(database: URL, sign_in: SignIn) -> None:
    visit, doctor = visits.arrive(database, sign_in("reception")), sign_in("doctor")
    visits.see(doctor, visit, sign=False)
    times = "SELECT period_start, period_end, status_changed_at FROM encounter"
    before = build.rows(database, times)
    for login in ("reception", "doctor"):
        with sql.connect(database, login) as connection:
            connection.execute(
                "UPDATE encounter SET period_start = '2001-01-01', period_end = '2001-01-02', status_changed_at = now()"
            )
            connection.commit()
    assert build.rows(database, times) == before


def test_an_encounter_ends_with_its_place_in_the_queue(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    visit = visits.arrive(database, desk)
    over = f"UPDATE encounter SET status = '{{}}' WHERE id = '{visit.encounter_id}'"
    for login in ("reception", "doctor", "manager"):
        assert try_as(database, login, over.format("cancelled")) == "OP005"
    assert try_as(database, "reception", over.format("entered-in-error")) == "OP003"
    walker = WalkIn(facility_id=build.CITY, practitioner_id=build.MEHTA, patient_id=build.patient(database, "Om Rao"))
    entry = desk.call(queue.walk_in, walker).entry
    second = (
        "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, queue_entry_id, status) SELECT "
        f"opd.uuid7(), facility_id, patient_id, practitioner_id, id, 'arrived' FROM queue_entry WHERE id = '{entry.id}'"
    )
    assert try_as(database, "reception", second) == "23505"


def test_hours_and_lateness_are_of_who_works_there(database: URL) -> None:
    schedule, patient = build.schedule(database), build.patient(database)
    for change in (f"practitioner_id = '{build.MEHTA}'", f"facility_id = '{build.LAKESIDE}'"):
        statement = f"UPDATE provider_schedule SET {change} WHERE id = '{schedule}'"
        assert try_as(database, "manager", statement) == "OP005"
    late = (
        "INSERT INTO schedule_exception (id, facility_id, practitioner_id, kind, starts_at, ends_at, minutes) VALUES "
        "('{}', '{}', '{}', 'late', now() + interval '{}', now() + interval '{}' + interval '3 hours', 20)"
    )
    key, seen = uuid7(), build.booked(database)
    assert try_as(database, "reception", late.format(key, build.CITY, build.LINDQVIST, "0", "0")) == "OP002"
    assert try_as(database, "reception", late.format(key, build.CITY, build.RAO, "9 days", "9 days")) == "OP002"
    known = late.format(key, build.CITY, build.RAO, "0", "0")
    assert try_as(database, "reception", known) == 1
    told = message(patient, "desk").replace("opd.uuid7()", f"'{key}'")
    # Nobody else would be written to.
    notice = (
        f"INSERT INTO late_notice (exception_id, appointment_id, communication_id) VALUES ('{key}', '{seen}', '{key}')"
    )
    assert try_as(database, "reception", known, told, notice) == "OP002"
    waits = (
        "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, status) "
        f"VALUES (opd.uuid7(), opd.uuid7(), '{patient}', '{build.LINDQVIST}', '{build.CITY}', now(), "
        "now() + interval '3 days', 'waitlist')"
    )
    assert try_as(database, "reception", waits) == "OP002"


def test_who_was_squeezed_in_stays_marked(database: URL) -> None:
    (slot,) = build.slots(database, 1, overbook=1)
    visit = build.appointment(database, build.patient(database), [slot])
    build.rows(database, "UPDATE appointment SET overbooked = true, overbook_reason = 'Pain' WHERE id = :id", id=visit)
    for login in ("reception", "manager"):
        assert try_as(database, login, f"UPDATE appointment SET overbooked = false WHERE id = '{visit}'") == "OP005"


def message(patient: UUID, channel: str, **more: str) -> str:
    columns, values = "".join(f", {name}" for name in more), "".join(f", {value}" for value in more.values())
    return MESSAGE.format(facility=build.CITY, patient=patient, channel=channel, more=columns, values=values)


def test_messages_go_to_the_patient_who_wants_them(database: URL) -> None:
    patient = build.patient(database, email="meena@example.org")
    assert try_as(database, "reception", message(patient, "email")) == "OP005"
    assert try_as(database, "reception", message(patient, "desk")) == 1
    consent = (
        "INSERT INTO patient_consent (id, patient_id, purpose, channel, granted, recorded_by) "
        "VALUES (opd.uuid7(), :patient, 'messages', :channel, :granted, 'reception')"
    )
    build.rows(database, consent, patient=patient, channel="email", granted=True)
    with sql.connect(database, "reception") as connection:
        row = connection.execute(f"{message(patient, 'email')} RETURNING to_address").fetchone()  # type: ignore[call-overload]
    assert row == ("meena@example.org",)
    build.rows(database, consent, patient=patient, channel="any", granted=False)
    assert try_as(database, "reception", message(patient, "email")) == 1
    assert try_as(database, "reception", message(patient, "desk")) == "OP005"
    # It would be taken for the one that a journey has still to send.
    assert try_as(database, "reception", message(patient, "email", step_run_id="opd.uuid7()")) == "OP002"


def test_an_event_tells_of_the_record_that_it_says(database: URL, sign_in: SignIn) -> None:
    mine, theirs = build.booked(database), build.booked(database, build.tomorrow(11))
    told = (
        "INSERT INTO outbox_event (name, version, aggregate, aggregate_id, facility_id, payload) VALUES "
        "('Appointment.Created', 1, 'appointment', '{}', '{}', '{}')"
    )
    for payload in ("{}", f'{{"id": "{theirs}", "facility_id": "{build.CITY}"}}', '"x"', "[]"):
        assert try_as(database, "reception", told.format(mine, build.CITY, payload)) == "OP002"
    # One that can't be read at all, however it came there, holds up nothing that comes after it.
    build.rows(database, told.format(mine, build.CITY, '{"id": 1}'))
    visit = build.booked(database, datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5))
    sign_in("reception").call(check_in.check_in, CheckIn(id=visit))
    worker = sign_in("opd_worker")
    first = worker.call(outbox.relay, Nothing())
    assert first is not None
    assert first.failed == ("event",)
    names = []
    while (relayed := worker.call(outbox.relay, Nothing())) is not None:
        # On a slow machine its second try comes between the others.
        if not relayed.failed:
            names.append(relayed.name)
    assert "Appointment.CheckedIn" in names
