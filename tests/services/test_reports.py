"""The day in figures, against rows counted by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL

from opd_desktop.demo.base import CITY, LAKESIDE
from opd_desktop.domain.errors import NotPermitted
from opd_desktop.services import reports, tickets
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.reports import DayReportRequest
from opd_desktop.services.dto.tickets import CreateTicket
from tests.support import journeys as support

SignIn = Callable[..., Clinic]
ZONE = ZoneInfo("Asia/Kolkata")


def _noon() -> datetime:
    return datetime.combine(datetime.now(ZONE).date(), time(12), ZONE).astimezone(UTC)


def _queued(url: URL, patient: object, appointment: object, wait: int | None, consultation: int | None) -> None:
    """A queue entry that arrived at noon."""
    noon = _noon()
    started = noon + timedelta(minutes=wait) if wait is not None else None
    ended = started + timedelta(minutes=consultation) if started and consultation is not None else None
    support.rows(
        url,
        "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, appointment_id, service_point, day, "
        "token_number, state, arrived_at, started_at, ended_at) VALUES (opd.uuid7(), :facility, :doctor, :patient, "
        ":appointment, 'A', :day, (SELECT count(*) + 1 FROM queue_entry), :state, :noon, :started, :ended) "
        "RETURNING id",
        facility=CITY, doctor=support.RAO, patient=patient, appointment=appointment,
        day=noon.astimezone(ZONE).date(), noon=noon, started=started, ended=ended,
        state="done" if ended else "in-consultation" if started else "waiting",
    )  # fmt: skip


def test_an_empty_day(sign_in: SignIn) -> None:
    report = sign_in("manager").call(reports.day, DayReportRequest(facility_id=LAKESIDE))
    assert report.day == datetime.now(ZoneInfo("Europe/Berlin")).date()
    assert (report.booked, report.seen, report.messages_sent, report.tickets_open) == (0, 0, 0, 0)
    assert (report.mean_wait_minutes, report.used_percent, report.no_show_percent) == (None, None, None)
    assert (report.practitioners, report.hours) == ((), ())


def test_a_day_counted(database: URL, sign_in: SignIn) -> None:
    noon = _noon()
    patients = [support.patient(database) for _ in range(6)]
    statuses = ("fulfilled", "fulfilled", "booked", "noshow", "cancelled")
    visits = [
        support.appointment(database, patients[n], noon + timedelta(minutes=15 * n), status=status)
        for n, status in enumerate(statuses)
    ]
    support.appointment(database, patients[5], noon + timedelta(days=1))
    _queued(database, patients[0], visits[0], 10, 8)
    _queued(database, patients[1], visits[1], 30, 12)
    _queued(database, patients[5], None, 20, None)
    manager = sign_in("manager")
    manager.call(tickets.create, CreateTicket(facility_id=CITY, subject="x", due_at=datetime(2026, 1, 1, tzinfo=UTC)))
    report = manager.call(reports.day, DayReportRequest(facility_id=CITY))
    assert (report.booked, report.to_come, report.no_show, report.cancelled) == (4, 1, 1, 1)
    assert (report.seen, report.in_consultation, report.waiting, report.walk_ins) == (2, 1, 0, 1)
    assert (report.mean_wait_minutes, report.longest_wait_minutes) == (20, 30)
    assert report.mean_consultation_minutes == 10
    assert report.used_percent == 80, "four of five places; the cancelled one is free again"
    assert report.no_show_percent == 33
    assert (report.tickets_opened, report.tickets_open, report.tickets_overdue) == (1, 1, 1)
    [doctor] = report.practitioners
    assert (doctor.practitioner_name, doctor.booked, doctor.seen, doctor.walk_ins) == ("Dr Rao", 4, 2, 1)
    assert (doctor.mean_wait_minutes, doctor.used_percent) == (20, 80)
    assert [(hour.hour, hour.arrived, hour.seen) for hour in report.hours] == [(12, 3, 2)]
    tomorrow = manager.call(
        reports.day, DayReportRequest(facility_id=CITY, day=(noon + timedelta(days=1)).astimezone(ZONE).date())
    )
    assert (tomorrow.booked, tomorrow.seen, tomorrow.tickets_opened) == (1, 0, 0)


def test_who_may(sign_in: SignIn) -> None:
    for login in ("reception", "doctor"):
        with pytest.raises(NotPermitted):
            sign_in(login).call(reports.day, DayReportRequest(facility_id=CITY))
    assert sign_in("admin").call(reports.day, DayReportRequest(facility_id=CITY)).booked == 0
