"""The scribe's side of one visit: consent, recording, transcript, draft, validation. No widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import Draft, DraftWarning, Finding, FindingKind, RunCard, Transcript, Validation
from opd_desktop.services import patients, scribe
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.encounters import EncounterDto
from opd_desktop.services.dto.patients import Consent, PatientDto, RecordConsent
from opd_desktop.services.dto.scribe import ValidateNote
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.scribe_process import ScribeJob, ScribeProcess

if TYPE_CHECKING:
    from opd_desktop.scribe.recorder import Recorder

BUSY = frozenset({"reading", "transcribing", "drafting"})
_DEVICE_GONE = "the device was unplugged or switched off"


@dataclass(frozen=True)
class ScribeState:
    """What the right side shows.

    Attributes:
        phase: idle, consent (to be asked), recording, paused, reading, transcribing, drafting.
        seconds: length of the recording so far.
        share: of the work under way, 0 to 1.
        restarts: how often the process died during this work.
        silent: nothing is heard by the microphone.
        kept: a recording that is not text yet (after a cancel or an error).
    """

    phase: str = "idle"
    seconds: float = 0.0
    share: float = 0.0
    restarts: int = 0
    silent: bool = False
    transcript: Transcript | None = None
    warnings: tuple[DraftWarning, ...] = ()
    run_card: RunCard | None = None
    validation: Validation | None = None
    checking: bool = False
    error: BaseException | None = None
    kept: Path | None = None

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What was said and is not in the note."""
        found = self.validation.findings if self.validation else ()
        return tuple(one for one in found if one.kind is FindingKind.MISSING)

    @property
    def busy(self) -> bool:
        """The process works on something."""
        return self.phase in BUSY


