"""Panels of the tickets: one ticket with its thread, and a new one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.patients import PatientHit
from opd_desktop.services.dto.tickets import AssigneeDto, CreateTicket, PatchTicket, TicketDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.loading import while_alive
from opd_desktop.ui.text import moment_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.tickets.presenter import TicketsPresenter
from opd_desktop.ui.tickets.words import (
    CATEGORIES,
    PRIORITIES,
    category_text,
    description_text,
    is_open,
    priority_look,
    status_look,
)
from opd_desktop.ui.widgets import Button, Caption, Chip, Field, Muted, Notice, Panel
from opd_desktop.ui.widgets.boxes import choose_data
from opd_desktop.ui.widgets.line import IconLine, clear_layout
from opd_desktop.ui.widgets.patient_picker import PatientPicker
from opd_desktop.ui.words import error_text

#: The login under which journeys act.
_WORKER = "opd_worker"


def priority_box(parent: QWidget, current: str = "normal") -> QComboBox:
    """How urgent it is."""
    box = QComboBox(parent)
    for priority in PRIORITIES:
        look = priority_look(priority)
        box.addItem(theme().icon(look.icon, look.fg), look.word, priority)
    box.setCurrentIndex(box.findData(current))
    return box


def fill_assignees(box: QComboBox, staff: tuple[AssigneeDto, ...], ticket: TicketDto | None = None) -> None:
    """Offer who may be given the ticket; somebody who no longer may stays shown if they have it."""
    chosen = box.currentData() if ticket is None else ticket.assignee_id
    box.clear()
    box.addItem(box.tr("Nobody yet"), None)
    for one in staff:
        box.addItem(one.display_name, one.id)
    if not choose_data(box, chosen):
        box.addItem((ticket.assignee_name if ticket else None) or "?", chosen)
        choose_data(box, chosen)


class TicketPanel(Panel):
    """One ticket: what it is about, its thread, and what can be done.

    Attributes:
        patient_wanted, journey_wanted: links, with the `TicketDto`.
    """

    patient_wanted = Signal(object)
    journey_wanted = Signal(object)

    def __init__(self, desk: Desk, presenter: TicketsPresenter, ticket: TicketDto) -> None:
        super().__init__(ticket.subject)
        self._desk = desk
        self._presenter = presenter
        self.ticket = ticket
        self._key = f"ticket/{ticket.id}"
        self._told = while_alive(self, self._failed, desk.show_error)
        self._make_editors()
        self._lay_out()
        self.note.setPlainText(str((desk.drafts.get(self._key) or {}).get("note", "")))
        self.show_ticket(ticket)
        self.load()

    def _make_editors(self) -> None:
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(6)
        self._thread = QVBoxLayout()
        self._thread.setSpacing(10)
        self.assignee = QComboBox(self)
        self.assignee.activated.connect(lambda _index: self._assign())
        self.priority = priority_box(self)
        self.priority.activated.connect(lambda _index: self._prioritise())
        self.note = QPlainTextEdit(self)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(round(theme().rem * 4.5))
        self.add_button = Button(self.tr("Add note"), keys="Ctrl+Return", parent=self)
        self.add_button.setShortcut("Ctrl+Return")
        self.add_button.clicked.connect(self.add_note)
        self._buttons: dict[str, Button] = {}
        for status, text, kind in (
            ("resolved", self.tr("Resolve"), "primary"),
            ("pending", self.tr("Waits"), "plain"),
            ("open", self.tr("Open again"), "plain"),
            ("closed", self.tr("Close"), "plain"),
        ):
            button = Button(text, kind, parent=self)
            button.clicked.connect(lambda _checked=False, status=status: self.move_to(status))
            self._buttons[status] = button
        self._buttons["pending"].setToolTip(self.tr("Somebody else has to act first, the patient for example"))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(Field(self.tr("Assigned to"), self.assignee), 0, 0)
        grid.addWidget(Field(self.tr("Priority"), self.priority), 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.note_field = Field(self.tr("Note"), self.note)
        self.note_field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addLayout(self._chips)
        self.body.addLayout(self._facts)
        self.body.addWidget(self._error)
        self.body.addLayout(grid)
        self.body.addWidget(Caption(self.tr("Thread")))
        self.body.addLayout(self._thread)
        self.body.addWidget(self.note_field)
        self.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()
        for button in self._buttons.values():
            self.footer.addWidget(button, 1)

    def load(self) -> None:
        """Ask for the ticket with its thread."""
        self._presenter.read(self.ticket.id, while_alive(self, self.show_ticket), self._told)

    def show_ticket(self, ticket: TicketDto) -> None:
        """Show the newest state."""
        if ticket.id != self.ticket.id:
            return
        self.ticket = ticket
        self.set_title(ticket.subject)
        now = self._desk.now()
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._chips.addWidget(Chip(status_look(ticket, now), self))
        self._chips.addWidget(Chip(priority_look(ticket.priority), self))
        self._chips.addStretch()
        clear_layout(self._facts)
        for widget in self._fact_widgets(ticket):
            self._facts.addWidget(widget)
        fill_assignees(self.assignee, self._presenter.state.assignees, ticket)
        self.priority.setCurrentIndex(self.priority.findData(ticket.priority))
        self._show_thread(ticket)
        for status, button in self._buttons.items():
            button.setVisible(self._possible(status))
            button.setEnabled(True)
        for box in (self.assignee, self.priority):
            box.setEnabled(is_open(ticket))

    def _possible(self, status: str) -> bool:
        """Whether the ticket may go there from where it is (as `domain.ticket` rules)."""
        here = self.ticket.status
        if status == "open":
            return here != "open"
        if status == "closed":
            return here == "resolved"
        return is_open(self.ticket) and here != status

    def _fact_widgets(self, ticket: TicketDto) -> list[QWidget]:
        made: list[QWidget] = []
        number = self.tr("Ticket {0} · {1}").format(ticket.number, category_text(ticket.category))
        when = self._moment(ticket.created_at)
        if ticket.journey_instance_id is not None and ticket.created_by == _WORKER:
            opened = self.tr("opened {0} by the journey").format(when)
        else:
            opened = self.tr("opened {when} by {who}").format(when=when, who=ticket.created_by)
        made.append(IconLine("tickets", number, opened))
        if ticket.due_at is not None and is_open(ticket):
            made.append(IconLine("clock", self.tr("Due {0}").format(self._moment(ticket.due_at))))
        if ticket.resolved_at is not None:
            made.append(IconLine("check", self.tr("Resolved {0}").format(self._moment(ticket.resolved_at))))
        if ticket.patient_name and self._desk.actor.may(Permission.PATIENT_READ):
            made.append(self._link(self.tr("Patient: {0}").format(ticket.patient_name), self.patient_wanted))
        if ticket.journey_instance_id is not None and self._desk.actor.may(Permission.JOURNEY_READ):
            made.append(self._link(self.tr("Open the journey"), self.journey_wanted))
        if text := description_text(ticket):
            made.append(Muted(text, self))
        return made

    def _link(self, text: str, signal: SignalInstance) -> Button:
        button = Button(text, "link", parent=self)
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(lambda _checked=False: signal.emit(self.ticket))
        return button

    def _show_thread(self, ticket: TicketDto) -> None:
        clear_layout(self._thread)
        for note in ticket.notes:
            side = self._moment(note.at)
            self._thread.addWidget(IconLine("user", note.by, note.text, side, strong=True))
        if not ticket.notes:
            self._thread.addWidget(Muted(self.tr("No notes yet. Write what was done or said."), self))

    def _moment(self, moment: datetime) -> str:
        return moment_text(self._desk.local(moment), self._desk.today())

    def _patch(self, note: str = "", **changes: Any) -> None:
        self._error.set_text("")
        request = PatchTicket(
            id=self.ticket.id, row_version=self.ticket.row_version, note=note or None, **changes
        )  # fmt: skip

        def done(ticket: TicketDto) -> None:
            if note and self.note.toPlainText().strip() == note:
                self.note.clear()
            self.add_button.setEnabled(True)
            self.show_ticket(ticket)

        key, drafts = self._key, self._desk.drafts
        # Closed meanwhile, the panel has kept a draft of the note that has now been added.
        otherwise = (lambda _ticket: drafts.drop(key)) if note else None
        self._presenter.patch(request, while_alive(self, done, otherwise), self._told)

    def _assign(self) -> None:
        chosen = self.assignee.currentData()
        if chosen is None:
            # The contract knows no way back to nobody; somebody always stays responsible.
            fill_assignees(self.assignee, self._presenter.state.assignees, self.ticket)
        elif chosen != self.ticket.assignee_id:
            self._patch(assignee_id=chosen)

    def _prioritise(self) -> None:
        if self.priority.currentData() != self.ticket.priority:
            self._patch(priority=self.priority.currentData())

    def take(self) -> None:
        """Make it mine."""
        if self._presenter.may_take(self.ticket):
            self._patch(assignee_id=self._presenter.state.me)

    def move_to(self, status: str) -> None:
        """Resolve, close, open again, or let it wait; what is in the note goes along."""
        if not self._possible(status):
            return
        for button in self._buttons.values():
            button.setEnabled(False)
        self._patch(self.note.toPlainText().strip(), status=status)

    def add_note(self) -> None:
        """Add what was written to the thread."""
        note = self.note.toPlainText().strip()
        self.note_field.set_error("" if note else self.tr("Write the note first."))
        if note:
            self.add_button.setEnabled(False)
            self._patch(note)
        else:
            self.note.setFocus()

    def focus_note(self) -> None:
        """Put the keyboard into the note."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def on_close(self) -> None:
        """Keep a note that was begun."""
        note = self.note.toPlainText().strip()
        if note:
            self._desk.drafts.put(self._key, {"note": note})
        else:
            self._desk.drafts.drop(self._key)

    def _failed(self, error: BaseException) -> None:
        self.add_button.setEnabled(True)
        for button in self._buttons.values():
            button.setEnabled(True)
        self._error.set_text(error_text(error))
        fill_assignees(self.assignee, self._presenter.state.assignees, self.ticket)
        self.priority.setCurrentIndex(self.priority.findData(self.ticket.priority))


