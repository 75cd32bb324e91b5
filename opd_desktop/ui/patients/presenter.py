"""State of the patients screen; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import fhir_export, patients, timeline
from opd_desktop.services.dto.common import ById, Page
from opd_desktop.services.dto.encounters import FhirBundle, FhirExport
from opd_desktop.services.dto.patients import (
    Consent,
    PatchPatient,
    PatientDto,
    PatientHit,
    RecordConsent,
    SearchPatients,
    TimelineEntry,
    TimelineRequest,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed


@dataclass(frozen=True)
class PatientsState:
    """``hits`` of the search ``text``; the ``patient`` shown with the newest part of the timeline."""

    text: str = ""
    hits: tuple[PatientHit, ...] = ()
    patient: PatientDto | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    more: bool = False


class PatientsPresenter(QObject):
    """Searches, loads one patient, saves corrections.

    Attributes:
        state_changed: a new `PatientsState`.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = PatientsState()

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.state_changed.emit(self.state)

    def search(self, text: str) -> None:
        """Find patients; an empty text empties the list."""
        text = text.strip()
        if not text:
            self._set(text="", hits=())
            return
        self._desk.read(
            self, "search", patients.search, SearchPatients(text=text, limit=50),
            lambda hits: self._set(text=text, hits=tuple(hits)),
        )  # fmt: skip

    def show(self, patient_id: UUID) -> None:
        """Load one patient and what happened."""
        if self.state.patient is not None and self.state.patient.id != patient_id:
            self._set(patient=None, timeline=(), more=False)
        self._desk.read(self, "patient", patients.get, ById(id=patient_id), lambda one: self._set(patient=one))
        self._desk.read(self, "timeline", timeline.read, TimelineRequest(patient_id=patient_id), self._timeline_loaded)

    def reload(self) -> None:
        """Again, after something changed elsewhere."""
        if self.state.patient is not None:
            self.show(self.state.patient.id)

    def older(self) -> None:
        """More of the timeline."""
        if self.state.patient is not None and self.state.timeline:
            request = TimelineRequest(patient_id=self.state.patient.id, before=self.state.timeline[-1].at)
            self._desk.read(self, "older", timeline.read, request, self._older_loaded)

    def _timeline_loaded(self, page: Page[TimelineEntry]) -> None:
        self._set(timeline=page.items, more=page.more)

    def _older_loaded(self, page: Page[TimelineEntry]) -> None:
        self._set(timeline=(*self.state.timeline, *page.items), more=page.more)

    def patch(self, request: PatchPatient, done: Callable[[PatientDto], None], failed: Failed) -> None:
        """Save a correction."""
        self._desk.write(self, patients.patch, request, done, failed)

    def consent(self, granted: bool, done: Callable[[PatientDto], None], failed: Failed) -> None:
        """Record whether messages may be sent."""
        if self.state.patient is not None:
            consent = Consent(purpose="messages", granted=granted)
            request = RecordConsent(patient_id=self.state.patient.id, consent=consent)
            self._desk.write(self, patients.record_consent, request, done, failed)

    def export(self, path: Path) -> None:
        """Write everything that this person may see of the patient as a FHIR R4 Bundle."""
        if self.state.patient is None:
            return
        request = FhirExport(patient_id=self.state.patient.id)

        def work() -> Path:
            import json

            made: FhirBundle = self._desk.clinic.call(fhir_export.export, request)
            fresh = path.with_name(f"{path.name}.part")
            fresh.write_text(json.dumps(made.bundle, indent=1, ensure_ascii=False), encoding="utf-8")
            fresh.replace(path)
            return path

        self._desk.run(self, "export", work, lambda saved: self._desk.toast(self.tr("Saved {0}").format(saved.name)))

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in person has a right."""
        return self._desk.actor.may(permission)
