"""The mouse on the sheet: clicks, dragging a visit to another place or making it longer."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from opd_desktop.services.dto.appointments import AppointmentDto
from tests.support.calendar_day import calendar, slot, slots, visit
from tests.ui.sheet import MEHTA, RAO, Show, centre, drag, lower_edge


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


def test_a_visit_on_its_way_takes_the_free_place_and_hides_nobody(qtbot: QtBot, show: Show) -> None:
    double = [slot(RAO, "10:00", capacity=2), slot(RAO, "10:15", capacity=2)]
    view = show(calendar((RAO,), double, (visit(RAO, "10:00", "Meena Patil"), visit(RAO, "10:15", "Li Wei"))))
    drag(qtbot, view, centre(view, "10:15"), centre(view, "10:00"))
    overlay, ghost = view._overlay, view._marks().ghost
    assert overlay is not None
    assert ghost is not None
    assert ghost.refusal == ""
    there = next(view.stop_rect(n) for n, one in enumerate(view.plan.stops)  # type: ignore[union-attr]
                 if one.visit is not None and one.visit.patient_name == "Meena Patil")  # fmt: skip
    placed = overlay.ghost_rect(ghost).translated(-view.horizontalOffset(), -view.verticalOffset())
    assert not placed.toRect().intersects(there.adjusted(1, 1, -1, -1))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
