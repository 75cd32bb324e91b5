"""Two desk processes and workers on one database; one is killed in the middle. Nothing is lost, nothing done twice."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.services import schedules, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.schedules import CreateSchedule, ListSlots, Materialize, Session
from tests.conftest import SignIn
from tests.support import build
from tests.support import journeys as support

pytestmark = pytest.mark.e2e

SLOTS = 60
CAPACITY = 2


class DeskProcess:
    """A running desk and what it printed so far."""

    def __init__(self, url: URL, folder: Path, desk: str, jobs: list[tuple[UUID, UUID]]) -> None:
        self.lines: list[dict[str, object]] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.desk_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        told = {
            "url": url.render_as_string(hide_password=False), "login": "reception", "desk": desk,
            "folder": str(folder), "jobs": [[str(one), str(other)] for one, other in jobs],
        }  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def all(self, key: str) -> list[object]:
        return [line[key] for line in list(self.lines) if key in line]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Close its input, which ends it, and read what is left."""
        assert self.process.stdin is not None
        if not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self._reader.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()


Open = Callable[[str, list[tuple[UUID, UUID]]], DeskProcess]


@pytest.fixture
def open_desk(database: URL, tmp_path: Path) -> Iterator[Open]:
    opened: list[DeskProcess] = []

    def run(desk: str, jobs: list[tuple[UUID, UUID]]) -> DeskProcess:
        opened.append(DeskProcess(database, tmp_path / desk.replace(" ", ""), desk, jobs))
        return opened[-1]

    yield run
    for one in opened:
        one.end()


@pytest.fixture
def start_worker(database: URL, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    settings = tmp_path / "settings.toml"
    settings.write_text("")
    environ = {
        **os.environ, "OPD_CONFIG": str(settings), "OPD_DATA_DIR": str(tmp_path),
        "OPD_DATABASE_URL": database.set(drivername="postgresql").render_as_string(),
    }  # fmt: skip

    def run() -> subprocess.Popen[bytes]:
        made = subprocess.Popen([sys.executable, "-m", "opd_desktop", "worker"], env=environ)
        running.append(made)
        return made

    yield run
    for process in running:
        if process.poll() is None:
            process.terminate()
        process.wait(15)


def until(what: str, holds: Callable[[], object], seconds: float = 40) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, f"it did not happen in time: {what}"
        time.sleep(0.02)


def jobs_of(database: URL, count: int) -> tuple[list[tuple[UUID, UUID]], list[tuple[UUID, UUID]]]:
    """Two desks' work on the same slots, each with patients of its own: together twice what fits."""
    return _share(database, build.slots(database, count, capacity=CAPACITY))


def _share(database: URL, slots: list[UUID]) -> tuple[list[tuple[UUID, UUID]], list[tuple[UUID, UUID]]]:
    # A patient of their own for each: a patient is sent only so many messages a day.
    people = iter([build.patient(database, f"Patient {number}") for number in range(2 * CAPACITY * len(slots))])
    first = [(next(people), slot) for _ in range(CAPACITY) for slot in slots]
    second = [(next(people), slot) for _ in range(CAPACITY) for slot in reversed(slots)]
    return first, second


def slots_of_a_schedule(manager: Clinic, count: int) -> list[UUID]:
    """Slots that belong to hours, so that a worker, which makes slots ahead, keeps them."""
    day = datetime.now(UTC).date() + timedelta(days=2)
    hours = tuple(Session(weekday=weekday, start=time_of_day(8), end=time_of_day(18)) for weekday in range(7))
    made = manager.call(
        schedules.create,
        CreateSchedule(
            practitioner_id=build.RAO, facility_id=build.CITY, sessions=hours, slot_minutes=15, capacity=CAPACITY,
            valid_from=day,
        ),
    )  # fmt: skip
    manager.call(schedules.materialize, Materialize(id=made.id, start=day, end=day))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=12)
    wanted = ListSlots(start=start, end=start + timedelta(days=2), practitioner_id=build.RAO)
    return [slot.id for slot in manager.call(slots.list_, wanted)][:count]


