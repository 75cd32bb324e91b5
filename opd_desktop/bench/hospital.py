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