class ScribeSession(QObject):
    """Records, transcribes, drafts and validates for the encounter on screen.

    Attributes:
        state_changed: a new `ScribeState`.
        level: loudness 0..1 while recording.
        drafted: a `Draft` to be proposed.
    """

    state_changed = Signal(object)
    level = Signal(float)
    drafted = Signal(object)

    def __init__(self, desk: Desk, process: ScribeProcess, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._process = process
        self._recorder: Recorder | None = None
        self._job: ScribeJob | None = None
        self._encounter_id: UUID | None = None
        self._patient_id: UUID | None = None
        self._consent: bool | None = None
        self.state = ScribeState()

    def begin(self, encounter: EncounterDto | None, transcript: Transcript | None = None) -> None:
        """Another visit; ``transcript`` was kept from before."""
        self.abandon()
        self._encounter_id = encounter.id if encounter else None
        self._patient_id = encounter.patient_id if encounter else None
        self._consent = None
        left = self._recordings()
        self._set(ScribeState(transcript=transcript, kept=left[-1] if left else None))

    def abandon(self) -> None:
        """Stop what is under way; a recording stays on this computer and is offered again with its visit."""
        recorder = self._recorder
        if recorder is not None and recorder.recording:
            recorder.blockSignals(True)
            recorder.stop()
            recorder.blockSignals(False)
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def forget_recordings(self) -> None:
        """The note is signed: no sound of this visit stays."""
        for path in self._recordings():
            path.unlink(missing_ok=True)
        self._update(kept=None)

    def _recordings(self) -> list[Path]:
        if self._encounter_id is None:
            return []
        return sorted(_folder(self._desk.settings.data_dir).glob(f"{self._encounter_id}-*.wav"))

    # Recording ---------------------------------------------------------------------------------------------

    def record(self) -> None:
        """Begin to record, once the patient has agreed."""
        if self.state.busy or self.state.phase in {"recording", "paused"} or self._patient_id is None:
            return
        if self._consent:
            self._start()
        elif self._consent is None:
            asked = self._patient_id
            self._desk.read(
                self, "consent", patients.get, ById(id=asked), lambda patient: self._know_consent(asked, patient)
            )
        else:
            self._update(phase="consent", error=None)

    def _know_consent(self, asked: UUID, patient: PatientDto) -> None:
        if asked != self._patient_id:
            return
        granted = [one.granted for one in patient.consents if one.purpose == "recording"]
        self._consent = bool(granted and granted[-1])
        if self._consent:
            self._start()
        else:
            self._update(phase="consent", error=None)

    def answer_consent(self, granted: bool) -> None:
        """What the patient said; stored before anything is recorded."""
        if self._patient_id is None:
            return
        consent = Consent(purpose="recording", granted=granted)
        request = RecordConsent(patient_id=self._patient_id, consent=consent)

        def stored(_result: Any) -> None:
            self._consent = granted
            self._update(phase="idle")
            if granted:
                self._start()

        self._desk.write(self, patients.record_consent, request, stored, self._failed)

    def _start(self) -> None:
        if self._recorder is None:
            from opd_desktop.scribe.recorder import Recorder

            self._recorder = Recorder(self)
            self._recorder.level.connect(self._heard)
            self._recorder.silence.connect(lambda: self._update(silent=True))
            self._recorder.stopped.connect(lambda path: self.open_recording(Path(path), own=True))
            self._recorder.failed.connect(self._microphone_failed)
        folder = _folder(self._desk.settings.data_dir)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{self._encounter_id}-{uuid7().hex}.wav"
        if self._recorder.start(path):
            self._update(phase="recording", seconds=0.0, silent=False, error=None)

    def _heard(self, loudness: float) -> None:
        self.level.emit(loudness)
        seconds = self._recorder.seconds if self._recorder else 0.0
        quiet = self.state.silent and loudness < _loud_enough()
        if int(seconds) != int(self.state.seconds) or quiet != self.state.silent:
            self._update(seconds=seconds, silent=quiet)

    def _microphone_failed(self, code: str) -> None:
        params = {} if code == "scribe.no_microphone" else {"reason": _DEVICE_GONE}
        self._failed(ServiceUnavailable(code, **params))

    def pause(self) -> None:
        """Pause the recording, or go on."""
        if self._recorder is None:
            return
        if self.state.phase == "recording":
            self._recorder.pause()
            self._update(phase="paused")
        elif self.state.phase == "paused":
            self._recorder.resume()
            self._update(phase="recording", silent=False)

    def stop(self) -> None:
        """End the recording and draft from it."""
        if self._recorder is not None and self._recorder.recording:
            self._recorder.stop()

    def discard(self) -> None:
        """End the recording and forget it."""
        if self._recorder is not None:
            self._recorder.discard()
        self._update(phase="idle", seconds=0.0)

    # Transcript and draft ----------------------------------------------------------------------------------

    def open_recording(self, path: Path, *, own: bool = False) -> None:
        """Transcribe a file and draft from it; our ``own`` recordings are deleted once they are text."""

        def heard(transcript: Transcript) -> None:
            if own:
                path.unlink(missing_ok=True)
            self._update(kept=None)
            self._draft(transcript)

        self._begin_job("transcribing", self._process.transcribe(path), heard, kept=path if own else None)

    def draft_again_from_kept(self) -> None:
        """Another try with the recording that is not text yet."""
        if self.state.kept is not None:
            self.open_recording(self.state.kept, own=True)

    def forget_kept(self) -> None:
        """Delete the recording that is not text yet."""
        if self.state.kept is not None:
            self.state.kept.unlink(missing_ok=True)
            self._update(kept=None, error=None)

    def take_text(self, text: str) -> None:
        """Draft from pasted or typed dialogue or dictation."""
        self._begin_job("reading", self._process.read_text(text), self._draft)

    def _draft(self, transcript: Transcript) -> None:
        self._update(transcript=transcript, warnings=transcript.warnings, run_card=None, validation=None)
        self._begin_job("drafting", self._process.draft(transcript), self._drafted)

    def _drafted(self, draft: Draft) -> None:
        known = {warning.code for warning in draft.warnings}
        heard = tuple(one for one in self.state.warnings if one.code not in known)
        self._update(phase="idle", warnings=heard + draft.warnings, run_card=draft.run_card)
        self.drafted.emit(draft)

    def _begin_job(
        self, phase: str, job: ScribeJob, done: Callable[[Any], None], kept: Path | None = None
    ) -> None:  # fmt: skip
        self._job = job
        self._update(phase=phase, share=0.0, restarts=0, error=None, kept=kept or self.state.kept)
        job.progressed.connect(lambda share: self._update(share=share) if self._job is job else None)
        job.restarted.connect(lambda count: self._update(restarts=count) if self._job is job else None)

        def finished(result: Any) -> None:
            if self._job is job:
                self._job = None
                done(result)

        def failed(error: BaseException) -> None:
            if self._job is job:
                self._job = None
                self._failed(error)

        job.done.connect(finished)
        job.failed.connect(failed)

    def cancel(self) -> None:
        """Give up the work under way."""
        if self._job is not None:
            self._job.cancel()
        elif self.state.phase == "consent":
            self._update(phase="idle")

    # Validation --------------------------------------------------------------------------------------------

    def check(self, note: str) -> None:
        """Compare a note with the conversation; without one, look at the note alone."""
        self._update(checking=True)
        request = ValidateNote(note=note, transcript=self.state.transcript)
        self._desk.read(self, "check", scribe.validate_note, request, self._checked, self._check_failed)

    def _checked(self, validation: Validation) -> None:
        self._update(validation=validation, checking=False, error=None)

    def _check_failed(self, error: BaseException) -> None:
        self._update(checking=False, error=error)

    def noted(self, finding: Finding) -> None:
        """What was said is in the note now."""
        if self.state.validation is not None:
            rest = tuple(one for one in self.state.validation.findings if one is not finding)
            self._update(validation=self.state.validation.model_copy(update={"findings": rest}))

    def _failed(self, error: BaseException) -> None:
        cancelled = isinstance(error, OpdError) and error.code == "scribe.cancelled"
        self._update(phase="idle", error=None if cancelled else error)

    def _update(self, **changes: Any) -> None:
        self._set(replace(self.state, **changes))

    def _set(self, state: ScribeState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _folder(data_dir: Path) -> Path:
    """Where recordings are until they are text; only this computer's user can read it."""
    return data_dir / "recordings"


def _loud_enough() -> float:
    from opd_desktop.scribe.recorder import SILENT_BELOW

    return SILENT_BELOW
