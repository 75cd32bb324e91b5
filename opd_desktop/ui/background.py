"""The background worker of this desk: a child process, started again with back-off when it ends."""

import os
import sys

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

_FIRST_MS = 1000
_LONGEST_MS = 60_000
_SETTLED_MS = 30_000


class WorkerProcess(QObject):
    """Runs ``opd-desktop worker`` beside the desk and ends it with the desk.

    Attributes:
        running_changed: it works, or not.
    """

    running_changed = Signal(bool)

    def __init__(self, environment: dict[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopping = False
        self._wait = _FIRST_MS
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-m", "opd_desktop", "worker", "--parent-pid", str(os.getpid())])
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())
        whole = QProcessEnvironment.systemEnvironment()
        for name, value in environment.items():
            whole.insert(name, value)
        self._process.setProcessEnvironment(whole)
        self._process.started.connect(lambda: self.running_changed.emit(True))
        self._process.finished.connect(self._ended)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._process.start)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._forget_failures)

    def start(self) -> None:
        """Start it."""
        self._settled.start()
        self._process.start()

    def stop(self) -> None:
        """Ask it to end, and wait a moment; it gives its leases back."""
        self._stopping = True
        self._again.stop()
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.terminate()
            if not self._process.waitForFinished(5000):
                self._process.kill()
                self._process.waitForFinished(2000)

    def _ended(self) -> None:
        self.running_changed.emit(False)
        self._settled.stop()
        if not self._stopping:
            self._again.start(self._wait)
            self._wait = min(self._wait * 2, _LONGEST_MS)

    def _forget_failures(self) -> None:
        self._wait = _FIRST_MS
