"""Moving a visit on: start, complete, sign, reopen, and amendments of a signed note."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import DraftSentence
from opd_desktop.services import encounters
from opd_desktop.services.dto.common import Change
from opd_desktop.services.dto.encounters import (
    AmendNote,
    CompleteEncounter,
    EncounterChanged,
    EncounterDto,
    ReopenEncounter,
    SignNote,
)
from opd_desktop.services.dto.scribe_rules import RuleDto
from opd_desktop.services.operations import Operation
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.encounter_state import WAITS
from opd_desktop.ui.encounter.saver import encounter_of
from opd_desktop.ui.note_words import learned_text

if TYPE_CHECKING:
    from opd_desktop.ui.encounter.presenter import EncounterPresenter


class VisitMoves(QObject):
    """What changes the state of the encounter that a presenter holds; everything typed is saved first."""

    def __init__(self, desk: Desk, visit: "EncounterPresenter") -> None:
        super().__init__(visit)
        self._desk = desk
        self._visit = visit

    def start(self) -> None:
        """The consultation begins."""
        if self._visit.state.encounter is not None and self._visit.state.encounter.status in WAITS:
            self._move(encounters.start, Change(id=self._visit.state.encounter.id))

    def complete(self, *, sign: bool = False) -> None:
        """Finish the visit; with ``sign``, lock the note too (asked back if something is undecided)."""
        encounter = self._visit.state.encounter
        if encounter is None:
            return
        question = self._question() if sign else ""
        if question and self._visit.state.confirm != question:
            self._visit.update(confirm=question)
            return
        self._visit.update(confirm="")
        if encounter.status is EncounterStatus.FINISHED:
            if sign:
                self._after_saving(lambda key: self._move(encounters.sign, SignNote(id=key, drafted=self._drafted)))
            return
        self._after_saving(
            lambda key: self._move(
                encounters.complete, CompleteEncounter(id=key, sign=sign, drafted=self._drafted if sign else ())
            )
        )

    def sign(self) -> None:
        """Complete and sign, or sign the amendment that is being written."""
        if self._visit.state.amending:
            self.save_amendment()
        else:
            self.complete(sign=True)

    @property
    def _drafted(self) -> tuple[DraftSentence, ...]:
        return self._visit.editor.state.drafted

    def _question(self) -> str:
        if self._visit.scribe.state.at_work:
            return "at_work"
        if self._visit.editor.state.undecided:
            return "undecided"
        return "" if lines.to_note(self._visit.editor.state).sentences else "empty"

    def dismiss(self) -> None:
        """Take back the question, or a notice."""
        self._visit.update(confirm="", restored=None, learned=())

    def reopen(self, why: str) -> None:
        """Go on with a finished visit that is not signed; ``why`` is kept in its history."""
        if self._visit.state.encounter is not None:
            self._move(encounters.reopen, ReopenEncounter(id=self._visit.state.encounter.id, why=why.strip()))

    def _after_saving(self, run: Callable[[UUID], None]) -> None:
        key = self._visit.state.wanted
        if key is not None:
            self._visit.saver.flush(lambda: run(key))

    def _move(self, operation: Operation[Any, Any], request: Change) -> None:
        self._desk.write(self, operation, request, self._moved)

    def _moved(self, result: EncounterDto | EncounterChanged) -> None:
        encounter = encounter_of(result)
        offer = result.undo if isinstance(result, EncounterChanged) else None
        if encounter.id == self._visit.state.wanted:
            self._visit.update(encounter=self._visit.with_typed(encounter), learned=result.learned)
            if self._visit.state.signed:
                self._visit.saver.adopt(encounter.note)
                self._visit.editor.load(lines.from_note(encounter.note))
                self._visit.scribe.note_signed()
            if result.learned:
                self._visit.writing.load()
            self._visit.keep()
        self._desk.toast(self._moved_text(encounter, result.learned), offer)

    def _moved_text(self, encounter: EncounterDto, learned: tuple[RuleDto, ...]) -> str:
        if encounter.signed_at is not None:
            signed = self.tr("The note of {0} is signed").format(encounter.patient_name)
            return f"{signed} · {learned_text(learned)}" if learned else signed
        if encounter.status is EncounterStatus.FINISHED:
            return self.tr("The visit of {0} is complete").format(encounter.patient_name)
        return self.tr("{0} is in consultation").format(encounter.patient_name)

    def amend(self, why: str) -> None:
        """Change a signed note; ``why`` is kept with it."""
        if self._visit.state.signed and why.strip():
            self._visit.saver.hold()
            self._visit.update(amending=why.strip())

    def drop_amendment(self) -> None:
        """Back to the signed note."""
        self._visit.update(amending="")
        if self._visit.state.encounter is not None:
            self._visit.editor.load(lines.from_note(self._visit.state.encounter.note))
        self._visit.keep()

    def save_amendment(self) -> None:
        """Sign the changed note as an amendment."""
        encounter = self._visit.state.encounter
        if encounter is None or not self._visit.state.amending:
            return
        note = lines.to_note(self._visit.editor.state)
        request = AmendNote(
            id=encounter.id, row_version=encounter.row_version, note=note, why=self._visit.state.amending
        )

        def amended(result: EncounterDto | EncounterChanged) -> None:
            self._visit.update(amending="", encounter=encounter_of(result))
            self._visit.saver.adopt(encounter_of(result).note)
            self._visit.editor.load(lines.from_note(encounter_of(result).note))
            self._visit.keep()
            self._desk.toast(self.tr("The amendment is signed"))

        self._desk.write(self, encounters.amend, request, amended)
