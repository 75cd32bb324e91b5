"""Real processes of the product, for tests that kill them: desks and workers on the test's database."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import URL

from opd_desktop.demo.base import PASSWORD

#: Pairs of patient and slot.
Jobs = list[tuple[UUID, UUID]]


def until(what: str, holds: Callable[[], object], seconds: float = 40) -> None:
    """Wait until something is so; ``what`` is named when it never is."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, f"it did not happen in time: {what}"
        time.sleep(0.02)


def environment(url: URL, folder: Path) -> dict[str, str]:
    """Settings by which a program of its own works on this database."""
    settings = folder / "settings.toml"
    settings.touch()
    return {
        **os.environ, "OPD_CONFIG": str(settings), "OPD_DATA_DIR": str(folder), "OPD_PASSWORD": PASSWORD,
        "OPD_DATABASE_URL": url.set(drivername="postgresql").render_as_string(hide_password=False),
    }  # fmt: skip


def start_worker(url: URL, folder: Path) -> subprocess.Popen[bytes]:
    """``opd-desktop worker``, which logs into the folder."""
    environ = environment(url, folder)
    del environ["OPD_PASSWORD"]
    with (folder / "worker.log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", "opd_desktop", "worker"], env=environ, stdout=log, stderr=log)


class DeskProcess:
    """A running desk and what it printed so far.

    Args:
        jobs: what it books, in this order.
        hold: slots that it holds first and never books.
        watch: keep the list of booked visits on its screen, as a calendar does, and print what is new in it.
    """

    def __init__(
        self, url: URL, folder: Path, desk: str, jobs: Jobs, *, hold: Sequence[UUID] = (), watch: bool = False
    ) -> None:
        self.lines: list[dict[str, object]] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.desk_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        told = {
            "url": url.render_as_string(hide_password=False), "login": "reception", "desk": desk,
            "folder": str(folder), "jobs": [[str(one), str(other)] for one, other in jobs],
            "hold": [str(slot) for slot in hold], "watch": watch,
        }  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def all(self, key: str) -> list[object]:
        """Everything that it printed under ``key``."""
        return [line[key] for line in list(self.lines) if key in line]

    def kill(self) -> None:
        """End it at once, in whatever it is doing."""
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Close its input, which ends it, and read what is left; its exit code."""
        assert self.process.stdin is not None
        if not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self._reader.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return self.process.returncode
