"""Whether the patient agrees to be recorded: asked once for each visit, and stored before anything is recorded."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.services import patients
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.patients import Consent, PatientDto, RecordConsent
from opd_desktop.ui.desk import Desk


class ConsentToRecord(QObject):
    """What the patient of the visit on screen said.

    Attributes:
        known: it is known now; True when the patient agrees.
        answered: the answer is stored; True when the patient agrees.
        failed: it could not be read or stored.
    """

    known = Signal(bool)
    answered = Signal(bool)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id: UUID | None = None
        self._granted: bool | None = None

    def begin(self, patient_id: UUID | None) -> None:
        """Another visit, None for no visit at all."""
        self._patient_id = patient_id
        self._granted = None

    @property
    def possible(self) -> bool:
        """There is somebody to ask."""
        return self._patient_id is not None

    def ask(self) -> None:
        """Find out; ``known`` follows."""
        asked = self._patient_id
        if asked is None:
            return
        if self._granted is not None:
            self.known.emit(self._granted)
            return

        def read(patient: PatientDto) -> None:
            if asked == self._patient_id:
                granted = [one.granted for one in patient.consents if one.purpose == "recording"]
                self._granted = bool(granted and granted[-1])
                self.known.emit(self._granted)

        self._desk.read(self, "consent", patients.get, ById(id=asked), read, self.failed.emit)

    def answer(self, granted: bool) -> None:
        """Store what the patient said; ``answered`` follows."""
        asked = self._patient_id
        if asked is None:
            return
        request = RecordConsent(patient_id=asked, consent=Consent(purpose="recording", granted=granted))

        def stored(_result: Any) -> None:
            if asked == self._patient_id:
                self._granted = granted
                self.answered.emit(granted)

        self._desk.write(self, patients.record_consent, request, stored, self.failed.emit)
