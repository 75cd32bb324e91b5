"""Who comes without a visit, who waits for one, and whom a change of hours touches: what a desk has to do today."""

import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection, text

from opd_desktop.demo.base import CITY, DOCTORS, demo_id
from opd_desktop.demo.people import Person
from opd_desktop.demo.visits import Visit


@dataclass(frozen=True)
class Wish:
    """An entry of the waiting list: a doctor's key, urgency 0 to 2, days (0 = Monday) and the earliest hour."""

    doctor: str
    urgency: int
    note: str
    weekdays: tuple[int, ...] = ()
    from_time: time | None = None
    any_practitioner: bool = False


_WALK_INS = (("rao", "Sore throat", 19), ("mehta", "Earache", 11), ("okoye", "Twisted ankle", 6))
_WISHES = (
    Wish("rao", 2, "Chest pain on the stairs, seen by the nurse", any_practitioner=True),
    Wish("rao", 0, "Prefers a phone call", weekdays=(0, 2, 4)),
    Wish("mehta", 1, "School in the morning", from_time=time(14)),
    Wish("khan", 0, "Any day of the week will do"),
)
#: Whose afternoon falls out, and in how many days.
_AWAY = ("khan", 3)


def insert_waiting(
    connection: Connection, patients: Sequence[Person], visits: Sequence[Visit], now: datetime, zone: str
) -> None:  # fmt: skip
    """Write walk-ins of this morning, the waiting list, and visits that an afternoon's leave touches.

    Args:
        visits: those written already; who has one today neither walks in nor waits.
    """
    busy = {visit.patient.id for visit in visits if abs(visit.starts_at - now) < timedelta(days=1)}
    free = iter([person for person in patients if person.id not in busy])
    for (doctor, reason, minutes), person in zip(_WALK_INS, free, strict=False):
        _walk_in(connection, doctor, person, reason, now - timedelta(minutes=minutes), zone)
    for wish, person in zip(_WISHES, free, strict=False):
        _waits(connection, wish, person, now)
    connection.execute(
        text("INSERT INTO location (id, facility_id, name) VALUES (:id, :facility, 'Ultrasound')"),
        {"id": demo_id("location/ultrasound"), "facility": CITY},
    )
    _away(connection, now, zone)


def _walk_in(connection: Connection, doctor: str, person: Person, reason: str, at: datetime, zone: str) -> None:
    prefix = next(one.token_prefix for one in DOCTORS if one.key == doctor)
    day = at.astimezone(zoneinfo.ZoneInfo(zone)).date()
    token = connection.execute(
        text(
            "INSERT INTO token_counter AS c (facility_id, service_point, day, last) "
            "VALUES (:facility, :point, :day, 1) ON CONFLICT (facility_id, service_point, day) "
            "DO UPDATE SET last = c.last + 1 RETURNING last"
        ),
        {"facility": CITY, "point": prefix, "day": day},
    ).scalar_one()
    values = {
        "queue": demo_id(f"walk-in/{doctor}"), "encounter": demo_id(f"walk-in-encounter/{doctor}"), "facility": CITY,
        "practitioner": demo_id(f"practitioner/{doctor}"), "patient": person.id, "point": prefix, "day": day,
        "token": token, "reason": reason, "at": at,
    }  # fmt: skip
    connection.execute(
        text(
            "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day, token_number, "
            "state, reason, arrived_at, state_changed_at) VALUES (:queue, :facility, :practitioner, :patient, :point, "
            ":day, :token, 'waiting', :reason, :at, :at)"
        ),
        values,
    )
    connection.execute(
        text(
            "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, queue_entry_id, status, "
            "status_changed_at, created_at) "
            "VALUES (:encounter, :facility, :patient, :practitioner, :queue, 'arrived', :at, :at)"
        ),
        values,
    )


def _waits(connection: Connection, wish: Wish, person: Person, now: datetime) -> None:
    key = demo_id(f"waits/{wish.doctor}/{wish.urgency}")
    connection.execute(
        text(
            "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, "
            "status, status_changed_at, created_at, created_by) VALUES (:id, :id, :patient, :practitioner, :facility, "
            ":start, :end, 'waitlist', :since, :since, 'reception')"
        ),
        {
            "id": key, "patient": person.id, "practitioner": demo_id(f"practitioner/{wish.doctor}"),
            "facility": CITY, "start": now, "end": now + timedelta(days=14),
            "since": now - timedelta(days=2 + wish.urgency),
        },
    )  # fmt: skip
    connection.execute(
        text(
            "INSERT INTO waitlist_wish (appointment_id, any_practitioner, weekdays, from_time, urgency, note) "
            "VALUES (:id, :anyone, :days, :from_time, :urgency, :note)"
        ),
        {
            "id": key, "anyone": wish.any_practitioner, "days": list(wish.weekdays), "from_time": wish.from_time,
            "urgency": wish.urgency, "note": wish.note,
        },
    )  # fmt: skip


def _away(connection: Connection, now: datetime, zone: str) -> None:
    """An afternoon off that was noted after visits had been booked into it."""
    doctor, days = _AWAY
    local = now.astimezone(zoneinfo.ZoneInfo(zone)) + timedelta(days=days)
    start = local.replace(hour=14, minute=0, second=0, microsecond=0)
    connection.execute(
        text(
            "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, reason) "
            "VALUES (:id, :practitioner, :facility, 'leave', :start, :end, 'Court appointment')"
        ),
        {
            "id": demo_id(f"leave/{doctor}"), "practitioner": demo_id(f"practitioner/{doctor}"), "facility": CITY,
            "start": start, "end": start + timedelta(hours=3),
        },
    )  # fmt: skip
    connection.execute(
        text("SELECT * FROM opd.materialize(:schedule, :day, :day)"),
        {"schedule": demo_id(f"schedule/{doctor}"), "day": local.date()},
    )
