"""Patients by keys: find, register, correct, the timeline, the FHIR file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.services import patients
from opd_desktop.services.dto.common import ById
from opd_desktop.ui.patients.panels import CorrectPanel, RegisterPanel
from opd_desktop.ui.patients.view import PatientsScreen
from tests.support import build
from tests.ui.conftest import Host, MakeDesk

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Register:
    """A shown patients screen."""

    def __init__(self, qtbot: QtBot, screen: PatientsScreen) -> None:
        self.qtbot, self.screen = qtbot, screen
        self.told: list[str] = []
        screen.desk.toast = lambda text, undo=None: self.told.append(text)  # type: ignore[method-assign]

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)

    def settle(self) -> None:
        self.until(lambda: self.screen.desk.tasks.idle)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key, modifiers)

    def find(self, text: str) -> None:
        self.screen.edit.setFocus()
        self.screen.edit.clear()
        self.qtbot.keyClicks(self.screen.edit, text)
        self.until(lambda: self.screen.presenter.state.text == text)
        self.settle()


@pytest.fixture
def register(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> Callable[..., Register]:
    def show(login: str = "reception") -> Register:
        screen = PatientsScreen(make_desk(login))
        host(screen)
        return Register(qtbot, screen)

    return show


@pytest.mark.parametrize("typed", ["meena", "patil mee", "98123 45678", "09/03/1992"])
def test_a_patient_is_found_by_what_is_known(database: URL, register: Callable[..., Register], typed: str) -> None:
    build.patient(database, "Meena Patil", birth_date="1992-03-09")
    build.patient(database, "Peter Braun", phone="+4915112345678", birth_date="1950-01-01")
    place = register()
    place.find(typed)
    assert [hit.name for hit in place.screen.table.rows()][:1] == ["Meena Patil"]
    place.press(Key.Key_Return)
    place.until(lambda: place.screen.presenter.state.patient)
    place.settle()
    assert place.screen.detail._name.text() == "Meena Patil"


def test_nobody_found_says_what_to_do_next(database: URL, register: Callable[..., Register]) -> None:
    place = register()
    place.find("zzyzx")
    assert place.screen._hint.title() == "Nobody found"
    assert not place.screen.correct_action.isEnabled()


def test_registering_by_keys_and_the_draft_survives(database: URL, register: Callable[..., Register]) -> None:
    place = register()
    place.press(Key.Key_N, Ctrl)
    panel = place.screen.panel
    assert isinstance(panel, RegisterPanel)
    place.qtbot.keyClicks(panel.form.name, "Aisha Bello")
    place.screen.close_panel()
    place.press(Key.Key_N, Ctrl)
    panel = place.screen.panel
    assert isinstance(panel, RegisterPanel)
    assert panel.form.name.text() == "Aisha Bello"
    place.qtbot.keyClicks(panel.form.birth, "tomorrow")
    place.press(Key.Key_Return, Ctrl)
    place.until(lambda: panel.form._fields["birth_date"].error)
    panel.form.birth.setText("1988-02-03")
    place.qtbot.keyClicks(panel.form.phone, "12")
    place.press(Key.Key_Return, Ctrl)
    place.until(lambda: panel.form._fields["phone"].error)
    panel.form.phone.setText("98200 41177")
    place.press(Key.Key_Return, Ctrl)
    place.until(lambda: place.told)
    place.settle()
    assert place.told[0].startswith("Registered Aisha Bello, MRN ")
    assert place.screen.presenter.state.patient is not None
    assert place.screen.desk.drafts.get("register") is None


def test_a_likely_duplicate_is_shown_while_typing_and_can_be_taken(
    database: URL, register: Callable[..., Register]
) -> None:
    known = build.patient(database, "Meena Patil", birth_date="1992-03-09")
    place = register()
    place.press(Key.Key_N, Ctrl)
    panel = place.screen.panel
    assert isinstance(panel, RegisterPanel)
    place.qtbot.keyClicks(panel.form.name, "Mina Patil")
    panel.form.phone.setText("+919812345678")
    place.until(lambda: panel.form._duplicates.isVisible())
    place.settle()
    panel.form.existing_chosen.emit(place.screen.desk.clinic.call(patients.get, ById(id=known)))
    place.until(lambda: place.screen.presenter.state.patient)
    place.settle()
    assert place.screen.presenter.state.patient.id == known  # type: ignore[union-attr]


def test_a_correction_is_saved_and_a_stale_one_refused(database: URL, register: Callable[..., Register]) -> None:
    key = build.patient(database, "Meena Patil")
    place = register()
    place.screen.open(key)
    place.until(lambda: place.screen.presenter.state.patient)
    place.settle()
    place.press(Key.Key_E, Ctrl)
    panel = place.screen.panel
    assert isinstance(panel, CorrectPanel)
    panel.name.setText("Meena Patil-Rao")
    panel.consent.setChecked(True)
    place.press(Key.Key_Return, Ctrl)
    place.until(lambda: place.told)
    place.settle()
    saved = place.screen.desk.clinic.call(patients.get, ById(id=key))
    assert saved.name == "Meena Patil-Rao"
    assert any(one.granted for one in saved.consents)
    place.press(Key.Key_E, Ctrl)
    stale = place.screen.panel
    assert isinstance(stale, CorrectPanel)
    build.rows(database, "UPDATE patient SET address = 'elsewhere' WHERE id = :id RETURNING id", id=key)
    stale.name.setText("Somebody Else")
    place.press(Key.Key_Return, Ctrl)
    place.until(lambda: stale._error.text())
    assert place.screen.desk.clinic.call(patients.get, ById(id=key)).name == "Meena Patil-Rao"


def test_the_timeline_tells_what_happened_in_words(database: URL, register: Callable[..., Register]) -> None:
    key = build.patient(database, "Meena Patil")
    (slot,) = build.slots(database, 1)
    build.appointment(database, key, [slot])
    place = register()
    place.screen.open(key)
    place.until(lambda: place.screen.presenter.state.timeline)
    place.settle()
    model = place.screen.detail.timeline.model()
    said = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert any("Booked" in line for line in said)
    assert not any("." in line.split(": ")[1].split(".")[0] and "appointment." in line for line in said)


def test_the_fhir_file_holds_the_patient(database: URL, register: Callable[..., Register], tmp_path: Path) -> None:
    key = build.patient(database, "Meena Patil")
    place = register()
    place.screen.open(key)
    place.until(lambda: place.screen.presenter.state.patient)
    place.settle()
    place.screen.presenter.export(tmp_path / "meena.json")
    place.until(lambda: place.told)
    bundle = json.loads((tmp_path / "meena.json").read_text(encoding="utf-8"))
    assert bundle["resourceType"] == "Bundle"
    assert "Patient" in {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert not list(tmp_path.glob("*.part"))


def test_who_may_not_write_has_no_such_buttons(database: URL, register: Callable[..., Register]) -> None:
    place = register("doctor")
    place.screen.open(build.patient(database))
    place.until(lambda: place.screen.presenter.state.patient)
    place.settle()
    assert not place.screen.register_action.isVisible()
    assert not place.screen.correct_action.isEnabled()
