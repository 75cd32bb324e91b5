"""The messages screen: the desk's outbox."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.communications import CommunicationDto
from opd_desktop.services.dto.journeys import InstanceDto
from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.messages.panels import Fate, MessagePanel, WritePanel, fates
from opd_desktop.ui.messages.presenter import MessagesPresenter, MessagesState
from opd_desktop.ui.messages.words import channel_text, short_text, status_look, template_text
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.text import moment_text, phone_text
from opd_desktop.ui.widgets import Button, Column, EmptyState, ListTable, MenuButton, Segmented


class MessagesScreen(Screen):
    """What was sent to whom, what is on its way, and what needs a look."""

    screen_id = "messages"
    icon_name = "messages"
    needs = Permission.MESSAGE_READ
    watches = ("Communication.",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = MessagesPresenter(desk, self)
        self.presenter.state_changed.connect(self._show)
        self._wanted: UUID | None = None
        self._wants_focus = False
        self._make_actions()
        self._make_header()
        self._make_body()
        self._enable_actions()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Messages")

    def _make_actions(self) -> None:
        send = Permission.MESSAGE_SEND
        self.write_action = self.act(
            "messages.write", self.tr("Write a message"), self.open_write, keys="Ctrl+N", icon="plus", needs=send
        )
        self.again_action = self.act(
            "messages.again", self.tr("Send it again"), lambda: self._settle("queued"), keys="A", icon="refresh",
            needs=send,
        )  # fmt: skip
        self.sent_action = self.act(
            "messages.sent", self.tr("It was sent"), lambda: self._settle("sent"), keys="S", icon="check", needs=send
        )
        self.not_sent_action = self.act(
            "messages.not_sent", self.tr("It was not sent"), lambda: self._settle("failed"), keys="N", icon="x",
            needs=send,
        )  # fmt: skip
        self.patient_action = self.act(
            "messages.patient", self.tr("Open the patient"), self._go_patient, keys="P", icon="patients",
            needs=Permission.PATIENT_READ,
        )  # fmt: skip

    def _make_header(self) -> None:
        self.kinds = Segmented(
            [
                ("all", self.tr("All")),
                ("look", self.tr("Needs a look")),
                ("waiting", self.tr("On the way")),
                ("sent", self.tr("Sent")),
                ("received", self.tr("Received")),
            ],
            self.tr("Show"),
            self,
        )
        self.kinds.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.kinds.changed.connect(self.presenter.choose_kind)
        self.channels = MenuButton(self.tr("Channel"), self)
        names = sorted({*self.presenter.channels(), "desk", "email"})
        self.channels.set_choices(
            [(None, self.tr("All channels")), *((name, channel_text(name)) for name in names)], None
        )
        self.channels.chosen.connect(self.presenter.choose_channel)
        self.header.addWidget(self.kinds)
        self.header.addWidget(self.channels)
        self.header.addStretch()
        self.header.addWidget(Button.for_action(self.write_action, "primary"))

    def _make_body(self) -> None:
        self.table = ListTable(self.tr("Messages"), self)
        self.table.set_columns(
            [
                Column(self.tr("Status"), lambda one: status_look(one).word, look=status_look),
                Column(self.tr("Patient"), lambda one: one.patient_name, strong=True),
                Column(self.tr("Channel"), lambda one: channel_text(one.channel), token=lambda _one: "muted"),
                Column(self.tr("To"), _address, token=lambda _one: "muted"),
                Column(self.tr("About"), lambda one: template_text(one.template_key)),
                Column(self.tr("Message"), short_text, stretch=True, token=lambda _one: "muted"),
                Column(self.tr("Time"), self._time, align="right", token=lambda _one: "muted"),
            ],
            lambda one: one.id,
        )
        self.table.activated_row.connect(self.open_message)
        self.table.clicked.connect(lambda index: self.open_message(index.data(Qt.ItemDataRole.UserRole)))
        self.table.selected.connect(self._selected)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        actions = (self.again_action, self.sent_action, self.not_sent_action, self.patient_action)
        self.table.addActions([one for one in actions if one.isVisible()])
        self.older = Button(self.tr("Show older messages"), "link", parent=self)
        self.older.clicked.connect(self.presenter.older)
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.table, 1)
        column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignHCenter)
        self.empty = EmptyState(self.tr("Loading…"), icon="messages", parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(listed)
        self._listed = listed
        self._stack.setFocusProxy(self.table)
        self.set_body(self._stack)

    def _time(self, message: CommunicationDto) -> str:
        return moment_text(self.desk.local(message.status_at), self.desk.today())

    def focus_body(self) -> None:
        """The keyboard goes to the list, now or when it is there."""
        self._wants_focus = not self.table.isVisible()
        target = self if self._wants_focus else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._wants_focus and self.table.rows() and not self.table.selectedIndexes():
            self.table.selectRow(max(self.table.currentIndex().row(), 0))

    def refresh(self) -> None:
        """Load the list again."""
        self.presenter.load()

    def open(self, argument: object) -> None:
        """A message's id selects it; a patient or a journey begins a message to the patient."""
        if isinstance(argument, UUID):
            self._wanted = argument
            self.kinds.set_current("all")
            self.presenter.choose_kind("all")
        elif isinstance(argument, PatientDto | PatientHit | InstanceDto):
            self.open_write(argument)

    def _show(self, state: MessagesState) -> None:
        if state.messages is None:
            return
        if state.messages is not self.table.rows():
            self.table.set_rows(state.messages)
        self.older.setVisible(state.more)
        if not state.messages:
            self.empty.set_text(*self._why_empty(state))
        self._stack.setCurrentWidget(self._listed if state.messages else self.empty)
        if self._wants_focus and state.messages and self.window().focusWidget() in (None, self):
            self.focus_body()
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
            self.open_message(self.table.current())
        if isinstance(self.panel, MessagePanel):
            newest = self.presenter.find(self.panel.message.id)
            if newest is not None and newest != self.panel.message:
                self.panel.show_message(newest)
        self._enable_actions()

    def _why_empty(self, state: MessagesState) -> tuple[str, str]:
        if state.kind == "look":
            return self.tr("Nothing needs a look"), self.tr("No message failed, and none is of unknown fate.")
        if state.kind != "all" or state.channel is not None:
            return self.tr("No such messages"), self.tr("Choose other messages above.")
        if self.write_action.isVisible():
            hint = self.tr("Journeys send confirmations and reminders by themselves. Ctrl+N writes one by hand.")
        else:
            hint = self.tr("Journeys send confirmations and reminders by themselves.")
        return self.tr("No messages yet"), hint

    def selected(self) -> CommunicationDto | None:
        """The message that keys act on: of the open panel, else under the cursor."""
        if isinstance(self.panel, MessagePanel):
            return self.panel.message
        current = self.table.current()
        return current if isinstance(current, CommunicationDto) else None

    def _selected(self, message: object) -> None:
        if isinstance(message, CommunicationDto) and isinstance(self.panel, MessagePanel):
            self.open_message(message)
        self._enable_actions()

    def _enable_actions(self) -> None:
        message = self.selected()
        possible = {fate for _text, _kind, fate in fates(message, self.presenter)} if message else set()
        for action, fate in (
            (self.again_action, "queued"), (self.sent_action, "sent"), (self.not_sent_action, "failed"),
        ):  # fmt: skip
            if action.isVisible():
                action.setEnabled(fate in possible)

    def open_message(self, message: CommunicationDto | None) -> None:
        """Show one message."""
        if message is None:
            return
        if isinstance(self.panel, MessagePanel) and self.panel.message.id == message.id:
            return
        panel = MessagePanel(self.desk, self.presenter, message)
        panel.patient_wanted.connect(lambda one: self.desk.go("patients", one.patient_id))
        panel.journey_wanted.connect(lambda one: self.desk.go("journeys", one.journey_instance_id))
        self.show_panel(panel)
        self._enable_actions()

    def _settle(self, fate: Fate) -> None:
        message = self.selected()
        if message is None:
            return
        if isinstance(self.panel, MessagePanel):
            self.panel.settle(fate)
        else:
            self.presenter.resolve(message, fate, lambda _settled: None, self.desk.show_error)

    def _go_patient(self) -> None:
        if message := self.selected():
            self.desk.go("patients", message.patient_id)

    def open_write(self, about: PatientHit | PatientDto | InstanceDto | None = None) -> None:
        """Write to a patient."""
        panel = WritePanel(self.desk, self.presenter, about)
        panel.sent.connect(lambda _message: self.close_panel())
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _address(message: CommunicationDto) -> str:
    return message.to_address if message.channel == "email" else phone_text(message.to_address)
