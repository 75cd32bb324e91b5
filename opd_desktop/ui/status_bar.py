"""The line at the bottom: live facts, each of them a way to where it can be dealt with."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.attention import Attention
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import minutes_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button


class StatusBar(QFrame):
    """Database, the longest wait, messages to look at, who is signed in where."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "statusbar")
        self.database = self._fact("settings")
        self.waits = self._fact("queue")
        self.messages = self._fact("messages")
        who = QLabel(f"{desk.actor.display_name}, {desk.actor.desk}", self)
        who.setProperty("kind", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(12)
        for button in (self.database, self.waits, self.messages):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(who)
        desk.online_changed.connect(self._show_online)
        self._show_online(desk.online)

    def _fact(self, screen_id: str) -> Button:
        button = Button("", "link", parent=self)
        button.setStyleSheet("QPushButton { color: palette(window-text); font-weight: normal; }")
        button.clicked.connect(lambda _checked=False: self._desk.go(screen_id))
        button.hide()
        return button

    def _show_online(self, online: bool) -> None:
        text = self.tr("Database ok") if online else self.tr("Database doesn't answer")
        self._set(self.database, text)
        self.database.setIcon(theme().icon("check" if online else "warning", "accent" if online else "danger"))

    def show_attention(self, found: Attention) -> None:
        """Show who waits longest where, and how many messages need a look."""
        busiest = found.busiest
        if busiest is not None:
            said = self.tr("{doctor} {count} waiting, longest {time}").format(
                doctor=busiest.practitioner_name, count=busiest.waiting, time=minutes_text(busiest.longest_minutes)
            )
        else:
            said = self.tr("Nobody waits") if self._desk.actor.may(Permission.QUEUE) else ""
        self._set(self.waits, said)
        self._set(
            self.messages,
            self.tr("{0} messages need a look").format(found.messages) if found.messages else "",
        )

    @staticmethod
    def _set(button: Button, text: str) -> None:
        button.setText(text)
        button.setAccessibleName(text)
        button.setVisible(bool(text))
