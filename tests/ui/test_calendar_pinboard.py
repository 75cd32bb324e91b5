"""Visits cut, copied and dragged by way of the pinboard."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget
from sqlalchemy import URL

from opd_desktop.ui.calendar.many import CancelManyPanel
from opd_desktop.ui.theme import theme
from tests.support import build
from tests.ui.calendar_help import CTRL, NINE, Key, booked_rows, choose, local_day
from tests.ui.place import NO_MODIFIER, Place


def test_a_cut_visit_keeps_its_place_until_it_is_put_on_another_day(
    on: Place, three: list[UUID], database: URL
) -> None:
    far = build.slots(database, 2, NINE + timedelta(days=1))
    on.screen.agenda.put_cursor_on(three[0])
    on.press(Key.Key_X, CTRL)
    assert on.screen.pinboard.isVisible()
    assert [text.split(" · ")[0] for text in on.screen.pinboard.texts()] == ["Meena Patil"]
    assert booked_rows(database)[0]["starts_at"] == NINE
    assert on.screen.agenda._marks().pinned == {three[0]}
    on.press(Key.Key_PageDown)
    on.settle()
    assert on.screen.pinboard.pins
    index = on.screen.agenda.plan.index_of(("free", far[1]))  # type: ignore[union-attr]
    on.screen.agenda.set_cursor(index)
    on.press(Key.Key_V, CTRL)
    on.until(lambda: not on.screen.pinboard.pins)
    on.settle()
    moved = {row["name"]: row["starts_at"] for row in booked_rows(database)}
    assert moved["Meena Patil"] == NINE + timedelta(days=1, minutes=15)
    assert not on.screen.pinboard.isVisible()
    on.desk.undo_last()
    on.until(lambda: booked_rows(database)[0]["starts_at"] == NINE)
    on.settle()


def test_a_copy_is_booked_as_often_as_it_is_put(on: Place, three: list[UUID], database: URL) -> None:
    on.screen.agenda.put_cursor_on(three[1])
    on.press(Key.Key_C, CTRL)
    for minutes in (45, 60):
        on.at(NINE + timedelta(minutes=minutes), "free")
        on.press(Key.Key_V, CTRL)
        on.until(lambda minutes=minutes: any(
            row["starts_at"] == NINE + timedelta(minutes=minutes) for row in booked_rows(database)
        ))  # fmt: skip
        on.settle()
    assert [row["name"] for row in booked_rows(database)].count("Li Wei") == 3
    assert len(on.screen.pinboard.pins) == 1
    on.screen.agenda.setFocus()
    on.press(Key.Key_Escape)
    assert on.screen.pinboard.pins == ()


def test_a_place_that_is_taken_refuses_what_is_put(on: Place, three: list[UUID], database: URL) -> None:
    on.screen.agenda.put_cursor_on(three[0])
    on.press(Key.Key_X, CTRL)
    on.screen.agenda.put_cursor_on(three[1])
    on.press(Key.Key_V, CTRL)
    assert on.said.endswith("is full")
    assert on.screen.pinboard.pins
    assert booked_rows(database)[0]["starts_at"] == NINE


def test_a_pin_is_taken_off_by_delete_and_another_is_marked_by_a_click(on: Place, three: list[UUID]) -> None:
    choose(on, three)
    on.press(Key.Key_X, CTRL)
    board = on.screen.pinboard
    assert len(board.pins) == 3
    chips = [board._row.itemAt(n).widget() for n in range(3)]
    on.qtbot.mouseClick(chips[2], Qt.MouseButton.LeftButton)
    assert board.current is not None
    assert board.current.visit.id == three[2]
    chips[0].setFocus()
    on.qtbot.keyClick(chips[0], Key.Key_Delete)
    assert [pin.visit.id for pin in board.pins] == three[1:]
    assert on.screen.panel is None or not isinstance(on.screen.panel, CancelManyPanel)


def test_a_doctor_pins_own_visits_only(place: Callable[..., Place], three: list[UUID], database: URL) -> None:
    other = build.slots(database, 1, NINE + timedelta(hours=2), practitioner=build.MEHTA)
    build.appointment(database, build.patient(database, "Anna Kowalska", phone="+919812345699"), other)
    on = place("doctor", "Room 3")
    on.go_to(local_day(on.screen, NINE))
    visit = next(one for one in on.screen.agenda.plan.visits if one.practitioner_id == build.MEHTA)  # type: ignore
    on.screen.agenda.put_cursor_on(visit.id)
    on.press(Key.Key_X, CTRL)
    assert on.said == "You change your own visits only."
    assert on.screen.pinboard.pins == ()
    del three


def middle(on: Place, minutes: int) -> QPoint:
    """The middle of what begins so many minutes after nine, in the viewport."""
    agenda = on.screen.agenda
    index = agenda.plan.index_of(on.at(NINE + timedelta(minutes=minutes)).key)  # type: ignore[union-attr]
    return agenda.stop_rect(index).center()  # type: ignore[arg-type]


def over_board(on: Place) -> QPoint:
    """The middle of the pinboard, in the viewport, once it has its place below the sheet."""
    board, port = on.screen.pinboard, on.screen.agenda.viewport()
    on.until(lambda: board.mapToGlobal(QPoint()).y() >= port.mapToGlobal(port.rect().bottomLeft()).y())
    return port.mapFromGlobal(board.mapToGlobal(board.rect().center()))


def drag(on: Place, start: QWidget, begin: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press, move there in steps and let go; both points are of the widget that the drag begins on."""
    on.qtbot.mousePress(start, Qt.MouseButton.LeftButton, keys, begin)
    on.qtbot.mouseMove(start, (begin * 3 + end) / 4)
    on.qtbot.mouseMove(start, end)
    on.qtbot.mouseRelease(start, Qt.MouseButton.LeftButton, keys, end)


