"""Fixtures that start real processes on the test's database and end them."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import URL

from tests.e2e import processes
from tests.e2e.processes import DeskProcess, Jobs

OpenDesk = Callable[..., DeskProcess]
StartWorker = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def open_desk(database: URL, tmp_path: Path) -> Iterator[OpenDesk]:
    """Open a desk process: ``open_desk("Desk 2", jobs, watch=True)``."""
    opened: list[DeskProcess] = []

    def run(desk: str, jobs: Jobs, *, hold: Sequence[UUID] = (), watch: bool = False) -> DeskProcess:
        folder = tmp_path / desk.replace(" ", "")
        opened.append(DeskProcess(database, folder, desk, jobs, hold=hold, watch=watch))
        return opened[-1]

    yield run
    for one in opened:
        one.end()


@pytest.fixture
def start_worker(database: URL, tmp_path: Path) -> Iterator[StartWorker]:
    """Start a worker process."""
    running: list[subprocess.Popen[bytes]] = []

    def run() -> subprocess.Popen[bytes]:
        running.append(processes.start_worker(database, tmp_path))
        return running[-1]

    yield run
    for process in running:
        if process.poll() is None:
            process.terminate()
        process.wait(15)
