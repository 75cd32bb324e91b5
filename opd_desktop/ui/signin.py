"""Sign-in: name and password are those of the database; nothing is stored."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from opd_desktop.domain.errors import BadInput, NotPermitted
from opd_desktop.settings import Settings
from opd_desktop.ui.tasks import TaskRunner
from opd_desktop.ui.widgets import Button, Card, Field, Heading, Muted, Notice
from opd_desktop.ui.words import error_text

if TYPE_CHECKING:
    from opd_desktop.ui.entering import Connect, SignedIn

_SHORTEST = 8


class SignIn(QWidget):
    """The first window.

    Attributes:
        signed_in: a `SignedIn`.
    """

    signed_in = Signal(object)

    def __init__(self, settings: Settings, connect: "Connect", tasks: TaskRunner, login: str = "") -> None:
        super().__init__()
        self._settings = settings
        self._connect = connect
        self._tasks = tasks
        self._waiting: SignedIn | None = None
        self._retry_password = ""
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("OPD Desk — sign in"))
        self.resize(1000, 640)
        self.login = QLineEdit(login, self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.new_password = QLineEdit(self)
        self.new_password.setEchoMode(QLineEdit.EchoMode.Password)
        self.again = QLineEdit(self)
        self.again.setEchoMode(QLineEdit.EchoMode.Password)
        self.error = Notice("danger", parent=self)
        self.caps = Notice("warn", parent=self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("Signing in"))
        self.status = Muted(parent=self)
        self.button = Button(self.tr("Sign in"), "primary", keys="Return", parent=self)
        self._lay_out()
        self.error.set_text("")
        self.caps.set_text("")
        self.button.clicked.connect(self.submit)
        for edit in (self.login, self.password, self.new_password, self.again):
            edit.returnPressed.connect(self.submit)
            edit.installEventFilter(self)
        self._set_busy("")
        (self.password if login else self.login).setFocus()

    def _lay_out(self) -> None:
        card = Card(self)
        card.setFixedWidth(380)
        card.body.setContentsMargins(28, 26, 28, 26)
        card.body.setSpacing(14)
        card.body.addWidget(Heading("OPD Desk"))
        where = self.tr("Database of this computer") if not self._settings.database_url else _host(self._settings)
        card.body.addWidget(Muted(self.tr("{0} · {1}").format(where, self._settings.desk)))
        self._fields = [Field(self.tr("Name"), self.login), Field(self.tr("Password"), self.password)]
        self._new_fields = [
            Field(self.tr("New password"), self.new_password, self.tr("At least 8 characters")),
            Field(self.tr("New password again"), self.again),
        ]
        for field in (*self._fields, *self._new_fields):
            card.body.addWidget(field)
        for field in self._new_fields:
            field.hide()
        for widget in (self.caps, self.error, self.button, self.progress, self.status):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(card)
        row.addStretch()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)

    def submit(self) -> None:
        """Sign in with what was typed, or set the new password that is asked for."""
        if self._waiting is not None:
            self._change_password(self._waiting)
            return
        login, password = self.login.text().strip().casefold(), self.password.text()
        self._fields[0].set_error("" if login else self.tr("Type your name"))
        self._fields[1].set_error("" if password else self.tr("Type your password"))
        if not login:
            self.login.setFocus()
        elif not password:
            self.password.setFocus()
        else:
            self.sign_in(login, password)

    def sign_in(self, login: str, password: str) -> None:
        """Connect as ``login``."""
        self.login.setText(login)
        self._set_busy(
            self.tr("Starting the database …") if not self._settings.database_url else self.tr("Signing in …")
        )
        self.error.set_text("")
        self._tasks.read(self, "sign-in", lambda: self._enter(login, password), self._entered, self.tell)

    def _enter(self, login: str, password: str) -> "SignedIn":
        # Here, on its thread, since it brings the services and SQLAlchemy, which the window can do without.
        from opd_desktop.ui import entering

        return entering.enter(self._connect, self._settings, login, password)

    def _entered(self, signed_in: "SignedIn") -> None:
        self._set_busy("")
        if signed_in.clinic.actor.must_change_password:
            self._waiting = signed_in
            self._retry_password = self.password.text()
            self.error.set_text(self.tr("This password was given to you by somebody else. Choose your own."), "info")
            for field in self._fields:
                field.setEnabled(False)
            for field in self._new_fields:
                field.show()
            self.button.setText(self.tr("Set password and sign in"))
            self.new_password.setFocus()
            return
        self.password.clear()
        self.signed_in.emit(signed_in)

    def _change_password(self, signed_in: "SignedIn") -> None:
        new, again = self.new_password.text(), self.again.text()
        short = len(new) < _SHORTEST
        self._new_fields[0].set_error(self.tr("At least 8 characters") if short else "")
        self._new_fields[1].set_error(self.tr("Both must be the same") if new != again else "")
        if short or new != again:
            return
        if new == self._retry_password:
            self._new_fields[0].set_error(self.tr("It must differ from the one that was given to you"))
            return
        self._set_busy(self.tr("Setting the password …"))
        login = self.login.text()

        def work() -> "SignedIn":
            from opd_desktop.ui import entering

            return entering.change_password(signed_in, self._connect, self._settings, login, new)

        def done(fresh: "SignedIn") -> None:
            self._waiting = None
            self._entered(fresh)

        self._tasks.read(self, "password", work, done, self.tell)

    def tell(self, error: BaseException) -> None:
        """Show why it did not work, and let the person try again."""
        self._set_busy("")
        self.error.set_text(error_text(error), "danger")
        if isinstance(error, NotPermitted | BadInput):
            self.password.selectAll()
            self.password.setFocus()

    def _set_busy(self, text: str) -> None:
        self.progress.setVisible(bool(text))
        self.status.setText(text)
        self.status.setVisible(bool(text))
        self.button.setEnabled(not text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when Caps Lock seems to be on: letters come out in capitals without Shift."""
        if event.type() == QEvent.Type.KeyPress and watched is self.password and isinstance(event, QKeyEvent):
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            typed = event.text()
            if typed.isalpha():
                on = typed.isupper() != shifted and typed.upper() != typed.lower()
                self.caps.set_text(self.tr("Caps Lock is on.") if on else "")
        return super().eventFilter(watched, event)


def _host(settings: Settings) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(settings.database_url or "")
    return f"{parts.hostname or ''}{parts.path}"
