"""Reading what changes all the time: one read at a time, the newest wish wins, closed panels are left alone."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from opd_desktop.ui.loading import Loader, while_alive
from tests.ui.conftest import flush_deleted


class Wanted(BaseModel):
    number: int


class Slow:
    """A desk whose answers come when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, Callable[[Any], None], Callable[[BaseException], None]]] = []
        self.errors: list[BaseException] = []

    def read(self, owner: object, key: str, operation: object, request: Wanted, done: Any, failed: Any) -> None:
        del owner, key, operation
        self.asked.append((request.number, done, failed))

    def show_error(self, error: BaseException) -> None:
        self.errors.append(error)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def loader(slow: Slow, qapp: QApplication) -> Loader:
    return Loader(slow, None, qapp)  # type: ignore[arg-type]


def test_wishes_during_a_read_become_one(slow: Slow, loader: Loader) -> None:
    got: list[str] = []
    for _ in range(5):
        loader.load(Wanted(number=1), got.append)
    assert [number for number, _done, _failed in slow.asked] == [1]
    assert loader.busy
    slow.asked[0][1]("first")
    assert got == ["first"], "the answer is shown although a newer one is wanted: it is the same question"
    assert len(slow.asked) == 2
    slow.asked[1][1]("second")
    assert got == ["first", "second"]
    assert not loader.busy


def test_an_answer_to_another_question_is_dropped(slow: Slow, loader: Loader) -> None:
    got: list[str] = []
    loader.load(Wanted(number=1), got.append)
    loader.load(Wanted(number=2), got.append)
    loader.load(Wanted(number=3), got.append)
    slow.asked[0][1]("one")
    assert got == []
    assert [number for number, _done, _failed in slow.asked] == [1, 3]
    slow.asked[1][1]("three")
    assert got == ["three"]


def test_a_failure_is_told_once_and_does_not_stop_the_next(slow: Slow, loader: Loader) -> None:
    error, mine = OSError("gone"), []
    loader.load(Wanted(number=1), print)
    slow.asked[0][2](error)
    assert slow.errors == [error]
    loader.load(Wanted(number=1), print, mine.append)
    slow.asked[1][2](error)
    assert (mine, len(slow.errors)) == ([error], 1)
    loader.load(Wanted(number=1), print)
    loader.load(Wanted(number=2), print)
    slow.asked[2][2](error)
    assert len(slow.errors) == 1, "somebody already waits for a newer answer"
    assert slow.asked[3][0] == 2


def test_a_closed_panel_is_not_called(qapp: QApplication) -> None:
    got: list[str] = []
    panel = QObject(qapp)
    call = while_alive(panel, got.append, lambda value: got.append(f"late {value}"))
    call("answer")
    panel.deleteLater()
    flush_deleted()
    call("answer")
    while_alive(panel, got.append)("nobody hears this")
    assert got == ["answer", "late answer"]
