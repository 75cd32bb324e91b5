"""Week, agenda, filters, several visits, the pinboard, the menu and printing, over the real services."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.services import appointments, my_settings
from opd_desktop.services.dto.appointments import CalendarRequest, Cancel
from opd_desktop.services.dto.my_settings import ReadSettings, WriteSettings
from opd_desktop.ui.calendar.filters import Filter
from opd_desktop.ui.calendar.many import CancelManyPanel, ManyPanel
from opd_desktop.ui.calendar.preview import PrintPreview
from opd_desktop.ui.calendar.printing import ListPrinter, lists_of_plan, lists_of_visits, save_pdf
from opd_desktop.ui.calendar.view import CalendarScreen
from opd_desktop.ui.calendar.visit import VisitPanel
from opd_desktop.ui.theme import theme
from tests.support import build
from tests.ui.conftest import Host, MakeDesk
from tests.ui.place import NO_MODIFIER
from tests.ui.test_calendar import NINE, Place, booked_rows, local_day

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
#: The offscreen platform of the tests says so for every popup.
NO_POPUPS = "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)"


@pytest.fixture
def three(database: URL) -> list[UUID]:
    """Three visits of Dr Rao from nine on, then two free slots, and two free ones of Dr Mehta."""
    slots = build.slots(database, 5)
    build.slots(database, 2, practitioner=build.MEHTA)
    names = ("Meena Patil", "Li Wei", "Arjun Nair")
    return [
        build.appointment(database, build.patient(database, name, phone=f"+91981234567{n}"), slots[n : n + 1])
        for n, name in enumerate(names)
    ]


@pytest.fixture
def on(place: Callable[..., Place], three: list[UUID]) -> Place:
    """The calendar of that day."""
    del three
    made = place()
    made.go_to(local_day(made.screen, NINE))
    return made


def choose(on: Place, visits: list[UUID]) -> None:
    """Choose visits by Ctrl+Space."""
    for visit in visits:
        assert on.screen.agenda.put_cursor_on(visit)
        on.press(Key.Key_Space, CTRL)


# Views


def test_the_week_of_the_cursor_and_back_to_its_day(on: Place, database: URL) -> None:
    far = build.slots(database, 1, NINE + timedelta(minutes=15 * 8))
    on.at(NINE + timedelta(minutes=15), "visit")
    on.press(Key.Key_W)
    on.settle()
    plan = on.screen.agenda.plan
    assert plan is not None
    assert plan.week
    assert {column.practitioner.id for column in plan.columns} == {build.RAO}
    assert len(plan.columns) == 7
    stop = on.screen.agenda.cursor_stop
    assert stop is not None
    assert stop.visit is not None
    assert stop.visit.patient_name == "Li Wei"
    assert on.screen.doctors.text() == "Dr Rao ▾"
    on.screen.refresh()
    on.settle()
    index = on.screen.agenda.plan.index_of(("free", far[0]))  # type: ignore[union-attr]
    on.screen.agenda.set_cursor(index)
    on.press(Key.Key_1, CTRL)
    on.settle()
    plan, stop = on.screen.agenda.plan, on.screen.agenda.cursor_stop
    assert plan is not None
    assert stop is not None
    assert not plan.week
    assert stop.slot is not None
    assert stop.slot.id == far[0]


def test_another_doctor_of_the_week_and_the_next_week(on: Place) -> None:
    on.screen.show_view("week")
    on.settle()
    on.screen.doctors.chosen.emit(build.MEHTA)
    on.settle()
    plan = on.screen.agenda.plan
    assert plan is not None
    assert {column.practitioner.id for column in plan.columns} == {build.MEHTA}
    before = on.screen.presenter.days()
    on.press(Key.Key_PageDown)
    on.settle()
    assert on.screen.presenter.days()[0] == before[-1] + timedelta(days=1)
    assert on.screen.empty.title().startswith("No hours for Dr Mehta in the week of ")


def test_booking_in_a_week(on: Place, database: URL) -> None:
    on.at(NINE, "visit")
    on.screen.show_view("week")
    on.settle()
    index = next(n for n, stop in enumerate(on.screen.agenda.plan.stops) if stop.kind == "free")  # type: ignore
    on.screen.agenda.set_cursor(index)
    on.press(Key.Key_Return)
    on.settle()
    on.enter("meena")
    on.until(lambda: bool(on.booking.who.picker.hits()))
    on.press(Key.Key_Return)
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert len(booked_rows(database)) == 4


def test_the_agenda_lists_visits_by_time_with_the_same_keys(on: Place, database: URL) -> None:
    on.at(NINE + timedelta(minutes=15), "visit")
    on.press(Key.Key_A)
    on.settle()
    assert on.screen._stack.currentWidget() is on.screen.list
    names = [row.visit.patient_name for row in on.screen.list.rows()]
    assert names == ["Meena Patil", "Li Wei", "Arjun Nair"]
    assert on.screen.list.visit is not None
    assert on.screen.list.visit.patient_name == "Li Wei"
    on.press(Key.Key_Down)
    on.press(Key.Key_Return)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    assert panel.visit.patient_name == "Arjun Nair"
    on.press(Key.Key_Escape)
    on.settle()
    on.press(Key.Key_M)
    on.settle()
    on.until(lambda: on.screen.agenda.moving is not None)
    assert on.screen.presenter.state.view == "day"
    on.press(Key.Key_Down)
    on.press(Key.Key_Return)
    on.until(lambda: booked_rows(database)[2]["starts_at"] == NINE + timedelta(minutes=45))
    on.settle()


def test_page_keys_go_through_a_long_agenda_before_they_turn_the_week(on: Place, database: URL) -> None:
    for place, slot in enumerate(build.slots(database, 40, NINE + timedelta(hours=2), minutes=5)):
        build.appointment(database, build.patient(database, f"Patient {place}", phone=f"+9198123{place:05}"), [slot])
    on.press(Key.Key_3, CTRL)
    on.settle()
    listed = on.screen.list
    on.until(lambda: len(listed.rows()) > 40)
    first, bar = on.screen.presenter.state.day, listed.verticalScrollBar()
    assert bar.maximum() > 0
    listed.setFocus()
    while bar.value() < bar.maximum():
        before = bar.value()
        on.press(Key.Key_PageDown)
        assert on.screen.presenter.state.day == first
        assert bar.value() > before
    on.press(Key.Key_PageUp)
    assert on.screen.presenter.state.day == first
    on.press(Key.Key_End, CTRL)
    on.until(lambda: bar.value() == bar.maximum())
    on.press(Key.Key_PageDown)
    on.settle()
    assert on.screen.presenter.state.day == first + timedelta(days=7)
    on.press(Key.Key_PageUp)
    on.settle()
    assert on.screen.presenter.state.day == first


@pytest.mark.parametrize(("width", "lines"), [(1400, 1), (1000, 1), (1000, 1.25), (1000, 1.5), (1024, 1.5)])
def test_nothing_in_the_top_bar_is_crushed_in_a_narrow_window(on: Place, width: int, lines: float) -> None:
    """The frame's own parts are beside it; text may be half as large again."""
    base = theme()._base.pointSizeF()
    theme()._base.setPointSizeF(base * lines)
    theme().set_look("light")
    try:
        on.screen.panels.counts.show_count("calls", 12)
        on.window.resize(round(width - 62 * lines), 700)
        on.settle()
        QApplication.processEvents()
        shown = [one for one in on.screen.header_widget.findChildren(QPushButton) if one.isVisible()]
        needed = sum(one.sizeHint().width() for one in shown) + 8 * len(shown)
        # The title, the facility and the search box.
        beside = (115 + 100 + 180) * lines
        assert needed + beside <= on.screen.width(), [one.text() for one in shown]
        assert on.screen.panels.counts in shown
        assert on.screen.compact.isVisible() != on.screen.doctors.isVisible()
    finally:
        theme()._base.setPointSizeF(base)
        theme().set_look("light")


