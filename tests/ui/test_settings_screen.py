"""Settings: facts of the database, the look, the own password, staff."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.demo.base import CITY
from opd_desktop.domain.errors import NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import staff
from opd_desktop.services.dto.facilities import CreateStaff
from opd_desktop.settings import Settings
from opd_desktop.ui.settings.password_panel import PasswordPanel
from opd_desktop.ui.settings.staff_panel import StaffPanel
from opd_desktop.ui.settings.view import SettingsScreen
from opd_desktop.ui.theme import theme
from tests.conftest import SignIn
from tests.ui.conftest import Host, MakeDesk

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_settings(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> Callable[..., SettingsScreen]:
    def show(login: str = "admin") -> SettingsScreen:
        screen = SettingsScreen(make_desk(login))
        screen.told = []  # type: ignore[attr-defined]
        screen.desk.toast = lambda text, undo=None: screen.told.append(text)  # type: ignore[attr-defined,method-assign]
        host(screen)
        qtbot.waitUntil(lambda: screen.presenter.state.info is not None, timeout=10_000)
        qtbot.waitUntil(lambda: screen.desk.tasks.idle, timeout=10_000)
        return screen

    return show


def new_login() -> str:
    """Logins are roles of the server, which all tests share."""
    return f"nina{uuid7().hex[-10:]}"


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def test_the_database_tells_its_facts(open_settings: Callable[..., SettingsScreen]) -> None:
    screen = open_settings("reception")
    facts = screen.database.facts
    assert facts["server"].startswith("PostgreSQL 1")
    assert facts["schema"]
    assert "MB" in facts["size"]
    assert int(facts["people"]) >= 1
    assert not screen.add_action.isVisible()


def test_the_look_is_chosen_and_shown(open_settings: Callable[..., SettingsScreen], qtbot: QtBot) -> None:
    screen = open_settings("reception")
    qtbot.mouseClick(screen.look._buttons["high-contrast"], Qt.MouseButton.LeftButton)
    assert theme().name == "high-contrast"
    theme().set_look("light")
    assert screen.look.current() == "light"


def test_a_person_is_added_by_keys_and_can_be_switched_off(
    open_settings: Callable[..., SettingsScreen], qtbot: QtBot, sign_in: SignIn
) -> None:
    screen = open_settings()
    screen.table.setFocus()
    press(qtbot, Key.Key_N, Ctrl)
    panel = screen.panel
    assert isinstance(panel, StaffPanel)
    press(qtbot, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: bool(panel._fields["display_name"].error))
    assert panel._fields["login"].error
    assert panel._fields["password"].error
    qtbot.keyClicks(panel.name, "Nina Roy")
    login = new_login()
    qtbot.keyClicks(panel.login, login)
    qtbot.keyClicks(panel.password, "first-one-1")
    press(qtbot, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: bool(screen.told), timeout=10_000)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any(one.login == login for one in screen.table.rows()), timeout=10_000)
    qtbot.waitUntil(lambda: screen.desk.tasks.idle)
    person = next(one for one in screen.table.rows() if one.login == login)
    assert screen.table.select(person.id)
    screen.table.setFocus()
    press(qtbot, Key.Key_D, Ctrl)
    qtbot.waitUntil(lambda: len(screen.told) == 2, timeout=10_000)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: screen.desk.tasks.idle)
    assert "can't sign in any more" in screen.told[1]  # type: ignore[attr-defined]


def test_a_login_that_exists_is_told_beside_the_field(
    open_settings: Callable[..., SettingsScreen], qtbot: QtBot
) -> None:
    screen = open_settings()
    screen.open_create()
    panel = screen.panel
    assert isinstance(panel, StaffPanel)
    panel.name.setText("Another One")
    panel.login.setText("reception")
    panel.password.setText("first-one-1")
    panel.submit()
    qtbot.waitUntil(lambda: bool(panel._fields["login"].error), timeout=10_000)
    assert panel.button.isEnabled()


def test_the_own_password_changes(
    open_settings: Callable[..., SettingsScreen], qtbot: QtBot, sign_in: SignIn, database: URL, tmp_path: Path
) -> None:
    login = new_login()
    request = {
        "login": login, "display_name": "Nina Roy", "role": "reception", "password": "first-one-1",
        "facility_ids": [CITY],
    }  # fmt: skip
    sign_in("admin").call(staff.create, CreateStaff.model_validate(request))
    ports = make_ports(Settings(data_dir=tmp_path))
    screen = open_settings("reception")
    mine = open_clinic(database, login, "first-one-1", "Desk 9", ports)
    screen.desk.clinic, kept = mine, screen.desk.clinic
    screen.look.setFocus()
    screen.open_password()
    panel = screen.panel
    assert isinstance(panel, PasswordPanel)
    panel.new.setText("brand-new-pass")
    panel.again.setText("brand-new-oops")
    press(qtbot, Key.Key_Return)
    assert panel._again.error
    panel.again.setText("brand-new-pass")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: "Password changed" in screen.told, timeout=10_000)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: screen.desk.tasks.idle)
    screen.desk.clinic = kept
    mine.close()
    with pytest.raises(NotPermitted):
        open_clinic(database, login, "first-one-1", "Desk 9", ports)
    open_clinic(database, login, "brand-new-pass", "Desk 9", ports).close()
