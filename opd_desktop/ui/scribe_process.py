"""The scribe process of a desk: started on first use, asked off the GUI thread, started again after a crash.

One job runs at a time; a recording that is heard while it is made goes beside them. A crash is answered by trying again
after 1, 2 and 4 seconds, then it is told. After ten minutes without work the process ends, which gives the speech
model's memory back.
"""

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.note import Draft, Transcript
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.scribe import snomed
from opd_desktop.scribe.client import ScribeClient
from opd_desktop.scribe.speech_listening import Listening
from opd_desktop.scribe.speech_live import Heard
from opd_desktop.scribe.speech_model import Engine
from opd_desktop.settings import Settings
from opd_desktop.ui import scribe_choices

BACK_OFF_S = (1.0, 2.0, 4.0)
IDLE_MS = 10 * 60_000
_WORTH_ANOTHER_TRY = frozenset({"scribe.crashed"})


class ScribeJob(QObject):
    """One request.

    Attributes:
        progressed: the share done, 0 to 1.
        restarted: the process died and is being started again; the number of the try.
        done: the result (`Transcript` or `Draft`).
        failed: the error, also ``scribe.cancelled``.
    """

    progressed = Signal(float)
    restarted = Signal(int)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stop = Event()

    def cancel(self) -> None:
        """Give the job up; ``failed`` follows with ``scribe.cancelled``."""
        self.stop.set()


class ScribeHearing(ScribeJob):
    """A recording that becomes text while it is made.

    Attributes:
        heard: a `Heard`, provisional or final.
        done: all of it is text, after ``finish``.
    """

    heard = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.listening: Listening | None = None

    def feed(self, samples: bytes) -> None:
        """More 16-bit samples; returns at once."""
        if self.listening is not None:
            self.listening.feed(samples)

    def pause(self) -> None:
        """The microphone is off for now."""
        if self.listening is not None:
            self.listening.pause()

    def finish(self) -> None:
        """There is no more sound; what was said last still becomes text."""
        if self.listening is not None:
            self.listening.finish()

    def cancel(self) -> None:
        """Give it up; ``failed`` follows with ``scribe.cancelled``."""
        super().cancel()
        if self.listening is not None:
            self.listening.cancel()


Work = Callable[[ScribeClient, ScribeJob, Callable[[float], None]], Any]
Tell = Callable[[ScribeJob, str, object], None]


class _Lane:
    """The thread that talks to the process. No QObject, so that it can be closed whatever Qt has deleted already."""

    def __init__(self, command: Sequence[str] | None, back_off_s: Sequence[float]) -> None:
        self._command = command
        self._back_off_s = tuple(back_off_s)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk-scribe")
        self._client: ScribeClient | None = None
        self._client_lock = Lock()
        self._listening: set[Listening] = set()
        self._stops: set[Event] = set()
        self.closed = False

    def submit(self, job: ScribeJob, stop: Event, work: Work, tell: Tell) -> None:
        """Do ``work`` after what was asked for before."""
        if not self.closed:
            self._stops.add(stop)
            self._thread.submit(self._run, job, stop, work, tell)

    def listen(self, tell: Callable[[Heard], None], ended: Callable[[OpdError | None], None], **how: Any) -> Listening:
        """Hear a recording beside what else is asked; ``how`` as in `Listening`."""
        self._listening = {one for one in self._listening if one.alive}
        made = Listening(self._running, tell, ended, **how)
        self._listening.add(made)
        return made

    def rest(self) -> None:
        """End the process; the next job starts another."""
        if not self.closed:
            self._thread.submit(self._end_client)

    def close(self, *, wait: bool = False) -> None:
        """Give up what is under way and end process and thread."""
        if not self.closed:
            self.closed = True
            for stop in list(self._stops):
                stop.set()
            for one in self._listening:
                one.cancel()
            with contextlib.suppress(RuntimeError):  # Python ends, and has ended the thread already
                self._thread.submit(self._end_client)
        self._thread.shutdown(wait=wait)
        for one in self._listening if wait else ():
            one.join()

    def pid(self) -> int | None:
        """The process id, None when none runs."""
        return self._client.ping() if self._client else None

    def _run(self, job: ScribeJob, stop: Event, work: Work, tell: Tell) -> None:
        try:
            self._try(job, stop, work, tell)
        finally:
            self._stops.discard(stop)

    def _try(self, job: ScribeJob, stop: Event, work: Work, tell: Tell) -> None:
        for tries, pause in enumerate((*self._back_off_s, None), 1):
            try:
                _raise_if(stop)
                result = work(self._running(), job, lambda share: tell(job, "progressed", share))
                if not isinstance(result, Draft):
                    # Of a draft only the rewording is given up: what was extracted stands.
                    _raise_if(stop)
            except Exception as error:
                again = isinstance(error, OpdError) and error.code in _WORTH_ANOTHER_TRY
                if again and pause is not None and not stop.is_set():
                    tell(job, "restarted", tries)
                    stop.wait(pause)
                    continue
                tell(job, "failed", error)
            else:
                tell(job, "done", result)
            return

    def _running(self) -> ScribeClient:
        with self._client_lock:
            if self.closed:
                raise OpdError("scribe.cancelled")
            if self._client is None:
                self._client = ScribeClient(command=self._command)
            return self._client

    def _end_client(self) -> None:
        with self._client_lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()


