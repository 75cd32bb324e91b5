"""State of the encounter on screen and what a person can do with it; no widgets."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.errors import ChangedElsewhere
from opd_desktop.domain.note import Draft
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import chart, encounters
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.encounters import (
    Chart,
    ChartRequest,
    EncounterDto,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import kept, lines, proposals
from opd_desktop.ui.encounter.editor import NoteEditor
from opd_desktop.ui.encounter.encounter_state import CLOSED, Clash, EncounterState, older
from opd_desktop.ui.encounter.kept import Kept
from opd_desktop.ui.encounter.lines import NoteState
from opd_desktop.ui.encounter.moves import VisitMoves
from opd_desktop.ui.encounter.saver import NoteSaver
from opd_desktop.ui.encounter.scribe_session import ScribeSession
from opd_desktop.ui.encounter.vitals_saver import VitalsSaver
from opd_desktop.ui.encounter.writing import Writing
from opd_desktop.ui.scribe_process import ScribeProcess

_S = EncounterStatus
DRAFT_MS = 400
"""Pause in typing after which the text is kept on this computer."""


class EncounterPresenter(QObject):
    """Loads one encounter, saves what is typed, moves it on.

    Attributes:
        state_changed: a new `EncounterState`.
        vitals_failed: the vitals were refused.
    """

    state_changed = Signal(object)
    vitals_failed = Signal(object)

    def __init__(self, desk: Desk, process: ScribeProcess, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = EncounterState()
        self.editor = NoteEditor(self)
        self.saver = NoteSaver(desk, self)
        self.writing = Writing(desk, self)
        self.scribe = ScribeSession(desk, process, self.writing, self)
        self.moves = VisitMoves(desk, self)
        self._vitals = VitalsSaver(desk, self)
        self._vitals.saved.connect(self._vitals_saved)
        self._vitals.failed.connect(self.vitals_failed)
        self._loaded_once = False
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(DRAFT_MS)
        self._keep.timeout.connect(self.keep)
        self.editor.changed.connect(self._note_changed)
        self.saver.status_changed.connect(lambda status: self.update(save=status))
        self.saver.saved.connect(self._note_saved)
        self.saver.clashed.connect(self._clashed)
        self.scribe.drafted.connect(self._propose)
        self.scribe.heard.connect(self._keep.start)
        self.writing.changed.connect(self._writing_changed)
        desk.online_changed.connect(self._back_online)

    # How it is written ---------------------------------------------------------------------------------------

    @property
    def template(self) -> NoteTemplate | None:
        """The template that the note is shown by."""
        return self.writing.of(self.editor.state)

    def choose_template(self, template: NoteTemplate) -> None:
        """Order and title this note, and the next ones, by another template."""
        if self.may_write:
            self.writing.keep(template)
            self.editor.choose_template(template)

    def _writing_changed(self) -> None:
        self._begin_with_template()
        self.state_changed.emit(self.state)

    def _begin_with_template(self) -> None:
        """A note without a word gets the doctor's usual template."""
        usual = self.writing.usual
        if usual is not None and self.may_write and self.editor.state.blank:
            self.editor.begin_with(usual)

    # Rights ------------------------------------------------------------------------------------------------

    @property
    def may_read(self) -> bool:
        """Whether this person may see charts and notes."""
        return self._desk.actor.may(Permission.NOTE_READ)

    @property
    def mine(self) -> bool:
        """Whether this is an encounter of the signed-in doctor."""
        encounter = self.state.encounter
        return encounter is not None and encounter.practitioner_id == self._desk.actor.practitioner_id

    @property
    def may_write(self) -> bool:
        """Whether the note can be changed now."""
        encounter = self.state.encounter
        if encounter is None or encounter.status in CLOSED or not self.mine or self.state.clash:
            return False
        if not self._desk.actor.may(Permission.NOTE_WRITE):
            return False
        return not self.state.signed or bool(self.state.amending)

    @property
    def may_vitals(self) -> bool:
        """Whether vitals can be changed now."""
        encounter = self.state.encounter
        return (
            encounter is not None
            and encounter.status not in CLOSED
            and not self.state.signed
            and self._desk.actor.may(Permission.VITALS)
        )

    # Opening -----------------------------------------------------------------------------------------------

    def open(self, encounter_id: UUID | None) -> None:
        """Show another encounter, or none; what was typed in the one before is saved."""
        if encounter_id == self.state.wanted and self.state.error is None:
            self.load()
            return
        self.leave()
        self._loaded_once = False
        self._vitals.begin()
        self.editor.load(NoteState())
        self.saver.begin(None)
        self.scribe.begin(None)
        self.state = EncounterState(wanted=encounter_id)
        self.state_changed.emit(self.state)
        self.load()

    def leave(self) -> None:
        """Save what is typed before something else is shown."""
        if self._keep.isActive():
            self._keep.stop()
            self.keep()
        if not self.state.amending:
            self.saver.flush()

    def load(self) -> None:
        """Ask for the encounter and its chart."""
        wanted = self.state.wanted
        if wanted is None:
            return
        self._desk.read(self, "encounter", encounters.get, ById(id=wanted), self._loaded, self._load_failed)

    def _loaded(self, encounter: EncounterDto) -> None:
        shown = self.state.encounter
        if encounter.id != self.state.wanted or (shown is not None and older(encounter, shown)):
            return
        first = not self._loaded_once
        self._loaded_once = True
        if first:
            self._begin(encounter)
            self._begin_with_template()
        else:
            signed_before = self.state.signed
            self.update(encounter=self.with_typed(encounter), error=None)
            self._take_note_from_elsewhere(encounter)
            if self.state.signed and not signed_before:
                self._signed_elsewhere(encounter)
        if self.may_read and (first or self.state.chart is None):
            self._load_chart()

    def _load_failed(self, error: BaseException) -> None:
        if self.state.encounter is None:
            self.update(error=error)
        else:
            self._desk.show_error(error)

    def _load_chart(self) -> None:
        assert self.state.encounter is not None  # noqa: S101 - called after it came
        patient_id = self.state.encounter.patient_id

        def shown(found: Chart) -> None:
            if self.state.encounter is not None and found.patient_id == self.state.encounter.patient_id:
                self.update(chart=found)

        self._desk.read(self, "chart", chart.read, ChartRequest(patient_id=patient_id), shown)

    def _begin(self, encounter: EncounterDto) -> None:
        before = kept.get(self._desk.drafts, encounter.id) if self.may_read else None
        self.saver.begin(encounter)
        self.update(encounter=encounter, error=None)
        if self.state.signed:
            # It may have been signed at another desk, while a recording lay on this one.
            self.scribe.recordings.signed(encounter.id)
        saved = lines.from_note(encounter.note)
        if before is None or self.state.signed:
            self.editor.load(saved)
            self.scribe.begin(encounter, before.transcript if before else None, before.takes if before else ())
            return
        self.scribe.begin(encounter, before.transcript, before.takes)
        if before.version == self.saver.version:
            self.editor.load(before.note)
            if self.saver.dirty:
                self.update(restored=before.at)
        elif before.dirty and not lines.same_content(before.note, saved):
            self.editor.load(before.note)
            self._clashed(None)
        else:
            self.editor.load(proposals.with_proposals_of(saved, before.note))

    def _back_online(self, online: bool) -> None:
        """What could not be saved is saved now."""
        if online and not self.state.amending and self.state.encounter is not None:
            self.saver.flush()

    # The note ----------------------------------------------------------------------------------------------

    def _note_changed(self, state: NoteState) -> None:
        if self.state.encounter is None:
            return
        if self.state.amending:
            self._keep.start()
            return
        self.saver.note_changed(state)
        self._keep.start()

    def _propose(self, draft: Draft) -> None:
        self._begin_with_template()
        self.editor.propose(draft)
        if draft.note:
            self.check()

    def check(self) -> None:
        """Validate what is on screen."""
        self.scribe.check(lines.note_text(self.editor.state, proposals=True))

    def _note_saved(self, encounter: EncounterDto) -> None:
        if encounter.id == self.state.wanted:
            self.update(encounter=self.with_typed(encounter), restored=None)
            self._keep.start()

    def _take_note_from_elsewhere(self, encounter: EncounterDto) -> None:
        version = encounter.note.version if encounter.note else 0
        if self.saver.in_flight or self.state.amending or version <= self.saver.version:
            return
        theirs = lines.from_note(encounter.note)
        if lines.same_content(theirs, self.editor.state):
            self.saver.adopt(encounter.note)
        elif not self.saver.dirty:
            self.saver.adopt(encounter.note)
            self.editor.load(proposals.with_proposals_of(theirs, self.editor.state))
        # Otherwise the next save is refused, and both texts are shown then.

    def _signed_elsewhere(self, encounter: EncounterDto) -> None:
        """The note was signed at another desk: nothing more is heard or proposed here. Unsaved typing stays on screen,
        so that it can be taken into an amendment."""
        self.scribe.note_signed()
        if not self.saver.dirty:
            self.saver.adopt(encounter.note)
            self.editor.load(lines.from_note(encounter.note))

    def _clashed(self, error: ChangedElsewhere | None) -> None:
        wanted = self.state.wanted
        params = error.params if error else {}

        def loaded(encounter: EncounterDto) -> None:
            if encounter.id != wanted or self.state.wanted != wanted:
                return
            note = encounter.note
            by = str(params.get("by") or (note.author if note else ""))
            self.update(encounter=encounter, clash=Clash(note, by, note.updated_at if note else None))

        if wanted is not None:
            self._desk.read(self, "clash", encounters.get, ById(id=wanted), loaded)

    def keep_mine(self) -> None:
        """Write what is typed here over the other text (which stays as an older version)."""
        clash = self.state.clash
        if clash is None:
            return
        self.update(clash=None)
        self.saver.settle(clash.theirs.version if clash.theirs else 0)
        self.saver.note_changed(self.editor.state)

    def take_theirs(self) -> None:
        """Show the other text; what was typed here can be brought back by undo."""
        clash = self.state.clash
        if clash is None:
            return
        self.update(clash=None)
        self.saver.adopt(clash.theirs)
        theirs = proposals.with_proposals_of(lines.from_note(clash.theirs), self.editor.state)
        self.editor.replace(theirs, self.tr("Take the other text"))

    def save_vitals(self, changes: dict[str, float | None]) -> None:
        """Save the vitals that were typed."""
        if self.state.encounter is not None and changes:
            self._vitals.save(self.state.encounter, changes)

    def _vitals_saved(self, encounter: EncounterDto) -> None:
        self.update(encounter=self.with_typed(encounter))

    def with_typed(self, encounter: EncounterDto) -> EncounterDto:
        """``encounter`` with the vitals that are on their way to the database."""
        return self._vitals.with_typed(encounter)

    def keep(self) -> None:
        """Keep what is typed and proposed on this computer, or forget it once it is safe or signed."""
        encounter = self.state.encounter
        if encounter is None or not self.may_read:
            return
        state, transcript = self.editor.state, self.scribe.state.transcript
        drafts, key = self._desk.drafts, encounter.id
        if (self.state.signed and not self.state.amending and not self.scribe.retained) or not (
            self.saver.dirty or state.undecided or transcript or self.state.amending
        ):
            kept.drop(drafts, key)
            return
        now = Kept(state, self.saver.version, self.saver.dirty, self._desk.now(), transcript, self.scribe.state.takes)
        kept.put(drafts, key, now)

    def update(self, **changes: Any) -> None:
        """Show another state."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
