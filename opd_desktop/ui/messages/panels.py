"""Panels of the outbox: one message with what can be done about it, and writing one."""

from typing import Literal
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.communications import CommunicationDto, SendCommunication
from opd_desktop.services.dto.journeys import InstanceDto
from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.loading import while_alive
from opd_desktop.ui.messages.presenter import MessagesPresenter
from opd_desktop.ui.messages.words import channel_text, failure_text, needs_look, status_look, template_text
from opd_desktop.ui.text import moment_text, phone_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Chip, Field, Muted, Notice, Panel
from opd_desktop.ui.widgets.line import IconLine, clear_layout
from opd_desktop.ui.widgets.patient_picker import PatientPicker
from opd_desktop.ui.words import error_text

_MOST = 4000
_KEEP_MS = 400
Fate = Literal["sent", "queued", "failed"]


class MessagePanel(Panel):
    """One message: what it says, where it went, what became of it.

    Attributes:
        patient_wanted, journey_wanted: links, with the `CommunicationDto`.
    """

    patient_wanted = Signal(object)
    journey_wanted = Signal(object)

    def __init__(self, desk: Desk, presenter: MessagesPresenter, message: CommunicationDto) -> None:
        super().__init__(message.patient_name)
        self._desk = desk
        self._presenter = presenter
        self.message = message
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self._facts = QVBoxLayout()
        self._facts.setSpacing(8)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(8)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Text of the message"))
        self.text.setMinimumHeight(round(theme().rem * 10))
        self.body.addLayout(self._facts)
        self.body.addWidget(Caption(self.tr("Message")))
        self.body.addWidget(self.text, 1)
        self.body.addWidget(self._error)
        self.body.addLayout(self._choices)
        self._links()
        self.show_message(message)

    def _links(self) -> None:
        wanted = [(self.tr("Patient"), self.patient_wanted, self._presenter.may(Permission.PATIENT_READ))]
        has_journey = self.message.journey_instance_id is not None
        wanted.append((self.tr("Journey"), self.journey_wanted, has_journey))
        for text, signal, shown in wanted:
            if shown:
                button = Button(text, "link", parent=self)
                button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.message))
                self.footer.addWidget(button)
        self.footer.addStretch()

    def show_message(self, message: CommunicationDto) -> None:
        """Show the newest state of the message."""
        self.message = message
        clear_layout(self._facts)
        for widget in self._fact_widgets(message):
            self._facts.addWidget(widget)
        text = f"{message.subject}\n\n{message.body}" if message.subject else message.body
        if text != self.text.toPlainText():
            self.text.setPlainText(text)
        self._show_choices()

    def _fact_widgets(self, message: CommunicationDto) -> list[QWidget]:
        look = status_look(message)
        to = message.to_address if message.channel == "email" else phone_text(message.to_address)
        made: list[QWidget] = [Chip(look, self)]
        route = channel_text(message.channel) + (f" · {to}" if to else "")
        made.append(IconLine("mail" if message.channel == "email" else "messages", route))
        made.append(IconLine("clock", self._when(message)))
        by_journey = message.journey_instance_id is not None and message.template_key
        writer = self.tr("Sent by the journey") if by_journey else self.tr("Written by {0}").format(message.created_by)
        made.append(IconLine("edit", template_text(message.template_key), writer))
        if message.attempts > 1:
            made.append(IconLine("refresh", self.tr("{0} tries").format(message.attempts)))
        if message.error:
            kind: Literal["danger", "warn", "info"] = "info"
            if needs_look(message):
                kind = "danger" if message.status == "failed" else "warn"
            made.append(Notice(kind, failure_text(message.error), parent=self))
        return made

    def _when(self, message: CommunicationDto) -> str:
        today = self._desk.today()
        written = moment_text(self._desk.local(message.created_at), today)
        since = moment_text(self._desk.local(message.status_at), today)
        if since == written:
            return self.tr("Written {0}").format(written)
        text = self.tr("Written {written}, {status} {since}")
        return text.format(written=written, status=status_look(message).word.lower(), since=since)

    def _show_choices(self) -> None:
        clear_layout(self._choices)
        for text, kind, fate in fates(self.message, self._presenter):
            button = Button(text, kind, parent=self)
            button.clicked.connect(lambda _checked=False, fate=fate: self.settle(fate))
            self._choices.addWidget(button)
        if self.message.status == "unknown" and self._choices.count():
            hint = self.tr("Ask the patient, or look at the provider. Sent again, it may arrive twice.")
            self._choices.addWidget(Muted(hint, self))

    def settle(self, fate: Fate) -> None:
        """Say what became of it, or send it again."""
        self._error.set_text("")
        told = while_alive(self, self._failed, self._desk.show_error)
        self._presenter.resolve(self.message, fate, while_alive(self, self.show_message), told)

    def _failed(self, error: BaseException) -> None:
        self._error.set_text(error_text(error))


def fates(message: CommunicationDto, presenter: MessagesPresenter) -> list[tuple[str, str, Fate]]:
    """What a person may decide about a message: text, kind of button, new status."""
    if not presenter.may(Permission.MESSAGE_SEND):
        return []
    if message.status == "unknown":
        return [
            (presenter.tr("It was sent"), "primary", "sent"),
            (presenter.tr("It was not sent"), "plain", "failed"),
            (presenter.tr("Send it again"), "plain", "queued"),
        ]
    if message.status == "failed":
        return [
            (presenter.tr("Send it again"), "primary", "queued"),
            (presenter.tr("The patient was told another way"), "plain", "sent"),
        ]
    return []


