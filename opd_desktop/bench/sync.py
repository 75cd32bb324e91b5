"""From the commit of a booking at one desk to its paint at another, with twenty desks connected."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from threading import Barrier, Event, Thread
from typing import IO, TYPE_CHECKING
from uuid import UUID

import psycopg
from sqlalchemy import text

from opd_desktop import app
from opd_desktop.bench import Result
from opd_desktop.bench.booking import book
from opd_desktop.bench.scratch import Scratch, scratch
from opd_desktop.db import notify
from opd_desktop.db.embedded import EmbeddedServer
from opd_desktop.db.engine import make_engine
from opd_desktop.demo.base import CITY, PASSWORD
from opd_desktop.services import calendar, slots, uow
from opd_desktop.services.clinic import Changed, Clinic
from opd_desktop.services.dto.schedules import ListSlots
from opd_desktop.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject

_DESKS = 20
_START_S = 60
_PAUSE_S = 0.4
#: Until each connection has the statement prepared, and Postgres keeps its plan: in a desk, the first minutes of a day.
_WARM_UP = 12


def run(rounds: int) -> Result:
    """Book ``rounds`` times today at one desk; a second one paints, eighteen more listen and have read what changed."""
    told: list[float] = []
    shown: list[float] = []
    with scratch(seeded=True) as place, ExitStack() as stack:
        stack.enter_context(_listening(place, _DESKS - 2))
        clinic = stack.enter_context(place.clinic(place.url(), "reception"))
        heard = stack.enter_context(_heard(clinic))
        painted = stack.enter_context(_painting(place))
        for slot in _free(clinic, _WARM_UP + rounds):
            patient = _somebody(place)
            book(clinic, patient, slot)
            committed = time.monotonic()
            told.append(1000 * (heard() - committed))
            shown.append(1000 * (painted() - committed))
            time.sleep(_PAUSE_S)
    return Result(
        "sync",
        "commit at one desk to paint at another",
        shown[_WARM_UP:],
        "commit to its notification at a bare listening connection",
        told[_WARM_UP:],
        {"desks": _DESKS, "slowest_of_the_first": round(max(shown[:_WARM_UP]), 1)},
    )


def _free(clinic: Clinic, count: int) -> list[UUID]:
    now = datetime.now(UTC)
    request = ListSlots(start=now, end=now + timedelta(hours=12), facility_id=CITY, free_only=True, limit=count)
    return [slot.id for slot in clinic.call(slots.list_, request)]


def _somebody(place: Scratch) -> UUID:
    """A patient without a visit today."""
    with psycopg.connect(place.server.dsn("opd")) as owner:
        row = owner.execute(
            "SELECT id FROM opd.patient p WHERE NOT EXISTS (SELECT FROM opd.appointment a WHERE a.patient_id = p.id "
            "AND a.starts_at > now() - interval '1 day' AND a.starts_at < now() + interval '1 day') LIMIT 1"
        ).fetchone()
    if row is None:
        raise RuntimeError("every patient of the demo has a visit today")
    found: UUID = row[0]
    return found


@contextmanager
def _heard(clinic: Clinic) -> Iterator[Callable[[], float]]:
    """When the next booking was notified, on the machine's clock."""
    stop, moments = Event(), Queue[float]()

    def listen() -> None:
        for item in clinic.changes(stop):
            if isinstance(item, Changed) and item.name == "Appointment.Created":
                moments.put(time.monotonic())

    thread = Thread(target=listen, name="bench-heard")
    thread.start()
    try:
        yield lambda: moments.get(timeout=_START_S)
    finally:
        stop.set()
        thread.join()


@contextmanager
def _listening(place: Scratch, count: int) -> Iterator[None]:
    """Desks without a window: they listen, and have the server read what an event touches.

    In a process of their own and without their Python: in a clinic that runs on their own computers, and here it would
    take processor time from the server and from the two desks that are timed.
    """
    with _process("listen", place, str(count)):
        yield


@contextmanager
def _painting(place: Scratch) -> Iterator[Callable[[], float]]:
    """A desk with its window in a process of its own; when it painted a booking that it had not shown before."""
    with _process("paint", place) as lines:
        yield lambda: float(lines.readline())


@contextmanager
def _process(part: str, place: Scratch, *more: str) -> Iterator[IO[str]]:
    """This module as a process; it says "ready", and what it prints afterwards can be read."""
    with subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", "opd_desktop.bench.sync", part, str(place.server.folder), *more],
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        lines = process.stdout
        assert lines is not None  # noqa: S101 (asked for above)
        try:
            if lines.readline().strip() != "ready":
                raise RuntimeError(f"the process to {part} did not start")
            yield lines
        finally:
            process.terminate()


def _listen(folder: str, count: int) -> None:
    """As ``count`` desks do between event and paint: be notified, one transaction, the calendar's statement in it."""
    url = EmbeddedServer(Path(folder)).url(database="opd").set(username=None)
    engine = make_engine(url, login="reception", password=PASSWORD, desk="bench")
    with engine.connect() as probe:
        read = str(text(calendar.READ_TOUCHED).compile(dialect=probe.dialect))
        begin = str(uow.BEGIN.compile(dialect=probe.dialect))
    args, options = engine.dialect.create_connect_args(engine.url)
    today = datetime.now(UTC).date()
    ready = Barrier(count + 1)

    def desk() -> None:
        with (
            psycopg.connect(*args, **options, prepare_threshold=1) as asking,
            psycopg.connect(*args, **options, autocommit=True) as hearing,
        ):
            hearing.execute(f"LISTEN {notify.CHANNEL}")
            ready.wait()
            for note in hearing.notifies():
                events = [one.event_id for one in notify.parse(note.payload)]
                asked = {"facility": CITY, "start": today, "end": today, "practitioners": [], "events": events}
                asking.execute(begin, {"name": calendar.read.name})
                asking.execute(read, asked).fetchall()
                asking.commit()

    for number in range(count):
        Thread(target=desk, name=f"bench-{number}", daemon=True).start()
    ready.wait()
    print("ready", flush=True)
    Event().wait()


def _paint(folder: str) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    from opd_desktop.ui.application import Application, make_application

    application = make_application()
    found = Settings(data_dir=Path(folder), worker=False)
    desk = Application(found, lambda login, password, name: app.sign_in(found, login, password, name))
    application.aboutToQuit.connect(desk.close)
    desk.start("reception", PASSWORD)
    seen: set[UUID] = set()

    class Watch(QObject):
        """Looks at every paint of the day whether it shows a new booking."""

        def eventFilter(self, watched: "QObject", event: "QEvent") -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, look)
            return False

    def look() -> None:
        state = screen().presenter.state
        if state.calendar is None:
            return
        now = {visit.id for visit in state.calendar.appointments}
        if seen and now - seen:
            print(time.monotonic(), flush=True)
        seen.update(now)

    def screen():  # type: ignore[no-untyped-def]
        return desk.frame.current()  # type: ignore[union-attr]

    def begin() -> None:
        if desk.frame is None or not desk.frame.isVisible() or screen().presenter.state.plan is None:
            return
        poll.stop()
        look()
        screen().agenda.viewport().installEventFilter(watch)
        print("ready", flush=True)

    watch = Watch()
    poll = QTimer()
    poll.timeout.connect(begin)
    poll.start(20)
    application.exec()


if __name__ == "__main__":
    if sys.argv[1] == "paint":
        _paint(sys.argv[2])
    else:
        _listen(sys.argv[2], int(sys.argv[3]))
