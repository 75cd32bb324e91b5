"""The calendar where things are at their edge: no server, no doctors, two hundred of them, a week half in leave."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.services import appointments
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.planning import Look, plan_day
from tests.support import build
from tests.support.calendar_day import DAY, calendar, doctor, slots, visit
from tests.ui.place import CTRL, Place

Key = Qt.Key
NINE = build.tomorrow(9)


def test_a_booking_outlives_a_server_that_is_gone(
    place: Callable[..., Place], database: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    on.go_to(on.desk.local(NINE).date())
    on.at(NINE, "free")
    on.press(Key.Key_Return)
    on.settle()
    on.choose_patient("meena")
    on.enter("Cough since Monday")
    asked: list[UUID] = []
    call = on.desk.clinic.call
    gone = [True]

    def sometimes(operation: Any, request: Any) -> Any:
        if operation is appointments.create:
            asked.append(request.request_id)
        if gone[0]:
            raise ServiceUnavailable("database.unreachable")
        return call(operation, request)

    monkeypatch.setattr(on.desk.clinic, "call", sometimes)
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: bool(on.booking.error_text()))
    on.settle()
    assert on.booking.reason.text() == "Cough since Monday"
    assert on.booking.patient is not None
    assert on.booking.button.isEnabled()
    gone[0] = False
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    (row,) = build.rows(database, "SELECT reason FROM appointment")
    assert row["reason"] == "Cough since Monday"
    assert len(set(asked)) == 1, "the same wish again is the same request"


def test_two_hundred_doctors_are_reached_by_keys(qtbot: QtBot) -> None:
    doctors = [doctor(f"Dr {number:03}") for number in range(200)]
    day = calendar(
        doctors, [one for who in doctors for one in slots(who, "10:00", 4)],
        [visit(who, "10:00", f"Patient of {who.display_name}") for who in doctors],
    )  # fmt: skip
    view = AgendaView()
    qtbot.addWidget(view)
    view.resize(1200, 700)
    view.show()
    view.set_plan(plan_day(day, DAY, Look(), day.now, None))
    view.setFocus()
    view.set_cursor(0)
    for _step in range(199):
        qtbot.keyClick(view, Key.Key_Right)
    stop = view.cursor_stop
    assert stop is not None
    assert stop.column == 199
    assert view.stop_rect(view._cursor).right() <= view.viewport().width()  # type: ignore[arg-type]
    assert view.model().rowCount() == 200


def test_without_doctors_the_calendar_says_who_adds_them(place: Callable[..., Place], database: URL) -> None:
    build.rows(database, "UPDATE practitioner_role SET active = false")
    on = place()
    on.screen.refresh()
    on.settle()
    assert on.screen.empty.title() == "No doctor works here yet"
    for key in (Key.Key_Return, Key.Key_Delete, Key.Key_F5, Key.Key_Down, Key.Key_PageDown):
        on.press(key)
    on.settle()
    assert on.screen.panel is None


def test_a_week_with_a_day_of_leave_names_it_and_does_not_blame_it_for_all(
    place: Callable[..., Place], database: URL
) -> None:
    build.slots(database, 1, practitioner=build.MEHTA)
    on = place()
    on.go_to(on.desk.local(NINE).date())
    build.rows(
        database,
        "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, reason) "
        "VALUES (gen_random_uuid(), :who, :facility, 'leave', :start, :end, 'Congress')",
        who=build.RAO, facility=build.CITY, start=NINE, end=NINE + timedelta(hours=2),
    )  # fmt: skip
    on.screen.presenter.set_view("week", practitioner=build.RAO)
    on.settle()
    assert on.screen.empty.title().startswith("No hours for Dr Rao in the week of")
    on.screen.presenter.set_view("day")
    on.screen.presenter.show_only(build.RAO)
    on.settle()
    assert on.screen.empty.title().startswith("Dr Rao: Leave")
