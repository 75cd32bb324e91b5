"""The scribe process of a desk: started on first use, asked off the GUI thread, started again after a crash.

One job runs at a time. A crash is answered by trying again after 1, 2 and 4 seconds, then it is told. After ten
minutes without work the process ends, which gives the speech model's memory back.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.note import Transcript
from opd_desktop.scribe.client import ScribeClient

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


class ScribeProcess(QObject):
    """Owns the process and the thread that talks to it."""

    _told = Signal(object, str, object)

    def __init__(
        self,
        parent: QObject | None = None,
        command: Sequence[str] | None = None,
        back_off_s: Sequence[float] = BACK_OFF_S,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._back_off_s = tuple(back_off_s)
        self._lane = ThreadPoolExecutor(1, thread_name_prefix="desk-scribe")
        self._lock = Lock()
        self._client: ScribeClient | None = None
        self._jobs: list[ScribeJob] = []
        self._closed = False
        self._told.connect(self._deliver)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._rest)

    @property
    def busy(self) -> bool:
        """A job is under way."""
        return bool(self._jobs)

    def transcribe(self, path: Path, language: str = "en") -> ScribeJob:
        """A recording becomes a `Transcript`."""
        return self._submit(
            lambda client, job, tell: client.transcribe(path, tell, job.stop, language=language)
        )  # fmt: skip

    def draft(self, source: Transcript | str) -> ScribeJob:
        """A transcript or text becomes a `Draft`."""
        return self._submit(lambda client, job, tell: client.draft(source, bundle=False))

    def read_text(self, text: str) -> ScribeJob:
        """Pasted or typed text becomes a `Transcript`."""

        def read(client: ScribeClient, job: ScribeJob, tell: Callable[[float], None]) -> Transcript:
            from opd_desktop.scribe import turns

            return turns.parse(text)

        return self._submit(read)

    def close(self, *, wait: bool = False) -> None:
        """Give up what is under way and end the process; with ``wait``, return when it is gone."""
        if self._closed:
            return
        self._closed = True
        self._idle.stop()
        for job in self._jobs:
            job.cancel()
        self._lane.submit(self._end_client)
        self._lane.shutdown(wait=wait)

    def _submit(self, work: Callable[[ScribeClient, ScribeJob, Callable[[float], None]], Any]) -> ScribeJob:
        job = ScribeJob(self)
        self._idle.stop()
        self._jobs.append(job)
        if not self._closed:
            self._lane.submit(self._run, job, work)
        return job

    def _run(self, job: ScribeJob, work: Callable[[ScribeClient, ScribeJob, Callable[[float], None]], Any]) -> None:
        for attempt in range(len(self._back_off_s) + 1):
            try:
                self._raise_if_cancelled(job)
                result = work(self._running(), job, lambda share: self._tell(job, "progressed", share))
                self._raise_if_cancelled(job)
            except Exception as error:
                again = isinstance(error, OpdError) and error.code in _WORTH_ANOTHER_TRY
                if again and attempt < len(self._back_off_s) and not job.stop.is_set():
                    self._tell(job, "restarted", attempt + 1)
                    job.stop.wait(self._back_off_s[attempt])
                    continue
                self._tell(job, "failed", error)
            else:
                self._tell(job, "done", result)
            return

    @staticmethod
    def _raise_if_cancelled(job: ScribeJob) -> None:
        if job.stop.is_set():
            raise OpdError("scribe.cancelled")

    def _running(self) -> ScribeClient:
        with self._lock:
            if self._client is None:
                self._client = ScribeClient(command=self._command)
            return self._client

    def _end_client(self) -> None:
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _rest(self) -> None:
        if not self._jobs and not self._closed:
            self._lane.submit(self._end_client)

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
            self._idle.start()
        if not self._closed:
            getattr(job, what).emit(value)
        if over:
            job.deleteLater()
