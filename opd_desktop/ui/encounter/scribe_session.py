"""The scribe's side of one visit: consent, recording, transcript, draft, validation. No widgets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.note import (
    Draft,
    Finding,
    Speaker,
    Subject,
    Transcript,
    Validation,
)
from opd_desktop.services import scribe
from opd_desktop.services.dto.encounters import EncounterDto
from opd_desktop.services.dto.scribe import ValidateNote
from opd_desktop.ui import scribe_choices
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.encounter.consent import ConsentToRecord
from opd_desktop.ui.encounter.listening import Listening
from opd_desktop.ui.encounter.microphone import Microphone
from opd_desktop.ui.encounter.recordings import Recordings
from opd_desktop.ui.encounter.scribe_state import BUSY, ScribeState
from opd_desktop.ui.encounter.takes import Take
from opd_desktop.ui.encounter.work_in_hand import WorkInHand
from opd_desktop.ui.encounter.writing import Writing
from opd_desktop.ui.scribe_choices import ScribeChoices
from opd_desktop.ui.scribe_process import ScribeJob, ScribeProcess


class ScribeSession(QObject):
    """Records, transcribes, drafts and validates for the encounter on screen.

    Attributes:
        state_changed: a new `ScribeState`.
        level: loudness 0..1 while recording.
        drafted: a `Draft` to be proposed.
        dictated: a phrase of the doctor's own words, to be written or obeyed.
        recordings: those on this computer.
        heard: there is more text in the transcript, or another speaker; to be kept on this computer.
    """

    state_changed = Signal(object)
    level = Signal(float)
    drafted = Signal(object)
    dictated = Signal(str)
    heard = Signal()

    def __init__(self, desk: Desk, process: ScribeProcess, writing: Writing, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._process = process
        self._writing = writing
        self.microphone = self._make_microphone()
        self._listening = Listening(desk, self)
        self._listening.playing.connect(lambda turns: self._update(playing=turns))
        self._listening.failed.connect(lambda error: self._update(error=error))
        self._work = WorkInHand(self)
        self._work.went_on.connect(lambda share: self._update(share=share))
        self._work.restarted.connect(lambda count: self._update(restarts=count))
        self._trouble: BaseException | None = None
        self._work.failed.connect(self._failed)
        self._consent = ConsentToRecord(desk, self)
        self._consent.known.connect(self._know_consent)
        self._consent.answered.connect(self._consent_answered)
        self._consent.failed.connect(self._failed)
        self.recordings = Recordings(desk)
        self._encounter_id: UUID | None = None
        self._subject = Subject()
        self.state = ScribeState()
        self.recordings.forget_overdue()

    def _make_microphone(self) -> Microphone:
        made = Microphone(self._desk, self._process, self)
        made.level.connect(self.level)
        made.went_on.connect(lambda: self._update(seconds=made.seconds, silent=made.silent))
        made.phrase.connect(self._heard_phrase)
        made.recorded.connect(lambda path: self.open_recording(path, own=True))
        made.failed.connect(self._microphone_failed)
        made.no_text.connect(lambda error: self._update(error=error))
        return made

    @property
    def choices(self) -> ScribeChoices:
        """Models and retention as chosen in Settings, read anew since another screen changes them."""
        return scribe_choices.load(self._desk.settings.data_dir)

    def begin(
        self, encounter: EncounterDto | None, transcript: Transcript | None = None, done: Sequence[Take] = ()
    ) -> None:
        """Another visit; ``transcript`` and the takes it is of were kept from before."""
        self.abandon()
        self._encounter_id = encounter.id if encounter else None
        known = {"age": encounter.patient_age, "sex": encounter.patient_sex} if encounter else {}
        self._subject = Subject.model_validate(known)
        self._consent.begin(encounter.patient_id if encounter else None)
        state = ScribeState(transcript=transcript, takes=tuple(done))
        self._set(replace(state, kept=self.recordings.without_text(self._encounter_id, state.takes)))

    def abandon(self) -> None:
        """Stop what is under way; a recording stays on this computer and is offered again with its visit."""
        self.microphone.abandon()
        self._listening.stop()
        self._work.abandon()

    def note_signed(self) -> None:
        """Nothing more is heard or drafted; no sound of this visit stays, unless it is to be kept for some days."""
        if self.microphone.on:
            self.microphone.discard()
        self._work.abandon()
        self._update(phase="idle", seconds=0.0, live=(), provisional=False, silent=False)
        if self._encounter_id is not None and not self.recordings.signed(self._encounter_id):
            self._update(kept=None, takes=())

    @property
    def retained(self) -> bool:
        """Whether recordings of this visit are kept although its note is signed."""
        return self.recordings.keep_days > 0 and any(take.own and take.path.is_file() for take in self.state.takes)

    # Recording ---------------------------------------------------------------------------------------------

    def record(self) -> None:
        """Begin to record, once the patient has agreed."""
        if self._consent.possible and not self.state.busy and self.state.phase not in {"recording", "paused"}:
            self._consent.ask()

    def _know_consent(self, granted: bool) -> None:
        if granted:
            self._start()
        else:
            self._update(phase="consent", error=None)

    def answer_consent(self, granted: bool) -> None:
        """What the patient said; stored before anything is recorded."""
        self._consent.answer(granted)

    def _consent_answered(self, granted: bool) -> None:
        self._update(phase="idle")
        if granted:
            self._start()

    def _start(self) -> None:
        self._trouble = None
        if self.microphone.start(self._encounter_id, dictating=False):
            self._update(phase="recording", seconds=0.0, silent=False, error=None, live=(), provisional=False)

    def dictate(self) -> None:
        """Write what the doctor says into the note, phrase by phrase; no sound of it is kept."""
        if self.state.phase == "dictating":
            self.stop()
        elif (
            self.state.phase == "idle"
            and self._encounter_id is not None
            and self.microphone.start(self._encounter_id, dictating=True)
        ):
            self._update(phase="dictating", seconds=0.0, silent=False, error=None, live=(), provisional=False)

    def _heard_phrase(self, start: float, text: str, stays: bool) -> None:
        """Show, or write, what was said before the final pass."""
        if self.microphone.dictating:
            self.dictated.emit(text)
        else:
            before = tuple(one for one in self.state.live if one[0] < start)
            self._update(live=(*before, (start, text)) if text else before, provisional=bool(text) and not stays)

    def pause(self) -> None:
        """Pause the recording, or go on."""
        if self.state.phase == "recording":
            self.microphone.pause()
            self._update(phase="paused")
        elif self.state.phase == "paused":
            self.microphone.resume()
            self._update(phase="recording", silent=False)

    def stop(self) -> None:
        """End the recording and draft from it, or end the dictation."""
        if not self.microphone.on:
            return
        self.microphone.stop()
        if self.state.phase == "dictating":
            self._update(phase="idle", seconds=0.0, silent=False)

    def discard(self) -> None:
        """End the recording and forget it."""
        self.microphone.discard()
        self._update(phase="idle", seconds=0.0, live=(), provisional=False, silent=False)

    # Transcript and draft ----------------------------------------------------------------------------------

    def open_recording(self, path: Path, *, own: bool = False) -> None:
        """Transcribe a file and draft from it; our ``own`` recordings are encrypted and stay until signing."""
        job = self._process.transcribe(path, key=self._desk.drafts.key if own else None, engine=self.choices.engine)

        def heard(transcript: Transcript) -> None:
            done = (*self.state.takes, Take(path, transcript.duration_s, own))
            self._update(takes=done, kept=self.recordings.without_text(self._encounter_id, done))
            self._add(transcript)

        self._begin_job("transcribing", job, heard, kept=path if own else None)

    def listen(self, turns: Sequence[int]) -> None:
        """Play what proves a sentence, unless the microphone is on."""
        if turns and self.state.phase in {"idle", *BUSY}:
            self._update(error=None)
            self._listening.listen(self.state.transcript, self.state.takes, turns)

    def draft_again_from_kept(self) -> None:
        """Another try with the recording that is not text yet."""
        if self.state.kept is not None:
            self.open_recording(self.state.kept, own=True)

    def forget_kept(self) -> None:
        """Delete the recording that is not text yet."""
        if self.state.kept is not None:
            self.state.kept.unlink(missing_ok=True)
            self._update(kept=self.recordings.without_text(self._encounter_id, self.state.takes), error=None)

    def take_text(self, text: str) -> None:
        """Draft from pasted or typed dialogue or dictation."""
        self._begin_job("reading", self._process.read_text(text), self._add)

    def _add(self, more: Transcript) -> None:
        """The conversation goes on with ``more``; without a word in it, what was drafted before stands."""
        whole = takes.joined(self.state.transcript, more)
        self._update(transcript=whole, live=(), provisional=False, silent=False)
        self.heard.emit()
        if more.turns or not whole.turns:
            self.draft()
        else:
            self._update(phase="idle", warnings=more.warnings)

    def draft(self) -> None:
        """Draft from the whole conversation."""
        transcript = self.state.transcript
        if transcript is None:
            return
        choices = self.choices
        self._update(
            warnings=transcript.warnings, run_card=None, validation=None, rewords=choices.llm != "none"
        )  # fmt: skip
        job = self._process.draft(
            transcript, choices.llm, choices.llm_model, template=self._writing.usual, rules=self._writing.rules
        )
        self._begin_job("drafting", job, self._drafted)

    def set_speaker(self, turn_id: int, speaker: Speaker) -> None:
        """Correct who said a turn; the next draft reads it so."""
        transcript = self.state.transcript
        if transcript is None:
            return
        turns = tuple(
            turn.model_copy(update={"speaker": speaker}) if turn.id == turn_id else turn for turn in transcript.turns
        )
        if turns != transcript.turns:
            self._update(transcript=transcript.model_copy(update={"turns": turns}))
            self.heard.emit()

    def forget_conversation(self) -> None:
        """Begin anew: the transcript and our own recordings of this visit go; what is in the note stays."""
        if self.state.phase != "idle":
            return
        self._listening.stop()
        if self._encounter_id is not None:
            self.recordings.forget(self._encounter_id)
        self._set(ScribeState())
        self.heard.emit()

    def _drafted(self, draft: Draft) -> None:
        known = {warning.code for warning in draft.warnings}
        heard = tuple(one for one in self.state.warnings if one.code not in known)
        self._update(phase="idle", warnings=heard + draft.warnings, run_card=draft.run_card)
        self.drafted.emit(draft)
        if self.state.takes and not self.choices.measured:
            self._measure()

    def _measure(self) -> None:
        """Once on each computer, after the first recording became text: which way of running the model is fastest."""
        model, data_dir = self.choices.speech, self._desk.settings.data_dir

        def measured(speeds: Any) -> None:
            scribe_choices.save(data_dir, scribe_choices.load(data_dir).with_speeds(model, speeds))

        self._process.measure(model).done.connect(measured)

    def _begin_job(
        self, phase: str, job: ScribeJob, done: Callable[[Any], None], kept: Path | None = None
    ) -> None:  # fmt: skip
        self._update(phase=phase, share=0.0, restarts=0, error=self._trouble, kept=kept or self.state.kept)
        if phase == "drafting":
            self._trouble = None
        self._work.follow(job, done)

    def cancel(self) -> None:
        """Give up the work under way."""
        if self._work.any:
            self._work.cancel()
        elif self.state.phase == "consent":
            self._update(phase="idle")

    # Validation --------------------------------------------------------------------------------------------

    def check(self, note: str) -> None:
        """Compare a note with the conversation and the patient's record; without the former, with the latter alone."""
        self._update(checking=True)
        request = ValidateNote(note=note, transcript=self.state.transcript, subject=self._subject)
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

    def _microphone_failed(self, error: BaseException) -> None:
        """Why it does not listen (any more); told on while what was recorded till then becomes text and a draft."""
        if self.state.phase == "transcribing":
            self._trouble = error
            self._update(error=error)
        else:
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        cancelled = isinstance(error, OpdError) and error.code == "scribe.cancelled"
        self._update(phase="idle", error=None if cancelled else error)

    def _update(self, **changes: Any) -> None:
        self._set(replace(self.state, **changes))

    def _set(self, state: ScribeState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
