"""Keys on the sheet: the cursor, opening, booking, moving, the menu."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from opd_desktop.ui.calendar.day import Placing
from tests.support.calendar_day import at, calendar, slot, visit
from tests.ui.sheet import MEHTA, RAO, Show, busy_day, cursor_at, plan_of, where


def test_arrows_walk_the_sheet_and_sideways_keeps_the_time(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:30")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert where(view) == ("Dr Mehta", "10:30", "held")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert where(view) == ("Dr Silva", "10:15", "free")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert where(view) == ("Dr Mehta", "10:30", "held")
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert where(view) == ("Dr Mehta", "10:00", "visit")
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert where(view) == ("Dr Mehta", "10:00", "visit")
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert where(view) == ("Dr Mehta", "10:45", "free")
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert where(view) == ("Dr Mehta", "10:00", "visit")


def test_enter_opens_a_visit_books_a_free_place_and_refuses_a_held_one(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0].patient_name == "Meena Patil"
    free = cursor_at(view, "10:15")
    with qtbot.waitSignal(view.book_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args == [free, ""]
    cursor_at(view, "10:30", MEHTA)
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert refused.args == ["10:30, Dr Mehta, Desk 1 is booking"]


def test_a_letter_on_a_free_place_searches_a_patient(qtbot: QtBot, show: Show) -> None:
    view = show()
    free = cursor_at(view, "10:15")
    with qtbot.waitSignal(view.book_wanted) as wanted:
        qtbot.keyClick(view, "m")
    assert wanted.args == [free, "m"]
    cursor_at(view, "10:00")
    with qtbot.assertNotEmitted(view.book_wanted):
        qtbot.keyClick(view, "m")


def test_a_place_that_has_passed_is_not_booked(qtbot: QtBot, show: Show) -> None:
    view = show(busy_day().model_copy(update={"now": at("10:31")}))
    cursor_at(view, "10:15")
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert refused.args == ["This time has passed. Choose a later one."]


def test_moving_by_keys(qtbot: QtBot, show: Show) -> None:
    view = show()
    moved = cursor_at(view, "10:00").visit
    assert moved is not None
    view.start_moving(moved)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.target is not None
    assert view.target.refusal == "full"
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert refused.args == ["10:45 is full"]
    assert view.moving == moved
    qtbot.keyClick(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.dropped) as dropped:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert dropped.args is not None
    target = dropped.args[1]
    assert isinstance(target, Placing)
    assert f"{plan_of(busy_day()).local(target.start):%H:%M}" == "10:30"
    assert view.moving is None


def test_esc_stops_a_move(qtbot: QtBot, show: Show) -> None:
    view = show()
    moved = cursor_at(view, "10:00").visit
    assert moved is not None
    view.start_moving(moved)
    with qtbot.waitSignal(view.moving_changed) as changed:
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert changed.args == [None]


def test_ctrl_and_arrows_leave_nobody_out(qtbot: QtBot, show: Show) -> None:
    place = slot(RAO, "10:00", 30, capacity=3)
    day = calendar((RAO,), [place], (visit(RAO, "10:00", "A"), visit(RAO, "10:00", "B"), visit(RAO, "10:15", "C")))
    view = show(day)
    seen = []
    view.set_cursor(0)
    for _ in range(4):
        stop = view.cursor_stop
        assert stop is not None
        seen.append(stop.visit.patient_name if stop.visit else stop.kind)
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert {"A", "B", "C"} <= set(seen)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    first = view._cursor
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view._cursor == first


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
                                               (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier)])  # fmt: skip
def test_a_menu_is_asked_for_by_key(qtbot: QtBot, show: Show, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    view = show()
    free = cursor_at(view, "10:15")
    with qtbot.waitSignal(view.menu_wanted) as wanted:
        qtbot.keyClick(view, key, modifier)
    assert wanted.args is not None
    assert wanted.args[0] == free


def test_keys_make_a_visit_longer_and_shorter(qtbot: QtBot, show: Show) -> None:
    view = show()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    cursor_at(view, "10:00")
    with qtbot.waitSignal(view.resized) as longer:
        qtbot.keyClick(view, Qt.Key.Key_Down, both)
    assert longer.args is not None
    assert len(longer.args[1].slot_ids) == 2
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Up, both)
    assert refused.args == ["It can't be shorter."]
    cursor_at(view, "10:00", MEHTA)
    with qtbot.waitSignal(view.resized) as shorter:
        qtbot.keyClick(view, Qt.Key.Key_Up, both)
    assert shorter.args is not None
    assert len(shorter.args[1].slot_ids) == 1
