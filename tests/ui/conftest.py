"""Fixtures of the desk's tests: a theme, signed-in desks on a database of their own, a bare window for a screen."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.demo.base import PASSWORD
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import CalendarDto
from opd_desktop.settings import Settings
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.view import CalendarScreen
from opd_desktop.ui.desk import Desk, Start
from opd_desktop.ui.drafts import Drafts
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.theme import theme
from tests.conftest import SignIn
from tests.support import build
from tests.ui.calendar_help import NINE, local_day
from tests.ui.place import Place
from tests.ui.sheet import Show, busy_day, plan_of

MakeDesk = Callable[..., Desk]
Host = Callable[[Screen], QWidget]


@pytest.fixture(autouse=True)
def _look(qapp: object) -> None:
    """Every test begins with the light look and the English locale."""
    del qapp
    QLocale.setDefault(QLocale("en_GB"))
    if theme().name != "light":
        theme().set_look("light")


@pytest.fixture
def make_desk(sign_in: SignIn, tmp_path: Path, database: URL, qtbot: QtBot) -> Iterator[MakeDesk]:
    """A signed-in desk: ``make_desk("doctor", desk="Room 3")``."""
    del database
    opened: list[Desk] = []

    def make(login: str = "reception", desk: str = "Desk 1") -> Desk:
        clinic: Clinic = sign_in(login, desk)
        settings = Settings(data_dir=tmp_path / f"desk{len(opened)}", desk=desk)
        drafts = Drafts(settings.data_dir, login, PASSWORD)
        opened.append(Desk(clinic, settings, theme(), drafts, Start(clinic)))
        return opened[-1]

    yield make
    for desk in opened:
        qtbot.waitUntil(lambda desk=desk: desk.tasks.idle, timeout=10_000)
        desk.close()
        desk.deleteLater()
    flush_deleted()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A desk signed in as the receptionist."""
    return make_desk()


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[Host]:
    """Show a screen in a bare active window, with its header, so that real keys reach it."""
    windows: list[QMainWindow] = []

    def show(screen: Screen) -> QWidget:
        window = QMainWindow()
        window.setMenuWidget(screen.header_widget)
        window.setCentralWidget(screen)
        window.resize(1440, 900)
        windows.append(window)
        screen.header_widget.show()
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        screen.focus_body()
        qtbot.waitUntil(lambda: screen.desk.tasks.idle, timeout=10_000)
        return window

    yield show
    for window in windows:
        window.close()
        window.deleteLater()
    flush_deleted()


def flush_deleted() -> None:
    """Let Qt delete what was asked to go, so that nothing outlives its test."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def place(qtbot: QtBot, host: Host, make_desk: MakeDesk) -> Callable[..., Place]:
    """Opens the calendar of a person at a desk."""

    def make(login: str = "reception", desk: str = "Desk 1") -> Place:
        screen = CalendarScreen(make_desk(login, desk))
        made = Place(qtbot, screen, host(screen))
        made.settle()
        return made

    return make


@pytest.fixture
def three(database: URL) -> list[UUID]:
    """Three visits of Dr Rao from nine on, then two free slots, and two free ones of Dr Mehta."""
    slots = build.slots(database, 5)
    build.slots(database, 2, practitioner=build.MEHTA)
    names = ("Meena Patil", "Li Wei", "Arjun Nair")
    return [
        build.appointment(database, build.patient(database, name, phone=f"+91981234567{n}"), slots[n : n + 1])
        for n, name in enumerate(names)
    ]


@pytest.fixture
def on(place: Callable[..., Place], three: list[UUID]) -> Place:
    """The calendar of that day."""
    del three
    made = place()
    made.go_to(local_day(made.screen, NINE))
    return made


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    views: list[AgendaView] = []

    def make(day: CalendarDto | None = None, size: tuple[int, int] = (1100, 760)) -> AgendaView:
        view = AgendaView()
        view.set_may_move(lambda _visit: True)
        view.resize(*size)
        views.append(view)
        found = day or busy_day()
        view.set_plan(plan_of(found))
        view.set_now(plan_of(found).minute(found.now))
        view.show()
        with qtbot.waitActive(view):
            view.activateWindow()
        view.setFocus()
        return view

    yield make
    for view in views:
        view.close()
        view.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def visit_at_nine(database: URL) -> UUID:
    """Meena Patil at nine tomorrow, with three free slots after it."""
    meena = build.patient(database, "Meena Patil")
    slots = build.slots(database, 4)
    return build.appointment(database, meena, slots[:1])
