"""The reports screen: the figures of a day."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.reports import DayReport
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.journeys.board import Figure
from opd_desktop.ui.reports.bars import DoctorBars, Group, HourBars, Series
from opd_desktop.ui.reports.presenter import ReportsPresenter, ReportsState
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.text import day_text, minutes_text
from opd_desktop.ui.widgets import Button, Caption, Card, Column, EmptyState, ListTable


class ReportsScreen(Screen):
    """Visits, waits, use of the places, messages and tickets of one day."""

    screen_id = "reports"
    icon_name = "reports"
    needs = Permission.REPORT
    watches = ("Appointment.", "Queue.", "Encounter.", "Communication.", "Ticket.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = ReportsPresenter(desk, self)
        self.presenter.state_changed.connect(self._show)
        self._make_actions()
        self._make_header()
        self._make_body()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Reports")

    def _make_actions(self) -> None:
        self.back_action = self.act(
            "reports.back", self.tr("The day before"), lambda: self.presenter.step(-1), keys=("Ctrl+Left", "["),
            icon="chevron-left",
        )  # fmt: skip
        self.today_action = self.act(
            "reports.today", self.tr("Today"), lambda: self.presenter.choose(self.desk.today()), keys="T"
        )
        self.on_action = self.act(
            "reports.on", self.tr("The day after"), lambda: self.presenter.step(1), keys=("Ctrl+Right", "]"),
            icon="chevron-right",
        )  # fmt: skip
        self.copy_action = self.act("reports.copy", self.tr("Copy as CSV"), self.copy, keys="Ctrl+Shift+C")
        self.save_action = self.act("reports.save", self.tr("Save as CSV"), self.choose_file, keys="Ctrl+S")

    def _make_header(self) -> None:
        for icon, action in (("chevron-left", self.back_action), ("", None), ("chevron-right", self.on_action)):
            if action is None:
                self.header.addWidget(Button.for_action(self.today_action))
                continue
            button = Button("", "quiet", icon=icon, parent=self)
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
            button.clicked.connect(action.trigger)
            self.header.addWidget(button)
        self.day = QDateEdit(self)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMM yyyy")
        self.day.setAccessibleName(self.tr("Day"))
        self.day.setKeyboardTracking(False)
        self.day.setStyleSheet("QDateEdit::drop-down { border: 0; width: 18px; }")
        self._show_day(self.presenter.day)
        self.day.dateChanged.connect(self._choose)
        self.header.addWidget(self.day)
        self.header.addStretch()
        self.header.addWidget(Button.for_action(self.save_action))
        self.header.addWidget(Button.for_action(self.copy_action))

    def _make_body(self) -> None:
        self.figures = {
            "booked": Figure(self.tr("Booked"), self),
            "seen": Figure(self.tr("Seen"), self),
            "no_show": Figure(self.tr("No-show"), self),
            "wait": Figure(self.tr("Mean wait"), self),
            "consultation": Figure(self.tr("Mean consultation"), self),
            "used": Figure(self.tr("Places used"), self),
            "messages": Figure(self.tr("Messages sent"), self, opens=True),
            "tickets": Figure(self.tr("Open tickets"), self, opens=True),
        }
        self.figures["messages"].clicked.connect(lambda: self.desk.go("messages"))
        self.figures["tickets"].clicked.connect(lambda: self.desk.go("tickets"))
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, figure in enumerate(self.figures.values()):
            grid.addWidget(figure, place // 4, place % 4)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        inside = QWidget(self)
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addLayout(self._make_charts())
        column.addWidget(self._make_table())
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.empty = EmptyState(self.tr("Loading…"), icon="reports", parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(scroll)
        self._scroll = scroll
        self._stack.setFocusProxy(self.table)
        self.set_body(self._stack)

    def _make_charts(self) -> QHBoxLayout:
        series = [Series(self.tr("Arrived"), "accent"), Series(self.tr("Seen"), "consult_t")]
        self.hours = HourBars(self.tr("Arrivals and finished visits by the hour"), series, self)
        self.places = DoctorBars(self.tr("Places used by doctor"), [Series(self.tr("used"), "accent")], self)
        row = QHBoxLayout()
        row.setSpacing(12)
        for chart, caption, share in (
            (self.hours, self.tr("By the hour"), 3),
            (self.places, self.tr("Places used"), 2),
        ):
            card = Card(self)
            card.body.addWidget(Caption(caption, card))
            card.body.addWidget(chart)
            card.body.addStretch()
            row.addWidget(card, share)
        return row

    def _make_table(self) -> Card:
        self.table = ListTable(self.tr("Doctors"), self)
        self.table.set_columns(
            [
                Column(self.tr("Doctor"), lambda one: one.practitioner_name, stretch=True, strong=True),
                Column(self.tr("Booked"), lambda one: str(one.booked), align="right"),
                Column(self.tr("Seen"), lambda one: str(one.seen), align="right"),
                Column(self.tr("No-show"), lambda one: str(one.no_show), align="right"),
                Column(self.tr("Cancelled"), lambda one: str(one.cancelled), align="right"),
                Column(self.tr("Walk-ins"), lambda one: str(one.walk_ins), align="right"),
                Column(self.tr("Mean wait"), lambda one: _minutes(one.mean_wait_minutes), align="right"),
                Column(self.tr("Consultation"), lambda one: _minutes(one.mean_consultation_minutes), align="right"),
                Column(self.tr("Places used"), lambda one: _percent(one.used_percent), align="right"),
            ],
            lambda one: one.practitioner_id,
        )
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card = Card(self)
        card.body.setContentsMargins(1, 12, 1, 1)
        card.body.addWidget(self.table)
        return card

    def refresh(self) -> None:
        """Load the day again."""
        self.presenter.load()

    def focus_body(self) -> None:
        """The keyboard goes to the table, or to the screen while there is none."""
        (self.table if self.table.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, argument: object) -> None:
        """Show a day."""
        if isinstance(argument, date):
            self.presenter.choose(argument)

    def _choose(self, chosen: QDate) -> None:
        self.presenter.choose(date(chosen.year(), chosen.month(), chosen.day()))

    def _show_day(self, day: date) -> None:
        self.set_title(day_text(day, year=True, long=True))
        self.day.blockSignals(True)
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.blockSignals(False)

    def _show(self, state: ReportsState) -> None:
        self._show_day(self.presenter.day)
        report = state.report
        if report is None:
            return
        quiet = not report.practitioners and not report.hours and not report.booked
        if quiet:
            hint = self.tr("No visit was booked, and nobody walked in. Go to another day with [ and ].")
            self.empty.set_text(self.tr("Nothing happened on this day"), hint)
        self._stack.setCurrentWidget(self.empty if quiet else self._scroll)
        self._show_visits(report)
        self._show_rest(report)
        self.hours.show_groups(_hour_groups(report))
        self.places.show_groups(
            [
                Group(one.practitioner_name, (one.used_percent,))
                for one in report.practitioners
                if one.used_percent is not None
            ]
        )
        self.table.set_rows(report.practitioners)
        rows = self.table.verticalHeader().defaultSectionSize() * max(len(report.practitioners), 1)
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height())

    def _show_visits(self, report: DayReport) -> None:
        show = self.figures
        cancelled = self.tr("{0} cancelled").format(report.cancelled) if report.cancelled else ""
        to_come = self.tr("{0} still to come").format(report.to_come) if report.to_come else ""
        show["booked"].show_value(str(report.booked), ", ".join(part for part in (to_come, cancelled) if part))
        here = report.waiting + report.in_consultation
        walked = self.tr("{0} walked in").format(report.walk_ins) if report.walk_ins else ""
        still = self.tr("{0} still here").format(here) if here else ""
        show["seen"].show_value(str(report.seen), ", ".join(part for part in (still, walked) if part))
        share = self.tr("{0} of those expected").format(_percent(report.no_show_percent))
        show["no_show"].show_value(str(report.no_show), share if report.no_show_percent is not None else "")
        longest = ""
        if report.longest_wait_minutes is not None:
            longest = self.tr("longest {0}").format(minutes_text(report.longest_wait_minutes))
        nine = ""
        if report.p90_wait_minutes is not None:
            nine = self.tr("Nine of ten waited at most {0}").format(minutes_text(report.p90_wait_minutes))
        show["wait"].show_value(_minutes(report.mean_wait_minutes), longest, nine)

    def _show_rest(self, report: DayReport) -> None:
        show = self.figures
        show["consultation"].show_value(_minutes(report.mean_consultation_minutes))
        show["used"].show_value(_percent(report.used_percent), self.tr("of the places offered"))
        trouble = []
        if report.messages_failed:
            trouble.append(self.tr("{0} failed").format(report.messages_failed))
        if report.messages_unknown:
            trouble.append(self.tr("{0} unknown").format(report.messages_unknown))
        show["messages"].show_value(str(report.messages_sent), ", ".join(trouble) or self.tr("none failed"))
        tickets = [self.tr("{0} opened this day").format(report.tickets_opened)]
        if report.tickets_overdue:
            tickets.insert(0, self.tr("{0} overdue").format(report.tickets_overdue))
        show["tickets"].show_value(str(report.tickets_open), ", ".join(tickets))

    def copy(self) -> None:
        """Put the day into the clipboard as CSV."""
        if text := self.presenter.csv():
            QGuiApplication.clipboard().setText(text)
            self.desk.toast(self.tr("Copied as CSV; paste it into a spreadsheet"))

    def choose_file(self) -> None:
        """Ask where to, then save the day as CSV."""
        if not self.presenter.csv():
            return
        name = f"opd-{self.presenter.day.isoformat()}.csv"
        dialog = QFileDialog(self, self.tr("Save as CSV"), name, self.tr("CSV (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.presenter.save(Path(path)))
        dialog.open()


def _hour_groups(report: DayReport) -> list[Group]:
    """Every hour from the first to the last in which something happened."""
    by_hour = {one.hour: (one.arrived, one.seen) for one in report.hours}
    if not by_hour:
        return []
    hours = range(min(by_hour), max(by_hour) + 1)
    return [Group(f"{hour:02d}", by_hour.get(hour, (0, 0))) for hour in hours]


def _minutes(minutes: int | None) -> str:
    return "–" if minutes is None else minutes_text(minutes)


def _percent(percent: int | None) -> str:
    return "–" if percent is None else f"{percent} %"