def test_the_one_menu_of_a_narrow_window_has_views_doctors_and_the_filter(on: Place) -> None:
    on.window.resize(700, 600)
    on.settle()
    menu = on.screen.compact
    on.until(menu.isVisible)
    assert menu.text() == "Day ▾"
    menu._fill()
    texts = [action.text() for action in menu.menu().actions() if action.text()]
    assert texts == ["Day", "Week", "Agenda", "Doctors", "Filter", "Today", "Day before", "Next day", "Go to a date"]
    rao = next(action for action in menu._menu.findChildren(QMenu)[0].actions() if action.text() == "Dr Rao")
    rao.trigger()
    on.settle()
    assert menu.text() == "Day • ▾"
    assert {column.practitioner.display_name for column in on.screen.agenda.plan.columns} == {"Dr Rao"}  # type: ignore


def test_an_agenda_without_visits_says_so(place: Callable[..., Place], database: URL) -> None:
    del database
    on = place()
    on.screen.show_view("agenda")
    on.settle()
    assert on.screen.empty.title().startswith("No visits from ")


# Filters, and what is kept


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_the_filter_hides_visits_says_how_many_and_lets_go(on: Place) -> None:
    on.screen.open_filter()
    box = on.screen.filters.box
    box.tick("Arrived")
    assert on.screen.hiding.text() == "The filter hides 3 visits."
    assert on.screen.filters.text() == "Filter · 1 ▾"
    box.search.setText("mehta")
    assert [item.text() for item in box._items() if not item.isHidden()] == ["Dr Mehta"]
    box.tick("Dr Mehta")
    plan = on.screen.agenda.plan
    assert plan is not None
    assert [column.practitioner.display_name for column in plan.columns] == ["Dr Mehta"]
    box.close()
    on.screen.presenter.show_everything()
    assert len(on.screen.agenda.plan.visits) == 3  # type: ignore[union-attr]
    assert on.screen.hiding.text() == ""


