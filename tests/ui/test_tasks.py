"""Work off the GUI thread: order of writes, newest read wins, nothing reaches the dead."""

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from opd_desktop.ui.tasks import TaskRunner


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


def fail(error: BaseException) -> None:
    raise error


def test_results_come_back_in_the_gui_thread(tasks: TaskRunner, qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    tasks.read(owner, "k", threading.get_ident, lambda ident: seen.append((ident, threading.get_ident())), fail)
    qtbot.waitUntil(lambda: bool(seen))
    worked, delivered = seen[0]
    assert delivered == threading.get_ident() != worked


def test_writes_keep_their_order(tasks: TaskRunner, qtbot: QtBot) -> None:
    owner, done = QObject(), []

    def slow_first(number: int) -> int:
        time.sleep(0.03 if number == 0 else 0)
        return number

    for number in range(5):
        tasks.write(owner, lambda number=number: slow_first(number), done.append, fail)
    qtbot.waitUntil(lambda: tasks.idle)
    assert done == [0, 1, 2, 3, 4]


def test_a_newer_read_drops_the_older_answer(tasks: TaskRunner, qtbot: QtBot) -> None:
    owner, seen, gate = QObject(), [], threading.Event()

    def slow() -> str:
        gate.wait(5)
        return "old"

    tasks.read(owner, "search", slow, seen.append, fail)
    tasks.read(owner, "search", lambda: "new", seen.append, fail)
    qtbot.waitUntil(lambda: seen == ["new"])
    gate.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == ["new"]


def test_an_owner_that_is_gone_gets_nothing(tasks: TaskRunner, qtbot: QtBot) -> None:
    import shiboken6

    owner, seen, gate = QObject(), [], threading.Event()
    tasks.read(owner, "k", lambda: gate.wait(5), seen.append, fail)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == []


def test_an_error_goes_to_failed(tasks: TaskRunner, qtbot: QtBot) -> None:
    owner, errors = QObject(), []

    def broken() -> None:
        raise LookupError("nothing there")

    tasks.read(owner, "k", broken, lambda _: pytest.fail("no result"), errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], LookupError)


def test_busy_is_told_once_at_start_and_end(tasks: TaskRunner, qtbot: QtBot) -> None:
    owner, busy, gate = QObject(), [], threading.Event()
    tasks.busy_changed.connect(busy.append)
    for key in "abc":
        tasks.read(owner, key, lambda: gate.wait(5), lambda _: None, fail)
    gate.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert busy == [True, False]


def test_closing_finishes_writes_and_takes_no_more() -> None:
    runner, written = TaskRunner(), []
    runner.write(QObject(), lambda: written.append(1), lambda _: None, fail)
    runner.close()
    runner.write(QObject(), lambda: written.append(2), lambda _: None, fail)
    assert written == [1]
