"""Making the demo clinic in an empty database: people, schedules, visits, journeys, messages."""

import json
import zoneinfo
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import URL, Connection, text

from opd_desktop.db import migrate
from opd_desktop.demo.base import CITY, DOCTORS, LAKESIDE, Doctor, create_base, demo_id
from opd_desktop.demo.notes import insert_notes
from opd_desktop.demo.people import Person, people
from opd_desktop.demo.stories import insert_stories
from opd_desktop.demo.visits import VisitMaker, insert_visits, load_slots
from opd_desktop.demo.waiting import insert_waiting
from opd_desktop.services.defaults import install_defaults

PATIENTS = 300
DAYS_BACK = 28
DAYS_AHEAD = 14
_MID_MORNING_MINUTES = 10 * 60 + 10
#: Zones that between them are at mid-morning at any moment of the day.
_ZONES = (
    "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Manila", "Asia/Tokyo", "Australia/Brisbane", "Pacific/Noumea",
    "Pacific/Auckland", "Pacific/Tongatapu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Honolulu",
    "America/Anchorage", "America/Los_Angeles", "America/Phoenix", "America/Costa_Rica", "America/Bogota",
    "America/Santo_Domingo", "America/Sao_Paulo", "Atlantic/South_Georgia", "Atlantic/Azores", "Africa/Abidjan",
    "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi",
)  # fmt: skip


def is_empty(url: URL) -> bool:
    """Whether the database holds no facility yet."""
    with migrate.connected(url) as connection:
        return bool(connection.execute(text("SELECT NOT EXISTS (SELECT FROM facility)")).scalar_one())


def is_of_another_clinic(url: URL) -> bool:
    """Whether the database is the work of a real clinic, which the demo must neither use nor throw away."""
    with migrate.connected(url) as connection:
        if connection.execute(text("SELECT to_regclass('opd.facility') IS NULL")).scalar_one():
            return False
        theirs = text("SELECT EXISTS (SELECT FROM facility) AND NOT EXISTS (SELECT FROM facility WHERE id = :city)")
        return bool(connection.execute(theirs, {"city": CITY}).scalar_one())


def seed(url: URL, now: datetime | None = None) -> None:
    """Fill the (migrated, empty) database of ``url``, as its owner, in one transaction.

    Args:
        now: the moment that the demo shows; the city clinic gets a time zone in which it is mid-morning.
    """
    now = now or datetime.now(UTC)
    zone = mid_morning_zone(now)
    with migrate.connected(url) as connection, connection.begin():
        connection.execute(text("SELECT set_config('opd.operation', 'demo.seed', true)"))
        create_base(connection, zone)
        install_defaults(connection)
        _fill(connection, now, zone)
    with migrate.connected(url) as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def mid_morning_zone(now: datetime) -> str:
    """The zone whose clocks are nearest to ten past ten."""

    def distance(zone: str) -> int:
        local = now.astimezone(zoneinfo.ZoneInfo(zone))
        minutes = abs(local.hour * 60 + local.minute - _MID_MORNING_MINUTES)
        return min(minutes, 1440 - minutes)

    return min(_ZONES, key=distance)


def _fill(connection: Connection, now: datetime, zone: str) -> None:
    today = now.astimezone(zoneinfo.ZoneInfo(zone)).date()
    patients = people(PATIENTS, today)
    _insert_patients(connection, patients, now)
    _insert_leave(connection, now, zone)
    for doctor in DOCTORS:
        _insert_schedule(connection, doctor, today)
    visits = VisitMaker(patients, now).make(load_slots(connection))
    insert_visits(connection, visits)
    insert_notes(connection, visits)
    insert_stories(connection, visits, now)
    insert_waiting(connection, patients, visits, now, zone)


def _insert_patients(connection: Connection, patients: list[Person], now: datetime) -> None:
    connection.execute(
        text(
            "INSERT INTO patient (id, mrn, name, sex, birth_date, phone, email, address, language, registered_at_id, "
            "usual_practitioner_id, created_at) VALUES (:id, :mrn, :name, :sex, :birth_date, :phone, :email, :address, "
            ":language, :facility, :usual, :created)"
        ),
        [
            {
                "id": p.id, "mrn": p.mrn, "name": p.name, "sex": p.sex, "birth_date": p.birth_date, "phone": p.phone,
                "email": p.email, "address": p.address, "language": p.language,
                "facility": LAKESIDE if number % 9 == 0 else CITY,
                "usual": DOCTORS[number % len(DOCTORS)].id if number % 3 else None,
                "created": now - timedelta(days=40 + number % 300),
            }
            for number, p in enumerate(patients)
        ],
    )  # fmt: skip
    connection.execute(
        text(
            "INSERT INTO patient_consent (id, patient_id, purpose, granted, given_at, recorded_by) "
            "VALUES (opd.uuid7(), :patient, 'messages', true, :at, 'reception')"
        ),
        [{"patient": p.id, "at": now - timedelta(days=40)} for p in patients],
    )


def _insert_leave(connection: Connection, now: datetime, zone: str) -> None:
    """Dr Silva is away for the rest of the morning."""
    local = now.astimezone(zoneinfo.ZoneInfo(zone))
    start = local.replace(minute=30 * (local.minute // 30), second=0, microsecond=0) + timedelta(minutes=30)
    connection.execute(
        text(
            "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, reason) "
            "VALUES (:id, :practitioner, :facility, 'leave', :start, :end, 'Ward round')"
        ),
        {
            "id": demo_id("leave/silva"),
            "practitioner": demo_id("practitioner/silva"),
            "facility": CITY,
            "start": start,
            "end": start + timedelta(hours=2),
        },
    )


#: doctor -> (slot minutes, capacity, overbook limit)
_HOURS = {"rao": (15, 1, 2), "mehta": (15, 1, 1), "silva": (30, 1, 0), "khan": (15, 1, 1), "okoye": (15, 2, 1),
          "lindqvist": (20, 1, 1)}  # fmt: skip


def _insert_schedule(connection: Connection, doctor: Doctor, today: date) -> None:
    minutes, capacity, overbook = _HOURS[doctor.key]
    weekdays = sorted({*range(6), today.weekday()})
    pattern = [
        {"weekday": day, "start": "08:00", "end": "17:00", "breaks": [{"start": "13:00", "end": "14:00"}]}
        for day in weekdays
    ]

    first = today - timedelta(days=DAYS_BACK)
    connection.execute(
        text(
            "INSERT INTO provider_schedule (id, practitioner_id, facility_id, location_id, weekly_pattern, "
            "slot_minutes, capacity, overbook_limit, valid_from) VALUES (:id, :practitioner, :facility, :room, "
            "CAST(:pattern AS jsonb), :minutes, :capacity, :overbook, :first)"
        ),
        {
            "id": demo_id(f"schedule/{doctor.key}"), "practitioner": doctor.id, "facility": doctor.facility,
            "room": demo_id(f"location/{doctor.facility}/{doctor.room}"), "pattern": json.dumps(pattern),
            "minutes": minutes, "capacity": capacity, "overbook": overbook, "first": first,
        },
    )  # fmt: skip
    connection.execute(
        text("SELECT * FROM opd.materialize(:id, :first, :last)"),
        {"id": demo_id(f"schedule/{doctor.key}"), "first": first, "last": today + timedelta(days=DAYS_AHEAD)},
    )
