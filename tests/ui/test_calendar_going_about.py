"""Going about in the calendar: days, months, facilities, empty days, other screens."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import URL

from opd_desktop.ui.calendar.visit import VisitPanel
from tests.support import build
from tests.ui.calendar_help import NINE, Key, local_day
from tests.ui.place import Place


def test_days_are_stepped_by_keys_and_t_is_today(place: Callable[..., Place], database: URL) -> None:
    del database
    on = place()
    today = on.desk.today()
    for key, modifier, day in (
        (Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, today + timedelta(days=1)),
        (Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier, today + timedelta(days=8)),
        (Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, today + timedelta(days=7)),
        (Key.Key_T, Qt.KeyboardModifier.NoModifier, today),
    ):
        on.press(key, modifier)
        assert on.screen.presenter.state.day == day
        on.settle()
    assert on.screen.current_title() == f"{today:%A} {today.day} {today:%B}"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
def test_a_far_day_is_chosen_in_the_month_and_another_facility_shows_its_own_doctors(
    place: Callable[..., Place], database: URL
) -> None:
    del database
    on = place()
    far = on.desk.today() + timedelta(days=45)
    on.press(Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    on.screen.date.month.setSelectedDate(QDate(far.year, far.month, far.day))
    table = on.screen.date.month.findChild(QWidget, "qt_calendar_calendarview")
    assert isinstance(table, QWidget)
    on.qtbot.keyClick(table, Key.Key_Return)
    assert on.screen.presenter.state.day == far
    on.settle()
    other = next(one for one in on.desk.facilities if one.id == build.LAKESIDE)
    on.desk.choose_facility(other)
    on.until(lambda: on.screen.agenda.plan is not None)
    on.settle()
    plan = on.screen.agenda.plan
    assert plan is not None
    assert [column.practitioner.display_name for column in plan.columns] == ["Dr Lindqvist"]
    assert plan.zone.key == "Europe/Berlin"


def test_empty_days_say_why_and_what_to_do(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    day = local_day(on.screen, NINE)
    on.go_to(day)
    assert on.screen._stack.currentWidget() is on.screen.agenda
    on.screen.presenter.show_only(build.MEHTA)
    assert on.screen._stack.currentWidget() is on.screen.empty
    assert on.screen.empty.title().startswith("No hours for Dr Mehta on ")
    on.screen.acts.everybody.trigger()
    assert on.screen._stack.currentWidget() is on.screen.agenda
    on.screen.presenter.show_only("General medicine")
    assert on.screen.agenda.plan is not None
    assert [c.practitioner.specialty for c in on.screen.agenda.plan.columns] == ["General medicine"] * 2
    on.screen.presenter.show_only(None)
    on.go_to(day + timedelta(days=1))
    assert on.screen.empty.title().startswith("No hours on ")
    build.rows(
        database,
        "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, reason) "
        "VALUES (gen_random_uuid(), NULL, :facility, 'holiday', :start, :end, 'Diwali')",
        facility=build.CITY, start=NINE + timedelta(hours=20), end=NINE + timedelta(hours=36),
    )  # fmt: skip
    on.screen.refresh()
    on.settle()
    assert "Holiday" in on.screen.empty.title()
    assert "Diwali" in on.screen.empty.title()


def test_other_screens_ask_for_a_visit_or_a_booking(
    place: Callable[..., Place], database: URL, visit_at_nine: UUID
) -> None:
    on = place()
    on.screen.open(visit_at_nine)
    on.until(lambda: isinstance(on.screen.panel, VisitPanel))
    on.settle()
    assert on.screen.presenter.state.day == local_day(on.screen, NINE)
    assert on.screen.selected() is not None
    from opd_desktop.services import patients
    from opd_desktop.services.dto.common import ById

    patient_id = build.rows(database, "SELECT id FROM patient")[0]["id"]
    patient = on.desk.clinic.call(patients.get, ById(id=patient_id))
    on.screen.open(patient)
    assert on.screen.bar.text() == "Choose a time for Meena Patil: arrow keys and Enter, or a click."
    on.at(NINE + timedelta(minutes=15))
    on.screen.agenda.setFocus()
    on.press(Key.Key_Return)
    assert on.booking.patient is not None
    assert on.booking.patient.name == "Meena Patil"
    assert on.screen.bar.text() == ""
    on.settle()


def test_every_widget_that_takes_the_keyboard_has_a_name(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    nameless = [
        widget
        for root in (on.screen, on.screen.header_widget)
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and widget.focusProxy() is None
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []
