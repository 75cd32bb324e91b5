"""A shown encounter screen with what a person does in it; its visit, begun and not."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.domain.note import Section
from opd_desktop.services import encounters, queue
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById, Change
from opd_desktop.services.dto.encounters import EncounterDto, NoteDto
from opd_desktop.services.dto.queue import CallNext, WalkIn
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter.view import EncounterScreen
from tests.conftest import SignIn
from tests.support import build
from tests.ui.conftest import Host, MakeDesk


@pytest.fixture
def reception(sign_in: SignIn) -> Clinic:
    return sign_in("reception", desk="Front")


@pytest.fixture
def visit(database: URL, reception: Clinic) -> UUID:
    """The encounter of a walk-in who waits for Dr Rao."""
    patient = build.patient(database, "Meena Patil", birth_date="1992-03-09")
    request = WalkIn(
        facility_id=build.CITY, practitioner_id=build.RAO, patient_id=patient, reason="fever and cough"
    )  # fmt: skip
    made = reception.call(queue.walk_in, request).entry.encounter_id
    assert made is not None
    return made


@pytest.fixture
def begun(visit: UUID, sign_in: SignIn) -> UUID:
    """The same, called in and in the room."""
    doctor = sign_in("doctor", desk="Elsewhere")
    doctor.call(queue.call_next, CallNext(facility_id=build.CITY, practitioner_id=build.RAO))
    doctor.call(encounters.start, Change(id=visit))
    return visit


class Room:
    """A shown encounter screen with what a person does in it."""

    def __init__(self, screen: EncounterScreen, window: QWidget, qtbot: QtBot) -> None:
        self.screen, self.window, self._qtbot = screen, window, qtbot
        self.presenter = screen.presenter

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.screen.desk.tasks.idle, timeout=10_000)
        QApplication.processEvents()

    def until(self, condition: Callable[[], object], timeout: int = 10_000) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=timeout)

    def open(self, encounter: UUID) -> None:
        self.screen.open(encounter)
        self.until(lambda: self.presenter.state.encounter is not None)
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.screen
        QTest.keyClick(target, key, modifiers)
        QApplication.processEvents()

    def press_on(self, target: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(target, key)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        QApplication.processEvents()

    def texts(self, section: Section = Section.SUBJECTIVE) -> list[str]:
        return [line.text for line in self.presenter.editor.state.of(section)]

    def save(self) -> None:
        self.presenter.saver.flush()
        self.settle()

    @property
    def encounter(self) -> EncounterDto:
        assert self.presenter.state.encounter is not None
        return self.presenter.state.encounter

    def toasts(self) -> list[str]:
        shown: list[str] = []
        self.screen.desk.toast = lambda text, undo=None: shown.append(text)  # type: ignore[method-assign]
        return shown


@pytest.fixture
def enter(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def show(login: str = "doctor", desk: Desk | None = None) -> Room:
        screen = EncounterScreen(desk or make_desk(login, desk="Room 3"))
        rooms.append(Room(screen, host(screen), qtbot))
        return rooms[-1]

    yield show
    for room in rooms:
        room.settle()
        room.screen.process.close(wait=True)


def note_of(clinic: Clinic, encounter: UUID) -> NoteDto | None:
    return clinic.call(encounters.get, ById(id=encounter)).note
