"""The calendar's sheet, fed with days made by hand: geometry, cursor, moving, painting, the screen reader's view."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from time import process_time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.day import DayPlan, Placing, Stop
from opd_desktop.ui.calendar.placing import Wish, place
from opd_desktop.ui.calendar.planning import Look, plan_day, plan_week
from opd_desktop.ui.theme import theme
from tests.support.calendar_day import DAY, at, calendar, doctor, hold, leave, slot, slots, visit

RAO, MEHTA, SILVA = doctor("Dr Rao"), doctor("Dr Mehta", "Paediatrics"), doctor("Dr Silva", "Cardiology")
Show = Callable[..., AgendaView]


def busy_day() -> CalendarDto:
    """10:00-11:00 of three doctors: a visit, a long visit, a hold, leave."""
    hours = [*slots(RAO, "10:00", 4), *slots(MEHTA, "10:00", 4), *slots(SILVA, "10:00", 4)]
    held = [one for one in hours if one.practitioner_id == MEHTA.id][2:3]
    return calendar(
        (RAO, MEHTA, SILVA),
        hours,
        (
            visit(RAO, "10:00", "Meena Patil"),
            visit(MEHTA, "10:00", "Li Wei", minutes=30),
            visit(RAO, "10:45", "Arjun Nair", status="checked-in", queue_state="waiting", token="A-012"),
        ),
        (hold(held, "Desk 1", expires="09:39"),),
        (leave(SILVA, "10:30", "11:00", reason="Conference"),),
    )


def plan_of(day: CalendarDto, **look: object) -> DayPlan:
    return plan_day(day, DAY, Look(**look), day.now)  # type: ignore[arg-type]


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


def cursor_at(view: AgendaView, start: str, who: object = RAO) -> Stop:
    """Put the cursor on the first stop at a time of a doctor."""
    plan = view.plan
    assert plan is not None
    for index, stop in enumerate(plan.stops):
        if plan.local(stop.start).strftime("%H:%M") == start and plan.columns[stop.column].practitioner == who:
            view.set_cursor(index)
            return stop
    raise AssertionError(f"nothing at {start}")


def where(view: AgendaView) -> tuple[str, str, str]:
    """The cursor: doctor, time, kind."""
    stop, plan = view.cursor_stop, view.plan
    assert stop is not None
    assert plan is not None
    return plan.columns[stop.column].practitioner.display_name, f"{plan.local(stop.start):%H:%M}", stop.kind


# The plan


def test_a_plan_has_a_stop_for_every_visit_hold_and_free_place() -> None:
    plan = plan_of(busy_day())
    kinds = [(stop.column, f"{plan.local(stop.start):%H:%M}", stop.kind) for stop in plan.stops]
    assert sorted(kinds) == [
        (0, "10:00", "visit"), (0, "10:15", "free"), (0, "10:30", "free"), (0, "10:45", "visit"),
        (1, "10:00", "visit"), (1, "10:30", "held"), (1, "10:45", "free"),
        (2, "10:00", "free"), (2, "10:15", "free"),
    ]  # fmt: skip
    assert (plan.columns[0].booked, plan.columns[0].capacity) == (2, 4)
    assert (plan.columns[1].booked, plan.columns[1].capacity) == (2, 4)


def test_a_slot_with_several_places_shows_its_visits_and_what_is_left() -> None:
    triple = slot(RAO, "10:00", capacity=3)
    plan = plan_of(calendar((RAO,), [triple], (visit(RAO, "10:00", "A"), visit(RAO, "10:00", "B"))))
    assert [(stop.kind, stop.places) for stop in plan.stops] == [("visit", 0), ("visit", 0), ("free", 1)]
    assert [lane.first for lane in plan.lanes] == [0, 1, 2]


def test_cancelled_visits_are_hidden_unless_wanted_and_ended_holds_are_gone() -> None:
    day = calendar(
        (RAO,),
        slots(RAO, "10:00", 2),
        (visit(RAO, "10:00", "Meena Patil", status="cancelled"),),
        (hold(slots(RAO, "10:15", 1), expires="09:30"),),
    )
    assert [stop.kind for stop in plan_of(day).stops] == ["free", "free"]
    assert [stop.kind for stop in plan_of(day, cancelled=True).stops] == ["visit", "free", "free"]


def test_a_day_with_a_change_of_clocks_has_23_or_25_hours() -> None:
    berlin = busy_day().model_copy(update={"time_zone": "Europe/Berlin", "slots": (), "appointments": (), "holds": ()})
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day, hours in ((spring, 23), (autumn, 25), (DAY, 24)):
        plan = plan_day(berlin, day, Look(), berlin.now)
        after = plan_day(berlin, day + timedelta(days=1), Look(), berlin.now)
        assert plan.minute(after.origin) == hours * 60
    plan = plan_day(berlin, autumn, Look(), berlin.now)
    assert [f"{plan.local(minute):%H:%M}" for minute in (120, 180, 240)] == ["02:00", "02:00", "03:00"]


def test_slots_with_buffers_between_follow_each_other() -> None:
    buffered = [slot(RAO, "10:00", 15), slot(RAO, "10:20", 15), slot(RAO, "10:40", 15)]
    plan = plan_of(calendar((RAO,), buffered))
    assert [len(run) for run in plan.lengths_from(plan.columns[0].slots[0])] == [1, 2, 3]
    with_break = [slot(RAO, "10:00"), slot(RAO, "10:15"), slot(RAO, "11:30")]
    plan = plan_of(calendar((RAO,), with_break))
    assert [len(run) for run in plan.lengths_from(plan.columns[0].slots[0])] == [1, 2]


@pytest.mark.parametrize(
    ("column", "time", "why"),
    [(0, "10:15", ""), (0, "10:00", "same"), (0, "10:45", "full"), (1, "10:30", "held"), (1, "10:45", ""),
     (2, "10:30", "away"), (0, "12:00", "off")],
)  # fmt: skip
def test_where_a_visit_may_go_and_why_not(column: int, time: str, why: str) -> None:
    plan = plan_of(busy_day())
    moved = next(one for one in plan.visits if one.patient_name == "Meena Patil")
    assert place(plan, column, plan.minute(at(time)), Wish(moved)).refusal == why


def test_a_long_visit_needs_as_many_slots_and_may_overlap_its_old_place() -> None:
    plan = plan_of(busy_day())
    long = next(one for one in plan.visits if one.patient_name == "Li Wei")
    assert len(place(plan, 0, plan.minute(at("10:15")), Wish(long)).slot_ids) == 2
    assert place(plan, 0, plan.minute(at("10:30")), Wish(long)).refusal == "full"
    assert place(plan, 1, plan.minute(at("10:45")), Wish(long)).refusal == "short"
    assert place(plan, 1, plan.minute(at("10:15")), Wish(long)).refusal == "held"
    alone = plan_of(busy_day().model_copy(update={"holds": ()}))
    assert len(place(alone, 1, alone.minute(at("10:15")), Wish(long)).slot_ids) == 2


def test_the_past_and_visits_under_way_stay() -> None:
    late = busy_day().model_copy(update={"now": at("10:31")})
    plan = plan_of(late)
    moved = next(one for one in plan.visits if one.patient_name == "Meena Patil")
    assert place(plan, 0, plan.minute(at("10:15")), Wish(moved)).refusal == "past"
    inside = next(one for one in plan.visits if one.patient_name == "Arjun Nair")
    assert place(plan, 0, plan.minute(at("10:30")), Wish(inside)).refusal == "not_movable"


# Keys


def test_arrows_walk_the_sheet_and_sideways_keeps_the_time(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:30")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert where(view) == ("Dr Mehta", "10:30", "held")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert where(view) == ("Dr Silva", "10:15", "free")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert where(view) == ("Dr Mehta", "10:30", "held")
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert where(view) == ("Dr Mehta", "10:00", "visit")
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert where(view) == ("Dr Mehta", "10:00", "visit")
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert where(view) == ("Dr Mehta", "10:45", "free")
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert where(view) == ("Dr Mehta", "10:00", "visit")


def test_enter_opens_a_visit_books_a_free_place_and_refuses_a_held_one(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0].patient_name == "Meena Patil"
    free = cursor_at(view, "10:15")
    with qtbot.waitSignal(view.book_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args == [free, ""]
    cursor_at(view, "10:30", MEHTA)
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert refused.args == ["10:30, Dr Mehta, Desk 1 is booking"]


def test_a_letter_on_a_free_place_searches_a_patient(qtbot: QtBot, show: Show) -> None:
    view = show()
    free = cursor_at(view, "10:15")
    with qtbot.waitSignal(view.book_wanted) as wanted:
        qtbot.keyClick(view, "m")
    assert wanted.args == [free, "m"]
    cursor_at(view, "10:00")
    with qtbot.assertNotEmitted(view.book_wanted):
        qtbot.keyClick(view, "m")


def test_a_place_that_has_passed_is_not_booked(qtbot: QtBot, show: Show) -> None:
    view = show(busy_day().model_copy(update={"now": at("10:31")}))
    cursor_at(view, "10:15")
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert refused.args == ["This time has passed. Choose a later one."]


def test_moving_by_keys(qtbot: QtBot, show: Show) -> None:
    view = show()
    moved = cursor_at(view, "10:00").visit
    assert moved is not None
    view.start_moving(moved)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.target is not None
    assert view.target.refusal == "full"
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert refused.args == ["10:45 is full"]
    assert view.moving == moved
    qtbot.keyClick(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.dropped) as dropped:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert dropped.args is not None
    target = dropped.args[1]
    assert isinstance(target, Placing)
    assert f"{plan_of(busy_day()).local(target.start):%H:%M}" == "10:30"
    assert view.moving is None


def test_esc_stops_a_move(qtbot: QtBot, show: Show) -> None:
    view = show()
    moved = cursor_at(view, "10:00").visit
    assert moved is not None
    view.start_moving(moved)
    with qtbot.waitSignal(view.moving_changed) as changed:
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert changed.args == [None]


# The mouse


def centre(view: AgendaView, start: str, who: object = RAO) -> QPoint:
    plan = view.plan
    assert plan is not None
    for index, stop in enumerate(plan.stops):
        if plan.local(stop.start).strftime("%H:%M") == start and plan.columns[stop.column].practitioner == who:
            return view.stop_rect(index).center()
    raise AssertionError(f"nothing at {start}")


def drag(qtbot: QtBot, view: AgendaView, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, start + QPoint(2, QApplication.startDragDistance() + 2))
    qtbot.mouseMove(port, end)


def test_a_click_opens_or_books(qtbot: QtBot, show: Show) -> None:
    view = show()
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, "10:00", MEHTA))
    assert opened.args is not None
    assert opened.args[0].patient_name == "Li Wei"
    with qtbot.waitSignal(view.book_wanted):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, "10:15"))


def test_dragging_a_visit_to_a_free_place(qtbot: QtBot, show: Show) -> None:
    view = show()
    drag(qtbot, view, centre(view, "10:00"), centre(view, "10:45", MEHTA))
    assert view.target is not None
    assert view.target.refusal == ""
    with qtbot.waitSignal(view.dropped) as dropped:
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, "10:45", MEHTA))
    assert dropped.args is not None
    moved, target = dropped.args
    assert isinstance(moved, AppointmentDto)
    assert (moved.patient_name, target.column) == ("Meena Patil", 1)


def test_a_refused_place_says_why_while_hovering_and_takes_nothing(qtbot: QtBot, show: Show) -> None:
    view = show()
    end = centre(view, "10:30", MEHTA)
    drag(qtbot, view, centre(view, "10:00"), end)
    assert view._marks().ghost is not None
    assert view._marks().ghost.refusal == "Desk 1 is booking 10:30"  # type: ignore[union-attr]
    with qtbot.assertNotEmitted(view.dropped), qtbot.waitSignal(view.refused):
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert view.moving is None


def test_a_doctor_cannot_drag_others_visits(qtbot: QtBot, show: Show) -> None:
    view = show()
    view.set_may_move(lambda _visit: False)
    drag(qtbot, view, centre(view, "10:00"), centre(view, "10:45", MEHTA))
    assert view.moving is None


# Reload, scroll, painting


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


# The screen reader


def test_every_visit_is_an_item_with_a_sentence_and_its_rectangle(show: Show) -> None:
    view = show()
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == 3
    spoken = [interface.child(number).text(QAccessible.Text.Name) for number in range(3)]
    assert spoken == [
        "10:00, Dr Rao, Meena Patil, Booked, Cough",
        "10:45, Dr Rao, Arjun Nair, Checked in, Cough, token A-012",
        "10:00, Dr Mehta, Li Wei, Booked, Cough",
    ]
    rect = interface.child(0).rect()
    at_cursor = view.visualRect(view._visits.index(0))
    assert (rect.width(), rect.height()) == (at_cursor.width(), at_cursor.height())
    assert rect.topLeft() == view.viewport().mapToGlobal(at_cursor.topLeft())


def test_the_current_item_follows_the_cursor(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    assert view.currentIndex().data() == "Meena Patil"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert not view.currentIndex().isValid()


# Making visits longer


def lower_edge(view: AgendaView, start: str, who: object = RAO) -> QPoint:
    """A point on the grip of a visit."""
    plan = view.plan
    assert plan is not None
    for index, stop in enumerate(plan.stops):
        at_start = plan.local(stop.start).strftime("%H:%M") == start
        if stop.visit and at_start and plan.columns[stop.column].practitioner == who:
            rect = view.stop_rect(index)
            return QPoint(rect.center().x(), rect.bottom() - 4)
    raise AssertionError(f"no visit at {start}")


def test_dragging_the_lower_edge_makes_a_visit_longer(qtbot: QtBot, show: Show) -> None:
    view = show()
    edge = lower_edge(view, "10:00")
    qtbot.mouseMove(view.viewport(), edge)
    assert view.viewport().cursor().shape() == Qt.CursorShape.SizeVerCursor
    end = centre(view, "10:30") + QPoint(0, 10)
    drag(qtbot, view, edge, end)
    assert view.target is not None
    assert (view.target.refusal, view.target.start, view.target.end) == ("", 600, 645)
    with qtbot.waitSignal(view.resized) as resized, qtbot.assertNotEmitted(view.dropped):
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert resized.args is not None
    assert resized.args[0].patient_name == "Meena Patil"
    assert len(resized.args[1].slot_ids) == 3


def test_a_visit_is_not_made_longer_into_the_next_one_and_says_so_while_dragging(qtbot: QtBot, show: Show) -> None:
    view = show()
    end = centre(view, "10:45") + QPoint(0, 12)
    drag(qtbot, view, lower_edge(view, "10:00"), end)
    ghost = view._marks().ghost
    assert ghost is not None
    assert ghost.refusal.endswith("is full")
    with qtbot.assertNotEmitted(view.resized), qtbot.waitSignal(view.refused):
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)


def test_keys_make_a_visit_longer_and_shorter(qtbot: QtBot, show: Show) -> None:
    view = show()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    cursor_at(view, "10:00")
    with qtbot.waitSignal(view.resized) as longer:
        qtbot.keyClick(view, Qt.Key.Key_Down, both)
    assert longer.args is not None
    assert len(longer.args[1].slot_ids) == 2
    with qtbot.waitSignal(view.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Up, both)
    assert refused.args == ["It can't be shorter."]
    cursor_at(view, "10:00", MEHTA)
    with qtbot.waitSignal(view.resized) as shorter:
        qtbot.keyClick(view, Qt.Key.Key_Up, both)
    assert shorter.args is not None
    assert len(shorter.args[1].slot_ids) == 1


def test_a_doctor_cannot_put_visits_into_others_hours(qtbot: QtBot, show: Show) -> None:
    view = show()
    view.set_may_move(lambda visit: visit.practitioner_id == RAO.id, lambda who: who == RAO.id)
    end = centre(view, "10:45", MEHTA)
    drag(qtbot, view, centre(view, "10:00"), end)
    ghost = view._marks().ghost
    assert ghost is not None
    assert ghost.refusal == "You move visits to your own hours only"
    with qtbot.assertNotEmitted(view.dropped):
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)


def test_dragging_at_the_edge_scrolls(qtbot: QtBot, show: Show) -> None:
    day = calendar((RAO,), slots(RAO, "08:00", 40), (visit(RAO, "10:00", "Meena Patil"),))
    view = show(day, size=(500, 400))
    view.scroll_to_minute(9 * 60 + 30)
    before = view.verticalScrollBar().value()
    start = centre(view, "10:00")
    drag(qtbot, view, start, QPoint(start.x(), view.viewport().height() - 5))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > before + 60)
    assert view.target is not None
    assert view.target.start > 10 * 60
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.moving is None


# Choosing several


def names(view: AgendaView) -> list[str]:
    return [one.patient_name for one in view.chosen]


def test_ctrl_click_chooses_and_a_plain_click_lets_go(qtbot: QtBot, show: Show) -> None:
    view = show()
    port, ctrl = view.viewport(), Qt.KeyboardModifier.ControlModifier
    with qtbot.assertNotEmitted(view.opened):
        qtbot.mouseClick(port, Qt.MouseButton.LeftButton, ctrl, centre(view, "10:00"))
        qtbot.mouseClick(port, Qt.MouseButton.LeftButton, ctrl, centre(view, "10:00", MEHTA))
    assert names(view) == ["Meena Patil", "Li Wei"]
    selected = [index.data() for index in view.selectionModel().selectedIndexes()]
    assert sorted(selected) == ["Li Wei", "Meena Patil"]
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, ctrl, centre(view, "10:00"))
    assert names(view) == ["Li Wei"]
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=centre(view, "10:45"))
    assert names(view) == []


def test_shift_and_arrows_choose_what_lies_between(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert names(view) == ["Meena Patil", "Arjun Nair"]
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert names(view) == ["Meena Patil", "Arjun Nair", "Li Wei"]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert names(view) == []


def test_ctrl_a_chooses_the_column_and_what_is_gone_is_let_go(qtbot: QtBot, show: Show) -> None:
    view = show()
    cursor_at(view, "10:00")
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert names(view) == ["Meena Patil", "Arjun Nair"]
    left = tuple(one for one in busy_day().appointments if one.patient_name != "Meena Patil")
    view.set_plan(plan_of(busy_day().model_copy(update={"appointments": left})))
    assert names(view) == ["Arjun Nair"]


def test_ctrl_and_arrows_leave_nobody_out(qtbot: QtBot, show: Show) -> None:
    place = slot(RAO, "10:00", 30, capacity=3)
    day = calendar((RAO,), [place], (visit(RAO, "10:00", "A"), visit(RAO, "10:00", "B"), visit(RAO, "10:15", "C")))
    view = show(day)
    seen = []
    view.set_cursor(0)
    for _ in range(4):
        stop = view.cursor_stop
        assert stop is not None
        seen.append(stop.visit.patient_name if stop.visit else stop.kind)
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert {"A", "B", "C"} <= set(seen)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    first = view._cursor
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view._cursor == first


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
                                               (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier)])  # fmt: skip
def test_a_menu_is_asked_for_by_key(qtbot: QtBot, show: Show, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    view = show()
    free = cursor_at(view, "10:15")
    with qtbot.waitSignal(view.menu_wanted) as wanted:
        qtbot.keyClick(view, key, modifier)
    assert wanted.args is not None
    assert wanted.args[0] == free


# What is kept of the painting is what would be painted anew


def picture(view: AgendaView) -> QImage:
    return view.viewport().grab().toImage()


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


def test_a_week_says_the_day_of_a_visit(show: Show) -> None:
    view = show()
    day = busy_day()
    view.set_plan(plan_week(day, DAY, [DAY], RAO.id, Look(), day.now))
    assert view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Tuesday 24 November, 10:00")
    view.viewport().grab()
