"""Leave, extra sessions and holidays on the schedules screen; who may change what, and by which keys."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from sqlalchemy import URL

from opd_desktop.services import schedules
from opd_desktop.services.dto.schedules import (
    CreateException,
    ListExceptions,
    ScheduleDto,
)
from opd_desktop.ui.keysheet import KeySheet
from opd_desktop.ui.schedules.exceptions import ExceptionPanel
from opd_desktop.ui.schedules.holidays import HolidayPanel
from opd_desktop.ui.schedules.making import MakePanel
from opd_desktop.ui.theme import theme
from tests.support import build
from tests.ui.working_hours import Key, Mods, OpenRoom, book_tomorrow, made, open_room, schedule, today

__all__ = ["open_room", "schedule"]

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
    panel.year.setValue(today().year + 1)
    room.settle()
    day = date(today().year + 1, 1, 26)
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
    day = today() + timedelta(days=15)
    panel.until.setDate(panel.until.minimumDate().addDays((day - today()).days))
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