class NewTicketPanel(Panel):
    """Open a ticket.

    Attributes:
        opened: the new `TicketDto`.
    """

    opened = Signal(object)

    def __init__(self, desk: Desk, presenter: TicketsPresenter, patient: tuple[UUID, str] | None = None) -> None:
        super().__init__(self.tr("New ticket"))
        self._desk = desk
        self._presenter = presenter
        self._patient_id: UUID | None = None
        self.subject = QLineEdit(self)
        self.subject.setMaxLength(200)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(round(theme().rem * 6))
        self.picker = PatientPicker(desk, can_register=False, parent=self)
        self.picker.picked.connect(self._choose)
        self._who = Notice("good", "", self.tr("Change"), self._change, self)
        self._who.set_text("")
        self.priority = priority_box(self)
        self.category = QComboBox(self)
        for key in CATEGORIES:
            self.category.addItem(category_text(key), key)
        self.assignee = QComboBox(self)
        fill_assignees(self.assignee, presenter.state.assignees)
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self._lay_out()
        if patient is not None:
            self._show_patient(*patient)

    def _lay_out(self) -> None:
        self.subject_field = Field(self.tr("What has to be done?"), self.subject)
        self._find = Field(self.tr("Patient"), self.picker.edit, self.tr("May stay empty."))
        self.button = Button(self.tr("Open ticket"), "primary", keys="Ctrl+Return", parent=self)
        self.button.setShortcut("Ctrl+Return")
        self.button.clicked.connect(self.submit)
        more = Field(self.tr("More"), self.text)
        more.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for widget in (self.subject_field, more, self._find, self.picker, self._who):
            self.body.addWidget(widget)
        for label, box in (
            (self.tr("Priority"), self.priority),
            (self.tr("Category"), self.category),
            (self.tr("Assigned to"), self.assignee),
        ):
            self.body.addWidget(Field(label, box))
        self.body.addWidget(self._error)
        self.body.addStretch()
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.subject)

    def _choose(self, hit: PatientHit) -> None:
        self._show_patient(hit.id, hit.name)
        self.priority.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_patient(self, patient_id: UUID, name: str) -> None:
        self._patient_id = patient_id
        self._who.set_text(name)
        self._find.hide()
        self.picker.hide()

    def _change(self) -> None:
        self._patient_id = None
        self._who.set_text("")
        self._find.show()
        self.picker.show()
        self.picker.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Open it."""
        subject = self.subject.text().strip()
        self.subject_field.set_error("" if subject else self.tr("Say in a few words what has to be done."))
        self._error.set_text("")
        if not subject:
            self.subject.setFocus()
        elif self.button.isEnabled():
            self.button.setEnabled(False)
            request = CreateTicket(
                facility_id=self._desk.facility.id,
                patient_id=self._patient_id,
                subject=subject,
                description=self.text.toPlainText().strip()[:4000],
                category=self.category.currentData(),
                priority=self.priority.currentData(),
                assignee_id=self.assignee.currentData(),
            )
            told = while_alive(self, self._failed, self._desk.show_error)
            self._presenter.create(request, while_alive(self, self.opened.emit), told)

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._error.set_text(error_text(error))
