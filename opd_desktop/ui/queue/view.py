"""The queue screen: a column per doctor, check-in, walk-in, call next."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QStackedWidget, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.queue import PractitionerQueue, QueueEntryDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.queue.column import QueueColumn
from opd_desktop.ui.queue.panels import CheckInPanel, EntryPanel, WalkInPanel
from opd_desktop.ui.queue.presenter import QueuePresenter, QueueState
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.widgets import Button, EmptyState, MenuButton

_TICK_MS = 30_000


class QueueScreen(Screen):
    """Who waits for whom; F9 calls the next one of the queue that has the keyboard."""

    screen_id = "queue"
    icon_name = "queue"
    needs = Permission.QUEUE
    watches = ("Queue.", "Appointment.", "Encounter.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = QueuePresenter(desk, self)
        self.presenter.state_changed.connect(self._show)
        self._columns: dict[UUID, QueueColumn] = {}
        self._current: UUID | None = None
        self._make_actions()
        self._make_header()
        self._make_body()
        # Times on screen grow by themselves; the board says again every half minute.
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._refresh_if_visible)
        self._tick.start()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Queue")

    def _make_actions(self) -> None:
        act, may = self.act, Permission.QUEUE
        self.check_in_action = act(
            "queue.check_in",
            self.tr("Check in"),
            self.open_check_in,
            keys="F5",
            icon="check",
            needs=Permission.CHECK_IN,
        )
        self.walk_in_action = act(
            "queue.walk_in", self.tr("Walk-in"), self.open_walk_in, keys="F6", icon="plus", needs=Permission.CHECK_IN
        )
        self.call_next_action = act(
            "queue.call_next", self.tr("Call next"), self.call_next, keys="F9", icon="phone", needs=may
        )
        self.call_action = act(
            "queue.call", self.tr("Call this patient"), self._on_entry(self.presenter.call), keys="C", needs=may
        )
        self.skip_action = act(
            "queue.skip", self.tr("Not there: skip"), self._on_entry(self.presenter.skip), keys="S", needs=may
        )
        self.requeue_action = act(
            "queue.requeue", self.tr("Back to waiting"), self._on_entry(self.presenter.requeue), keys="B", needs=may
        )
        self.leave_action = act(
            "queue.leave",
            self.tr("Left without being seen"),
            self._on_entry(self.presenter.leave),
            keys="Del",
            needs=may,
        )
        self.transfer_action = act(
            "queue.transfer", self.tr("Move to another doctor"), self._choose_transfer, keys="M", needs=may
        )
        self.encounter_action = act(
            "queue.encounter", self.tr("Open the encounter"), self._open_encounter, keys="E", needs=Permission.VITALS
        )

    def _on_entry(self, run: Callable[[QueueEntryDto], None]) -> Callable[[], None]:
        def act() -> None:
            entry = self.selected()
            if entry is not None:
                run(entry)

        return act

    def _make_header(self) -> None:
        self.doctors = MenuButton(self.tr("Doctors"), self)
        self.doctors.chosen.connect(lambda chosen: self.presenter.show_only((chosen,) if chosen else ()))
        self._fill_doctors()
        self.desk.facility_changed.connect(self._on_facility)
        self.header.addWidget(self.doctors)
        self.header.addStretch()
        self.header.addWidget(Button.for_action(self.walk_in_action))
        self.header.addWidget(Button.for_action(self.check_in_action))

    def _fill_doctors(self) -> None:
        choices = [(None, self.tr("All doctors")), *((one.id, one.display_name) for one in self.desk.practitioners)]
        self.doctors.set_choices(choices, self.presenter.state.only[0] if self.presenter.state.only else None)

    def _on_facility(self) -> None:
        self.presenter.show_only(())
        self._fill_doctors()

    def _make_body(self) -> None:
        self._inside = QWidget(self)
        self._inside.setProperty("kind", "window")
        self._line_up = QHBoxLayout(self._inside)
        self._line_up.setContentsMargins(16, 16, 16, 16)
        self._line_up.setSpacing(16)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inside)
        self._empty = EmptyState(
            self.tr("No doctor works here yet"),
            self.tr("A manager adds doctors and their hours; then their queues appear here."),
            icon="queue",
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._empty)
        self._scroll = scroll
        self.set_body(self._stack)

    def refresh(self) -> None:
        """Load the board again."""
        self.presenter.load()
        if isinstance(self.panel, CheckInPanel):
            self.panel.load()

    def _refresh_if_visible(self) -> None:
        if self.isVisible() and self.desk.online:
            self.presenter.load()

    def focus_body(self) -> None:
        """The keyboard goes to the current queue."""
        column = self._columns.get(self._current) if self._current else None
        if column is not None:
            column.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, state: QueueState) -> None:
        board = state.board
        if board is None:
            return
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        wanted = [one.practitioner_id for one in board.queues]
        for key in [key for key in self._columns if key not in wanted]:
            gone = self._columns.pop(key)
            self._line_up.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, queue in enumerate(board.queues):
            column = self._columns.get(queue.practitioner_id) or self._add_column(queue, place)
            column.show_queue(queue, board.now)
        if self._current not in self._columns:
            self._current = wanted[0] if wanted else None
            if had_focus or (self.isVisible() and self.window().focusWidget() in (None, self)):
                self.focus_body()
        self._stack.setCurrentWidget(self._scroll if wanted else self._empty)

    def _add_column(self, queue: PractitionerQueue, place: int) -> QueueColumn:
        column = QueueColumn(self.presenter, self._inside)
        key = queue.practitioner_id
        column.entered.connect(lambda: self._enter(key))
        column.sideways.connect(self._sideways)
        column.opened.connect(self.open_entry)
        column.call_next_wanted.connect(lambda _queue: self.presenter.call_next(key))
        column.list.addActions(
            [self.call_action, self.skip_action, self.requeue_action, self.leave_action, self.transfer_action,
             self.encounter_action]
        )  # fmt: skip
        self._columns[key] = column
        self._line_up.insertWidget(place, column, 1)
        return column

    def _enter(self, practitioner_id: UUID) -> None:
        self._current = practitioner_id
        self._scroll.ensureWidgetVisible(self._columns[practitioner_id], 16, 0)

    def _sideways(self, step: int) -> None:
        keys = [one.practitioner_id for one in self.presenter.state.queues]
        if self._current in keys:
            self._current = keys[(keys.index(self._current) + step) % len(keys)]
            self.focus_body()

    def column(self, practitioner_id: UUID) -> QueueColumn:
        """The column of a practitioner."""
        return self._columns[practitioner_id]

    def selected(self) -> QueueEntryDto | None:
        """The person that keys act on: of the open panel, else under the cursor."""
        if isinstance(self.panel, EntryPanel):
            return self.panel.entry
        column = self._columns.get(self._current) if self._current else None
        return column.selected() if column else None

    def call_next(self) -> None:
        """Call the next one of the queue that has the keyboard."""
        if self._current is not None:
            self.presenter.call_next(self._current)

    def open_check_in(self) -> None:
        """Who came?"""
        panel = CheckInPanel(self.desk, self.presenter)
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_walk_in(self) -> None:
        """A patient without an appointment."""
        panel = WalkInPanel(self.desk, self.presenter, self._current)
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_entry(self, entry: QueueEntryDto) -> None:
        """One person, with what can be done."""
        may_queue = self.presenter.may(Permission.QUEUE)
        choices = []
        if entry.encounter_id and self.presenter.may(Permission.VITALS):
            choices.append((self.encounter_action.text(), "primary", lambda: self._open(entry)))
        if may_queue and entry.state in {"waiting", "skipped"}:
            choices.append((self.call_action.text(), "plain", lambda: self._then(self.presenter.call, entry)))
        if may_queue and entry.state == "called":
            choices.append((self.tr("Call again"), "plain", lambda: self._then(self.presenter.recall, entry)))
        if may_queue and entry.state in {"called", "skipped", "in-consultation"}:
            choices.append((self.requeue_action.text(), "plain", lambda: self._then(self.presenter.requeue, entry)))
        if may_queue and entry.state in {"waiting", "called"}:
            choices.append((self.skip_action.text(), "plain", lambda: self._then(self.presenter.skip, entry)))
        if may_queue and entry.state in {"waiting", "called", "skipped"}:
            choices.append((self.transfer_action.text(), "plain", self._choose_transfer))
            choices.append((self.leave_action.text(), "danger", lambda: self._then(self.presenter.leave, entry)))
        self.show_panel(EntryPanel(self.presenter, entry, choices))

    def _then(self, run: Callable[[QueueEntryDto], None], entry: QueueEntryDto) -> None:
        self.close_panel()
        run(entry)

    def _choose_transfer(self) -> None:
        entry = self.selected()
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self.desk.practitioners:
            if one.id != entry.practitioner_id:
                action = menu.addAction(f"{one.display_name} · {one.specialty}")
                action.triggered.connect(
                    lambda _checked=False, key=one.id: self._then(lambda e: self.presenter.transfer(e, key), entry)
                )
        column = self._columns.get(entry.practitioner_id)
        menu.popup((column or self).mapToGlobal((column or self).rect().center()))

    def _open_encounter(self) -> None:
        if entry := self.selected():
            self._open(entry)

    def _open(self, entry: QueueEntryDto) -> None:
        if entry.encounter_id is not None:
            self.desk.go("encounter", entry.encounter_id)
