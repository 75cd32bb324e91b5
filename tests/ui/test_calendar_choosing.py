"""Several visits of the sheet are chosen by Ctrl and Shift."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.sheet import MEHTA, Show, busy_day, centre, cursor_at, names, plan_of


def test_ctrl_click_chooses_and_a_plain_click_lets_go(qtbot: QtBot, show: Show) -> None:
    view = show()
    port, ctrl = view.viewport(), Qt.KeyboardModifier.ControlModifier
    with qtbot.assertNotEmitted(view.opened):
        qtbot.mouseClick(port, Qt.MouseButton.LeftButton, ctrl, centre(view, "10:00"))
        qtbot.mouseClick(port, Qt.MouseButton.LeftButton, ctrl, centre(view, "10:00", MEHTA))
    assert names(view) == ["Meena Patil", "Li Wei"]
    selected = [index.data() for index in view.selectionModel().selectedIndexes()]
    assert sorted(selected) == ["Li Wei", "Meena Patil"]
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, ctrl, centre(view, "10:00"))
    assert names(view) == ["Li Wei"]
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=centre(view, "10:45"))
    assert names(view) == []


def test_shift_and_arrows_choose_what_lies_between(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert names(view) == ["Meena Patil", "Arjun Nair"]
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert names(view) == ["Meena Patil", "Arjun Nair", "Li Wei"]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert names(view) == []


def test_ctrl_a_chooses_the_column_and_what_is_gone_is_let_go(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert names(view) == ["Meena Patil", "Arjun Nair"]
    left = tuple(one for one in busy_day().appointments if one.patient_name != "Meena Patil")
    view.set_plan(plan_of(busy_day().model_copy(update={"appointments": left})))
    assert names(view) == ["Arjun Nair"]