def test_a_visit_is_dragged_onto_the_pinboard_and_off_it_to_a_free_place(
    on: Place, three: list[UUID], database: URL
) -> None:
    agenda, board, port = on.screen.agenda, on.screen.pinboard, on.screen.agenda.viewport()
    start = middle(on, 0)
    assert not board.isVisible()
    on.qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    on.qtbot.mouseMove(port, start + QPoint(0, 40))
    assert board.isVisible(), "the board shows where a visit can be dropped"
    assert on.screen.bar.text() == "", "nothing is pushed down under the mouse"
    over = over_board(on)
    on.qtbot.mouseMove(port, over)
    assert agenda._marks().ghost is None
    assert board._hot
    on.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=over)
    assert [(pin.visit.id, pin.copy) for pin in board.pins] == [(three[0], False)]
    assert agenda.moving is None
    assert not board._hot
    chip = board._row.itemAt(0).widget()
    assert chip is not None

    def there(minutes: int) -> QPoint:
        return chip.mapFromGlobal(port.mapToGlobal(middle(on, minutes)))

    full = there(15)
    drag(on, chip, chip.rect().center(), full)
    assert on.said.endswith("is full")
    assert board.pins
    drag(on, chip, chip.rect().center(), there(45))
    on.until(lambda: not board.pins)
    on.settle()
    moved = {row["name"]: row["starts_at"] for row in booked_rows(database)}
    assert moved["Meena Patil"] == NINE + timedelta(minutes=45)
    on.undo()
    on.until(lambda: booked_rows(database)[0]["starts_at"] == NINE)
    on.settle()


def test_with_ctrl_a_dragged_visit_is_booked_once_more(on: Place, three: list[UUID], database: URL) -> None:
    board, port = on.screen.pinboard, on.screen.agenda.viewport()
    choose(on, three[:2])
    start = middle(on, 0)
    on.qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    on.qtbot.mouseMove(port, start + QPoint(0, 40))
    over = over_board(on)
    on.qtbot.mouseMove(port, over)
    on.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, CTRL, over)
    assert [(pin.visit.id, pin.copy) for pin in board.pins] == [(three[0], True), (three[1], True)]
    chip = board._row.itemAt(0).widget()
    assert chip is not None
    drag(on, chip, chip.rect().center(), chip.mapFromGlobal(port.mapToGlobal(middle(on, 45))))
    on.until(lambda: len(booked_rows(database)) == 4)
    on.settle()
    assert len(board.pins) == 2


def test_what_is_let_go_beside_the_sheet_stays_where_it_is(on: Place, three: list[UUID], database: URL) -> None:
    board, port = on.screen.pinboard, on.screen.agenda.viewport()
    on.screen.agenda.put_cursor_on(three[0])
    on.press(Key.Key_X, CTRL)
    chip = board._row.itemAt(0).widget()
    assert chip is not None
    drag(on, chip, chip.rect().center(), chip.rect().center() + QPoint(80, 0))
    assert on.screen.agenda.moving is None
    assert len(board.pins) == 1
    on.qtbot.mousePress(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    there = chip.mapFromGlobal(port.mapToGlobal(middle(on, 45)))
    on.qtbot.mouseMove(chip, there / 2)
    on.qtbot.mouseMove(chip, there)
    assert on.screen.agenda._marks().ghost is not None
    on.screen.presenter.load()
    on.settle()
    on.press(Key.Key_Escape)
    assert on.screen.agenda.moving is None
    on.qtbot.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=there)
    on.settle()
    assert booked_rows(database)[0]["starts_at"] == NINE
    assert len(board.pins) == 1


def test_an_empty_pinboard_says_how_it_is_filled(on: Place) -> None:
    on.at(NINE + timedelta(minutes=45), "free")
    on.press(Key.Key_V, CTRL)
    assert on.said.startswith("The pinboard is empty.")


def test_the_chosen_pin_is_as_wide_as_its_bolder_text(on: Place, three: list[UUID]) -> None:
    assert on.screen.agenda.put_cursor_on(three[0])
    on.press(Key.Key_X, CTRL)
    (chip,) = on.screen.pinboard._group.buttons()
    bold = QFontMetrics(theme().font("strong")).horizontalAdvance(chip.text())
    assert chip.isChecked()
    assert chip.minimumSizeHint().width() >= bold + 10
