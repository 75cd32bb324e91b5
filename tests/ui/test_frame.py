"""The window: rail, palette, toasts with undo, banner, key sheet, two desks, every screen reachable by name."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.services import appointments, check_in, queue, tickets
from opd_desktop.services.dto.appointments import CheckIn
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.queue import WalkIn
from opd_desktop.services.dto.tickets import CreateTicket
from opd_desktop.ui.frame import Frame
from opd_desktop.ui.keysheet import KeySheet
from opd_desktop.ui.queue.view import QueueScreen
from opd_desktop.ui.screens import PLACES
from opd_desktop.ui.theme import theme
from tests.conftest import SignIn
from tests.support import build
from tests.support.clock import soon
from tests.ui.care import change
from tests.ui.conftest import MakeDesk, flush_deleted

Key, Alt, Ctrl = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
OpenFrame = Callable[..., Frame]


@pytest.fixture
def open_frame(make_desk: MakeDesk, qtbot: QtBot) -> Iterator[OpenFrame]:
    frames: list[Frame] = []

    def show(login: str = "reception", desk: str = "Desk 1") -> Frame:
        frame = Frame(make_desk(login, desk))
        frames.append(frame)
        frame.show()
        with qtbot.waitActive(frame):
            frame.activateWindow()
        settle(qtbot, frame)
        return frame

    yield show
    for frame in frames:
        settle(qtbot, frame)
        for key in frame.places:
            if key == "encounter" and key in frame.visited:
                frame.screen(key).process.close(wait=True)  # type: ignore[attr-defined]
        frame.close()
        frame.deleteLater()
    flush_deleted()


def settle(qtbot: QtBot, frame: Frame) -> None:
    qtbot.waitUntil(lambda: frame.desk.tasks.idle, timeout=15_000)


def press(
    qtbot: QtBot, frame: Frame, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or frame, key, modifiers)


@pytest.mark.parametrize(
    ("login", "first", "hidden"),
    [("reception", "calendar", "reports"), ("doctor", "queue", "tickets"), ("manager", "journeys", "encounter"),
     ("admin", "settings", "queue")],
)  # fmt: skip
def test_each_role_starts_where_it_works_and_sees_its_screens(
    open_frame: OpenFrame, login: str, first: str, hidden: str
) -> None:
    frame = open_frame(login)
    assert frame.current().screen_id == first
    assert hidden not in frame.places
    frame.go(hidden)
    assert frame.current().screen_id == first
    assert "no such screen" in frame.toast.text()


def test_alt_and_a_number_go_to_every_screen(open_frame: OpenFrame, qtbot: QtBot) -> None:
    frame = open_frame()
    for number, key in enumerate(frame.places):
        press(qtbot, frame, Key(Key.Key_1 + number), Alt)
        settle(qtbot, frame)
        assert frame.current().screen_id == key
    assert set(frame.places) <= {place.screen_id for place in PLACES}


def test_the_palette_finds_screens_actions_and_patients_and_gives_the_keyboard_back(
    open_frame: OpenFrame, database: URL, qtbot: QtBot
) -> None:
    build.patient(database, "Meena Patil")
    frame = open_frame()
    frame.go("queue")
    settle(qtbot, frame)
    before = QApplication.focusWidget()
    box = frame.palette_box
    press(qtbot, frame, Key.Key_K, Ctrl)
    assert box.edit.hasFocus()
    qtbot.keyClicks(box.edit, "walk")
    assert box.list.currentIndex().data() == "Walk-in"
    press(qtbot, frame, Key.Key_Escape)
    assert not box.isVisible()
    assert QApplication.focusWidget() is before
    press(qtbot, frame, Key.Key_K, Ctrl)
    qtbot.keyClicks(box.edit, "meena")
    texts = lambda: [box.list.model().index(row, 0).data() for row in range(box.list.model().rowCount())]  # noqa: E731
    qtbot.waitUntil(lambda: "Meena Patil" in texts(), timeout=10_000)
    while box.list.currentIndex().data() != "Meena Patil":
        press(qtbot, frame, Key.Key_Down)
    press(qtbot, frame, Key.Key_Return)
    settle(qtbot, frame)
    assert frame.current().screen_id == "patients"


def test_undo_by_key_takes_back_what_the_toast_offers(open_frame: OpenFrame, database: URL, qtbot: QtBot) -> None:
    visit = build.booked(database, soon())
    frame = open_frame()
    clinic = frame.desk.clinic
    result = clinic.call(check_in.check_in, CheckIn(id=visit))
    frame.desk.toast("Checked in", result.undo)
    assert frame.toast.isVisible()
    press(qtbot, frame, Key.Key_Z, Ctrl)
    qtbot.waitUntil(lambda: clinic.call(appointments.get, ById(id=visit)).status == "booked", timeout=10_000)
    settle(qtbot, frame)
    assert "taken back" in frame.toast.text()


def test_without_a_toast_undo_takes_back_the_newest_change_and_says_when_there_is_none(
    open_frame: OpenFrame, database: URL, qtbot: QtBot
) -> None:
    frame = open_frame()
    press(qtbot, frame, Key.Key_Z, Ctrl)
    qtbot.waitUntil(lambda: "Nothing to undo" in frame.toast.text(), timeout=10_000)
    visit = build.booked(database, soon())
    frame.desk.clinic.call(check_in.check_in, CheckIn(id=visit))
    press(qtbot, frame, Key.Key_Z, Ctrl)
    qtbot.waitUntil(lambda: frame.desk.clinic.call(appointments.get, ById(id=visit)).status == "booked", timeout=10_000)


def test_a_service_that_is_down_is_a_banner_with_a_way_to_try_again(open_frame: OpenFrame, qtbot: QtBot) -> None:
    frame = open_frame()
    frame.desk.show_error(ServiceUnavailable("database.down"))
    assert frame.banner.isVisible()
    assert "can't be reached" in frame.banner.text()
    frame.desk.online_changed.emit(True)
    assert not frame.banner.isVisible()
    frame.desk.online_changed.emit(False)
    assert "What you type is kept" in frame.banner.text()
    frame.desk.online_changed.emit(True)
    settle(qtbot, frame)


def test_what_another_desk_does_shows_without_a_refresh(
    open_frame: OpenFrame, database: URL, sign_in: SignIn, qtbot: QtBot
) -> None:
    visit = build.booked(database, soon())
    frame = open_frame()
    frame.go("queue")
    settle(qtbot, frame)
    screen = frame.current()
    assert isinstance(screen, QueueScreen)
    assert not any(one.entries for one in screen.presenter.state.queues)
    sign_in("reception", "Desk 2").call(check_in.check_in, CheckIn(id=visit))
    qtbot.waitUntil(lambda: any(one.entries for one in screen.presenter.state.queues), timeout=10_000)


def test_the_key_sheet_holds_the_keys_of_the_screen(open_frame: OpenFrame, qtbot: QtBot) -> None:
    frame = open_frame()
    frame.go("queue")
    settle(qtbot, frame)
    press(qtbot, frame, Key.Key_F1)
    (sheet,) = frame.findChildren(KeySheet)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"F5", "F6", "F9", "Ctrl+K / Ctrl+F"} <= shown
    sheet.reject()


def test_the_look_changes_by_key_and_back(open_frame: OpenFrame, qtbot: QtBot) -> None:
    frame = open_frame()
    both = Ctrl | Qt.KeyboardModifier.ShiftModifier
    press(qtbot, frame, Key.Key_D, both)
    assert theme().name == "dark"
    press(qtbot, frame, Key.Key_D, both)
    assert theme().name == "light"


@pytest.mark.parametrize("login", ["reception", "doctor", "manager", "admin"])
def test_everything_that_takes_the_keyboard_has_a_name(open_frame: OpenFrame, login: str, qtbot: QtBot) -> None:
    frame = open_frame(login)
    for key in frame.places:
        frame.go(key)
        settle(qtbot, frame)
        nameless = [
            f"{key}: {type(widget).__name__} {widget.objectName()}"
            for widget in frame.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
            and not widget.objectName().startswith("qt_")
            and widget.focusProxy() is None
        ]
        assert not nameless


@pytest.mark.parametrize(("width", "lines"), [(1440, 1.0), (1000, 1.0), (1000, 1.25), (1000, 1.5), (1024, 1.5)])
@pytest.mark.parametrize("view", ["day", "week", "agenda"])
def test_nothing_in_the_top_bar_loses_a_letter(
    open_frame: OpenFrame, qtbot: QtBot, width: int, lines: float, view: str
) -> None:
    base = theme()._base.pointSizeF()
    theme()._base.setPointSizeF(base * lines)
    theme().set_look("light")
    try:
        frame = open_frame()
        frame.resize(width, 700)
        frame.screen("calendar").show_view(view)  # type: ignore[attr-defined]
        settle(qtbot, frame)
        for _layout in range(3):
            QApplication.processEvents()
        shown = [one for one in frame._bar.findChildren(QWidget) if one.isVisible() and isinstance(one, QPushButton)]
        crushed = {one.text(): (one.width(), one.sizeHint().width()) for one in (*shown, frame._bar.title)
                   if one.width() < one.sizeHint().width()}  # fmt: skip
        assert not crushed
        assert frame._bar.find.accessibleName() == "Find patient, action"
        assert frame._bar.find.isVisible()
        if width > 1400:
            assert frame._bar.find.text() == "Find patient, action"
    finally:
        theme()._base.setPointSizeF(base)
        theme().set_look("light")


def test_the_rail_counts_from_the_start_and_goes_on(
    database: URL, open_frame: OpenFrame, sign_in: SignIn, qtbot: QtBot
) -> None:
    """Nobody has looked at the queue, the messages or the tickets yet."""
    manager = sign_in("manager", "Office")

    def walk_in(name: str, practitioner: UUID) -> None:
        wanted = WalkIn(
            facility_id=build.CITY, practitioner_id=practitioner, patient_id=build.patient(database, name)
        )  # fmt: skip
        manager.call(queue.walk_in, wanted)

    walk_in("Meena Patil", build.RAO)
    walk_in("Li Wei", build.MEHTA)
    ticket = manager.call(tickets.create, CreateTicket(facility_id=build.CITY, subject="Chairs"))
    change(database, "UPDATE ticket SET due_at = now() - interval '1 hour' WHERE id = :id", id=ticket.id)
    desk, doctor = open_frame(), open_frame("doctor", "Room 3")

    def counts(frame: Frame) -> dict[str, int]:
        return {key: button.badge() for key, button in frame._buttons.items() if button.badge()}

    qtbot.waitUntil(lambda: counts(desk) == {"queue": 2, "tickets": 1}, timeout=10_000)
    qtbot.waitUntil(lambda: counts(doctor) == {"queue": 1}, timeout=10_000)
    assert desk.visited == {"calendar"}
    assert desk._buttons["queue"].accessibleName() == "Queue, 2 to see to"
    assert desk._status.waits.text() == "Dr Rao 1 waiting, longest 0 min"
    walk_in("Omar Haddad", build.RAO)
    qtbot.waitUntil(lambda: counts(desk) == {"queue": 3, "tickets": 1}, timeout=10_000)
    qtbot.waitUntil(lambda: counts(doctor) == {"queue": 2}, timeout=10_000)