def test_an_empty_agenda_tells_what_the_filter_hides_and_offers_to_show_it(on: Place) -> None:
    on.screen.show_view("agenda")
    on.settle()
    on.screen.presenter.set_filter(Filter(states=frozenset({"noshow"})))
    assert on.screen.empty.title() == "The filter hides 3 visits."
    on.screen.acts.everybody.trigger()
    assert on.screen._stack.currentWidget() is on.screen.list


def test_how_one_looks_at_the_calendar_is_kept_under_the_login(on: Place, place: Callable[..., Place]) -> None:
    on.screen.show_view("week")
    on.settle()
    on.screen.agenda.zoom(1)
    on.screen.presenter.set_filter(Filter(states=frozenset({"booked"})))
    on.until(lambda: not on.screen.choices._timer.isActive())
    on.settle()
    kept = on.desk.clinic.call(my_settings.read, ReadSettings(key="calendar")).value
    assert (kept["view"], kept["zoom"], kept["filter"]["states"]) == ("week", 1.25, ["booked"])
    other = place("reception", "Desk 2")
    other.until(lambda: other.screen.presenter.state.view == "week")
    other.settle()
    assert other.screen.agenda.zoom_factor == 1.25
    assert other.screen.presenter.state.filter == Filter(states=frozenset({"booked"}))
    somebody = place("manager", "Office")
    assert somebody.screen.presenter.state.view == "day"


def test_what_was_kept_and_is_no_longer_there_is_passed_over(make_desk: MakeDesk, qtbot: QtBot, host: Host) -> None:
    desk = make_desk()
    kept = {"view": "month", "zoom": "big", "choice": str(UUID(int=7)), "filter": [], "practitioner": "x"}
    desk.clinic.call(my_settings.write, WriteSettings(key="calendar", value=kept))
    screen = CalendarScreen(desk)
    Place(qtbot, screen, host(screen)).settle()
    state = screen.presenter.state
    assert (state.view, state.choice, screen.agenda.zoom_factor) == ("day", None, 1.0)


def test_a_full_day_leads_to_the_next_free_time(on: Place, database: URL) -> None:
    on.screen.presenter.show_only(build.MEHTA)
    assert on.screen.full.text() == ""
    build.rows(
        database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE practitioner_id = :who", who=build.MEHTA
    )
    far = build.slots(database, 1, NINE + timedelta(days=3), practitioner=build.MEHTA)
    on.screen.refresh()
    on.settle()
    assert on.screen.full.text() == "Every time of this day is taken."
    on.screen.next_free()
    on.until(lambda: on.screen.presenter.state.day == local_day(on.screen, NINE + timedelta(days=3)))
    on.settle()
    stop = on.screen.agenda.cursor_stop
    assert stop is not None
    assert stop.slot is not None
    assert stop.slot.id == far[0]


# Longer and shorter


def test_a_visit_is_made_longer_by_keys_and_that_is_undone(on: Place, database: URL) -> None:
    on.at(NINE + timedelta(minutes=30), "visit")
    on.press(Key.Key_Down, CTRL | SHIFT)
    on.until(lambda: on.said.endswith("has 30 min now"))
    on.settle()
    assert booked_rows(database)[2]["ends_at"] == NINE + timedelta(minutes=60)
    assert on.told.undo is not None
    on.desk.undo(on.told.undo)
    on.until(lambda: booked_rows(database)[2]["ends_at"] == NINE + timedelta(minutes=45))
    on.settle()


# Several at once


def test_several_are_cancelled_with_one_reason_and_brought_back_together(
    on: Place, three: list[UUID], database: URL
) -> None:
    choose(on, three[:2])
    panel = on.screen.panel
    assert isinstance(panel, ManyPanel)
    assert panel.heading.text() == "2 visits chosen"
    on.press(Key.Key_Delete)
    cancel = on.screen.panel
    assert isinstance(cancel, CancelManyPanel)
    on.press(Key.Key_Return, CTRL)
    assert cancel._field.error == "Say why, in a word or two."
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.together.text() == "2 visits are cancelled.")
    on.settle()
    assert [row["status"] for row in booked_rows(database)] == ["cancelled", "cancelled", "booked"]
    assert {row["cancelled_by"] for row in booked_rows(database)[:2]} == {"clinic"}
    on.screen._undo_together()
    on.until(lambda: [row["status"] for row in booked_rows(database)] == ["booked"] * 3)
    on.settle()


