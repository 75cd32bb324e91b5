"""The schedules screen at work: in a window, with hands and eyes; a schedule with slots."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, schedules
from opd_desktop.services.dto.appointments import BookAppointment
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.dto.schedules import (
    CreateSchedule,
    ListSchedules,
    Materialize,
    ScheduleDto,
    SlotDto,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules.view import SchedulesScreen
from opd_desktop.ui.schedules.week import Block
from tests.support import build
from tests.support.hours import IST, daily, found
from tests.ui.conftest import Host, MakeDesk

Key, Mods, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


def today() -> date:
    """Today at the clinic, also when a run goes on over midnight."""
    return datetime.now(IST).date()


class Told:
    """Where toasts and failures go."""

    def __init__(self) -> None:
        self.toasts: list[str] = []
        self.offers: list[UndoDto | None] = []
        self.failures: list[BaseException] = []

    def show_toast(self, text: str, undo: UndoDto | None) -> None:
        self.toasts.append(text)
        self.offers.append(undo)

    def show_failure(self, error: BaseException) -> None:
        self.failures.append(error)


class Room:
    """A screen in a window, with its hands and eyes."""

    def __init__(self, qtbot: QtBot, host: Host, desk: Desk) -> None:
        self.qtbot, self.desk, self.told = qtbot, desk, Told()
        desk.show_on(self.told)
        self.screen = SchedulesScreen(desk)
        self.window = host(self.screen)
        self.settle()
        self.grid = self.screen.editor.grid

    def settle(self) -> None:
        """Until nothing is under way, the delayed preview neither."""
        presenter = self.screen.presenter
        self.qtbot.waitUntil(lambda: not presenter._preview_timer.isActive() and self.desk.tasks.idle, timeout=10_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not presenter._preview_timer.isActive() and self.desk.tasks.idle, timeout=10_000)

    def press(self, *keys: Qt.Key, mods: Qt.KeyboardModifier = Mods.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key, mods)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def at(self, weekday: int, minute: float, dx: float = 0.5) -> QPoint:
        frame = self.grid.geometry_now()
        return QPoint(round(frame.x(weekday) + frame.day_width * dx), round(frame.y(minute)))

    def drag(
        self, start: tuple[int, float], end: tuple[int, float], mods: Qt.KeyboardModifier = Mods.NoModifier
    ) -> None:
        self.qtbot.mousePress(self.grid, Left, mods, self.at(*start))
        for part in (0.3, 0.7, 1.0):
            minute = start[1] + (end[1] - start[1]) * part
            self.qtbot.mouseMove(self.grid, self.at(end[0] if part == 1.0 else start[0], minute))
        self.qtbot.mouseRelease(self.grid, Left, mods, self.at(*end))

    @property
    def week(self) -> tuple[Block, ...]:
        draft = self.screen.presenter.draft
        assert draft is not None
        return draft.week

    def new(self, practitioner: Any = build.RAO) -> None:
        self.screen.list.go_to(practitioner)
        self.settle()
        self.press(Key.Key_N, mods=Mods.ControlModifier)
        self.settle()

    def save(self) -> None:
        self.press(Key.Key_S, mods=Mods.ControlModifier)
        self.settle()


OpenRoom = Callable[..., Room]


@pytest.fixture
def open_room(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> OpenRoom:
    def go(login: str = "manager") -> Room:
        return Room(qtbot, host, make_desk(login))

    return go


def stored(room: Room) -> tuple[ScheduleDto, ...]:
    return room.desk.clinic.call(schedules.list_, ListSchedules(include_inactive=True))


def made(room: Room) -> tuple[SlotDto, ...]:
    return found(room.desk.clinic, days=20)


@pytest.fixture
def schedule(make_desk: MakeDesk) -> ScheduleDto:
    """Dr Rao works every day from 9 to 12, and slots of the next days are made."""
    clinic = make_desk("manager").clinic
    one = clinic.call(
        schedules.create,
        CreateSchedule(
            practitioner_id=build.RAO, facility_id=build.CITY, sessions=daily(9, 12), slot_minutes=30,
            valid_from=today(),
        ),
    )  # fmt: skip
    end = today() + timedelta(days=9)
    clinic.call(schedules.materialize, Materialize(id=one.id, start=today(), end=end))
    return one


def book_tomorrow(room: Room, database: URL) -> None:
    """The first place of tomorrow."""
    slot = next(one for one in made(room) if one.starts_at.astimezone(IST).date() == today() + timedelta(days=1))
    request = BookAppointment(request_id=uuid7(), patient_id=build.patient(database), slot_ids=(slot.id,))
    room.desk.clinic.call(appointments.create, request)
