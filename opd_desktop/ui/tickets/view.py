"""The tickets screen: what somebody has to do, by when."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.services.dto.tickets import TicketDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.text import moment_text
from opd_desktop.ui.theme import Look
from opd_desktop.ui.tickets.panels import NewTicketPanel, TicketPanel
from opd_desktop.ui.tickets.presenter import TicketsPresenter, TicketsState
from opd_desktop.ui.tickets.words import PRIORITIES, category_text, is_overdue, priority_look, status_look
from opd_desktop.ui.widgets import Button, Column, EmptyState, ListTable, MenuButton, Segmented

_TICK_MS = 60_000


class TicketsScreen(Screen):
    """Open tickets by due time; take, answer, resolve."""

    screen_id = "tickets"
    icon_name = "tickets"
    needs = Permission.TICKET
    watches = ("Ticket.",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = TicketsPresenter(desk, self)
        self.presenter.state_changed.connect(self._show)
        self._wants_focus = False
        self._make_actions()
        self._make_header()
        self._make_body()
        # A ticket becomes overdue by the clock alone.
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Tickets")

    def _make_actions(self) -> None:
        needs = Permission.TICKET
        self.new_action = self.act(
            "tickets.new", self.tr("New ticket"), self.open_new, keys="Ctrl+N", icon="plus", needs=needs
        )
        self.take_action = self.act(
            "tickets.take", self.tr("Take it"), lambda: self._on_panel(TicketPanel.take), keys="T", icon="user",
            needs=needs,
        )  # fmt: skip
        self.resolve_action = self.act(
            "tickets.resolve", self.tr("Resolve"), lambda: self._on_panel(lambda one: one.move_to("resolved")),
            keys="R", icon="check", needs=needs,
        )  # fmt: skip
        self.note_action = self.act(
            "tickets.note", self.tr("Add a note"), lambda: self._on_panel(TicketPanel.focus_note), keys="N",
            icon="edit", needs=needs,
        )  # fmt: skip
        self.patient_action = self.act(
            "tickets.patient", self.tr("Open the patient"), self._go_patient, keys="P", icon="patients",
            needs=Permission.PATIENT_READ,
        )  # fmt: skip

    def _make_header(self) -> None:
        self.kinds = Segmented(
            [
                ("open", self.tr("Open")),
                ("mine", self.tr("Mine")),
                ("overdue", self.tr("Overdue")),
                ("done", self.tr("Done")),
            ],
            self.tr("Show"),
            self,
        )
        self.kinds.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.kinds.changed.connect(self.presenter.choose_kind)
        self.priorities = MenuButton(self.tr("Priority"), self)
        choices = [(None, self.tr("All priorities")), *((one, priority_look(one).word) for one in PRIORITIES)]
        self.priorities.set_choices(choices, None)
        self.priorities.chosen.connect(self.presenter.choose_priority)
        self.order = MenuButton(self.tr("Order"), self)
        self.order.set_choices(
            [
                ("due", self.tr("Due first")),
                ("priority", self.tr("Most urgent first")),
                ("newest", self.tr("Newest first")),
            ],
            "due",
        )
        self.order.chosen.connect(self.presenter.sort)
        for widget in (self.kinds, self.priorities, self.order):
            self.header.addWidget(widget)
        self.header.addStretch()
        self.header.addWidget(Button.for_action(self.new_action, "primary"))

    def _make_body(self) -> None:
        self.table = ListTable(self.tr("Tickets"), self)
        self.table.set_columns(
            [
                Column(self.tr("No."), lambda one: str(one.number), align="right", token=lambda _one: "muted"),
                Column(self.tr("Subject"), lambda one: one.subject, stretch=True, strong=True),
                Column(self.tr("Patient"), lambda one: one.patient_name or ""),
                Column(self.tr("Category"), lambda one: category_text(one.category), token=lambda _one: "muted"),
                Column(
                    self.tr("Priority"),
                    lambda one: priority_look(one.priority).word,
                    look=lambda one: priority_look(one.priority),
                ),
                Column(self.tr("Status"), lambda one: self._status(one).word, look=self._status),
                Column(self.tr("Assigned to"), lambda one: one.assignee_name or "–"),
                Column(self.tr("Due"), self._due, align="right", token=self._due_token),
            ],
            lambda one: one.id,
        )
        self.table.activated_row.connect(self.open_ticket)
        self.table.clicked.connect(lambda index: self.open_ticket(index.data(Qt.ItemDataRole.UserRole)))
        self.table.selected.connect(self._selected)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.table.addActions([self.take_action, self.note_action, self.resolve_action, self.patient_action])
        self.empty = EmptyState(self.tr("Loading…"), icon="tickets", parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self._stack.setFocusProxy(self.table)
        self.set_body(self._stack)

    def _status(self, ticket: TicketDto) -> Look:
        return status_look(ticket, self.desk.now())

    def _due(self, ticket: TicketDto) -> str:
        moment = ticket.resolved_at or ticket.due_at
        return moment_text(self.desk.local(moment), self.desk.today()) if moment else ""

    def _due_token(self, ticket: TicketDto) -> str:
        return "danger" if is_overdue(ticket, self.desk.now()) else "muted"

    def focus_body(self) -> None:
        """The keyboard goes to the list, now or when it is there."""
        self._wants_focus = not self.table.isVisible()
        target = self if self._wants_focus else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._wants_focus and self.table.rows() and not self.table.selectedIndexes():
            self.table.selectRow(max(self.table.currentIndex().row(), 0))

    def refresh(self) -> None:
        """Load the list again, and the open ticket."""
        self.presenter.load()
        if isinstance(self.panel, TicketPanel):
            self.panel.load()

    def _on_tick(self) -> None:
        if self.isVisible() and self.desk.online:
            self.presenter.load_list()

    def open(self, argument: object) -> None:
        """A ticket's id opens it; a patient begins a ticket about the patient."""
        if isinstance(argument, UUID):
            self.presenter.read(argument, self.open_ticket)
        elif isinstance(argument, PatientDto | PatientHit):
            self.open_new((argument.id, argument.name))

    def _show(self, state: TicketsState) -> None:
        if state.found is None:
            return
        self.table.set_rows(state.tickets)
        if not state.tickets:
            self.empty.set_text(*self._why_empty(state))
        self._stack.setCurrentWidget(self.table if state.tickets else self.empty)
        if self._wants_focus and state.tickets and self.window().focusWidget() in (None, self):
            self.focus_body()

    def _why_empty(self, state: TicketsState) -> tuple[str, str]:
        if state.priority is not None and state.found:
            return self.tr("No such tickets"), self.tr("Choose all priorities above.")
        return {
            "open": (self.tr("Nothing to do"), self.tr("No ticket is open. Ctrl+N opens one.")),
            "mine": (self.tr("Nothing is yours"), self.tr("Choose “Open” above and take one with T.")),
            "overdue": (self.tr("Nothing is overdue"), self.tr("Every open ticket is in time.")),
            "done": (self.tr("Nothing was resolved yet"), self.tr("Resolved and closed tickets appear here.")),
        }[state.kind]

    def selected(self) -> TicketDto | None:
        """The ticket that keys act on: of the open panel, else under the cursor."""
        if isinstance(self.panel, TicketPanel):
            return self.panel.ticket
        current = self.table.current()
        return current if isinstance(current, TicketDto) else None

    def _selected(self, ticket: object) -> None:
        if isinstance(ticket, TicketDto) and isinstance(self.panel, TicketPanel):
            self.open_ticket(ticket)

    def open_ticket(self, ticket: TicketDto | None) -> None:
        """Show one ticket."""
        if ticket is None or (isinstance(self.panel, TicketPanel) and self.panel.ticket.id == ticket.id):
            return
        panel = TicketPanel(self.desk, self.presenter, ticket)
        panel.patient_wanted.connect(lambda one: self.desk.go("patients", one.patient_id))
        panel.journey_wanted.connect(lambda one: self.desk.go("journeys", one.journey_instance_id))
        self.show_panel(panel)

    def _on_panel(self, run: Callable[[TicketPanel], object]) -> None:
        ticket = self.selected()
        self.open_ticket(ticket)
        if isinstance(self.panel, TicketPanel):
            run(self.panel)

    def _go_patient(self) -> None:
        ticket = self.selected()
        if ticket is not None and ticket.patient_id is not None:
            self.desk.go("patients", ticket.patient_id)

    def open_new(self, patient: tuple[UUID, str] | None = None) -> None:
        """A new ticket."""
        panel = NewTicketPanel(self.desk, self.presenter, patient)
        panel.opened.connect(self._opened)
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _opened(self, ticket: TicketDto) -> None:
        self.close_panel()
        self.open_ticket(ticket)
