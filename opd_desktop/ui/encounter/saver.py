"""Saving what is typed: to this computer at every pause, to the database a moment later, never over another's text."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from opd_desktop.domain.errors import ChangedElsewhere
from opd_desktop.services import encounters
from opd_desktop.services.dto.encounters import EncounterChanged, EncounterDto, NoteDto, PatchEncounter
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.lines import NoteState

SAVE_MS = 1500
"""Pause in typing after which the note goes to the database."""


@dataclass(frozen=True)
class SaveStatus:
    """``state``: saved, dirty, saving, failed (tried again with the next change) or clash."""

    state: str = "saved"
    at: datetime | None = None
    error: BaseException | None = None


class NoteSaver(QObject):
    """Writes the accepted part of one encounter's note.

    Attributes:
        status_changed: a new `SaveStatus`.
        saved: the encounter after a write.
        clashed: `ChangedElsewhere`: somebody else saved this note meanwhile; nothing is written until `settle`.
    """

    status_changed = Signal(object)
    saved = Signal(object)
    clashed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id: UUID | None = None
        self._note = NoteDto(sentences=())
        self._base = NoteDto(sentences=())
        self._in_flight = False
        self._waiting: list[Callable[[], None]] = []
        self.version = 0
        self.status = SaveStatus()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self._save)

    def begin(self, encounter: EncounterDto | None) -> None:
        """Another encounter, with the note that the database holds."""
        self._timer.stop()
        self._waiting.clear()
        self._in_flight = False
        self._id = encounter.id if encounter else None
        self.adopt(encounter.note if encounter else None)

    def adopt(self, note: NoteDto | None) -> None:
        """``note`` is what the database holds now."""
        self._base = lines.to_note(lines.from_note(note))
        self._note = self._base
        self.version = note.version if note else 0
        self._tell(SaveStatus("saved", note.updated_at if note else None))

    @property
    def dirty(self) -> bool:
        """Something is typed that the database doesn't have."""
        return self._note != self._base

    @property
    def in_flight(self) -> bool:
        """A write is under way."""
        return self._in_flight

    def note_changed(self, state: NoteState) -> None:
        """The note on screen changed."""
        self._note = lines.to_note(state)
        if self._id is None or self.status.state == "clash":
            return
        if not self.dirty:
            self._timer.stop()
            if not self._in_flight:
                self._tell(replace(self.status, state="saved", error=None))
            return
        if not self._in_flight:
            self._tell(replace(self.status, state="dirty"))
        self._timer.start()

    def hold(self) -> None:
        """Save nothing for now (an amendment is being written)."""
        self._timer.stop()

    def settle(self, version: int) -> None:
        """The clash is decided in favour of what is on screen: write it over version ``version``."""
        self.version = version
        self._tell(SaveStatus("dirty"))
        self._save()

    def flush(self, then: Callable[[], None] | None = None) -> None:
        """Save now; ``then`` runs once all of it is in the database, and not at all if it can't be saved."""
        if then:
            self._waiting.append(then)
        self._timer.stop()
        if self._in_flight:
            return
        if self.dirty and self.status.state != "clash":
            self._save()
        elif not self.dirty:
            self._run_waiting()
        else:
            self._waiting.clear()

    def _save(self) -> None:
        self._timer.stop()
        if self._id is None or self._in_flight or not self.dirty:
            return
        self._in_flight = True
        sent, key = self._note, self._id
        self._tell(replace(self.status, state="saving"))
        request = PatchEncounter(id=key, note=sent, note_version=self.version)
        self._desk.write(
            self, encounters.patch, request, lambda done: self._saved(key, sent, done), lambda e: self._failed(key, e)
        )  # fmt: skip

    def _saved(self, key: UUID, sent: NoteDto, result: EncounterDto | EncounterChanged) -> None:
        encounter = encounter_of(result)
        if key != self._id:
            return
        self._in_flight = False
        self._base = sent
        if encounter.note is not None:
            self.version = encounter.note.version
        self.saved.emit(encounter)
        if self.dirty:
            self._tell(SaveStatus("dirty", self._desk.now()))
            if self._waiting:
                self._save()
            else:
                self._timer.start()
            return
        self._tell(SaveStatus("saved", self._desk.now()))
        self._run_waiting()

    def _failed(self, key: UUID, error: BaseException) -> None:
        if key != self._id:
            self._desk.show_error(error)
            return
        self._in_flight = False
        self._waiting.clear()
        if isinstance(error, ChangedElsewhere):
            self._tell(SaveStatus("clash", self.status.at, error))
            self.clashed.emit(error)
            return
        self._tell(SaveStatus("failed", self.status.at, error))

    def _run_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for run in waiting:
            run()

    def _tell(self, status: SaveStatus) -> None:
        if status != self.status:
            self.status = status
            self.status_changed.emit(status)


def encounter_of(result: EncounterDto | EncounterChanged) -> EncounterDto:
    """The encounter in the result of an operation."""
    return result.encounter if isinstance(result, EncounterChanged) else result
