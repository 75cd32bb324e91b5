"""The demo clinic's journeys fit its visits, and the worker finds nothing wrong or left over in them."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL, text

from opd_desktop.demo.base import CITY, DOCTORS
from opd_desktop.demo.people import people
from opd_desktop.demo.stories import insert_stories
from opd_desktop.demo.visits import VisitMaker, insert_visits, load_slots
from opd_desktop.services import journey_instances
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.defaults import install_defaults
from opd_desktop.services.dto.journeys import BoardRequest
from opd_desktop.workers.flow import Flow
from tests.support import journeys as support

_FIELDS = ("id", "mrn", "name", "sex", "birth_date", "phone", "email", "language")


def _seed(url: URL, now: datetime) -> None:
    patients = people(80, now.date())
    with support.owner(url) as connection:
        install_defaults(connection)
        connection.execute(
            text("INSERT INTO patient (id, mrn, name, sex, birth_date, phone, email, language) "
                 "VALUES (:id, :mrn, :name, :sex, :birth_date, :phone, :email, :language)"),
            [{name: getattr(p, name) for name in _FIELDS} for p in patients],
        )  # fmt: skip
        # The clinic opened five hours ago, whatever the time of day is.
        start = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=5)
        for doctor in DOCTORS[:2]:
            schedule = connection.execute(
                text("INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, "
                     "capacity, overbook_limit, valid_from) VALUES (opd.uuid7(), :doctor, :facility, '[]', 60, 1, 0, "
                     "'2020-01-01') RETURNING id"),
                {"doctor": doctor.id, "facility": CITY},
            ).scalar_one()  # fmt: skip
            connection.execute(
                text("INSERT INTO time_slot (id, schedule_id, practitioner_id, facility_id, starts_at, ends_at, "
                     "capacity) SELECT opd.uuid7(), :schedule, :doctor, :facility, d + h * interval '1 hour', "
                     "d + (h + 1) * interval '1 hour', 1 FROM generate_series(CAST(:first AS timestamptz), "
                     "CAST(:last AS timestamptz), '1 day') AS d, generate_series(0, 9) AS h"),
                {"schedule": schedule, "doctor": doctor.id, "facility": CITY, "first": start - timedelta(days=12),
                 "last": start + timedelta(days=6)},
            )  # fmt: skip
        visits = VisitMaker(patients, now).make(load_slots(connection))
        insert_visits(connection, visits)
        began = time.monotonic()
        insert_stories(connection, visits, now)
        assert time.monotonic() - began < 10


def test_the_demo_journeys_fit_the_visits(database: URL, sign_in: Callable[..., Clinic]) -> None:
    now = datetime.now(UTC)
    _seed(database, now)
    pairs = {
        (row["status"], row["stage"], row["state"])
        for row in support.rows(
            database, "SELECT a.status, i.stage, i.state FROM journey_instance i "
            "JOIN appointment a ON a.id = i.appointment_id"
        )
    }  # fmt: skip
    allowed = {
        ("booked", "booked", "active"), ("arrived", "booked", "active"), ("checked-in", "day-of-visit", "active"),
        ("fulfilled", "post-visit", "active"), ("fulfilled", "closed", "completed"), ("noshow", "missed", "active"),
        ("noshow", "closed", "completed"),
        ("cancelled", "booked", "cancelled"),
    }  # fmt: skip
    assert pairs <= allowed
    assert {("booked", "booked", "active"), ("fulfilled", "post-visit", "active")} <= pairs

    board = sign_in("manager").call(journey_instances.board, BoardRequest(facility_id=CITY))
    columns = {column.key: column for column in board.columns}
    assert list(columns) == ["booked", "missed", "day-of-visit", "post-visit", "closed"]
    assert columns["booked"].count > 10
    assert columns["closed"].count > 0
    assert board.figures.open_journeys == sum(column.count for column in board.columns) - columns["closed"].count

    sent = support.rows(database, "SELECT count(*) AS n FROM communication")[0]["n"]
    worker = Flow(sign_in("opd_worker"), "test")
    while worker.work():
        pass
    again = support.rows(database, "SELECT count(*) AS n FROM communication")[0]["n"]
    late = support.rows(database, "SELECT count(*) AS n FROM step_run WHERE state = 'dead'")[0]["n"]
    assert again - sent <= 2, "a fresh demo does not start with a burst of messages"
    assert late == 0
