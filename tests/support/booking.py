"""Short ways to book, and to look at what the database then says."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, series, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import AppointmentDto, BookAppointment
from opd_desktop.services.dto.booking import BookSeries, SeriesBooked
from opd_desktop.services.dto.common import ById, RunUndo, UndoDto
from tests.support import build


def book(clinic: Clinic, patient: UUID, *slots: UUID, **more: Any) -> AppointmentDto:
    """A booked visit."""
    request = BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=slots, **more)
    return clinic.call(appointments.create, request).appointment


def weekly(patient: UUID, *slots: UUID, count: int = 3, **more: Any) -> BookSeries:
    """A request for a visit each week."""
    fields = {"rrule": f"FREQ=WEEKLY;COUNT={count}"} | more
    return BookSeries(request_id=uuid7(), patient_id=patient, slot_ids=slots, **fields)


def book_weekly(clinic: Clinic, patient: UUID, *slots: UUID, **more: Any) -> SeriesBooked:
    """A booked series."""
    return clinic.call(series.create, weekly(patient, *slots, **more))


def look(clinic: Clinic, appointment_id: UUID) -> AppointmentDto:
    """The appointment as it is now."""
    return clinic.call(appointments.get, ById(id=appointment_id))


def undo_it(clinic: Clinic, offered: UndoDto | None) -> None:
    """Do the undo that was offered."""
    assert offered is not None
    clinic.call(undo.run, RunUndo(id=offered.id))


def booked_at(database: URL, practitioner: UUID = build.RAO) -> list[datetime]:
    """The starts of the slots that somebody has, each as often as it has somebody."""
    found = build.rows(
        database,
        "SELECT s.starts_at FROM appointment_slot x JOIN time_slot s ON s.id = x.slot_id "
        "WHERE s.practitioner_id = :practitioner ORDER BY s.starts_at",
        practitioner=practitioner,
    )
    return [row["starts_at"] for row in found]


def check_counters(database: URL) -> None:
    """No slot over its capacity, and every counter what the rows say."""
    wrong = build.rows(
        database,
        "SELECT s.id, s.booked, s.held FROM time_slot s WHERE "
        "s.booked <> (SELECT count(*) FROM appointment_slot x WHERE x.slot_id = s.id) "
        "OR s.held <> (SELECT count(*) FROM slot_hold h WHERE h.slot_id = s.id) "
        "OR s.booked + s.held > s.capacity + s.overbook_limit",
    )
    assert wrong == []


def counters(database: URL, *slots: UUID) -> list[tuple[int, int, str]]:
    """What is booked and held of slots, and their status, in the order of the arguments."""
    found = build.rows(database, "SELECT id, booked, held, status FROM time_slot WHERE id = ANY(:ids)", ids=list(slots))
    by_id = {row["id"]: (row["booked"], row["held"], row["status"]) for row in found}
    return [by_id[slot] for slot in slots]


def events(database: URL) -> list[str]:
    """The names of the events that were recorded, in order."""
    return [row["name"] for row in build.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
