"""The database server stops and comes back under a working desk and a worker: both go on, nothing typed is lost."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from opd_desktop.app import open_clinic
from opd_desktop.bench.scratch import Scratch, scratch
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments
from opd_desktop.services.dto.appointments import BookAppointment, Booked
from opd_desktop.settings import Settings
from opd_desktop.ui.calendar.booking import BookingPanel
from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.calendar.view import CalendarScreen
from opd_desktop.ui.desk import Desk, Start
from opd_desktop.ui.drafts import Drafts
from opd_desktop.ui.frame import Frame
from opd_desktop.ui.theme import theme
from tests.e2e import processes
from tests.e2e.processes import until
from tests.support import build
from tests.support import journeys as support
from tests.ui.conftest import flush_deleted

pytestmark = pytest.mark.e2e

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def place() -> Iterator[Scratch]:
    """A server that these tests may stop."""
    with scratch() as made:
        support.defaults(made.url())
        yield made


@pytest.fixture(autouse=True)
def _running(place: Scratch) -> Iterator[None]:
    yield
    place.server.ensure_running()


class At:
    """The receptionist's window and what its desk signalled."""

    def __init__(self, qtbot: QtBot, frame: Frame) -> None:
        self.qtbot = qtbot
        self.frame = frame
        self.desk = frame.desk
        self.online: list[bool] = []
        self.changed: list[frozenset[str]] = []
        self.desk.online_changed.connect(self.online.append)
        self.desk.changed.connect(self.changed.append)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.desk.tasks.idle, timeout=WAIT_MS)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.frame, key, modifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def lose(self, place: Scratch) -> None:
        """Stop the server and wait until the desk has noticed."""
        seen = len(self.online)
        place.server.stop()
        self.qtbot.waitUntil(lambda: False in self.online[seen:], timeout=WAIT_MS)

    def regain(self, place: Scratch) -> None:
        """Start it again and wait until the desk is back."""
        seen = len(self.online)
        place.server.ensure_running()
        self.qtbot.waitUntil(lambda: True in self.online[seen:], timeout=WAIT_MS)
        self.settle()


def open_desk(place: Scratch, folder: Path) -> Desk:
    clinic = open_clinic(place.url(), "reception", PASSWORD, "Desk 1", place.ports)
    settings = Settings(data_dir=folder, desk="Desk 1")
    return Desk(clinic, settings, theme(), Drafts(folder, "reception", PASSWORD), Start(clinic))


def desk_threads() -> list[str]:
    return sorted(one.name for one in threading.enumerate() if one.name.startswith("desk-"))


@pytest.fixture
def at(place: Scratch, qtbot: QtBot, tmp_path: Path) -> Iterator[At]:
    QLocale.setDefault(QLocale("en_GB"))
    desk = open_desk(place, tmp_path)
    frame = Frame(desk)
    here = At(qtbot, frame)
    frame.show()
    with qtbot.waitActive(frame):
        frame.activateWindow()
    qtbot.waitUntil(lambda: here.online == [True], timeout=WAIT_MS)
    here.settle()
    yield here
    here.settle()
    frame.close()
    desk.close()
    frame.deleteLater()
    desk.deleteLater()
    flush_deleted()
    assert desk_threads() == []


def test_what_is_being_typed_outlives_the_server_and_is_booked_once_it_is_back(
    at: At, place: Scratch, tmp_path: Path, qtbot: QtBot
) -> None:
    build.patient(place.url(), "Meena Patil")
    build.slots(place.url(), 1, build.tomorrow(9))
    panel = begin_booking(at)
    at.type("Fever")
    at.lose(place)
    assert at.frame.banner.isVisible()
    assert "What you type is kept" in at.frame.banner.text()
    at.type(" since Monday")
    at.press(Key.Key_Return, Ctrl)
    at.settle()
    assert panel.isVisible()
    assert panel.reason.text() == "Fever since Monday"
    assert panel.button.isEnabled()
    qtbot.waitUntil(
        lambda: (Drafts(tmp_path, "reception", PASSWORD).get(DRAFT) or {}).get("reason") == "Fever since Monday"
    )
    kept = Drafts(tmp_path, "reception", PASSWORD).get(DRAFT)
    assert kept is not None
    assert (kept["reason"], kept["patient"]["name"]) == ("Fever since Monday", "Meena Patil")
    at.regain(place)
    assert at.changed[-1] == frozenset(), "whatever happened meanwhile is loaded again"
    assert not at.frame.banner.isVisible()
    assert panel.reason.text() == "Fever since Monday"
    panel.reason.setFocus()
    at.press(Key.Key_Return, Ctrl)
    reasons = "SELECT a.reason, p.name FROM appointment a JOIN patient p ON p.id = a.patient_id"
    booked = [{"reason": "Fever since Monday", "name": "Meena Patil"}]
    qtbot.waitUntil(lambda: build.rows(place.url(), reasons) == booked, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: at.desk.drafts.get(DRAFT) is None, timeout=WAIT_MS)
    assert build.rows(place.url(), "SELECT count(*) AS n FROM slot_hold") == [{"n": 0}]


