"""The day's figures: the screen over the real services, the bars, the CSV."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.demo.base import CITY
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import tickets
from opd_desktop.services.dto.reports import DayReport, PractitionerDay
from opd_desktop.services.dto.tickets import CreateTicket
from opd_desktop.ui.reports.bars import DoctorBars, Group, HourBars, Series, scale_top
from opd_desktop.ui.reports.csv_text import csv_of
from opd_desktop.ui.reports.view import ReportsScreen
from opd_desktop.ui.theme import theme
from tests.support import journeys as support
from tests.ui.care import Told
from tests.ui.conftest import Host, MakeDesk

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def report(**fields: Any) -> DayReport:
    values: dict[str, Any] = {
        name: 0
        for name in DayReport.model_fields
        if name not in {"facility_id", "day", "practitioners", "hours"} and not name.endswith(("minutes", "percent"))
    }
    values |= {name: None for name in DayReport.model_fields if name.endswith(("minutes", "percent"))}
    return DayReport.model_validate(values | {"facility_id": CITY, "day": date(2026, 11, 24)} | fields)


def doctor(name: str, **fields: Any) -> PractitionerDay:
    values: dict[str, Any] = {
        "practitioner_id": uuid7(), "practitioner_name": name, "booked": 0, "seen": 0, "no_show": 0, "cancelled": 0,
        "walk_ins": 0, "mean_wait_minutes": None, "mean_consultation_minutes": None, "used_percent": None,
    }  # fmt: skip
    return PractitionerDay.model_validate(values | fields)


@given(st.integers(0, 10**6))
def test_the_scale_is_round_whole_and_high_enough(highest: int) -> None:
    top = scale_top(highest)
    assert top >= max(highest, 4)
    assert top % 4 == 0
    step = str(top // 4)
    assert step[0] in "125"
    assert set(step[1:]) <= {"0"}
    assert highest <= 4 or top <= highest * 2.6


def test_csv_has_a_line_a_doctor_and_one_for_all() -> None:
    text = csv_of(
        report(
            booked=7, seen=5, used_percent=40,
            practitioners=(doctor('Dr "Q", R', booked=4, mean_wait_minutes=12), doctor("=SUM(A1)", seen=5)),
        ),
        "City clinic",
    )  # fmt: skip
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[2] for line in lines] == ["Doctor", 'Dr "Q", R', "'=SUM(A1)", "All"]
    assert lines[1] == ["2026-11-24", "City clinic", 'Dr "Q", R', "4", "0", "0", "0", "0", "12", "", ""]
    assert lines[3][3:5] == ["7", "5"]
    assert lines[3][-1] == "40"
    assert len({len(line) for line in lines}) == 1


def test_bars_are_as_high_as_their_numbers(qtbot: QtBot) -> None:
    chart = HourBars("By the hour", [Series("Arrived", "accent"), Series("Seen", "consult_t")])
    qtbot.addWidget(chart)
    chart.resize(600, chart.sizeHint().height())
    chart.show_groups([Group("08", (8, 2)), Group("09", (4, 0))])
    image = chart.grab().toImage()
    scale = image.devicePixelRatio()

    def height(token: str, left: int, right: int) -> int:
        wanted = theme().color(token).name()
        below = round(chart._plot().top() * scale)
        return max(
            sum(image.pixelColor(x, y).name() == wanted for y in range(below, image.height()))
            for x in range(round(left * scale), round(right * scale))
        )

    first, second, seen = height("accent", 0, 300), height("accent", 330, 600), height("consult_t", 0, 300)
    assert first == pytest.approx(2 * second, abs=3)
    assert first == pytest.approx(4 * seen, abs=5)
    assert height("consult_t", 330, 600) == 0
    assert chart.accessibleDescription() == "08: Arrived 8, Seen 2; 09: Arrived 4, Seen 0"
    group = chart.group_at(QPoint(chart.width() - 20, 50))
    assert group is not None
    assert group.label == "09"


def test_more_than_full_is_shown_in_danger(qtbot: QtBot) -> None:
    chart = DoctorBars("Places used", [Series("used", "accent")])
    qtbot.addWidget(chart)
    chart.show_groups([Group("Dr Rao", (50,)), Group("Dr Mehta", (120,))])
    chart.resize(400, chart.sizeHint().height())
    image = chart.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert {theme().color("accent").name(), theme().color("danger").name()} <= seen
    assert chart.group_at(QPoint(5, chart.height() - 3)) == Group("Dr Mehta", (120,))
    assert chart.group_at(QPoint(5, chart.height() + 50)) is None


@pytest.fixture
def screen(database: URL, make_desk: MakeDesk, host: Host, qtbot: QtBot) -> ReportsScreen:
    desk = make_desk("manager")
    noon = desk.local(desk.now()).replace(hour=12, minute=0, second=0, microsecond=0)
    for number, status in enumerate(("booked", "fulfilled", "noshow", "cancelled")):
        patient = support.patient(database, f"Patient {number}")
        support.appointment(database, patient, noon + timedelta(minutes=15 * number), status=status)
    made = ReportsScreen(desk)
    host(made)
    qtbot.waitUntil(lambda: desk.tasks.idle, timeout=10_000)
    return made


def test_the_day_in_figures(screen: ReportsScreen) -> None:
    assert screen.figures["booked"].text() == "Booked: 3 1 still to come, 1 cancelled"
    assert screen.figures["no_show"].text() == "No-show: 1 50 % of those expected"
    assert screen.figures["wait"].text() == "Mean wait: –"
    assert screen.figures["messages"].text() == "Messages sent: 0 none failed"
    assert [one.practitioner_name for one in screen.table.rows()] == ["Dr Rao"]
    assert [group.values for group in screen.places.groups] == [(75,)]


def test_stepping_through_days_by_keys(screen: ReportsScreen, qtbot: QtBot) -> None:
    today = screen.desk.today()

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(screen.window().focusWidget() or screen, key, modifier)
        qtbot.waitUntil(lambda: screen.desk.tasks.idle, timeout=10_000)

    press(Key.Key_BracketLeft)
    assert screen.presenter.day == today - timedelta(days=1)
    assert screen.empty.title() == "Nothing happened on this day"
    press(Key.Key_BracketLeft)
    press(Key.Key_Right, CTRL)
    assert screen.presenter.day == today - timedelta(days=1)
    press(Key.Key_T)
    assert screen.presenter.state.day is None, "today goes on being today past midnight"
    assert screen.table.isVisible()
    screen.day.setDate(screen.day.date().addDays(1))
    qtbot.waitUntil(lambda: screen.desk.tasks.idle, timeout=10_000)
    assert screen.presenter.day == today + timedelta(days=1)
    assert str((today + timedelta(days=1)).year) in screen.current_title()


def test_copied_and_saved(screen: ReportsScreen, qtbot: QtBot, tmp_path: Path) -> None:
    told = Told(screen.desk)
    qtbot.keyClick(screen.window().focusWidget() or screen, Key.Key_C, CTRL | SHIFT)
    lines = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text())))
    assert [line[2] for line in lines] == ["Doctor", "Dr Rao", "All"]
    target = tmp_path / "day.csv"
    screen.presenter.save(target)
    qtbot.waitUntil(lambda: len(told.texts) == 2, timeout=10_000)
    assert told.texts == ["Copied as CSV; paste it into a spreadsheet", "Saved day.csv"]
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig")))) == lines
    screen.presenter.save(tmp_path / "missing" / "day.csv")
    qtbot.waitUntil(lambda: len(told.texts) == 3, timeout=10_000)
    assert not (tmp_path / "missing").exists()


def test_the_dialog_proposes_a_name(screen: ReportsScreen, qtbot: QtBot) -> None:
    qtbot.keyClick(screen.window().focusWidget() or screen, Key.Key_S, CTRL)
    dialog = screen.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    dialog.reject()


def test_it_follows_the_day(screen: ReportsScreen, database: URL, sign_in: Callable[..., Any], qtbot: QtBot) -> None:
    sign_in("reception").call(tickets.create, CreateTicket(facility_id=CITY, subject="Chairs"))
    qtbot.waitUntil(lambda: screen.figures["tickets"].text().startswith("Open tickets: 1"), timeout=10_000)
    told = Told(screen.desk)
    qtbot.mouseClick(screen.figures["tickets"], Qt.MouseButton.LeftButton)
    assert told.gone == [("tickets", None)]
