"""The line at the bottom: live facts, each of them a way to where it can be dealt with."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import communications, queue
from opd_desktop.services.dto.communications import CommunicationDto, ListCommunications
from opd_desktop.services.dto.queue import ListQueue, QueueBoard
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.messages.words import needs_look
from opd_desktop.ui.text import minutes_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button

_POLL_MS = 30_000
_WATCHES = ("Queue.", "Appointment.", "Encounter.", "Communication.")


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
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self.refresh)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self.refresh)
        self._poll.start()
        desk.changed.connect(self._on_changed)
        desk.online_changed.connect(self._show_online)
        desk.facility_changed.connect(self._soon.start)
        self._show_online(desk.online)
        self._soon.start()

    def _fact(self, screen_id: str) -> Button:
        button = Button("", "link", parent=self)
        button.setStyleSheet("QPushButton { color: palette(window-text); font-weight: normal; }")
        button.clicked.connect(lambda _checked=False: self._desk.go(screen_id))
        button.hide()
        return button

    def _on_changed(self, names: frozenset[str]) -> None:
        if not names or any(
            name.startswith(("Queue.", "Appointment.", "Encounter.", "Communication.")) for name in names
        ):
            self._soon.start()

    def refresh(self) -> None:
        """Ask again."""
        if not self._desk.online:
            return
        here = self._desk.facility.id
        if self._desk.actor.may(Permission.QUEUE):
            self._desk.read(self, "waits", queue.board, ListQueue(facility_id=here), self._show_waits, self._ignore)
        if self._desk.actor.may(Permission.MESSAGE_READ):
            wanted = ListCommunications(facility_id=here, status=("failed", "unknown"), limit=100)
            self._desk.read(self, "mail", communications.list_, wanted, self._show_messages, self._ignore)

    def _ignore(self, error: BaseException) -> None:
        """The screens tell errors; a figure that can't be had is left as it is."""

    def _show_online(self, online: bool) -> None:
        text = self.tr("Database ok") if online else self.tr("Database doesn't answer")
        self._set(self.database, text)
        self.database.setIcon(theme().icon("check" if online else "warning", "accent" if online else "danger"))

    def _show_waits(self, board: QueueBoard) -> None:
        waiting = {one: [e for e in one.entries if e.state == "waiting"] for one in board.queues}
        busiest = max(waiting.items(), key=lambda pair: len(pair[1]), default=None)
        if busiest is None or not busiest[1]:
            self._set(self.waits, self.tr("Nobody waits"))
            return
        longest = max((board.now - entry.arrived_at).total_seconds() / 60 for entry in busiest[1])
        text = self.tr("{doctor} {count} waiting, longest {time}")
        self._set(
            self.waits,
            text.format(doctor=busiest[0].practitioner_name, count=len(busiest[1]), time=minutes_text(longest)),
        )

    def _show_messages(self, found: tuple[CommunicationDto, ...]) -> None:
        count = sum(map(needs_look, found))
        self._set(self.messages, self.tr("{0} messages need a look").format(count) if count else "")

    @staticmethod
    def _set(button: Button, text: str) -> None:
        button.setText(text)
        button.setAccessibleName(text)
        button.setVisible(bool(text))