def test_what_cannot_be_cancelled_with_the_others_is_told(on: Place, three: list[UUID], database: URL) -> None:
    choose(on, three[:2])
    build.rows(database, "UPDATE appointment SET row_version = row_version + 1 WHERE id = :id", id=three[0])
    on.press(Key.Key_Delete)
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.together.text() == "1 of 2 visits are cancelled.")
    on.settle()
    assert [row["status"] for row in booked_rows(database)] == ["booked", "cancelled", "booked"]


# The pinboard


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


# What other desks do


def test_after_a_change_elsewhere_only_whom_it_touches_is_read(
    on: Place, place: Callable[..., Place], three: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[CalendarRequest] = []
    call = on.desk.clinic.call

    def noted(operation: Any, request: Any) -> Any:
        if isinstance(request, CalendarRequest):
            asked.append(request)
        return call(operation, request)

    monkeypatch.setattr(on.desk.clinic, "call", noted)
    before = on.screen.agenda.plan
    assert before is not None
    other = place("reception", "Desk 2")
    other.desk.clinic.call(
        appointments.cancel, Cancel(id=three[0], cancel_reason="Cannot come", cancelled_by="patient")
    )
    on.until(lambda: len(on.screen.agenda.plan.visits) == 2)  # type: ignore[union-attr]
    on.settle()
    assert asked
    assert asked[-1].events
    after = on.screen.agenda.plan
    assert after is not None
    mehta = next(n for n, column in enumerate(after.columns) if column.practitioner.id == build.MEHTA)
    assert after.parts[mehta] is before.parts[mehta]
    other.settle()


# The menu


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


# Printing


def test_the_day_is_printed_per_doctor_with_page_numbers(on: Place, tmp_path: Path) -> None:
    parts = lists_of_plan(on.desk, on.screen.agenda.plan)
    assert [part.title for part in parts] == ["Dr Rao"]
    assert [line.cells[1].split("\n")[0] for line in parts[0].lines] == ["Meena Patil", "Li Wei", "Arjun Nair"]
    assert parts[0].lines[0].cells[5] == "Booked"
    now = on.desk.local(on.desk.now())
    printer = ListPrinter(parts * 12, on.desk.facility.name, now)
    path = tmp_path / "day.pdf"
    pages = save_pdf(str(path), printer, "Day")
    assert pages > 1
    left, right = printer.foot(2, pages)
    assert left.startswith(f"{on.desk.facility.name} · Printed ")
    assert right == f"Page 2 of {pages}"
    assert path.read_bytes().startswith(b"%PDF")
    assert path.read_bytes().count(b"/Type /Page\n") == pages


def test_a_long_name_takes_more_lines_and_is_not_cut(on: Place, tmp_path: Path) -> None:
    visits = on.screen.agenda.plan.visits  # type: ignore[union-attr]
    long = visits[0].model_copy(update={"patient_name": "Sabine von der Heydenreich-Altenburg " * 3})
    now = on.desk.local(on.desk.now())
    short = ListPrinter(lists_of_visits(on.desk, [visits[0]] * 20), "City", now)
    wrapped = ListPrinter(lists_of_visits(on.desk, [long] * 20), "City", now)
    assert save_pdf(str(tmp_path / "a.pdf"), short, "a") == 1
    assert save_pdf(str(tmp_path / "b.pdf"), wrapped, "b") > 1


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_the_preview_shows_the_pages_and_saves_them(on: Place, tmp_path: Path) -> None:
    on.press(Key.Key_P, CTRL)
    preview = on.screen.findChild(PrintPreview)
    assert isinstance(preview, PrintPreview)
    on.until(lambda: preview.pages == 1)
    preview.save(str(tmp_path / "visits.pdf"))
    assert (tmp_path / "visits.pdf").stat().st_size > 1000
    preview.reject()


def test_nothing_to_print_is_said(place: Callable[..., Place], database: URL) -> None:
    del database
    on = place()
    on.screen.print_shown()
    assert on.said == "There is no visit to print."


def test_signals_of_the_list_name_the_visit(on: Place, three: list[UUID]) -> None:
    on.screen.show_view("agenda")
    on.settle()
    seen: list[Any] = []
    on.screen.list.menu_wanted.disconnect(on.screen._show_list_menu)
    on.screen.list.menu_wanted.connect(lambda visit, place: seen.append((visit.id, place)))
    on.screen.list.select(three[1])
    on.press(Key.Key_F10, SHIFT)
    assert seen[0][0] == three[1]
    on.screen.list.selectAll()
    assert len(on.screen.chosen()) == 3
    on.screen.list.setFocus()
    on.press(Key.Key_Escape)
    assert on.screen.chosen() == ()
