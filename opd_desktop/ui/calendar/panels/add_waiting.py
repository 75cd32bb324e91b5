"""Putting somebody on the waiting list without a booking: who, and what they wish."""

from typing import Any

from PySide6.QtWidgets import QLineEdit

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import waitlist
from opd_desktop.services.dto.booking import WaitingDto
from opd_desktop.ui.calendar.panels.drafting import DraftSaver
from opd_desktop.ui.calendar.panels.wish import WishForm
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.calendar.who import PatientChoice
from opd_desktop.ui.widgets import Button, Field, Notice, Panel
from opd_desktop.ui.words import error_text

WAITING_DRAFT = "calendar.waiting"


class AddWaitingPanel(Panel):
    """The patient, the reason, the wishes; what was typed and not sent is there again next time."""

    def __init__(self, work: PanelWork) -> None:
        super().__init__()
        self.set_title(self.tr("Add to the waiting list"))
        self._work = work
        self._id = uuid7()
        self._saver = DraftSaver(work.desk.drafts, WAITING_DRAFT, self._to_save, self)
        self.who = PatientChoice(work.desk, self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(500)
        self.wish = WishForm(work.desk, self)
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        self.button = Button(self.tr("Put on the list"), "primary", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self._reason_field = Field(self.tr("Reason"), self.reason)
        for widget in (self.who, self._reason_field, self.wish, self.error):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.footer.addWidget(self.button, 1)
        self.who.registering.connect(self._registering)
        self.who.chosen.connect(self._chosen)
        for signal in (self.who.typed, self.wish.typed):
            signal.connect(self._saver.typed)
        self.reason.textChanged.connect(self._saver.typed)
        self.setFocusProxy(self.who)
        if draft := self._saver.found():
            self._restore(draft)

    def _restore(self, draft: dict[str, Any]) -> None:
        self.reason.setText(str(draft.get("reason") or ""))
        self.wish.set_values(draft.get("wish") or {})
        self.who.set_values(draft)

    def _to_save(self) -> dict[str, Any] | None:
        if self.who.is_empty() and not self.reason.text():
            return None
        return self.who.values() | {"reason": self.reason.text(), "wish": self.wish.values()}

    def _registering(self, is_open: bool) -> None:
        self.wish.setVisible(not is_open)
        self._reason_field.setVisible(not is_open)
        self.button.setText(self.tr("Register") if is_open else self.tr("Put on the list"))

    def _chosen(self, _patient: object) -> None:
        self.error.set_text("")
        self.setFocusProxy(self.reason)
        self.reason.setFocus()
        self._saver.typed()

    def register(self) -> None:
        """Nobody fits: register the patient here."""
        self.who.register()

    def submit(self) -> None:
        """Register, or put on the list."""
        self.error.set_text("")
        if self.who.form is not None:
            self.who.form.submit()
        elif self.who.patient is None:
            self.error.set_text(self.tr("Choose a patient first, or register a new one with Ctrl+N."))
            self.who.setFocus()
        elif self.button.isEnabled():
            request = self.wish.request(self._id, self.who.patient.id, self.reason.text().strip())
            if request is not None:
                self.button.setEnabled(False)
                self._work.write(waitlist.add, request, self._text, self._done, self._failed, self)

    def _text(self, result: WaitingDto) -> str:
        return self.tr("{0} is on the waiting list").format(result.appointment.patient_name)

    def _done(self, _result: object) -> None:
        self._saver.drop()
        self.closed.emit()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.error.set_text(error_text(error))

    def on_close(self) -> None:
        """Keep what was typed for the next time."""
        self._saver.close()
