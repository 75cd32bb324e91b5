"""State of the encounter on screen and what a person can do with it; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.errors import ChangedElsewhere
from opd_desktop.domain.note import Draft
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import chart, encounters
from opd_desktop.services.dto.common import ById, Change
from opd_desktop.services.dto.encounters import (
    AmendNote,
    Chart,
    ChartRequest,
    CompleteEncounter,
    EncounterChanged,
    EncounterDto,
    NoteDto,
    PatchEncounter,
    ReopenEncounter,
    Vitals,
)
from opd_desktop.services.operations import Operation
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.editor import NoteEditor
from opd_desktop.ui.encounter.kept import Kept, draft_key
from opd_desktop.ui.encounter.lines import NoteState
from opd_desktop.ui.encounter.saver import NoteSaver, SaveStatus, encounter_of
from opd_desktop.ui.encounter.scribe_session import ScribeSession
from opd_desktop.ui.scribe_process import ScribeProcess

_S = EncounterStatus
WAITS = frozenset({_S.PLANNED, _S.ARRIVED, _S.TRIAGED})
CLOSED = frozenset({_S.PLANNED, _S.CANCELLED, _S.ENTERED_IN_ERROR})
"""Statuses in which nothing can be written."""
DRAFT_MS = 400
"""Pause in typing after which the text is kept on this computer."""


@dataclass(frozen=True)
class Clash:
    """Somebody else saved the note while this one was being typed."""

    theirs: NoteDto | None
    by: str
    at: datetime | None


@dataclass(frozen=True)
class EncounterState:
    """What is shown. ``wanted`` is the encounter asked for, ``encounter`` None until it came.

    Attributes:
        error: why the encounter can't be shown.
        amending: a signed note is being changed, with this reason.
        clash: two texts, one of which must be chosen.
        restored: when the typed text that was brought back had been typed.
        confirm: a question before signing: proposals that are not decided, or an empty note.
    """

    wanted: UUID | None = None
    encounter: EncounterDto | None = None
    chart: Chart | None = None
    error: BaseException | None = None
    amending: str = ""
    clash: Clash | None = None
    restored: datetime | None = None
    confirm: str = ""
    save: SaveStatus = field(default_factory=SaveStatus)

    @property
    def signed(self) -> bool:
        """The note is locked."""
        return self.encounter is not None and self.encounter.signed_at is not None


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
        self.scribe = ScribeSession(desk, process, self)
        self._loaded_once = False
        self._typed_vitals: dict[str, float | None] = {}
        self._vitals_sent = 0
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(DRAFT_MS)
        self._keep.timeout.connect(self.keep)
        self.editor.changed.connect(self._note_changed)
        self.saver.status_changed.connect(lambda status: self._update(save=status))
        self.saver.saved.connect(self._note_saved)
        self.saver.clashed.connect(self._clashed)
        self.scribe.drafted.connect(self._propose)
        self.scribe.heard.connect(self._keep.start)
        desk.online_changed.connect(self._back_online)

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
        self._typed_vitals.clear()
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
        if encounter.id != self.state.wanted or (shown is not None and _older(encounter, shown)):
            return
        first = not self._loaded_once
        self._loaded_once = True
        if first:
            self._begin(encounter)
        else:
            self._update(encounter=self._with_typed(encounter), error=None)
            self._take_note_from_elsewhere(encounter)
        if self.may_read and (first or self.state.chart is None):
            self._load_chart()

    def _load_failed(self, error: BaseException) -> None:
        if self.state.encounter is None:
            self._update(error=error)
        else:
            self._desk.show_error(error)

    def _load_chart(self) -> None:
        assert self.state.encounter is not None  # noqa: S101 - called after it came
        patient_id = self.state.encounter.patient_id

        def shown(found: Chart) -> None:
            if self.state.encounter is not None and found.patient_id == self.state.encounter.patient_id:
                self._update(chart=found)

        self._desk.read(self, "chart", chart.read, ChartRequest(patient_id=patient_id), shown)

    def _begin(self, encounter: EncounterDto) -> None:
        kept = self._kept(encounter.id) if self.may_read else None
        self.saver.begin(encounter)
        self._update(encounter=encounter, error=None)
        saved = lines.from_note(encounter.note)
        if kept is None or self.state.signed:
            self.editor.load(saved)
            self.scribe.begin(encounter, kept.transcript if kept else None, kept.takes if kept else ())
            return
        self.scribe.begin(encounter, kept.transcript, kept.takes)
        if kept.version == self.saver.version:
            self.editor.load(kept.note)
            if self.saver.dirty:
                self._update(restored=kept.at)
        elif kept.dirty and not lines.same_content(kept.note, saved):
            self.editor.load(kept.note)
            self._clashed(None)
        else:
            self.editor.load(lines.with_proposals_of(saved, kept.note))

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
        self.editor.propose(draft)
        if draft.note:
            self.check()

    def check(self) -> None:
        """Validate what is on screen."""
        self.scribe.check(lines.note_text(self.editor.state, proposals=True))

    def _note_saved(self, encounter: EncounterDto) -> None:
        if encounter.id == self.state.wanted:
            self._update(encounter=self._with_typed(encounter), restored=None)
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
            self.editor.load(lines.with_proposals_of(theirs, self.editor.state))
        # Otherwise the next save is refused, and both texts are shown then.

    def _clashed(self, error: ChangedElsewhere | None) -> None:
        wanted = self.state.wanted
        params = error.params if error else {}

        def loaded(encounter: EncounterDto) -> None:
            if encounter.id != wanted or self.state.wanted != wanted:
                return
            note = encounter.note
            by = str(params.get("by") or (note.author if note else ""))
            self._update(encounter=encounter, clash=Clash(note, by, note.updated_at if note else None))

        if wanted is not None:
            self._desk.read(self, "clash", encounters.get, ById(id=wanted), loaded)

    def keep_mine(self) -> None:
        """Write what is typed here over the other text (which stays as an older version)."""
        clash = self.state.clash
        if clash is None:
            return
        self._update(clash=None)
        self.saver.settle(clash.theirs.version if clash.theirs else 0)
        self.saver.note_changed(self.editor.state)

    def take_theirs(self) -> None:
        """Show the other text; what was typed here can be brought back by undo."""
        clash = self.state.clash
        if clash is None:
            return
        self._update(clash=None)
        self.saver.adopt(clash.theirs)
        theirs = lines.with_proposals_of(lines.from_note(clash.theirs), self.editor.state)
        self.editor.replace(theirs, self.tr("Take the other text"))

    # Vitals ------------------------------------------------------------------------------------------------

    def save_vitals(self, changes: dict[str, float | None]) -> None:
        """Save the fields that were typed; the others stay as they are in the database."""
        encounter = self.state.encounter
        if encounter is None or not changes:
            return
        self._typed_vitals |= changes
        self._vitals_sent += 1
        sent, key = self._vitals_sent, encounter.id
        # Whoever saves has taken them, now.
        vitals = (self._with_typed(encounter).vitals or Vitals()).model_copy(update={"taken_at": None, "taken_by": ""})

        def saved(result: EncounterDto | EncounterChanged) -> None:
            fresh = encounter_of(result)
            if fresh.id == self.state.wanted:
                if sent == self._vitals_sent:
                    self._typed_vitals.clear()
                self._update(encounter=self._with_typed(fresh))

        def failed(error: BaseException) -> None:
            if key == self.state.wanted:
                self._typed_vitals.clear()
                self.vitals_failed.emit(error)
            else:
                self._desk.show_error(error)

        self._desk.write(self, encounters.patch, PatchEncounter(id=key, vitals=vitals), saved, failed)

    def _with_typed(self, encounter: EncounterDto) -> EncounterDto:
        """``encounter`` with the vitals that are on their way to the database."""
        if not self._typed_vitals:
            return encounter
        known = encounter.vitals.model_dump() if encounter.vitals else {}
        return encounter.model_copy(update={"vitals": Vitals.model_validate({**known, **self._typed_vitals})})

    # Moving on ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """The consultation begins."""
        if self.state.encounter is not None and self.state.encounter.status in WAITS:
            self._move(encounters.start, Change(id=self.state.encounter.id))

    def complete(self, *, sign: bool = False) -> None:
        """Finish the visit; with ``sign``, lock the note too (asked back if something is undecided)."""
        encounter = self.state.encounter
        if encounter is None:
            return
        question = self._question() if sign else ""
        if question and self.state.confirm != question:
            self._update(confirm=question)
            return
        self._update(confirm="")
        if encounter.status is _S.FINISHED:
            if sign:
                self._after_saving(lambda key: self._move(encounters.sign, Change(id=key)))
            return
        self._after_saving(lambda key: self._move(encounters.complete, CompleteEncounter(id=key, sign=sign)))

    def _question(self) -> str:
        if self.editor.state.undecided:
            return "undecided"
        return "" if lines.to_note(self.editor.state).sentences else "empty"

    def dismiss(self) -> None:
        """Take back the question, or the notice of restored text."""
        self._update(confirm="", restored=None)

    def reopen(self) -> None:
        """Go on with a finished visit that is not signed."""
        if self.state.encounter is not None:
            self._move(encounters.reopen, ReopenEncounter(id=self.state.encounter.id))

    def _after_saving(self, run: Callable[[UUID], None]) -> None:
        key = self.state.wanted
        if key is not None:
            self.saver.flush(lambda: run(key))

    def _move(self, operation: Operation[Any, Any], request: Change) -> None:
        self._desk.write(self, operation, request, self._moved)

    def _moved(self, result: EncounterDto | EncounterChanged) -> None:
        encounter = encounter_of(result)
        offer = result.undo if isinstance(result, EncounterChanged) else None
        if encounter.id == self.state.wanted:
            self._update(encounter=self._with_typed(encounter))
            if self.state.signed:
                self.saver.adopt(encounter.note)
                self.editor.load(lines.from_note(encounter.note))
                self.scribe.note_signed()
            self.keep()
        self._desk.toast(self._moved_text(encounter), offer)

    def _moved_text(self, encounter: EncounterDto) -> str:
        if encounter.signed_at is not None:
            return self.tr("The note of {0} is signed").format(encounter.patient_name)
        if encounter.status is _S.FINISHED:
            return self.tr("The visit of {0} is complete").format(encounter.patient_name)
        return self.tr("{0} is in consultation").format(encounter.patient_name)

    # Amendments --------------------------------------------------------------------------------------------

    def amend(self, why: str) -> None:
        """Change a signed note; ``why`` is kept with it."""
        if self.state.signed and why.strip():
            self.saver.hold()
            self._update(amending=why.strip())

    def drop_amendment(self) -> None:
        """Back to the signed note."""
        self._update(amending="")
        if self.state.encounter is not None:
            self.editor.load(lines.from_note(self.state.encounter.note))
        self.keep()

    def save_amendment(self) -> None:
        """Sign the changed note as an amendment."""
        encounter = self.state.encounter
        if encounter is None or not self.state.amending:
            return
        note = lines.to_note(self.editor.state)
        request = AmendNote(id=encounter.id, row_version=encounter.row_version, note=note, why=self.state.amending)

        def amended(result: EncounterDto | EncounterChanged) -> None:
            self._update(amending="", encounter=encounter_of(result))
            self.saver.adopt(encounter_of(result).note)
            self.editor.load(lines.from_note(encounter_of(result).note))
            self.keep()
            self._desk.toast(self.tr("The amendment is signed"))

        self._desk.write(self, encounters.amend, request, amended)

    # Drafts on this computer -------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what is typed and proposed on this computer, or forget it once it is safe or signed."""
        encounter = self.state.encounter
        if encounter is None or not self.may_read:
            return
        state, transcript = self.editor.state, self.scribe.state.transcript
        if (self.state.signed and not self.state.amending and not self.scribe.retained) or not (
            self.saver.dirty or state.undecided or transcript or self.state.amending
        ):
            self._desk.drafts.drop(draft_key(encounter.id))
            return
        kept = Kept(state, self.saver.version, self.saver.dirty, self._desk.now(), transcript, self.scribe.state.takes)
        self._desk.drafts.put(draft_key(encounter.id), kept.to_json())

    def _kept(self, encounter_id: UUID) -> Kept | None:
        found = self._desk.drafts.get(draft_key(encounter_id))
        if found is None:
            return None
        try:
            return Kept.read(found)
        except (KeyError, TypeError, ValueError):
            # Written by another version of the program: nothing that could be shown.
            self._desk.drafts.drop(draft_key(encounter_id))
            return None

    def _update(self, **changes: Any) -> None:
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _older(one: EncounterDto, other: EncounterDto) -> bool:
    """Whether ``one`` was read before ``other``: reads may come back after a write that was asked for later."""
    if one.row_version < other.row_version:
        return True
    if one.note is not None and other.note is not None and one.note.version < other.note.version:
        return True
    taken, newer = (each.vitals.taken_at if each.vitals else None for each in (one, other))
    return newer is not None and (taken is None or taken < newer)
