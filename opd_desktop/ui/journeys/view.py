"""The journeys screen: the manager's board of live cards."""

from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.journeys import InstanceDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.journeys.board import BoardView, Figures
from opd_desktop.ui.journeys.presenter import JourneysPresenter, JourneysState
from opd_desktop.ui.journeys.story import StartPanel, StoryPanel
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, EmptyState, MenuButton

_TICK_MS = 60_000
_PAUSE_MS = 90


class JourneysScreen(Screen):
    """Who is in which stage of a journey, what comes next, what is late."""

    screen_id = "journeys"
    icon_name = "journeys"
    needs = Permission.JOURNEY_READ
    watches = ("Journey.", "Communication.", "Appointment.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = JourneysPresenter(desk, self)
        self._wants_focus = False
        self.presenter.state_changed.connect(self._show)
        self._make_actions()
        self._make_header()
        self._make_body()
        desk.facility_changed.connect(self._on_facility)
        # What is due and how long somebody waits changes with the clock alone.
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._refresh_if_visible)
        self._tick.start()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Journeys")

    def _make_actions(self) -> None:
        manage = Permission.JOURNEY_MANAGE
        self.open_action = self.act("journeys.open", self.tr("Open the story"), self._open_selected, keys="O")
        self.move_action = self.act(
            "journeys.move", self.tr("Move on"), self._move, keys="M", icon="arrow-right", needs=manage
        )
        self.cancel_action = self.act(
            "journeys.cancel", self.tr("Cancel journey"), self._cancel, keys="Del", icon="x", needs=manage
        )
        self.patient_action = self.act(
            "journeys.patient", self.tr("Open the patient"), self._go_patient, keys="P", icon="patients",
            needs=Permission.PATIENT_READ,
        )  # fmt: skip
        self.message_action = self.act(
            "journeys.message", self.tr("Write a message"), self._go_message, keys="W", icon="messages",
            needs=Permission.MESSAGE_SEND,
        )  # fmt: skip
        self.start_action = self.act(
            "journeys.start", self.tr("Start a journey"), self.open_start, keys="Ctrl+N", icon="plus", needs=manage
        )
        self.find_action = self.act(
            "journeys.find", self.tr("Find on the board"), lambda: self.search.setFocus(), keys="/", icon="search"
        )

    def _make_header(self) -> None:
        self.definitions = MenuButton(self.tr("Journey"), self)
        self.definitions.chosen.connect(self.presenter.choose_definition)
        self.doctors = MenuButton(self.tr("Doctors"), self)
        self.doctors.chosen.connect(self.presenter.choose_practitioner)
        self.order = MenuButton(self.tr("Order"), self)
        self.order.set_choices(
            [
                ("overdue", self.tr("Overdue first")),
                ("visit", self.tr("Next visit first")),
                ("longest", self.tr("Longest in stage first")),
            ],
            self.presenter.state.order,
        )
        self.order.chosen.connect(self.presenter.sort)
        self.search = QLineEdit(self)
        self.search.setProperty("kind", "search")
        self.search.setPlaceholderText(self.tr("Find on the board  /"))
        self.search.setAccessibleName(self.tr("Find on the board"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(round(theme().rem * 13))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.presenter.search(self.search.text()))
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._to_found)
        for menu in (self.definitions, self.doctors, self.order):
            self.header.addWidget(menu)
        self.header.addStretch()
        self.header.addWidget(self.search)
        self.header.addWidget(Button.for_action(self.start_action))
        self._fill_doctors()

    def _fill_doctors(self) -> None:
        choices = [(None, self.tr("All doctors")), *((one.id, one.display_name) for one in self.desk.practitioners)]
        self.doctors.set_choices(choices, self.presenter.state.practitioner_id)

    def _on_facility(self) -> None:
        self.presenter.choose_practitioner(None)
        self._fill_doctors()

    def _make_body(self) -> None:
        self.figures = Figures(self)
        self.figures.messages_wanted.connect(lambda: self.desk.go("messages"))
        actions = [self.open_action, self.move_action, self.message_action, self.patient_action, self.cancel_action]
        self.board = BoardView([one for one in actions if one.isVisible()], self)
        self.board.opened.connect(self.open_story)
        self.empty = EmptyState(self.tr("Loading…"), icon="journeys", parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.board)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.figures)
        column.addWidget(self._stack, 1)
        self.figures.hide()
        self.set_body(whole)

    def refresh(self) -> None:
        """Load the board, and the story that is open."""
        self.presenter.load()
        if isinstance(self.panel, StoryPanel):
            self.panel.load()

    def _refresh_if_visible(self) -> None:
        if self.isVisible() and self.desk.online:
            self.refresh()

    def focus_body(self) -> None:
        """The keyboard goes to the cards, now or when they are there."""
        self._wants_focus = not self.board.focus_cards()
        if self._wants_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, argument: object) -> None:
        """Open the story of the journey with this id."""
        if isinstance(argument, UUID):
            self.presenter.story(argument, lambda story: self.open_story(story.instance))

    def _show(self, state: JourneysState) -> None:
        board = state.board
        if board is None:
            return
        current = board.definition.id if board.definition else None
        self.definitions.set_choices(
            [(one.id, self.tr("{0}, v{1}").format(one.name, one.version)) for one in state.definitions], current
        )
        self.definitions.setVisible(bool(state.definitions))
        now = self.desk.now()
        self.figures.show()
        self.figures.show_figures(board.figures, state.oldest_overdue, now)
        self.board.show_columns(state.columns, self.presenter.words(), filtered=bool(state.text))
        nothing = board.definition is None or state.is_empty
        if nothing:
            self.empty.set_text(*self._why_empty(state))
        self._stack.setCurrentWidget(self.empty if nothing else self.board)
        if self._wants_focus and not nothing and self.window().focusWidget() in (None, self):
            self.focus_body()

    def _why_empty(self, state: JourneysState) -> tuple[str, str]:
        if state.board is None or state.board.definition is None:
            return (
                self.tr("No journey is published"),
                self.tr("Once a manager publishes one, each booking starts it and its patients appear here."),
            )
        if state.practitioner_id is not None:
            return self.tr("None of this doctor's patients is on this journey"), self.tr("Choose all doctors above.")
        return (
            self.tr("Nobody is on this journey yet"),
            self.tr("A booking starts it by itself. Book a visit in the calendar, or start one by hand with Ctrl+N.")
            if self.start_action.isVisible()
            else self.tr("A booking starts it by itself. Book a visit in the calendar."),
        )

    def selected(self) -> InstanceDto | None:
        """The journey that keys act on: of the open panel, else under the cursor."""
        if isinstance(self.panel, StoryPanel):
            return self.panel.instance
        return self.board.selected()

    def open_story(self, instance: InstanceDto) -> StoryPanel:
        """Show the whole story of a journey."""
        if isinstance(self.panel, StoryPanel) and self.panel.instance.id == instance.id:
            return self.panel
        panel = StoryPanel(self.desk, self.presenter, instance)
        panel.patient_wanted.connect(lambda one: self.desk.go("patients", one.patient_id))
        panel.visit_wanted.connect(lambda one: self.desk.go("calendar", one.appointment_id))
        panel.message_wanted.connect(lambda one: self.desk.go("messages", one))
        self.show_panel(panel)
        self.board.select(instance.id)
        return panel

    def _open_selected(self) -> None:
        if instance := self.selected():
            self.open_story(instance)

    def _move(self) -> None:
        if instance := self.selected():
            self.open_story(instance).focus_move()

    def _cancel(self) -> None:
        if instance := self.selected():
            self.open_story(instance).focus_cancel()

    def _go_patient(self) -> None:
        if instance := self.selected():
            self.desk.go("patients", instance.patient_id)

    def _go_message(self) -> None:
        if instance := self.selected():
            self.desk.go("messages", instance)

    def _to_found(self) -> None:
        self.presenter.search(self.search.text())
        self.focus_body()

    def open_start(self) -> None:
        """Put a patient on a journey by hand."""
        panel = StartPanel(self.desk, self.presenter)
        panel.started.connect(self._started)
        self.show_panel(panel)
        panel.setFocus()

    def _started(self, instance: InstanceDto) -> None:
        self.desk.toast(self.tr("{0} is on the journey {1}").format(instance.patient_name, instance.definition_name))
        self.close_panel()
        self.presenter.choose_definition(instance.definition_id)
        self.open_story(instance)
