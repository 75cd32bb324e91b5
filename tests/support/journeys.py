"""Rows that tests of journeys need, written by the owner: patients, slots, appointments and their events."""

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import URL, Connection, text

from opd_desktop.db import migrate
from opd_desktop.demo.base import CITY, DOCTORS
from opd_desktop.domain.events import EVENTS
from opd_desktop.domain.ids import uuid7
from opd_desktop.services.defaults import install_defaults

RAO = DOCTORS[0].id


@contextlib.contextmanager
def owner(url: URL) -> Iterator[Connection]:
    """The owner's connection in one transaction, allowed to write the past."""
    engine = migrate.owner_engine(url.set(username="postgres"))
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT set_config('opd.importing', 'on', true)"))
            yield connection
    finally:
        engine.dispose()


def defaults(url: URL) -> None:
    """Install the shipped journeys and templates."""
    with owner(url) as connection:
        install_defaults(connection)


def patient(
    url: URL, name: str = "Meena Patil", *, email: str = "", channel: str = "desk", language: str = "en",
    consent: bool | None = True,
) -> UUID:  # fmt: skip
    """A patient; ``consent`` None records none."""
    made = uuid7()
    with owner(url) as connection:
        connection.execute(
            text(
                "INSERT INTO patient (id, name, sex, phone, email, preferred_channel, language) "
                "VALUES (:id, :name, 'female', '+919812345678', :email, :channel, :language)"
            ),
            {"id": made, "name": name, "email": email, "channel": channel, "language": language},
        )
        if consent is not None:
            connection.execute(
                text(
                    "INSERT INTO patient_consent (id, patient_id, purpose, granted) "
                    "VALUES (opd.uuid7(), :patient, 'messages', :granted)"
                ),
                {"patient": made, "granted": consent},
            )
    return made


def appointment(
    url: URL, patient_id: UUID, starts_at: datetime | None = None, *, status: str = "booked", practitioner: UUID = RAO
) -> UUID:  # fmt: skip
    """An appointment (by default the next free time in three days) on a slot of its own, without an event."""
    made, slot, schedule = uuid7(), uuid7(), uuid7()
    with owner(url) as connection:
        taken: int = connection.execute(text("SELECT count(*) FROM time_slot")).scalar_one()
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        start = starts_at or hour + timedelta(days=3, minutes=15 * taken)
        found = connection.execute(text("SELECT id FROM provider_schedule LIMIT 1")).scalar_one_or_none()
        if found is None:
            connection.execute(
                text(
                    "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, "
                    "capacity, overbook_limit, valid_from) "
                    "VALUES (:id, :doctor, :facility, '[]', 15, 1, 0, '2020-01-01')"
                ),
                {"id": schedule, "doctor": practitioner, "facility": CITY},
            )
            found = schedule
        connection.execute(
            text(
                "INSERT INTO time_slot (id, schedule_id, practitioner_id, facility_id, starts_at, ends_at, capacity) "
                "VALUES (:id, :schedule, :doctor, :facility, :start, :end, 1)"
            ),
            {
                "id": slot, "schedule": found, "doctor": practitioner, "facility": CITY, "start": start,
                "end": start + timedelta(minutes=15),
            },
        )  # fmt: skip
        connection.execute(
            text(
                "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, "
                "ends_at, status, created_by) "
                "VALUES (:id, :id, :patient, :doctor, :facility, :start, :end, :status, 'reception')"
            ),
            {
                "id": made, "patient": patient_id, "doctor": practitioner, "facility": CITY, "start": start,
                "end": start + timedelta(minutes=15), "status": status,
            },
        )  # fmt: skip
        if status not in ("cancelled", "waitlist", "proposed", "entered-in-error"):
            connection.execute(
                text("INSERT INTO appointment_slot (appointment_id, slot_id) VALUES (:appointment, :slot)"),
                {"appointment": made, "slot": slot},
            )
    return made


def set_status(url: URL, appointment_id: UUID, status: str) -> None:
    """Give an appointment a status, without an event."""
    with owner(url) as connection:
        connection.execute(
            text("UPDATE appointment SET status = :status WHERE id = :id"), {"status": status, "id": appointment_id}
        )


def happen(url: URL, name: str, aggregate_id: UUID, patient_id: UUID, **payload: object) -> None:
    """Write an event to the outbox, as an operation would at its commit."""
    kind = EVENTS[name]
    event = kind(id=aggregate_id, facility_id=CITY, patient_id=patient_id, **payload)
    with owner(url) as connection:
        connection.execute(text("SELECT set_config('opd.importing', 'off', true)"))
        connection.execute(
            text(
                "INSERT INTO outbox_event (name, version, aggregate, aggregate_id, facility_id, patient_id, payload) "
                "VALUES (:name, :version, :aggregate, :id, :facility, :patient, CAST(:payload AS jsonb))"
            ),
            {
                "name": name, "version": kind.version, "aggregate": kind.aggregate, "id": aggregate_id,
                "facility": CITY, "patient": patient_id, "payload": json.dumps(event.model_dump(mode="json")),
            },
        )  # fmt: skip


def booked(url: URL, patient_id: UUID, starts_at: datetime | None = None) -> UUID:
    """An appointment with the event of its booking."""
    made = appointment(url, patient_id, starts_at)
    happen(url, "Appointment.Created", made, patient_id)
    return made


def rows(url: URL, sql: str, **params: object) -> list[dict]:
    """What a query gives, as the owner."""
    with owner(url) as connection:
        return [dict(row) for row in connection.execute(text(sql), params).mappings()]
