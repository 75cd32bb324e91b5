"""Signing in by keys: wrong password, empty fields, a first password that must change, the window opening."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import staff
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.facilities import CreateStaff
from opd_desktop.settings import Settings
from opd_desktop.ui.entering import SignedIn
from opd_desktop.ui.signin import SignIn
from opd_desktop.ui.tasks import TaskRunner
from tests.conftest import SignIn as SignInFixture
from tests.support import build

Key = Qt.Key


class Entrance:
    """The sign-in window and who came through."""

    def __init__(self, qtbot: QtBot, window: SignIn, tasks: TaskRunner) -> None:
        self.window, self._qtbot, self._tasks = window, qtbot, tasks
        self.came: list[SignedIn] = []
        window.signed_in.connect(self.came.append)

    def type(self, login: str, password: str) -> None:
        self.window.login.setFocus()
        self.window.login.clear()
        self._qtbot.keyClicks(self.window.login, login)
        self._qtbot.keyClick(self.window.login, Key.Key_Tab)
        self.window.password.clear()
        self._qtbot.keyClicks(self.window.password, password)
        self._qtbot.keyClick(self.window.password, Key.Key_Return)
        self._qtbot.waitUntil(lambda: self._tasks.idle, timeout=10_000)


@pytest.fixture
def entrance(qtbot: QtBot, database: URL, tmp_path: Path) -> Iterator[Entrance]:
    settings = Settings(data_dir=tmp_path, desk="Desk 1")
    tasks = TaskRunner()

    def connect(login: str, password: str, desk: str) -> Clinic:
        if login == "away":
            raise ServiceUnavailable("database.down")
        return open_clinic(database, login, password, desk, make_ports(settings))

    window = SignIn(settings, connect, tasks)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    made = Entrance(qtbot, window, tasks)
    yield made
    tasks.close()
    for one in made.came:
        one.clinic.close()


def test_name_and_password_open_the_clinic(entrance: Entrance) -> None:
    entrance.type("Reception", PASSWORD)
    (came,) = entrance.came
    assert came.clinic.actor.login == "reception"
    assert {one.name for one in came.start.facilities} >= {"City clinic"}
    assert entrance.window.password.text() == ""


def test_a_wrong_password_is_told_and_can_be_typed_again(entrance: Entrance) -> None:
    entrance.type("reception", "not it")
    assert not entrance.came
    assert "password is wrong" in entrance.window.error.text()
    assert entrance.window.password.hasFocus()
    assert entrance.window.password.selectedText()
    entrance.type("reception", PASSWORD)
    assert entrance.came


def test_empty_fields_are_named(entrance: Entrance, qtbot: QtBot) -> None:
    qtbot.keyClick(entrance.window.login, Key.Key_Return)
    assert entrance.window.login.hasFocus()
    qtbot.keyClicks(entrance.window.login, "reception")
    qtbot.keyClick(entrance.window.login, Key.Key_Return)
    assert entrance.window.password.hasFocus()
    assert not entrance.came


def test_a_server_that_is_away_is_told(entrance: Entrance) -> None:
    entrance.type("away", "x")
    assert "can't be reached" in entrance.window.error.text()
    assert entrance.window.button.isEnabled()


def test_capitals_without_shift_are_noticed(entrance: Entrance, qtbot: QtBot) -> None:
    entrance.window.password.setFocus()
    qtbot.keyClick(entrance.window.password, "A")
    assert "Caps Lock" in entrance.window.caps.text()
    qtbot.keyClick(entrance.window.password, "b")
    assert entrance.window.caps.text() == ""


def test_a_password_given_by_somebody_else_must_change_first(
    entrance: Entrance, sign_in: SignInFixture, qtbot: QtBot
) -> None:
    # Logins are roles of the server, which all tests share.
    login = f"nina{uuid7().hex[-10:]}"
    request = {
        "login": login, "display_name": "Nina Roy", "role": "reception", "password": "first-one-1",
        "facility_ids": [build.CITY],
    }  # fmt: skip
    sign_in("admin").call(staff.create, CreateStaff.model_validate(request))
    entrance.type(login, "first-one-1")
    window = entrance.window
    assert not entrance.came
    assert window.new_password.isVisible()
    for first, second, told in (("short", "short", "8 characters"), ("long-enough-1", "other", "the same"),
                                ("first-one-1", "first-one-1", "differ")):  # fmt: skip
        window.new_password.setText(first)
        window.again.setText(second)
        qtbot.keyClick(window.again, Key.Key_Return)
        shown = [label.text() for label in window.findChildren(type(window.status)) if label.isVisible()]
        assert any(told in text for text in [*shown, *(f.error for f in window._new_fields)]), told
    window.new_password.setText("my-own-word-2")
    window.again.setText("my-own-word-2")
    qtbot.keyClick(window.again, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(entrance.came), timeout=10_000)
    assert not entrance.came[0].clinic.actor.must_change_password
