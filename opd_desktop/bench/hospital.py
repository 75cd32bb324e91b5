"""A hospital of many doctors for benchmarks: doctors with schedules, and the slots of a year."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import URL, text

from opd_desktop.db import migrate
from opd_desktop.demo.base import CITY
from opd_desktop.domain.ids import uuid7

DOCTORS = 200
DAYS = 364
#: Thirty-two slots a day of fifteen minutes: 200 doctors have 2,329,600 in a year.
SLOT_MINUTES = 15
SLOTS_A_DAY = 32
SPECIALTIES = ("General medicine", "Paediatrics", "Orthopaedics", "Dermatology", "Cardiology", "ENT", "Eye", "Surgery")

_DOCTOR = text(
    "INSERT INTO practitioner (id, display_name, specialty) VALUES (:id, :name, :specialty)"
)  # fmt: skip
_ROLE = text(
    "INSERT INTO practitioner_role (id, practitioner_id, facility_id, token_prefix) "
    "VALUES (opd.uuid7(), :id, :facility, :prefix)"
)
_SCHEDULE = text(
    "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, valid_from) "
    "SELECT CAST(:schedule AS uuid), CAST(:id AS uuid), CAST(:facility AS uuid), jsonb_agg(jsonb_build_object("
    "'weekday', day, 'start', '08:00', 'end', '16:00', 'breaks', '[]'::jsonb)), :minutes, :since "
    "FROM generate_series(0, 6) AS day"
)
#: The bare work of making the same number of rows in the same table.
BARE = text(
    "INSERT INTO time_slot (schedule_id, practitioner_id, facility_id, starts_at, ends_at, capacity) "
    "SELECT s.id, s.practitioner_id, s.facility_id, at, at + s.slot_minutes * interval '1 minute', 1 "
    "FROM provider_schedule s, generate_series(0, :days - 1) AS day, generate_series("
    "CAST(:start AS timestamptz) + day * interval '1 day', CAST(:start AS timestamptz) + day * interval '1 day' "
    "+ (:a_day - 1) * s.slot_minutes * interval '1 minute', s.slot_minutes * interval '1 minute') AS at "
    "WHERE s.id = :schedule"
)


def add_doctors(url: URL, count: int = DOCTORS) -> list[UUID]:
    """Doctors of the city clinic with a schedule each; the schedules' ids, in the order of the doctors' names."""
    made = [uuid7() for _ in range(count)]
    with migrate.owner_engine(url).begin() as connection:
        for number, schedule in enumerate(made):
            doctor = {
                "id": uuid7(), "name": f"Dr Bench {number:03}", "specialty": SPECIALTIES[number % len(SPECIALTIES)],
                "facility": CITY, "prefix": f"X{number}", "schedule": schedule, "minutes": SLOT_MINUTES,
                "since": first_day(),
            }  # fmt: skip
            for statement in (_DOCTOR, _ROLE, _SCHEDULE):
                connection.execute(statement, doctor)
    return made


def first_day() -> date:
    """The first date with slots: tomorrow."""
    return datetime.now(UTC).date() + timedelta(days=1)


def bare(url: URL, schedules: list[UUID], days: int = DAYS) -> int:
    """Insert the slots of the schedules with nothing else around it, a statement each; how many rows."""
    start = datetime.combine(first_day(), datetime.min.time(), UTC) + timedelta(hours=2, minutes=30)
    made = 0
    for schedule in schedules:
        with migrate.owner_engine(url).begin() as connection:
            values = {"schedule": schedule, "start": start, "days": days, "a_day": SLOTS_A_DAY}
            made += connection.execute(BARE, values).rowcount
    return made


def fill(url: URL, visits: int, days: int = DAYS) -> None:
    """Slots of every bench doctor for the days, and patients with visits in the first ``visits`` of them.

    Made without triggers and without the overlap constraint, which reading never uses and which takes minutes.
    """
    start = datetime.combine(first_day(), datetime.min.time(), UTC) + timedelta(hours=2, minutes=30)
    with migrate.owner_engine(url).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("ALTER TABLE time_slot DROP CONSTRAINT time_slot_no_overlap"))
        every = text(BARE.text.replace("WHERE s.id = :schedule", "WHERE s.slot_minutes = :minutes"))
        values = {"start": start, "days": days, "a_day": SLOTS_A_DAY, "minutes": SLOT_MINUTES}
        connection.execute(every, values)
        for statement in _VISITS:
            connection.execute(text(statement), {"count": visits, "facility": CITY})
    with migrate.owner_engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


#: A patient for every twenty visits; the appointment takes the slot's number as its own.
_PATIENTS = """
INSERT INTO patient (id, mrn, name, sort_key, sex, phone, registered_at_id)
SELECT opd.uuid7(), 'B' || n, 'Bench Patient ' || n, 'bench patient ' || n, 'unknown', '', :facility
FROM generate_series(1, :count / 20 + 1) AS n
"""
_CHOSEN = """
CREATE TEMPORARY TABLE chosen ON COMMIT DROP AS
SELECT s.*, p.id AS patient_id
FROM (SELECT *, row_number() OVER (ORDER BY starts_at, id) AS n FROM time_slot ORDER BY starts_at, id LIMIT :count) AS s
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM patient WHERE mrn LIKE 'B%') AS p
    ON p.n = s.n % (:count / 20 + 1) + 1
"""
_APPOINTMENTS = """
INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, status)
SELECT id, id, patient_id, practitioner_id, facility_id, starts_at, ends_at, 'booked' FROM chosen
"""
_TAKEN = "INSERT INTO appointment_slot (appointment_id, slot_id) SELECT id, id FROM chosen"
_COUNTED = "UPDATE time_slot s SET booked = 1, status = 'busy' FROM chosen c WHERE c.id = s.id"
_VISITS = (_PATIENTS, _CHOSEN, _APPOINTMENTS, _TAKEN, _COUNTED)
