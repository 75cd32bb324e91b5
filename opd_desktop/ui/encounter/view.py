"""The encounter: chart and vitals left, the note in the middle, the scribe right; a worklist when none is open."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import Finding, Section, Speaker
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import encounters
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.encounters import NoteDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter.buttons import short_button
from opd_desktop.ui.encounter.chart_view import ChartView
from opd_desktop.ui.encounter.note_pane import NotePane
from opd_desktop.ui.encounter.presenter import WAITS, EncounterPresenter, EncounterState
from opd_desktop.ui.encounter.scribe_state import ScribeState
from opd_desktop.ui.encounter.scribe_view import ScribeView
from opd_desktop.ui.encounter.versions import VersionsPanel
from opd_desktop.ui.encounter.words import section_text
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
        self.process = ScribeProcess(self)
        self.presenter = EncounterPresenter(desk, self.process, self)
        self.worklist_presenter = WorklistPresenter(desk, self)
        self._make_actions()
        self._make_header()
        self._make_body()
        self.presenter.state_changed.connect(self._show)
        self.presenter.editor.changed.connect(lambda _state: self._show_note())
        self.presenter.scribe.state_changed.connect(self._show_scribe)
        self.presenter.scribe.dictated.connect(self._dictated)
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

    # Actions -----------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        act, write, scribe = self.act, Permission.NOTE_WRITE, Permission.SCRIBE
        editor = self.presenter.editor
        self.list_action = act(
            "encounter.list", self.tr("Today's patients"), lambda: self.open(None), keys="Ctrl+L", icon="queue"
        )
        self.call_action = act(
            "encounter.call_next",
            self.tr("Call next"),
            self.worklist_presenter.call_next,
            keys="F9",
            icon="phone",
            needs=Permission.QUEUE,
        )
        if not self.worklist_presenter.may_call:
            # Only a doctor has a queue to call from here; F9 of the queue screen calls for the others.
            self.call_action.setShortcuts([])
            self.call_action.setEnabled(False)
            self.call_action.setVisible(False)
        self.start_action = act(
            "encounter.start",
            self.tr("Start"),
            self.presenter.start,
            keys="F10",
            icon="play",
            needs=Permission.ENCOUNTER_START,
            help=self.tr("The patient is in the room"),
        )
        self.complete_action = act(
            "encounter.complete",
            self.tr("Complete"),
            lambda: self.presenter.complete(),
            keys="Ctrl+Return",
            icon="check",
            needs=Permission.ENCOUNTER_START,
        )
        self.sign_action = act(
            "encounter.sign",
            self.tr("Complete and sign"),
            lambda: self.presenter.complete(sign=True),
            keys="Ctrl+Shift+Return",
            icon="lock",
            needs=Permission.NOTE_SIGN,
        )
        self.reopen_action = act(
            "encounter.reopen", self.tr("Reopen"), self.presenter.reopen, icon="undo", needs=Permission.ENCOUNTER_START
        )
        self.amend_action = act(
            "encounter.amend", self.tr("Amend"), self._ask_amend, icon="edit", needs=Permission.NOTE_SIGN
        )
        self.versions_action = act(
            "encounter.versions",
            self.tr("Earlier versions"),
            self._show_versions,
            icon="clock",
            needs=Permission.NOTE_READ,
        )
        self.record_action = act(
            "encounter.record", self.tr("Record"), self.presenter.scribe.record, keys="Ctrl+R", icon="mic", needs=scribe
        )
        self.dictate_action = act(
            "encounter.dictate",
            self.tr("Dictate into the note"),
            self._dictate,
            keys="Ctrl+D",
            icon="mic",
            needs=scribe,
        )
        self.open_action = act(
            "encounter.open_recording",
            self.tr("Open recording"),
            self.choose_recording,
            keys="Ctrl+O",
            icon="play",
            needs=scribe,
        )
        self.paste_action = act(
            "encounter.paste", self.tr("Paste text"), self._paste, keys="Ctrl+Shift+V", icon="edit", needs=scribe
        )
        self.check_action = act(
            "encounter.check", self.tr("Check the note"), self.presenter.check, keys="F7", icon="info", needs=scribe
        )
        self.accept_action = act(
            "encounter.accept", self.tr("Accept the sentence"), self._accept, keys="A", icon="check", needs=write
        )
        self.accept_all_action = act(
            "encounter.accept_all", self.tr("Accept all"), self._accept_all, keys="Ctrl+Shift+A", needs=write
        )
        self.edit_action = act(
            "encounter.edit", self.tr("Edit the sentence"), self._edit, keys="E", icon="edit", needs=write
        )
        self.remove_action = act(
            "encounter.remove", self.tr("Reject or delete"), self._remove, keys=("R", "Del"), icon="x", needs=write
        )
        self.listen_action = act(
            "encounter.listen", self.tr("Listen to what was said"), self._listen, keys="L", icon="play", needs=scribe
        )
        self.undo_action = act(
            "encounter.undo", self.tr("Undo"), self._undo, keys="Ctrl+Z", icon="undo", needs=write
        )  # fmt: skip
        self.redo_action = act(
            "encounter.redo", self.tr("Redo"), self._redo, keys=("Ctrl+Shift+Z", "Ctrl+Y"), needs=write
        )
        for number, section in enumerate(Section, 1):
            act(
                f"encounter.write_{section.value}",
                self.tr("Write: {0}").format(section_text(section)),
                lambda section=section: self.pane.note.add_sentence(section),
                keys=f"Ctrl+{number}",
                needs=write,
            )
        act("encounter.vitals", self.tr("Vitals"), self._focus_vitals, keys="F8", needs=Permission.VITALS)
        editor.undo_stack.canUndoChanged.connect(lambda _can: self._show_actions())
        editor.undo_stack.canRedoChanged.connect(lambda _can: self._show_actions())

    def _make_header(self) -> None:
        self.status = Chip(Look("", "", "cancel_t", "cancel"), self.header_widget)
        self.where = ElidedLabel("", "muted", self.header_widget)
        self.header.addWidget(self.status)
        self.header.addWidget(self.where, 1)
        bar = self.header_widget
        self.list_button = short_button(self.list_action, bar, "quiet", self.tr("Today"))
        self.reopen_button = short_button(self.reopen_action, bar)
        self.amend_button = short_button(self.amend_action, bar)
        self.versions_button = short_button(self.versions_action, bar, "quiet")
        self.start_button = Button.for_action(self.start_action, "primary")
        self.complete_button = short_button(self.complete_action, bar)
        self.sign_button = Button.for_action(self.sign_action, "primary")
        for button in (
            self.list_button, self.versions_button, self.reopen_button, self.amend_button, self.complete_button,
            self.sign_button, self.start_button,
        ):  # fmt: skip
            self.header.addWidget(button)

    def _make_body(self) -> None:
        self.worklist = Worklist(self.desk, self.worklist_presenter, self.call_action, self)
        self.worklist.chosen.connect(self.open)
        self.chart = ChartView(self.desk, self)
        self.chart.vitals.changed.connect(self.presenter.save_vitals)
        self.chart.visit_wanted.connect(self.open)
        self.pane = NotePane(self.desk, self.presenter, self.accept_all_action, self.check_action, self)
        self.scribe = ScribeView(
            self.presenter.scribe,
            self.record_action,
            (self.dictate_action, self.open_action, self.paste_action),
            self,
        )  # fmt: skip
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
            self._focus_vitals()

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
        state = self.presenter.state
        status = state.encounter.status if state.encounter else None
        mine, may = self.presenter.mine, self.desk.actor.may
        stack = self.presenter.editor.undo_stack
        writing = self.presenter.may_write
        open_now = mine and (status in WAITS or status is EncounterStatus.IN_PROGRESS)
        finished = status is EncounterStatus.FINISHED and not state.signed
        scribing = writing and self.presenter.scribe.state.phase == "idle" and may(Permission.SCRIBE)
        for action, on in (
            (self.list_action, state.wanted is not None),
            (self.start_action, mine and status in WAITS),
            (self.complete_action, open_now and status is EncounterStatus.IN_PROGRESS),
            (self.sign_action, mine and (status is EncounterStatus.IN_PROGRESS or finished) and not state.clash),
            (self.reopen_action, mine and finished),
            (self.amend_action, mine and state.signed and not state.amending),
            (self.versions_action, _has_versions(state)),
            (self.undo_action, writing and stack.canUndo()),
            (self.redo_action, writing and stack.canRedo()),
            (self.record_action, scribing),
            (self.dictate_action, scribing or (writing and self.presenter.scribe.state.phase == "dictating")),
            (self.open_action, scribing),
            (self.paste_action, scribing),
            (self.listen_action, bool(self.presenter.scribe.state.audible)),
            (self.check_action, writing and bool(self.presenter.editor.state.lines)),
            (self.accept_all_action, writing and bool(self.presenter.editor.state.pending)),
        ):
            action.setEnabled(on)
        self.sign_action.setText(self.tr("Sign") if finished else self.tr("Complete and sign"))
        self.sign_button.setText(self.sign_action.text())
        for button, action in (
            (self.list_button, self.list_action),
            (self.start_button, self.start_action),
            (self.complete_button, self.complete_action),
            (self.sign_button, self.sign_action),
            (self.reopen_button, self.reopen_action),
            (self.amend_button, self.amend_action),
            (self.versions_button, self.versions_action),
        ):
            button.setVisible(action.isEnabled())

    # What the person does ----------------------------------------------------------------------------------

    def choose_recording(self) -> None:
        """Choose a file to draft from."""
        title = self.tr("Open a recording")
        chosen, _kind = QFileDialog.getOpenFileName(
            self, title, "", f"{self.tr('Recordings')} ({_AUDIO});;{self.tr('All files')} (*)"
        )
        if chosen:
            self.presenter.scribe.open_recording(Path(chosen))

    def _dictate(self) -> None:
        row = self.pane.note.current()
        if self.presenter.scribe.state.phase == "idle":
            line = self.presenter.editor.state.line(row.item_id) if row is not None else None
            self.pane.note.dictation.begin(line.section if line is not None else Section.SUBJECTIVE)
        self.presenter.scribe.dictate()

    def _dictated(self, text: str) -> None:
        if self.presenter.may_write:
            self.pane.note.dictation.take(text)

    def _paste(self) -> None:
        self.scribe.show_paste()

    def _ask_amend(self) -> None:
        self.pane.amend.ask()

    def _show_versions(self) -> None:
        wanted = self.presenter.state.wanted
        if wanted is not None:
            self.desk.read(self, "versions", encounters.versions, ById(id=wanted), self._versions_came)

    def _versions_came(self, versions: tuple[NoteDto, ...]) -> None:
        panel = VersionsPanel(self.desk, versions)
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_said(self, finding: Finding) -> None:
        section = finding.section or Section.SUBJECTIVE
        self.presenter.editor.add(section, finding.sentence, turns=finding.turns)
        self.presenter.scribe.noted(finding)

    def _accept(self) -> None:
        self.pane.note.accept_current()

    def _accept_all(self) -> None:
        self.presenter.editor.accept_all()

    def _edit(self) -> None:
        self.pane.note.edit_current()

    def _remove(self) -> None:
        self.pane.note.remove_current()

    def _listen(self) -> None:
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

    def _undo(self) -> None:
        self.presenter.editor.undo_stack.undo()

    def _redo(self) -> None:
        self.presenter.editor.undo_stack.redo()

    def _focus_vitals(self) -> None:
        if self.presenter.state.encounter is not None:
            self.chart.vitals.edits["temperature"].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _has_versions(state: EncounterState) -> bool:
    """Only what was signed is worth comparing; before that every pause in typing made a version."""
    note = state.encounter.note if state.encounter else None
    return state.signed and note is not None and note.status == "amended"
