"""Real worker processes: woken by NOTIFY, killed with -9, several at once; the mail server's log decides."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from opd_desktop.services.clinic import Clinic
from opd_desktop.workers.main import Worker
from opd_desktop.workers.parent import Parent
from tests.support import journeys as support
from tests.support import smtp

pytestmark = pytest.mark.e2e

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(database: URL, tmp_path: Path) -> Iterator[Start]:
    """Start ``opd-desktop worker`` on the test's database."""
    support.defaults(database)
    running: list[subprocess.Popen[bytes]] = []

    def run(port: int | None = None, *arguments: str) -> subprocess.Popen[bytes]:
        settings = tmp_path / f"settings-{len(running)}.toml"
        mail = "" if port is None else (
            f'[email]\nhost = "127.0.0.1"\nport = {port}\nsender = "clinic@example.org"\nsecurity = "none"\n'
        )  # fmt: skip
        settings.write_text(mail)
        environ = {
            **os.environ, "OPD_CONFIG": str(settings), "OPD_DATA_DIR": str(tmp_path),
            "OPD_DATABASE_URL": database.set(drivername="postgresql").render_as_string(),
        }  # fmt: skip
        log = (tmp_path / f"worker-{len(running)}.log").open("wb")
        with log:
            made = subprocess.Popen(
                [sys.executable, "-m", "opd_desktop", "worker", *arguments], env=environ, stdout=log, stderr=log
            )
        running.append(made)
        return made

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def statuses(url: URL) -> Counter[str]:
    return Counter(row["status"] for row in support.rows(url, "SELECT status FROM communication"))


def forget(url: URL, process: subprocess.Popen[bytes]) -> None:
    """The leases of a process that is dead run out."""
    owner = f"%:{process.pid}:%"
    support.rows(
        url, "UPDATE step_run SET lease_until = now() - interval '1 s' WHERE state = 'leased' "
        "AND lease_owner LIKE :owner RETURNING id", owner=owner,
    )  # fmt: skip
    support.rows(
        url, "UPDATE communication_attempt SET lease_until = now() - interval '1 s' WHERE ended_at IS NULL "
        "AND worker LIKE :owner RETURNING id", owner=owner,
    )  # fmt: skip


def test_a_worker_is_woken_and_ends_when_asked(database: URL, start: Start) -> None:
    process = start()
    patient = support.patient(database)
    wait_for(lambda: support.rows(database, "SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"))
    began = time.monotonic()
    support.booked(database, patient)
    wait_for(lambda: statuses(database) == {"sent": 1})
    assert time.monotonic() - began < 5
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0


def test_a_worker_ends_with_its_desk(database: URL, start: Start) -> None:
    desk = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    process = start(None, "--parent-pid", str(desk.pid))
    wait_for(lambda: support.rows(database, "SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"))
    desk.kill()
    desk.wait(10)
    assert process.wait(15) == 0


def test_parents() -> None:
    assert Parent(None).is_running()
    assert Parent(os.getppid()).is_running()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(10)
    assert not Parent(gone.pid).is_running()


def test_killed_between_sending_and_writing_it_down(database: URL, start: Start) -> None:
    """The server has the mail, the worker never learns it: the next worker does not send it again."""
    with smtp.serve(smtp.Mailbox(hold=threading.Event())) as box:
        patient = support.patient(database, email="meena@example.org", channel="email")
        support.booked(database, patient)
        first = start(box.port)
        assert box.arrived.wait(60)
        assert statuses(database) == {"sending": 1}
        first.kill()
        first.wait(10)
        assert box.hold is not None
        box.hold.set()
        box.hold = None
        forget(database, first)
        start(box.port)
        wait_for(lambda: statuses(database) == {"unknown": 1})
        time.sleep(1)
    assert len(box.received) == 1
    [attempt] = support.rows(database, "SELECT outcome, detail FROM communication_attempt")
    assert attempt == {"outcome": "unknown", "detail": "worker-died"}


def test_many_workers_and_one_is_killed_again_and_again(database: URL, start: Start, tmp_path: Path) -> None:
    """Every booking gets exactly one confirmation, or one that is shown as of unknown fate; none is lost."""
    patients = [
        support.patient(database, f"Patient {number}", email=f"p{number}@example.org", channel="email")
        for number in range(24)
    ]
    with smtp.serve() as box:
        start(box.port)
        victim = start(box.port)
        for number, patient in enumerate(patients):
            support.booked(database, patient)
            if number % 8 == 7:
                wait_for(lambda seen=number: len(box.received) > seen // 2)  # type: ignore[misc]
                victim.kill()
                victim.wait(10)
                forget(database, victim)
                victim = start(box.port)

        def settled() -> bool:
            found = statuses(database)
            return sum(found.values()) == 24 and found["sent"] + found["unknown"] == 24

        wait_for(settled, 40)
    assert max(Counter(box.ids).values()) == 1, "nobody got a message twice"
    assert len(support.rows(database, "SELECT id FROM journey_instance")) == 24
    sent = {f"<{row['id']}@example.org>" for row in support.rows(
        database, "SELECT id FROM communication WHERE status = 'sent'")}  # fmt: skip
    assert sent <= set(box.ids), "what is called sent was sent"
    unknown = statuses(database)["unknown"]
    assert len(box.ids) >= 24 - unknown
    assert unknown <= 3, "at most what each kill interrupted"
    logged = "".join(log.read_text() for log in tmp_path.glob("worker-*.log"))
    assert "started" in logged
    assert not [word for word in ("Patient", "@example.org", "+9198") if word in logged], "no patient data in logs"
    assert support.rows(database, "SELECT name FROM outbox_event WHERE dispatched_at IS NULL") == []


def test_a_worker_in_this_process_starts_again_what_dies(
    database: URL, sign_in: Callable[..., Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    support.defaults(database)
    worker = Worker(sign_in("opd_worker"), tick_s=0.1)
    worker.start()
    try:
        worker._scheduler.shutdown()
        monkeypatch.setattr(worker, "_ticked", time.monotonic() - 60)
        worker.look_after()
        support.booked(database, support.patient(database))
        wait_for(lambda: statuses(database) == {"sent": 1})
    finally:
        worker.stop()
