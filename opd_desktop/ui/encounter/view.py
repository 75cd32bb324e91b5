"""The encounter: chart and vitals left, the note in the middle, the scribe right; a worklist when none is open."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import Finding, Section, Speaker
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import encounters
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.encounters import NoteDto
from opd_desktop.ui.changes import Happened
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import printing
from opd_desktop.ui.encounter.actions import NoteActions, ScribeActions, VisitActions
from opd_desktop.ui.encounter.buttons import short_button
from opd_desktop.ui.encounter.chart_view import ChartView
from opd_desktop.ui.encounter.encounter_state import EncounterState
from opd_desktop.ui.encounter.keyboard import Keyboard
from opd_desktop.ui.encounter.note_pane import NotePane
from opd_desktop.ui.encounter.presenter import EncounterPresenter
from opd_desktop.ui.encounter.scribe_state import ScribeState
from opd_desktop.ui.encounter.scribe_view import ScribeView
from opd_desktop.ui.encounter.versions import VersionsPanel
from opd_desktop.ui.encounter.worklist import Worklist, WorklistPresenter
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.scribe_process import ScribeProcess
from opd_desktop.ui.text import minutes_text
from opd_desktop.ui.theme import Look
from opd_desktop.ui.widgets import Button, Chip, ElidedLabel, EmptyState
from opd_desktop.ui.words import error_text

_TICK_MS = 30_000
_AUDIO = "*.wav *.mp3 *.m4a *.ogg *.opus *.flac *.aac *.wma *.webm *.mp4 *.mka *.amr *.aiff"


class EncounterScreen(Screen):
    """One visit from being called in to the signed note."""

    screen_id = "encounter"
    icon_name = "encounter"
    needs = Permission.VITALS
    watches = ("Encounter.", "Queue.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.process = ScribeProcess(self, settings=desk.settings)
        self.presenter = EncounterPresenter(desk, self.process, self)
        self.worklist_presenter = WorklistPresenter(desk, self)
        self.pane = NotePane(desk, self.presenter, self)
        self.visit_actions = VisitActions(self)
        self.note_actions = NoteActions(self)
        self.scribe_actions = ScribeActions(self)
        self._make_header()
        self._make_body()
        self.keyboard = Keyboard(self)
        self.presenter.state_changed.connect(self._show)
        self.presenter.editor.changed.connect(lambda _state: self._show_note())
        self.presenter.scribe.state_changed.connect(self._show_scribe)
        self.presenter.scribe.dictated.connect(self._dictated)
        self.presenter.scribe.drafted.connect(lambda _draft: self.keyboard.to_draft())
        self.presenter.editor.undo_stack.canUndoChanged.connect(lambda _can: self._show_actions())
        self.presenter.editor.undo_stack.canRedoChanged.connect(lambda _can: self._show_actions())
        self.presenter.vitals_failed.connect(lambda error: self.chart.vitals.refuse(error_text(error)))
        self.worklist_presenter.opened.connect(self.open)
        # Minutes on screen grow by themselves.
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_status)
        self._tick.start()
        self._show(self.presenter.state)

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Encounter")

    def _make_header(self) -> None:
        self.status = Chip(Look("", "", "cancel_t", "cancel"), self.header_widget)
        self.where = ElidedLabel("", "muted", self.header_widget)
        self.header.addWidget(self.status)
        self.header.addWidget(self.where, 1)
        bar = self.header_widget
        does = self.visit_actions
        self.list_button = short_button(does.list, bar, "quiet", self.tr("Today"))
        self.reopen_button = short_button(does.reopen, bar)
        self.amend_button = short_button(does.amend, bar)
        self.versions_button = short_button(does.versions, bar, "quiet")
        self.print_button = short_button(does.print, bar, "quiet", self.tr("Print"))
        self.start_button = Button.for_action(does.start, "primary")
        self.call_button = Button.for_action(does.call)
        self.complete_button = short_button(does.complete, bar)
        self.sign_button = Button.for_action(does.sign, "primary")
        for button in (
            self.list_button, self.print_button, self.versions_button, self.reopen_button, self.amend_button,
            self.complete_button, self.sign_button, self.start_button, self.call_button,
        ):  # fmt: skip
            self.header.addWidget(button)

    def _make_body(self) -> None:
        self.worklist = Worklist(self.desk, self.worklist_presenter, self.visit_actions.call, self)
        self.worklist.chosen.connect(self.open)
        self.chart = ChartView(self.desk, self)
        self.chart.vitals.changed.connect(self.presenter.save_vitals)
        self.chart.visit_wanted.connect(self.open)
        does = self.note_actions
        self.pane.add_actions(does.accept_all, does.check, does.template)
        hears = self.scribe_actions
        self.scribe = ScribeView(self.presenter.scribe, hears.record, (hears.dictate, hears.open, hears.paste), self)
        self.scribe.add_wanted.connect(self._add_said)
        self.pane.looked_at.connect(self.scribe.transcript.light)
        self.scribe.transcript.turn_looked_at.connect(self.pane.note.mark_turn)
        self.scribe.transcript.listen_wanted.connect(self._listen_to_turn)
        self.scribe.transcript.speaker_wanted.connect(self._set_speaker)
        self.pane.note.listen_wanted.connect(self.presenter.scribe.listen)
        self._no_note = EmptyState(
            self.tr("The note is for doctors"),
            self.tr("You can enter vitals at the left; they are saved as you type."),
            icon="lock",
        )
        self._visit = QWidget(self)
        row = QHBoxLayout(self._visit)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.chart)
        for widget in (self.pane, self._no_note):
            row.addWidget(widget, 1)
        row.addWidget(self.scribe)
        self._wait = EmptyState(icon="encounter")
        self._stack = QStackedWidget(self)
        for page in (self.worklist, self._visit, self._wait):
            self._stack.addWidget(page)
        self.set_body(self._stack)

    # Navigation --------------------------------------------------------------------------------------------

    def open(self, argument: object) -> None:
        """Show an encounter by its id, or the worklist for None."""
        wanted = argument if isinstance(argument, UUID) else None
        if isinstance(argument, str):
            wanted = UUID(argument)
        if wanted != self.presenter.state.wanted:
            self.chart.vitals.flush()
            self.chart.vitals.reset()
            self.scribe.hide_paste()
        self.presenter.open(wanted)
        if wanted is None:
            self.worklist_presenter.load()
            self.worklist.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, happened: Happened) -> None:
        """While a visit is open, only what happens to encounters matters: each reading of one is logged."""
        open_now = self.presenter.state.encounter is not None
        if not (happened and open_now) or any(name.startswith("Encounter.") for name in happened):
            super()._on_changed(happened)

    def refresh(self) -> None:
        """Load again what is shown; what is being typed stays."""
        if self.presenter.state.wanted is None:
            self.worklist_presenter.load()
        else:
            self.presenter.load()

    def focus_body(self) -> None:
        """The keyboard goes to the list or the note."""
        if self._stack.currentWidget() is self.worklist:
            self.worklist.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.presenter.may_read:
            self.pane.note.focus_first()
        else:
            self.focus_vitals()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back a question, else closes the panel."""
        if event.key() == Qt.Key.Key_Escape and self.panel is None and self.keyboard.escape():
            event.accept()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Templates and rules may have been changed in the settings meanwhile."""
        super().showEvent(event)
        self.presenter.writing.load()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another screen: what is typed is saved now."""
        super().hideEvent(event)
        self.chart.vitals.flush()
        self.presenter.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes: save, and end the scribe."""
        self.chart.vitals.flush()
        self.presenter.leave()
        self.process.close()
        super().closeEvent(event)

    # Showing -----------------------------------------------------------------------------------------------

    def _show(self, state: EncounterState) -> None:
        if state.wanted is None:
            page: QWidget = self.worklist
        elif state.encounter is None:
            page = self._wait
            if state.error is not None:
                self._wait.set_text(self.tr("This encounter can't be shown"), error_text(state.error))
            else:
                self._wait.set_text(self.tr("Loading"))
        else:
            page = self._visit
        turned = self._stack.currentWidget() is not page
        self._stack.setCurrentWidget(page)
        if state.encounter is not None:
            may_read = self.presenter.may_read
            self.chart.show_encounter(state.encounter, state.chart, may_read, self.presenter.may_vitals)
            self.pane.setVisible(may_read)
            self._no_note.setVisible(not may_read)
            locked = state.signed and not state.amending
            self.scribe.set_read_only(locked)
            # After signing it is there only if this computer keeps recordings for a while.
            self.scribe.setVisible(self.presenter.mine and (not locked or self.presenter.scribe.retained))
            self._show_note()
        self._show_status()
        self._show_actions()
        if turned and self.isVisible() and page is self._visit:
            self.focus_body()

    def _show_note(self) -> None:
        if self.presenter.state.encounter is not None and self.presenter.may_read:
            validation = self.presenter.scribe.state.validation
            self.pane.show_state(self.presenter.state, self.presenter.editor.state, validation)

    def _show_scribe(self, state: ScribeState) -> None:
        self.scribe.show_state(state)
        self.pane.note.set_audible(state.audible)
        self._show_note()
        self._show_actions()

    def _show_status(self) -> None:
        encounter = self.presenter.state.encounter
        self.status.setVisible(encounter is not None)
        self.where.setVisible(encounter is not None)
        if encounter is None:
            return
        look = self.desk.theme.looks("signed" if encounter.signed_at else encounter.status.value)
        since = encounter.period_start if encounter.status is EncounterStatus.IN_PROGRESS else None
        minutes = (self.desk.now() - (since or encounter.status_changed_at)).total_seconds() / 60
        over = encounter.status is EncounterStatus.FINISHED
        word = look.word if over else f"{look.word} {minutes_text(minutes)}"
        self.status.set_look(Look(look.icon, word, look.fg, look.bg))
        parts = (encounter.token or "", encounter.practitioner_name, encounter.room)
        self.where.set_text(" · ".join(part for part in parts if part))

    def _show_actions(self) -> None:
        does, state = self.visit_actions, self.presenter.state
        does.show_state(state, mine=self.presenter.mine, may_read=self.presenter.may_read)
        self.note_actions.show_state(self)
        self.scribe_actions.show_state(self)
        self.sign_button.setText(does.sign.text())
        for button, action in (
            (self.list_button, does.list),
            (self.start_button, does.start),
            (self.complete_button, does.complete),
            (self.sign_button, does.sign),
            (self.reopen_button, does.reopen),
            (self.amend_button, does.amend),
            (self.versions_button, does.versions),
            (self.print_button, does.print),
        ):
            button.setVisible(action.isEnabled())
        over = state.encounter is not None and state.encounter.status is EncounterStatus.FINISHED
        # When a visit is over, the next patient is one key away.
        self.call_button.setVisible(over and self.presenter.mine and does.call.isEnabled() and not state.amending)
        # An amendment has its button beside its reason.
        self.sign_button.setVisible(does.sign.isEnabled() and not state.amending)

    # What the person does ----------------------------------------------------------------------------------

    def choose_recording(self) -> None:
        """Choose a file to draft from."""
        title = self.tr("Open a recording")
        chosen, _kind = QFileDialog.getOpenFileName(
            self, title, "", f"{self.tr('Recordings')} ({_AUDIO});;{self.tr('All files')} (*)"
        )
        if chosen:
            self.presenter.scribe.open_recording(Path(chosen))

    def dictate(self) -> None:
        """Dictate into the section of the line with the keyboard."""
        row = self.pane.note.current()
        if self.presenter.scribe.state.phase == "idle":
            line = self.presenter.editor.state.line(row.item_id) if row is not None else None
            self.pane.note.dictation.begin(line.section if line is not None else Section.SUBJECTIVE)
        self.presenter.scribe.dictate()

    def _dictated(self, text: str) -> None:
        if self.presenter.may_write:
            self.pane.note.dictation.take(text)

    def paste(self) -> None:
        """Paste or type the conversation."""
        self.scribe.show_paste()

    def ask_reopen(self) -> None:
        """Ask why a finished visit goes on."""
        self.pane.reopen.ask()

    def ask_amend(self) -> None:
        """Ask why a signed note is to be changed."""
        self.pane.amend.ask()

    def show_versions(self) -> None:
        """The signed versions beside each other."""
        wanted = self.presenter.state.wanted
        if wanted is not None:
            self.desk.read(self, "versions", encounters.versions, ById(id=wanted), self._versions_came)

    def _versions_came(self, versions: tuple[NoteDto, ...]) -> None:
        panel = VersionsPanel(self.desk, versions)
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_note(self) -> None:
        """The note as it will look on paper."""
        printing.preview(self)

    def _add_said(self, finding: Finding) -> None:
        section = finding.section or Section.SUBJECTIVE
        heading = self.pane.note.usual_heading(section)
        self.presenter.editor.add(section, finding.sentence, turns=finding.turns, heading=heading)
        self.presenter.scribe.noted(finding)

    def listen(self) -> None:
        """Hear what proves the line with the keyboard."""
        row = self.pane.note.current()
        turn = self.scribe.transcript.current_turn() if self.scribe.transcript.hasFocus() else None
        if row is not None and row.turns:
            self.presenter.scribe.listen(row.turns)
        elif turn is not None:
            self.presenter.scribe.listen((turn.id,))

    def _listen_to_turn(self, turn: int) -> None:
        self.presenter.scribe.listen((turn,))

    def _set_speaker(self, turn: int, who: Speaker) -> None:
        if self.presenter.may_write:
            self.presenter.scribe.set_speaker(turn, who)

    def focus_vitals(self) -> None:
        """The keyboard goes to the vitals."""
        if self.presenter.state.encounter is not None:
            self.chart.vitals.edits["temperature"].setFocus(Qt.FocusReason.ShortcutFocusReason)
