"""What differs from the schedules: leave, blocked time, extra sessions, holidays."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.domain.clinic_time import instant_of
from opd_desktop.services import schedules
from opd_desktop.services.dto.common import Change
from opd_desktop.services.dto.schedules import CreateException, ExceptionAdded, ExceptionDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules.presenter import SchedulesPresenter
from opd_desktop.ui.schedules.times import parse_clock
from opd_desktop.ui.schedules.week import clock, clock_words
from opd_desktop.ui.schedules.words import kind_word, period_words, slots_words
from opd_desktop.ui.theme import Look
from opd_desktop.ui.widgets import Button, Column, EmptyState, Field, ListTable, Notice, Panel
from opd_desktop.ui.widgets.boxes import choose_data
from opd_desktop.ui.words import error_text

_LOOKS = {
    "leave": ("arrow-right", "arrived"), "holiday": ("sun", "consult"), "blocked": ("lock", "cancel"),
    "extra": ("plus", "checked"), "late": ("clock", "noshow"),
}  # fmt: skip


def kind_look(kind: str) -> Look:
    """The chip of a kind of exception."""
    icon, tint = _LOOKS[kind]
    return Look(icon, kind_word(kind), f"{tint}_t", tint)


class ExceptionsView(QWidget):
    """The exceptions to come, soonest first.

    Attributes:
        removed: one was taken back (a `Materialized`).
    """

    removed = Signal(object)

    def __init__(self, desk: Desk, presenter: SchedulesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._presenter = desk, presenter
        self.table = ListTable(self.tr("Leave, holidays and other exceptions"), self)
        self.table.set_columns(
            (
                Column(self.tr("What"), lambda one: kind_word(one.kind), look=lambda one: kind_look(one.kind)),
                Column(self.tr("When"), self._when, strong=True),
                Column(self.tr("Who"), self._who),
                Column(self.tr("Why"), lambda one: one.reason, stretch=True),
            ),
            lambda one: one.id,
        )
        self.empty = EmptyState(
            self.tr("No leave, holidays or extra sessions"),
            self.tr("Add one: the slots of its days follow at once. Booked visits stay, and are listed to be called."),
            icon="calendar", parent=self,
        )  # fmt: skip
        self.notice = Notice("danger", parent=self)
        self.notice.set_text("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.setFocusProxy(self.table)
        self.show_exceptions(())

    def show_exceptions(self, found: tuple[ExceptionDto, ...]) -> None:
        """Show these."""
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if found and self.table.current() is None:
            self.table.selectRow(0)

    def _when(self, one: ExceptionDto) -> str:
        return period_words(self._desk.local(one.starts_at), self._desk.local(one.ends_at))

    def _who(self, one: ExceptionDto) -> str:
        if one.practitioner_id is None:
            return self.tr("Everybody")
        return self._presenter.name_of(one.practitioner_id)

    def remove_current(self) -> None:
        """Take the exception under the cursor back; its slots come again."""
        one = self.table.current()
        if not isinstance(one, ExceptionDto):
            return
        if not self._presenter.owns(one.practitioner_id):
            self.notice.set_text(self.tr("This holds for everybody. Ask a manager to change it."))
            return
        self.notice.set_text("")
        self._desk.write(
            self,
            schedules.remove_exception,
            Change(id=one.id, row_version=one.row_version),
            self._removed,
            self._refused,
        )

    def _removed(self, slots: Any) -> None:
        self._desk.toast(self.tr("Taken back. {0} made again.").format(slots_words(slots.made)), slots.undo)
        self._presenter.load()
        self.removed.emit(slots)

    def _refused(self, error: BaseException) -> None:
        self.notice.set_text(error_text(error))
        self._presenter.load()


class ExceptionPanel(Panel):
    """A new exception.

    Attributes:
        added: it was written (`ExceptionAdded`).
    """

    added = Signal(object)

    def __init__(self, desk: Desk, presenter: SchedulesPresenter, practitioner_id: UUID | None) -> None:
        super().__init__()
        self.set_title(self.tr("New exception"))
        self._desk, self._presenter = desk, presenter
        self.who = QComboBox(self)
        if presenter.owns(None):
            self.who.addItem(self.tr("Everybody (the whole facility)"), None)
        for one in presenter.practitioners():
            self.who.addItem(one.display_name, one.id)
        choose_data(self.who, practitioner_id)
        self.kind = QComboBox(self)
        self.who.currentIndexChanged.connect(self._offer_kinds)
        self.start_day, self.end_day = self._day(), self._day()
        self.all_day = QCheckBox(self.tr("Whole days"), self)
        self.all_day.setChecked(True)
        self.start_time, self.end_time = QLineEdit("09:00", self), QLineEdit("13:00", self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("Conference, training …"))
        self.fields = {
            "who": Field(self.tr("Who"), self.who), "kind": Field(self.tr("What"), self.kind),
            "start_day": Field(self.tr("First day"), self.start_day),
            "start_time": Field(self.tr("From"), self.start_time),
            "end_day": Field(self.tr("Last day"), self.end_day), "end_time": Field(self.tr("To"), self.end_time),
            "reason": Field(self.tr("Why"), self.reason, self.tr("Seen by the staff, not by patients")),
        }  # fmt: skip
        self.notice = Notice("danger", parent=self)
        self.notice.set_text("")
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.all_day.toggled.connect(self._all_day)
        self.start_day.dateChanged.connect(self._start_moved)
        self._offer_kinds()
        self._all_day(True)
        self.setFocusProxy(self.kind)

    def _day(self) -> QDateEdit:
        today = self._desk.today()
        made = QDateEdit(QDate(today.year, today.month, today.day).addDays(1), self)
        made.setCalendarPopup(True)
        made.setDisplayFormat("ddd d MMM yyyy")
        made.setStyleSheet("QDateEdit::drop-down { border: 0; width: 18px; }")
        return made

    def _lay_out(self) -> None:
        self.body.addWidget(self.notice)
        for name in ("who", "kind"):
            self.body.addWidget(self.fields[name])
        self.body.addWidget(self.all_day)
        for day, clock_field in (("start_day", "start_time"), ("end_day", "end_time")):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(self.fields[day], 3, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.fields[clock_field], 2, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)
        self.body.addWidget(self.fields["reason"])
        self.body.addStretch()
        self.save = Button(self.tr("Add"), "primary", keys="Ctrl+Return", parent=self)
        self.save.setShortcut("Ctrl+Return")
        self.save.clicked.connect(self.add)
        self.footer.addStretch()
        self.footer.addWidget(self.save)

    def _offer_kinds(self) -> None:
        everybody = self.who.currentData() is None
        before = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in ("holiday", "blocked") if everybody else ("leave", "blocked", "extra"):
            self.kind.addItem(kind_word(kind), kind)
        self.kind.setCurrentIndex(max(self.kind.findData(before), 0))
        self.kind.blockSignals(False)
        self._kind_chosen()

    def _kind_chosen(self) -> None:
        """Leave is of days, an extra session of hours."""
        kind = self.kind.currentData()
        if kind == "extra":
            self.all_day.setChecked(False)
        self.all_day.setEnabled(kind != "extra")

    def _all_day(self, on: bool) -> None:
        for name in ("start_time", "end_time"):
            self.fields[name].setVisible(not on)

    def _start_moved(self, day: QDate) -> None:
        if self.end_day.date() < day:
            self.end_day.setDate(day)

    def add(self) -> None:
        """Write it, or say what is wrong beside the field."""
        period = self._period()
        if period is None:
            return
        request = CreateException(
            practitioner_id=self.who.currentData(), facility_id=self._desk.facility.id, kind=self.kind.currentData(),
            starts_at=period[0], ends_at=period[1], reason=self.reason.text().strip(),
        )  # fmt: skip
        self.save.setEnabled(False)
        self._desk.write(self, schedules.add_exception, request, self._added, self._refused)

    def _period(self) -> tuple[datetime, datetime] | None:
        for field in self.fields.values():
            field.set_error("")
        first, last = _date(self.start_day.date()), _date(self.end_day.date())
        zone = self._desk.zone
        if last < first:
            self.fields["end_day"].set_error(self.tr("The last day is before the first."))
            return None
        if self.all_day.isChecked():
            return instant_of(first, time(0), zone), instant_of(last + timedelta(days=1), time(0), zone)
        start, end = parse_clock(self.start_time.text()), parse_clock(self.end_time.text())
        for name, minute in (("start_time", start), ("end_time", end)):
            if minute is None:
                self.fields[name].set_error(self.tr("Type a time, like 9:30."))
        if start is None or end is None:
            return None
        begins, ends = instant_of(first, clock(start), zone), instant_of(last, clock(end), zone)
        if ends <= begins:
            self.fields["end_time"].set_error(self.tr("The end must be after the start."))
            return None
        self.start_time.setText(clock_words(start))
        self.end_time.setText(clock_words(end))
        return begins, ends

    def _added(self, made: ExceptionAdded) -> None:
        self.save.setEnabled(True)
        self.added.emit(made)

    def _refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        self.notice.set_text(error_text(error))


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
