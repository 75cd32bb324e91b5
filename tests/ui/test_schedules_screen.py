"""The schedules screen over the real services: hours painted, dragged and typed, saved, and what follows."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import affected, appointments, schedules, slots
from opd_desktop.services.dto.appointments import BookAppointment
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.dto.schedules import (
    CreateException,
    CreateSchedule,
    ListAffected,
    ListExceptions,
    ListSchedules,
    ListSlots,
    Materialize,
    ScheduleDto,
    Session,
    SlotDto,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.keysheet import KeySheet
from opd_desktop.ui.schedules.exceptions import ExceptionPanel
from opd_desktop.ui.schedules.holidays import HolidayPanel
from opd_desktop.ui.schedules.making import MakePanel
from opd_desktop.ui.schedules.view import SchedulesScreen
from opd_desktop.ui.schedules.week import Block
from opd_desktop.ui.theme import theme
from tests.support import build
from tests.ui.conftest import Host, MakeDesk

Key, Mods, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
IST = ZoneInfo("Asia/Kolkata")
TODAY = datetime.now(IST).date()


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
    now = datetime.now(UTC)
    return room.desk.clinic.call(slots.list_, ListSlots(start=now, end=now + timedelta(days=20)))


def every_day(start: int, end: int) -> tuple[Session, ...]:
    return tuple(Session(weekday=day, start=time(start), end=time(end)) for day in range(7))


@pytest.fixture
def schedule(make_desk: MakeDesk) -> ScheduleDto:
    """Dr Rao works every day from 9 to 12, and slots of the next days are made."""
    clinic = make_desk("manager").clinic
    one = clinic.call(
        schedules.create,
        CreateSchedule(
            practitioner_id=build.RAO, facility_id=build.CITY, sessions=every_day(9, 12), slot_minutes=30,
            valid_from=TODAY,
        ),
    )  # fmt: skip
    end = TODAY + timedelta(days=9)
    clinic.call(schedules.materialize, Materialize(id=one.id, start=TODAY, end=end))
    return one


def book_tomorrow(room: Room, database: URL) -> None:
    """The first place of tomorrow."""
    slot = next(one for one in made(room) if one.starts_at.astimezone(IST).date() == TODAY + timedelta(days=1))
    request = BookAppointment(request_id=uuid7(), patient_id=build.patient(database), slot_ids=(slot.id,))
    room.desk.clinic.call(appointments.create, request)


# Painting -------------------------------------------------------------------------------------------


def test_hours_are_painted_by_dragging_saved_and_made_into_slots(open_room: OpenRoom) -> None:
    room = open_room()
    assert room.screen.empty.title().startswith("No schedule for")
    room.new()
    assert not room.screen.editor.problem.isVisible()
    for day in range(7):
        room.drag((day, 9 * 60 + 2), (day, 12 * 60 - 3))
    assert room.week == tuple(Block(day, 540, 720) for day in range(7))
    room.settle()
    assert "slots in two weeks" in room.screen.editor.strip.sentence.text()
    assert sum(room.screen.editor.strip.bars.counts.values()) > 100
    room.save()
    (one,) = stored(room)
    assert one.sessions == every_day(9, 12)
    assert made(room)
    assert room.told.toasts[-1].startswith("Saved.")
    assert room.screen.editor.state_word.text() == "saved"
    assert not room.screen.save_action.isEnabled()
    current = room.screen.list.current()
    assert current is not None
    assert current.key == one.id


def test_dragging_edges_bodies_and_breaks(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    assert room.screen.list.go_to(schedule.id)
    room.settle()
    room.drag((0, 720), (0, 780))
    assert Block(0, 540, 780) in room.week
    room.drag((0, 540), (0, 480))
    assert Block(0, 480, 780) in room.week
    room.drag((1, 600), (1, 900))
    assert Block(1, 840, 1020) in room.week
    room.drag((1, 900), (2, 960))
    assert [one for one in room.week if one.weekday == 1] == []
    assert Block(2, 900, 1080) in room.week
    room.drag((3, 601), (3, 614), Mods.ShiftModifier)
    assert Block(3, 540, 720, ((600, 615),)) in room.week
    before = room.week
    room.drag((4, 600), (5, 600))
    assert room.week == before
    assert "Other hours are there" in room.told.toasts[-1]


def test_a_click_changes_nothing_and_delete_takes_away(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    before = room.week
    room.qtbot.mouseClick(room.grid, Left, Mods.NoModifier, room.at(2, 601))
    assert room.week == before
    room.press(Key.Key_Delete)
    assert room.week == tuple(one for one in before if one.weekday != 2)


# Keys -----------------------------------------------------------------------------------------------


def test_all_of_it_by_keyboard(open_room: OpenRoom) -> None:
    room = open_room()
    room.new()
    assert room.grid.hasFocus()
    room.press(*[Key.Key_Down] * 4)
    room.press(*[Key.Key_Down] * 8, mods=Mods.ShiftModifier)
    assert "10:00 to 12:00 selected" in room.grid.accessibleDescription()
    room.press(Key.Key_Return)
    assert room.week == (Block(0, 600, 720),)
    room.press(Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_B)
    assert room.week == (Block(0, 600, 720, ((660, 675),)),)
    assert "break from 11:00 to 11:15" in room.grid.accessibleDescription()
    room.press(Key.Key_Delete)
    assert room.week == (Block(0, 600, 720),)
    room.press(Key.Key_Right, Key.Key_Space)
    assert room.screen.editor.times.isVisible()
    room.press(Key.Key_Escape)
    assert room.grid.hasFocus()
    room.press(Key.Key_Left)
    room.press(*[Key.Key_Down] * 2, mods=Mods.ShiftModifier)
    room.press(Key.Key_Delete)
    assert room.week == (Block(0, 600, 660), Block(0, 690, 720))
    room.press(Key.Key_Z, mods=Mods.ControlModifier)
    room.press(Key.Key_Z, mods=Mods.ControlModifier)
    assert room.week == (Block(0, 600, 720, ((660, 675),)),)
    room.press(Key.Key_Y, mods=Mods.ControlModifier)
    assert room.week == (Block(0, 600, 720),)
    room.press(Key.Key_W)
    assert room.week == tuple(Block(day, 600, 720) for day in range(5))


def test_exact_times_are_typed_and_refused_beside_the_field(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    room.qtbot.mouseDClick(room.grid, Left, Mods.NoModifier, room.at(1, 601))
    card = room.screen.editor.times
    assert (card.start.text(), card.end.text()) == ("09:00", "12:00")
    room.type("8.20")
    card.end.setText("never")
    room.press(Key.Key_Return)
    assert card.end_field.error
    assert card.isVisible()
    card.end.setText("13")
    card.breaks.setText("10-10:10; 7-9")
    room.press(Key.Key_Return)
    assert "inside" in card.breaks_field.error
    card.breaks.setText("10-10:10")
    card.day.setCurrentIndex(2)
    room.press(Key.Key_Return)
    assert "Other hours" in card.start_field.error
    card.day.setCurrentIndex(1)
    room.press(Key.Key_Return)
    assert not card.isVisible()
    assert Block(1, 500, 780, ((600, 610),)) in room.week
    assert room.grid.hasFocus()


# Fields ---------------------------------------------------------------------------------------------


def test_fields_change_the_preview_and_are_saved(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    fields = room.screen.editor.fields
    before = sum(room.screen.editor.strip.bars.counts.values())
    fields.numbers["slot_minutes"].setValue(15)
    fields.numbers["capacity"].setValue(3)
    fields.numbers["overbook_limit"].setValue(1)
    fields.service.setCurrentText("review")
    fields.service.lineEdit().editingFinished.emit()
    fields.ends.click()
    room.settle()
    assert sum(room.screen.editor.strip.bars.counts.values()) > before
    assert fields.fields["valid_to"].isVisible()
    fields.valid_to.setDate(fields.valid_from.date().addDays(-1))
    assert fields.fields["valid_to"].error
    room.save()
    assert stored(room)[0].row_version == schedule.row_version
    fields.ends.click()
    room.save()
    (one,) = stored(room)
    assert (one.slot_minutes, one.capacity, one.overbook_limit, one.service_type, one.valid_to) == (
        15, 3, 1, "review", None,
    )  # fmt: skip


def test_hours_of_another_schedule_are_refused_in_words(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    room.press(Key.Key_N, mods=Mods.ControlModifier)
    room.drag((0, 601), (0, 700))
    room.settle()
    assert "Another schedule of this doctor" in room.screen.editor.problem.text()
    room.save()
    assert "Another schedule of this doctor" in room.screen.editor.problem.text()
    assert room.screen.editor.problem.isVisible()
    assert len(stored(room)) == 1
    room.press(Key.Key_R, mods=Mods.ControlModifier)
    room.settle()
    assert room.screen.presenter.draft is None or room.screen.presenter.draft.schedule_id == schedule.id


def test_an_empty_week_is_told_where_the_hours_are(open_room: OpenRoom) -> None:
    room = open_room()
    room.new()
    room.save()
    assert "no hours yet" in room.screen.editor.problem.text()
    assert stored(room) == ()


# Visits ---------------------------------------------------------------------------------------------


def test_visits_left_outside_are_told_before_saving_and_listed_after(
    open_room: OpenRoom, schedule: ScheduleDto, database: URL
) -> None:
    room = open_room()
    book_tomorrow(room, database)
    room.screen.list.go_to(schedule.id)
    room.settle()
    room.screen.presenter.change(week=tuple(Block(day, 600, 720) for day in range(7)))
    room.settle()
    assert "Meena Patil" in room.screen.editor.strip.warning.text()
    assert room.desk.clinic.call(affected.list_, ListAffected(facility_id=build.CITY)) == ()
    room.save()
    assert room.screen.panel is not None
    assert room.screen.panel.accessibleName() == "To call"
    (row,) = room.desk.clinic.call(affected.list_, ListAffected(facility_id=build.CITY))
    assert row.cause == "hours"
    offer = room.told.offers[-1]
    assert offer is not None
    room.desk.undo(offer)
    room.settle()
    assert stored(room)[0].sessions == every_day(9, 12)
    assert room.desk.clinic.call(affected.list_, ListAffected(facility_id=build.CITY)) == ()


# Drafts ---------------------------------------------------------------------------------------------


def test_what_was_painted_survives_a_crash(open_room: OpenRoom, schedule: ScheduleDto, host: Host) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    room.drag((0, 720), (0, 780))
    changed = room.week
    room.settle()
    again = SchedulesScreen(room.desk)
    host(again)
    room.qtbot.waitUntil(lambda: bool(again.list.rows()), timeout=10_000)
    again.list.go_to(schedule.id)
    assert again.presenter.draft is not None
    assert again.presenter.draft.week == changed
    assert "back" in again.editor.notice.text()
    again.presenter.discard()
    assert again.presenter.draft.week != changed
    assert room.desk.drafts.get(f"schedule:{build.CITY}:{schedule.id}") is None
    room.settle()


def test_what_is_not_saved_is_marked_in_the_list(open_room: OpenRoom, schedule: ScheduleDto, host: Host) -> None:
    def marked(screen: SchedulesScreen) -> list[object]:
        return [row.key for row in screen.list.rows() if row.look is not None and row.look.word == "Not saved"]

    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    room.drag((0, 720), (0, 780))
    assert marked(room.screen) == [schedule.id]
    room.press(Key.Key_Z, mods=Mods.ControlModifier)
    assert marked(room.screen) == []
    room.press(Key.Key_N, mods=Mods.ControlModifier)
    room.drag((0, 1080), (0, 1135))
    assert room.week == (Block(0, 1080, 1140),)
    assert marked(room.screen) == [build.RAO]
    room.settle()
    again = SchedulesScreen(room.desk)
    host(again)
    room.qtbot.waitUntil(lambda: bool(again.list.rows()), timeout=10_000)
    again.list.go_to(build.RAO)
    assert again.presenter.draft is not None
    assert again.presenter.draft.week == (Block(0, 1080, 1140),)
    again.discard_action.trigger()
    assert marked(again) == []
    room.settle()


def test_a_doctor_is_found_by_id_and_the_list_gives_way_to_a_panel(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    room.screen.open(build.SILVA)
    row = room.screen.list.current()
    assert row is not None
    assert row.key == build.SILVA
    assert "Dr Silva" in room.screen.empty.title()
    room.window.resize(900, 640)
    room.screen.open_making()
    QApplication.processEvents()
    assert not room.screen.left.isVisible()
    room.press(Key.Key_Escape)
    assert room.screen.left.isVisible()
    assert room.screen.list.hasFocus()


def test_another_desk_saved_meanwhile(open_room: OpenRoom, schedule: ScheduleDto, make_desk: MakeDesk) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    room.drag((0, 720), (0, 780))
    other = make_desk("admin", "Office").clinic
    from opd_desktop.services.dto.schedules import PatchSchedule

    other.call(schedules.patch, PatchSchedule(id=schedule.id, capacity=4))
    room.settle()
    room.save()
    assert stored(room)[0].capacity == 4
    assert stored(room)[0].sessions == every_day(9, 12)
    assert room.screen.editor.notice.isVisible()
    assert Block(0, 540, 780) in room.week
    room.press(Key.Key_R, mods=Mods.ControlModifier)
    room.settle()
    room.screen.editor.fields.numbers["capacity"].setValue(5)
    room.save()
    assert stored(room)[0].capacity == 5


# Exceptions -----------------------------------------------------------------------------------------


def test_leave_is_added_listed_and_taken_back(open_room: OpenRoom, schedule: ScheduleDto, database: URL) -> None:
    room = open_room()
    book_tomorrow(room, database)
    room.screen.list.go_to(schedule.id)
    room.press(Key.Key_E, mods=Mods.ControlModifier)
    room.settle()
    assert room.screen.exceptions.empty.isVisible()
    room.press(Key.Key_N, mods=Mods.ControlModifier)
    panel = room.screen.panel
    assert isinstance(panel, ExceptionPanel)
    assert panel.who.currentData() == build.RAO
    panel.reason.setText("Conference")
    panel.end_day.setDate(panel.start_day.date().addDays(-1))
    panel.add()
    assert panel.fields["end_day"].error
    panel.end_day.setDate(panel.start_day.date())
    panel.add()
    room.settle()
    assert room.screen.panel is not None
    assert room.screen.panel.accessibleName() == "To call"
    (one,) = room.desk.clinic.call(schedules.exceptions, ListExceptions(facility_id=build.CITY))
    assert (one.kind, one.reason, one.ends_at - one.starts_at) == ("leave", "Conference", timedelta(days=1))
    assert [row.id for row in room.screen.exceptions.table.rows()] == [one.id]
    room.screen.close_panel()
    room.press(Key.Key_D, mods=Mods.ControlModifier)
    room.settle()
    assert room.desk.clinic.call(schedules.exceptions, ListExceptions(facility_id=build.CITY)) == ()
    offer = room.told.offers[-1]
    assert offer is not None
    room.desk.undo(offer)
    room.settle()
    (again,) = room.desk.clinic.call(schedules.exceptions, ListExceptions(facility_id=build.CITY))
    assert (again.starts_at, again.reason) == (one.starts_at, "Conference")


def test_an_extra_session_needs_hours(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.screen.show_tab("exceptions")
    room.screen.new()
    panel = room.screen.panel
    assert isinstance(panel, ExceptionPanel)
    panel.kind.setCurrentIndex(panel.kind.findData("extra"))
    assert not panel.all_day.isChecked()
    panel.start_time.setText("later")
    panel.add()
    assert panel.fields["start_time"].error
    panel.start_time.setText("18")
    panel.end_time.setText("17:30")
    panel.add()
    assert panel.fields["end_time"].error
    panel.end_time.setText("20:00")
    panel.add()
    room.settle()
    assert "4 slots made" in room.told.toasts[-1]


def test_public_holidays_are_ticked(open_room: OpenRoom) -> None:
    room = open_room()
    room.press(Key.Key_H, mods=Mods.ControlModifier)
    panel = room.screen.panel
    assert isinstance(panel, HolidayPanel)
    panel.year.setValue(TODAY.year + 1)
    room.settle()
    day = date(TODAY.year + 1, 1, 26)
    assert panel.country.currentData() == "IN"
    assert "Republic Day" in panel.boxes[day].accessibleName()
    assert not panel.save.isEnabled()
    panel.boxes[day].click()
    assert panel.save.text() == "Close on 1 day"
    panel.save.click()
    room.settle()
    assert day not in panel.boxes
    (one,) = room.desk.clinic.call(schedules.exceptions, ListExceptions(facility_id=build.CITY))
    assert (one.kind, one.reason, one.practitioner_id) == ("holiday", "Republic Day", None)
    panel.region.setText("XX")
    panel.load()
    room.settle()
    assert "not known" in panel.region_field.error


def test_slots_of_all_schedules_are_made_until_a_day(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    before = len(made(room))
    room.press(Key.Key_M, mods=Mods.ControlModifier)
    panel = room.screen.panel
    assert isinstance(panel, MakePanel)
    day = TODAY + timedelta(days=15)
    panel.until.setDate(panel.until.minimumDate().addDays((day - TODAY).days))
    panel.make.click()
    room.settle()
    assert panel.progress.value() == panel.progress.maximum() == 1
    assert "36 slots made" in panel.told.text()
    assert len(made(room)) == before + 36
    panel.make.click()
    room.settle()
    assert panel.told.text().startswith("0 slots made")


# Who ------------------------------------------------------------------------------------------------


def test_doctors_see_and_change_their_own(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    theirs = CreateException(
        practitioner_id=build.MEHTA, facility_id=build.CITY, kind="leave",
        starts_at=datetime.now(UTC), ends_at=datetime.now(UTC) + timedelta(days=1),
    )  # fmt: skip
    room = open_room("doctor")
    holiday = theirs.model_copy(update={"practitioner_id": None, "kind": "holiday"})
    manager = open_room("manager")
    manager.desk.clinic.call(schedules.add_exception, theirs)
    manager.desk.clinic.call(schedules.add_exception, holiday)
    room.screen.refresh()
    room.settle()
    assert [row.key for row in room.screen.list.rows()] == [schedule.id]
    assert not room.screen.holidays_action.isVisible()
    assert [one.kind for one in room.screen.exceptions.table.rows()] == ["holiday"]
    room.screen.show_tab("exceptions")
    room.screen.exceptions.remove_current()
    assert "Ask a manager" in room.screen.exceptions.notice.text()
    room.screen.new()
    assert isinstance(room.screen.panel, ExceptionPanel)
    assert [room.screen.panel.who.itemData(n) for n in range(room.screen.panel.who.count())] == [build.RAO]


def test_the_keys_of_the_grid_are_in_the_sheet_of_keys(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room("manager")
    sheet = KeySheet([("Schedules", room.screen.actions())], room.window)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Return", "B", "F2", "Del", "W", "Ctrl+Z", "Ctrl+Y", "Ctrl+S"} <= shown
    sheet.deleteLater()
    by_name = {action.objectName(): action for action in room.screen.actions()}
    room.screen.list.go_to(schedule.id)
    room.settle()
    before = room.screen.presenter.draft
    room.grid.put_cursor(0, 10 * 60)
    by_name["schedules.break"].trigger()
    room.settle()
    assert room.screen.presenter.draft != before
    by_name["schedules.back"].trigger()
    room.settle()
    assert room.screen.presenter.draft == before
    room.screen.show_tab("exceptions")
    by_name["schedules.break"].trigger()
    assert room.told.toasts[-1] == "Open the hours of a schedule first."


def test_everything_has_a_name(open_room: OpenRoom, schedule: ScheduleDto) -> None:
    room = open_room()
    room.screen.list.go_to(schedule.id)
    room.settle()
    for look in ("dark", "high-contrast", "light"):
        theme().set_look(look)
        assert not room.screen.grab().isNull()
    unnamed = [
        widget for widget in room.screen.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not widget.accessibleName()
        and not (widget.property("text") or "") and not widget.objectName().startswith("qt_")
    ]  # fmt: skip
    assert unnamed == []
