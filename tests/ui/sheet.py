"""A sheet of the calendar fed with a day made by hand, for tests that need no database."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from opd_desktop.services.dto.appointments import CalendarDto
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.day import DayPlan, Stop
from opd_desktop.ui.calendar.planning import Look, plan_day
from tests.support.calendar_day import DAY, calendar, doctor, hold, leave, slots, visit

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


def names(view: AgendaView) -> list[str]:
    return [one.patient_name for one in view.chosen]


def picture(view: AgendaView) -> QImage:
    return view.viewport().grab().toImage()