class WritePanel(Panel):
    """A message to a patient. What is typed survives a crash, and Esc.

    Attributes:
        sent: the queued `CommunicationDto`.
    """

    sent = Signal(object)

    def __init__(
        self, desk: Desk, presenter: MessagesPresenter, about: PatientHit | PatientDto | InstanceDto | None = None
    ) -> None:
        super().__init__(self.tr("Write a message"))
        self._desk = desk
        self._presenter = presenter
        self._patient_id: UUID | None = None
        self._name = ""
        self._journey_id = about.id if isinstance(about, InstanceDto) else None
        self._sent = False
        self._make_editors()
        self._lay_out()
        if isinstance(about, InstanceDto):
            self._choose(about.patient_id, about.patient_name)
        elif about is not None:
            self._choose(about.id, about.name)
        self._key = f"message/{self._patient_id or 'new'}"
        self._restore()
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self._keep_draft)
        self.text.textChanged.connect(self._keep.start)
        self.subject.textChanged.connect(lambda _text: self._keep.start())

    def _make_editors(self) -> None:
        self.picker = PatientPicker(self._desk, can_register=False, parent=self)
        self.picker.picked.connect(self._picked)
        self._who = Notice("good", "", self.tr("Change"), self._change, self)
        self._who.set_text("")
        self.channel = QComboBox(self)
        self.channel.addItem(self.tr("As the patient prefers"), None)
        for name in self._presenter.channels():
            self.channel.addItem(channel_text(name), name)
        self.subject = QLineEdit(self)
        self.subject.setMaxLength(200)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(round(theme().rem * 9))
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self.button = Button(self.tr("Send"), "primary", keys="Ctrl+Return", parent=self)
        self.button.setShortcut("Ctrl+Return")
        self.button.clicked.connect(self.submit)

    def _lay_out(self) -> None:
        self.find_field = Field(self.tr("Patient"), self.picker.edit)
        self.text_field = Field(self.tr("Message"), self.text)
        self.body.addWidget(self.find_field)
        self.body.addWidget(self.picker)
        self.body.addWidget(self._who)
        self.body.addWidget(Field(self.tr("Channel"), self.channel))
        self.body.addWidget(Field(self.tr("Subject"), self.subject, self.tr("Only e-mail shows it.")))
        self.body.addWidget(self.text_field, 1)
        self.body.addWidget(self._error)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.picker.edit)

    def _picked(self, patient: PatientHit) -> None:
        self._choose(patient.id, patient.name)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keep.start()

    def _choose(self, patient_id: UUID, name: str) -> None:
        self._patient_id, self._name = patient_id, name
        self.find_field.set_error("")
        self.find_field.hide()
        self.picker.hide()
        self._who.set_text(name)
        self.setFocusProxy(self.text)

    def _change(self) -> None:
        self._patient_id, self._journey_id = None, None
        self._who.set_text("")
        self.find_field.show()
        self.picker.show()
        self.setFocusProxy(self.picker.edit)
        self.picker.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        draft = self._desk.drafts.get(self._key)
        if draft is None:
            return
        if self._patient_id is None and draft.get("patient_id"):
            self._choose(UUID(draft["patient_id"]), str(draft["name"]))
        self.subject.setText(str(draft.get("subject", "")))
        self.text.setPlainText(str(draft.get("text", "")))
        self.channel.setCurrentIndex(max(self.channel.findData(draft.get("channel")), 0))

    def _keep_draft(self) -> None:
        text, subject = self.text.toPlainText(), self.subject.text()
        if self._sent or not (text.strip() or subject.strip()):
            self._desk.drafts.drop(self._key)
            return
        patient = str(self._patient_id) if self._patient_id else ""
        kept = {"patient_id": patient, "name": self._name, "subject": subject, "text": text}
        self._desk.drafts.put(self._key, {**kept, "channel": self.channel.currentData()})

    def on_close(self) -> None:
        """Keep what was typed, unless it was sent."""
        self._keep.stop()
        self._keep_draft()

    def submit(self) -> None:
        """Queue the message."""
        text = self.text.toPlainText().strip()
        self._error.set_text("")
        self.find_field.set_error("" if self._patient_id else self.tr("Choose who gets the message."))
        if not text:
            self.text_field.set_error(self.tr("Write the message first."))
        elif len(text) > _MOST:
            self.text_field.set_error(self.tr("Shorten the message by {0} letters.").format(len(text) - _MOST))
        else:
            self.text_field.set_error("")
        if self._patient_id is None:
            self.picker.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.text_field.error:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.button.isEnabled():
            self.button.setEnabled(False)
            request = SendCommunication(
                patient_id=self._patient_id,
                facility_id=self._desk.facility.id,
                channel=self.channel.currentData(),
                subject=self.subject.text().strip(),
                body=text,
                journey_instance_id=self._journey_id,
            )
            self._send(request)

    def _send(self, request: SendCommunication) -> None:
        key, drafts = self._key, self._desk.drafts
        # Closed meanwhile, the panel has kept a draft of what has now been sent.
        done = while_alive(self, self._done, lambda _message: drafts.drop(key))
        self._presenter.send(request, done, while_alive(self, self._failed, self._desk.show_error))

    def _done(self, message: CommunicationDto) -> None:
        self._sent = True
        self.sent.emit(message)

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._error.set_text(error_text(error))
