"""The context menu of the calendar."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.calendar_help import NINE, NO_POPUPS, SHIFT, Key, choose
from tests.ui.place import Place


@pytest.fixture
def popups() -> Iterator[None]:
    """Menus that a test opened are closed after it."""
    yield
    while isinstance(popup := QApplication.activePopupWidget(), QMenu):
        popup.close()


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


@pytest.mark.qt_log_ignore(NO_POPUPS)
@pytest.mark.usefixtures("popups")
def test_the_menu_of_a_visit_and_of_a_free_place(on: Place, three: list[UUID]) -> None:
    on.screen.agenda.put_cursor_on(three[0])
    on.press(Key.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert {"Open", "Move", "Longer", "Cut to the pinboard", "Copy to book again", "Cancel the visit"} <= set(
        texts(menu)
    )
    move = next(action for action in menu.actions() if action.text() == "Move")
    assert move.shortcut().toString() == "M"
    assert move.isShortcutVisibleInContextMenu()
    menu.close()
    free = on.at(NINE + timedelta(minutes=45), "free")
    on.screen._show_menu(free, QPoint(300, 300))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Book here" in texts(menu)
    assert "Cut to the pinboard" not in texts(menu)


@pytest.mark.qt_log_ignore(NO_POPUPS)
@pytest.mark.usefixtures("popups")
def test_the_menu_of_several(on: Place, three: list[UUID]) -> None:
    choose(on, three[:2])
    on.screen.agenda.setFocus()
    on.press(Key.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Print these" in texts(menu)
    assert "Check in" not in texts(menu)