def check_database(database: URL, confirmed: list[object]) -> None:
    """What was confirmed is there once; no slot holds more than fits; the counters agree with the rows."""
    there = {str(row["id"]) for row in build.rows(database, "SELECT id FROM appointment WHERE status = 'booked'")}
    assert set(map(str, confirmed)) <= there
    assert len(confirmed) == len(set(confirmed))
    wrong = build.rows(
        database,
        "SELECT s.id FROM time_slot s LEFT JOIN appointment_slot x ON x.slot_id = s.id GROUP BY s.id "
        "HAVING count(x.slot_id) <> s.booked OR count(x.slot_id) > s.capacity",
    )
    assert not wrong


def test_a_desk_killed_while_booking_loses_nothing_and_the_other_goes_on(database: URL, open_desk: Open) -> None:
    mine, theirs = jobs_of(database, SLOTS)
    other = open_desk("Desk 2", theirs[: SLOTS // 2])
    until("the other desk is open", lambda: other.all("ready"))
    victim = open_desk("Desk 1", mine)
    until("the first desk is in the middle", lambda: len(victim.all("booked")) >= 5)
    victim.kill()
    confirmed_there = victim.all("booked")
    assert not victim.all("done")
    third = open_desk("Desk 3", theirs[SLOTS // 2 :])
    until("the other desks are through", lambda: other.all("done") and third.all("done"))
    check_database(database, [*confirmed_there, *other.all("booked"), *third.all("booked")])
    assert set(third.all("refused")) <= {"booking.slot_taken"}
    assert set(other.all("refused")) <= {"booking.slot_taken"}
    heard = {name for names in other.all("heard") for name in names}  # type: ignore[attr-defined]
    assert "Appointment.Created" in heard
    idle = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    until("the dead desk's transaction is gone", lambda: not build.rows(database, idle))


def test_a_worker_killed_in_the_middle_starts_no_journey_twice_and_sends_nothing_twice(
    database: URL, sign_in: SignIn, open_desk: Open, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    support.defaults(database)
    mine, theirs = _share(database, slots_of_a_schedule(sign_in("manager"), 20))
    victim = start_worker()
    desks = [open_desk("Desk 1", mine), open_desk("Desk 2", theirs)]
    journeys = "SELECT count(*) AS n FROM journey_instance"
    until("the worker is in the middle", lambda: build.rows(database, journeys)[0]["n"] >= 5)
    victim.send_signal(signal.SIGKILL)
    victim.wait(5)
    until("both desks are through", lambda: all(desk.all("done") for desk in desks))
    expire = (
        "UPDATE step_run SET lease_until = now() - interval '1 s' WHERE state = 'leased' RETURNING id",
        "UPDATE communication_attempt SET lease_until = now() - interval '1 s' WHERE ended_at IS NULL RETURNING id",
    )
    for statement in expire:
        build.rows(database, statement)
    start_worker()
    booked = [*desks[0].all("booked"), *desks[1].all("booked")]
    assert len(booked) == 20 * CAPACITY
    waiting = "SELECT count(*) AS n FROM outbox_event WHERE dispatched_at IS NULL"
    until("every event is consumed", lambda: build.rows(database, waiting)[0]["n"] == 0)
    check_database(database, booked)
    per_visit = build.rows(
        database, "SELECT appointment_id, count(*) AS n FROM journey_instance GROUP BY appointment_id"
    )
    assert sorted(str(row["appointment_id"]) for row in per_visit) == sorted(map(str, booked))
    assert {row["n"] for row in per_visit} == {1}
    confirmations = (
        "SELECT journey_instance_id, count(*) AS n, bool_and(status = 'sent') AS sent FROM communication "
        "WHERE template_key = 'appointment-confirmation' GROUP BY journey_instance_id"
    )
    until("every visit is confirmed", lambda: len(build.rows(database, confirmations)) == len(booked))
    until("every confirmation is sent", lambda: all(row["sent"] for row in build.rows(database, confirmations)))
    assert {row["n"] for row in build.rows(database, confirmations)} == {1}
