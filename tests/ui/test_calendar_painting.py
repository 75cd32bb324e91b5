"""What the sheet paints and keeps: reload, scrolling, zoom, looks, the now-line, holds."""

from time import process_time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from pytestqt.qtbot import QtBot

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.ui.calendar.planning import Look, plan_day
from opd_desktop.ui.theme import theme
from tests.support.calendar_day import DAY, calendar, doctor, slots, visit
from tests.ui.sheet import MEHTA, RAO, Show, busy_day, cursor_at, picture, plan_of, where


def test_cursor_and_scroll_stay_when_the_day_is_loaded_again(show: Show) -> None:
    long = calendar((RAO, MEHTA), [*slots(RAO, "08:00", 40), *slots(MEHTA, "08:00", 40)])
    view = show(long, size=(700, 400))
    cursor_at(view, "12:00", MEHTA)
    view.verticalScrollBar().setValue(500)
    top = view._top_minute()
    newer = calendar(
        (RAO, MEHTA), [*slots(RAO, "07:00", 44), *slots(MEHTA, "08:00", 40)], (visit(RAO, "09:00", "Li Wei"),)
    )
    view.set_plan(plan_of(newer))
    assert where(view) == ("Dr Mehta", "12:00", "free")
    assert view._top_minute() == pytest.approx(top, abs=1)
    assert view.verticalScrollBar().value() > 500
    taken = calendar((RAO, MEHTA), long.slots, (visit(MEHTA, "12:00", "Anna Kowalska"),))
    view.set_plan(plan_of(taken))
    assert where(view) == ("Dr Mehta", "12:00", "visit")


def test_the_cursor_is_brought_into_sight(qtbot: QtBot, show: Show) -> None:
    view = show(calendar((RAO,), slots(RAO, "08:00", 40)), size=(500, 300))
    cursor_at(view, "08:00")
    qtbot.keyClick(view, Qt.Key.Key_End)
    rect = view.stop_rect(view._cursor)  # type: ignore[arg-type]
    assert view.viewport().rect().contains(rect)


def test_the_now_line_goes_behind_the_blocks(show: Show) -> None:
    day = calendar((RAO, MEHTA), [*slots(RAO, "09:00", 4), *slots(MEHTA, "09:00", 4)], (visit(RAO, "09:30", "A" * 12),))
    view = show(day)
    view.set_cursor(None)
    picture = view.viewport().grab().toImage()
    scale = picture.devicePixelRatio()
    red = theme().color("danger").name()
    grid = view._agenda.grid  # type: ignore[union-attr]
    y = int((grid.y(9 * 60 + 36) - view.verticalOffset()) * scale)

    def colours(column: int) -> set[str]:
        left, right = grid.x(column) * scale, grid.x(column + 1) * scale
        return {picture.pixelColor(x, y).name() for x in range(int(left + 12), int(right - 12), 3)}

    assert colours(1) == {red}
    assert red not in colours(0)


def test_words_and_icons_of_states_are_painted_and_names_come_first(show: Show) -> None:
    view = show()
    sheet = view._sheet
    assert sheet is not None
    view.viewport().grab()
    texts = {line.text for block in sheet._blocks.values() for line in block.lines}
    assert "Meena Patil" in texts
    assert "Booked" in texts
    assert "A-012 · Cough" in texts
    view.resize(640, 760)
    view.viewport().grab()
    narrow = [line.text for block in view._sheet._blocks.values() for line in block.lines]  # type: ignore[union-attr]
    assert "Meena Patil" in narrow
    assert all(block.icon_at for block in view._sheet._blocks.values())  # type: ignore[union-attr]


def test_zoom_and_themes_and_emptiness_paint(show: Show) -> None:
    view = show(size=(900, 200))
    before = view.verticalScrollBar().maximum()
    view.zoom(2)
    assert view.verticalScrollBar().maximum() > before
    view.zoom(0)
    assert view.verticalScrollBar().maximum() == before
    for look in ("dark", "high-contrast", "light"):
        theme().set_look(look)
        assert not view.grab().isNull()
    view.set_plan(None)
    view.wait_for_plan()
    assert not view.grab().isNull()
    assert view.indexAt(QPoint(10, 10)).isValid() is False


def test_sixty_doctors_are_planned_laid_out_and_painted_quickly(show: Show) -> None:
    doctors = [doctor(f"Dr Number {number}") for number in range(60)]
    hours = [one for who in doctors for one in slots(who, "08:00", 32)]
    visits = [visit(who, f"{hour:02}:{quarter}", "Li Wei") for who in doctors for hour in range(8, 16)
              for quarter in ("00", "30")]  # fmt: skip
    day = calendar(doctors, hours, visits)
    view = show(size=(1440, 800))
    spent = []
    for _ in range(3):
        start = process_time()
        view.set_plan(plan_of(day))
        view.viewport().repaint()
        spent.append(process_time() - start)
    # The aim is 0.1 s; processor time is measured, and a slower machine gets some room.
    assert min(spent) < 0.4


def test_scrolling_and_changes_show_what_a_fresh_painting_would(qtbot: QtBot, show: Show) -> None:
    doctors = [doctor(f"Dr Number {number}") for number in range(20)]
    hours = [one for who in doctors for one in slots(who, "08:00", 40)]
    visits = [visit(who, f"{hour:02}:00", f"Patient {hour}") for who in doctors for hour in range(8, 17)]
    view = show(calendar(doctors, hours, visits), size=(900, 500))
    picture(view)
    view.verticalScrollBar().setValue(700)
    view.horizontalScrollBar().setValue(1111)
    changed = [one.model_copy(update={"status": AppointmentStatus.ARRIVED}) if one.patient_name == "Patient 13" else one
               for one in visits]  # fmt: skip
    newer = calendar(doctors, hours, changed, now="09:51")
    plan = plan_day(newer, DAY, Look(), newer.now, view.plan)
    view.set_plan(plan)
    view.set_now(plan.minute(newer.now))
    kept = picture(view)
    fresh = show(newer, size=(900, 500))
    fresh.set_now(plan.minute(newer.now))
    fresh.verticalScrollBar().setValue(700)
    fresh.horizontalScrollBar().setValue(1111)
    for one in (view, fresh):
        one.set_cursor(None)
        one.clearFocus()
    assert picture(view) == picture(fresh)
    assert kept.size() == picture(fresh).size()


def test_the_countdown_of_a_hold_is_shown_to_others(show: Show) -> None:
    view = show()
    plan = view.plan
    assert plan is not None
    (index,) = view._overlay.holds  # type: ignore[union-attr]
    assert view._seconds_left()[index] in {179, 180}
    assert view._countdown.isActive()
    view.set_plan(plan_of(busy_day().model_copy(update={"holds": ()})))
    assert not view._countdown.isActive()


def test_zoom_is_told_and_kept_within_bounds(qtbot: QtBot, show: Show) -> None:
    view = show()
    with qtbot.waitSignal(view.zoomed) as zoomed:
        view.zoom(1)
    assert zoomed.args == [1.25]
    with qtbot.assertNotEmitted(view.zoomed):
        view.set_zoom(99)
    assert view.zoom_factor == 3.0
    wheel = QWheelEvent(
        QPointF(200, 200), QPointF(200, 200), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(wheel)
    assert view.zoom_factor == 2.0