def begin_booking(at: At) -> BookingPanel:
    """By keys, as far as the reason."""
    screen = at.frame.screen("calendar")
    assert isinstance(screen, CalendarScreen)
    nine = build.tomorrow(9)
    day = at.desk.local(nine).date()
    screen.presenter.go_to(day)
    at.qtbot.waitUntil(lambda: screen.agenda.plan is not None and screen.agenda.plan.day == day, timeout=WAIT_MS)
    at.settle()
    screen.focus_body()
    plan = screen.agenda.plan
    assert plan is not None
    screen.agenda.set_cursor(next(n for n, stop in enumerate(plan.stops) if stop.start == plan.minute(nine)))
    at.press(Key.Key_Return)
    at.settle()
    panel = screen.panel
    assert isinstance(panel, BookingPanel)
    at.type("meena")
    at.qtbot.waitUntil(lambda: bool(panel.who.picker.hits()), timeout=WAIT_MS)
    at.press(Key.Key_Return)
    at.qtbot.waitUntil(lambda: panel.patient is not None, timeout=WAIT_MS)
    at.settle()
    panel.reason.setFocus()
    return panel


def test_a_booking_cut_off_in_the_middle_is_not_half_there(at: At, place: Scratch) -> None:
    patient = build.patient(place.url())
    (slot,) = build.slots(place.url(), 1, build.tomorrow(11))
    request = BookAppointment(request_id=uuid7(), patient_id=patient, slot_ids=(slot,), reason="Cut off")
    failed: list[BaseException] = []
    booked: list[Booked] = []
    owner = QObject(at.desk)
    blocker = psycopg.connect(place.server.dsn())
    blocker.execute("LOCK TABLE opd.appointment_slot IN ACCESS EXCLUSIVE MODE")
    at.desk.write(owner, appointments.create, request, booked.append, failed.append)
    waits = "SELECT FROM pg_stat_activity WHERE application_name = 'opd:Desk 1' AND wait_event_type = 'Lock'"
    until("the booking waits in its transaction", lambda: blocker.execute(waits).fetchall())
    at.lose(place)
    blocker.close()
    at.settle()
    assert not booked
    assert [error.code for error in failed if isinstance(error, OpdError)] == ["database.down"]
    at.regain(place)
    count = "SELECT count(*) AS n FROM appointment WHERE reason = 'Cut off'"
    assert build.rows(place.url(), count) == [{"n": 0}]
    assert build.rows(place.url(), "SELECT booked FROM time_slot WHERE id = :id", id=slot) == [{"booked": 0}]
    at.desk.write(owner, appointments.create, request, booked.append, failed.append)
    at.settle()
    assert build.rows(place.url(), count) == [{"n": 1}]
    assert booked[-1].appointment.reason == "Cut off"


def test_coming_and_going_leaves_neither_threads_nor_connections(at: At, place: Scratch) -> None:
    listeners = (
        "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'opd:Desk 1' AND query LIKE 'LISTEN%'"
    )
    counts = []
    for _ in range(3):
        at.lose(place)
        at.regain(place)
        at.frame.screen("calendar").refresh()
        at.settle()
        until("one listener", lambda: build.rows(place.url(), listeners)[0]["n"] == 1)
        counts.append(desk_threads())
    assert at.online == [True, *[False, True] * 3]
    assert all(names.count("desk-changes") == 1 for names in counts)
    assert max(len(names) for names in counts) <= 1 + 4 + 1, "the listener, four readers, one writer"
    found = build.rows(place.url(), "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'opd:Desk 1'")
    assert found[0]["n"] <= 1 + 8


def test_a_worker_goes_on_when_the_server_is_back(place: Scratch, tmp_path: Path) -> None:
    confirmed = "SELECT FROM communication WHERE patient_id = :id AND status = 'sent'"
    before, after = (support.patient(place.url(), name) for name in ("Before", "After"))
    worker = processes.start_worker(place.url(), tmp_path)
    try:
        support.booked(place.url(), before)
        until("the first confirmation", lambda: build.rows(place.url(), f"{confirmed} LIMIT 1", id=before))
        place.server.stop()
        place.server.ensure_running()
        support.booked(place.url(), after)
        until("the second confirmation", lambda: build.rows(place.url(), f"{confirmed} LIMIT 1", id=after))
        assert worker.poll() is None
    finally:
        worker.terminate()
        assert worker.wait(15) == 0
