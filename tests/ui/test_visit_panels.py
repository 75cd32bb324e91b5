"""What can be done to one visit from its panel: series, resets, mistakes, slips, and the story of it; by keys."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtPrintSupport import QPrinter
from sqlalchemy import URL

from opd_desktop.services.dto.booking import SeriesBooked
from opd_desktop.ui.calendar.panels.series_move import SeriesMovePanel
from opd_desktop.ui.calendar.panels.slip import print_slip, slip_html
from opd_desktop.ui.calendar.panels.why import ErrorPanel, ResetPanel
from opd_desktop.ui.calendar.visit import CancelPanel, VisitPanel
from opd_desktop.ui.widgets import Button
from tests.support import build
from tests.support.booking import book_weekly
from tests.ui.place import CTRL, SHIFT, Place

Key = Qt.Key
NINE = build.tomorrow(9)
WEEK = timedelta(days=7)


def series(on: Place, url: URL, weeks: int = 3) -> SeriesBooked:
    """Meena comes each week at nine; the next half hour is free each time."""
    first, *_later = [build.slots(url, 3, NINE + week * WEEK)[0] for week in range(weeks)]
    made = book_weekly(on.desk.clinic, build.patient(url, "Meena Patil"), first, count=weeks)
    on.go_to(on.desk.local(NINE).date())
    on.at(NINE)
    return made


def visits(url: URL) -> list[dict[str, Any]]:
    return build.rows(url, "SELECT starts_at, status, cancel_reason, cancelled_by FROM appointment ORDER BY starts_at")


def yesterday(url: URL, status: str) -> UUID:
    """A visit of yesterday, decided long ago."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=1)
    made = build.appointment(url, build.patient(url, "Meena Patil"), build.slots(url, 1, start), status)
    build.rows(
        url, "UPDATE appointment SET status_changed_at = now() - interval '1 hour', cancel_reason = :why, "
        "cancelled_by = CAST(:by AS text) WHERE id = :id",
        id=made, why="Feels better" if status == "cancelled" else None, by="patient" if status == "cancelled" else None,
    )  # fmt: skip
    return made


# Series


def test_later_visits_of_a_series_move_together(place: Callable[..., Place], database: URL) -> None:
    on = place()
    series(on, database)
    on.press(Key.Key_Return)
    panel = on.panel(VisitPanel)
    assert "one of a series" in panel._when.text()
    assert "Move the series" in panel.more()
    on.press(Key.Key_M, SHIFT)
    move = on.panel(SeriesMovePanel)
    on.press(Key.Key_Return, CTRL)
    assert move.day_field.error == "Choose another day, time or doctor."
    later = on.desk.local(NINE + timedelta(minutes=30))
    move.clock.setTime(QTime(later.hour, later.minute))
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    moved = [NINE + week * WEEK + timedelta(minutes=30) for week in range(3)]
    assert [row["starts_at"] for row in visits(database)] == moved
    assert on.said == "Moved 3 visits of Meena Patil"
    on.undo()
    on.until(lambda: [row["starts_at"] for row in visits(database)] == [NINE + week * WEEK for week in range(3)])


def test_what_has_no_place_stops_the_move_until_told(place: Callable[..., Place], database: URL) -> None:
    on = place()
    series(on, database)
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE starts_at = :at",
               at=NINE + WEEK + timedelta(minutes=15))  # fmt: skip
    on.press(Key.Key_M, SHIFT)
    move = on.panel(SeriesMovePanel)
    later = on.desk.local(NINE + timedelta(minutes=15))
    move.clock.setTime(QTime(later.hour, later.minute))
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: move.others.isVisible())
    on.settle()
    assert move.error.text().startswith("Nothing was moved, since these have no place there:")
    assert visits(database)[0]["starts_at"] == NINE
    on.press(Key.Key_Space)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    starts = [row["starts_at"] for row in visits(database)]
    assert starts == [NINE + timedelta(minutes=15), NINE + WEEK, NINE + 2 * WEEK + timedelta(minutes=15)]


def test_a_series_is_cancelled_from_one_visit_on(place: Callable[..., Place], database: URL) -> None:
    on = place()
    series(on, database)
    on.go_to(on.desk.local(NINE + WEEK).date())
    on.at(NINE + WEEK)
    on.press(Key.Key_Delete)
    panel = on.panel(CancelPanel)
    panel.by.set_current("clinic")
    panel._offer_reasons()
    assert "Doctor away" in [panel.reason.itemText(n) for n in range(panel.reason.count())]
    panel.scope.set_current("following")
    panel.reason.setFocus()
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert [row["status"] for row in visits(database)] == ["booked", "cancelled", "cancelled"]
    assert visits(database)[1]["cancelled_by"] == "clinic"
    assert on.said == "Cancelled 2 visits of Meena Patil"
    on.undo()
    on.until(lambda: {row["status"] for row in visits(database)} == {"booked"})


