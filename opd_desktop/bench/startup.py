"""From process start to a window that takes input, on a warm database, against a bare Qt window.

Both are processes of their own. What only this benchmark needs is imported where it is used, so that neither pays.
"""

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opd_desktop.bench import Result

_STARTED = "OPD_BENCH_STARTED_NS"
_LIMIT_S = 60


def run(rounds: int) -> "Result":
    """Start both ``rounds`` times, taking turns, after one start of each that warms the disk cache."""
    from opd_desktop.bench import Result
    from opd_desktop.bench.scratch import scratch
    from opd_desktop.demo.base import PASSWORD

    with scratch(seeded=True) as place:
        folder = place.server.folder
        config = folder / "opd-desk.toml"
        config.write_text("worker = false\n", encoding="utf-8")
        own = {"OPD_DATA_DIR": str(folder), "OPD_CONFIG": str(config), "OPD_PASSWORD": PASSWORD}
        both = [(_start("desk", own), _start("bare", {})) for _ in range(rounds + 1)][1:]
    ours, bare = zip(*both, strict=True)
    return Result("startup", "process start to usable desk", ours, "process start to a bare Qt window", bare)


def _start(kind: str, own: dict[str, str]) -> float:
    base = {name: value for name, value in os.environ.items() if name != "OPD_DATABASE_URL"}
    environment = {"QT_QPA_PLATFORM": "offscreen", **base, **own, _STARTED: str(time.monotonic_ns())}
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-P", __file__, kind],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LIMIT_S,
    )
    if done.returncode:
        raise RuntimeError(f"the {kind} process ended with {done.returncode}: {done.stderr[-2000:]}")
    return float(done.stdout.split()[-1])


def _bare() -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    QTimer.singleShot(0, _report)
    return application.exec()


def _desk() -> int:
    """The command that people start, with a timer that looks for the window."""
    from PySide6.QtCore import QTimer

    from opd_desktop import cli
    from opd_desktop.ui.application import make_application

    make_application()
    poll = QTimer()
    poll.timeout.connect(lambda: _look(poll))
    poll.start(1)
    return cli.main(["desk", "--as", "reception"])


def _look(poll: object) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    shown = [one for one in QApplication.topLevelWidgets() if type(one).__name__ == "Frame" and one.isVisible()]
    if shown and isinstance(poll, QTimer):
        poll.stop()
        QTimer.singleShot(0, _report)


def _report() -> None:
    """Called by the event loop after the first paint: from here on the window takes keys."""
    from PySide6.QtWidgets import QApplication

    spent = (time.monotonic_ns() - int(os.environ[_STARTED])) / 1e6
    print(spent, flush=True)
    QApplication.quit()


if __name__ == "__main__":
    sys.exit({"desk": _desk, "bare": _bare}[sys.argv[1]]())
