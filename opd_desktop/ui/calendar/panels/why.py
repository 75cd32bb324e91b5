"""Panels that ask for a reason before something that is not done every day: back to booked, entered in error."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from opd_desktop.services import appointments
from opd_desktop.services.dto.appointments import AppointmentDto, EnterInError, Moved, ResetStatus
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import clock_text, day_text
from opd_desktop.ui.widgets import Button, Field, Muted, Notice, Panel
from opd_desktop.ui.words import error_text


def reason_box(reasons: Sequence[str], name: str, parent: QWidget) -> QComboBox:
    """Usual reasons to choose from, or another to type."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(list(reasons))
    box.setCurrentIndex(-1)
    line = box.lineEdit()
    if line is not None:
        line.setMaxLength(200)
        line.setPlaceholderText(QCoreApplication.translate("panels", "Choose or type"))
        line.setAccessibleName(name)
    return box


class WhyPanel(Panel):
    """A visit, a reason, one button; Ctrl+Enter does it."""

    def __init__(self, work: PanelWork, visit: AppointmentDto, title: str, reasons: Sequence[str]) -> None:
        super().__init__(title)
        self.work = work
        self.visit = visit
        start = work.desk.local(visit.starts_at)
        when = f"{day_text(start.date())} {clock_text(start)}"
        self.body.addWidget(Muted(" · ".join((visit.patient_name, when, visit.practitioner_name))))
        self.notice = Notice("warn", parent=self)
        self.notice.set_text("")
        self.reason = reason_box(reasons, self.tr("Reason"), self)
        line = self.reason.lineEdit()
        if line is not None:
            line.returnPressed.connect(self.submit)
        self.field = Field(self.tr("Reason"), self.reason)
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        for widget in (self.notice, self.field, self.error):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.button = Button(title, "primary", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.reason)

    def submit(self) -> None:
        """Do it, with the reason."""
        why = self.reason.currentText().strip()
        if not why:
            self.field.set_error(self.tr("Say why, in a word or two."))
            self.reason.setFocus()
        elif self.button.isEnabled():
            self.button.setEnabled(False)
            self.run(why)

    def run(self, why: str) -> None:
        """Override: what is done."""

    def done(self, _result: object) -> None:
        """It was done."""
        self.closed.emit()

    def failed(self, error: BaseException) -> None:
        """It was refused."""
        self.button.setEnabled(True)
        self.error.set_text(error_text(error))

    def said(self, text: str) -> Callable[[Moved], str]:
        """A toast that names the patient."""
        return lambda moved: text.format(moved.appointment.patient_name)


class ResetPanel(WhyPanel):
    """A no-show that came after all, a cancellation by mistake: back to booked."""

    def __init__(self, work: PanelWork, visit: AppointmentDto) -> None:
        reasons = (self.tr("Noted by mistake"), self.tr("Came after all"), self.tr("Called back"))
        super().__init__(work, visit, "", reasons)
        self.set_title(self.tr("Back to booked"))
        self.button.setText(self.tr("Back to booked"))

    def run(self, why: str) -> None:
        """Reset it."""
        request = ResetStatus(id=self.visit.id, row_version=self.visit.row_version, why=why)
        text = self.said(self.tr("{0} is booked again"))
        self.work.write(appointments.reset, request, text, self.done, self.failed, self)


class ErrorPanel(WhyPanel):
    """A visit that was never meant to be."""

    def __init__(self, work: PanelWork, visit: AppointmentDto) -> None:
        reasons = (self.tr("Wrong patient"), self.tr("Booked twice"), self.tr("A test entry"))
        super().__init__(work, visit, "", reasons)
        self.set_title(self.tr("Entered in error"))
        self.notice.set_text(self.tr("The visit goes from every list, and there is no way back. Its history stays."))
        self.button.setText(self.tr("Entered in error"))

    def run(self, why: str) -> None:
        """Mark it."""
        request = EnterInError(id=self.visit.id, row_version=self.visit.row_version, why=why)
        text = self.said(self.tr("The visit of {0} was entered in error"))
        self.work.write(appointments.enter_in_error, request, text, self.done, self.failed, self)
