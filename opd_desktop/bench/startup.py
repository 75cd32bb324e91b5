"""From process start to a window that takes input, on a warm database, against a bare Qt window."""

import os
import subprocess
import sys
import time
from pathlib import Path

from opd_desktop import app
from opd_desktop.bench import Result
from opd_desktop.bench.scratch import scratch
from opd_desktop.demo.base import PASSWORD
from opd_desktop.settings import Settings

_STARTED = "OPD_BENCH_STARTED_NS"
_LIMIT_S = 60


def run(rounds: int) -> Result:
    """Start both ``rounds`` times, taking turns, after one start of each that warms the disk cache."""
    with scratch(seeded=True) as place:
        folder = str(place.server.folder)
        both = [(_start("desk", folder), _start("bare", folder)) for _ in range(rounds + 1)][1:]
    ours, bare = zip(*both, strict=True)
    return Result("startup", "process start to usable desk", ours, "process start to a bare Qt window", bare)


def _start(kind: str, folder: str) -> float:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, _STARTED: str(time.monotonic_ns())}
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "opd_desktop.bench.startup", kind, folder],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LIMIT_S,
    )
    if done.returncode:
        raise RuntimeError(f"the {kind} process ended with {done.returncode}: {done.stderr[-2000:]}")
    return float(done.stdout.split()[-1])


def _bare(_folder: str) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    QTimer.singleShot(0, _report)
    application.exec()


def _desk(folder: str) -> None:
    from PySide6.QtCore import QTimer

    from opd_desktop.ui.application import Application, make_application

    application = make_application()
    found = Settings(data_dir=Path(folder), worker=False)
    desk = Application(found, lambda login, password, name: app.sign_in(found, login, password, name))
    application.aboutToQuit.connect(desk.close)
    desk.start("reception", PASSWORD)

    def look() -> None:
        if desk.frame is not None and desk.frame.isVisible():
            poll.stop()
            QTimer.singleShot(0, _report)

    poll = QTimer()
    poll.timeout.connect(look)
    poll.start(1)
    application.exec()


def _report() -> None:
    """Called by the event loop after the first paint: from here on the window takes keys."""
    from PySide6.QtWidgets import QApplication

    spent = (time.monotonic_ns() - int(os.environ[_STARTED])) / 1e6
    print(spent, flush=True)
    QApplication.quit()


if __name__ == "__main__":
    {"desk": _desk, "bare": _bare}[sys.argv[1]](sys.argv[2])
