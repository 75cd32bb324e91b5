"""Panels of one visit: what is known and what can be done, and the reason of a cancellation."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.services.dto.appointments import AppointmentDto, HistoryEntry, Moved
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.calendar.words import history_text, kind_text, state_of
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text, clock_text, day_text, minutes_text, moment_text, phone_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Chip, Field, Muted, Notice, Panel, Segmented
from opd_desktop.ui.words import error_text


class VisitPanel(Panel):
    """A visit: who, when, why, what happened; its buttons are the screen's actions, with their keys."""

    def __init__(self, desk: Desk, presenter: CalendarPresenter, visit: AppointmentDto) -> None:
        super().__init__(visit.patient_name)
        self._desk = desk
        self._presenter = presenter
        self.visit = visit
        self._chip = Chip(theme().looks(state_of(visit)), self)
        self._token = QLabel(self)
        self._token.setProperty("kind", "strong")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._chip)
        top.addWidget(self._token)
        top.addStretch()
        self.body.addLayout(top)
        self._who, self._when, self._why = (Muted(parent=self) for _ in range(3))
        self._extra = Notice("warn", parent=self)
        self._history = Muted(parent=self)
        self.body.addWidget(self._who)
        for caption, label in ((self.tr("When"), self._when), (self.tr("Reason"), self._why)):
            self.body.addWidget(Caption(caption))
            self.body.addWidget(label)
        self.body.addWidget(self._extra)
        self._buttons = QWidget(self)
        self._column = QVBoxLayout(self._buttons)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(8)
        self.body.addWidget(self._buttons)
        self.body.addWidget(Caption(self.tr("History")))
        self.body.addWidget(self._history)
        self.body.addStretch()
        self.show_visit(visit)

    def show_visit(self, visit: AppointmentDto) -> None:
        """A newer state of the visit."""
        self.visit = visit
        self.set_title(visit.patient_name)
        self._chip.set_look(theme().looks(state_of(visit)))
        self._token.setText(self.tr("Token {0}").format(visit.token) if visit.token else "")
        who = [age_text(visit.patient_sex, visit.patient_age), visit.patient_mrn, phone_text(visit.patient_phone)]
        self._who.setText(" · ".join(part for part in who if part))
        self._when.setText(self._when_text(visit))
        self._why.setText(" · ".join(part for part in (visit.reason, kind_text(visit.visit_kind)) if part))
        self._extra.set_text(self._extra_text(visit))
        self._presenter.history(self, visit.id, self._show_history, self._no_history)

    def _when_text(self, visit: AppointmentDto) -> str:
        start, end = self._desk.local(visit.starts_at), self._desk.local(visit.ends_at)
        minutes = (visit.ends_at - visit.starts_at) / timedelta(minutes=1)
        time = f"{day_text(start.date())} {clock_text(start)}–{clock_text(end)}"
        return " · ".join((time, minutes_text(minutes), visit.practitioner_name))

    def _extra_text(self, visit: AppointmentDto) -> str:
        parts = []
        if visit.overbooked:
            parts.append(self.tr("Overbooked: {0}").format(visit.overbook_reason or self.tr("no reason given")))
        if visit.cancel_reason:
            asked = self.tr("the clinic") if visit.cancelled_by == "clinic" else self.tr("the patient")
            parts.append(self.tr("Cancelled by {0}: {1}").format(asked, visit.cancel_reason))
        return "\n".join(parts)

    def set_actions(self, actions: Sequence[tuple[QAction, str]]) -> None:
        """Offer these actions, each with the kind of its button."""
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for action, kind in actions:
            self._column.addWidget(Button.for_action(action, kind))
        self._buttons.setVisible(bool(actions))

    def buttons(self) -> list[str]:
        """What is offered."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        return [widget.text() for item in items if item is not None and isinstance(widget := item.widget(), Button)]

    def _show_history(self, entries: Sequence[HistoryEntry]) -> None:
        self._history.setText("\n".join(self._history_line(entry) for entry in entries) or self.tr("Nothing yet"))

    def _no_history(self, error: BaseException) -> None:
        self._history.setText(error_text(error))

    def history_text(self) -> str:
        """What happened, as shown."""
        return self._history.text()

    def _history_line(self, entry: HistoryEntry) -> str:
        today = self._desk.today()
        at = moment_text(self._desk.local(entry.at), today)
        to = moment_text(self._desk.local(entry.to_starts_at), today)
        if entry.from_status == entry.to_status and entry.from_starts_at is not None:
            what = self.tr("Moved from {0} to {1}").format(
                moment_text(self._desk.local(entry.from_starts_at), today), to
            )
        else:
            what = history_text(entry.to_status, to)
        who = " · ".join(part for part in (entry.by, entry.desk) if part)
        line = f"{at}  {what} ({who})" if who else f"{at}  {what}"
        return f"{line}: {entry.reason}" if entry.reason else line


class CancelPanel(Panel):
    """Why a visit is cancelled, and who asked for it.

    Attributes:
        cancelled: the `Moved` result.
    """

    cancelled = Signal(object)

    def __init__(self, desk: Desk, presenter: CalendarPresenter, visit: AppointmentDto) -> None:
        super().__init__()
        self.set_title(self.tr("Cancel visit"))
        self._presenter = presenter
        self.visit = visit
        start = desk.local(visit.starts_at)
        when = f"{day_text(start.date())} {clock_text(start)}"
        self.body.addWidget(Muted(" · ".join((visit.patient_name, when, visit.practitioner_name))))
        self.reason = QComboBox(self)
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for text in (
            self.tr("Cannot come"),
            self.tr("Feels better"),
            self.tr("Booked by mistake"),
            self.tr("Went elsewhere"),
            self.tr("Doctor away"),
        ):
            self.reason.addItem(text)
        self.reason.setCurrentIndex(-1)
        line = self.reason.lineEdit()
        if line is not None:
            line.setMaxLength(200)
            line.setPlaceholderText(self.tr("Choose or type"))
            line.setAccessibleName(self.tr("Reason"))
            line.returnPressed.connect(self.submit)
        self.by = Segmented(
            [("patient", self.tr("The patient")), ("clinic", self.tr("The clinic"))], self.tr("Who asked")
        )
        self._field = Field(self.tr("Reason"), self.reason)
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self.body.addWidget(self._field)
        self.body.addWidget(Caption(self.tr("Who asked")))
        self.body.addWidget(self.by)
        self.body.addWidget(self._error)
        self.body.addStretch()
        self.button = Button(self.tr("Cancel the visit"), "danger", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.reason)

    def submit(self) -> None:
        """Cancel; the toast offers to undo."""
        reason = self.reason.currentText().strip()
        if not reason:
            self._field.set_error(self.tr("Say why, in a word or two."))
            self.reason.setFocus()
            return
        if self.button.isEnabled():
            self.button.setEnabled(False)
            self._presenter.cancel(self.visit, reason, self.by.current(), self._done, self._failed)

    def _done(self, result: Moved) -> None:
        self.cancelled.emit(result)
        self.closed.emit()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._error.set_text(error_text(error))
