"""The microphone during one visit: a recording, or dictation, and what was said as text before the final pass."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.scribe.sealed import SUFFIX
from opd_desktop.ui import scribe_choices
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.scribe_process import ScribeHearing, ScribeProcess

if TYPE_CHECKING:
    from opd_desktop.scribe.recorder import Recorder
    from opd_desktop.scribe.speech_live import Heard

PASSING = ".passing"
"""Of the file that dictation goes through, encrypted like the others and deleted at its end."""


class Microphone(QObject):
    """Writes an encrypted file while it listens, and has what is said made text as far as this computer keeps up.

    Attributes:
        level: loudness 0..1.
        went_on: another second is recorded, or something is heard again, or nothing.
        phrase: seconds into the recording, what was said from there on, in place of what was told of it before, ""
            when nothing was, and whether it stays. While dictating only what stays is told.
        recorded: the path of a finished recording.
        failed: why it does not listen (any more).
        no_text: why there is no text; told once, the recording goes on.
        seconds: length of the recording so far.
        silent: nothing is heard.
        dictating: what is said goes into the note, and no sound of it is kept.
    """

    level = Signal(float)
    went_on = Signal()
    phrase = Signal(float, str, bool)
    recorded = Signal(object)
    failed = Signal(object)
    no_text = Signal(object)

    def __init__(self, desk: Desk, process: ScribeProcess, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._process = process
        self._recorder: Recorder | None = None
        self._hearing: ScribeHearing | None = None
        self._to_come: list[ScribeHearing] = []
        self._provisional: float | None = None
        self.seconds = 0.0
        self.silent = False
        self.dictating = False

    @property
    def on(self) -> bool:
        """It listens, or pauses."""
        return self._recorder is not None and self._recorder.recording

    def start(self, encounter_id: UUID | None, *, dictating: bool) -> bool:
        """Listen; False after ``failed`` told why not."""
        recorder = self._recorder or self._make_recorder()
        folder = takes.folder(self._desk.settings.data_dir)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            self.failed.emit(ServiceUnavailable("scribe.disk_full"))
            return False
        self.dictating = dictating
        self.seconds, self.silent = 0.0, False
        path = folder / f"{encounter_id}-{uuid7().hex}{PASSING if dictating else SUFFIX}"
        started = recorder.start(path, self._desk.drafts.key)
        if started:
            self._hear()
        return started

    def _make_recorder(self) -> "Recorder":
        from opd_desktop.scribe.recorder import Recorder

        made = self._recorder = Recorder(self)
        made.level.connect(self._heard_level)
        made.silence.connect(self._heard_nothing)
        made.sound.connect(self._heard_sound)
        made.stopped.connect(self._stopped)
        made.failed.connect(lambda code: self.failed.emit(ServiceUnavailable(code)))
        return made

    def pause(self) -> None:
        """Listen no more for now."""
        if self._recorder is not None:
            self._recorder.pause()
            if self._hearing is not None:
                self._hearing.pause()

    def resume(self) -> None:
        """Listen again."""
        if self._recorder is not None:
            self.silent = False
            self._recorder.resume()

    def stop(self) -> None:
        """End it: a recording comes as ``recorded``, of dictation nothing stays."""
        if self._recorder is None:
            return
        if self.dictating:
            # What was said last is still to be written.
            self._recorder.catch_up()
            self._recorder.discard()
            if self._hearing is not None:
                self._hearing.finish()
                self._hearing = None
        else:
            self.stop_live()
            self._recorder.stop()

    def discard(self) -> None:
        """End it and forget what was heard."""
        self.stop_live()
        if self._recorder is not None:
            self._recorder.discard()

    def abandon(self) -> None:
        """End it without telling anybody; a recording stays on this computer."""
        recorder = self._recorder
        if recorder is not None and recorder.recording:
            recorder.blockSignals(True)
            if self.dictating:
                recorder.discard()
            else:
                recorder.stop()
            recorder.blockSignals(False)
        self.stop_live()

    def _stopped(self, name: str) -> None:
        path = Path(name)
        if path.suffix == PASSING:
            path.unlink(missing_ok=True)
        else:
            self.recorded.emit(path)

    def _heard_nothing(self) -> None:
        self.silent = True
        self.went_on.emit()

    def _heard_level(self, loudness: float) -> None:
        self.level.emit(loudness)
        seconds = self._recorder.seconds if self._recorder else 0.0
        silent = self.silent and loudness < _loud_enough()
        if int(seconds) != int(self.seconds) or silent != self.silent:
            self.seconds, self.silent = seconds, silent
            self.went_on.emit()

    def _hear(self) -> None:
        """Have what is said from now on made text."""
        engine = scribe_choices.load(self._desk.settings.data_dir).engine
        hearing = self._process.listen(engine=engine, complete=self.dictating)
        self._hearing, self._provisional = hearing, None
        self._to_come.append(hearing)
        hearing.heard.connect(partial(self._heard, hearing))
        hearing.done.connect(partial(self._all_heard, hearing))
        hearing.failed.connect(partial(self._no_text, hearing))

    def _heard_sound(self, samples: bytes) -> None:
        if self._hearing is not None:
            self._hearing.feed(samples)

    def _heard(self, hearing: ScribeHearing, heard: "Heard") -> None:
        if hearing not in self._to_come:
            return
        if self.dictating:
            if heard.over and heard.text:
                self.phrase.emit(heard.start, heard.text, True)
            return
        if self._provisional is not None and self._provisional < heard.start:
            # After a crash a phrase may begin elsewhere; what was told of it provisionally goes.
            self.phrase.emit(self._provisional, "", True)
        self._provisional = None if heard.over else heard.start
        self.phrase.emit(heard.start, heard.text, heard.over)

    def _all_heard(self, hearing: ScribeHearing, _result: object) -> None:
        if hearing in self._to_come:
            self._to_come.remove(hearing)

    def _no_text(self, hearing: ScribeHearing, error: BaseException) -> None:
        """Told once, while there is time to help it; the recording goes on."""
        if hearing in self._to_come:
            self._to_come.remove(hearing)
            if self._hearing is hearing:
                self._hearing = None
            self.no_text.emit(error)

    def stop_live(self) -> None:
        """What waits for its text stays without."""
        waiting, self._to_come, self._hearing = self._to_come, [], None
        for hearing in waiting:
            hearing.cancel()


def _loud_enough() -> float:
    from opd_desktop.scribe.recorder import SILENT_BELOW

    return SILENT_BELOW
