"""A calendar at work over the real services, for tests that press real keys."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from opd_desktop.services.dto.common import UndoDto
from opd_desktop.ui.calendar.booking import BookingPanel
from opd_desktop.ui.calendar.day import Stop
from opd_desktop.ui.calendar.panels.listing import ListPanel
from opd_desktop.ui.calendar.view import CalendarScreen
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.widgets import Panel
from opd_desktop.ui.words import error_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
AnyPanel = TypeVar("AnyPanel", bound=Panel)


class Told:
    """What the person was told, in place of the frame."""

    def __init__(self, desk: Desk) -> None:
        self.texts: list[str] = []
        self.undo: UndoDto | None = None
        desk.show_on(self)

    def show_toast(self, text: str, undo: UndoDto | None) -> None:
        self.texts.append(text)
        self.undo = undo

    def show_failure(self, error: BaseException) -> None:
        self.texts.append(error_text(error))


class Place:
    """A calendar, with what a test wants to do to it."""

    def __init__(self, qtbot: QtBot, screen: CalendarScreen, window: QWidget) -> None:
        self.qtbot = qtbot
        self.screen = screen
        self.window = window
        self.desk = screen.desk
        self.told = Told(screen.desk)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.desk.tasks.idle, timeout=10_000)

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=10_000)

    def go_to(self, day: date) -> None:
        self.screen.presenter.go_to(day)
        self.until(lambda: self.screen.agenda.plan is not None and self.screen.agenda.plan.day == day)
        self.settle()
        self.screen.focus_body()

    def press(self, key: Any, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """A key where the keyboard is."""
        target = self.window.focusWidget() or self.screen
        self.qtbot.keyClick(target, key, modifier)

    def enter(self, text: str) -> None:
        target = self.window.focusWidget()
        assert target is not None
        self.qtbot.keyClicks(target, text)

    def at(self, start: datetime, kind: str = "") -> Stop:
        """Put the cursor on what begins at a moment."""
        plan = self.screen.agenda.plan
        assert plan is not None
        for index, stop in enumerate(plan.stops):
            if plan.moment(stop.column, stop.start) == start and kind in ("", stop.kind):
                self.screen.agenda.set_cursor(index)
                return stop
        raise AssertionError(f"no {kind} stop at {start}: {[(s.kind, s.start) for s in plan.stops]}")

    def kinds(self) -> list[str]:
        """The kinds of all stops, by time."""
        plan = self.screen.agenda.plan
        return [stop.kind for stop in sorted(plan.stops, key=lambda stop: stop.start)] if plan else []

    def panel(self, kind: type[AnyPanel]) -> AnyPanel:
        """The open panel, which must be of a kind."""
        panel = self.screen.panel
        assert isinstance(panel, kind), panel
        return panel

    def rows(self) -> list[str]:
        """What the open list shows, each row by its first line."""
        return [row.text for row in self.panel(ListPanel).list.rows()]

    @property
    def booking(self) -> BookingPanel:
        return self.panel(BookingPanel)

    @property
    def said(self) -> str:
        """What the person was told last."""
        return self.told.texts[-1] if self.told.texts else ""

    def choose_patient(self, text: str) -> None:
        """Type in the search box and take the first hit."""
        self.enter(text)
        self.until(lambda: bool(self.booking.who.picker.hits()))
        self.press(Qt.Key.Key_Return)
        assert self.booking.patient is not None

    def undo(self) -> None:
        """Take back what the last toast offered."""
        assert self.told.undo is not None
        self.desk.undo(self.told.undo)
        self.settle()
