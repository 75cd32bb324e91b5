"""The schedules screen over the real services: hours painted, dragged and typed, saved, and what follows."""

from PySide6.QtWidgets import QApplication
from sqlalchemy import URL

from opd_desktop.services import affected, schedules
from opd_desktop.services.dto.schedules import (
    ListAffected,
    ScheduleDto,
)
from opd_desktop.ui.schedules.view import SchedulesScreen
from opd_desktop.ui.schedules.week import Block
from tests.support import build
from tests.support.hours import daily
from tests.ui.conftest import Host, MakeDesk
from tests.ui.working_hours import (
    Key,
    Left,
    Mods,
    OpenRoom,
    book_tomorrow,
    made,
    open_room,
    schedule,
    stored,
)

__all__ = ["open_room", "schedule"]

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
    assert one.sessions == daily(9, 12)
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
    assert stored(room)[0].sessions == daily(9, 12)
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
    assert stored(room)[0].sessions == daily(9, 12)
    assert room.screen.editor.notice.isVisible()
    assert Block(0, 540, 780) in room.week
    room.press(Key.Key_R, mods=Mods.ControlModifier)
    room.settle()
    room.screen.editor.fields.numbers["capacity"].setValue(5)
    room.save()
    assert stored(room)[0].capacity == 5
