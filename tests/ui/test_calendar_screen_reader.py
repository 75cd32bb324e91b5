"""What a screen reader is told of the sheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from opd_desktop.ui.calendar.planning import Look, plan_week
from tests.support.calendar_day import DAY
from tests.ui.sheet import RAO, Show, busy_day, cursor_at


def test_every_visit_is_an_item_with_a_sentence_and_its_rectangle(show: Show) -> None:
    view = show()
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == 3
    spoken = [interface.child(number).text(QAccessible.Text.Name) for number in range(3)]
    assert spoken == [
        "10:00, Dr Rao, Meena Patil, Booked, Cough",
        "10:45, Dr Rao, Arjun Nair, Checked in, Cough, token A-012",
        "10:00, Dr Mehta, Li Wei, Booked, Cough",
    ]
    rect = interface.child(0).rect()
    at_cursor = view.visualRect(view._visits.index(0))
    assert (rect.width(), rect.height()) == (at_cursor.width(), at_cursor.height())
    assert rect.topLeft() == view.viewport().mapToGlobal(at_cursor.topLeft())


def test_the_current_item_follows_the_cursor(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    assert view.currentIndex().data() == "Meena Patil"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert not view.currentIndex().isValid()


def test_a_week_says_the_day_of_a_visit(show: Show) -> None:
    view = show()
    day = busy_day()
    view.set_plan(plan_week(day, DAY, [DAY], RAO.id, Look(), day.now))
    assert view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Tuesday 24 November, 10:00")
    view.viewport().grab()
