"""One's own password."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from opd_desktop.ui.desk import Desk
from opd_desktop.ui.settings.presenter import SettingsPresenter
from opd_desktop.ui.widgets import Button, Field, Muted, Notice, Panel
from opd_desktop.ui.words import error_text


class PasswordPanel(Panel):
    """Change one's own password.

    Attributes:
        changed_password: done.
    """

    changed_password = Signal()

    def __init__(self, desk: Desk, presenter: SettingsPresenter) -> None:
        super().__init__(self.tr("Change my password"))
        self._desk = desk
        self._presenter = presenter
        self.new = QLineEdit(self)
        self.again = QLineEdit(self)
        for edit in (self.new, self.again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.returnPressed.connect(self.submit)
        self._new = Field(self.tr("New password"), self.new, self.tr("At least 8 characters"))
        self._again = Field(self.tr("New password again"), self.again)
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        for widget in (self._new, self._again, self._error):
            self.body.addWidget(widget)
        self.body.addWidget(Muted(self.tr("Unfinished drafts on this computer can't be opened with the new password.")))
        self.body.addStretch()
        self.button = Button(self.tr("Set password"), "primary", parent=self)
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.new)

    def submit(self) -> None:
        """Set it, or say what is wrong."""
        short, differ = len(self.new.text()) < 8, self.new.text() != self.again.text()
        self._new.set_error(self.tr("At least 8 characters") if short else "")
        self._again.set_error(self.tr("Both must be the same") if differ else "")
        if not short and not differ:
            self._presenter.change_password(self.new.text(), self._done, lambda e: self._error.set_text(error_text(e)))

    def _done(self, _result: object) -> None:
        self._desk.toast(self.tr("Password changed"))
        self.changed_password.emit()
