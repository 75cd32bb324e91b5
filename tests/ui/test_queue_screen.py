"""The queue by keys alone: check in, walk in, call, skip, leave, move, undo; what one desk does the other shows."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.services import check_in, queue
from opd_desktop.services.dto.appointments import CheckIn
from opd_desktop.services.dto.queue import ListQueue, PractitionerQueue, QueueEntryDto, WalkIn
from opd_desktop.ui.queue.panels import CheckInPanel, EntryPanel, WalkInPanel
from opd_desktop.ui.queue.view import QueueScreen
from tests.support import build
from tests.support.clock import soon
from tests.ui.conftest import Host, MakeDesk

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Hall:
    """A shown queue screen and what a receptionist does at it."""

    def __init__(self, qtbot: QtBot, screen: QueueScreen) -> None:
        self.qtbot, self.screen = qtbot, screen
        self.told: list[str] = []
        self.offers: list[object] = []
        screen.desk.toast = self._hear  # type: ignore[method-assign]
        self.until(lambda: screen.presenter.state.board is not None)

    def _hear(self, text: str, undo: object = None) -> None:
        self.told.append(text)
        self.offers.append(undo)

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)

    def settle(self) -> None:
        self.until(lambda: self.screen.desk.tasks.idle)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key, modifiers)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def line(self) -> PractitionerQueue:
        """Dr Rao's queue as the database has it."""
        wanted = ListQueue(facility_id=build.CITY, practitioner_ids=(build.RAO,))
        return self.screen.desk.clinic.call(queue.board, wanted).queues[0]

    def shown(self) -> list[str]:
        """Names in Dr Rao's column."""
        return [entry.patient_name for entry in self.screen.column(build.RAO).queue.entries]  # type: ignore[union-attr]


@pytest.fixture
def hall(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> Callable[..., Hall]:
    def show(login: str = "reception", desk: str = "Desk 1") -> Hall:
        screen = QueueScreen(make_desk(login, desk))
        host(screen)
        made = Hall(qtbot, screen)
        made.settle()
        screen.focus_body()
        return made

    return show


def wait_in_line(hall: Hall, database: URL, name: str) -> QueueEntryDto:
    request = WalkIn(facility_id=build.CITY, practitioner_id=build.RAO, patient_id=build.patient(database, name))
    entry = hall.screen.desk.clinic.call(queue.walk_in, request).entry
    hall.until(lambda: name in hall.shown())
    hall.settle()
    return entry


def test_checking_in_takes_f5_part_of_the_name_and_enter(database: URL, hall: Callable[..., Hall]) -> None:
    build.booked(database, soon())
    place = hall()
    place.press(Key.Key_F5)
    panel = place.screen.panel
    assert isinstance(panel, CheckInPanel)
    place.until(panel.list.count)
    place.type("meen")
    place.press(Key.Key_Return)
    place.until(lambda: place.told)
    assert place.told == ["Checked in Meena Patil, token A-001"]
    assert place.offers[0] is not None
    place.until(lambda: place.shown() == ["Meena Patil"])
    place.until(lambda: panel.list.count() == 0)
    assert panel.filter.hasFocus()
    place.press(Key.Key_Escape)
    assert place.screen.panel is None


def test_nobody_expected_says_what_to_do(hall: Callable[..., Hall]) -> None:
    place = hall()
    place.press(Key.Key_F5)
    panel = place.screen.panel
    assert isinstance(panel, CheckInPanel)
    place.settle()
    assert "F6" in panel._none.text()
    assert not panel.button.isEnabled()


def test_a_walk_in_is_registered_and_gets_a_token_by_keys(database: URL, hall: Callable[..., Hall]) -> None:
    place = hall()
    place.press(Key.Key_F6)
    panel = place.screen.panel
    assert isinstance(panel, WalkInPanel)
    place.type("Omar Haddad")
    place.until(lambda: panel.picker.results.isVisible())
    place.press(Key.Key_Return)
    place.until(lambda: panel._form is not None)
    form = panel._form
    assert form is not None
    assert form.name.text() == "Omar Haddad"
    form.birth.setFocus()
    place.type("61")
    place.press(Key.Key_Return, Ctrl)
    place.until(lambda: panel._patient is not None)
    place.settle()
    assert panel.reason.hasFocus()
    place.type("Cough")
    place.press(Key.Key_Return)
    place.until(lambda: place.told)
    assert place.told == ["Omar Haddad waits for Dr Rao, token A-001"]
    assert [entry.reason for entry in place.line().entries] == ["Cough"]
    assert place.screen.panel is None


def test_a_walk_in_without_a_patient_is_told(hall: Callable[..., Hall]) -> None:
    place = hall()
    place.press(Key.Key_F6)
    place.press(Key.Key_Return, Ctrl)
    panel = place.screen.panel
    assert isinstance(panel, WalkInPanel)
    place.until(lambda: "patient first" in panel._error.text())


def test_call_next_skip_and_call_again(database: URL, hall: Callable[..., Hall]) -> None:
    place = hall()
    first = wait_in_line(place, database, "Li Wei")
    wait_in_line(place, database, "Anna Kowalska")
    place.screen.focus_body()
    place.press(Key.Key_F9)
    place.until(lambda: place.line().called)
    place.settle()
    assert place.told[-1] == "Called A-001 Li Wei to Dr Rao"
    called = place.line().called[0]
    place.screen.open_entry(called)
    assert isinstance(place.screen.panel, EntryPanel)
    place.press(Key.Key_S)
    place.until(lambda: [one.state for one in place.line().entries] == ["waiting", "skipped"])
    place.settle()
    assert place.line().entries[1].id == first.id


def test_leaving_and_taking_that_back(database: URL, hall: Callable[..., Hall]) -> None:
    place = hall()
    wait_in_line(place, database, "Li Wei")
    place.screen.focus_body()
    place.press(Key.Key_Delete)
    place.until(lambda: not place.line().entries)
    place.settle()
    assert "left without being seen" in place.told[-1]
    place.screen.desk.undo(place.offers[-1])  # type: ignore[arg-type]
    place.until(lambda: len(place.line().entries) == 1)
    place.settle()


def test_left_and_right_go_to_the_neighbour(hall: Callable[..., Hall]) -> None:
    place = hall()
    before = place.screen._current
    place.screen._sideways(1)
    assert place.screen._current != before
    place.screen._sideways(-1)
    assert place.screen._current == before


def test_a_doctor_sees_the_own_queue(database: URL, hall: Callable[..., Hall]) -> None:
    reception, doctor = hall(), hall("doctor", "Room 3")
    assert [one.practitioner_id for one in doctor.screen.presenter.state.queues] == [build.RAO]
    visit = build.booked(database, soon())
    reception.screen.desk.clinic.call(check_in.check_in, CheckIn(id=visit))
    doctor.until(lambda: doctor.shown() == ["Meena Patil"])


def test_each_row_is_read_aloud_with_its_reason(database: URL, hall: Callable[..., Hall]) -> None:
    place = hall()
    wait_in_line(place, database, "Li Wei")
    column = place.screen.column(build.RAO)
    spoken = column.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("A-001, Li Wei, F")
    assert "Walk-in" in spoken


def test_a_name_of_sixty_letters_does_not_push_anything_out(database: URL, hall: Callable[..., Hall]) -> None:
    place = hall()
    wait_in_line(place, database, "Maria " + "Venkataramanasubramaniam " * 2 + "Iyer")
    column = place.screen.column(build.RAO)
    assert column.list.horizontalScrollBar().maximum() == 0
    assert not place.screen.grab().isNull()
