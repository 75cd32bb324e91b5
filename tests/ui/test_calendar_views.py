"""The week, the agenda, and the top bar of the calendar, over the real services."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from sqlalchemy import URL

from opd_desktop.ui.calendar.visit import VisitPanel
from opd_desktop.ui.theme import theme
from tests.support import build
from tests.ui.calendar_help import CTRL, NINE, SHIFT, Key, booked_rows
from tests.ui.place import Place


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


def test_the_agenda_opened_by_its_key_chooses_the_visit_of_the_cursor_alone(on: Place) -> None:
    on.at(NINE + timedelta(minutes=15), "visit")
    on.press(Key.Key_3, CTRL)
    on.settle()
    assert [one.patient_name for one in on.screen.list.chosen] == ["Li Wei"]
    on.press(Key.Key_Return)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    assert panel.visit.patient_name == "Li Wei"
    assert on.screen.acts.move.isEnabled(), "one visit, which can be moved"
