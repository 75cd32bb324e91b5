"""Saving vitals as they are typed: only the fields that were typed, and what is on its way stays on screen."""

from PySide6.QtCore import QObject, Signal

from opd_desktop.services import encounters
from opd_desktop.services.dto.encounters import EncounterChanged, EncounterDto, PatchEncounter, Vitals
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter.saver import encounter_of


class VitalsSaver(QObject):
    """Writes the vitals of one encounter.

    Attributes:
        saved: the encounter after a write.
        failed: they were refused.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._typed: dict[str, float | None] = {}
        self._visit = 0
        self._sent = 0

    def begin(self) -> None:
        """Another encounter: what was sent for the one before no longer counts here."""
        self._visit += 1
        self._typed.clear()

    def save(self, encounter: EncounterDto, changes: dict[str, float | None]) -> None:
        """Save the fields that were typed; the others stay as they are in the database."""
        self._typed |= changes
        self._sent += 1
        sent, visit = self._sent, self._visit
        # Whoever saves has taken them, now.
        vitals = (self.with_typed(encounter).vitals or Vitals()).model_copy(update={"taken_at": None, "taken_by": ""})

        def saved(result: EncounterDto | EncounterChanged) -> None:
            if visit == self._visit:
                if sent == self._sent:
                    self._typed.clear()
                self.saved.emit(encounter_of(result))

        def failed(error: BaseException) -> None:
            if visit == self._visit:
                self._typed.clear()
                self.failed.emit(error)
            else:
                self._desk.show_error(error)

        self._desk.write(self, encounters.patch, PatchEncounter(id=encounter.id, vitals=vitals), saved, failed)

    def with_typed(self, encounter: EncounterDto) -> EncounterDto:
        """``encounter`` with the vitals that are on their way to the database."""
        if not self._typed:
            return encounter
        known = encounter.vitals.model_dump() if encounter.vitals else {}
        return encounter.model_copy(update={"vitals": Vitals.model_validate({**known, **self._typed})})
