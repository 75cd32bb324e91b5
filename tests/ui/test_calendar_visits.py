"""Visits of the calendar are moved, made longer, cancelled, checked in; the panel of one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import URL

from opd_desktop.ui.calendar.visit import CancelPanel, VisitPanel
from tests.support import build, clock
from tests.ui.calendar_help import CTRL, NINE, SHIFT, Key, booked_rows, local_day
from tests.ui.place import Place


def test_moving_by_keys_and_undo(place: Callable[..., Place], database: URL, visit_at_nine: UUID) -> None:
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_M)
    assert on.screen.bar.text().startswith("Moving Meena Patil")
    on.press(Key.Key_Down)
    on.press(Key.Key_Down)
    on.press(Key.Key_Return)
    on.until(lambda: booked_rows(database)[0]["starts_at"] == NINE + timedelta(minutes=30))
    on.settle()
    assert on.said == f"Moved Meena Patil to {on.desk.local(NINE + timedelta(minutes=30)):%H:%M} with Dr Rao"
    assert on.screen.bar.text() == ""
    stop = on.screen.agenda.cursor_stop
    assert stop is not None
    assert stop.visit is not None
    assert stop.visit.id == visit_at_nine
    assert on.told.undo is not None
    on.desk.undo(on.told.undo)
    on.until(lambda: booked_rows(database)[0]["starts_at"] == NINE)


def test_esc_stops_moving(place: Callable[..., Place], database: URL, visit_at_nine: UUID) -> None:
    del visit_at_nine
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_F2)
    on.press(Key.Key_Down)
    on.press(Key.Key_Escape)
    assert on.screen.agenda.moving is None
    assert on.screen.bar.text() == ""
    assert booked_rows(database)[0]["starts_at"] == NINE


def test_dragging_moves_and_a_refused_place_says_why(
    place: Callable[..., Place], database: URL, visit_at_nine: UUID
) -> None:
    del visit_at_nine
    slots = build.rows(database, "SELECT id FROM time_slot ORDER BY starts_at")
    build.appointment(database, build.patient(database, "Li Wei", phone="+919812345670"), [slots[1]["id"]])
    on = place()
    on.go_to(local_day(on.screen, NINE))
    agenda = on.screen.agenda

    def middle(minutes: int) -> Any:
        index = agenda.plan.index_of(on.at(NINE + timedelta(minutes=minutes)).key)  # type: ignore[union-attr]
        return agenda.stop_rect(index).center()  # type: ignore[arg-type]

    start, full, free = middle(0), middle(15), middle(45)
    port = agenda.viewport()
    on.qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    on.qtbot.mouseMove(port, (start + full) / 2)
    on.qtbot.mouseMove(port, full)
    ghost = agenda._marks().ghost
    assert ghost is not None
    assert ghost.refusal == f"{on.desk.local(NINE + timedelta(minutes=15)):%H:%M} is full"
    on.qtbot.mouseMove(port, free)
    on.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=free)
    on.until(lambda: booked_rows(database)[1]["starts_at"] == NINE + timedelta(minutes=45))
    on.settle()
    assert on.said.startswith("Moved Meena Patil to")


def test_cancelling_asks_for_a_reason(place: Callable[..., Place], database: URL, visit_at_nine: UUID) -> None:
    del visit_at_nine
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Delete)
    panel = on.screen.panel
    assert isinstance(panel, CancelPanel)
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.field.error == "Say why, in a word or two."
    on.enter("Feels better")
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    (row,) = booked_rows(database)
    assert (row["status"], row["cancel_reason"], row["cancelled_by"]) == ("cancelled", "Feels better", "patient")
    assert on.kinds() == ["free"] * 4
    on.press(Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert "visit" in on.kinds()
    assert on.told.undo is not None
    on.desk.undo(on.told.undo)
    on.until(lambda: booked_rows(database)[0]["status"] == "booked")
    on.settle()


def test_a_click_opens_a_visit_with_its_history(
    place: Callable[..., Place], database: URL, visit_at_nine: UUID
) -> None:
    del database, visit_at_nine
    on = place()
    on.go_to(local_day(on.screen, NINE))
    index = on.screen.agenda.plan.index_of(on.at(NINE).key)  # type: ignore[union-attr]
    centre = on.screen.agenda.stop_rect(index).center()  # type: ignore[arg-type]
    on.qtbot.mouseClick(on.screen.agenda.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    on.settle()
    assert "Booked for" in panel.history_text()
    assert panel.buttons()[-2:] == ["Move", "Cancel the visit"], "before them is what belongs to the day itself"
    on.press(Key.Key_Escape)
    assert on.screen.panel is None
    assert on.screen.agenda.hasFocus()


@pytest.fixture
def visits_today(database: URL) -> tuple[UUID, UUID, datetime]:
    """Two visits of today, begun some minutes ago: past the grace of a no-show."""
    clock.make_it(database, 12)
    start = clock.soon(-20)
    slots = build.slots(database, 2, start, minutes=60)
    meena = build.patient(database, "Meena Patil")
    first = build.appointment(database, meena, slots[:1])
    other = build.slots(database, 1, start, minutes=60, practitioner=build.MEHTA)
    second = build.appointment(database, build.patient(database, "Li Wei", phone="+919812345670"), other)
    return first, second, start


def test_check_in_from_the_calendar(
    place: Callable[..., Place], database: URL, visits_today: tuple[UUID, UUID, datetime]
) -> None:
    first, _second, _start = visits_today
    on = place()
    on.settle()
    assert on.screen.agenda.put_cursor_on(first)
    on.press(Key.Key_F5)
    on.until(lambda: on.said.startswith("Checked in Meena Patil, token A-001"))
    on.settle()
    visit = on.screen.presenter.find(first)
    assert visit is not None
    assert (visit.status.value, visit.token) == ("checked-in", "A-001")
    assert on.told.undo is not None
    gone: list[tuple[str, object]] = []
    on.desk.requested.connect(lambda screen, argument: gone.append((screen, argument)))
    on.press(Key.Key_Return)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    assert panel.buttons()[0] == "Open the encounter"
    on.press(Key.Key_E)
    assert gone == [("encounter", visit.encounter_id)]
    on.settle()


def test_arrived_and_no_show(
    place: Callable[..., Place], database: URL, visits_today: tuple[UUID, UUID, datetime]
) -> None:
    first, second, _start = visits_today
    on = place()
    on.screen.agenda.put_cursor_on(first)
    on.press(Key.Key_Return)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    assert panel.buttons() == ["Check in", "Arrived", "No-show", "Move", "Cancel the visit"]
    on.press(Key.Key_F4)
    on.until(lambda: on.said == "Meena Patil has arrived")
    on.settle()
    assert panel.visit.status.value == "arrived"
    assert panel.buttons() == ["Check in", "Cancel the visit"]
    on.press(Key.Key_Escape)
    on.screen.agenda.put_cursor_on(second)
    on.press(Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    on.until(lambda: on.said == "Li Wei did not come")
    on.settle()
    assert {row["status"] for row in booked_rows(database)} == {"arrived", "noshow"}


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
