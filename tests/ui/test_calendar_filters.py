"""Filters of the calendar, what is kept of them under the login, and days that are full."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.services import my_settings
from opd_desktop.services.dto.my_settings import ReadSettings, WriteSettings
from opd_desktop.ui.calendar.filters import Filter
from opd_desktop.ui.calendar.view import CalendarScreen
from tests.support import build
from tests.ui.calendar_help import NINE, NO_POPUPS, local_day
from tests.ui.conftest import Host, MakeDesk
from tests.ui.place import Place


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
