"""The program as a whole: sign in, the window, sign out, what the computer remembers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.demo.base import PASSWORD
from opd_desktop.services.clinic import Clinic
from opd_desktop.settings import Settings
from opd_desktop.ui.application import Application
from opd_desktop.ui.preferences import Preferences
from opd_desktop.ui.theme import theme
from tests.ui.conftest import flush_deleted


@pytest.fixture
def application(database: URL, tmp_path: Path, qtbot: QtBot) -> Iterator[Application]:
    del qtbot
    settings = Settings(data_dir=tmp_path, worker=False)

    def connect(login: str, password: str, desk: str) -> Clinic:
        return open_clinic(database, login, password, desk, make_ports(settings))

    made = Application(settings, connect)
    yield made
    made.close()
    if made.signin is not None:
        made.signin.deleteLater()
    if made.frame is not None:
        made.frame.deleteLater()
    made.deleteLater()
    flush_deleted()


def test_signing_in_out_and_in_again(application: Application, qtbot: QtBot) -> None:
    application.start("reception", PASSWORD)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=15_000)
    frame = application.frame
    assert frame is not None
    assert application.signin is None
    qtbot.waitUntil(lambda: frame.desk.tasks.idle, timeout=15_000)
    frame.signed_out.emit()
    assert application.frame is None
    assert application.signin is not None
    assert application.signin.login.text() == "reception"
    application.signin.sign_in("manager", PASSWORD)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=15_000)
    again = application.frame
    assert again is not None
    assert again.current().screen_id == "journeys"
    qtbot.waitUntil(lambda: again.desk.tasks.idle, timeout=15_000)


def test_the_look_and_the_last_name_are_remembered(application: Application, tmp_path: Path, qtbot: QtBot) -> None:
    application.start("reception", PASSWORD)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=15_000)
    frame = application.frame
    assert frame is not None
    qtbot.waitUntil(lambda: frame.desk.tasks.idle, timeout=15_000)
    theme().set_look("dark")
    kept = Preferences(tmp_path)
    assert (kept.look, kept.login) == ("dark", "reception")
    theme().set_look("light")


def test_the_sign_in_is_made_of_qt_alone() -> None:
    """What takes long to import comes on other threads, while a person types the password."""
    script = (
        "import sys; import opd_desktop.commands.desk, opd_desktop.ui.application; "
        "print(*({'sqlalchemy', 'psycopg', 'cryptography', 'opd_desktop.ui.desk'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.split() == []
