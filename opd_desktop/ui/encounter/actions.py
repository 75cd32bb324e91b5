"""What can be done in the encounter: each with its key, its place in the palette, and when it is possible."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import Section
from opd_desktop.domain.permissions import Permission
from opd_desktop.ui.encounter.encounter_state import WAITS, EncounterState
from opd_desktop.ui.encounter.words import section_text

if TYPE_CHECKING:
    from opd_desktop.ui.encounter.view import EncounterScreen


class VisitActions(QObject):
    """From calling the patient in to the signed note."""

    def __init__(self, screen: "EncounterScreen") -> None:
        super().__init__(screen)
        act, presenter = screen.act, screen.presenter
        self.list = act(
            "encounter.list", self.tr("Today's patients"), lambda: screen.open(None), keys="Ctrl+L", icon="queue"
        )
        self.call = act(
            "encounter.call_next",
            self.tr("Call next"),
            screen.worklist_presenter.call_next,
            keys="F9",
            icon="phone",
            needs=Permission.QUEUE,
        )
        if not screen.worklist_presenter.may_call:
            # Only a doctor has a queue to call from here; F9 of the queue screen calls for the others.
            self.call.setShortcuts([])
            self.call.setEnabled(False)
            self.call.setVisible(False)
        self.start = act(
            "encounter.start",
            self.tr("Start"),
            presenter.moves.start,
            keys="F10",
            icon="play",
            needs=Permission.ENCOUNTER_START,
            help=self.tr("The patient is in the room"),
        )
        self.complete = act(
            "encounter.complete",
            self.tr("Complete"),
            lambda: presenter.moves.complete(),
            keys="Ctrl+Return",
            icon="check",
            needs=Permission.ENCOUNTER_START,
        )
        self.sign = act(
            "encounter.sign",
            self.tr("Complete and sign"),
            presenter.moves.sign,
            keys="Ctrl+Shift+Return",
            icon="lock",
            needs=Permission.NOTE_SIGN,
        )
        self.reopen = act(
            "encounter.reopen", self.tr("Reopen"), screen.ask_reopen, keys="Ctrl+Shift+R", icon="undo",
            needs=Permission.ENCOUNTER_START,
        )  # fmt: skip
        self.amend = act(
            "encounter.amend", self.tr("Amend"), screen.ask_amend, keys="Ctrl+E", icon="edit",
            needs=Permission.NOTE_SIGN,
        )  # fmt: skip
        self.versions = act(
            "encounter.versions",
            self.tr("Earlier versions"),
            screen.show_versions,
            icon="clock",
            needs=Permission.NOTE_READ,
        )
        self.print = act(
            "encounter.print", self.tr("Print the note"), screen.print_note, keys="Ctrl+P", icon="print",
            needs=Permission.NOTE_READ,
        )  # fmt: skip
        act("encounter.vitals", self.tr("Vitals"), screen.focus_vitals, keys="F8", needs=Permission.VITALS)

    def show_state(self, state: EncounterState, *, mine: bool, may_read: bool) -> None:
        """What is possible now."""
        status = state.encounter.status if state.encounter else None
        begun = status is EncounterStatus.IN_PROGRESS
        finished = status is EncounterStatus.FINISHED and not state.signed
        note = state.encounter.note if state.encounter else None
        # Only what was signed is worth comparing; before that every pause in typing made a version.
        versions = state.signed and note is not None and note.status == "amended"
        _enable(
            (self.list, state.wanted is not None),
            (self.start, mine and status in WAITS),
            (self.complete, mine and begun),
            (self.sign, mine and (begun or finished or bool(state.amending)) and not state.clash),
            (self.reopen, mine and finished),
            (self.amend, mine and state.signed and not state.amending),
            (self.versions, versions),
            (self.print, state.encounter is not None and may_read),
        )
        text = self.tr("Sign") if finished else self.tr("Complete and sign")
        self.sign.setText(self.tr("Sign the amendment") if state.amending else text)


class NoteActions(QObject):
    """Writing the note and deciding on what the scribe proposes."""

    def __init__(self, screen: "EncounterScreen") -> None:
        super().__init__(screen)
        act, note, write = screen.act, screen.pane.note, Permission.NOTE_WRITE
        editor = screen.presenter.editor
        self.check = act(
            "encounter.check", self.tr("Check the note"), screen.presenter.check, keys="F7", icon="info",
            needs=Permission.SCRIBE,
        )  # fmt: skip
        self.accept = act(
            "encounter.accept", self.tr("Accept the sentence"), note.accept_current, keys="A", icon="check", needs=write
        )
        self.accept_all = act(
            "encounter.accept_all", self.tr("Accept all"), note.accept_all, keys="Ctrl+Shift+A", needs=write
        )
        self.edit = act(
            "encounter.edit", self.tr("Edit the sentence"), note.edit_current, keys="E", icon="edit", needs=write
        )
        self.remove = act(
            "encounter.remove", self.tr("Reject or delete"), note.remove_current, keys=("R", "Del"), icon="x",
            needs=write,
        )  # fmt: skip
        self.template = act(
            "encounter.template", self.tr("Template of the note"), screen.pane.open_template_box, keys="Ctrl+T",
            needs=write,
        )  # fmt: skip
        self.undo = act(
            "encounter.undo", self.tr("Undo"), editor.undo_stack.undo, keys="Ctrl+Z", icon="undo", needs=write
        )
        self.redo = act(
            "encounter.redo", self.tr("Redo"), editor.undo_stack.redo, keys=("Ctrl+Shift+Z", "Ctrl+Y"), needs=write
        )
        for number, section in enumerate(Section, 1):
            act(
                f"encounter.write_{section.value}",
                self.tr("Write: {0}").format(section_text(section)),
                partial(note.add_sentence, section),
                keys=f"Ctrl+{number}",
                needs=write,
            )

    def show_state(self, screen: "EncounterScreen") -> None:
        """What is possible now."""
        editor, writing = screen.presenter.editor, screen.presenter.may_write
        _enable(
            (self.undo, writing and editor.undo_stack.canUndo()),
            (self.redo, writing and editor.undo_stack.canRedo()),
            (self.check, writing and bool(editor.state.lines)),
            (self.accept_all, writing and bool(editor.state.pending)),
            (self.template, writing and screen.presenter.template is not None),
        )


class ScribeActions(QObject):
    """Recording, dictating, pasting, listening."""

    def __init__(self, screen: "EncounterScreen") -> None:
        super().__init__(screen)
        act, scribe = screen.act, Permission.SCRIBE
        session = screen.presenter.scribe
        self.record = act(
            "encounter.record", self.tr("Record"), session.record, keys="Ctrl+R", icon="mic", needs=scribe
        )
        self.dictate = act(
            "encounter.dictate", self.tr("Dictate into the note"), screen.dictate, keys="Ctrl+D", icon="mic",
            needs=scribe,
        )  # fmt: skip
        self.open = act(
            "encounter.open_recording", self.tr("Open recording"), screen.choose_recording, keys="Ctrl+O", icon="play",
            needs=scribe,
        )  # fmt: skip
        self.paste = act(
            "encounter.paste", self.tr("Paste text"), screen.paste, keys="Ctrl+Shift+V", icon="edit", needs=scribe
        )
        self.listen = act(
            "encounter.listen", self.tr("Listen to what was said"), screen.listen, keys="L", icon="play", needs=scribe
        )

    def show_state(self, screen: "EncounterScreen") -> None:
        """What is possible now."""
        state, may = screen.presenter.scribe.state, screen.desk.actor.may(Permission.SCRIBE)
        writing = screen.presenter.may_write
        ready = writing and may and state.phase == "idle"
        _enable(
            (self.record, ready),
            (self.dictate, ready or (writing and state.phase == "dictating")),
            (self.open, ready),
            (self.paste, ready),
            (self.listen, bool(state.audible)),
        )


def _enable(*pairs: tuple[QAction, bool]) -> None:
    for action, on in pairs:
        action.setEnabled(on)