def test_later_visits_follow_one_that_was_moved_on_the_sheet(place: Callable[..., Place], database: URL) -> None:
    on = place()
    series(on, database)
    on.press(Key.Key_M)
    on.press(Key.Key_Down)
    on.press(Key.Key_Return)
    follower = on.screen.panels.follower
    on.until(lambda: bool(follower.notice.text()))
    on.settle()
    assert follower.notice.text().startswith("Meena Patil: one visit of a series was moved")
    on.press(Key.Key_M, CTRL | SHIFT)
    on.until(lambda: on.said == "2 visits moved as well")
    on.settle()
    quarter = timedelta(minutes=15)
    assert [row["starts_at"] for row in visits(database)] == [NINE + week * WEEK + quarter for week in range(3)]
    assert follower.notice.text() == ""
    on.undo()
    on.until(lambda: [row["starts_at"] for row in visits(database)][1:] == [NINE + WEEK, NINE + 2 * WEEK])
    on.press(Key.Key_M, CTRL | SHIFT)
    assert on.said == "No visit of a series was moved just now."


# Resets and mistakes


@pytest.mark.parametrize("status", ["noshow", "cancelled"])
def test_back_to_booked_needs_the_right_and_a_reason(place: Callable[..., Place], database: URL, status: str) -> None:
    made = yesterday(database, status)
    on = place()
    on.screen.open(made)
    on.until(lambda: isinstance(on.screen.panel, VisitPanel))
    on.settle()
    assert "Back to booked" not in on.panel(VisitPanel).more()
    on.screen.panels.reset.trigger()
    assert on.said == "Back to booked: not for this visit as it is now."
    boss = place("manager", "Office")
    boss.screen.open(made)
    boss.until(lambda: isinstance(boss.screen.panel, VisitPanel))
    boss.settle()
    # A cancelled visit is not on the sheet: its panel has the button, with the key.
    button = next(one for one in boss.panel(VisitPanel).findChildren(Button) if one.text() == "Back to booked")
    button.setFocus()
    boss.press(Key.Key_B, SHIFT)
    panel = boss.panel(ResetPanel)
    boss.press(Key.Key_Return, CTRL)
    assert panel.field.error == "Say why, in a word or two."
    boss.enter("Noted by mistake")
    boss.press(Key.Key_Return, CTRL)
    boss.until(lambda: boss.screen.panel is None)
    boss.settle()
    assert [row["status"] for row in visits(database)] == ["booked"]
    assert boss.said == "Meena Patil is booked again"
    (row,) = build.rows(database, "SELECT reason FROM appointment_history WHERE to_status = 'booked' "
                        "AND from_status IS NOT NULL")  # fmt: skip
    assert row["reason"] == "Noted by mistake"
    on.settle()


def test_a_visit_entered_in_error_goes_with_its_reason(place: Callable[..., Place], database: URL) -> None:
    (slot, *_rest) = build.slots(database, 2)
    build.appointment(database, build.patient(database, "Meena Patil"), [slot])
    boss = place("manager", "Office")
    boss.go_to(boss.desk.local(NINE).date())
    boss.at(NINE, "visit")
    boss.press(Key.Key_Delete, SHIFT)
    panel = boss.panel(ErrorPanel)
    assert "no way back" in panel.notice.text()
    boss.enter("Wrong patient")
    boss.press(Key.Key_Return)
    boss.until(lambda: boss.screen.panel is None)
    boss.settle()
    assert [row["status"] for row in visits(database)] == ["entered-in-error"]
    assert boss.told.undo is None


# The story, and the slip


def test_the_story_names_who_did_what(place: Callable[..., Place], database: URL) -> None:
    on = place()
    made = series(on, database, weeks=1)
    visit = made.appointments[0]
    on.press(Key.Key_M)
    on.press(Key.Key_Down)
    on.press(Key.Key_Return)
    on.until(lambda: visits(database)[0]["starts_at"] == NINE + timedelta(minutes=15))
    on.settle()
    on.press(Key.Key_Return)
    panel = on.panel(VisitPanel)
    on.until(lambda: "Moved from" in panel.history_text())
    lines = panel.history_text().splitlines()
    assert len(lines) == 2
    assert "Moved from" in lines[0]
    assert "Booked for" in lines[1]
    assert all("Desk 1" in line for line in lines)
    assert visit.patient_name in on.panel(VisitPanel).heading.text()


def test_a_visit_that_is_late_says_so(place: Callable[..., Place], database: URL) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=12)
    made = build.appointment(
        database, build.patient(database, "Meena Patil"), build.slots(database, 1, start, minutes=30)
    )
    on = place()
    on.screen.open(made)
    on.until(lambda: isinstance(on.screen.panel, VisitPanel))
    on.settle()
    assert re.match(r"Not here yet, 1[23] min after the time\.", on.panel(VisitPanel)._extra.text())


def test_the_slip_says_when_and_where(place: Callable[..., Place], database: URL, tmp_path: Any) -> None:
    on = place()
    made = series(on, database, weeks=2)
    html = slip_html(on.desk, made.appointments)
    for text in ("Meena Patil", "Dr Rao", f"{on.desk.local(NINE):%H:%M}", on.desk.facility.name):
        assert text in html
    assert html.count("<tr>") == 2
    target = tmp_path / "slip.pdf"

    def paper() -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        return printer

    assert print_slip(on.desk, made.appointments, paper)
    assert target.read_bytes().startswith(b"%PDF")
    assert not print_slip(on.desk, made.appointments, lambda: None)


def test_a_new_day_moves_only_the_day(place: Callable[..., Place], database: URL) -> None:
    on = place()
    series(on, database, weeks=1)
    on.press(Key.Key_M, SHIFT)
    move = on.panel(SeriesMovePanel)
    move.day.setDate(QDate(move.day.date()).addDays(2))
    assert move.minutes() == 2 * 24 * 60
    on.screen.close_panel()
    on.settle()
