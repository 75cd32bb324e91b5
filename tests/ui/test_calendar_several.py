"""Several visits at once: cancelled together, brought back together."""

from uuid import UUID

from sqlalchemy import URL

from opd_desktop.ui.calendar.many import CancelManyPanel, ManyPanel
from tests.support import build
from tests.ui.calendar_help import CTRL, Key, booked_rows, choose
from tests.ui.place import Place


def test_several_are_cancelled_with_one_reason_and_brought_back_together(
    on: Place, three: list[UUID], database: URL
) -> None:
    choose(on, three[:2])
    panel = on.screen.panel
    assert isinstance(panel, ManyPanel)
    assert panel.heading.text() == "2 visits chosen"
    on.press(Key.Key_Delete)
    cancel = on.screen.panel
    assert isinstance(cancel, CancelManyPanel)
    on.press(Key.Key_Return, CTRL)
    assert cancel._field.error == "Say why, in a word or two."
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.together.text() == "2 visits are cancelled.")
    on.settle()
    assert [row["status"] for row in booked_rows(database)] == ["cancelled", "cancelled", "booked"]
    assert {row["cancelled_by"] for row in booked_rows(database)[:2]} == {"clinic"}
    on.screen._undo_together()
    on.until(lambda: [row["status"] for row in booked_rows(database)] == ["booked"] * 3)
    on.settle()


def test_what_cannot_be_cancelled_with_the_others_is_told(on: Place, three: list[UUID], database: URL) -> None:
    choose(on, three[:2])
    build.rows(database, "UPDATE appointment SET row_version = row_version + 1 WHERE id = :id", id=three[0])
    on.press(Key.Key_Delete)
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.together.text() == "1 of 2 visits are cancelled.")
    on.settle()
    assert [row["status"] for row in booked_rows(database)] == ["booked", "cancelled", "booked"]
