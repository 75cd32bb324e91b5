"""Small builders of rows that many tests need, written as the owner: patients, slots, appointments."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import URL, Connection, text

from opd_desktop.db import migrate
from opd_desktop.demo.base import CITY, DOCTORS, LAKESIDE
from opd_desktop.domain.ids import uuid7

RAO, MEHTA, SILVA = (doctor.id for doctor in DOCTORS[:3])
#: Works at LAKESIDE, where the "doctor" logins do not.
LINDQVIST = DOCTORS[5].id
__all__ = ["CITY", "DOCTORS", "LAKESIDE", "LINDQVIST", "MEHTA", "RAO", "SILVA"]


@contextlib.contextmanager
def owner(url: URL, *, importing: bool = True) -> Iterator[Connection]:
    """The owner's connection in one transaction; ``importing`` lets it write the past."""
    engine = migrate.owner_engine(url.set(username="postgres"))
    try:
        with engine.begin() as connection:
            connection.execute(
                text("SELECT set_config('opd.importing', :on, true)"), {"on": "on" if importing else "off"}
            )
            yield connection
    finally:
        engine.dispose()


def rows(url: URL, sql: str, **params: Any) -> list[dict[str, Any]]:
    """What a statement gives, run by the owner."""
    with owner(url) as connection:
        found = connection.execute(text(sql), params)
        return [dict(row) for row in found.mappings()] if found.returns_rows else []


def patient(url: URL, name: str = "Meena Patil", **fields: Any) -> UUID:
    """A patient; ``fields`` are columns of the table."""
    values: dict[str, Any] = {"id": uuid7(), "name": name, "sex": "female", "phone": "+919812345678"} | fields
    names = ", ".join(values)
    places = ", ".join(f":{key}" for key in values)
    with owner(url) as connection:
        connection.execute(text(f"INSERT INTO patient ({names}) VALUES ({places})"), values)
    found: UUID = values["id"]
    return found


def tomorrow(hour: int = 9) -> datetime:
    """Tomorrow at a full hour, UTC."""
    day = datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def schedule(
    url: URL,
    practitioner: UUID = RAO,
    facility: UUID = CITY,
    *,
    minutes: int = 15,
    capacity: int = 1,
    overbook: int = 0,
) -> UUID:
    """A schedule without hours, to hang slots on."""
    made = uuid7()
    rows(
        url,
        "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, capacity, "
        "overbook_limit, valid_from) "
        "VALUES (:id, :practitioner, :facility, '[]', :minutes, :capacity, :overbook, '2020-01-01')",
        id=made, practitioner=practitioner, facility=facility, minutes=minutes, capacity=capacity, overbook=overbook,
    )  # fmt: skip
    return made


def slots(
    url: URL,
    count: int = 4,
    starts_at: datetime | None = None,
    *,
    minutes: int = 15,
    capacity: int = 1,
    overbook: int = 0,
    practitioner: UUID = RAO,
    facility: UUID = CITY,
) -> list[UUID]:
    """``count`` slots one after another (default: from tomorrow 09:00 UTC), soonest first."""
    first = starts_at or tomorrow()
    hung_on = schedule(url, practitioner, facility, minutes=minutes, capacity=capacity, overbook=overbook)
    made = [uuid7() for _ in range(count)]
    with owner(url) as connection:
        connection.execute(
            text(
                "INSERT INTO time_slot (id, schedule_id, practitioner_id, facility_id, starts_at, ends_at, capacity, "
                "overbook_limit) VALUES (:id, :schedule, :practitioner, :facility, :start, :end, :capacity, :overbook)"
            ),
            [
                {
                    "id": key, "schedule": hung_on, "practitioner": practitioner, "facility": facility,
                    "start": first + timedelta(minutes=minutes * place),
                    "end": first + timedelta(minutes=minutes * (place + 1)),
                    "capacity": capacity, "overbook": overbook,
                }
                for place, key in enumerate(made)
            ],
        )  # fmt: skip
    return made


def appointment(url: URL, patient_id: UUID, slot_ids: Sequence[UUID], status: str = "booked") -> UUID:
    """An appointment on these slots in any status, without an event (no journey starts)."""
    made = uuid7()
    with owner(url) as connection:
        connection.execute(
            text(
                "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, "
                "ends_at, status, created_by) SELECT CAST(:id AS uuid), CAST(:id AS uuid), CAST(:patient AS uuid), "
                "practitioner_id, facility_id, min(starts_at), max(ends_at), :status, 'reception' "
                "FROM time_slot WHERE id = ANY(:slots) GROUP BY practitioner_id, facility_id"
            ),
            {"id": made, "patient": patient_id, "slots": list(slot_ids), "status": status},
        )
        if status not in ("cancelled", "waitlist", "proposed", "entered-in-error"):
            connection.execute(
                text("INSERT INTO appointment_slot (appointment_id, slot_id) VALUES (:appointment, :slot)"),
                [{"appointment": made, "slot": slot} for slot in slot_ids],
            )
    return made


def booked(url: URL, starts_at: datetime | None = None, *, practitioner: UUID = RAO, status: str = "booked") -> UUID:
    """An appointment of a new patient on a slot of its own; two of one doctor need different ``starts_at``."""
    (slot,) = slots(url, 1, starts_at, practitioner=practitioner)
    return appointment(url, patient(url), [slot], status)
