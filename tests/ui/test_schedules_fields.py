"""The fields beside the week: what is shown does not depend on what was loaded first."""

from datetime import date

from pytestqt.qtbot import QtBot

from opd_desktop.domain.ids import uuid7
from opd_desktop.services.dto.facilities import LocationDto
from opd_desktop.ui.schedules.draft import Draft
from opd_desktop.ui.schedules.fields import ScheduleFields


def test_a_schedules_room_is_shown_also_when_the_rooms_come_after_it(qtbot: QtBot) -> None:
    fields = ScheduleFields()
    qtbot.addWidget(fields)
    rooms = tuple(LocationDto(id=uuid7(), name=name) for name in ("Room 3", "Room 8"))
    fields.show_draft(Draft(uuid7(), uuid7(), date(2026, 6, 1), location_id=rooms[1].id))
    fields.set_rooms(rooms)
    assert fields.room.currentText() == "Room 8"
    fields.set_rooms(rooms[:1])
    assert fields.room.currentText() == "No room"
    fields.set_rooms(rooms)
    assert fields.room.currentText() == "Room 8"