def _raise_if(stop: Event) -> None:
    if stop.is_set():
        raise OpdError("scribe.cancelled")


class ScribeProcess(QObject):
    """Owns the process and the thread that talks to it.

    Args:
        settings: of the desk; from its data folder come the imported codes, the models and the language of visits.
    """

    _told = Signal(object, str, object)

    def __init__(
        self,
        parent: QObject | None = None,
        command: Sequence[str] | None = None,
        back_off_s: Sequence[float] = BACK_OFF_S,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._lane = _Lane(command, back_off_s)
        self._jobs: list[ScribeJob] = []
        self._told.connect(self._deliver)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._lane.rest)
        # However this object goes, the process and the thread go too.
        self.destroyed.connect(self._lane.close)

    @property
    def busy(self) -> bool:
        """A job is under way."""
        return bool(self._jobs)

    @property
    def language(self) -> str:
        """What is spoken in visits here: as chosen, else as the settings say."""
        if self._settings is None:
            return "en"
        return scribe_choices.load(self._settings.data_dir).language or self._settings.scribe_language

    def _places(self) -> tuple[Path | None, Path | None]:
        """The imported codes and the folder of models."""
        if self._settings is None:
            return None, None
        data_dir = self._settings.data_dir
        return snomed.codes_file(data_dir), scribe_choices.load(data_dir).folder(data_dir)

    @property
    def pid(self) -> int | None:
        """The process id, None when none runs."""
        return self._lane.pid()

    def transcribe(
        self, path: Path, language: str = "", key: bytes | None = None, engine: Engine | None = None
    ) -> ScribeJob:
        """A recording becomes a `Transcript`; ``key`` opens one that was made here. ``language``: default as set."""
        spoken = language or self.language
        return self._submit(
            lambda client, job, tell: client.transcribe(path, tell, job.stop, language=spoken, key=key, engine=engine)
        )

    def listen(self, language: str = "", engine: Engine | None = None, *, complete: bool = False) -> ScribeHearing:
        """A recording becomes text while it is made; the speech model is loaded while the first words are said.

        With ``complete`` nothing is left out, however far this computer falls behind.
        """
        job = ScribeHearing(self)
        self._under_way(job)
        if self._lane.closed:
            self._tell(job, "failed", OpdError("scribe.cancelled"))
            return job

        def ended(error: OpdError | None) -> None:
            self._tell(job, "done" if error is None else "failed", error)

        job.listening = self._lane.listen(
            lambda heard: self._tell(job, "heard", heard),
            ended,
            language=language or self.language,
            engine=engine,
            complete=complete,
        )
        return job

    def draft(
        self,
        source: Transcript | str,
        llm: str = "none",
        llm_model: str = "",
        *,
        template: NoteTemplate | None = None,
        rules: Sequence[LearnedRule] = (),
    ) -> ScribeJob:
        """A transcript or text becomes a `Draft`, reworded by a language model if one is chosen.

        Cancelling ends the rewording; the draft as extracted is ``done`` then.
        """
        codes, models = self._places()
        return self._submit(
            lambda client, job, tell: client.draft(
                source,
                llm=llm,
                llm_model=llm_model or None,
                bundle=False,
                template=template,
                rules=rules,
                codes=codes,
                models=models,
                on_progress=tell,
                cancel=job.stop,
            )
        )

    def measure(self, model: str = "") -> ScribeJob:
        """How fast a speech model runs here: a tuple of `Speed`."""
        return self._submit(lambda client, job, tell: client.measure(model, job.stop))

    def measure_llm(self, backend: str, model: str) -> ScribeJob:
        """How fast and how faithful a language model is here: a `LanguageSpeed`."""
        _codes, models = self._places()
        return self._submit(lambda client, job, tell: client.measure_llm(backend, model, job.stop, models=models))

    def models(self, folder: Path) -> ScribeJob:
        """What is installed: a `Survey`."""
        return self._submit(lambda client, job, tell: client.models(folder))

    def pull(self, name: str) -> ScribeJob:
        """Ollama fetches a model; its name."""
        return self._submit(lambda client, job, tell: client.pull(name, tell, job.stop))

    def read_text(self, text: str) -> ScribeJob:
        """Pasted or typed text becomes a `Transcript`."""

        def read(client: ScribeClient, job: ScribeJob, tell: Callable[[float], None]) -> Transcript:
            from opd_desktop.scribe import turns

            return turns.parse(text)

        return self._submit(read)

    def close(self, *, wait: bool = False) -> None:
        """Give up what is under way and end the process; with ``wait``, return when it is gone."""
        self._lane.close(wait=wait)

    def _submit(self, work: Work) -> ScribeJob:
        job = ScribeJob(self)
        self._under_way(job)
        self._lane.submit(job, job.stop, work, self._tell)
        return job

    def _under_way(self, job: ScribeJob) -> None:
        self._idle.stop()
        self._jobs.append(job)

    def _tell(self, job: ScribeJob, what: str, value: object) -> None:
        try:
            self._told.emit(job, what, value)
        except RuntimeError:
            return  # the desk closed meanwhile

    @Slot(object, str, object)
    def _deliver(self, job: ScribeJob, what: str, value: object) -> None:
        over = what in {"done", "failed"}
        if over:
            self._jobs.remove(job)
            if not self._jobs:
                self._idle.start()
        if not self._lane.closed:
            getattr(job, what).emit(value)
        if over:
            job.deleteLater()
